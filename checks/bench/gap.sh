#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/gap.sh PAIRS [CASE...]: what the installed GAP costs over the upstream one; checks/bench/installed.sh says how.
# shellcheck disable=SC2034,SC2154 # what installed.sh reads, and sets

set -eu

program_name=gap
all_cases='loop loop-collected loop-idle start fork testinstall'
long_case=testinstall

case_() {
  garbage='l:=List([1..400],i->ListWithIdenticalEntries(131072,i)); l:=0;'
  case $1 in
    loop)
      what='ten times 400 MB and free it'
      limit_ 0.92 1.02
      echo "for k in [1..10] do $garbage od;" ;;
    loop-collected)
      what='the same, collected each time'
      limit_ 1.03 1.03
      echo "for k in [1..10] do $garbage CollectGarbage(true); od;" ;;
    loop-idle)
      what='the same, collected six times'
      limit_ 1.03 1.03
      echo "for k in [1..10] do $garbage for c in [1..6] do CollectGarbage(true); od; od;" ;;
    start)
      what='start and end'
      limit_ 0.90 1.01
      echo ;;
    fork)
      what='start, 300 commands with Exec'
      limit_ 0.55 1.02
      echo 'for k in [1..300] do Exec("true"); od;' ;;
    testinstall)
      what='testinstall'
      limit_ 1.00 1.01
      printf 'Read("%s/tst/testinstall.g");\n' "$tree" ;;
    *) give_up "no such case: $1; see case_ in checks/bench/gap.sh" ;;
  esac >"$work/case.g"
  echo 'QUIT;' >>"$work/case.g"
}

program_() {
  cat <<END2
exec sh '$top_srcdir/checks/installed/start.sh' '$1' -l ';$tree' -A -q -T -b -r --quitonbreak '$work/case.g' </dev/null
END2
}

# shellcheck source=checks/bench/installed.sh
. "${top_srcdir:?is to be set}/checks/bench/installed.sh"
