#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Each block of the pages is run or has a reason not to be; run_test.sh runs them.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/docs/lib.sh
. "$top_srcdir/checks/docs/lib.sh"

# A page with a block that is run has a test in run_test.sh; the other blocks are in the list, and the list has no others.
test_every_block_is_run_or_in_the_list() {
  for page in $(pages_); do
    blocks_ "$page" "blocks/$page"
    for fence in "blocks/$page"/*.fence; do
      test -f "$fence" || continue
      case $(cat "$fence") in
        sh) grep -q -F "run_page_ $page" "$top_srcdir/checks/docs/run_test.sh" || fail "no test runs the commands of $page" ;;
        'sh gap' | *' file='*) ;;
        *) printf '%s\t%s\n' "$page" "$(head -n 1 "${fence%.fence}")" ;;
      esac
    done
  done | sort >others
  grep -v '^#' "$top_srcdir/checks/docs/blocks.tsv" | cut -f 1,2 | sort >listed
  assertEquals 'blocks.tsv and the pages' '' "$(diff listed others)"
  assertEquals 'each with a reason' '' "$(grep -v '^#' "$top_srcdir/checks/docs/blocks.tsv" | awk -F '\t' 'NF != 3 || $3 == ""')"
}

# Those of packaging/ are run by the tests of the recipes, by the name in their fences.
test_every_block_of_a_recipe_is_run() {
  for page in "$top_srcdir"/packaging/*/README.md; do
    system=$(basename "$(dirname "$page")")
    sed -n 's/^```\([a-z].*\)/\1/p' "$page" | while IFS= read -r kind; do
      case $system,$kind in
        autotools,*) grep -q -e "block_ $kind" "$top_srcdir/checks/macros/example_test.sh" ;;
        *,sh) grep -q -e "run_block_ $system" "$top_srcdir/checks/packaging/${system}_test.sh" ;;
        debian,shell) grep -q -e 'block_ debian shell' "$top_srcdir/checks/packaging/release_test.sh" ;;
        *) grep -q -w -e "$kind" "$top_srcdir/checks/packaging/${system}_test.sh" ;;
      esac || echo "$system: $kind"
    done
  done >idle
  assertEquals '' "$(cat idle)"
}

# A block that is indented would escape all this.
test_every_block_has_a_fence() {
  for page in $(pages_); do
    awk -v page="$page" '/^```/ { inside = !inside } !inside && /^    [^ ]/ { print page ": " $0 }' "$top_srcdir/$page"
  done >indented
  assertEquals '' "$(cat indented)"
}

. shunit2
