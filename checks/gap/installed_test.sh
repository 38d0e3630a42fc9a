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

# A minute where they are not built yet.
test_manuals_are_built_and_lead_to_each_other() {
  require_gap_ || return 0
  touch marker
  make -C "$top_builddir" docs >log 2>&1
  assertEquals "$(cat log)" 0 $?
  books_=$(cd "$tree" && package_books)
  assertContains "$books_" ref
  for book_ in $books_; do
    for file_ in chap0.html chap0_mj.html chap0.txt manual.six manual.lab manual.css; do
      assertTrue "$book_/$file_" "test -s '$top_builddir/manuals/$book_/$file_'"
    done
  done
  assertTrue 'a link to the reference manual' "grep -q '\"../ref/chap41.html#' '$top_builddir'/manuals/tut/*.html"
  assertEquals 'the source stays' '' "$(find "$tree/doc/" -newer marker)"
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
