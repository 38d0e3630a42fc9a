# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/docs/lib.sh: the pages and the blocks on them; sourced after checks/lib.sh.
#
# A block's fence says what becomes of it:
#
#   sh           it is run by run_test.sh, with the fixture in the place of GAP
#   sh gap       it is run by checks/gap/pages_test.sh, with the installed GAP
#   KIND file=F  it is the file F for the blocks that are run
#   other words  blocks.tsv says who checks it, or why nobody does
#
#   pages_                 prints the pages: README.md, CONTRIBUTING.md and those of docs/
#   blocks_ PAGE DIR       writes the blocks of PAGE to DIR/01, DIR/02, ... and their fences to DIR/01.fence, ...
#   commands_ PAGE         prints the commands that stand in its lines: `poolpatch ...` and the like
# shellcheck shell=sh
# shellcheck disable=SC2154 # checks/lib.sh sets top_srcdir

pages_() {
  (cd "$top_srcdir" && find README.md CONTRIBUTING.md docs -name '*.md' | sort)
}

blocks_() {
  mkdir -p "$2"
  awk -v dir="$2" '
    /^```/ && !inside { inside = 1; name = sprintf("%s/%02d", dir, ++n); print substr($0, 4) >(name ".fence"); printf "" >name; next }
    /^```/ { inside = 0; close(name); next }
    inside { print >name }' "$top_srcdir/$1"
}

# shellcheck disable=SC2016 # backticks are Markdown's
commands_() {
  awk '
    /^```/ { inside = !inside }
    inside { next }
    {
      line = line " " $0
      if ($0 == "") { print line; line = "" }
    }
    END { print line }' "$top_srcdir/$1" | grep -o '`[^`]*`' | tr -d '`' | grep -E '^(poolpatch|poolstat|make|\./[a-z-]+) '
}
