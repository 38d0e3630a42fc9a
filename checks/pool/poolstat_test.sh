#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolstat: what it recognises and reports, on living programs (poolsim) and on made-up /proc files; every option,
# every exit status.  POOLSTAT, POOLSTAT_CYGWIN: other builds of it to check (sanitizers, valgrind).

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

poolstat=${POOLSTAT:-$top_builddir/checks/pool/poolstat}
poolstat_cygwin=${POOLSTAT_CYGWIN:-$top_builddir/checks/pool/poolstat-cygwin}
poolsim=$top_builddir/checks/pool/poolsim

# ---- helpers ----

# Runs poolstat; $status, files out and err.
run_() {
  "$poolstat" "$@" >out 2>err
  status=$?
}

# Asserts the status, the only line of stdout, and that stderr is empty.
assert_report_() {
  assertEquals "status; $(cat err)" 0 "$status"
  assertEquals "$1" "$(cat out)"
  assertEquals "stderr" "" "$(cat err)"
}

# Asserts the status, and one line on stderr that holds each of the words.
assert_complaint_() {
  assertEquals "status; $(cat err)" "$1" "$status"
  shift
  assertEquals "lines of stderr: $(cat err)" 1 "$(wc -l <err | tr -d ' ')"
  for word_ in 'poolstat: ' "$@"; do
    assertContains "$(cat err)" "$word_"
  done
  unset word_
}

# Waits until the command succeeds, 5 seconds at most.
wait_for_() {
  tries_=0
  until "$@"; do
    tries_=$((tries_ + 1))
    test "$tries_" -lt 250 || fail "in vain: $*" || return
    sleep 0.02
  done
  unset tries_
}

# Starts poolsim with the words and waits until it is done with them: $sim; what it said is in the file earlier.
# It goes on until stop_sim_ ends its input, file descriptor 9.
start_sim_() {
  rm -f in said earlier
  mkfifo in said
  "$poolsim" "$@" say=ready read <in >said &
  sim=$!
  exec 9>in
  while read -r line_ && test "$line_" != ready; do echo "$line_"; done <said >earlier
  unset line_
}

stop_sim_() {
  exec 9>&-
  wait "$sim"
  rm -f in said
}

# A /proc of process 77: fake_ [MODE] <MAPPINGS, a mapping a line: start-end perms resident(kB) flags|- [path].
fake_() {
  mkdir -p proc/77 proc/sys/vm
  fake_stat_ S 1000 >proc/77/stat
  echo "${1:-0}" >proc/sys/vm/overcommit_memory
  printf 'MemTotal: 9 kB\nCommitLimit:  5000 kB\nCommitted_AS:   3000 kB\n' >proc/meminfo
  echo fake >proc/77/comm
  fake_smaps_ >proc/77/smaps
}

# STATE CODE: the line of stat; CODE is where the program's code starts.
fake_stat_() {
  echo "77 (a) b c) $1 1 77 77 0 -1 4194304 0 0 0 0 5 6 0 0 20 0 1 0 4711 0 0 0 $2 0 9999 0 0"
}

fake_smaps_() {
  awk '{
    flags = $4 == "-" ? "" : $4
    gsub(",", " ", flags)
    printf "%s %s 00000000 00:00 %d                      %s\n", $1, $2, $5 ~ "^/" ? 12 : 0, \
      $5 ($6 == "" ? "" : " " $6)
    printf "Size:   1 kB\nKernelPageSize:   4 kB\nRss:   %d kB\nPss:   9 kB\nLazyFree:   4 kB\nSwap:   8 kB\n", $3
    printf "SwapPss:   1 kB\nTHPeligible:   0\nVmFlags: %s \n", flags
  }'
}

fake_pool_() {
  fake_ "$@"
  run_ --proc proc 77
}

# ---- strategies, live ----

test_recognises_upstream() {
  start_sim_ upstream=256 use=16
  run_ "$sim"
  assert_report_ 'pool: upstream, reserved 256 MiB, committed 256 MiB, resident 16 MiB'
  stop_sim_
}

test_recognises_noreserve() {
  test "$(cat /proc/sys/vm/overcommit_memory)" != 2 || {
    skip_ 'vm.overcommit_memory is 2'
    return
  }
  start_sim_ noreserve=256 use=16
  run_ "$sim"
  assert_report_ 'pool: noreserve, reserved 256 MiB, committed 0 MiB, resident 16 MiB'
  stop_sim_
}

