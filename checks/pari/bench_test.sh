#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# gp's own tests say the same in the patched gp as in an upstream build of the same source: those of `make bench`, and that of
# its memory, with the stack that gp starts with, and with one that is small and may grow.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/pari/paris.sh
. "$top_srcdir/checks/pari/paris.sh"

tests='objets analyz number polyser linear elliptic sumiter graph program trans nfields memory'

# says_ FILE: without what differs from run to run.
says_() {
  sed '/Total time spent/d; s/[0-9][0-9,.]* *ms//g' "$1"
}

# same_ [OPTION]...
same_() {
  asked=0 right=0
  require_paris_ upstream installed || return 0
  for name in $tests; do
    gp_ upstream "$name" "$@" >upstream.out &
    gp_ installed "$name" "$@" >installed.out
    wait
    assertTrue "$name: nothing was said" 'test -s upstream.out'
    says_ upstream.out >upstream.says
    says_ installed.out >installed.says
    assertEquals "$name" '' "$(diff upstream.says installed.says)"
    expected=$tree/src/test/64/$name
    test -f "$expected" || expected=$tree/src/test/32/$name
    asked=$((asked + 1))
    says_ "$expected" | cmp -s - installed.says && right=$((right + 1))
  done
  echo "$asked tests say the same in both, $right of them what src/test has"
}

test_with_the_stack_gp_starts_with() {
  same_
  assertEquals 'what src/test has' "$asked" "$right"
}

test_with_a_stack_that_may_grow() {
  same_ -D parisize=1M -D parisizemax=512M
}

. shunit2
