# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/show.awk: tables in the form of docs/results.tsv, for a terminal: columns of one width, numbers to the right.

function show_table(    row, column, cell, line) {
  for (row = 1; row <= rows; row++) {
    line = ""
    for (column = 1; column <= columns; column++) {
      cell = cells[row, column]
      line = line sprintf(numbers[column] ? "%" width[column] "s  " : "%-" width[column] "s  ", cell)
    }
    sub(/ *$/, "", line)
    print line
  }
  rows = columns = 0
  split("", width)
  split("", numbers)
}

BEGIN { FS = "\t" }
/^#/ { next }
$0 == "" { show_table(); next }
$1 == "table" { print ""; print $NF; next }
{
  rows++
  columns = NF > columns ? NF : columns
  for (i = 1; i <= NF; i++) {
    cells[rows, i] = $i
    if (length($i) > width[i]) width[i] = length($i)
    if (rows == 2) numbers[i] = 1
    if (rows > 1 && $i !~ /^[0-9.]+$/) numbers[i] = 0
  }
}
END { show_table() }
