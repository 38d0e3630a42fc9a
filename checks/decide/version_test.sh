#!/bin/sh
# Versions as X.Y.Z, and the boundaries that a version has reached.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

pool_version='' pool_version_error='' pool_symbols='' pool_boundaries='' # what the functions set
# shellcheck source=/dev/null # made by make-suite.sh
test -f "$suite/missing" || . "$suite/functions.sh"

assert_counts_as_ () # EXPECTED VERSION
{
  pool_version_normal "$2"
  assertEquals "status of $2" 0 $?
  assertEquals "$2" "$1" "$pool_version"
}

# Asserts the symbols of VERSION, in the order of their declaration.
assert_reaches_ () # VERSION [SYMBOL...]
{
  version_=$1
  shift
  pool_version_symbols gap "$version_" "$work/series.conf"
  assertEquals "status of $version_" 0 $?
  assertEquals "$version_" "$*" "$pool_symbols"
}

declare_symbols_ ()
{
  cat >"$work/series.conf" <<'END'
# Comment that names gap-4.99.0 and declares nothing.
#: gap-4.10.0  the tree is 4.10.0 or later
#: gap-4.11.0	the tree is 4.11.0 or later
#: noreserve   the strategy
#:gap-4.13.0  without a blank
#: gapdoc-1.0.0  of another package
+gap-4.12.0 used.but-not-declared.patch
END
}

test_releases_stay_as_they_are ()
{
  require_suite_ || return 0
  assert_counts_as_ 4.10.2 4.10.2
  assert_counts_as_ 4.14.0 4.14.0
  assert_counts_as_ 10.20.30 10.20.30
}

test_missing_numbers_are_zero ()
{
  require_suite_ || return 0
  assert_counts_as_ 4.14.0 4.14
}

test_prereleases_count_as_their_release ()
{
  require_suite_ || return 0
  assert_counts_as_ 4.15.0 4.15dev
  assert_counts_as_ 4.16.1 4.16.1-beta1
  assert_counts_as_ 4.12.2 4.12.2pre
  assert_counts_as_ 4.13.0 4.13.0-alpha2
  assert_counts_as_ 4.12.2 4.12.2-17-g0123abc
}

test_what_is_no_version_is_refused ()
{
  require_suite_ || return 0
  for version in '' 4 4. 4.dev .4 dev v4.14.0 4..2 ' 4.14.0' -4.14; do
    pool_version_normal "$version"
    assertEquals "status of '$version'" 1 $?
    assertEquals "'$version'" '' "$pool_version"
    assertContains "$pool_version_error" "can't be read: '$version'"
  done
}

test_symbols_are_cumulative ()
{
  require_suite_ || return 0
  declare_symbols_
  assert_reaches_ 4.9.3
  assert_reaches_ 4.10.0 gap-4.10.0
  assert_reaches_ 4.10.2 gap-4.10.0
  assert_reaches_ 4.11.0 gap-4.10.0 gap-4.11.0
  assert_reaches_ 4.13.0 gap-4.10.0 gap-4.11.0 gap-4.13.0
  assert_reaches_ 5.0 gap-4.10.0 gap-4.11.0 gap-4.13.0
}

test_symbols_compare_numbers_not_text ()
{
  require_suite_ || return 0
  declare_symbols_
  assert_reaches_ 4.9 
  assert_reaches_ 4.100.0 gap-4.10.0 gap-4.11.0 gap-4.13.0
}

test_symbols_of_a_prerelease ()
{
  require_suite_ || return 0
  declare_symbols_
  assert_reaches_ 4.13dev gap-4.10.0 gap-4.11.0 gap-4.13.0
}

test_boundaries_are_what_is_declared ()
{
  require_suite_ || return 0
  declare_symbols_
  pool_version_boundaries gap "$work/series.conf"
  assertEquals 'gap-4.10.0 gap-4.11.0 gap-4.13.0' \
    "$(printf '%s' "$pool_boundaries" | tr '\n' ' ')"
}

test_the_prefix_is_the_callers ()
{
  require_suite_ || return 0
  declare_symbols_
  pool_version_symbols gapdoc 1.6.7 "$work/series.conf"
  assertEquals 'gapdoc-1.0.0' "$pool_symbols"
}

test_a_version_that_can_not_be_read_has_no_symbols ()
{
  require_suite_ || return 0
  declare_symbols_
  pool_version_symbols gap unknown "$work/series.conf"
  assertEquals 1 $?
  assertEquals '' "$pool_symbols"
}

test_a_boundary_that_can_not_be_read_is_an_error ()
{
  require_suite_ || return 0
  echo '#: gap-4  too short' >"$work/series.conf"
  pool_version_symbols gap 4.14.0 "$work/series.conf"
  assertEquals 1 $?
  assertContains "$pool_version_error" "'4'"
}

# shellcheck source=/dev/null # from PATH
. shunit2
