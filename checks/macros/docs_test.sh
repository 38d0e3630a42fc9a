#!/bin/sh
# The headers of the macros are in the public form, and the pages are made of
# them.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

docs_=$top_srcdir/m4/make-page.sh

# The page of MACRO, and that every cache variable the macro sets is on it: a result of another macro is described there.
assert_page_() { # MACRO
  sh "$docs_" "$1" >page
  assertEquals "$1" 0 $?
  assertEquals "# $(basename "$1" .m4 | tr '[:lower:]' '[:upper:]')" "$(head -n 1 page)"
  sed '1,/^#serial/d' "$1" | grep -o -e '\[ax_cv_[a-z_]*\]' -e 'ax_cv_[a-z_]*=' | tr -d '[]=' | sort -u >names
  while read -r name; do
    assertContains "$1" "$(cat page)" "$name"
  done <names
}

test_each_macro_has_a_page_that_names_its_cache_variables() {
  for macro in "$top_srcdir"/m4/ax_*.m4; do
    assert_page_ "$macro"
  done
}

test_page_is_made_of_the_header_alone() {
  cat >ax_x.m4 <<'END'
# ===========
#  ax_x.m4
# ===========
#
# SYNOPSIS
#
#   AX_X([<a>], [b*])
#
# DESCRIPTION
#
#   Says <a> * b; it is
#   prose.
#
#     as <it> * stands
#
# ON WHICH SYSTEMS
#
#   | system | b* |
#
# LICENSE
#
#   Copying and distribution.
#
#   SPDX-License-Identifier: FSFAP

#serial 12

# A comment further on.
#serial 13
AC_DEFUN([AX_X], [])
END
  # shellcheck disable=SC2016 # Markdown
  assertEquals '# AX_X

## Synopsis

    AX_X([&lt;a>], [b\*])

## Description

Says &lt;a> \* b; it is
prose.

    as <it> * stands

## On which systems

| system | b\* |

Serial 12 of `ax_x.m4`. Licence: FSFAP.' "$(sh "$docs_" ax_x.m4)"
}

test_each_file_defines_one_public_macro_of_its_name() {
  for macro in "$top_srcdir"/m4/ax_*.m4; do
    assertEquals "$(basename "$macro" .m4 | tr '[:lower:]' '[:upper:]')" \
      "$(sed -n 's/^AC_DEFUN[A-Z_]*(\[\(AX_[A-Z_]*\)\].*/\1/p' "$macro")"
  done
}

test_each_public_macro_has_the_public_form() {
  for macro in "$top_srcdir"/m4/ax_*.m4; do
    assertEquals "$macro" 'SYNOPSIS DESCRIPTION ON WHICH SYSTEMS LICENSE' \
      "$(sed -n 's/^# \([A-Z][A-Z ]*\)$/\1/p' "$macro" | paste -s -d ' ')"
    assertEquals "$macro: serial" 1 "$(grep -c '^#serial [0-9][0-9]*$' "$macro")"
    assertContains "$macro: licence" "$(cat "$macro")" 'SPDX-License-Identifier: FSFAP'
    assertContains "$macro: name" "$(sed -n 2p "$macro")" "  $(basename "$macro")"
  done
}

test_no_public_macro_names_the_project() {
  # The copyright names the people, who have no other name.
  assertEquals '' "$(grep -i -e poolpatch -e '\<gap\>' "$top_srcdir"/m4/ax_*.m4 |
    grep -v 'Copyright (C)')"
}

test_a_header_that_lacks_a_section_is_refused() {
  printf '# %s\n\n' SYNOPSIS DESCRIPTION LICENSE >whole.m4
  echo '#serial 1' >>whole.m4
  sh "$docs_" whole.m4 >page
  assertEquals 'the whole one' 0 $?
  for section in SYNOPSIS DESCRIPTION '#serial'; do
    sed "/$section/d" whole.m4 >x.m4
    sh "$docs_" x.m4 >page 2>error
    assertEquals "$section" 1 $?
    assertEquals "$section" 'make-page.sh: x.m4: no SYNOPSIS, DESCRIPTION or #serial in its header' "$(cat error)"
  done
}

test_wrong_usage() {
  for words in '' 'a.m4 b.m4'; do
    # shellcheck disable=SC2086 # words
    sh "$docs_" $words >page 2>error
    assertEquals "$words" 2 $?
    assertContains "$words" "$(cat error)" 'usage: make-page.sh FILE.m4'
    assertEquals "$words" '' "$(cat page)"
  done
  sh "$docs_" "$work/none.m4" >page 2>error
  assertEquals 1 $?
  assertEquals "make-page.sh: can't read: $work/none.m4; expected a file of macros" "$(cat error)"
}

test_every_awk_makes_the_same_page() {
  sh "$docs_" "$top_srcdir/m4/ax_madvise.m4" >"$work/page"
  for awk in mawk gawk original-awk 'busybox awk'; do
    command -v "${awk%% *}" >/dev/null || continue
    echo "exec $awk \"\$@\"" | script_ bin/awk
    assertEquals "$awk" '' \
      "$(PATH=$work/bin:$PATH sh "$docs_" "$top_srcdir/m4/ax_madvise.m4" 2>&1 | diff - "$work/page")"
  done
}

. shunit2
