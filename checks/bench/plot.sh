#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/plot.sh DIR: measure what a process with libgap and its forked children are charged on Cygwin 3.0.4,
# for each strategy and 0 to 8 children, under the model of Cygwin; writes DIR/forks.tsv (MiB) and, of that, with
# gnuplot DIR/forks.svg. `make plot` runs it. The GAPs are those of checks/gap/cygwin.sh, the
# process is that of checks/gap/forks_check.sh.
# Exit status: 1 if a run or gnuplot failed; the files are then as they were.

set -eu

die() {
  printf 'plot.sh: %s\n' "$*" >&2
  exit 1
}

# No test runs here; cygwin.sh asks for nothing else of shunit2.
skip_() {
  die "$*"
}
fail() {
  die "$*"
}

dir=$1
: "${top_srcdir:?}" "${top_builddir:?}"
command -v gnuplot >/dev/null || die 'gnuplot is not installed'
# shellcheck source=checks/gap/cygwin.sh
. "$top_srcdir/checks/gap/cygwin.sh"
strategies='upstream noreserve commit'
SHUNIT_TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/poolpatch-plot.XXXXXX")
trap 'rm -rf "$SHUNIT_TMPDIR"' EXIT
cd "$SHUNIT_TMPDIR"

require_gaps_
for strategy in $strategies; do
  charges_ "$strategy" --release=3.0.4 start "$(roots_ "$strategy")" 384m 64m \
    eval 'l:=List([1..150],i->ListWithIdenticalEntries(131072,i));;' eval 'l:=0;;' \
    eval 'for i in [1..6] do GASMAN("collect"); od;' || die "the program with libgap, or one of its children, failed: $strategy"
  cut -f 2 charges >"sums.$strategy"
done
{
  printf 'forks\tGAP up to 4.10\tnoreserve\tcommit\n'
  printf '%s\n' 0 1 2 3 4 5 6 7 8 | paste - sums.upstream sums.noreserve sums.commit
} >forks.tsv
gnuplot -e "data='forks.tsv'; name='forks'; paper='background rgb \"white\"'" \
  -e "heading='A process with libgap and its forked children on Cygwin 3.0.4 (model)\n\
{/*0.85 pool 384 MiB, workspace 64 MiB, grown by 150 MiB and shrunk again}'" "$top_srcdir/checks/bench/forks.gp" >forks.svg
test -s forks.svg || die 'gnuplot has drawn nothing'
case $dir in /*) ;; *) dir=$OLDPWD/$dir ;; esac
cp forks.tsv forks.svg "$dir/"
cat forks.tsv
