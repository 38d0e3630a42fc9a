#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolstat's arguments and errors: wrong usage, and each way not to get a report, with its own exit status.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/poolstat/sim.sh
. "$top_srcdir/checks/poolstat/sim.sh"

# ---- errors ----

test_no_such_process() {
  sh -c 'exit 0' &
  gone=$!
  wait "$gone"
  run_ "$gone"
  assert_complaint_ 3 "no such process: $gone"
}

test_zombie_is_no_process() {
  start_sim_ zombie
  run_ "$(cat earlier)"
  assert_complaint_ 3 'no such process'
  stop_sim_
}

test_no_permission() {
  # Process 1 belongs to root, and so does this shell, if root runs the checks.
  if test "$(id -u)" -ne 0; then
    run_ 1
    assert_complaint_ 4 'no permission to look at the process: 1' 'root'
    return
  fi
  require_program_ setpriv || return
  setpriv --reuid=65534 --clear-groups "$poolstat" $$ >out 2>err
  status=$?
  case $status in
    126 | 127) skip_ 'another user cannot run what is built here' ;;
    *) assert_complaint_ 4 "no permission to look at the process: $$" 'root' ;;
  esac
}

test_kernel_thread_has_no_pool() {
  mkdir -p proc/77
  fake_stat_ S 1 >proc/77/stat
  : >proc/77/smaps
  run_ --proc proc 77
  assert_complaint_ 6 'no pool: 77' 'largest has 0 KiB'
}

# A process that goes while its mappings are read: the file ends early.  A pipe stands for it; the function FINALE is
# called when its first part was read.
run_while_read_() {
  fake_ 0 </dev/null
  rm proc/77/smaps
  mkfifo proc/77/smaps
  fake_smaps_ >part <<'END'
10000000-14000000 rw-p 0 rd,wr,ac
END
  write_part_ "$1" >proc/77/smaps &
  writer_=$!
  run_ --proc proc 77
  test -e opened || kill "$writer_" # it would wait for a reader for ever
  wait "$writer_"
}

write_part_() {
  : >opened
  cat part
  "$1"
}

# Replaces a file of the process at once.
replace_() {
  cat >replacement
  mv replacement "proc/77/$1"
}

vanish_() {
  rm proc/77/stat
}

begin_to_exit_() {
  sed 's/4194304/4194308/' proc/77/stat | replace_ stat # PF_EXITING
}

become_zombie_() {
  fake_stat_ Z 1000 | replace_ stat
}

become_another_program_() {
  fake_smaps_ <<'END' | replace_ smaps
20000000-24000000 rw-p 0 rd,wr,ac
24000000-28000000 ---p 0 mr
END
  fake_stat_ S 2000 | replace_ stat
}

test_process_that_vanishes_while_read() {
  for end_ in vanish_ begin_to_exit_ become_zombie_; do
    run_while_read_ "$end_"
    assert_complaint_ 5 'ended while it was looked at: 77'
    assertEquals "stdout, $end_" "" "$(cat out)"
    rm -r proc opened
  done
}

test_process_that_becomes_another_program_while_read() {
  run_while_read_ become_another_program_
  assert_report_ 'pool: commit, reserved 128 MiB, committed 64 MiB, resident 0 MiB'
}

# Its output is a pipe, opened when poolstat does so.
be_seen_once_() {
  vanish_
  fake_stat_ S 1000
}

test_process_that_ends_while_waited_for() {
  fake_ 0 </dev/null
  rm proc/77/stat
  mkfifo proc/77/stat
  be_seen_once_ >proc/77/stat &
  run_ --proc proc --settle 10000 77
  test ! -e proc/77/stat || kill $! # it would wait for a reader for ever
  wait $!
  assert_complaint_ 5 'ended while it was looked at: 77'
}

test_no_proc() {
  run_ --proc 'not there' 77
  assert_complaint_ 8 'cannot read: not there' '/proc file system'
}

test_mappings_that_cannot_be_read() {
  fake_ 0 </dev/null
  rm proc/77/smaps
  mkdir proc/77/smaps
  run_ --proc proc 77
  assert_complaint_ 8 'cannot read' '77'
}

# ---- usage ----

# Asserts wrong usage for the arguments behind the word, with one line that holds WORD.
assert_usage_() {
  word_=$1
  shift
  run_ "$@"
  assertEquals "status of: $*" 2 "$status"
  assertContains "$(cat err)" "$word_"
  assertEquals "stdout of: $*" "" "$(cat out)"
  unset word_
}

