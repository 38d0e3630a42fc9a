# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/pairs.sh: two ways timed in pairs, one run after the other, the order changing from pair to pair, so that
# both meet the same machine.  Sourced by who measures, with $results, a file.  Sets work, a directory that
# goes when the script ends.  Needs hyperfine.
#
#   time_ NAME                runs the script $work/NAME, after $work/before-NAME if it is there, which is not timed; appends
#                             $pair, NAME and seconds, wall and cpu (user and system), to $work/times; ends the script if it
#                             fails, but not with ignore_failure=yes
#   pairs_ COUNT OURS BASE    times COUNT pairs of these two; with $tries each way as often within a pair, in turn, and the least
#                             counts: what else the machine does can only add time
#   ratios_ WHAT LIMIT        prints a row for what is in $work/times: the median of the pairs' ratios, ours over base, of
#                             wall and of cpu time, the least and the greatest of each, and the LIMIT of the medians (a number,
#                             or -); the same goes to $results, in the form of docs/results.tsv.  Status 1: a median exceeds it
#   heads_                    prints the heads of these rows
#   give_up MESSAGE           ends the script with status 99
# shellcheck shell=sh disable=SC2154 # the caller sets results

give_up() {
  echo "${0##*/}: $*" >&2
  exit 99
}
command -v hyperfine >/dev/null || give_up "hyperfine is not installed; expected it on PATH; install it"
work=$(mktemp -d "${TMPDIR:-/tmp}/poolpatch-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

time_() {
  test ! -f "$work/before-$1" || sh "$work/before-$1" >"$work/said" 2>&1 || give_up "before-$1: $(tail -n 3 "$work/said")"
  # shellcheck disable=SC2086 # an option, or none
  hyperfine --shell=none --runs 1 ${ignore_failure:+--ignore-failure} --export-csv "$work/run.csv" --show-output "sh '$work/$1'" \
    >"$work/hyperfine" 2>&1 || give_up "$1 failed: $(tail -n 5 "$work/hyperfine")"
  awk -F , -v pair="${pair:-0}" -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
    NR == 2 { print pair, name, $column["mean"], $column["user"] + $column["system"] }' "$work/run.csv" >>"$work/times"
}

pairs_() {
  : >"$work/times"
  ours=$2 base=$3 turn=0
  while test "$turn" -lt $(($1 * ${tries:-1})); do
    pair=$((turn / ${tries:-1} + 1))
    turn=$((turn + 1))
    case $((turn % 2)) in
      1) time_ "$base"; time_ "$ours" ;;
      0) time_ "$ours"; time_ "$base" ;;
    esac
  done
}

heads_() {
  printf '%-40s %-23s  %-23s  %s\n' '' 'wall time' 'cpu time' 'at most'
}

ratios_() {
  awk -v what="$1" -v limit="$2" -v results="$results" -v ours="$ours" -v base="$base" '
    function median(list, count,   i, j, swap) {
      for (i = 2; i <= count; i++)
        for (j = i; j > 1 && list[j - 1] > list[j]; j--) { swap = list[j]; list[j] = list[j - 1]; list[j - 1] = swap }
      return count % 2 ? list[(count + 1) / 2] : (list[count / 2] + list[count / 2 + 1]) / 2
    }
    function least(list, value) { if (!(($1, $2) in list) || value < list[$1, $2]) list[$1, $2] = value }
    { least(wall, $3); least(cpu, $4); n = $1 }
    END {
      for (i = 1; i <= n; i++) {
        walls[i] = wall[i, ours] / wall[i, base]
        cpus[i] = cpu[i, base] > 0 ? cpu[i, ours] / cpu[i, base] : 0
      }
      w = median(walls, n); c = median(cpus, n)
      printf "%-40s %5.3f (%.3f to %.3f)  %5.3f (%.3f to %.3f)  %s\n", what, w, walls[1], walls[n], c, cpus[1], cpus[n], limit
      printf "%s\t%5.3f\t%.3f to %.3f\t%5.3f\t%.3f to %.3f\t%s\n", what, w, walls[1], walls[n], c, cpus[1], cpus[n], limit >>results
      exit limit != "-" && (w > limit + 0 || c > limit + 0)
    }' "$work/times"
}
