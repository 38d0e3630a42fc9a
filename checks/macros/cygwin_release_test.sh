#!/bin/sh
# AX_CYGWIN_RELEASE: every form of "uname -r", strings that are none, and where
# the answer comes from.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

# shellcheck disable=SC2034 # for configure_: the probes are not the topic here
site=$suite/site-probes

# What the function finds in each line of FILE, "none" where it refuses.
parsed_() { # FILE
  within_configure_ "while IFS= read -r string; do
  if ax_cygwin_release_parse \"\$string\"; then
    echo \"\$ax_cygwin_release_parsed\"
  else
    echo \"none\$ax_cygwin_release_parsed\"
  fi
done <'$1'"
}

# All forms, each with its release, as the table of the macro lists them.
test_every_known_form() {
  cat >forms <<'END'
1.7.1 1.7.1(0.218/5/3)
1.7.35 1.7.35(0.287/5/3)
1.5.25 1.5.25(0.156/4/2)
2.5.2 2.5.2(0.297/5/3)
2.11.2 2.11.2(0.329/5/3)
2.11.2 2.11.2s(0.329/5/3)
3.0.4 3.0.4-338.x86_64
3.3.6 3.3.6-341.i686
3.0.4 3.0.4-338.x86_64.snap
3.0.4 3.0.4(0.338/5/3)
3.4.6 3.4.6-1.x86_64
3.5.4 3.5.4-1.x86_64
3.5.0 3.5.0-0.485.g5e35e8a0c5dc.x86_64
3.7.0 3.7.0-dev-579-g61b4866baf41.x86_64
3.7.0 3.7.0-dev-579-g61b4866baf41-dirty.x86_64
3.6.3 3.6.3-api-357.x86_64
3.6.3 3.6.3(0.357/5/3)
3.4.10 3.4.10.x86_64
3.4.10 3.4.10-87d57229.x86_64
3.6.3 3.6.3-5a1bcd2e-api-357.x86_64
3.0.6 3.0.6(0.338/5/3)
3.4.6 3.4.6-1.aarch64
3.0.4 3.0.4
END
  sed 's/^[^ ]* //' forms >texts
  assertEquals "$(sed 's/ .*//' forms)" "$(parsed_ "$work/texts")"
}

test_strings_without_a_release() {
  printf '%s\n' '' 3 3.0 3.0. .0.4 3..4 3.0.x 0.0.4 3.0.4.5 3.0.4x86_64 3.0.4. 3.0.4s 3.0.4_1 3.0.4~ ' 3.0.4' '3.0.4 ' \
    'v3.0.4' -3.0.4 +3.0.4 6.1.0$ '3.0.4;x' '3.0.4	' >texts
  assertEquals none "$(parsed_ "$work/texts" | sort -u)"
  # A newline, before and after.
  assertEquals 'refused refused' "$(within_configure_ 'ax_cygwin_release_parse "3.0.4
" || printf "refused "
ax_cygwin_release_parse "x
3.0.4" || echo refused')"
}

# Numbers and tails, each with each, against a program that does not share the parser's means.
test_each_number_with_each_other_and_each_tail() {
  numbers='0 1 9 10 99 100 999 1000 00 01 x 1x'
  for x in $numbers ''; do
    for y in $numbers ''; do
      for z in $numbers ''; do
        for tail in '' -1 '(0.3/5/3)' 's(0.3/5/3)' .x86_64 . .5 s _1; do
          echo "$x.$y.$z$tail"
        done
      done
    done
  done >texts
  number='(0|[1-9][0-9]{0,2})'
  sed -E -e "s#^([1-9][0-9]{0,2}\\.$number\\.$number)([-(].*|s\\(.*|\\.[A-Za-z].*)?\$#\\1#;t" -e 's/.*/none/' texts >held
  parsed_ "$work/texts" >found
  assertEquals 'held, found: line by line' '' "$(diff held found | head -n 8)"
  assertEquals 'refused' "$(grep -c none held)" "$(grep -c '^none$' found)"
  assertTrue 'some taken' "[ $(grep -c -v none held) -gt 500 ]"
}

# <cygwin/version.h> of release X.Y.Z.
fake_headers_() { # X Y Z
  mkdir -p "$work/include/cygwin"
  cat >"$work/include/cygwin/version.h" <<END
#define CYGWIN_VERSION_DLL_MAJOR $(($1 * 1000 + $2))
#define CYGWIN_VERSION_DLL_MINOR $3
END
}

# Makes a build that is native on Cygwin, as far as configure can see: the triplets say so, and uname prints what the DLL
# would.  ASSERTION is configured_, or assert_refused_ with its texts.
native_on_cygwin_() { # SYSNAME RELEASE ASSERTION...
  script_ bin/uname <<END
case \$1 in -s) echo '$1' ;; -r) echo '$2' ;; *) exec /bin/uname "\$@" ;; esac
END
  shift 2
  PATH=$work/bin:$PATH "$@" --build=x86_64-pc-cygwin --host=x86_64-pc-cygwin CPPFLAGS="-D__CYGWIN__ -I$work/include"
}

