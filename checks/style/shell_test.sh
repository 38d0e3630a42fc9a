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

# Each version finds something that others don't; the scripts are clean with these.
known_shellchecks='0.9 0.10 0.11'

# SC1091: a file that is not there to be followed, as shunit2, is nothing wrong with the script.
test_shellcheck_finds_nothing() {
  require_program_ shellcheck || return 0
  version=$(shellcheck --version | sed -n 's/^version: *//p')
  case " $known_shellchecks " in
    *" ${version%.*} "*) ;;
    *)
      skip_ "shellcheck $version: the scripts are known to be clean with $known_shellchecks"
      return 0 ;;
  esac
  cd "$top_srcdir" || return
  found=$(shell_scripts_ | tr '\n' '\0' | xargs -0 -n 12 -P 2 shellcheck --external-sources --exclude=SC1091 --format=gcc 2>&1)
  assertEquals '' "$found"
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