test_recognises_commit() {
  start_sim_ commit=256 use=16
  run_ "$sim"
  assert_report_ 'pool: commit, reserved 256 MiB, committed 16 MiB, resident 16 MiB'
  stop_sim_
}

test_commit_with_one_mib_left_is_commit() {
  start_sim_ commit=100 use=99
  run_ "$sim"
  assert_report_ 'pool: commit, reserved 100 MiB, committed 99 MiB, resident 99 MiB'
  stop_sim_
}

test_commit_used_to_its_end_costs_as_upstream() {
  start_sim_ commit=100 use=100
  run_ "$sim"
  assert_report_ 'pool: upstream, reserved 100 MiB, committed 100 MiB, resident 100 MiB'
  stop_sim_
}

test_inaccessible_but_charged_is_upstream() {
  start_sim_ upstream=100 use=50 protect=20
  run_ "$sim"
  assert_report_ 'pool: upstream, reserved 100 MiB, committed 80 MiB, resident 50 MiB'
  stop_sim_
}

test_pool_that_grows_downwards() {
  start_sim_ down=128
  run_ "$sim"
  assert_report_ 'pool: commit, reserved 128 MiB, committed 16 MiB, resident 0 MiB'
  stop_sim_
}

test_figures_are_those_of_smaps() {
  require_program_ awk || return
  start_sim_ arenas=2 commit=200 use=17 small=5
  run_ --json "$sim"
  # The range begins at 16 TiB, and poolsim maps it with 200 MiB: nothing else is there.
  awk '
    /^[0-9a-f]+-/ { inside = $1 ~ /^10000[0-9a-f]+-/; if (inside) { mappings++; open = $2 ~ /^r/ } }
    inside && /^Size:/ { size = $2; reserved += size; if (open) committed += size }
    inside && /^Rss:/ { resident += $2 }
    inside && /^LazyFree:/ { lazyfree += $2 }
    inside && /^Swap:/ { swapped += $2 }
    inside && /^VmFlags:/ && / ac/ { charged += size }
    END {
      printf "\"reserved\": %d, \"committed\": %d, \"resident\": %d, \"lazyfree\": %d, \"swapped\": %d, ", \
        reserved * 1024, committed * 1024, resident * 1024, lazyfree * 1024, swapped * 1024
      printf "\"charged\": %d, \"mappings\": %d\n", charged * 1024, mappings
    }' "/proc/$sim/smaps" >by_hand
  assertEquals 0 "$status"
  assertContains "$(cat out)" "$(cat by_hand)"
  stop_sim_
}

# ---- which range ----

test_arenas_of_malloc_are_no_pool() {
  start_sim_ arenas=5
  run_ "$sim"
  assert_complaint_ 6 "no pool: $sim" 'at least 64 MiB' '--min-pool'
  stop_sim_
}

test_stacks_of_threads_are_not_joined() {
  start_sim_ stacks=4
  run_ --min-pool 8 "$sim"
  assert_report_ 'pool: upstream, reserved 32 MiB, committed 32 MiB, resident 0 MiB'
  stop_sim_
}

test_heap_is_no_pool() {
  start_sim_ heap=100
  run_ "$sim"
  assert_complaint_ 6 'no pool'
  stop_sim_
}

test_scattered_mappings_are_not_joined() {
  start_sim_ small=100
  run_ "$sim"
  assert_complaint_ 6 'no pool'
  stop_sim_
}

test_reservation_nobody_uses_is_no_pool() {
  start_sim_ reserve=1000 commit=100 use=3
  run_ "$sim"
  assert_report_ 'pool: commit, reserved 100 MiB, committed 3 MiB, resident 3 MiB'
  stop_sim_
}

test_min_pool_decides_what_counts() {
  start_sim_ commit=40 use=3
  run_ "$sim"
  assert_complaint_ 6 'no pool' 'largest has 40960 KiB'
  run_ --min-pool 41 "$sim"
  assert_complaint_ 6 'no pool' 'at least 41 MiB'
  run_ --min-pool 40 "$sim"
  assert_report_ 'pool: commit, reserved 40 MiB, committed 3 MiB, resident 3 MiB'
  stop_sim_
}

