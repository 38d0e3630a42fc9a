#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/poolstat.sh [RUNS [COMMAND ARG...]]: what a look of poolstat at a running program costs, over reading
# the same file with cat, in turn in one run.  The program: COMMAND, which must wait for input when it is ready;
# default: one with a pool of 4096 MiB, 128 of it in use, as GAP's is after its start.  RUNS: 200.
#
# Prints the ratio of the shortest times, and poolstat's peak memory over 2 MiB (both must be at most their limits:
# 1.25 and 1.00).  Run it in the build directory; needs hyperfine.  The table also goes to checks/bench/poolstat.tsv, in the
# form of docs/results.tsv.
# Exit status: 0; 1 a limit is exceeded; 99 it can't be measured.

set -eu

runs=${1:-200}
test "$#" -eq 0 || shift
test "$#" -gt 0 || set -- checks/poolstat/poolsim commit=4096 use=128 read
ratio_limit=1.25
memory_limit=2048 # KiB
work=$(mktemp -d "${TMPDIR:-/tmp}/poolpatch-bench.XXXXXX")
watcher=
program=

clean_up() {
  status=$?
  exec 3>&-
  test -z "$watcher" || kill "$watcher" 2>/dev/null || :
  test -z "$program" || wait "$program" || :
  rm -rf "$work"
  exit "$status"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

give_up() {
  echo "poolstat.sh: $*" >&2
  exit 99
}

command -v hyperfine >/dev/null || give_up "hyperfine is not installed; expected it on PATH; install it"
mkfifo "$work/input"
"$@" <"$work/input" >"$work/output" 2>&1 &
program=$!
exec 3>"$work/input"
poolstat/poolstat --settle 500 --timeout 60 "$program" >"$work/first" 3>&- || give_up "the program has no pool: $*"

# In turn, and the least of all: whatever else the machine does only adds to it.
for round in 1 2 3 4 5; do
  hyperfine --shell=none --warmup 3 --runs "$((runs / 5 + 1))" --export-csv "$work/round-$round.csv" --style basic \
    --command-name cat "cat /proc/$program/smaps" \
    --command-name poolstat "poolstat/poolstat $program" >"$work/hyperfine" 2>&1 3>&- ||
    give_up "hyperfine failed: $(cat "$work/hyperfine")"
done

poolstat/poolstat --watch=0.01 "$program" >"$work/watch" 3>&- &
watcher=$!
until test "$(wc -l <"$work/watch")" -ge 3; do
  kill -0 "$watcher" || give_up "the program ended"
done
peak=$(awk '/^VmHWM:/ { print $2 }' "/proc/$watcher/status")

results=checks/bench/poolstat.tsv
mkdir -p checks/bench
printf '\ntable\tbench-poolstat\t%s\tmake bench-poolstat\tA look at a running program, pool 4096 MiB: the shortest of %s\n' \
  "$(sh "${0%/*}/where.sh")" "$runs" >"$results"
awk -F, -v results="$results" -v peak="$peak" -v ratio_limit="$ratio_limit" -v memory_limit="$memory_limit" '
  FNR == 1 { for (i = 1; i <= NF; i++) if ($i == "min") column = i }
  FNR > 1 && (!($1 in least) || $column < least[$1]) { least[$1] = $column }
  END {
    ratio = least["poolstat"] / least["cat"]
    printf "poolstat over cat of smaps, time:  %.2f (at most %.2f)\n", ratio, ratio_limit
    printf "poolstat over 2 MiB, peak memory:  %.2f (at most 1.00)\n", peak / memory_limit
    print "measured\tratio\tlimit" >>results
    printf "time of poolstat over cat of smaps\t%.2f\t%.2f\n", ratio, ratio_limit >>results
    printf "peak memory of poolstat over 2 MiB\t%.2f\t1.00\n", peak / memory_limit >>results
    exit ratio > ratio_limit || peak > memory_limit
  }' "$work"/round-*.csv
