#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Every shell script: what shellcheck has to say.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/style/lib.sh"

test_shellcheck_finds_nothing() {
  shell_scripts_ >scripts
  assert_shellcheck_finds_nothing_ <scripts
}

. shunit2
