#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/growth.sh [CASE...]: how cost grows, for the installed GAP and the upstream one beside it.
#
#   pool    a pool of 1 to 64 GiB: time from start to end, and charge
#   forks   1 to 64 forked children of a GAP as it starts: time of each fork, and charge of all
#   cells   make matrix, 1 to 100 cells that decide, as many at once as there are processors: time
#
# Default: all.  Times are the medians of five.  The tables go to checks/bench/growth.tsv, in the form of docs/results.tsv, and
# with gnuplot, pool and forks to checks/bench/growth.svg.  Run it in the build directory; needs hyperfine and poolstat.
# Environment: top_srcdir, top_builddir.
# Exit status: 0; 99 it can't be measured.

set -eu

test $# -gt 0 || set -- pool forks cells
: "${top_srcdir:?is to be set}"
results=$PWD/checks/bench/growth.tsv
mkdir -p "${results%/*}"
# shellcheck source=checks/bench/pairs.sh
. "$top_srcdir/checks/bench/pairs.sh"

# seconds COMMAND: the median of five.
seconds() {
  hyperfine --shell=none --warmup 1 --runs 5 --export-csv "$work/run.csv" --style none "$1" >"$work/hyperfine" 2>&1 ||
    give_up "hyperfine failed: $(tail -n 3 "$work/hyperfine")"
  awk -F , 'NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i } NR == 2 { printf "%.3f\n", $column["median"] }' "$work/run.csv"
}

# look GAP OPTION... -- ARGUMENT...: what poolstat says of that GAP, as JSON, in $work/look.
look() {
  gap=$1
  shift
  sh -c 'gap=$1; shift; exec poolstat/poolstat --hold --timeout=120 --json --output="$0" "$@" </dev/null' "$work/look" "$gap" "$@" \
    >"$work/said" 2>&1 || give_up "poolstat: $(tail -n 1 "$work/said")"
}

# number FIELD FACTOR: of $work/look, times FACTOR, rounded.
number() {
  sed -n "s/.*\"$1\": \([0-9.]*\).*/\1/p" "$work/look" | awk -v factor="$2" '{ printf "%.0f\n", $1 * factor }'
}
mib=9.5367431640625e-07

measure_pool() {
  printf 'pool, GiB\tupstream, seconds\tcommit, seconds\tupstream, MiB\tcommit, MiB\n'
  echo 'QUIT;' >"$work/quit.g"
  for size in 1 4 16 64; do
    row=$size
    for gap in upstream installed; do
      row="$row	$(seconds "sh $top_srcdir/checks/installed/start.sh $gap -A -q -T -s ${size}g $work/quit.g")"
    done
    for gap in upstream installed; do
      look "$gap" -- sh "$top_srcdir/checks/installed/start.sh" "$gap" -A -q -T -s "${size}g"
      row="$row	$(number charged $mib)"
    done
    printf '%s\n' "$row"
  done
}

measure_forks() {
  printf 'children\tupstream, ms each\tcommit, ms each\tupstream, MiB\tcommit, MiB\n'
  for count in 1 4 16 64; do
    times='' charges=''
    for gap in upstream installed; do
      look "$gap" --forks="$count" -- sh "$top_srcdir/checks/installed/start.sh" "$gap" -A -q -T
      test "$(number forks 1)" = "$count" || { times="$times	refused" charges="$charges	refused"; continue; }
      times="$times	$(number forks_seconds 1000000 | awk -v count="$count" '{ printf "%.2f\n", $1 / count / 1000 }')"
      charges="$charges	$(number forks_charged $mib)"
    done
    printf '%s%s%s\n' "$count" "$times" "$charges"
  done
}

# In a directory of its own: what make matrix has said stays.  Not those of cross compilers, which may not be installed.
measure_cells() {
  printf 'cells\tseconds\n'
  awk -F '\t' '!/^#/ && $NF == "decide" && $3 != "cross"' "$top_srcdir/checks/matrix/matrix.tsv" >"$work/cells"
  cp settings.sh "$work/"
  MATRIX_TABLE=$work/matrix.tsv MAKE="${MAKE:-make} -j$(getconf _NPROCESSORS_ONLN)"
  export MATRIX_TABLE MAKE
  for count in 1 10 50 100; do
    head -n "$count" "$work/cells" >"$MATRIX_TABLE"
    took=$(cd "$work" && seconds "sh $top_srcdir/checks/matrix/run.sh")
    printf '%s\t%s\n' "$count" "$took"
  done
}

# table TITLE: of the case at hand, whole or not at all.
table() {
  "measure_$case" >"$work/$case.tsv"
  { printf '\ntable\tgrowth-%s\t%s\tmake bench-growth\t%s\n' "$case" "$where" "$1" && cat "$work/$case.tsv"; } >>"$results"
}

: >"$results"
where=$(sh "$top_srcdir/checks/bench/where.sh")
for case in "$@"; do
  case $case in
    pool) table 'GAP from start to end, and what its pool is charged, by the size of the pool' ;;
    forks) table 'Forked children of a GAP as it starts, pool 4096 MiB: time of a fork, and charge of their pools' ;;
    cells) table 'make matrix: cells that decide' ;;
    *) give_up "no such case: $case; see the head of $0" ;;
  esac
done
awk -f "$top_srcdir/checks/bench/show.awk" "$results"
if test -f "$work/pool.tsv" && test -f "$work/forks.tsv"; then
  if command -v gnuplot >/dev/null; then
    gnuplot -e "dir='$work'" "$top_srcdir/checks/bench/growth.gp" >"${results%.tsv}.svg"
  else
    echo 'SKIPPED: no plot, as gnuplot is not installed'
  fi
fi
