#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/matrix/report.sh DIR: what is in DIR, the results of cells, as results.tsv (a line a cell, in the table's order:
# the result's columns and then the row's), junit.xml, index.html and summary.md, the counts and what failed.
#
# The page needs gnuplot for its plot, and says so where it is missing.
# Exit status: 0; 1 if a file can't be written.

set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=checks/matrix/lib.sh
. "$here/lib.sh"
LC_ALL=C
export LC_ALL
dir=$1
slowest=40 # of so many cells the plot shows the time

main() {
  rows | cut -f 2- | while IFS= read -r row; do
    test ! -f "$dir/${row%%"$tab"*}/result" || printf '%s\t%s\n' "$(cat "$dir/${row%%"$tab"*}/result")" "$row"
  done >"$dir/results.tsv.new"
  mv "$dir/results.tsv.new" "$dir/results.tsv"
  awk -f "$here/text.awk" -f "$here/junit.awk" -v dir="$dir" "$dir/results.tsv" >"$dir/junit.xml.new"
  mv "$dir/junit.xml.new" "$dir/junit.xml"
  summary >"$dir/summary.md"
  time_plot
  forks_plot real
  forks_plot modelled
  awk -f "$here/text.awk" -f "$here/html.awk" -v dir="$dir" -v slowest="$slowest" -v made="$(date -u '+%Y-%m-%d %H:%M') UTC" \
    -v machine="$(machine)" -v commit="$(commit)" "$dir/results.tsv" >"$dir/index.html.new"
  mv "$dir/index.html.new" "$dir/index.html"
}

# summary: for the page of a hosted job.
summary() {
  awk -F '\t' '
    { count[$2]++ }
    $2 == "fail" { gsub(/\|/, "\\|", $6); rows = rows "| " $1 " | " $6 " |\n" }
    END {
      printf "%d passed, %d failed, %d skipped\n", count["pass"], count["fail"], count["skip"]
      if (rows != "") printf "\n| failed | reason |\n|---|---|\n%s", rows
    }' "$dir/results.tsv"
}

time_plot() {
  sort -t "$tab" -k 3,3nr "$dir/results.tsv" | awk -F '\t' '$2 != "skip" { print $1 "\t" $3 }' | head -n "$slowest" >"$dir/time.tsv"
  draw time time.gp "cells=$(grep -c . "$dir/time.tsv" || :)"
}

# forks_plot HOW: what the last cell of each strategy measured, a column each.
forks_plot() {
  awk -F '\t' -v how="$1" '$2 == "pass" && $9 == how { print $17 "\t" $1 }' "$dir/results.tsv" | while IFS=$tab read -r strategy cell; do
    test ! -s "$dir/$cell/forks.tsv" || printf '%s\t%s\n' "$strategy" "$cell"
  done | awk -F '\t' -v dir="$dir" '
    { last[$1] = $2 }
    END {
      count = split("upstream noreserve commit", order, " ")
      for (i = 1; i <= count; i++) if ((cell = last[order[i]]) != "") {
        heads = heads "\t" cell
        for (n = 1; (getline line <(dir "/" cell "/forks.tsv")) > 0; n++) {
          split(line, field, "\t")
          if (!(n in row)) row[n] = field[1]
          row[n] = row[n] "\t" field[2]
        }
      }
      if (heads != "") print "children" heads
      for (n = 1; n in row; n++) print row[n]
    }' >"$dir/forks_$1.tsv"
  draw "forks_$1" ../bench/forks.gp "heading=''; paper=''"
}

# draw NAME PROGRAM WORDS: NAME.svg of NAME.tsv; nothing where there is nothing to draw, or to draw it with.  Black becomes
# the page's own colour of text.
draw() {
  : >"$dir/$1.svg"
  test -s "$dir/$1.tsv" && command -v gnuplot >/dev/null || return 0
  gnuplot -e "data='$dir/$1.tsv'; name='$1'; $3" "$here/$2" 2>"$dir/gnuplot.log" |
    sed -e '1,/<svg/{/<svg/!d;}' -e 's/rgb( *0, *0, *0)/currentColor/g; s/stroke="black"/stroke="currentColor"/g; s/fill="black"/fill="currentColor"/g; s/ color="black"//g' \
      >"$dir/$1.svg"
}

machine() {
  printf '%s, %s cores' "$(uname -srm)" "$(getconf _NPROCESSORS_ONLN)"
}

commit() {
  git -C "$top" describe --always --dirty 2>/dev/null || cat "$top/.tarball-version" 2>/dev/null || echo 'a release'
}

main
