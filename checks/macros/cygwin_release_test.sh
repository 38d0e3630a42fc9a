#!/bin/sh
# AX_CYGWIN_RELEASE: every form of "uname -r", strings that are none, and where
# the answer comes from.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

ax_cygwin_release_parsed='' # what the function of the same name sets
# shellcheck source=/dev/null # made by make-suite.sh
test -f "$suite/missing" || . "$suite/functions.sh"
# shellcheck disable=SC2034 # for configure_: the probes are not the topic here
site=$suite/site-probes

assert_release_ () # EXPECTED STRING
{
  ax_cygwin_release_parse "$2"
  assertEquals "status of $2" 0 $?
  assertEquals "$2" "$1" "$ax_cygwin_release_parsed"
}

# All forms, each with its release, as the table of the macro lists them.
forms_ ()
{
  cat <<'END'
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
}

test_every_known_form ()
{
  require_suite_ || return 0
  forms_ >"$work/forms"
  while read -r release form; do
    assert_release_ "$release" "$form"
  done <"$work/forms"
}

test_strings_without_a_release ()
{
  require_suite_ || return 0
  for string in '' 3 3.0 3.0. .0.4 3..4 3.0.x 03.0.4 3.00.4 3.0.04 0.0.4 \
    3.0.4.5 3.0.4x86_64 3.0.4- 3.0.4. 3.0.4s '3.0.4(' '3.0.4()' 3.0.4_1 \
    ' 3.0.4' '3.0.4 ' 'v3.0.4' '3.0.4(0.338/5/3' '3.0.4 -1' -3.0.4 +3.0.4 \
    1234.0.0 3.1234.0 3.0.1234 6.1.0$ '3.0.4-1;x' "3.0.4
" "x
3.0.4"; do
    ax_cygwin_release_parse "$string"
    assertEquals "status of '$string'" 1 $?
    assertEquals "'$string'" '' "$ax_cygwin_release_parsed"
  done
}

# What comes out must be the whole number up to its end, of a string that
# starts with it: told by a program that does not share the parser's means.
test_fuzz_finds_no_release_that_is_not_there ()
{
  require_suite_ || return 0
  forms_ | sed 's/^[^ ]* //' >"$work/forms"
  LC_ALL=C awk -v count=100000 -v seed="${FUZZ_SEED-27214}" \
    -f "$top_srcdir/checks/macros/fuzz.awk" "$work/forms" >"$work/strings"
  assertEquals 100000 "$(grep -c '' "$work/strings")"
  cat >"$work/loop.sh" <<'END'
. "$1"
while IFS= read -r string; do
  if ax_cygwin_release_parse "$string"; then
    printf '%s\n' "$ax_cygwin_release_parsed"
  else
    printf '%s\n' "none$ax_cygwin_release_parsed"
  fi
done
END
  LC_ALL=C dash "$work/loop.sh" "$suite/functions.sh" \
    <"$work/strings" >"$work/found" 2>"$work/errors"
  assertEquals 'status' 0 $?
  assertEquals 'on stderr' '' "$(cat "$work/errors")"
  # A string holds a release if it is one, or goes on with one of the tails.
  number='(0|[1-9][0-9]{0,2})'
  tail='-[A-Za-z0-9].*|\.[A-Za-z].*|s?\([0-9].*\..*/.*/.*[0-9]\)'
  LC_ALL=C sed -E -e '\,[^-A-Za-z0-9._()/+~],c\
none' -e "s#^([1-9][0-9]{0,2}\\.$number\\.$number)($tail)?\$#\\1#;t" -e 's/.*/none/' \
    "$work/strings" >"$work/held"
  assertEquals 'held, found: line by line' '' \
    "$(diff "$work/held" "$work/found" | head -n 8)"
  refused=$(grep -c '^none$' "$work/found")
  assertTrue "taken and refused strings: $refused refused" \
    "[ $refused -gt 10000 ] && [ $refused -lt 90000 ]"
}

# A build that is native on Cygwin, as far as configure can see: the triplets
# say so, and uname prints what the DLL would.
fake_uname_ () # SYSNAME RELEASE
{
  mkdir -p "$work/bin"
  cat >"$work/bin/uname" <<END
#!/bin/sh
case \$1 in
  -s) echo '$1' ;;
  -r) echo '$2' ;;
  *) exec /bin/uname "\$@" ;;
esac
END
  chmod +x "$work/bin/uname"
}

# <cygwin/version.h> of release X.Y.Z.
fake_headers_ () # X Y Z
{
  mkdir -p "$work/include/cygwin"
  cat >"$work/include/cygwin/version.h" <<END
#define CYGWIN_VERSION_DLL_MAJOR ($1 * 1000 + $2)
#define CYGWIN_VERSION_DLL_MINOR $3
END
}

configure_native_ () # ARGUMENT...
{
  PATH=$work/bin:$PATH configure_ --build=x86_64-pc-cygwin --host=x86_64-pc-cygwin "$@"
}

configure_cross_ () # ARGUMENT...
{
  configure_ --build=x86_64-pc-linux-gnu --host=x86_64-pc-cygwin CC="${CC-cc}" "$@"
}

