# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/poolstat/sim.sh: what the tests of poolstat share; sourced after checks/lib.sh.
#
# POOLSTAT, POOLSTAT_CYGWIN (environment): other builds of it to check, with sanitizers or under valgrind.
# shellcheck shell=sh

poolstat=${POOLSTAT:-$top_builddir/poolstat/poolstat}
# shellcheck disable=SC2034 # for the test script
poolstat_cygwin=${POOLSTAT_CYGWIN:-$top_builddir/checks/poolstat/poolstat-cygwin}
poolsim=$top_builddir/checks/poolstat/poolsim

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

# Makes proc, a /proc with process 77.  MODE: vm.overcommit_memory.  Its mappings come on stdin, one a line:
# start-end access resident(KiB) flags(with commas) [path].
fake_() {
  mkdir -p proc/77 proc/sys/vm
  fake_stat_ S 1000 >proc/77/stat
  echo "$1" >proc/sys/vm/overcommit_memory
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
    flags = $4
    gsub(",", " ", flags)
    printf "%s %s 00000000 00:00 %d                      %s\n", $1, $2, $5 ~ "^/" ? 12 : 0, \
      $5 ($6 == "" ? "" : " " $6)
    printf "Size:   1 kB\nKernelPageSize:   4 kB\nRss:   %d kB\nPss:   9 kB\nLazyFree:   4 kB\n", $3
    printf "AnonHugePages:   2 kB\nSwap:   8 kB\nSwapPss:   1 kB\nTHPeligible:   0\nVmFlags: %s \n", flags
  }'
}
