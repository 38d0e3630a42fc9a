#!/bin/sh
# The decision table: each row of it, each error, and the rows between them.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

pool_strategy='' pool_reason='' pool_error='' # what pool_decide sets
# shellcheck source=/dev/null # made by make-suite.sh
test -f "$suite/missing" || . "$suite/functions.sh"

ranges='4.10.0 to 4.16.0'

# Asserts the decision for REQUESTED HOST_OS VERSION NORESERVE MADVISE COMMIT
# IN_RANGE, of which later ones may be left out ("yes" then).
assert_decides_ () # STRATEGY REASON REQUESTED HOST_OS VERSION [FACT...]
{
  strategy_=$1 reason_=$2
  shift 2
  pool_decide "$1" "$2" "$3" "${4-yes}" "${5-yes}" "${6-yes}" "${7-yes}" "$ranges"
  assertEquals "status of $*" 0 $?
  assertEquals "strategy of $*" "$strategy_" "$pool_strategy"
  assertEquals "reason of $*" "$reason_" "$pool_reason"
  assertEquals "error of $*" '' "$pool_error"
}

# Asserts that the same is refused with an error that holds TEXT.
assert_refuses_ () # TEXT REQUESTED HOST_OS VERSION [FACT...]
{
  text_=$1
  shift
  pool_decide "$1" "$2" "$3" "${4-yes}" "${5-yes}" "${6-yes}" "${7-yes}" "$ranges"
  assertEquals "status of $*" 1 $?
  assertEquals "strategy of $*" '' "$pool_strategy"
  assertContains "error of $*" "$pool_error" "$text_"
}

test_auto_elsewhere_is_upstream ()
{
  require_suite_ || return 0
  for os in linux-gnu darwin23.1.0 freebsd14.0 solaris2.11 mingw32 ''; do
    assert_decides_ upstream 'host is not Cygwin' auto "$os" 4.10.2
  done
}

test_auto_elsewhere_needs_no_fact ()
{
  require_suite_ || return 0
  assert_decides_ upstream 'host is not Cygwin' auto linux-gnu unknown no no no no
}

test_auto_on_cygwin_keeps_a_gap_that_cares ()
{
  require_suite_ || return 0
  for version in 4.11.0 4.11 4.11.1 4.12.0 4.16.1-beta1 5.0.0; do
    assert_decides_ upstream \
      'this GAP already maps its pool with MAP_NORESERVE on Cygwin (gap pull 3335)' \
      auto cygwin "$version" no no no no
  done
}

test_auto_on_cygwin_patches_gap_4_10 ()
{
  require_suite_ || return 0
  for version in 4.10.0 4.10.1 4.10.2; do
    assert_decides_ noreserve "GAP $version commits its whole pool on Cygwin" \
      auto cygwin "$version"
  done
}

test_auto_takes_msys_for_cygwin ()
{
  require_suite_ || return 0
  for os in msys msys2 cygwin; do
    assert_decides_ noreserve 'GAP 4.10.2 commits its whole pool on Cygwin' \
      auto "$os" 4.10.2
  done
}

test_auto_on_cygwin_without_noreserve ()
{
  require_suite_ || return 0
  assert_decides_ upstream 'no MAP_NORESERVE' auto cygwin 4.10.2 no yes
  assert_decides_ upstream 'no MAP_NORESERVE' auto cygwin 4.10.2 no no
  assert_decides_ upstream 'no MAP_NORESERVE' auto cygwin 4.10.2 'guessing no' yes
  assert_decides_ upstream 'MAP_NORESERVE takes no effect' auto cygwin 4.10.2 ignored yes
}

test_auto_on_cygwin_without_madvise ()
{
  require_suite_ || return 0
  assert_decides_ upstream 'without madvise this GAP callocs its pool' \
    auto cygwin 4.10.2 yes no
}

test_auto_on_cygwin_without_a_patch ()
{
  require_suite_ || return 0
  assert_decides_ upstream "no noreserve patch for GAP 4.9.3; there are patches for $ranges" \
    auto cygwin 4.9.3 yes yes yes no
}

test_auto_on_cygwin_needs_the_version ()
{
  require_suite_ || return 0
  for version in '' unknown 4 4.dev; do
    assert_refuses_ "the version can't be read: '$version'" auto cygwin "$version"
  done
}

test_auto_counts_a_prerelease_as_its_release ()
{
  require_suite_ || return 0
  assert_decides_ upstream \
    'this GAP already maps its pool with MAP_NORESERVE on Cygwin (gap pull 3335)' \
    auto cygwin 4.11dev
  assert_decides_ noreserve 'GAP 4.10.3 commits its whole pool on Cygwin' \
    auto cygwin 4.10.3-beta1
}

