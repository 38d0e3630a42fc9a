# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/faults/lib.sh: what the tests of tables share; sourced after checks/stages/lib.sh.
#
#   rows_of_ FUNCTION       for suite(): makes a test of each line of table(), which has columns with | between: the name of the
#                           test, and what FUNCTION is called with
#   constant_ FILE WORD...  the test goes on with a copy of build/, where each NAME=VALUE of the file FILE in it is as WORD says
#   outside_                prints what there is in $work but for the build directory and what the stages print
# A stage that takes more than a minute is ended, with status 124 or 143.
# shellcheck shell=sh disable=SC2034,SC2154 # as there

real_srcdir=$top_srcdir
check_shell="timeout 60 $check_shell"

setUp() {
  top_srcdir=$real_srcdir
  work=$SHUNIT_TMPDIR/work
  rm -rf "$work"
  mkdir "$work" && cd "$work" || exit 99
}

rows_of_() {
  table | sed 's/^ *//; s/ *$//; s/ *| */|/g' | while IFS='|' read -r name_ first_ second_ third_; do
    words_=
    for word_ in "$first_" "$second_" "$third_"; do
      quote "$word_"
      words_="$words_ $quoted"
    done
    printf '%s|%s\n' "$name_" "$words_"
  done >"$SHUNIT_TMPDIR/rows"
  rows_ "$1" <"$SHUNIT_TMPDIR/rows"
}

constant_() {
  mkdir -p toolkit
  cp -R "$real_srcdir/build" toolkit/
  top_srcdir=$work/toolkit
  constants_=$top_srcdir/build/$1
  shift
  for word_ in "$@"; do
    grep -q "^${word_%%=*}=" "$constants_" || fail "$constants_ has no ${word_%%=*}"
    sed "s/^${word_%%=*}=.*/$word_/" "$constants_" >constants.new && cat constants.new >"$constants_"
  done
  rm -f constants.new
}

outside_() {
  find "$work" ! -path "$work/build*" ! -path "$work/???.txt" ! -path "$work" ! -path "$work/tmp" -exec ls -dn {} + | sed 's/^\(d[^ ]* *\)[0-9]*/\1/'
}
