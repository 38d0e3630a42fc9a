# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/pairs.sh PAIRS [CASE...]: what the installed program costs over the upstream one (the variant): whole processes,
# in pairs run one after the other, the order changing from pair to pair.  CASE: see case_ of who sources this (default:
# all).  Prints the median of the pairs' ratios of wall and of cpu (user and system) time, the least and the greatest of each,
# and the limit of the median.  The limits are those of the system's setting of transparent huge pages; with
# ALLOW_SYSCTL=yes, as root, all is measured with each of the three settings, for the whole machine; what was set is set
# back whatever happens.  The table also goes to checks/bench/PACKAGE.tsv, in the form of docs/results.tsv.
# Needs hyperfine.  Environment: top_srcdir, top_builddir, ALLOW_SYSCTL.
# Exit status: 0; 1 a limit is exceeded; 99 it can't be measured.
#
# Who sources it sets program_name, all_cases and long_case, the one that is not run to warm up, and defines
#
#   case_ NAME      sets what (for the table) and limit (of the median; limit_ is for that), and writes into $work what it needs
#   program_ BUILD  prints a script that runs the case with it
# shellcheck shell=sh disable=SC2154,SC2317 # those, and what builds.sh sets; limit_ is called by them

give_up() {
  echo "${0##*/}: $*" >&2
  exit 99
}

command -v hyperfine >/dev/null || give_up "hyperfine is not installed; expected it on PATH; install it"
pairs=$1
shift
# shellcheck disable=SC2086 # words
test $# -gt 0 || set -- $all_cases
: "${top_srcdir:?is to be set}"
# shellcheck source=checks/installed/builds.sh
. "$top_srcdir/checks/installed/builds.sh"
for build in upstream installed; do
  program=$(directory_ "$build" bindir)/$program_name
  test -x "$program" || give_up "$program is missing: build it ('make variant-upstream' the upstream one)"
done
use_build_ installed
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

# time_ NAME: one run; appends NAME, wall and cpu seconds to times.
time_() {
  hyperfine --shell=none --runs 1 --ignore-failure --export-csv "$work/run.csv" --style none "sh '$work/$1'" \
    >"$work/hyperfine" 2>&1 || give_up "hyperfine failed: $(cat "$work/hyperfine")"
  awk -F , -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
    NR == 2 { print name, $column["mean"], $column["user"] + $column["system"] }' "$work/run.csv" >>"$work/times"
}

# ratios_: the row of a table for what stands in times, a pair after the other.
ratios_() {
  awk -v what="$what" -v limit="$limit" -v results="$results" '
    function median(list, count,   i, j, swap) {
      for (i = 2; i <= count; i++)
        for (j = i; j > 1 && list[j - 1] > list[j]; j--) { swap = list[j]; list[j] = list[j - 1]; list[j - 1] = swap }
      return count % 2 ? list[(count + 1) / 2] : (list[count / 2] + list[count / 2 + 1]) / 2
    }
    { wall[$1] = $2; cpu[$1] = $3 }
    NR % 2 == 0 { n++; walls[n] = wall["installed"] / wall["upstream"]; cpus[n] = cpu["installed"] / cpu["upstream"] }
    END {
      w = median(walls, n); c = median(cpus, n)
      printf "%-32s %5.3f (%.3f to %.3f)  %5.3f (%.3f to %.3f)  %s\n", what, w, walls[1], walls[n], c, cpus[1], cpus[n], limit
      printf "%s\t%5.3f\t%.3f to %.3f\t%5.3f\t%.3f to %.3f\t%s\n", what, w, walls[1], walls[n], c, cpus[1], cpus[n], limit >>results
      exit (w > limit + 0 || c > limit + 0)
    }' "$work/times"
}

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
  for warm in upstream installed; do
    test "$1" = "$long_case" || time_ "$warm"
  done
  : >"$work/times"
  pair=0
  while test "$pair" -lt "$pairs"; do
    pair=$((pair + 1))
    case $((pair % 2)) in
      1) time_ upstream; time_ installed ;;
      0) time_ installed; time_ upstream ;;
    esac
  done
  ratios_
}

for setting in $settings; do
  test "$setting" = "$(setting_now_)" || echo "$setting" >"$switch"
  echo "installed $package_title over upstream: median of $pairs pairs (least to greatest), transparent huge pages: $setting"
  printf '%-32s %-23s  %-23s  %s\n' '' 'wall time' 'cpu time' 'at most'
  {
    printf '\ntable\tbench-%s\t%s\tmake bench-%s\tinstalled %s over upstream: median of %s pairs, transparent huge pages: %s\n' \
      "$setting" "$run" "$package" "$package_title" "$pairs" "$setting"
    printf 'program\twall time\tleast to greatest\tcpu time\tleast to greatest\tlimit\n'
  } >>"$results"
  for name in "$@"; do
    measure_ "$name" || status=1
  done
done
exit "$status"
