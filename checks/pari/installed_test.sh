#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The installed gp starts, computes, runs commands, has its help, and its live stack is what the strategy promises.

# shellcheck disable=SC2154 # settings.sh sets what configure found

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/pari/paris.sh
. "$top_srcdir/checks/pari/paris.sh"

# gp_says_ COMMAND: what the installed gp prints for it.
gp_says_() {
  printf '%s\n' "$1" | sh "$start_sh" installed -q -f 2>&1
}

test_computes() {
  require_built_ pari || return 0
  assertEquals 495057205241079648212477525/66 "$(gp_says_ 'bernfrac(50)')"
  assertEquals "$package_version" "$(gp_says_ 'v=version();print(v[1],".",v[2],".",v[3])')"
}

test_runs_commands() {
  require_built_ pari || return 0
  assertContains "$(gp_says_ 'system("echo forked")')" forked
}

test_stack_grows_up_to_parisizemax() {
  require_built_ pari || return 0
  said=$(gp_says_ 'default(parisizemax,"512M");
print(#vector(20000000))')
  assertContains "$said" 'increasing stack size to 256000000'
  assertEquals 20000000 "$(printf '%s\n' "$said" | tail -n 1)"
}

test_has_its_help() {
  require_built_ pari || return 0
  assertContains "$(gp_says_ '?bernfrac')" 'Bernoulli'
}

test_stack_is_what_the_strategy_promises() {
  require_built_ pari || return 0
  cd "$top_builddir" || fail "no $top_builddir"
  rm -f stamps/proof
  line_=$(DESTDIR=$destdir sh "$top_srcdir/build/stages/prove.sh" 2>&1)
  assertEquals "$line_" 0 $?
  case $pool_strategy in
    commit) assertContains "$line_" 'pool: commit, reserved 1024 MiB, committed 64 MiB' ;;
    upstream) assertContains "$line_" "pool: $(package_upstream_pool), reserved 1024 MiB" ;;
  esac
}

. shunit2
