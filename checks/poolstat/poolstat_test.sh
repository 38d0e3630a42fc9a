#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolstat on living programs with a pool (poolsim): strategy, figures, and the forms of the report.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/poolstat/sim.sh
. "$top_srcdir/checks/poolstat/sim.sh"

# assert_pool_ WORDS REPORT: of a program that did what the WORDS say.
assert_pool_() {
  # shellcheck disable=SC2086 # words
  start_sim_ $1
  run_ "$sim"
  assert_report_ "pool: $2"
  stop_sim_
}

# assert_no_pool_ WORDS [TEXT...]
assert_no_pool_() {
  # shellcheck disable=SC2086 # words
  start_sim_ $1
  shift
  run_ "$sim"
  assert_complaint_ 6 "no pool: $sim" "$@"
  stop_sim_
}

suite() {
  rows_ assert_pool_ <<'END'
recognises_upstream|'upstream=256 use=16' 'upstream, reserved 256 MiB, committed 256 MiB, resident 16 MiB'
recognises_commit|'commit=256 use=16' 'commit, reserved 256 MiB, committed 16 MiB, resident 16 MiB'
commit_with_one_mib_left_is_commit|'commit=100 use=99' 'commit, reserved 100 MiB, committed 99 MiB, resident 99 MiB'
commit_used_to_its_end_costs_as_upstream|'commit=100 use=100' 'upstream, reserved 100 MiB, committed 100 MiB, resident 100 MiB'
inaccessible_but_charged_is_upstream|'upstream=100 use=50 protect=20' 'upstream, reserved 100 MiB, committed 80 MiB, resident 50 MiB'
pool_that_grows_downwards|'down=128' 'commit, reserved 128 MiB, committed 16 MiB, resident 0 MiB'
reservation_nobody_uses_is_no_pool|'reserve=1000 commit=100 use=3' 'commit, reserved 100 MiB, committed 3 MiB, resident 3 MiB'
END
  rows_ assert_no_pool_ <<'END'
arenas_of_malloc_are_no_pool|'arenas=5' 'at least 64 MiB' '--min-pool'
stacks_of_threads_are_no_pool|'stacks=4'
heap_is_no_pool|'heap=100'
scattered_mappings_are_not_joined|'small=100'
END
  functions_
}

# ---- strategies, live ----

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

test_figures_are_those_of_smaps() {
  require_program_ awk || return
  start_sim_ arenas=2 commit=200 use=17 small=5
  run_ --json "$sim"
  # The range begins at 16 TiB, and poolsim maps it with 200 MiB: nothing else is there.
  awk '
    /^[0-9a-f]+-/ { inside = $1 ~ /^10000[0-9a-f]+-/; if (inside) { mappings++; open = $2 ~ /^r/ } }
    inside && /^Size:/ { size = $2; reserved += size; if (open) committed += size }
    inside && /^Rss:/ { resident += $2 }
    inside && /^AnonHugePages:/ { huge += $2 }
    inside && /^LazyFree:/ { lazyfree += $2 }
    inside && /^Swap:/ { swapped += $2 }
    inside && /^VmFlags:/ && / ac/ { charged += size }
    END {
      printf "\"reserved\": %d, \"committed\": %d, \"resident\": %d, \"huge\": %d, \"lazyfree\": %d, \"swapped\": %d, ", \
        reserved * 1024, committed * 1024, resident * 1024, huge * 1024, lazyfree * 1024, swapped * 1024
      printf "\"charged\": %d, \"mappings\": %d\n", charged * 1024, mappings
    }' "/proc/$sim/smaps" >by_hand
  assertEquals 0 "$status"
  assertContains "$(cat out)" "$(cat by_hand)"
  stop_sim_
}

# ---- which range ----

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

# ---- report ----