# ---- which range: made-up mappings ----

test_pool_beside_mappings_of_files() {
  fake_pool_ <<'END'
10000000-14000000 rw-p 9 rd,wr,ac /lib/some file
14000000-15000000 rw-p 1024 rd,wr,mr,mw,me,ac
15000000-18000000 ---p 0 mr,mw,me
18000000-1c000000 rw-s 9 rd,wr,mr,mw
1c000000-2c000000 rw-p 9 rd,wr,ac [heap]
2c000000-3c000000 rw-p 9 rd,wr,ac [stack]
3c000000-4c000000 rwxp 9 rd,wr,ex,ac
END
  assert_report_ 'pool: commit, reserved 64 MiB, committed 16 MiB, resident 1 MiB'
}

test_mappings_before_and_behind_a_pool() {
  # The reserved tail belongs to what lies before it; a second accessible mapping is another range.
  fake_pool_ <<'END'
10000000-10010000 rw-p 0 rd,wr,ac
10010000-10800000 ---p 0 mr
10800000-12000000 rw-p 0 rd,wr,ac
12000000-15800000 ---p 0 mr
15800000-15900000 rw-p 0 rd,wr,ac
15900000-15a00000 r-xp 0 rd,ex
END
  assert_report_ 'pool: commit, reserved 80 MiB, committed 24 MiB, resident 0 MiB'
}

test_guard_behind_a_pool_is_not_of_it() {
  fake_pool_ <<'END'
10000000-15000000 rw-p 0 rd,wr,ac
15000000-15010000 ---p 0 mr
15010000-16010000 rw-p 0 rd,wr,ac
END
  assert_report_ 'pool: upstream, reserved 80 MiB, committed 80 MiB, resident 0 MiB'
}

test_small_rest_behind_a_pool_is_of_it() {
  fake_pool_ <<'END'
10000000-15000000 rw-p 0 rd,wr,ac
15000000-15001000 ---p 0 mr
END
  assert_report_ 'pool: commit, reserved 80 MiB, committed 80 MiB, resident 0 MiB'
}

test_sparse_noreserve_is_one_pool() {
  fake_pool_ <<'END'
10000000-10010000 rw-p 64 rd,wr,nr
10010000-15000000 ---p 0 mr,nr
15000000-15010000 rw-p 64 rd,wr,nr
15010000-20000000 ---p 0 mr,nr
END
  assert_report_ 'pool: noreserve, reserved 256 MiB, committed 0 MiB, resident 0 MiB'
}

test_neighbouring_arenas_are_no_pool() {
  fake_pool_ <<'END'
14000000-18100000 rw-p 64 rd,wr,nr
18100000-1c000000 ---p 0 mr,nr
1c000000-20000000 rw-p 0 rd,wr,nr
END
  assert_complaint_ 6 'no pool'
}

test_pool_beside_arenas() {
  fake_pool_ <<'END'
14000000-18000000 rw-p 64 rd,wr,nr
18000000-18100000 rw-p 64 rd,wr,ac
18100000-1e000000 ---p 0 mr
END
  assert_report_ 'pool: commit, reserved 96 MiB, committed 1 MiB, resident 0 MiB'
}

test_named_mappings_are_joined_by_name() {
  fake_pool_ <<'END'
10000000-14000000 rw-p 0 rd,wr,ac [anon:one]
14000000-15000000 ---p 0 mr [anon:one]
15000000-18000000 rw-p 0 rd,wr,ac [anon:two things]
END
  assert_report_ 'pool: commit, reserved 80 MiB, committed 64 MiB, resident 0 MiB'
}

test_overlong_lines_are_survived() {
  long=$(printf '%05000d' 7)
  fake_pool_ <<END
00400000-00500000 r--p 0 rd /$long
10000000-14000000 rw-p 0 rd,wr,ac
14000000-14100000 rw-p 0 rd,wr,ac /$long
END
  assert_report_ 'pool: upstream, reserved 64 MiB, committed 64 MiB, resident 0 MiB'
}

test_malformed_mappings_are_survived() {
  mkdir -p proc/77
  fake_stat_ S 1 >proc/77/stat
  printf 'x\n-\n1-2\n10 20 rw-p\nff-ee rw-p 0 0 0\n10000000-15000000 rw\n\nRss: x\nVmFlags:\nzz' >proc/77/smaps
  run_ --proc proc 77
  assert_complaint_ 6 'no pool'
}

