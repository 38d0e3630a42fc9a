# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/installed/tables.sh: what the checks of installed programs measure, as tables; sourced after checks/lib.sh.
#
# CHECK_RESULTS, if set, is a file that gets every table, in the form of docs/results.tsv; CHECK_RUN is then what
# checks/bench/where.sh prints.
# shellcheck shell=sh

# account_ FILE: its lines of processes that embed GAP.
account_() {
  awk -F '\t' '$7 == "steps" || $7 ~ /^python/' "$1"
}

# mib_ KIB: rounded up.
mib_() {
  printf '%s\n' $((($1 + 1023) / 1024))
}

# table_ NAME TITLE: begin a table; NAME is its own among all tables.  Like its rows it goes to the log, and in one piece
# with the others of this script to CHECK_RESULTS.
table_() {
  printf '%s\n' "$2"
  printf '\ntable\t%s\t%s\tchecks/%s\t%s\n' "$1" "${CHECK_RUN-}" "${0##*/checks/}" "$2" >>"$SHUNIT_TMPDIR/table"
}

# row_ CELL...: the next row, first of all the heads.  The first cell is a strategy, which label_ may give another name.
row_() {
  label_ "$1"
  shift
  { printf '%s' "$label" && printf '\t%s' "$@" && echo; } | tee -a "$SHUNIT_TMPDIR/table"
}

# label_ STRATEGY: sets label, what a table calls it.
label_() {
  label=$1
}

# keep_table_: at the end of a script; one with more to do then defines its own oneTimeTearDown.
keep_table_() {
  test -z "${CHECK_RESULTS-}" || test ! -e "$SHUNIT_TMPDIR/table" || cat "$SHUNIT_TMPDIR/table" >>"$CHECK_RESULTS"
  rm -f "$SHUNIT_TMPDIR/table"
}
oneTimeTearDown() { keep_table_; }

# at_most_ WHAT VALUE LIMIT
at_most_() {
  assertTrue "$1: $2, expected at most $3" "test '$2' -le '$3'"
}

at_least_() {
  assertTrue "$1: $2, expected at least $3" "test '$2' -ge '$3'"
}
