#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/gap.sh PAIRS [CASE...]: what the installed GAP costs over the upstream one (the variant): whole processes,
# in pairs run one after the other, the order changing from pair to pair.  CASE: see case_ (default: all).  Prints the
# median of the pairs' ratios of wall and of cpu (user and system) time, the least and the greatest of each, and the limit
# of the median.  The limits are those of the system's setting of transparent huge pages; with ALLOW_SYSCTL=yes, as root, all
# is measured with each of the three settings, for the whole machine; what was set is set back whatever happens.
# The table also goes to checks/bench/gap.tsv, in the form of docs/results.tsv.
# Needs hyperfine.  Environment: top_srcdir, top_builddir, ALLOW_SYSCTL.
# Exit status: 0; 1 a limit is exceeded; 99 it can't be measured.

set -eu

pairs=$1
shift
test $# -gt 0 || set -- loop loop-collected loop-idle start fork testinstall
: "${top_srcdir:?is to be set}"
# shellcheck source=checks/bench/pairs.sh
. "$top_srcdir/checks/bench/pairs.sh"
# shellcheck source=checks/gap/gaps.sh
. "$top_srcdir/checks/gap/gaps.sh"
for gap in upstream installed; do
  program=$(directory_ "$gap" bindir)/gap
  test -x "$program" || give_up "$program is missing: build it ('make variants' the upstream one)"
done
use_gap_ installed
# shellcheck disable=SC2034 # testinstall fails without all packages, which pairs.sh is to ignore
ignore_failure=yes
work=$(mktemp -d "${TMPDIR:-/tmp}/poolpatch-bench.XXXXXX")
switch=/sys/kernel/mm/transparent_hugepage/enabled
# setting_now_: which of its words is chosen; none without huge pages.
setting_now_() {
  sed -n 's/.*\[\(.*\)\].*/\1/p' "$switch" 2>/dev/null || echo none
}
found=$(setting_now_)
settings=$found
test "${ALLOW_SYSCTL-}" != yes || {
  test -w "$switch" || give_up "ALLOW_SYSCTL=yes: $switch can't be written; expected a Linux with huge pages, and root; run as root"
  settings='madvise always never'
}
trap 'test "$settings" = "$found" || echo "$found" >"$switch"; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# limit_ MADVISE OTHER: sets limit: what the median may be where the pool is the only one that asks for huge pages, and
# gets them; and elsewhere.
limit_() {
  limit=$2
  test "$setting" != madvise || ! grep -q '/huge-pages\.patch$' "$top_builddir/series" || limit=$1
}

# case_ NAME: sets what (for the table), limit (of the median), and writes $work/case.g.
case_() {
  garbage='l:=List([1..400],i->ListWithIdenticalEntries(131072,i)); l:=0;'
  case $1 in
    loop)
      what='ten times 400 MB and free it'
      limit_ 0.92 1.02
      echo "for k in [1..10] do $garbage od;" ;;
    loop-collected)
      what='the same, collected each time'
      limit_ 1.03 1.03
      echo "for k in [1..10] do $garbage CollectGarbage(true); od;" ;;
    loop-idle)
      what='the same, collected six times'
      limit_ 1.03 1.03
      echo "for k in [1..10] do $garbage for c in [1..6] do CollectGarbage(true); od; od;" ;;
    start)
      what='start and end'
      limit_ 0.90 1.01
      echo ;;
    fork)
      what='start, 300 commands with Exec'
      limit_ 0.55 1.02
      echo 'for k in [1..300] do Exec("true"); od;' ;;
    testinstall)
      what='testinstall'
      limit_ 1.00 1.01
      printf 'Read("%s/tst/testinstall.g");\n' "$tree" ;;
    *) give_up "no such case: $1; see case_ in checks/bench/gap.sh" ;;
  esac >"$work/case.g"
  echo 'QUIT;' >>"$work/case.g"
}

# program_ GAP: print a script that runs the case with it.
program_() {
  cat <<END2
exec sh '$top_srcdir/checks/gap/start.sh' '$1' -l ';$tree' -A -q -T -b -r --quitonbreak '$work/case.g' </dev/null
END2
}

run=$(cd "$top_builddir" && sh "$top_srcdir/checks/bench/where.sh")
results=$top_builddir/checks/bench/gap.tsv
mkdir -p "${results%/*}"
: >"$results"
program_ upstream >"$work/upstream"
program_ installed >"$work/installed"
status=0
# measure_ NAME: a case, in pairs.
measure_() {
  case_ "$1"
  for warm in upstream installed; do
    test "$1" = testinstall || time_ "$warm"
  done
  pairs_ "$pairs" installed upstream
  ratios_ "$what" "$limit"
}

for setting in $settings; do
  test "$setting" = "$(setting_now_)" || echo "$setting" >"$switch"
  echo "installed GAP over upstream: median of $pairs pairs (least to greatest), transparent huge pages: $setting"
  heads_
  {
    printf '\ntable\tbench-%s\t%s\tmake bench-gap\tinstalled GAP over upstream: median of %s pairs, transparent huge pages: %s\n' \
      "$setting" "$run" "$pairs" "$setting"
    printf 'program\twall time\tleast to greatest\tcpu time\tleast to greatest\tlimit\n'
  } >>"$results"
  for name in "$@"; do
    measure_ "$name" || status=1
  done
done
exit "$status"