# ---- overcommit modes ----

test_noreserve_under_mode_2_costs_as_upstream() {
  fake_pool_ 2 <<'END'
10000000-20000000 rw-p 0 rd,wr,mr,mw,me,ac
END
  assert_report_ 'pool: upstream, reserved 256 MiB, committed 256 MiB, resident 0 MiB'
  run_ --proc proc --expect noreserve 77
  assert_complaint_ 1 'the pool is upstream: pid 77' 'expected noreserve' 'vm.overcommit_memory=2'
}

test_arena_under_mode_2_is_no_pool_unless_asked_for() {
  arena='14000000-14021000 rw-p 0 rd,wr,ac
14021000-18000000 ---p 0 mr'
  echo "$arena" >mappings
  fake_pool_ 2 <mappings
  assert_complaint_ 6 'no pool'
  run_ --proc proc --min-pool 64 77
  assert_report_ 'pool: commit, reserved 64 MiB, committed 0 MiB, resident 0 MiB'
  fake_pool_ 0 <mappings
  assert_report_ 'pool: commit, reserved 64 MiB, committed 0 MiB, resident 0 MiB'
}

# ---- report ----

test_verbose_tells_all() {
  fake_ 2 <<'END'
10000000-14000000 rw-p 2000 rd,wr,mr,mw,me,ac
14000000-15000000 ---p 0 mr,mw,me
END
  run_ --proc proc -v 77
  assert_report_ 'pool: commit, reserved 80 MiB, committed 64 MiB, resident 2 MiB
process:      77 (fake)
address:      0x10000000-0x15000000, mappings 2
reserved:     81920 KiB
committed:    65536 KiB
resident:     2000 KiB
lazily free:  8 KiB
swapped out:  16 KiB
charged:      65536 KiB
overcommit:   2 (never: MAP_NORESERVE is ignored, all accessible memory is charged)
CommitLimit:  5000 KiB
Committed_AS: 3000 KiB'
}

test_json_is_one_flat_object() {
  fake_ 2 <<'END'
10000000-14000000 rw-p 2000 rd,wr,mr,mw,me,ac
14000000-15000000 ---p 0 mr,mw,me
END
  rm proc/meminfo
  run_ --proc proc --json 77
  sed 's/"seconds": [0-9.]*/"seconds": 0/' out >normal
  mv normal out
  assert_report_ '{"strategy": "commit", "pid": 77, "address": "0x10000000", "reserved": 83886080, '\
'"committed": 67108864, "resident": 2048000, "lazyfree": 8192, "swapped": 16384, "charged": 67108864, '\
'"mappings": 2, "overcommit": 2, "commit_limit": null, "committed_as": null, "seconds": 0}'
}

test_json_is_read_by_a_json_parser() {
  require_program_ python3 || return
  start_sim_ commit=100 use=4
  run_ --json --forks 2 --watch=0.01 --count 2 "$sim"
  python3 -c 'import json, sys
for record in map(json.loads, sys.stdin):
    print(record["strategy"], record["reserved"], record["forks"], record["forks_errno"])' <out >read
  assertEquals "parser" 0 $?
  assertEquals 'commit 104857600 2 0
commit 104857600 2 0' "$(cat read)"
  stop_sim_
}

test_output_goes_to_the_file() {
  start_sim_ upstream=100
  run_ --output 'a file' "$sim"
  assert_report_ ''
  assertEquals 'pool: upstream, reserved 100 MiB, committed 100 MiB, resident 0 MiB' "$(cat 'a file')"
  run_ --output missing/file "$sim"
  assert_complaint_ 8 'cannot write: missing/file'
  stop_sim_
}

test_report_that_cannot_be_written() {
  test -c /dev/full || {
    skip_ 'there is no /dev/full'
    return
  }
  start_sim_ upstream=100
  "$poolstat" "$sim" >/dev/full 2>err
  status=$?
  assert_complaint_ 8 'cannot write the report'
  stop_sim_
}

# ---- expect ----

test_expect_agrees() {
  start_sim_ commit=100 use=4
  run_ --expect=commit "$sim"
  assert_report_ 'pool: commit, reserved 100 MiB, committed 4 MiB, resident 4 MiB'
  stop_sim_
}

