#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# overcommit.sh sets vm.overcommit_memory back whatever happens; tried on an ordinary file.
# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

script=$top_srcdir/checks/gap/overcommit.sh

# The file, and in $OVERCOMMIT_FILE its name.
begin_() {
  require_program_ setsid timeout || return
  OVERCOMMIT_FILE=$work/mode
  export OVERCOMMIT_FILE
  echo 1 >mode
}

# comes_ CONDITION...: it holds within ten seconds; these are for a machine that is busy.
comes_() {
  tries_=0
  until "$@"; do
    tries_=$((tries_ + 1))
    test "$tries_" -le 200 || return
    sleep 0.05
  done
}

mode_is_() {
  test "$(cat mode)" = "$1"
}

# Start the script with a command that waits, and have $pid the script's and $inner the command's.
start_waiting_() {
  sh "$script" "$1" sh -c 'echo $$ >inner; exec sleep 60' &
  pid=$!
  assertTrue 'the command runs' "comes_ test -s inner"
  inner=$(cat inner)
  assertTrue 'the mode is 2 meanwhile' 'mode_is_ 2'
}

test_command_sees_mode_2() {
  begin_ || return 0
  assertEquals 2 "$(sh "$script" 10 cat mode)"
  assertTrue 'restored' 'mode_is_ 1'
}

test_status_of_the_command_is_passed_on() {
  begin_ || return 0
  sh "$script" 10 sh -c 'exit 7'
  assertEquals 7 $?
  assertTrue 'restored' 'mode_is_ 1'
}

# ended_by_ SIGNAL: it is sent to the script alone.
ended_by_() {
  start_waiting_ 60
  kill "-$1" "$pid"
  assertTrue 'restored' 'comes_ mode_is_ 1'
  kill "$inner"
  wait "$pid" 2>/dev/null || :
}

test_restored_after_sigterm() {
  begin_ || return 0
  ended_by_ TERM
}

test_restored_after_kill_9() {
  begin_ || return 0
  ended_by_ KILL
}

test_restored_after_kill_9_of_the_whole_group() {
  begin_ || return 0
  # shellcheck disable=SC2016 # for that shell
  setsid sh -c 'sh "$1" 60 sh -c "echo \$\$ >inner; exec sleep 60" & echo $$ >group; wait' sh "$script" 2>/dev/null &
  assertTrue 'the command runs' "comes_ test -s inner"
  assertTrue 'the mode is 2 meanwhile' 'mode_is_ 2'
  kill -9 "-$(cat group)"
  assertTrue 'restored' 'comes_ mode_is_ 1'
  wait 2>/dev/null || :
}

test_restored_when_the_time_is_over() {
  begin_ || return 0
  start_waiting_ 1
  assertTrue 'restored while the command still runs' 'comes_ mode_is_ 1'
  assertTrue 'it does' "kill -0 $inner"
  kill "$inner"
  wait "$pid"
  assertEquals 124 $?
}

test_nothing_runs_without_permission() {
  begin_ || return 0
  OVERCOMMIT_FILE=$work/none/mode
  sh "$script" 10 touch ran 2>err
  assertEquals 99 $?
  assertContains "$(cat err)" 'expected to be run as root'
  assertFalse 'nothing ran' 'test -e ran'
}

# shellcheck disable=SC1091 # found on PATH
. shunit2
