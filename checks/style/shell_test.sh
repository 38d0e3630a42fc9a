#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Every shell script: what shellcheck has to say, and whether each shell of ours can read it.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/style/lib.sh"

# read_by_ SHELL [OPTION]: says which scripts it can't read.
read_by_() {
  shell_scripts_ | while IFS= read -r script; do
    "$@" -n "$top_srcdir/$script" 2>&1 || echo "$* can't read $script"
  done
}

test_there_are_scripts() {
  assertContains "$(shell_scripts_)" build/stages/patch.sh
  assertContains "$(shell_scripts_)" spkg-install
}

# All of them take most of a minute: that is checks/style/shellcheck_test.sh.
test_shellcheck_finds_nothing_in_what_is_edited() {
  is_checkout_ || { skip_ 'no git checkout: make check-long looks at every script'; return 0; }
  shell_scripts_ >scripts
  git -C "$top_srcdir" diff --name-only HEAD | grep -x -F -f scripts >edited
  test -s edited || { skip_ 'nothing is edited since the last commit: make check-long looks at every script'; return 0; }
  assert_shellcheck_finds_nothing_ <edited
}

# It is empty until shunit2 runs, so what is made of it before would be in the root directory.
test_no_script_reads_shunit_tmpdir_too_early() {
  assertEquals '' "$(cd "$top_srcdir" && shell_scripts_ | xargs grep -n '^[a-z_]*=.*SHUNIT_TMPDIR')"
}

test_dash_reads_every_script() {
  require_program_ dash || return 0
  assertEquals '' "$(read_by_ dash)"
}

test_bash_reads_every_script() {
  require_program_ bash || return 0
  assertEquals '' "$(read_by_ bash --posix)"
}

test_busybox_reads_every_script() {
  require_program_ busybox || return 0
  assertEquals '' "$(read_by_ busybox sh)"
}

. shunit2