test_wrong_arguments() {
  assert_usage_ Usage:
  assert_usage_ Usage: --
  assert_usage_ Usage: -v
  assert_usage_ "'x1'" x1
  assert_usage_ "'-1'" --min-pool 5 --min-pool -1 1
  assert_usage_ "'0'" 0
  assert_usage_ "'1x'" 1x
  assert_usage_ "'99999999999999999999'" 99999999999999999999
  assert_usage_ "'2147483648'" 2147483648
  assert_usage_ 'a second argument' 1 2
  assert_usage_ Usage: 1 -- true
  assert_usage_ unrecognized --nonsense 1
  assert_usage_ 'requires an argument' --expect
  assert_usage_ --hold --hold 1
  assert_usage_ --watch --count 3 1
}

test_wrong_values() {
  assert_usage_ 'upstream, noreserve or commit' --expect reserve 1
  assert_usage_ 'upstream, noreserve or commit' --expect '' 1
  assert_usage_ 'forks' --forks 0 1
  assert_usage_ 'forks' --forks 10001 1
  for number in +4 ' 4' -4 /4 :4 4x ''; do
    assert_usage_ 'a whole number from 1 to 10000' --forks "$number" 1
  done
  assert_usage_ 'pool size' --min-pool 0 1
  assert_usage_ 'pool size' --min-pool 1.5 1
  assert_usage_ 'pool size' --min-pool 99999999999999999 1
  assert_usage_ 'reports' --watch --count 0 1
  assert_usage_ 'interval' --watch=0 1
  assert_usage_ 'interval' --watch=x 1
  assert_usage_ 'interval' --watch=nan 1
  assert_usage_ 'timeout' --timeout -1 1
  assert_usage_ 'timeout' --timeout 1e3 1
  assert_usage_ 'timeout' --timeout 86401 1
  assert_usage_ 'timeout' --timeout . 1
  assert_usage_ 'settle' --settle 1.5 1
  assert_usage_ 'path too long' --proc "$(printf '%0256d' 1)" 1
}

test_options_stand_before_or_after_the_pid() {
  fake_ 0 <<'END'
10000000-14000000 rw-p 2000 rd,wr,mr,mw,me,ac
END
  run_ 77 --expect upstream --proc=proc
  assert_report_ 'pool: upstream, reserved 64 MiB, committed 64 MiB, resident 2 MiB'
}

test_report_of_before_is_left_where_the_options_are_wrong() {
  echo kept >report
  run_ --output report --forks 0 77
  assertEquals "$(cat err)" 2 "$status"
  run_ --output report
  assertEquals "$(cat err)" 2 "$status"
  assertEquals kept "$(cat report)"
}

# The last of 400 children is at work, so the process is not at rest.
test_no_child_is_passed_over_however_many_there_are() {
  fake_ 0 <<'END'
10000000-14000000 rw-p 2000 rd,wr,mr,mw,me,ac
END
  mkdir -p proc/77/task/77 proc/1000400
  seq -s ' ' 1000001 1000400 >proc/77/task/77/children
  fake_stat_ S 1000 >proc/1000400/stat
  run_ --proc proc --settle 50 --timeout 0.3 77
  assert_report_ 'pool: upstream, reserved 64 MiB, committed 64 MiB, resident 2 MiB'
  fake_stat_ R 1000 >proc/1000400/stat
  run_ --proc proc --settle 50 --timeout 0.3 77
  assert_complaint_ 7 'not at rest'
}

test_help_and_version() {
  run_ --help
  assertEquals 0 "$status"
  assertContains "$(cat out)" '--expect=STRATEGY'
  run_ -V
  assertEquals 0 "$status"
  assertContains "$(cat out)" 'poolstat (poolpatch) '
}

test_manual_page_has_every_option_and_status() {
  run_ --help
  grep -o -e '--[a-z][a-z-]*' out | sort -u >options
  assertEquals "options in the help" 14 "$(wc -l <options | tr -d ' ')"
  while read -r option; do
    escaped=$(printf '%s\n' "$option" | sed 's/-/\\\\-/g')
    grep -q -e "$escaped" "$top_srcdir/poolstat/poolstat.1"
    assertEquals "$option in poolstat.1" 0 $?
  done <options
  for number in 0 1 2 3 4 5 6 7 8; do
    grep -q "^\\.B $number\$" "$top_srcdir/poolstat/poolstat.1"
    assertEquals "status $number in poolstat.1" 0 $?
  done
}

. shunit2