configured_cross_() { # ARGUMENT...
  configured_ --build=x86_64-pc-linux-gnu --host=x86_64-pc-cygwin CC="${CC-cc}" \
    CPPFLAGS="-D__CYGWIN__ -I$work/include" "$@"
}

test_native_asks_the_dll() {
  native_on_cygwin_ CYGWIN_NT-10.0-19045 3.5.4-1.x86_64 configured_
  assert_facts_ sys_cygwin_release=3.5.4 cygwin_release_origin=detected cygwin_release_note=
}

test_native_dll_beats_headers_with_a_note() {
  fake_headers_ 3 4 10
  native_on_cygwin_ MSYS_NT-10.0-19045 '3.0.6(0.338/5/3)' configured_
  note='the Cygwin release is 3.0.6 (detected), the headers are of 3.4.10: the former counts'
  assert_facts_ sys_cygwin_release=3.0.6 "cygwin_release_note=$note"
  assertContains "$(cat "$work/log")" "$note"
}

test_native_says_nothing_if_both_agree() {
  fake_headers_ 2 11 2
  native_on_cygwin_ CYGWIN_NT-6.1-WOW '2.11.2(0.329/5/3)' configured_
  assert_facts_ sys_cygwin_release=2.11.2 cygwin_release_note=
}

test_native_string_that_can_not_be_read_is_shown() {
  native_on_cygwin_ CYGWIN_NT-10.0 'four point two' assert_refused_ "'four point two'
--with-cygwin-release=X.Y.Z"
}

test_another_systems_uname_is_not_read() {
  native_on_cygwin_ Linux 6.1.0-18-amd64 assert_refused_ '--with-cygwin-release=X.Y.Z'
}

test_a_dll_that_tells_nothing_is_noted() {
  fake_headers_ 3 5 4
  native_on_cygwin_ CYGWIN_NT-10.0-19045 '' configured_
  assert_facts_ sys_cygwin_release=3.5.4 \
    "cygwin_release_note=the running Cygwin can't be asked (uname -r): the headers count, which are of 3.5.4"
}

test_a_compiler_for_another_system_is_named() {
  assert_refused_ "does not compile for the host, x86_64-pc-cygwin: ${CC-cc}; expected one that defines __CYGWIN__
install x86_64-pc-cygwin-gcc or set CC" --build=x86_64-pc-linux-gnu --host=x86_64-pc-cygwin CC="${CC-cc}" \
    --with-cygwin-release=3.0.4
}

test_cross_asks_the_headers() {
  fake_headers_ 3 0 3
  configured_cross_
  assert_facts_ sys_cygwin_release=3.0.3 serial_build=yes
}

test_cross_tells_a_long_release() {
  fake_headers_ 1 7 35
  configured_cross_
  assert_facts_ sys_cygwin_release=1.7.35
}

test_cross_without_headers_names_the_option() {
  assert_refused_ 'x86_64-pc-cygwin
--with-cygwin-release=X.Y.Z' --build=x86_64-pc-linux-gnu --host=x86_64-pc-cygwin CPPFLAGS=-D__CYGWIN__
}

test_given_counts_and_is_forgotten() {
  fake_headers_ 3 5 4
  configured_cross_ -C --with-cygwin-release=2.11.2
  assert_facts_ sys_cygwin_release=2.11.2 cygwin_release_origin=given \
    'cygwin_release_note=the Cygwin release is 2.11.2 (given), the headers are of 3.5.4: the former counts'
  configured_cross_ -C
  assert_facts_ sys_cygwin_release=3.5.4 cygwin_release_origin=detected
  configured_cross_ -C
  assert_facts_ sys_cygwin_release=3.5.4 cygwin_release_origin=cached
}

test_given_that_can_not_be_read_is_shown() {
  for value in auto,3.0.4 no; do
    assert_refused_ "'$value'
--with-cygwin-release=X.Y.Z" --build=x86_64-pc-linux-gnu --host=x86_64-pc-cygwin \
      --with-cygwin-release="$value" CPPFLAGS=-D__CYGWIN__
  done
}

test_given_elsewhere_is_refused() {
  assert_refused_ '--with-cygwin-release: the host is not Cygwin' --with-cygwin-release=3.0.4
}

test_preset_that_can_not_be_read_is_shown() {
  assert_refused_ "(cached) can't be read: 'three'" \
    --build=x86_64-pc-linux-gnu --host=x86_64-pc-msys ax_cv_sys_cygwin_release=three \
    CPPFLAGS=-D__CYGWIN__
}

. shunit2