test_json_is_read_by_a_json_parser() {
  require_program_ python3 || return
  start_sim_ commit=100 use=4
  run_ --json --forks 2 --watch=0.01 --count 2 "$sim"
  python3 -c 'import json, sys
for record in map(json.loads, sys.stdin):
    print(record["strategy"], record["reserved"], record["forks"], record["forks_errno"])' <out >parsed
  assertEquals "parser" 0 $?
  assertEquals 'commit 104857600 2 0
commit 104857600 2 0' "$(cat parsed)"
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

# ---- watch ----

test_watch_reports_so_many_times() {
  start_sim_ upstream=100
  run_ --watch=0.01 --count 3 "$sim"
  assertEquals 0 "$status"
  assertEquals 3 "$(grep -c '^pool: upstream, reserved 100 MiB' out)"
  stop_sim_
}

test_watch_sees_growth_and_ends_with_the_process() {
  start_sim_ commit=100 use=1 say=ready byte use=20
  "$poolstat" --watch=0.02 "$sim" >out 2>err 9>&- &
  watching=$!
  wait_for_ grep -qs 'committed 1 MiB' out
  echo >&9
  wait_for_ grep -qs 'committed 20 MiB' out
  stop_sim_
  wait "$watching"
  assertEquals 0 $?
  assertEquals '' "$(cat err)"
  assertEquals '1
20' "$(sed 's/.*committed \([0-9]*\) MiB.*/\1/' out | uniq)"
}

test_watch_of_a_command_passes_its_status_on() {
  run_ --hold --settle 20 --watch=0.01 --count 2 -- "$poolsim" upstream=100 read fail=6
  assertEquals "$(cat err)" 6 "$status"
  assertEquals 2 "$(wc -l <out | tr -d ' ')"
}

test_watch_stops_at_the_first_surprise() {
  start_sim_ upstream=100
  run_ --watch=0.01 --expect commit "$sim"
  assert_complaint_ 1 'expected commit'
  assertEquals 1 "$(wc -l <out | tr -d ' ')"
  stop_sim_
}

# ---- forks ----

# Asserts that 4 forks of the pool that was looked at are charged MIB.
assert_forks_() {
  assertEquals "$(cat err)" 0 "$status"
  assertEquals "$(cat out)" 2 "$(wc -l <out | tr -d ' ')"
  assertEquals "$(cat out)" "$1" \
    "$(sed -n 's/^forks: 4 of 4, charged \([0-9]*\) MiB, page tables [1-9][0-9]* KiB, [0-9.]* ms each$/\1/p' out)"
}

test_forks_of_upstream_are_charged_in_full() {
  start_sim_ upstream=100 use=1
  run_ --forks 4 "$sim"
  assert_forks_ 400
  stop_sim_
}

test_forks_of_noreserve_are_not_charged() {
  test "$(cat /proc/sys/vm/overcommit_memory)" != 2 || {
    skip_ 'vm.overcommit_memory is 2'
    return
  }
  start_sim_ noreserve=100 use=10
  run_ --forks 4 "$sim"
  assert_forks_ 0
  stop_sim_
}

test_forks_of_commit_are_charged_by_use() {
  start_sim_ commit=100 use=10
  run_ --forks 4 "$sim"
  assert_forks_ 40
  stop_sim_
}

# Others change the account of the machine, too, but hardly by half of this.
test_forks_are_seen_in_the_account_of_the_machine() {
  start_sim_ upstream=100 use=1
  run_ --json --forks 4 "$sim"
  assertEquals "$(cat err)" 0 "$status"
  mib=$(sed -n 's/.*"forks_committed_as": \([0-9]*\)[0-9]\{6\},.*/\1/p' out)
  assertTrue "$(cat out)" "test '${mib:-0}' -gt 200"
  stop_sim_
}

test_forks_that_cannot_be_measured() {
  fake_ 0 <<'END'
10000000-20000000 rw-p 2048 rd,wr,ac
END
  echo 'MemAvailable: 2047 kB' >proc/meminfo
  run_ --proc proc --forks 4 77
  assert_complaint_ 8 'cannot measure forks' 'pid 77' 'Cannot allocate memory'
}

. shunit2
