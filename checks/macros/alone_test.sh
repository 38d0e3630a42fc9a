#!/bin/sh
# Each public macro works with nothing but the files that its header names.
# Part of make check-macros: one autoconf a macro.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

# Asserts that CALL is expanded with FILE and the files its header says to
# copy, and works.
assert_alone_ () # FILE CALL
{
  require_suite_ || return 0
  mkdir m4
  cp "$top_srcdir/m4/$1" m4
  for file in $(sed '/^#serial/q' "m4/$1" | tr -d '#\n' | tr -s ' ' |
    sed -n 's/.*: copy \(.*\) with this file.*/\1/p' | tr ' ' '\n' | grep '\.m4$'); do
    cp "$top_srcdir/m4/$file" m4
  done
  cp -R "$suite/aux" "$suite/series.conf" .
  # Without AC_PROG_CC and AC_CANONICAL_HOST: a macro requires what it needs.
  printf '%s\n' 'AC_INIT([alone], [1])' 'AC_CONFIG_AUX_DIR([aux])' \
    'm4_pattern_forbid([^_?AX_[A-Z]])' "$2" AC_OUTPUT >configure.ac
  aclocal -Wall,error -I m4 >log 2>&1
  assert_status_ 0 $? "aclocal" log
  autoconf -Wall,error >log 2>&1
  assert_status_ 0 $? "autoconf" log
  CONFIG_SITE='' sh ./configure >log 2>&1
  assert_status_ 0 $? "configure" log
}

test_cross_guesses ()
{
  assert_alone_ ax_cross_guesses.m4 'AX_CROSS_GUESSES'
}

test_cygwin_release ()
{
  assert_alone_ ax_cygwin_release.m4 'AX_CYGWIN_RELEASE'
}

test_link_sentinel ()
{
  assert_alone_ ax_link_sentinel.m4 'AX_LINK_SENTINEL'
}

test_madvise ()
{
  assert_alone_ ax_madvise.m4 'AX_MADVISE'
}

test_mmap_account ()
{
  assert_alone_ ax_mmap_account.m4 'AC_RUN_IFELSE([AC_LANG_SOURCE([AX_MMAP_PROC_SOURCE[
int main(void) { ax_answer(ax_number("/none", NULL, "") < 0 ? "x" : "y"); return 0; }]])],
[], [AC_MSG_ERROR([no])], [:])
rm -f conftest.out'
}

test_mmap_commit ()
{
  assert_alone_ ax_mmap_commit.m4 'AX_MMAP_COMMIT'
}

test_mmap_noreserve ()
{
  assert_alone_ ax_mmap_noreserve.m4 'AX_MMAP_NORESERVE'
}

test_prog_cc_unprototyped ()
{
  assert_alone_ ax_prog_cc_unprototyped.m4 'AX_PROG_CC_UNPROTOTYPED'
}

test_quilt_series ()
{
  assert_alone_ ax_quilt_series.m4 'AX_QUILT_SERIES([series], [series.conf], [red])'
}

test_serial_build ()
{
  assert_alone_ ax_serial_build.m4 'AX_SERIAL_BUILD'
}

test_a_macro_is_called_twice_without_harm ()
{
  assert_alone_ ax_mmap_noreserve.m4 'AX_MMAP_NORESERVE
AX_MMAP_NORESERVE'
}

test_each_public_macro_is_tried ()
{
  for file in "$top_srcdir"/m4/ax_*.m4; do
    assertContains "$(cat "$top_srcdir/checks/macros/alone_test.sh")" \
      "assert_alone_ $(basename "$file")"
  done
}

# shellcheck source=/dev/null # from PATH
. shunit2
