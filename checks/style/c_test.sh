#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Every C file compiles without a warning, with gcc; analysis_test.sh has clang.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/style/lib.sh"

test_there_are_files() {
  assertContains "$(files_)" poolstat/poolstat.c
}

test_gcc_has_nothing_to_say() {
  require_program_ gcc || return 0
  assertEquals '' "$(compiled_by_ gcc)"
}

. shunit2
