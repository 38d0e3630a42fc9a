#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolstat on a command it starts: input, output, exit status, and when it is at rest.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/poolstat/sim.sh
. "$top_srcdir/checks/poolstat/sim.sh"

# ---- commands ----

test_command_is_reported_on_and_its_status_passed_on() {
  run_ --hold --settle 50 -- "$poolsim" commit=100 use=3 read fail=77
  assertEquals 77 "$status"
  assertEquals 'pool: commit, reserved 100 MiB, committed 3 MiB, resident 3 MiB' "$(cat out)"
  assertEquals '' "$(cat err)"
}

test_signal_of_the_command_is_passed_on() {
  run_ --hold --settle 50 -- "$poolsim" upstream=100 read signal=15
  assertEquals 143 "$status"
}

test_command_has_poolstats_input_and_output() {
  mkfifo in
  "$poolstat" --output report --settle 50 -- "$poolsim" upstream=100 byte say=finished <in >out 2>err &
  pid=$!
  exec 9>in
  wait_for_ test -s report
  assertEquals '' "$(cat out)"
  echo >&9
  exec 9>&-
  wait "$pid"
  assertEquals 'status' 0 $?
  assertEquals finished "$(cat out)"
  assertEquals 'pool: upstream, reserved 100 MiB, committed 100 MiB, resident 0 MiB' "$(cat report)"
}

test_program_started_by_a_script_is_found() {
  # shellcheck disable=SC2016 # for the inner shell
  run_ --hold --settle 50 --expect commit -- sh -c '"$1" commit=100 use=2 read; exit 5' sh "$poolsim"
  assertEquals 5 "$status"
  assertEquals 'pool: commit, reserved 100 MiB, committed 2 MiB, resident 2 MiB' "$(cat out)"
}

test_command_that_is_not_there() {
  run_ -- ./missing
  assert_complaint_ 127 'cannot start the command: ./missing'
}

test_command_that_cannot_be_run() {
  echo >plain
  run_ -- ./plain
  assert_complaint_ 126 'cannot start the command: ./plain'
}

test_command_that_ends_too_early() {
  run_ -- "$poolsim" upstream=100 fail=3
  assert_complaint_ 5 'ended before its pool was seen at rest' 'exit status 3'
}

test_command_without_pool() {
  run_ --hold --timeout 0.2 -- "$poolsim" read
  assert_complaint_ 6 "no pool: $poolsim"
}

test_unexpected_command_is_let_end() {
  run_ --hold --settle 50 --expect commit -- "$poolsim" upstream=100 read fail=9
  assert_complaint_ 1 'the pool is upstream' 'expected commit'
}

test_command_that_does_not_end_is_stopped() {
  run_ --hold --settle 50 --timeout 1 -- "$poolsim" upstream=100 forever
  assert_complaint_ 143 'goes on after the end of its input' SIGTERM
}

test_command_that_ignores_that_is_killed() {
  # shellcheck disable=SC2016 # for the inner shell
  run_ --hold --settle 50 --timeout 1 -- sh -c 'trap "" TERM; exec "$1" upstream=100 forever' sh "$poolsim"
  assertEquals "$(cat err)" 137 "$status"
  assertEquals 2 "$(grep -c 'goes on after the end of its input' err)"
}

test_signals_are_forwarded() {
  # shellcheck disable=SC2016 # for the inner shell
  "$poolstat" --output report -- sh -c 'trap "kill \$!; exit 5" TERM; "$1" upstream=100 forever & wait' sh "$poolsim" \
    >out 2>err &
  pid=$!
  wait_for_ test -s report
  kill "$pid"
  wait "$pid"
  assertEquals 5 $?
}

# What a shell ignores for what it starts in the background, perl takes back.
test_signals_of_the_terminal_are_left_to_the_command() {
  perl -e '$SIG{INT} = $SIG{QUIT} = "DEFAULT"; exec @ARGV' "$poolstat" --output report -- \
    sh -c 'trap "kill \$!; exit 5" TERM; "$1" upstream=100 forever & wait' sh "$poolsim" >out 2>err &
  pid=$!
  wait_for_ test -s report
  kill -INT "$pid"
  kill -QUIT "$pid"
  kill "$pid"
  wait "$pid"
  assertEquals 5 $?
}

test_the_first_of_two_pools_counts() {
  # shellcheck disable=SC2016 # for the inner shell
  "$poolstat" --settle 200 --output report -- sh -c '
    "$1" commit=100 use=2 forever & first=$!
    "$1" commit=200 use=3 forever &
    trap "kill $first $!; exit 5" TERM
    wait' sh "$poolsim" >out 2>err &
  pid=$!
  wait_for_ test -s report
  kill "$pid"
  wait "$pid"
  assertEquals 'pool: commit, reserved 100 MiB, committed 2 MiB, resident 2 MiB' "$(cat report)"
}

test_ignored_child_signal_does_not_lose_the_status() {
  require_program_ python3 || return
  python3 -c 'import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execv(sys.argv[1], sys.argv[1:])' "$poolstat" --hold --settle 50 -- "$poolsim" upstream=100 read fail=7 >out 2>err
  status=$?
  assertEquals "$(cat err)" 7 "$status"
}

# ---- at rest ----

test_growing_program_is_waited_for() {
  run_ --hold -- "$poolsim" commit=256 grow=40 read
  assert_report_ 'pool: commit, reserved 256 MiB, committed 40 MiB, resident 40 MiB'
}

test_pauses_shorter_than_settle_are_waited_for() {
  run_ --hold --settle 700 -- "$poolsim" commit=256 use=1 sleep=300 use=2 sleep=300 use=3 sleep=300 use=4 read
  assert_report_ 'pool: commit, reserved 256 MiB, committed 4 MiB, resident 4 MiB'
}

test_computing_program_is_waited_for() {
  run_ --hold --settle 100 -- "$poolsim" upstream=256 busy=400 use=5 read
  assert_report_ 'pool: upstream, reserved 256 MiB, committed 256 MiB, resident 5 MiB'
}

test_program_whose_child_computes_is_not_at_rest() {
  run_ --settle 100 --timeout 0.4 -- "$poolsim" upstream=256 child busy=700
  assert_complaint_ 7 'not at rest within 0.4 s' '--settle'
}

test_only_asleep_is_at_rest() {
  for state in R D T; do
    fake_ 0 <<'END'
10000000-14000000 rw-p 0 rd,wr,ac
END
    fake_stat_ "$state" 1000 >proc/77/stat
    run_ --proc proc --settle 50 --timeout 0.2 77
    assert_complaint_ 7 'not at rest' '77'
  done
  fake_stat_ S 1000 >proc/77/stat
  run_ --proc proc --settle 50 --timeout 10 77
  assert_report_ 'pool: upstream, reserved 64 MiB, committed 64 MiB, resident 0 MiB'
}

test_settle_0_does_not_wait_for_rest() {
  "$poolstat" --settle 0 --output report -- "$poolsim" sleep=100 upstream=256 busy=100000 >out 2>err &
  pid=$!
  wait_for_ test -s report
  kill "$pid"
  wait "$pid"
  assertEquals 143 $?
  assertEquals 'pool: upstream, reserved 256 MiB, committed 256 MiB, resident 0 MiB' "$(cat report)"
}

test_settle_waits_for_a_pid() {
  start_sim_ say=ready commit=100 grow=30
  run_ --settle 200 "$sim"
  assert_report_ 'pool: commit, reserved 100 MiB, committed 30 MiB, resident 30 MiB'
  stop_sim_
}

. shunit2
