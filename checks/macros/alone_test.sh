#!/bin/sh
# Each public macro works with nothing but the files that its header names.
# Part of make check-macros: one autoconf a macro.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

# Asserts that CALL is expanded with FILE and the files its header says to
# copy, and works.
assert_alone_() { # FILE CALL
  mkdir m4
  cp "$top_srcdir/m4/$1" m4
  for file in $(sed '/^#serial/q' "m4/$1" | tr -d '#,\n' | tr -s ' ' |
    sed -n 's/.*: copy \(.*\) with this file.*/\1/p' | tr ' ' '\n' | grep '\.m4$'); do
    cp "$top_srcdir/m4/$file" m4
  done
  cp -R "$suite/aux" "$suite/series.conf" .
  # Without AC_PROG_CC and AC_CANONICAL_HOST: a macro requires what it needs.
  printf '%s\n' 'AC_INIT([alone], [1])' 'AC_CONFIG_AUX_DIR([aux])' \
    'm4_pattern_forbid([^_?AX_[A-Z]])' "$2" AC_OUTPUT >configure.ac
  aclocal -Wall,error -I m4 >log 2>&1
  assert_status_ 0 $? "aclocal, $1" log
  autoconf -Wall,error >log 2>&1
  assert_status_ 0 $? "autoconf, $1" log
  CONFIG_SITE='' sh ./configure >log 2>&1
  assert_status_ 0 $? "configure, $1" log
}

# The call that tries MACRO.
call_() { # MACRO
  case $1 in
    AX_MMAP_ACCOUNT)
      cat <<'END' ;;
AC_RUN_IFELSE([AC_LANG_SOURCE([AX_MMAP_ACCOUNT[
int main(void) { ax_answer(ax_number("/none", NULL, "") < 0 ? "x" : "y"); return 0; }]])],
[], [AC_MSG_ERROR([no])], [:])
rm -f conftest.out
END
    AX_QUILT_SERIES) echo 'AX_QUILT_SERIES([series], [series.conf], [red])' ;;
    AX_QUILT_SERIES_SELECT) echo 'AX_QUILT_SERIES_SELECT([selected], [series.conf], [red])' ;;
    *) echo "$1" ;;
  esac
}

test_each_public_macro() {
  for path in "$top_srcdir"/m4/ax_*.m4; do
    file=${path##*/}
    mkdir "$work/${file%.m4}" && cd "$work/${file%.m4}" || return
    assert_alone_ "$file" "$(call_ "$(basename "$file" .m4 | tr '[:lower:]' '[:upper:]')")"
  done
}

test_a_macro_is_called_twice_without_harm() {
  assert_alone_ ax_mmap_noreserve.m4 'AX_MMAP_NORESERVE
AX_MMAP_NORESERVE'
}

test_a_path_that_begins_with_the_source_directory_stops_autoconf() {
  # shellcheck disable=SC2016 # for configure
  for path in '$srcdir/series.conf' '${srcdir}/series.conf' '$(top_srcdir)/series.conf' '"$srcdir"/series.conf'; do
    printf '%s\n' 'AC_INIT([alone], [1])' "AX_QUILT_SERIES([series], [$path], [red])" AC_OUTPUT >configure.ac
    aclocal -I "$top_srcdir/m4" >log 2>&1
    assertEquals "$path" 1 $?
    assertContains "$(cat log)" "AX_QUILT_SERIES_SELECT: the path $path begins with the source directory"
  done
}

. shunit2
