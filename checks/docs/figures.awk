# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/docs/figures.awk: awk -f figures.awk figures.tsv PAGE..., in the top: the figures in the prose of the pages.
#
# Prose is all but headings, blocks, what stands in backticks, targets of links and the tables that are made. A figure is a
# number there, in digits or as a word from "two" on, unless figures.tsv calls its form none. Prints each that no row of
# figures.tsv covers, each row whose words are not on its page, and each whose source says otherwise.

function hide_at(from, size,    filler) {
  filler = sprintf("%" size "s", "")
  gsub(/ /, "~", filler)
  prose = substr(prose, 1, from - 1) filler substr(prose, from + size)
}

function hide(regex) {
  while (match(prose, regex)) hide_at(RSTART, RLENGTH)
}

# The paragraph in text, whose lines end where ends says.
function look(    i, at, from, size, line) {
  prose = text
  hide("`[^`]*`")
  hide("\\]\\([^)]*\\)")
  for (i = 1; i <= rows; i++) {
    if (page[i] != "*" && page[i] != name) continue
    for (at = 1; (from = index(substr(text, at), words[i])) > 0; at += from) {
      hide_at(at + from - 1 + before[i], length(figure[i]))
      seen[i] = 1
    }
  }
  for (i = 1; i <= kinds; i++) hide(none[i])
  while (match(tolower(prose), number)) {
    from = RSTART
    size = RLENGTH
    for (line = 1; ends[line] <= from; line++) {}
    print name ":" first + line - 1 ": a figure without a row: ..." substr(text, from > 30 ? from - 30 : 1, 60)
    hide_at(from, size)
  }
  text = ""
  lines = 0
}

function value(figure) {
  gsub(/,/, "", figure)
  return tolower(figure) in cardinal ? cardinal[tolower(figure)] : figure
}

function cell(table, version, row, column,    line, field, here, i, at, found) {
  while ((getline line <"docs/results.tsv") > 0) {
    split(line, field, "\t")
    if (field[1] == "table") here = field[2] == table && field[3] == version
    else if (line == "") at = 0
    else if (here && !at) for (i = 1; i in field; i++) if (field[i] == column && !at) at = i
    if (here && at && field[1] == row) found = field[at]
  }
  close("docs/results.tsv")
  return found
}

function count(file, regex,    line, found) {
  while ((getline line <file) > 0) found += line ~ regex
  close(file)
  return found + 0
}

# has(REGEX, FIGURE, NUMBER): does it have one of them, or NUMBER of KiB or MiB?
function has(regex, figure, number) {
  return index(regex, tolower(figure)) || regex ~ "(^|[^0-9])(" number "|" number * 1024 "|" number * 1048576 ")([^0-9]|$)"
}

# check(I): prints what the source of row I says, if that is not the figure.
function check(i,    field, is, says) {
  split(source[i], field, "\t")
  is = value(figure[i])
  if (field[3] == "cell") {
    says = sprintf("%." (index(is, ".") ? length(is) - index(is, ".") : 0) "f", cell(field[4], field[5], field[6], field[7]))
  } else if (field[3] == "count") {
    says = count(field[4], field[5])
  } else if (field[3] == "files") {
    ("ls " field[4] " | wc -l") | getline says
  } else if (field[3] == "line" && count(field[4], field[5])) {
    says = has(field[5], figure[i], is) ? is : "another figure"
  }
  if (says != is || says == "") print row[i] ": its source says: " (says == "" ? "nothing" : says)
}

BEGIN {
  FS = "\t"
  split("one two three four five six seven eight nine ten eleven twelve thirteen", list, " ")
  for (i in list) cardinal[list[i]] = i
  number = "(^|[^a-z0-9_.~#/-])([0-9][0-9.,]*|(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|" \
    "(thir|four|fif|six|seven|eigh|nine)teen|(twen|thir|for|fif|six|seven|eigh|nine)ty|" \
    "(hundred|thousand|dozen)s?|quarter|eighth|sixteenth)([^a-z]|$))"
}

FILENAME ~ /figures\.tsv$/ {
  if (/^#/ || $0 == "") next
  if ($1 == "none") { none[++kinds] = $2; next }
  page[++rows] = $1
  row[rows] = FILENAME ":" FNR ": " $2
  before[rows] = index($2, "{") - 1
  figure[rows] = substr($2, index($2, "{") + 1, index($2, "}") - index($2, "{") - 1)
  words[rows] = $2
  gsub(/[{}]/, "", words[rows])
  source[rows] = $0
  next
}
FNR == 1 { look() }
/^```/ { block = !block }
/^<!-- results / { made = 1 }
/^<!-- end/ { made = 0 }
block || made || /^(```|#|    |<!--|$)/ { look(); next }
{
  if (text == "") { first = FNR; name = FILENAME }
  text = text $0 " "
  ends[++lines] = length(text)
}
END {
  look()
  for (i = 1; i <= rows; i++) {
    if (!seen[i]) print row[i] ": no such words on " page[i]
    check(i)
  }
}
