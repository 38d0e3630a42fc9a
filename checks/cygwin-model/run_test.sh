#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# cygwin-run starts programs under the model, passes their exit status on, and leaves nothing behind.
# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/cygwin-model/lib.sh
. "$top_srcdir/checks/cygwin-model/lib.sh"

run=$cygwin/cygwin-run

# status_ WANTED COMMAND...: its exit status, with its messages in err.
status_() {
  require_unsanitized_ || return 0
  wanted_=$1
  shift
  timeout 30 "$@" >out 2>err
  status_is_=$?
  assertEquals "$*: $(cat err)" "$wanted_" "$status_is_"
  unset wanted_
}

# Wait, at most 20 seconds, until none of the processes named in FILE is there.
gone_() {
  tries_=0
  while tries_=$((tries_ + 1)); test "$tries_" -lt 200; do
    alive_=0
    while read -r pid_; do
      kill -0 "$pid_" 2>/dev/null && alive_=1
    done <"$1"
    test $alive_ = 0 && break
    sleep 0.1
  done
  assertEquals "processes of $1 are still there" 0 "$alive_"
  unset tries_ alive_ pid_
}

# A program that starts two more, one of them an orphan, and writes down all three; then waits for ever.
family_() {
  # shellcheck disable=SC2016 # for the inner shell
  "$run" sh -c 'sleep 600 & echo $! >pids; (sh -c "sleep 600 & echo \$! >>pids") & wait $!; echo $$ >>pids; : >ready
    sleep 600' &
  launcher=$!
  tries_=0
  while test ! -e ready && test $tries_ -lt 200; do
    tries_=$((tries_ + 1))
    sleep 0.1
  done
  assertTrue "the program began" "test -e ready"
  unset tries_
}

test_exit_status_is_the_programs() {
  status_ 0 "$run" true
  status_ 1 "$run" false
  status_ 42 "$run" sh -c 'exit 42'
  # shellcheck disable=SC2016 # for the inner shell
  status_ 143 "$run" sh -c 'kill $$'
  status_ 127 "$run" "$work/no such program"
}

test_wrong_usage_is_2() {
  status_ 2 "$run"
  status_ 2 "$run" --release=3.0 true
  status_ 2 "$run" --limit=some true
  status_ 2 "$run" --off=touch,gravity true
  status_ 2 "$run" --frobnicate true
  assertEquals 'one line' 1 "$(wc -l <err | tr -d ' ')"
}

test_environment_gives_the_defaults() {
  status_ 2 env CYGWIN_MODEL_RELEASE=new "$run" true
  status_ 2 env CYGWIN_MODEL_OFF=gravity "$run" true
  status_ 1 env CYGWIN_MODEL_OFF=charge "$run" "$cygwin/rules" charge
  status_ 0 env CYGWIN_MODEL_COMMIT_LIMIT=64 "$run" "$cygwin/rules" limit
  status_ 0 env CYGWIN_MODEL_RELEASE=2.11.2 "$run" --summary sh -c :
  assertTrue 'release' "grep -q '^release 2.11.2\$' err"
}

test_summary_tells_the_totals() {
  status_ 0 "$run" --limit=64 --summary=sum "$cygwin/rules" failing-fork
  assertTrue 'limit' "grep -q '^limit_kib 65536\$' sum"
  assertTrue 'forks' "grep -q '^failed_forks [34]\$' sum"
  assertTrue 'peak' "grep -q '^peak_kib 4[0-9][0-9][0-9][0-9]\$' sum"
  assertTrue 'nothing left' "grep -q '^left_kib 0\$' sum"
}

test_account_lists_the_processes() {
  status_ 0 "$run" sh -c "'$cygwin/cygwin-account'"
  assertEquals 'heading' 'pid charge peak rss touches repeats name' "$(head -n 1 out | tr '\t' ' ')"
  assertEquals 'the shell' sh "$(sed -n 2p out | cut -f 7)"
  assertEquals 'the sum' 'sum 0' "$(tail -n 1 out | cut -f 1,2 | tr '\t' ' ')"
  status_ 1 "$run" "$cygwin/cygwin-account" 1
  status_ 99 env -u CYGWIN_MODEL_ACCOUNT "$cygwin/cygwin-account"
}

test_library_without_account_stops() {
  status_ 99 env LD_PRELOAD="$cygwin/cygwin-model.so" true
  status_ 99 env LD_PRELOAD="$cygwin/cygwin-model.so" CYGWIN_MODEL_ACCOUNT=no true
}

test_path_with_blanks_and_colons() {
  mkdir 'a b:c'
  cp "$cygwin/cygwin-model.so" "$run" 'a b:c' || fail 'copy'
  status_ 0 'a b:c/cygwin-run' "$cygwin/rules" charge
}

test_run_within_a_run_has_its_own_account() {
  status_ 0 "$run" --limit=64 "$run" --summary=inner "$cygwin/rules" charge
  assertTrue 'no limit' "grep -q '^limit_kib 0\$' inner"
}

test_what_the_program_left_running_ends() {
  # shellcheck disable=SC2016 # for the inner shell
  status_ 0 "$run" sh -c '(sleep 600 >/dev/null 2>&1 & echo $! >pids)'
  gone_ pids
}

test_terminated_run_leaves_nothing() {
  family_
  kill "$launcher"
  wait "$launcher" 2>/dev/null
  gone_ pids
}

test_killed_run_leaves_nothing() {
  family_
  kill -9 "$launcher"
  wait "$launcher" 2>/dev/null
  gone_ pids
}

test_killed_guard_leaves_nothing() {
  family_
  read -r guard_ </proc/"$launcher"/task/"$launcher"/children
  kill -9 "${guard_% }"
  wait "$launcher" 2>/dev/null
  assertEquals 'killed' 137 $?
  gone_ pids
  unset guard_
}

# The segment must be marked for destruction while it is in use, and be gone afterwards.
test_account_is_gone_with_the_run() {
  # shellcheck disable=SC2016 # for the inner shell
  status_ 0 "$run" sh -c 'echo "$CYGWIN_MODEL_ACCOUNT"; cat /proc/sysvipc/shm'
  read -r number_ <out
  assertEquals 'marked' 1666 "$(awk -v number="$number_" '$2 == number { print $3 }' out)"
  assertEquals 'gone' '' "$(awk -v number="$number_" '$2 == number { print $3 }' /proc/sysvipc/shm)"
  status_ 99 env CYGWIN_MODEL_ACCOUNT="$number_" "$cygwin/cygwin-account"
  unset number_
}

. shunit2
