#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Every C file compiles without a warning, with each compiler there is.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/style/lib.sh"

# compiled_by_ COMPILER: what it has to say. config.h is what configure makes for a project of the macros' tests.
# What needs other files is compiled where they are: pooltest.c and randomtest.c by checks/pool/; embed.c, with
# the same warnings as here, by checks/gap/cygwin.sh and checks/pari/paris.sh.
compiled_by_() {
  printf '#define ARENA "reserved"\n#define _GNU_SOURCE 1\n' >config.h
  files_ | grep '\.c$' | grep -v '/pooltest\.c$\|/randomtest\.c$\|/embed\.c$' | (
    cd "$top_srcdir" || exit
    tr '\n' '\0' | xargs -0 "$1" -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Werror -fsyntax-only -I"$work" -Ipool 2>&1 ||
      echo "$1 failed"
  )
}

test_there_are_files() {
  assertContains "$(files_)" poolstat/poolstat.c
}

test_gcc_has_nothing_to_say() {
  require_program_ gcc || return 0
  assertEquals '' "$(compiled_by_ gcc)"
}

test_clang_has_nothing_to_say() {
  require_program_ clang || return 0
  assertEquals '' "$(compiled_by_ clang)"
}

. shunit2
