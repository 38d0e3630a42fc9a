#!/bin/sh
# Cross configures: the guess for each kind of host, for an unknown one, and
# answers that are preset.  The compiler is this machine's; only the names of
# the hosts are foreign, and no program is run.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

cross_() { # HOST ARGUMENT...
  host_=$1
  shift
  configured_ --build=x86_64-pc-linux-gnu --host="$host_" CC="${CC-cc}" CPPFLAGS=-D__CYGWIN__ "$@"
}

assert_answers_() { # NORESERVE FREE DONTNEED COMMIT
  assertEquals "$host_" "yes, $1, $2, $3, $4" "$(fact_ func_madvise), $(fact_ func_mmap_noreserve), $(fact_ madvise_free), \
$(fact_ madvise_dontneed), $(fact_ func_mmap_commit)"
}

# A row: the host, options, and what is guessed of MAP_NORESERVE, MADV_FREE, MADV_DONTNEED and committing.
test_each_kind_of_host() {
  cat >rows <<'END'
x86_64-pc-cygwin --with-cygwin-release=3.0.3|yes accepted discards yes
x86_64-pc-cygwin --with-cygwin-release=2.3.0|yes accepted discards yes
x86_64-pc-cygwin --with-cygwin-release=2.2.1|yes accepted accepted yes
x86_64-pc-msys --with-cygwin-release=3.4.10-87d57229.x86_64|yes accepted discards yes
x86_64-apple-darwin|no lazy accepted yes
x86_64-apple-darwin --enable-cross-guesses=risky|no lazy accepted yes
x86_64-unknown-freebsd|no lazy accepted yes
sparcv9-sun-solaris2.11|yes lazy accepted yes
s390x-ibm-linux-gnu|yes lazy discards yes
m68k-unknown-elf|no accepted accepted no
m68k-unknown-elf --enable-cross-guesses=risky|yes lazy discards yes
END
  while IFS='|' read -r words guesses <&3; do
    # shellcheck disable=SC2086 # words
    cross_ $words
    # shellcheck disable=SC2086 # words
    set -- $guesses
    assert_answers_ "guessing $1" "guessing $2" "guessing $3" "guessing $4"
  done 3<rows
}

# As AX_PROG_CC_HOST says it.  The compiler would answer otherwise: it knows no <sys/mman.h>.
test_without_a_compiler_for_the_host() {
  mkdir -p include/sys && echo '#error asked' >include/sys/mman.h
  while IFS='|' read -r words guesses <&3; do
    # shellcheck disable=SC2086 # words
    configured_ --build=x86_64-pc-linux-gnu --host=$words CC="${CC-cc}" CPPFLAGS="-I$work/include" ax_cv_prog_cc_host=no
    assertEquals "$words" "$guesses" \
      "$(fact_ func_madvise), $(fact_ func_mmap_noreserve), $(fact_ madvise_dontneed), $(fact_ func_mmap_commit)"
  done 3<<'END'
x86_64-pc-cygwin --with-cygwin-release=3.0.4|guessing yes, guessing yes, guessing discards, guessing yes
x86_64-apple-darwin|guessing yes, guessing no, guessing accepted, guessing yes
x86_64-w64-mingw32|guessing no, guessing no, no, guessing no
m68k-unknown-elf|guessing no, guessing no, no, guessing no
m68k-unknown-elf --enable-cross-guesses=risky|guessing yes, guessing yes, guessing discards, guessing yes
END
  assert_refused_ '--with-cygwin-release=X.Y.Z' --build=x86_64-pc-linux-gnu --host=x86_64-pc-cygwin ax_cv_prog_cc_host=no
}

test_the_release_that_was_given() {
  cross_ x86_64-pc-msys --with-cygwin-release=3.4.10-87d57229.x86_64
  assert_facts_ sys_cygwin_release=3.4.10 cygwin_release_origin=given
  cross_ x86_64-apple-darwin
  assert_facts_ sys_cygwin_release=no
}

test_another_kind_of_guess_is_refused() {
  assert_refused_ "wrong value: wild; expected conservative or risky" --enable-cross-guesses=wild
}

test_presets_beat_guesses() {
  cross_ m68k-unknown-elf ax_cv_func_mmap_noreserve=yes ax_cv_madvise_free=lazy \
    ax_cv_madvise_dontneed=discards ax_cv_func_mmap_commit=yes
  assert_answers_ yes lazy discards yes
}

test_a_preset_answer_leaves_the_others_to_the_probe() {
  cross_ x86_64-apple-darwin ax_cv_madvise_free=discards
  assert_answers_ 'guessing no' discards 'guessing accepted' 'guessing yes'
}

test_preset_without_madvise_has_no_advice() {
  cross_ x86_64-apple-darwin ax_cv_func_madvise=no
  assert_facts_ func_madvise=no madvise_free=no madvise_dontneed=no
}

# Autoconf's own answer, from the environment of configure.
test_no_madvise_by_autoconfs_own_name_counts() {
  configured_ ac_cv_func_madvise=no
  assert_facts_ func_madvise=no madvise_free=no madvise_dontneed=no
}

test_guesses_reach_c() {
  cross_ x86_64-pc-cygwin --with-cygwin-release=3.0.4
  created_
  assertEquals 'HAVE_MADVISE HAVE_MMAP_COMMIT HAVE_WORKING_MAP_NORESERVE MADV_DONTNEED_GIVES_BACK' \
    "$(sed -n 's/^#define \([HM][A-Z_]*\) 1$/\1/p' "$work/build/config.h" | sort | tr '\n' ' ' | sed 's/ $//')"
}

test_config_site_presets_all_answers() {
  cat "$site" - >"$work/site" <<'END'
ax_cv_sys_cygwin_release=2.11.2
ax_cv_func_mmap_noreserve='guessing no'
ax_cv_func_madvise=yes
ax_cv_madvise_free=no
ax_cv_madvise_dontneed=releases
ax_cv_func_mmap_commit=no
END
  site=$work/site
  cross_ x86_64-pc-msys
  site=$suite/site
  assert_answers_ 'guessing no' no releases no
  assert_facts_ sys_cygwin_release=2.11.2 cygwin_release_origin=cached serial_build=yes
}

. shunit2