test_expect_disagrees() {
  start_sim_ upstream=100
  run_ -e commit "$sim"
  assert_complaint_ 1 "the pool is upstream: pid $sim" 'expected commit'
  assertEquals 'pool: upstream, reserved 100 MiB, committed 100 MiB, resident 0 MiB' "$(cat out)"
  stop_sim_
}

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
  start_sim_ upstream=100
  if test "$(id -u)" -eq 0; then
    require_program_ setpriv || {
      stop_sim_
      return
    }
    setpriv --reuid=65534 --clear-groups "$poolstat" "$sim" >out 2>err
    status=$?
  else
    run_ 1
    sim_=$sim sim=1
  fi
  case $(cat err) in
    *'Permission denied'*) skip_ 'another user cannot run what is built here' ;;
    *) assert_complaint_ 4 "no permission to look at the process: $sim" 'root' ;;
  esac
  sim=${sim_-$sim}
  stop_sim_
}

test_kernel_thread_has_no_pool() {
  mkdir -p proc/77
  fake_stat_ S 1 >proc/77/stat
  : >proc/77/smaps
  run_ --proc proc 77
  assert_complaint_ 6 'no pool: 77' 'largest has 0 KiB'
}

# A process that goes while its mappings are read: the file ends early.  A pipe stands for it.
vanish_() {
  fake_ </dev/null
  rm proc/77/smaps
  mkfifo proc/77/smaps
  fake_smaps_ >part <<'END'
10000000-14000000 rw-p 0 rd,wr,ac
END
}

run_while_written_() {
  run_ --proc proc 77
  kill "$1" 2>/dev/null # it would wait for a reader for ever
  wait "$1"
}

test_process_that_vanishes_while_read() {
  vanish_
  {
    cat part
    rm proc/77/stat
  } >proc/77/smaps &
  run_while_written_ $!
  assert_complaint_ 5 'ended while it was looked at: 77'
  assertEquals "stdout" "" "$(cat out)"
}

test_process_that_exits_while_read() {
  vanish_
  {
    cat part
    sed 's/4194304/4194308/' proc/77/stat >stat # PF_EXITING
    mv stat proc/77/stat
  } >proc/77/smaps &
  run_while_written_ $!
  assert_complaint_ 5 'ended while it was looked at: 77'
}

test_process_that_becomes_another_program_while_read() {
  vanish_
  {
    cat part
    fake_smaps_ >another <<'END'
20000000-24000000 rw-p 0 rd,wr,ac
24000000-28000000 ---p 0 mr
END
    mv another proc/77/smaps
    fake_stat_ S 2000 >stat
    mv stat proc/77/stat
  } >proc/77/smaps &
  run_while_written_ $!
  assert_report_ 'pool: commit, reserved 128 MiB, committed 64 MiB, resident 0 MiB'
}

test_process_that_ends_while_waited_for() {
  start_sim_
  "$poolstat" --settle 10000 "$sim" >out 2>err 9>&- &
  waiting=$!
  sleep 0.2
  pid=$sim
  stop_sim_
  wait "$waiting"
  status=$?
  assert_complaint_ 5 "ended while it was looked at: $pid"
}

test_no_proc() {
  run_ --proc 'not there' 77
  assert_complaint_ 8 'cannot read: not there' '/proc file system'
}

test_mappings_that_cannot_be_read() {
  fake_ </dev/null
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
  fake_ <<'END'
10000000-14000000 rw-p 2000 rd,wr,mr,mw,me,ac
END
  run_ 77 --expect upstream --proc=proc
  assert_report_ 'pool: upstream, reserved 64 MiB, committed 64 MiB, resident 2 MiB'
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
  for option in $(grep -o -e '--[a-z][a-z-]*' out | sort -u); do
    escaped=$(printf '%s\n' "$option" | sed 's/-/\\\\-/g')
    grep -q -e "$escaped" "$top_srcdir/checks/pool/poolstat.1"
    assertEquals "$option in poolstat.1" 0 $?
  done
  for number in 0 1 2 3 4 5 6 7 8; do
    grep -q "^\\.B $number\$" "$top_srcdir/checks/pool/poolstat.1"
    assertEquals "status $number in poolstat.1" 0 $?
  done
}

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
  echo 'pools and puddles' >words
  # What comes too early is kept in the pipe; the command reads it after the report.
  { cat words; sleep 0.5; } |
    "$poolstat" --output report --settle 50 -- "$poolsim" upstream=100 byte sleep=300 exec say=done >out 2>err
  assertEquals 'status' 0 $?
  assertEquals done "$(cat out)"
  assertEquals 'pool: upstream, reserved 100 MiB, committed 100 MiB, resident 0 MiB' "$(cat report)"
}

