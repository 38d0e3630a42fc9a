#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/pipeline.sh TARBALL PAIRS [CASE...]: what poolpatch costs over the plain way, in pairs (checks/bench/pairs.sh).
#
#   job        spkg-install, from the tarball to the proof, over tar, patch, configure, make, make install by hand
#   nothing    spkg-install once more, over make in the tree that was built by hand
#   configure  poolpatch's configure over the package's own; with -C and its cache, over without
#   patch      make patch, for a series of 1, 10 and 100 patches, over quilt push, and over patch(1)
#   strategy   another strategy in a directory that is built, over a full build
#   cells      20 cells of the matrix that build the package, over one full build: with nothing there, and once more, with
#              what they share, ccache's files with it, but nothing of the cells themselves
#
# Default: all.  The tables also go to checks/bench/pipeline.tsv, in the form of docs/results.tsv.  Run it in the build
# directory; needs hyperfine and quilt.  Environment: top_srcdir, the toolkit's source, with a configure.
# Exit status: 0; 1 a limit is exceeded; 99 it can't be measured.

set -eu

tarball=$1 pairs=$2
shift 2
test $# -gt 0 || set -- job nothing configure patch strategy cells
: "${top_srcdir:?is to be set}"
results=$PWD/checks/bench/pipeline.tsv
mkdir -p "${results%/*}"
# shellcheck source=checks/bench/pairs.sh
. "$top_srcdir/checks/bench/pairs.sh"
jobs=$(getconf _NPROCESSORS_ONLN)
patches=$top_srcdir/patches/gap
tab=$(printf '\t')

# way NAME: a script of the lines on standard input.
way() {
  { echo 'set -e' && cat; } >"$work/$1"
}

# both_jobs: the whole job, in both ways; each begins with nothing.
both_jobs() {
  for way in hand ours; do echo "rm -rf '$work/$way.d' && mkdir '$work/$way.d'" >"$work/before-job-$way"; done
  way job-hand <<END
cd "$work/hand.d"
tar -x -f "$tarball"
cd gap-*
sed '/^#/d; /^$/d' "$PWD/series" | while read -r patch; do patch -s -p1 <"$patches/\$patch"; done
./configure --prefix="$work/hand.d/local"
make -j$jobs
make install
END
  way job-ours <<END
cd "$work/ours.d"
"$top_srcdir/spkg-install" --with-pool=commit --with-source="$tarball"
END
}

measure_job() {
  both_jobs
  pairs_ "$pairs" job-ours job-hand
  ratios_ 'the whole job' 1.05
}

measure_nothing() {
  test -d "$work/ours.d" || { both_jobs && time_ job-hand && time_ job-ours; }
  echo "cd $work/hand.d/gap-* && make" | way nothing-hand
  echo "cd '$work/ours.d' && '$top_srcdir/spkg-install' --with-pool=commit --with-source='$tarball'" | way nothing-ours
  pairs_ "$pairs" nothing-ours nothing-hand
  ratios_ 'nothing to do, over make' -
}

measure_configure() {
  mkdir "$work/own.c" "$work/ours.c" "$work/cache.c"
  tar -x -f "$tarball" -C "$work/own.c"
  echo "cd $work/own.c/gap-* && ./configure" | way own
  echo "cd '$work/ours.c' && '$top_srcdir/configure' --with-pool=commit --with-source='$tarball'" | way ours
  echo "cd '$work/cache.c' && '$top_srcdir/configure' -C --with-pool=commit --with-source='$tarball'" | way cache
  pairs_ "$pairs" ours own
  ratios_ "configure, over the package's own" -
  time_ cache
  pairs_ "$pairs" cache ours
  ratios_ 'configure -C, over configure' -
}

# toy COUNT: $work/toy, tinypool with COUNT files more and a patch of each; its build directory, and the same for quilt alone.
toy() {
  rm -rf "$work/toy" "$work/bare"
  mkdir -p "$work/bare"
  cp -R "$top_srcdir/checks/tinypool" "$work/toy"
  chmod -R u+w "$work/toy"
  conf=$work/toy/patches/tinypool/series.conf
  sed -i.orig '/^+/d' "$conf"
  awk -v count="$1" -v toy="$work/toy" -v conf="$conf" 'BEGIN {
    for (n = 1; n <= count; n++) {
      file = toy "/source/src/more" n ".c"
      for (line = 1; line <= 200; line++) printf "/* line %d */\n", line >file
      patch = toy "/patches/tinypool/commit/more" n ".patch"
      printf "--- a/src/more%d.c\n+++ b/src/more%d.c\n@@ -98,6 +98,7 @@\n", n, n >patch
      for (line = 98; line <= 103; line++) printf "%s /* line %d */\n", line == 101 ? "+/* a line more */\n" : "", line >patch
      printf "+commit commit/more%d.patch\n", n >>conf
      print "commit/more" n ".patch" >(toy "/series")
      close(file)
      close(patch)
    }
  }'
  mkdir "$work/toy/b"
  (cd "$work/toy/b" && "$top_srcdir/configure" --quiet --with-recipe="$work/toy" --with-source="$work/toy/source" \
    --with-pool=commit --disable-fetch && make unpack) >"$work/said" 2>&1 || give_up "no toy: $(tail -n 3 "$work/said")"
  cp -R "$work/toy/source/." "$work/bare"
}

