#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What Linux itself charges for PARI's stack: the installed PARI (strategy commit) beside an upstream one.
# shellcheck disable=SC2154 # settings.sh sets what configure found
# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/pari/paris.sh
. "$top_srcdir/checks/pari/paris.sh"

require_strategies_() {
  require_paris_ upstream installed || return
  test "$pool_strategy" = commit || {
    skip_ "the installed PARI has the strategy $pool_strategy, and there is no other with commit to compare"
    return 1
  }
}

# build_of_ STRATEGY
build_of_() {
  case $1 in
    commit) echo installed ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# charge_step_ NAME [children]: for a shell of the process to be looked at; prints a line `NAME POOL CHARGE [SUM]`.
charge_step_() {
  printf "sh '%s' %s \$PPID %s\n" "$top_srcdir/checks/installed/charge.sh" "$1" "${2-}"
}

# field_ NAME NUMBER: of that line of file out.
field_() {
  awk -v name="$1" -v number="$2" '$1 == name { print $number; exit }' out
}

test_charge() {
  require_strategies_ || return 0
  table_ charge 'Charge of a process with libpari, parisizemax 1024 MiB, stack 64 MiB, grown by 150 MiB and shrunk, twice; MiB'
  row_ strategy started grown shrunk 'and two forks'
  for strategy in upstream commit; do
    with_ "$(build_of_ "$strategy")" "$SHUNIT_TMPDIR/steps" start - 1g 64m shell "$(charge_step_ started)" \
      eval "$grow" shell "$(charge_step_ once)" eval "$shrink" eval "$grow" value stack stack shell "$(charge_step_ grown)" \
      eval "$shrink" shell "$(charge_step_ shrunk)" fork 2 shell "$(charge_step_ forks children)" >out 2>err
    assertEquals "$strategy: steps: $(cat err)" 0 $?
    stack=$(field_ stack 2)
    row_ "$strategy" "$(mib_ "$(field_ started 3)")" "$(mib_ "$(field_ grown 3)")" "$(mib_ "$(field_ shrunk 3)")" \
      "$(mib_ "$(field_ forks 4)")"
    assertEquals "$strategy: reserved" 1048576 "$(field_ started 2)"
    test "$strategy" = commit || continue
    assertEquals 'commit: what the stack has, at start' 65536 "$(field_ started 3)"
    assertEquals 'commit: what the stack has, grown' "$stack" "$(field_ grown 3)"
    assertEquals 'commit: what the stack has, shrunk' 65536 "$(field_ shrunk 3)"
    assertEquals 'commit: three stacks' $((3 * 65536)) "$(field_ forks 4)"
  done
}

# A limit of the process counts addresses with -v, and what can be written to with -d.
test_memory_runs_out() {
  require_strategies_ || return 0
  table_ ulimit 'A stack that grows to 320 MiB under a limit of the process, parisizemax 512 MiB'
  row_ strategy limit end "PARI's message"
  for limit in '-v 450000' '-d 250000'; do
    for strategy in upstream commit; do
      # shellcheck disable=SC2016 # for the inner shell
      with_ "$(build_of_ "$strategy")" sh -c 'ulimit '"$limit"' && exec "$0" "$@"' "$SHUNIT_TMPDIR/steps" \
        start - 512m 64m eval '#vector(40000000)' >out 2>err
      status=$?
      message=$(grep -o 'the PARI stack overflows' err | head -n 1)
      row_ "$strategy" "ulimit $limit" "status $status" "${message:-none}"
      assertEquals "$strategy $limit: $(cat err)" '1 the PARI stack overflows' "$status $message"
    done
  done
}

# An unpatched one asks for all of it once, is refused, and halves it.
test_stack_that_may_grow_beyond_the_memory() {
  require_strategies_ || return 0
  table_ large 'A parisizemax of twice the memory and swap of the machine; MiB'
  row_ strategy 'parisizemax requested' got
  asked=$(awk '/^(MemTotal|SwapTotal):/ { sum += $2 } END { printf "%d\n", 2 * sum / 1024 }' /proc/meminfo)
  for strategy in upstream commit; do
    got=$(echo 'print(default(parisizemax)>>20)' |
      sh "$start_sh" "$(build_of_ "$strategy")" -q -f -D "parisizemax=$((asked * 1048576))" 2>err)
    row_ "$strategy" "$asked" "$got"
    test "$strategy" != commit || assertEquals "commit: $(cat err)" "$asked" "$got"
  done
}

# shellcheck disable=SC1091 # found on PATH
. shunit2