test_program_started_by_a_script_is_found() {
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
  run_ --hold --settle 50 --timeout 0.3 -- "$poolsim" upstream=100 forever
  assert_complaint_ 143 'goes on after the end of its input' SIGTERM
}

test_command_that_ignores_that_is_killed() {
  run_ --hold --settle 50 --timeout 0.3 -- sh -c 'trap "" TERM; exec "$1" upstream=100 forever' sh "$poolsim"
  assertEquals "$(cat err)" 137 "$status"
  assertEquals 2 "$(grep -c 'goes on after the end of its input' err)"
}

test_signals_are_forwarded() {
  "$poolstat" --output report -- "$poolsim" upstream=100 forever >out 2>err &
  pid=$!
  wait_for_ test -s report
  kill "$pid"
  wait "$pid"
  assertEquals 143 $?
}

test_ignored_child_signal_does_not_lose_the_status() {
  require_program_ python3 || return
  python3 -c 'import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execv(sys.argv[1], sys.argv[1:])' "$poolstat" --hold --settle 50 -- "$poolsim" upstream=100 read fail=7 >out 2>err
  assertEquals 7 $?
  assertEquals '' "$(cat err)"
}

# ---- at rest ----

test_growing_program_is_waited_for() {
  run_ --hold -- "$poolsim" commit=256 grow=40 read
  assert_report_ 'pool: commit, reserved 256 MiB, committed 40 MiB, resident 40 MiB'
}

test_pauses_shorter_than_settle_are_waited_for() {
  run_ --hold --settle 400 -- "$poolsim" commit=256 use=1 sleep=150 use=2 sleep=150 use=3 read
  assert_report_ 'pool: commit, reserved 256 MiB, committed 3 MiB, resident 3 MiB'
}

test_computing_program_is_waited_for() {
  run_ --hold --settle 100 -- "$poolsim" upstream=256 busy=400 use=5 read
  assert_report_ 'pool: upstream, reserved 256 MiB, committed 256 MiB, resident 5 MiB'
}

test_program_whose_child_computes_is_not_at_rest() {
  run_ --settle 100 --timeout 0.4 -- "$poolsim" upstream=256 child busy=700
  assert_complaint_ 7 'not at rest within 0.4 s' '--settle'
}

test_settle_0_does_not_wait_for_rest() {
  run_ --hold --settle 0 -- "$poolsim" sleep=100 upstream=256 busy=300
  assertEquals 0 "$status"
  assertEquals 'pool: upstream, reserved 256 MiB, committed 256 MiB, resident 0 MiB' "$(cat out)"
}

test_settle_waits_for_a_pid() {
  "$poolsim" commit=100 grow=30 sleep=700 >/dev/null &
  sim=$!
  run_ --settle 200 "$sim"
  assert_report_ 'pool: commit, reserved 100 MiB, committed 30 MiB, resident 30 MiB'
  wait "$sim"
}

# ---- watch ----

test_watch_reports_so_many_times() {
  start_sim_ upstream=100
  run_ --watch=0.01 --count 3 "$sim"
  assertEquals 0 "$status"
  assertEquals 3 "$(grep -c '^pool: upstream, reserved 100 MiB' out)"
  stop_sim_
}

test_watch_sees_growth_and_ends_with_the_process() {
  "$poolsim" commit=100 use=1 sleep=300 use=20 sleep=300 >/dev/null &
  sim=$!
  run_ --settle 0 --watch=0.05 "$sim"
  wait "$sim"
  assertEquals "$(cat err)" 0 "$status"
  assertEquals '1
20' "$(sed 's/.*committed \([0-9]*\) MiB.*/\1/' out | uniq)"
}

test_watch_of_a_command_passes_its_status_on() {
  run_ --settle 20 --watch=0.05 -- "$poolsim" upstream=100 sleep=300 fail=6
  assertEquals 6 "$status"
  test "$(wc -l <out)" -ge 2
  assertEquals 'reports' 0 $?
}

