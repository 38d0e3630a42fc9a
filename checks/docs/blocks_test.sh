#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The commands of README.md and those in lines do what they say, as run_test.sh tries those of the other pages; and each block is
# run or has a reason not to be.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/docs/lib.sh
. "$top_srcdir/checks/docs/lib.sh"
# shellcheck source=checks/docs/run.sh
. "$top_srcdir/checks/docs/run.sh"

test_readme_builds_and_installs() {
  new_top_ || return 0
  run_page_ README.md
  assertTrue 'the program' 'test -x b/stage/usr/bin/tinypool'
  assertTrue 'the toolkit' 'test -x b/stage/usr/bin/poolstat'
  cp b/stage/usr/bin/tinypool my-program
  assertContains "$(sleep 2 | sh -c "$(commands_ README.md | grep my-program)" 2>&1)" 'pool: commit'
  ! command -v pkg-config >/dev/null || assertEquals commit "$(PKG_CONFIG_PATH=b/stage/usr/lib/pkgconfig \
    sh -c "$(grep -o 'pkg-config --variable=[^`]*' "$top_srcdir/docs/configure.md" | sed 's/-gap$/-tinypool/')")"
}

# Those with a word in capitals are patterns, and a verb that wants more is a name, not a command.  serial tells by its status.
test_commands_in_lines_work() {
  new_top_ || return 0
  for page in $(pages_); do
    commands_ "$page"
  done | grep '^poolpatch ' | grep -v -e '[A-Z][A-Z]' -e '^poolpatch [a-qt-z][a-z]*$' -e ' status$' | sort -u |
    for_tinypool_ >commands
  assertContains "$(cat commands)" 'export --format=debian'
  while IFS= read -r command <&3; do
    sh -c "$command" >log 2>&1 </dev/null
    status=$?
    case $command,$status in *serial,1) status=0 ;; esac
    assertEquals "$command: $(cat log)" 0 "$status"
  done 3<commands
  for file in debian/patches/series poolpatch.inc poolpatch.PKGBUILD poolpatch.cygport; do
    assertTrue "$file is written" "test -s $file"
  done
}

# A page with a block that is run has a test here or in run_test.sh; the other blocks are in the list, and the list has no
# others.
test_every_block_is_run_or_in_the_list() {
  for page in $(pages_); do
    blocks_ "$page" "blocks/$page"
    for fence in "blocks/$page"/*.fence; do
      test -f "$fence" || continue
      case $(cat "$fence") in
        sh) cat "$top_srcdir"/checks/docs/*_test.sh | grep -q -F "run_page_ $page" || fail "no test runs the commands of $page" ;;
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