test_noreserve_asked_for ()
{
  require_suite_ || return 0
  for os in linux-gnu cygwin msys darwin22; do
    assert_decides_ noreserve 'asked for' noreserve "$os" 4.14.0
    assert_decides_ noreserve 'asked for' noreserve "$os" 4.14.0 yes yes no
  done
}

test_noreserve_takes_a_guess_for_yes ()
{
  require_suite_ || return 0
  assert_decides_ noreserve 'asked for' \
    noreserve linux-gnu 4.14.0 'guessing yes' 'guessing yes' 'guessing no'
}

test_noreserve_without_the_flag_is_refused ()
{
  require_suite_ || return 0
  assert_refuses_ 'MAP_NORESERVE is needed' noreserve linux-gnu 4.14.0 no
  assert_refuses_ 'MAP_NORESERVE is needed' noreserve linux-gnu 4.14.0 no no
  assert_refuses_ 'MAP_NORESERVE is needed' noreserve linux-gnu 4.14.0 'guessing no' yes yes
  assert_refuses_ 'MAP_NORESERVE is needed' noreserve linux-gnu 4.14.0 no yes yes no
  assert_refuses_ 'takes no effect' noreserve linux-gnu 4.14.0 ignored
}

test_noreserve_without_madvise_is_refused ()
{
  require_suite_ || return 0
  assert_refuses_ 'without madvise GAP never maps its pool' \
    noreserve linux-gnu 4.14.0 yes no
  assert_refuses_ 'without madvise GAP never maps its pool' \
    noreserve linux-gnu 4.14.0 yes no yes no
}

test_commit_asked_for ()
{
  require_suite_ || return 0
  for os in linux-gnu cygwin msys darwin22; do
    assert_decides_ commit 'asked for' commit "$os" 4.14.0
    assert_decides_ commit 'asked for' commit "$os" 4.14.0 no
    assert_decides_ commit 'asked for' commit "$os" 4.14.0 ignored
  done
  assert_decides_ commit 'asked for' commit linux-gnu 4.14.0 no yes 'guessing yes'
}

test_commit_without_madvise_is_refused ()
{
  require_suite_ || return 0
  assert_refuses_ 'without madvise GAP never maps its pool' \
    commit linux-gnu 4.14.0 yes no
}

test_commit_without_mprotect_is_refused ()
{
  require_suite_ || return 0
  assert_refuses_ 'mmap and mprotect' commit linux-gnu 4.14.0 yes yes no
  assert_refuses_ 'mmap and mprotect' commit linux-gnu 4.14.0 yes yes 'guessing no'
}

test_out_of_range_names_the_versions ()
{
  require_suite_ || return 0
  for pool in noreserve commit; do
    for version in 4.9.3 4.8 unknown; do
      assert_refuses_ "no patch for GAP $version; there are patches for $ranges" \
        "$pool" linux-gnu "$version" yes yes yes no
    done
  done
}

test_upstream_asked_for_needs_no_fact ()
{
  require_suite_ || return 0
  for os in linux-gnu cygwin; do
    assert_decides_ upstream 'asked for' upstream "$os" unknown no no no no
  done
}

test_anything_else_names_the_four_values ()
{
  require_suite_ || return 0
  for pool in junk yes no '' Auto 'auto ' 'auto,cygwin' 'up*'; do
    assert_refuses_ "wrong value: '$pool'; expected auto, noreserve, commit or upstream" \
      "$pool" linux-gnu 4.14.0
    assert_refuses_ "wrong value: '$pool'" "$pool" cygwin 4.10.2
  done
}

test_no_answer_of_an_earlier_question_stays ()
{
  require_suite_ || return 0
  pool_decide junk linux-gnu 4.14.0 yes yes yes yes "$ranges"
  assert_decides_ upstream 'host is not Cygwin' auto linux-gnu 4.14.0
  assert_refuses_ 'MAP_NORESERVE is needed' noreserve linux-gnu 4.14.0 no
  assertEquals 'reason' '' "$pool_reason"
}

test_the_function_reads_nothing_but_its_arguments ()
{
  require_suite_ || return 0
  # shellcheck disable=SC2034 # what a careless function would look at
  host_os=cygwin with_pool=commit ax_cv_func_mmap_noreserve=no ax_cv_func_madvise=no
  assert_decides_ noreserve 'asked for' noreserve linux-gnu 4.14.0
  unset host_os with_pool ax_cv_func_mmap_noreserve ax_cv_func_madvise
}

# shellcheck source=/dev/null # from PATH
. shunit2
