#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Each figure in the prose of the pages has a row in figures.tsv, and is what the source there says.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

# look_ PAGE...: in the working directory, which is like the top.
look_() {
  awk -f "$top_srcdir/checks/docs/figures.awk" checks/docs/figures.tsv "$@"
}

test_every_figure_is_that_of_its_source() {
  cd "$top_srcdir" || return
  # shellcheck disable=SC2046 # no name of ours has a blank
  assertEquals '' "$(look_ $(find README.md CONTRIBUTING.md docs pool packaging build/packages -name '*.md' | sort) 2>&1)"
}

# A page, rows and sources of its own: LINE OF THE PAGE|ROW|the beginning of what is said.
# shellcheck disable=SC2016 # backticks are Markdown's
test_what_is_found() {
  mkdir -p checks/docs docs m4
  : >m4/a.m4
  : >m4/b.m4
  for table in 't\tgap-0:7' 't\tgap-1:83.6' 'u\tgap-1:8'; do
    printf 'table\t%b\tx86\tmake\tT\nhead\tseconds\na row\t%s\n\n' "${table%:*}" "${table#*:}"
  done >docs/results.tsv
  printf 'most=16777216\nall=250000\n' >code.sh
  while IFS='|' read -r line row said; do
    printf '# Head 9\n\nFirst, `8`,\n%s\n\n```\n7\n```\n' "$line" >page.md
    printf 'none\tGAP [0-9.]*\tversion\npage.md\t%s\n' "$row" | tr '@' '\t' >checks/docs/figures.tsv
    assertEquals "$line, $row" "$said" "$(look_ page.md 2>&1 | cut -c 1-60 | sed 's/ $//')"
  done <<'END'
took 84 seconds|took {84} seconds@cell@t@gap-1@a row@seconds|
took 83.6 seconds|took {83.6} sec@cell@t@gap-1@a row@seconds|
took 83 seconds|took {83} seconds@cell@t@gap-1@a row@seconds|checks/docs/figures.tsv:2: took {83} seconds: its source say
GAP 4, 84 s, 9 s|{84} s@cell@t@gap-1@a row@seconds|page.md:4: a figure without a row: ...First, `8`, GAP 4, 84
of two macros|{two} macros@files@m4/*.m4|
of three macros|{three} macros@files@m4/*.m4|checks/docs/figures.tsv:2: {three} macros: its source says:
of 16 MiB|{16} MiB@line@code.sh@most=16777216|
of 250,000 files|{250,000} files@line@code.sh@all=250000|
of 260,000 files|{260,000} files@line@code.sh@all=250000|checks/docs/figures.tsv:2: {260,000} files: its source says:
of 250,000 files|{250,000} files@line@code.sh@all=250001|checks/docs/figures.tsv:2: {250,000} files: its source says:
two lines|{two} lines@count@code.sh@=|
END
  : >checks/docs/figures.tsv
  assertEquals 'page.md:4: a figure without a row: ...First, `8`, two lines ' "$(look_ page.md)"
  printf 'page.md\tno {5} words\tcount\tcode.sh\t.\n' >checks/docs/figures.tsv
  assertContains "$(look_ page.md)" 'figures.tsv:1: no {5} words: no such words on page.md'
}

. shunit2