measure_patch() {
  exceeded=0
  for count in 1 10 100; do
    toy "$count"
    quilt="QUILT_PATCHES='$work/toy/patches/tinypool' QUILT_SERIES='$work/toy/series' quilt --quiltrc -"
    echo "cd '$work/toy/b' && make patch" | way patch-ours
    echo "cd '$work/toy/b' && make unpatch" >"$work/before-patch-ours"
    echo "cd '$work/bare' && $quilt push -a --fuzz=0" | way patch-quilt
    echo "cd '$work/bare' && { test ! -d .pc || $quilt pop -a; }" >"$work/before-patch-quilt"
    echo "cd '$work/bare' && while read -r patch; do patch -p1 --fuzz=0 <'$work/toy/patches/tinypool/'\$patch; done <'$work/toy/series'" |
      way patch-alone
    case $count in 1) limit=1.5 ;; 100) limit=1.1 ;; *) limit=- ;; esac
    pairs_ "$pairs" patch-ours patch-quilt
    ratios_ "make patch, $count in the series, over quilt" "$limit" || exceeded=1
    echo "rm -rf '$work/bare' && cp -R '$work/toy/source' '$work/bare'" >"$work/before-patch-alone"
    pairs_ "$pairs" patch-ours patch-alone
    ratios_ "make patch, $count in the series, over patch" -
  done
  return "$exceeded"
}

# build_with STRATEGY: the words of a build, its installation and its proof, in the current directory.
build_with() {
  printf '%s\n' "'$top_srcdir/configure' --quiet --with-pool=$1 --with-source='$tarball' --prefix=\"\$PWD/local\" &&" \
    "make -j$jobs install && make proof"
}

# full_build: the way `full` is one from nothing, in $work/full.d.
full_build() {
  echo "rm -rf '$work/full.d' && mkdir '$work/full.d'" >"$work/before-full"
  { echo "cd '$work/full.d'" && build_with commit; } | way full
}

measure_strategy() {
  full_build
  { echo "cd '$work/full.d' &&" && build_with commit; } >"$work/before-strategy"
  { echo "cd '$work/full.d'" && build_with noreserve; } | way strategy
  pairs_ "$pairs" strategy full
  ratios_ 'another strategy, over a full build' 0.1
}

# twenty_cells: cells of the matrix that build this package and version, whatever the machine's setting of huge pages.
twenty_cells() {
  awk -F '\t' -v OFS='\t' -v package="${where%%"$tab"*}" '
    !/^#/ && $9 "-" $10 == package && $17 == "build" && count < 20 { count++; $12 = "-"; print }
    END { exit count != 20 }' "$top_srcdir/checks/matrix/matrix.tsv" >"$work/cells.tsv" || give_up 'the matrix has not 20 such cells'
}

measure_cells() {
  exceeded=0
  full_build
  twenty_cells
  for way in cold warm; do
    {
      echo "cd '$work/cells.d' && MATRIX_TABLE='$work/cells.tsv' CCACHE_DIR='$work/ccache' && export MATRIX_TABLE CCACHE_DIR"
      test "$way" = warm || echo "'$top_srcdir/configure' --quiet --with-source='$tarball' --with-distfiles='${tarball%/*}'"
      echo "make -j$jobs matrix"
    } | way "cells-$way"
  done
  echo "rm -rf '$work/cells.d' '$work/ccache' && mkdir '$work/cells.d'" >"$work/before-cells-cold"
  # The directories of the cells go, and what they share, whose names begin with a dot, stays.
  echo "rm -rf '$work/cells.d/matrix'/*" >"$work/before-cells-warm"
  for way in cold warm; do
    case $way in cold) limit=12 ;; warm) limit=4 ;; esac
    pairs_ "$pairs" "cells-$way" full
    ratios_ "20 cells, $way, over a full build" "$limit" || exceeded=1
  done
  return "$exceeded"
}

# table TITLE: of the case at hand.
table() {
  printf '\ntable\tbench-%s\t%s\tmake bench-pipeline\t%s: median of %s pairs\n' "$case" "$where" "$1" "$pairs" >>"$results"
  printf 'what\twall time\tleast to greatest\tcpu time\tleast to greatest\tlimit\n' >>"$results"
}

: >"$results"
where=$(sh "$top_srcdir/checks/bench/where.sh")
heads_
status=0
for case in "$@"; do
  case $case in
    job) table 'spkg-install over tar, patch, configure, make and make install by hand'; measure_job || status=1 ;;
    nothing) table 'spkg-install once more over make'; measure_nothing ;;
    configure) table "poolpatch's configure"; measure_configure ;;
    patch) table 'make patch, each patch for a file of its own'; measure_patch || status=1 ;;
    strategy) table 'another strategy in a directory that is built'; measure_strategy || status=1 ;;
    cells) table 'make matrix of cells that build'; measure_cells || status=1 ;;
    *) give_up "no such case: $case; see the head of $0" ;;
  esac
done
exit "$status"
