#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Memory that runs out under GAP on Cygwin: only noreserve may die of a signal.
# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/gap/cygwin.sh
. "$top_srcdir/checks/gap/cygwin.sh"

test_memory_runs_out() {
  require_gaps_ || return 0
  table_ exhausted 'A workspace that grows to 400 MiB, pool 512 MiB, commit limit 300 MiB'
  row_ strategy end "GAP's message"
  echo 'l:=List([1..400],i->ListWithIdenticalEntries(131072,i));;' >grow.g
  for strategy in $strategies; do
    # shellcheck disable=SC2046 # options
    timeout 120 "$cygwin/cygwin-run" --limit=300 --summary=summary \
      "$top_srcdir/checks/installed/start.sh" "$(gap_of_ "$strategy")" $(plain_ 512m) <grow.g >out 2>&1
    status=$?
    message=$(grep -o 'cannot extend the workspace any more' out | head -n 1)
    case $status in
      135) end='killed by SIGBUS' ;;
      *) end="status $status" ;;
    esac
    row_ "$strategy" "$end" "${message:-none}"
    at_least_ "$strategy: commits were refused" "$(sed -n 's/^refused_commits //p' summary)" 1
    case $(like_ "$strategy") in
      noreserve) assertEquals "$strategy: killed" 135 "$status" ;;
      *)
        assertEquals "$strategy: $(cat out)" 1 "$status"
        assertEquals "$strategy: says so" 'cannot extend the workspace any more' "$message"
        ;;
    esac
  done
}

# shellcheck disable=SC1091 # found on PATH
. shunit2