test_native_asks_the_dll ()
{
  require_suite_ || return 0
  fake_uname_ CYGWIN_NT-10.0-19045 3.5.4-1.x86_64
  configure_native_
  assertEquals 0 $?
  assertEquals 3.5.4 "$(fact_ ax_cv_sys_cygwin_release)"
  assertEquals detected "$(fact_ ax_cygwin_release_origin)"
  assertEquals '' "$(fact_ ax_cygwin_release_note)"
}

test_native_dll_beats_headers_with_a_note ()
{
  require_suite_ || return 0
  fake_uname_ MSYS_NT-10.0-19045 '3.0.6(0.338/5/3)'
  fake_headers_ 3 4 10
  configure_native_ CPPFLAGS="-I$work/include"
  assertEquals 0 $?
  assertEquals 3.0.6 "$(fact_ ax_cv_sys_cygwin_release)"
  assertContains "$(cat "$work/log")" \
    'the running Cygwin is 3.0.6, the headers are of 3.4.10: the running one counts'
}

test_native_says_nothing_if_both_agree ()
{
  require_suite_ || return 0
  fake_uname_ CYGWIN_NT-6.1-WOW '2.11.2(0.329/5/3)'
  fake_headers_ 2 11 2
  configure_native_ CPPFLAGS="-I$work/include"
  assertEquals 0 $?
  assertEquals 2.11.2 "$(fact_ ax_cv_sys_cygwin_release)"
  assertNotContains "$(cat "$work/log")" 'the headers are of'
}

test_native_string_that_can_not_be_read_is_shown ()
{
  require_suite_ || return 0
  fake_uname_ CYGWIN_NT-10.0 'four point two'
  PATH=$work/bin:$PATH assert_refused_ "'four point two'
--with-cygwin-release=X.Y.Z" --build=x86_64-pc-cygwin --host=x86_64-pc-cygwin
}

test_another_systems_uname_is_not_read ()
{
  require_suite_ || return 0
  fake_uname_ Linux 6.1.0-18-amd64
  PATH=$work/bin:$PATH assert_refused_ '--with-cygwin-release=X.Y.Z' \
    --build=x86_64-pc-cygwin --host=x86_64-pc-cygwin
}

test_cross_asks_the_headers ()
{
  require_suite_ || return 0
  fake_headers_ 3 0 3
  configure_cross_ CPPFLAGS="-I$work/include"
  assertEquals 0 $?
  assertEquals 3.0.3 "$(fact_ ax_cv_sys_cygwin_release)"
  assertEquals 'serial' yes "$(fact_ ax_serial_build)"
}

test_cross_tells_a_long_release ()
{
  require_suite_ || return 0
  fake_headers_ 1 7 35
  configure_cross_ CPPFLAGS="-I$work/include"
  assertEquals 0 $?
  assertEquals 1.7.35 "$(fact_ ax_cv_sys_cygwin_release)"
}

test_cross_without_headers_names_the_option ()
{
  require_suite_ || return 0
  assert_refused_ 'x86_64-pc-cygwin
--with-cygwin-release=X.Y.Z' --build=x86_64-pc-linux-gnu --host=x86_64-pc-cygwin
}

test_given_counts_and_is_forgotten ()
{
  require_suite_ || return 0
  fake_headers_ 3 5 4
  configure_cross_ -C CPPFLAGS="-I$work/include" --with-cygwin-release=2.11.2
  assertEquals 0 $?
  assertEquals 2.11.2 "$(fact_ ax_cv_sys_cygwin_release)"
  assertEquals given "$(fact_ ax_cygwin_release_origin)"
  configure_cross_ -C CPPFLAGS="-I$work/include"
  assertEquals 0 $?
  assertEquals 3.5.4 "$(fact_ ax_cv_sys_cygwin_release)"
  assertEquals detected "$(fact_ ax_cygwin_release_origin)"
  configure_cross_ -C CPPFLAGS="-I$work/include"
  assertEquals 0 $?
  assertEquals 3.5.4 "$(fact_ ax_cv_sys_cygwin_release)"
  assertEquals cached "$(fact_ ax_cygwin_release_origin)"
}

test_given_that_can_not_be_read_is_shown ()
{
  require_suite_ || return 0
  for value in auto,3.0.4 no; do
    assert_refused_ "'$value'
--with-cygwin-release=X.Y.Z" --build=x86_64-pc-linux-gnu --host=x86_64-pc-cygwin \
      --with-cygwin-release="$value"
  done
}

test_given_elsewhere_is_refused ()
{
  require_suite_ || return 0
  assert_refused_ '--with-cygwin-release
not Cygwin' --with-cygwin-release=3.0.4
}

test_preset_that_can_not_be_read_is_shown ()
{
  require_suite_ || return 0
  assert_refused_ "(cached) can't be read: 'three'" \
    --build=x86_64-pc-linux-gnu --host=x86_64-pc-msys ax_cv_sys_cygwin_release=three
}

# shellcheck source=/dev/null # from PATH
. shunit2
