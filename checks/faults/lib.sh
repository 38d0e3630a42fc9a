# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/faults/lib.sh: what the tests of tables share; sourced after checks/stages/lib.sh.
#
#   rows_of_ FUNCTION       for suite(): makes a test of each line of table(), which has columns with | between: the name of the
#                           test, and what FUNCTION is called with. A line that begins with + counts only if ROWS=all
#   constant_ FILE WORD...  the test goes on with a copy of build/, where each NAME=VALUE of the file FILE in it is as WORD says; the
#                           copy serves all tests that want the same
#   note_outside_ PATTERN   notes what there is in $work but for the build directory, what the stages print, and paths that
#                           match PATTERN; assert_outside_ PATTERN: it is as it was
# A stage that takes more than a minute is ended, with status 124 or 143.
# shellcheck shell=sh disable=SC2034,SC2154 # as there

real_srcdir=$top_srcdir
check_shell="timeout 60 $check_shell"

setUp() {
  quick_assertions_
  top_srcdir=$real_srcdir
  work=$SHUNIT_TMPDIR/work
  test ! -e "$work" || rm -rf "$work"
  mkdir "$work" && cd "$work" || exit 99
}

rows_of_() {
  if test "${ROWS-}" = all; then plus_='s/^ *+ *//'; else plus_='/^ *+/d'; fi
  table | sed "$plus_"'; s/^ *//; s/ *$//; s/ *| */|/g' | while IFS='|' read -r name_ first_ second_ third_; do
    words_=
    for word_ in "$first_" "$second_" "$third_"; do
      quote "$word_"
      words_="$words_ $quoted"
    done
    printf '%s|%s\n' "$name_" "$words_"
  done >"$SHUNIT_TMPDIR/rows"
  rows_ "$1" <"$SHUNIT_TMPDIR/rows"
  left_out_=$(table | grep -c '^ *+') && test "${ROWS-}" != all || return 0
  eval "test_further_rows() { skip_ '$left_out_ of the table: ROWS=all'; }"
  suite_addTest test_further_rows
}

constant_() {
  top_srcdir=$SHUNIT_TMPDIR/toolkit
  test "${constants_made_-}" != "$*" || return 0
  constants_made_=$*
  rm -rf "$top_srcdir"
  mkdir "$top_srcdir"
  cp -R "$real_srcdir/build" "$top_srcdir/"
  constants_=$top_srcdir/build/$1
  shift
  for word_ in "$@"; do
    grep -q "^${word_%%=*}=" "$constants_" || fail "$constants_ has no ${word_%%=*}"
    sed "s/^${word_%%=*}=.*/$word_/" "$constants_" >"$top_srcdir/new" && cat "$top_srcdir/new" >"$constants_"
  done
}

outside_() {
  find "$work" ! -path "$work/build*" ! -path "$work/???.txt" ! -path "$work" ! -path "$work/tmp" ! -path "$1" \
    -exec ls -dn {} + | sed 's/^\(d[^ ]* *\)[0-9]* \(.*\) [^ ]* [^ ]* [^ ]* [^ ]* \(.*\)/\1\2 \3/'
}
note_outside_() {
  outside_ "$1" >"$SHUNIT_TMPDIR/outside"
}
assert_outside_() {
  assertEquals 'what changed outside' '' "$(outside_ "$1" | diff "$SHUNIT_TMPDIR/outside" -)"
}
