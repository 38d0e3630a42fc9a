#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What the ticket's first workaround, a pool of size 0 (gap -s 0), costs beside the strategies.
# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/gap/cygwin.sh
. "$top_srcdir/checks/gap/cygwin.sh"

grow='l:=List([1..150],i->ListWithIdenticalEntries(131072,i));;'
total='GasmanStatistics().full.totalkb;'

# charges_ STRATEGY POOL: the charge of the process in MiB, three numbers: started, grown, shrunk; then that of it and two
# forked children together.
charges_() {
  steps_ "$1" --release=3.0.4 start "$(roots_ "$1")" "$2" 64m account eval "$grow" value grown "$total" account \
    eval 'l:=0;;' eval 'for i in [1..6] do GASMAN("collect"); od;' value shrunk "$total" account \
    fork 2 account >sheet 2>err
  assertEquals "$1 $2: steps: $(cat err)" 0 $?
  sums=$(awk -F '\t' '$1 == "sum" { print int(($2 + 1023) / 1024) }' sheet | tr '\n' ' ')
}

# cost_ STRATEGY POOL: one row.
cost_() {
  charges_ "$1" "$2"
  # shellcheck disable=SC2086 # numbers
  row_ "$1" "-s $2" $sums
  # shellcheck disable=SC2086
  set -- "$1" "$2" $sums
  assertEquals "$1 $2: numbers" 6 $#
  started=$3 grown=$4 shrunk=$5 forked=$6
}

test_pool_of_size_0_beside_the_strategies() {
  require_gaps_ || return 0
  table_ size-0 'Charge on Cygwin 3.0.4, workspace 64 MiB, grown by 150 MiB and shrunk, with two forks; MiB'
  row_ strategy pool started grown shrunk 'and two forks'
  cost_ upstream 512m
  at_least_ 'upstream: the pool' "$started" 512
  at_least_ 'upstream: three pools' "$forked" 1536
  cost_ upstream 0
  at_most_ 'size 0: the workspace' "$started" 68
  at_least_ 'size 0: grows' "$grown" 150
  at_most_ 'size 0: three times what it holds' "$forked" $((3 * shrunk + 3))
  cost_ noreserve 512m
  at_most_ 'noreserve: what was touched' "$started" 68
  assertEquals 'noreserve: gives nothing back' "$grown" "$shrunk"
  cost_ commit 512m
  at_most_ 'commit: the workspace' "$started" 68
  at_most_ 'commit: gives back' "$shrunk" 72
  at_most_ 'commit: three workspaces' "$forked" $((3 * shrunk + 3))
}

# shellcheck disable=SC1091 # found on PATH
. shunit2
