#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/measurements.sh TOP [RESULTS...]: the tables of the pages, made from what was measured.
#
# Each table of RESULTS, files in the form of TOP/docs/results.tsv, replaces that of its name and version there, or is added.
# Then README.md and docs/*.md in TOP get their tables anew: what stands between a line
#
#   <!-- results NAME PACKAGE-VERSION [COLUMNS [STRATEGY,...]] -->
#
# and <!-- end --> is that table, its COLUMNS (a list as cut(1) takes it; default all) of the rows of these strategies (default
# all), and what it is, with command, machine and date.  `make measurements` calls it.
# Exit status: 0; 1 a table is malformed, a page asks for one that is not there, or a file can't be written: nothing is changed.

set -eu

die() {
  printf 'measurements.sh: %s\n' "$*" >&2
  exit 1
}

top=${1:?usage: measurements.sh TOP [RESULTS...]}
shift
store=$top/docs/results.tsv
scratch=$(mktemp -d "${TMPDIR:-/tmp}/poolpatch-measurements.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# merge FILE...: the tables of all, a later one in the place of an earlier one of the same name and version.
merge() {
  awk -F '\t' '
    /^#/ { if (FNR == NR) print; next }
    $0 == "" { next }
    $1 == "table" && NF != 6 {
      printf "measurements.sh: %s:%d: a table has 6 fields, this one %d\n", FILENAME, FNR, NF > "/dev/stderr"
      exit failed = 1
    }
    $1 == "table" {
      key = $2 "\t" $3
      if (!(key in text)) order[++count] = key
      text[key] = ""
    }
    { text[key] = text[key] $0 "\n" }
    END { for (i = 1; i <= count && !failed; i++) printf "\n%s", text[order[i]] }' "$@"
}

# fill PAGE: prints it with its tables.
fill() {
  awk -v store="$scratch/store" -v page="$1" '
    function give_up(why) {
      printf "measurements.sh: %s:%d: %s\n", page, FNR, why > "/dev/stderr"
      exit failed = 1
    }
    # is_in(NUMBER, LIST): is it in LIST, as 1-3,5?
    function is_in(number, list,    part, ends, count, i) {
      if (list == "") return 1
      count = split(list, part, ",")
      for (i = 1; i <= count; i++) {
        if (split(part[i], ends, "-") == 1) ends[2] = ends[1]
        if (number >= ends[1] + 0 && number <= ends[2] + 0) return 1
      }
      return 0
    }
    # is_number(COLUMN): are all its cells numbers?
    function is_number(key, column,    row) {
      for (row = 2; row <= rows[key]; row++) {
        split(cell[key, row], cells, "\t")
        if (cells[column] !~ /^[-0-9.]*$/) return 0
      }
      return 1
    }
    function put(key, columns, strategies,    row, i, count, line, rule) {
      for (row = 1; row <= rows[key]; row++) {
        count = split(cell[key, row], cells, "\t")
        if (row > 1 && strategies != "" && index("," strategies ",", "," cells[1] ",") == 0) continue
        line = "|"
        for (i = 1; i <= count; i++) if (is_in(i, columns)) line = line " " cells[i] " |"
        print line
        if (row > 1) continue
        rule = "|"
        for (i = 1; i <= count; i++) if (is_in(i, columns)) rule = rule (is_number(key, i) ? "---:|" : "---|")
        print rule
      }
    }
    BEGIN {
      while ((getline line <store) > 0) {
        if (line == "" || line ~ /^#/) continue
        if (split(line, field, "\t") == 6 && field[1] == "table") {
          key = field[2] " " field[3]
          if (field[5] ~ /^(make |checks\/|\.\/)/) field[5] = "`" field[5] "`"
          what[key] = field[6] " (" field[5] "; " field[3] "; " field[4] ")"
        } else cell[key, ++rows[key]] = line
      }
    }
    !inside { print }
    /^<!-- results / {
      if (!($3 " " $4 in what)) give_up("no table " $3 " of " $4 " in docs/results.tsv")
      inside = 1
      print what[$3 " " $4] ":"
      print ""
      put($3 " " $4, $5 == "-->" ? "" : $5, $5 == "-->" || $6 == "-->" ? "" : $6)
    }
    inside && /^<!-- end -->/ { inside = 0; print ""; print }
    END { if (!failed && inside) give_up("<!-- end --> is missing"); exit failed }' "$1"
}

merge "$store" "$@" >"$scratch/store"
for page in "$top/README.md" "$top"/docs/*.md; do
  fill "$page" >"$scratch/page" || exit 1
  cmp -s "$scratch/page" "$page" || cp "$scratch/page" "$scratch/${page##*/}.new"
done
for new in "$scratch"/*.md.new; do
  test -f "$new" || continue
  name=${new##*/}
  name=${name%.new}
  page=$top/docs/$name
  test "$name" != README.md || page=$top/README.md
  cat "$new" >"$page" || die "$page can't be written"
  printf 'measurements: %s\n' "$name"
done
cmp -s "$scratch/store" "$store" || cat "$scratch/store" >"$store"
