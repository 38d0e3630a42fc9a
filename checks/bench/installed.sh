# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/installed.sh PAIRS [CASE...]: what the installed program costs over the upstream one (the variant): whole
# processes, in pairs (checks/bench/pairs.sh), of BENCH_TRIES runs each way but for the long case.  CASE: see case_ of who
# sources this (default: all).  Prints the median of the pairs' ratios of wall and of cpu (user and system) time, the least
# and the greatest of each, and the limit of the median.  The limits are those of the system's setting of transparent huge pages; with
# ALLOW_SYSCTL=yes, as root, all is measured with each of the three settings, for the whole machine; what was set is set
# back whatever happens.  The table also goes to checks/bench/PACKAGE.tsv, in the form of docs/results.tsv.
# Needs hyperfine.  Environment: top_srcdir, top_builddir, ALLOW_SYSCTL, BENCH_TRIES.
# Exit status: 0; 1 a limit is exceeded; 99 it can't be measured.
#
# Who sources it sets program_name, all_cases and long_case, the one that is not run to warm up, and defines
#
#   case_ NAME      sets what (for the table) and limit (of the median; limit_ is for that), and writes into $work what it needs
#   program_ BUILD  prints a script that runs the case with it
# shellcheck shell=sh disable=SC2154,SC2317 # those, and what builds.sh sets; limit_ is called by them

# shellcheck source=checks/bench/pairs.sh
. "${top_srcdir:?is to be set}/checks/bench/pairs.sh"
pairs=$1
shift
# shellcheck disable=SC2086 # words
test $# -gt 0 || set -- $all_cases
# shellcheck source=checks/installed/builds.sh
. "$top_srcdir/checks/installed/builds.sh"
for build in upstream installed; do
  program=$(directory_ "$build" bindir)/$program_name
  test -x "$program" || give_up "$program is missing: build it ('make variant-upstream' the upstream one)"
done
use_build_ installed
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

# limit_ MADVISE OTHER: sets limit: what the median may be where the pool is the only one that asks for huge pages, and
# gets them; and elsewhere.
limit_() {
  limit=$2
  test "$setting" != madvise || ! grep -q '/huge-pages\.patch$' "$top_builddir/series" || limit=$1
}

# A program's own tests may fail, as where not all packages are there.
# shellcheck disable=SC2034 # for pairs.sh
ignore_failure=yes
run=$(cd "$top_builddir" && sh "$top_srcdir/checks/bench/where.sh")
results=$top_builddir/checks/bench/$package.tsv
mkdir -p "${results%/*}"
: >"$results"
program_ upstream >"$work/upstream"
program_ installed >"$work/installed"
status=0
# measure_ NAME: a case, in pairs.
measure_() {
  case_ "$1"
  tries=$BENCH_TRIES
  test "$1" != "$long_case" || tries=1
  for warm in upstream installed; do
    test "$1" = "$long_case" || time_ "$warm"
  done
  pairs_ "$pairs" installed upstream
  ratios_ "$what" "$limit"
}

for setting in $settings; do
  test "$setting" = "$(setting_now_)" || echo "$setting" >"$switch"
  measured="installed $package_title over upstream: median of $pairs pairs of the least of $BENCH_TRIES, transparent huge pages: $setting"
  echo "$measured (least to greatest)"
  heads_
  {
    printf '\ntable\tbench-%s\t%s\tmake bench-%s\t%s\n' "$setting" "$run" "$package" "$measured"
    printf 'program\twall time\tleast to greatest\tcpu time\tleast to greatest\tlimit\n'
  } >>"$results"
  for name in "$@"; do
    measure_ "$name" || status=1
  done
done
exit "$status"
