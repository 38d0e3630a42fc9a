#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Garbage for each parser in C, under the sanitizers, by libFuzzer.  FUZZ_RUNS, FUZZ_SEED as for fuzz_test.sh.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

runs=${FUZZ_RUNS:-1000}
seed=${FUZZ_SEED:-1}

# parsers_ FLAG...: seeds are what the kernel writes.
parsers_() {
  require_program_ clang || return 0
  clang -g -O1 -std=gnu11 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -I"$top_srcdir/poolstat" "$@" -o parsers \
    "$top_srcdir/checks/fuzz/parsers.c" >log 2>&1 || {
    skip_ "this clang has no libFuzzer: $(head -n 1 log)"
    return
  }
  mkdir seeds
  for map in '10000000-20000000 rw-p 00000000 00:00 0 ' '7f0000000000-7f0010000000 ---p 00000000 00:00 0 [anon:pool]' \
    '10000000-20000000 ===p 00010000 0000:0000 0'; do
    printf '%s\nRss:    1024 kB\nAnonHugePages: 0 kB\nSwap: 0 kB\nLazyFree: 0 kB\nVmFlags: rd wr mr nr ac nh\n\0%s\0%s\0%s\0%s\0%s' "$map" \
      '77 (a) b) S 1 77 77 0 -1 4194304 0 0 0 0 5 6 0 0 20 0 1 0 4711 0 0 0 1000 0 9999 0 0' 'MemTotal: 9 kB
CommitLimit:  5000 kB' '0::/user.slice/a
5:memory:/b' 'anon 1
active_anon 5
total_active_anon 7' 'max' >"seeds/${#map}"
  done
  ./parsers -runs="$runs" -seed="$seed" -max_len=4096 -timeout=10 -verbosity=0 -print_final_stats=0 -artifact_prefix="$work/" seeds >log 2>&1
  assertEquals "$(tail -n 40 log)" 0 $?
}

test_parsers_in_c() {
  parsers_
}

test_parsers_in_c_as_on_cygwin() {
  parsers_ -DCYGWIN_MAPS=1
}

. shunit2
