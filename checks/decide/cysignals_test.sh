#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# When configure warns of cysignals: a row for each case.
# shellcheck disable=SC2034,SC2154 # what the rows read, and what the functions under test read and set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/decide/lib.sh"

oneTimeSetUp() {
  use_package_ gap
}

# warns_ TEXT CYSIGNALS STRATEGY [FACT]...: with TEXT in the warning; no warning if TEXT is empty.
warns_() {
  text_=$1 cysignals_=$2 strategy_=$3
  shift 3
  facts_ host_os=cygwin "$@"
  pool_strategy=$strategy_
  decide_cysignals "$cysignals_"
  assertEquals "status of $cysignals_ $strategy_ $*" 0 $?
  if test -n "$text_"; then
    assertContains "$cysignals_warning" "$text_"
  else
    assertEquals "$cysignals_ $strategy_ $*" '' "$cysignals_warning"
  fi
}

older='takes each first touch of reserved memory for a crash, and this pool relies on them: install cysignals 1.10.2 or later'

suite() {
  rows_ warns_ <<'END'
noreserve_with_an_older_one|"$older, or use --with-pool=commit" 1.9.9 noreserve version=4.10.2
noreserve_with_a_much_older_one|"on Cygwin cysignals 1.8.1 $older" 1.8.1 noreserve version=4.10.2
noreserve_with_the_first_that_lets_them_pass|'' 1.10.0 noreserve version=4.10.2
noreserve_with_that_of_sage|'' 1.10.2 noreserve version=4.10.2
noreserve_with_one_of_today|'' 1.12.6 noreserve version=4.10.2
noreserve_with_a_later_major_version|'' 2.0 noreserve version=4.10.2
numbers_are_no_text|"$older" 1.9 noreserve version=4.10.2
a_prerelease_counts_as_its_release|'' 1.10.0rc1 noreserve version=4.10.2
noreserve_without_any|'' no noreserve version=4.10.2
noreserve_where_nobody_can_be_asked|'' unknown noreserve version=4.10.2
noreserve_on_msys|"$older" 1.9.0 noreserve version=4.10.2 host_os=msys
noreserve_elsewhere|'' 1.9.0 noreserve version=4.10.2 host_os=linux-gnu
noreserve_with_32_bits|'' 1.9.0 noreserve version=4.10.2 address_bits=32
upstream_that_relies_on_them|"$older" 1.9.0 upstream version=4.11.0
upstream_that_relies_on_them_with_a_newer_one|'' 1.10.2 upstream version=4.14.0
upstream_that_does_not|'' 1.9.0 upstream version=4.10.2
upstream_that_callocs|'' 1.9.0 upstream version=4.14.0 madvise=no
commit_with_an_older_one|'' 1.8.1 commit version=4.14.0
commit_with_an_unreadable_one|'' what commit version=4.14.0
an_unreadable_one|"can't be read: 'what'" what noreserve version=4.10.2
no_commit_to_be_had|"$older" 1.9.0 noreserve version=4.10.2 mmap_commit=no
END
  functions_
}

test_commit_is_no_remedy_where_it_can_not_be_had() {
  facts_ host_os=cygwin version=4.10.2 mmap_commit=no
  pool_strategy=noreserve
  decide_cysignals 1.9.0
  assertNotContains "$cysignals_warning" commit
}

. shunit2
