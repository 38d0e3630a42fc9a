#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/matrix/diff.sh OLD NEW: what changed between two results: directories as ./matrix is, or their results.tsv.
#
# Prints a line for each cell that has another result, another decision, or that only one of them has, those that fail now
# first; and a last line with the counts.
# Exit status: 0 nothing fails that did not, 1 something does, 2 wrong usage.

set -eu

wrong_usage() {
  printf 'matrix-diff: %s; usage: diff.sh OLD NEW\n' "$*" >&2
  exit 2
}

# results_of PLACE: prints its file.
results_of() {
  if test -d "$1"; then printf '%s/results.tsv\n' "$1"; else printf '%s\n' "$1"; fi
}

test $# -eq 2 || wrong_usage 'two results are expected'
old=$(results_of "$1") new=$(results_of "$2")
for file in "$old" "$new"; do
  test -r "$file" || wrong_usage "$file does not exist: make matrix writes it"
done
awk -F '\t' '
  which == "old" { result[$1] = $2; decision[$1] = $4 ", " $5; old++; next }
  {
    new++
    if (!($1 in result)) line = "new        " $1 ": " $2
    else if ($2 != result[$1]) line = ($2 == "fail" ? "fails now  " : result[$1] == "fail" ? "mended     " : "changed    ") \
      $1 ": " result[$1] ", now " $2 ($6 == "" ? "" : ": " $6)
    else if ($2 != "skip" && $4 ", " $5 != decision[$1]) line = "decided    " $1 ": " decision[$1] ", now " $4 ", " $5
    else line = ""
    if ($2 == "fail" && result[$1] != "fail") { first = first line "\n"; worse++ }
    else if (line != "") { rest = rest line "\n"; other++ }
    delete result[$1]
  }
  END {
    for (id in result) { rest = rest "gone       " id "\n"; other++ }
    printf "%s%s%d cells before, %d now; %d fail now that did not, %d changed otherwise\n", first, rest, old, new, worse, other
    exit worse > 0
  }' which=old "$old" which=new "$new"
