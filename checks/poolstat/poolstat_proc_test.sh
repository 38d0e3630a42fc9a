#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolstat on made-up files of /proc: which range is the pool, what the flags mean, and how Cygwin's form is read.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/poolstat/sim.sh
. "$top_srcdir/checks/poolstat/sim.sh"

fake_pool_() {
  fake_ "$@"
  run_ --proc proc 77
}

# assert_maps_ MAPPINGS REPORT
assert_maps_() {
  printf '%s' "$1" | fake_ 0
  run_ --proc proc 77
  case $2 in
    none) assert_complaint_ 6 'no pool' ;;
    *) assert_report_ "pool: $2" ;;
  esac
}

# ---- which range: made-up mappings ----

# Rows of a test: its name, the mappings, and what is said of them.
suite() {
  while IFS= read -r line_; do
    case $line_ in
      test_*) name_=$line_ maps_='' ;;
      '= '*)
        eval "$name_() { assert_maps_ '$maps_' '${line_#= }'; }"
        suite_addTest "$name_" ;;
      '#'*) ;;
      *)
        maps_="$maps_$line_
" ;;
    esac
  done <<'END'
# Small mappings are made directly below the last ones, so below a stack that grows down to there, too.
test_pool_that_grows_downwards_behind_a_small_mapping
10000000-10100000 rw-p 0 rd,wr,ac
10100000-18000000 ---p 0 mr
18000000-1c000000 rw-p 1024 rd,wr,ac
= commit, reserved 191 MiB, committed 64 MiB, resident 1 MiB
test_the_same_mapped_with_map_noreserve
10000000-10100000 rw-p 0 rd,wr,ac
10100000-17f00000 ---p 0 mr,nr
17f00000-1bf00000 rw-p 1024 rd,wr,nr
= noreserve, reserved 190 MiB, committed 0 MiB, resident 1 MiB
test_arena_below_a_larger_mapping
10000000-10100000 rw-p 0 rd,wr,ac
10100000-14000000 ---p 0 mr
14000000-14200000 rw-p 0 rd,wr,ac
= none
test_pool_beside_mappings_of_files
10000000-13000000 rw-p 9 rd,wr,ac /lib/some file
13000000-15000000 rw-p 1024 rd,wr,mr,mw,me,ac
15000000-18000000 ---p 0 mr,mw,me
18000000-1d000000 rw-s 9 rd,wr,mr,mw
1d000000-2c000000 rw-p 9 rd,wr,ac [heap]
2c000000-3c000000 rw-p 9 rd,wr,ac [stack]
3c000000-4c000000 r-xp 9 rd,ex,ac /lib/some program
= commit, reserved 80 MiB, committed 32 MiB, resident 1 MiB
# The reserved tail belongs to what lies before it; a second accessible mapping is another range.
test_mappings_before_and_behind_a_pool
10000000-10010000 rw-p 0 rd,wr,ac
10010000-10800000 ---p 0 mr
10800000-12000000 rw-p 0 rd,wr,ac
12000000-15800000 ---p 0 mr
15800000-15900000 rw-p 0 rd,wr,ac
15900000-15a00000 r-xp 0 rd,ex
= commit, reserved 80 MiB, committed 24 MiB, resident 0 MiB
test_guard_behind_a_pool_is_not_of_it
10000000-15000000 rw-p 0 rd,wr,ac
15000000-15010000 ---p 0 mr
15010000-16010000 rw-p 0 rd,wr,ac
= upstream, reserved 80 MiB, committed 80 MiB, resident 0 MiB
test_small_rest_behind_a_pool_is_of_it
10000000-15000000 rw-p 0 rd,wr,ac
15000000-15001000 ---p 0 mr
= commit, reserved 80 MiB, committed 80 MiB, resident 0 MiB
test_sparse_noreserve_is_one_pool
10000000-10010000 rw-p 64 rd,wr,nr
10010000-15000000 ---p 0 mr,nr
15000000-15010000 rw-p 64 rd,wr,nr
15010000-20000000 ---p 0 mr,nr
= noreserve, reserved 256 MiB, committed 0 MiB, resident 0 MiB
# A JVM's heap and GHC's: reserved with MAP_NORESERVE, and what is in use mapped over it without.
test_pool_of_commit_reserved_with_noreserve
10000000-12000000 rw-p 64 rd,wr,ac
12000000-20000000 ---p 0 mr,nr
20000000-20100000 rw-p 0 rd,wr,ac
= commit, reserved 256 MiB, committed 32 MiB, resident 0 MiB
# SBCL's: it holds compiled code.
test_executable_pool
10000000-15000000 rwxp 64 rd,wr,ex,nr
= noreserve, reserved 80 MiB, committed 0 MiB, resident 0 MiB
test_arenas_behind_reserved_addresses_are_no_pool
10000000-14000000 ---p 0 mr,nr
14000000-14021000 rw-p 0 rd,wr,nr
14021000-18000000 ---p 0 mr,nr
18000000-18021000 rw-p 0 rd,wr,nr
18021000-1c000000 ---p 0 mr,nr
= none
test_readable_only_is_accessible
10000000-14000000 r--p 0 rd,mr,mw,me
= upstream, reserved 64 MiB, committed 0 MiB, resident 0 MiB
test_full_arena_is_no_pool
14000000-18000000 rw-p 64 rd,wr,nr
= none
test_neighbouring_arenas_are_no_pool
14000000-18100000 rw-p 64 rd,wr,nr
18100000-1c000000 ---p 0 mr,nr
1c000000-20000000 rw-p 0 rd,wr,nr
= none
test_pool_beside_arenas
14000000-18000000 rw-p 64 rd,wr,nr
18000000-18100000 rw-p 64 rd,wr,ac
18100000-1e000000 ---p 0 mr
= commit, reserved 96 MiB, committed 1 MiB, resident 0 MiB
test_pool_of_commit_beside_arenas_without_noreserve
14000000-14021000 rw-p 0 rd,wr,ac
14021000-18000000 ---p 0 mr
18000000-1a000000 rw-p 0 rd,wr,ac
1a000000-20000000 ---p 0 mr
= commit, reserved 128 MiB, committed 32 MiB, resident 0 MiB
# glibc 2.42 and later on Linux 6.13 and later: a guard is no mapping of its own.
test_stacks_without_visible_guards_are_no_pool
10000000-18000000 rw-p 0 rd,wr,mr,mw,me,ac,nh
= none
test_named_mappings_are_joined_by_name
10000000-14000000 rw-p 0 rd,wr,ac [anon:one]
14000000-19000000 rw-p 0 rd,wr,ac [anon:two things]
19000000-1a000000 ---p 0 mr [anon:two things]
1a000000-1b000000 ---p 0 mr
= commit, reserved 96 MiB, committed 80 MiB, resident 0 MiB
END
  functions_
}

