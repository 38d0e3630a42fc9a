#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# gp's own tests say the same in the patched gp as in an upstream build of the same source: those of `make test-all`, and those
# of `make bench` and of its memory again with a stack that is small and may grow.  What takes more than three seconds by what
# src/test has is left out, or all would take ten minutes of a processor: PARI_TESTS=all takes it in.

# shellcheck disable=SC2154 # settings.sh sets the tree

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/pari/paris.sh
. "$top_srcdir/checks/pari/paris.sh"
# shellcheck source=checks/pari/tests.sh
. "$top_srcdir/checks/pari/tests.sh"

# says_ FILE: without what differs from run to run, and where the data are that a gp has not.
# shellcheck disable=SC2016 # gp quotes with backquotes
says_() {
  sed '/Total time spent/d; s/[0-9][0-9,.]* *ms//g; s|`/[^ ]*/share/pari/|`|g' "$1"
}

# expected_ NAME: the file with what it is to say.
expected_() {
  expected=$tree/src/test/64/$1
  test -f "$expected" || expected=$tree/src/test/32/$1
}

# short_ NAME: is it to be asked?
short_() {
  test "${PARI_TESTS-}" != all || return 0
  expected_ "$1"
  took_=$(sed -n 's/^Total time spent: \([0-9]*\)$/\1/p' "$expected" 2>/dev/null)
  test "${took_:-0}" -le 3000
}

# same_ 'NAME...' [OPTION]...: these tests.
same_() {
  asked=0 wrong='' left_out=''
  names=$1
  shift
  require_paris_ upstream installed || return 0
  for name in $names; do
    short_ "$name" || { left_out="$left_out $name"; continue; }
    gp_ upstream "$name" "$@" >upstream.out &
    gp_ installed "$name" "$@" >installed.out
    wait
    says_ upstream.out >upstream.says
    says_ installed.out >installed.says
    assertEquals "$name" '' "$(diff upstream.says installed.says)"
    expected_ "$name"
    says_ "$expected" >expected.says 2>/dev/null || :
    assertTrue "$name: nothing was said" 'test -s upstream.says || ! test -s expected.says'
    asked=$((asked + 1))
    cmp -s expected.says installed.says || wrong="$wrong $name"
  done
  echo "$asked tests compared; not what src/test has:${wrong:- none}; left out:${left_out:- none}"
}

test_all_with_the_stack_gp_starts_with() {
  same_ "$(own_tests_ test_extra)"
  assertTrue "$asked tests" "test $asked -gt 200"
  for name in $(own_tests_ test_basic); do
    assertNotContains "what src/test has" "$wrong " " $name "
  done
}

test_bench_with_a_stack_that_may_grow() {
  same_ "$(own_tests_ test_basic) memory" -D parisize=1M -D parisizemax=512M
}

. shunit2