test_watch_stops_at_the_first_surprise() {
  start_sim_ upstream=100
  run_ --watch=0.01 --expect commit "$sim"
  assert_complaint_ 1 'expected commit'
  assertEquals 1 "$(wc -l <out | tr -d ' ')"
  stop_sim_
}

# ---- forks ----

# The charge is the machine's, so the sizes are such that other programs' hardly matter.
forks_charged_() {
  sed -n 's/^forks: 4 of 4, charged \([0-9]*\) MiB, page tables [0-9]* KiB, [0-9.]* ms each$/\1/p' out
}

test_forks_of_upstream_are_charged_in_full() {
  test "$(cat /proc/sys/vm/overcommit_memory)" != 2 || {
    skip_ 'vm.overcommit_memory is 2'
    return
  }
  start_sim_ upstream=4096 use=1
  run_ --forks 4 "$sim"
  assertEquals "$(cat err)" 0 "$status"
  assertEquals 2 "$(wc -l <out | tr -d ' ')"
  assertTrue "charged $(cat out)" "test $(forks_charged_) -gt 12000"
  stop_sim_
}

test_forks_of_commit_are_charged_by_use() {
  start_sim_ commit=4096 use=1
  run_ --forks 4 "$sim"
  assertEquals "$(cat err)" 0 "$status"
  assertTrue "charged $(cat out)" "test $(forks_charged_) -lt 8000"
  stop_sim_
}

test_forks_that_cannot_be_measured() {
  start_sim_ upstream=4096
  (
    ulimit -v 1000000
    "$poolstat" --forks 4 "$sim" >out 2>err
  )
  status=$?
  assert_complaint_ 8 'cannot measure forks' 'Cannot allocate memory'
  stop_sim_
}

# ---- Cygwin's mappings ----

# As format_process_maps writes them: the third column is the offset in the allocation, === is reserved.
fake_cygwin_() {
  mkdir -p proc/77
  fake_stat_ S 0 >proc/77/stat
  cat >proc/77/maps
  "$poolstat_cygwin" --proc proc "$@" 77 >out 2>err
  status=$?
}

test_cygwin_reserved_in_part() {
  fake_cygwin_ <<'END'
00400000-00410000 r-xp 00000000 0000:0000 1234567              /usr/bin/gap.exe
100000000000-100008000000 rw-p 00000000 0000:0000 0
100008000000-100100000000 ===p 08000000 0000:0000 0
6ffff0000000-700000000000 ===p 00000000 0000:0000 0            [heap]
END
  assert_report_ 'pool: noreserve-or-commit, reserved 4096 MiB, committed 128 MiB, resident unknown'
}

test_cygwin_committed_in_full() {
  fake_cygwin_ --expect upstream <<'END'
100000000000-100100000000 rw-p 00000000 0000:0000 0
100100000000-100200000000 ===p 00000000 0000:0000 0
END
  assert_report_ 'pool: upstream, reserved 4096 MiB, committed 4096 MiB, resident unknown'
}

test_cygwin_committed_here_and_there() {
  fake_cygwin_ --expect commit <<'END'
100000000000-100000010000 ===p 00000000 0000:0000 0
100000010000-100000020000 rw-p 00010000 0000:0000 0
100000020000-100040000000 ===p 00020000 0000:0000 0
100040000000-100080000000 ===p 00000000 0000:0000 0
END
  assert_report_ 'pool: noreserve-or-commit, reserved 1024 MiB, committed 0 MiB, resident unknown'
}

test_cygwin_expects_other_than_upstream() {
  fake_cygwin_ --expect upstream <<'END'
100000000000-100000010000 rw-p 00000000 0000:0000 0
100000010000-100040000000 ===p 00010000 0000:0000 0
END
  assert_complaint_ 1 'the pool is noreserve-or-commit' 'expected upstream'
}

test_cygwin_says_what_it_cannot_know() {
  fake_cygwin_ --json <<'END'
100000000000-100000010000 rw-p 00000000 0000:0000 0
100000010000-100040000000 ===p 00010000 0000:0000 0
END
  assertContains "$(cat out)" '"resident": null, "lazyfree": null, "swapped": null, "charged": 65536, "mappings": 2, '\
'"overcommit": null, "commit_limit": null, "committed_as": null'
}

. shunit2