test_reserved_below_and_above_what_is_used() {
  # The pool grows upwards, so what lies below it is something else.
  fake_pool_ 0 <<'END'
10000000-14000000 ---p 0 mr
14000000-15000000 rw-p 1024 rd,wr,ac
15000000-19000000 ---p 0 mr
END
  assert_report_ 'pool: commit, reserved 80 MiB, committed 16 MiB, resident 1 MiB'
  run_ --proc proc -v 77
  assertContains "$(cat out)" 'address:      0x14000000-0x19000000, mappings 2'
}

test_guard_below_a_pool_is_not_of_it() {
  fake_pool_ 0 <<'END'
0fff0000-10000000 ---p 0 mr
10000000-15000000 rw-p 0 rd,wr,ac
END
  run_ --proc proc -v 77
  assertContains "$(cat out)" 'address:      0x10000000-0x15000000, mappings 1'
}

# Of glibc 2.41 and later, or with vm.overcommit_memory=2.
test_arena_without_noreserve_is_no_pool_unless_asked_for() {
  for mode in 0 2; do
    fake_pool_ "$mode" <<'END'
14000000-14021000 rw-p 0 rd,wr,ac
14021000-18000000 ---p 0 mr
18000000-18021000 rw-p 0 rd,wr,ac
18021000-1c000000 ---p 0 mr
END
    assert_complaint_ 6 'no pool'
    run_ --proc proc --min-pool 64 77
    assert_report_ 'pool: commit, reserved 64 MiB, committed 0 MiB, resident 0 MiB'
  done
}

test_overlong_lines_are_survived() {
  long=$(printf '%05000d' 7)
  fake_pool_ 0 <<END
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
huge pages:   4 KiB
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
'"committed": 67108864, "resident": 2048000, "huge": 4096, "lazyfree": 8192, "swapped": 16384, "charged": 67108864, '\
'"mappings": 2, "overcommit": 2, "commit_limit": null, "committed_as": null, "seconds": 0}'
}

test_json_tells_every_mode_of_overcommit() {
  for mode in 0 1 2; do
    fake_ "$mode" <<'END'
10000000-14000000 rw-p 0 rd,wr,mr,mw,me,ac
END
    run_ --proc proc --json 77
    assertContains "$(cat out)" "\"overcommit\": $mode, \"commit_limit\": 5120000, \"committed_as\": 3072000,"
  done
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
  assertContains "$(cat out)" '"resident": null, "huge": null, "lazyfree": null, "swapped": null, '\
'"charged": 65536, "mappings": 2, "overcommit": null, "commit_limit": null, "committed_as": null'
}

. shunit2
