#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Versions as X.Y.Z, their order, and the boundaries that a version has reached.
# shellcheck disable=SC2154 # what the functions under test set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/decide/lib.sh"

counts_as_() { # counts_as_ EXPECTED VERSION
  version_parse "$2"
  assertEquals "status of $2" 0 $?
  assertEquals "$2" "$1" "$version"
}

order_() { # order_ EXPECTED A B
  version_compare "$2" "$3"
  assertEquals "status of $2, $3" 0 $?
  assertEquals "$2, $3" "$1" "$version_order"
  version_compare "$3" "$2"
  assertEquals "$3, $2" "$((-$1))" "$version_order"
}

declared='noreserve gap-4.10.0 gap-4.11.0 gapdoc-1.0.0 gap-4.13.0 cygwin gap-x'

reaches_() { # reaches_ VERSION [SYMBOL...]
  reached=$1
  shift
  # shellcheck disable=SC2086 # words
  version_symbols gap "$reached" $declared
  assertEquals "status of $reached" 0 $?
  assertEquals "$reached" "$*" "$version_symbols"
}

test_releases_stay_as_they_are() {
  for text in 4.10.2 4.14.0 10.20.30 0.0.0; do
    counts_as_ "$text" "$text"
  done
}

test_missing_numbers_are_zero() {
  counts_as_ 4.14.0 4.14
  counts_as_ 4.14.0 4.14.
}

test_prereleases_count_as_their_release() {
  counts_as_ 4.15.0 4.15dev
  counts_as_ 4.15.0 4.15.dev
  counts_as_ 4.16.1 4.16.1-beta1
  counts_as_ 4.12.2 4.12.2pre
  counts_as_ 4.13.0 4.13.0-alpha2
  counts_as_ 4.12.2 4.12.2-17-g0123abc
}

test_leading_zeros_do_not_count() {
  counts_as_ 4.8.9 04.008.09
  counts_as_ 0.0.0 00.00.00
  order_ 0 4.08.0 4.8
  order_ -1 4.09.0 4.10
}

test_numbers_after_the_third_do_not_count() {
  counts_as_ 4.14.0 4.14.0.3
}

test_what_is_no_version_is_refused() {
  for text in '' 4 4. 4.dev .4 dev v4.14.0 4..2 ' 4.14.0' -4.14 '*.*'; do
    version_parse "$text"
    assertEquals "status of '$text'" 1 $?
    assertEquals "'$text'" '' "$version"
    assertEquals "the version can't be read: '$text'; expected X.Y or X.Y.Z" "$version_error"
    version_compare "$text" 4.14.0
    assertEquals "'$text' is not compared" 1 $?
    version_reaches 4.14.0 "$text"
    assertEquals "'$text' is not reached" 2 $?
  done
}

test_long_text_is_cut_in_the_message() {
  text=x$(printf '%0200d' 0)
  version_parse "$text"
  assertEquals "the version can't be read: '$(printf '%.100s' "$text")...'; expected X.Y or X.Y.Z" "$version_error"
}

test_order_is_that_of_numbers_not_of_text() {
  order_ 0 4.14 4.14.0
  order_ -1 4.9.3 4.10.0
  order_ -1 4.10.0 4.100.0
  order_ 1 5.0 4.99.99
  order_ 1 4.14.10 4.14.9
  order_ -1 4.19.0 4.21.0
  order_ -1 4.13.9 4.14.0
  order_ 0 4.15dev 4.15.0-beta1
}

test_numbers_may_be_longer_than_a_shell_counts() {
  long=$(printf '%0200d' 0 | tr 0 9)
  order_ -1 "4.$long.0" "4.1$long.0"
  order_ -1 "4.${long}8.0" "4.${long}9.0"
  order_ 0 "4.$long" "4.$long.0"
  order_ 1 99999999999999999999.0 18446744073709551616.0
}

test_reaches_is_not_older() {
  version_reaches 4.11.0 4.11 || fail 'the same'
  version_reaches 4.12 4.11.3 || fail 'newer'
  version_reaches 4.10.9 4.11
  assertEquals 'older' 1 $?
}

test_symbols_are_cumulative() {
  reaches_ 4.9.3
  reaches_ 4.10.0 gap-4.10.0
  reaches_ 4.10.2 gap-4.10.0
  reaches_ 4.11.0 gap-4.10.0 gap-4.11.0
  reaches_ 4.13.0 gap-4.10.0 gap-4.11.0 gap-4.13.0
  reaches_ 5.0 gap-4.10.0 gap-4.11.0 gap-4.13.0
}

test_symbols_compare_numbers_not_text() {
  reaches_ 4.9
  reaches_ 4.100.0 gap-4.10.0 gap-4.11.0 gap-4.13.0
}

test_symbols_of_a_prerelease() {
  reaches_ 4.13dev gap-4.10.0 gap-4.11.0 gap-4.13.0
}

test_the_name_is_the_callers() {
  # shellcheck disable=SC2086 # words
  version_symbols gapdoc 1.6.7 $declared
  assertEquals 'gapdoc-1.0.0' "$version_symbols"
}

test_a_version_that_can_not_be_read_has_no_symbols() {
  # shellcheck disable=SC2086 # words
  version_symbols gap unknown $declared
  assertEquals 1 $?
  assertEquals '' "$version_symbols"
}

test_a_boundary_that_can_not_be_read_is_an_error() {
  version_symbols gap 4.14.0 gap-4.13.0 gap-4
  assertEquals 1 $?
  assertContains "$version_error" "'4'"
}

. shunit2
