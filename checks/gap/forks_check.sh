#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What forked children of a process with libgap hold on Cygwin (comment 9 of Sage's ticket 27214), for each strategy.
# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/gap/cygwin.sh
. "$top_srcdir/checks/gap/cygwin.sh"

pool=393216 # KiB
# Grow by 150 MiB and shrink again: what was touched is then more than the workspace.
grow='l:=List([1..150],i->ListWithIdenticalEntries(131072,i));;'
shrink='for i in [1..6] do GASMAN("collect"); od;'

# fork_ STRATEGY OPTIONS N: fork N children; the account in file sheet, the workspace in KiB in $workspace.
fork_() {
  steps_ "$1" "$2" start "$(roots_ "$1")" 384m 64m eval "$grow" value grown 'GasmanStatistics().full.totalkb;' \
    eval 'l:=0;;' eval "$shrink" value workspace 'GasmanStatistics().full.totalkb;' fork "$3" account >sheet 2>err
  assertEquals "$1: steps: $(cat err)" 0 $?
  workspace=$(sed -n 's/^workspace //p' sheet)
}

# Charge in KiB of the process that holds most of those in file sheet.
most_() {
  account_ sheet | awk -F '\t' '$2 > most { most = $2 } END { print most + 0 }'
}

test_eight_children() {
  require_gaps_ || return 0
  table_ children 'Eight forked children of a process with libgap, pool 384 MiB, grown by 150 MiB and shrunk; MiB'
  row_ strategy workspace 'charge a child' 'resident each' sum
  for strategy in $strategies; do
    fork_ "$strategy" --release=3.0.4 8
    assertEquals "$strategy: processes" 9 "$(account_ sheet | wc -l | tr -d ' ')"
    each=$(most_)
    sum=$(sed -n 's/^sum	\([0-9]*\).*/\1/p' sheet)
    resident=$(account_ sheet | awk -F '\t' '$4 > most { most = $4 } END { print most + 0 }')
    row_ "$strategy" "$(mib_ "$workspace")" "$(mib_ "$each")" "$(mib_ "$resident")" "$(mib_ "$sum")"
    case $(like_ "$strategy") in
      upstream) at_least_ "$strategy: a child holds the pool" "$each" $pool ;;
      noreserve)
        at_most_ "$strategy: a child holds what was touched" "$each" $((pool * 4 / 5))
        at_least_ "$strategy: more than the workspace" "$each" "$workspace"
        ;;
      commit) at_most_ 'commit: a child holds the workspace' "$each" $((workspace * 105 / 100)) ;;
    esac
  done
}

test_commit_limit() {
  require_gaps_ || return 0
  table_ limit 'Eight forks under a commit limit of 1024 MiB, pool 256 MiB, workspace 64 MiB'
  row_ strategy children error
  for strategy in $strategies; do
    steps_ "$strategy" '--release=3.0.4 --limit=1024' start "$(roots_ "$strategy")" 256m 64m fork 8 account \
      >sheet 2>err
    assertEquals "$strategy: steps: $(cat err)" 0 $?
    there=$(sed -n 's/^forked \([0-9]*\) of 8.*/\1/p' sheet)
    error=$(grep -o 'Win32 error [0-9]*' err)
    row_ "$strategy" "$there" "${error:-none}"
    case $(like_ "$strategy") in
      upstream)
        assertEquals "$strategy: children within the limit" 2 "$there"
        assertEquals "$strategy: Cygwin's error" 'Win32 error 1455' "$error"
        assertTrue "$strategy: EAGAIN" "grep -q '^forked 2 of 8, errno 11\$' sheet"
        ;;
      *)
        assertEquals "$strategy: children" 8 "$there"
        assertEquals "$strategy: no error" '' "$error"
        ;;
    esac
  done
}

# shellcheck disable=SC1091 # found on PATH
. shunit2
