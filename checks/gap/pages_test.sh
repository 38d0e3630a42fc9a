#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The commands on the pages that only a GAP can serve, run with the installed one and an unpatched source of its version.

# shellcheck disable=SC2154 # settings.sh sets what configure found

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/gap/installed.sh
. "$top_srcdir/checks/gap/installed.sh"
# shellcheck source=checks/docs/lib.sh
. "$top_srcdir/checks/docs/lib.sh"

# new_top_: a directory with what the commands name, and gap and poolstat on PATH.
new_top_() {
  require_gap_ || return 1
  case $pool_strategy in commit) ;; *) skip_ "the pages tell of commit, not of $pool_strategy"; return 1 ;; esac
  upstream=$top_builddir/variants/upstream/src/gap-$package_version
  test -f "$upstream/src/sysmem.c" || { skip_ "no upstream GAP: 'make variants' builds one"; return 1; }
  mkdir gap-4.14.0
  cp -R "$upstream/src" gap-4.14.0/
  ln -s "$top_srcdir/patches" patches
  echo "exec '$top_srcdir/checks/installed/start.sh' installed \"\$@\"" | script_ bin/gap
  PATH=$work/bin:$top_builddir/poolstat:$PATH
}

test_commands_of_the_pages() {
  new_top_ || return 0
  count=0
  for page in $(pages_); do
    blocks_ "$page" "blocks/$page"
    for fence in "blocks/$page"/*.fence; do
      test "$(cat "$fence" 2>/dev/null)" = 'sh gap' || continue
      sh -eu "${fence%.fence}" >log 2>&1 </dev/null
      assertEquals "$page: $(cat "${fence%.fence}" log)" 0 $?
      count=$((count + 1))
    done
  done
  assertTrue "there are some: $count" "test $count -ge 2"
  assertTrue 'the patch is in' "grep -q mmap_pool gap-4.14.0/src/sysmem.c"
}

# What is resident is the machine's, and differs by a page table or two.
test_the_pool_is_the_one_that_the_readme_shows() {
  new_top_ || return 0
  shown=$(grep -o 'pool: commit, reserved [0-9]* MiB, committed [0-9]* MiB' "$top_srcdir/README.md")
  assertContains "$(poolstat --hold -- gap -q -T -n 2>&1)" "${shown:-no such line in README.md}"
}

. shunit2
