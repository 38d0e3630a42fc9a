#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The installed GAP starts, computes, forks, and its live pool is what the strategy promises.

# shellcheck disable=SC2154 # settings.sh sets what configure found

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/gap/installed.sh
. "$top_srcdir/checks/gap/installed.sh"

test_starts_with_the_packages_it_needs() {
  require_gap_ || return 0
  # shellcheck disable=SC2016 # GAP's words
  printf 'Print(SortedList(RecNames(GAPInfo.PackagesLoaded)), "\\n");\n' | gap_ >loaded 2>&1
  assertEquals 'exit status' 0 $?
  for package_ in gapdoc primgrp smallgrp transgrp; do
    assertContains "$(cat loaded)" "\"$package_\""
  done
}

test_computes() {
  require_gap_ || return 0
  assertEquals 244823040 "$(gap_says_ 'Print(Size(MathieuGroup(24)), "\n");')"
  assertEquals 495057205241079648212477525/66 "$(gap_says_ 'Print(Bernoulli(50), "\n");')"
}

test_forks() {
  require_gap_ || return 0
  assertEquals forked "$(gap_says_ 'Exec("echo forked");')"
}

test_pool_is_what_the_strategy_promises() {
  require_gap_ || return 0
  cd "$top_builddir" || fail "no $top_builddir"
  rm -f stamps/proof
  line_=$(DESTDIR=$destdir sh "$top_srcdir/build/stages/prove.sh" 2>&1)
  assertEquals "$line_" 0 $?
  case $pool_strategy in
    # 4.11 and later reserve without charge on Cygwin by themselves.
    upstream) assertContains "$line_" 'pool: upstream' ;;
    *) assertContains "$line_" "pool: $pool_strategy, reserved 4096 MiB" ;;
  esac
}

. shunit2
