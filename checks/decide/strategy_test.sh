#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The decision table: each row of it, each error, and the rows between them; for GAP, for PARI, and for a package whose
# versions mean something else.
# shellcheck disable=SC2154 # what the functions under test set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/decide/lib.sh"

# decides_ STRATEGY REASON [FACT]...
decides_() {
  strategy_=$1 reason_=$2
  shift 2
  facts_ "$@"
  decide_strategy
  assertEquals "status of $*" 0 $?
  assertEquals "strategy of $*" "$strategy_" "$pool_strategy"
  assertEquals "reason of $*" "$reason_" "$pool_reason"
  assertEquals "error of $*" '' "$pool_error"
}

# refuses_ ERROR [FACT]...
refuses_() {
  error_text_=$1
  shift
  facts_ "$@"
  decide_strategy
  assertEquals "status of $*" 1 $?
  assertEquals "strategy of $*" '' "$pool_strategy"
  assertEquals "error of $*" "$error_text_" "$pool_error"
}

# touches_ YES-OR-NO STRATEGY [FACT]...
touches_() {
  facts_ "$3" "$4" "$5" "$6"
  pool_strategy=$2
  decide_touches
  assertEquals "$*" "$1" "$first_touches"
}

oneTimeSetUp() {
  use_package_ gap
}

already='this GAP already maps its pool with MAP_NORESERVE on Cygwin (gap pull 3335)'
callocs='without madvise this GAP callocs its pool'
never='without madvise GAP never maps its pool'

test_auto_elsewhere_is_upstream() {
  for os in linux-gnu darwin23.1.0 freebsd14.0 solaris2.11 mingw32 ''; do
    decides_ upstream 'host is not Cygwin' "host_os=$os" version=4.10.2
  done
}

test_auto_elsewhere_needs_no_fact() {
  decides_ upstream 'host is not Cygwin' version=unknown map_noreserve=no madvise=no mmap_commit=no patched=
}

test_auto_on_cygwin_keeps_a_gap_that_cares() {
  for version in 4.11.0 4.11 4.11.1 4.12.0 4.16.1-beta1 5.0.0; do
    decides_ upstream "$already" host_os=cygwin "version=$version" map_noreserve=no mmap_commit=no patched=
  done
}

test_auto_on_cygwin_without_madvise_tells_so_whatever_the_version() {
  for version in 4.10.2 4.11.0 4.16.1; do
    decides_ upstream "$callocs" host_os=cygwin "version=$version" madvise=no
  done
}

test_auto_on_cygwin_patches_gap_4_10() {
  for version in 4.10.0 4.10.1 4.10.2; do
    decides_ noreserve "GAP $version commits its whole pool on Cygwin" host_os=cygwin "version=$version"
  done
}

test_auto_takes_msys_for_cygwin() {
  for os in msys msys2 cygwin; do
    decides_ noreserve 'GAP 4.10.2 commits its whole pool on Cygwin' "host_os=$os" version=4.10.2
  done
}

test_auto_on_cygwin_without_noreserve() {
  for madvise in yes no; do
    for answer in no 'guessing no'; do
      decides_ upstream 'no MAP_NORESERVE' host_os=cygwin version=4.10.2 "map_noreserve=$answer" "madvise=$madvise"
    done
    decides_ upstream 'MAP_NORESERVE takes no effect' host_os=cygwin version=4.10.2 map_noreserve=ignored "madvise=$madvise"
  done
}

test_auto_on_cygwin_without_a_patch() {
  decides_ upstream "no noreserve patch for GAP 4.9.3; there are patches for $range" host_os=cygwin version=4.9.3 patched=commit
}

test_auto_on_cygwin_needs_the_version() {
  for version in '' unknown 4 4.dev; do
    refuses_ "the version can't be read: '$version'; expected X.Y or X.Y.Z" host_os=cygwin "version=$version"
  done
}

test_auto_counts_a_prerelease_as_its_release() {
  decides_ upstream "$already" host_os=cygwin version=4.11dev
  decides_ noreserve 'GAP 4.10.3 commits its whole pool on Cygwin' host_os=cygwin version=4.10.3-beta1
}

test_requested_is_chosen_on_every_host() {
  for os in linux-gnu cygwin msys darwin22; do
    for version in 4.10.0 4.14.0 5.1; do
      decides_ noreserve requested request=noreserve "host_os=$os" "version=$version" mmap_commit=no
      decides_ commit requested request=commit "host_os=$os" "version=$version" map_noreserve=no
      decides_ commit requested request=commit "host_os=$os" "version=$version" map_noreserve=ignored
    done
  done
}

test_a_guess_is_taken_for_the_answer() {
  decides_ noreserve requested request=noreserve 'map_noreserve=guessing yes' 'madvise=guessing yes' 'mmap_commit=guessing no'
  decides_ commit requested request=commit map_noreserve=no 'mmap_commit=guessing yes'
}

test_noreserve_without_the_flag_is_refused() {
  for answer in no 'guessing no'; do
    refuses_ '--with-pool=noreserve: MAP_NORESERVE is needed, and this host has none; use --with-pool=commit or upstream' \
      request=noreserve "map_noreserve=$answer"
  done
  refuses_ '--with-pool=noreserve: MAP_NORESERVE is needed, and takes no effect on this host; use --with-pool=commit or upstream' \
    request=noreserve map_noreserve=ignored
}

# As on MinGW, which has neither.
test_advice_names_only_what_is_possible() {
  refuses_ '--with-pool=noreserve: MAP_NORESERVE is needed, and this host has none; use --with-pool=upstream' \
    request=noreserve host_os=mingw32 map_noreserve=no mmap_commit=no madvise=no
  refuses_ '--with-pool=noreserve: MAP_NORESERVE is needed, and this host has none; use --with-pool=upstream' \
    request=noreserve map_noreserve=no patched=noreserve
  refuses_ '--with-pool=commit: mmap and mprotect that reserve and commit are needed, and this host has none; use --with-pool=noreserve or upstream' \
    request=commit mmap_commit=no
}

test_without_madvise_a_patch_is_refused() {
  for pool in noreserve commit; do
    refuses_ "--with-pool=$pool: $never; use --with-pool=upstream" "request=$pool" madvise=no
  done
}

test_commit_without_mprotect_is_refused() {
  for answer in no 'guessing no'; do
    refuses_ '--with-pool=commit: mmap and mprotect that reserve and commit are needed, and this host has none; use --with-pool=upstream' \
      request=commit "mmap_commit=$answer" map_noreserve=no
  done
}

test_out_of_range_names_the_versions() {
  for pool in noreserve commit; do
    for version in 4.9.3 4.8 unknown; do
      refuses_ "--with-pool=$pool: no patch for GAP $version; there are patches for $range; use --with-pool=upstream" \
        "request=$pool" "version=$version" patched=
    done
  done
}

test_each_strategy_has_a_range_of_its_own() {
  refuses_ '--with-pool=commit: no patch for GAP 9.0; there are patches for 8 only; use --with-pool=noreserve or upstream' \
    request=commit version=9.0 patched=noreserve 'commit_range=8 only'
}

test_upstream_needs_no_fact() {
  for os in linux-gnu cygwin; do
    decides_ upstream requested request=upstream "host_os=$os" version=unknown map_noreserve=no madvise=no mmap_commit=no patched=
  done
}

test_anything_else_names_the_four_values() {
  for pool in junk yes no '' Auto 'auto ' 'auto,cygwin' 'up*'; do
    for os in linux-gnu cygwin; do
      refuses_ "--with-pool: wrong value: '$pool'; expected auto, noreserve, commit or upstream" "request=$pool" "host_os=$os"
    done
  done
}

test_long_value_is_cut_in_the_message() {
  hundred=$(printf '%0100d' 0)
  refuses_ "--with-pool: wrong value: '$hundred...'; expected auto, noreserve, commit or upstream" "request=$hundred$hundred"
}

test_a_word_is_asked_about_by_itself() {
  for word in auto noreserve commit upstream; do
    strategy_is_known "$word" || fail "$word"
  done
  strategy_is_known Auto
  assertEquals 'status' 1 $?
  assertEquals "--with-pool: wrong value: 'Auto'; expected auto, noreserve, commit or upstream" "$pool_error"
  strategy_is_known '' POOL_STRATEGY
  assertEquals 'status' 1 $?
  assertEquals "POOL_STRATEGY: wrong value: ''; expected auto, noreserve, commit or upstream" "$pool_error"
}

test_no_answer_of_an_earlier_question_stays() {
  facts_ request=junk
  decide_strategy
  decides_ upstream 'host is not Cygwin'
  facts_ request=noreserve map_noreserve=no
  decide_strategy
  assertEquals 'reason' '' "$pool_reason"
}

test_nothing_but_the_facts_is_read() {
  # shellcheck disable=SC2034 # what a careless function would look at
  host_os=cygwin with_pool=commit ax_cv_func_mmap_noreserve=no ax_cv_func_madvise=no package_version=4.9
  facts_ request=noreserve
  # shellcheck disable=SC2123 # no command is to be found
  path=$PATH PATH=/nowhere
  decide_strategy
  PATH=$path
  assertEquals noreserve "$pool_strategy"
  unset host_os with_pool ax_cv_func_mmap_noreserve ax_cv_func_madvise package_version
}

test_second_package_says_itself_what_its_versions_mean() {
  use_package_ toy
  for version in 12.3 12.10 13.0; do
    decides_ upstream 'Toy 12.3 spares its arena' host_os=cygwin "version=$version"
  done
  for version in 4.11.0 12.2.9 0.1.0; do
    decides_ noreserve "Toy $version commits its whole pool on Cygwin" host_os=cygwin "version=$version"
  done
  use_package_ gap
}

test_second_package_needs_no_madvise() {
  use_package_ toy
  decides_ commit requested request=commit madvise=no version=1.0
  decides_ noreserve 'Toy 1.0.0 commits its whole pool on Cygwin' host_os=cygwin version=1.0 madvise=no
  refuses_ "--with-pool=commit: no patch for Toy 1.0; there are patches for $range; use --with-pool=upstream" \
    request=commit version=1.0 patched=
  use_package_ gap
}

# PARI's table: commit alone, and on Cygwin by default.
gives="can't give back memory of its stack on Cygwin (Sage ticket 22810)"

test_auto_patches_pari_on_cygwin_alone() {
  use_package_ pari
  for os in linux-gnu darwin23.1.0 freebsd14.0; do
    decides_ upstream 'host is not Cygwin' "host_os=$os"
  done
  for os in cygwin msys; do
    for version in 2.13.1 2.15.2 2.17.2; do
      decides_ commit "PARI $version $gives" "host_os=$os" "version=$version"
    done
  done
  use_package_ gap
}

test_auto_on_cygwin_leaves_a_pari_that_no_patch_fits() {
  use_package_ pari
  decides_ upstream "no commit patch for PARI 2.9.5; there are patches for $pari_range" host_os=cygwin version=2.9.5 patched=
  decides_ upstream 'no mmap and mprotect that reserve and commit' host_os=cygwin mmap_commit=no
  use_package_ gap
}

test_pari_that_is_to_be_left_alone_is() {
  use_package_ pari
  for os in linux-gnu cygwin; do
    decides_ upstream requested request=upstream "host_os=$os"
    decides_ commit requested request=commit "host_os=$os"
  done
  use_package_ gap
}

test_pari_needs_neither_madvise_nor_map_noreserve() {
  use_package_ pari
  decides_ commit "PARI 2.15.2 $gives" host_os=cygwin madvise=no map_noreserve=no
  decides_ commit requested request=commit madvise=no map_noreserve=no
  use_package_ gap
}

test_strategy_that_a_package_has_no_patch_of_is_refused() {
  use_package_ pari
  refuses_ '--with-pool=noreserve: PARI has no noreserve patch; use --with-pool=commit or upstream' request=noreserve
  refuses_ "--with-pool=commit: no patch for PARI 2.9.5; there are patches for $pari_range; use --with-pool=upstream" \
    request=commit version=2.9.5 patched=
  use_package_ gap
}

test_pari_never_relies_on_first_touches() {
  use_package_ pari
  touches_ no upstream host_os=cygwin version=2.15.2 madvise=yes address_bits=64
  touches_ no commit host_os=cygwin version=2.15.2 madvise=yes address_bits=64
  use_package_ gap
}

test_package_that_says_nothing_is_patched_on_cygwin() {
  use_package_ plain
  decides_ noreserve 'plain 99.0.0 commits its whole pool on Cygwin' host_os=cygwin version=99.0
  decides_ upstream 'without madvise this plain does not map its pool' host_os=cygwin version=99.0 madvise=no
  use_package_ gap
}

# extra_ YES-OR-NO REASON REQUEST [FACT]...
extra_() {
  extra_wanted_=$1 reason_=$2 request_=$3
  shift 3
  facts_ 'symbols=commit no-huge-pages' "$@"
  decide_extra "$request_" no-huge-pages
  assertEquals "$request_ $*" "$extra_wanted_: $reason_" "$extra: $extra_reason"
}

test_what_only_linux_has_is_left_out_elsewhere_and_on_request() {
  extra_ yes 'the host is Linux' yes host_os=linux-gnu
  extra_ yes 'the host is Linux' yes host_os=linux-musl
  extra_ no requested no host_os=linux-gnu
  extra_ no 'host is not Linux' yes host_os=cygwin
  extra_ no 'host is not Linux' yes host_os=freebsd14.0
  extra_ no requested no host_os=darwin23
  extra_ no "no patch for $package_title" yes host_os=linux-gnu symbols=commit
}

test_which_pools_rely_on_first_touches() {
  touches_ yes noreserve host_os=cygwin version=4.10.2 madvise=yes address_bits=64
  touches_ yes noreserve host_os=msys version=4.14.0 madvise=yes address_bits=64
  touches_ yes upstream host_os=cygwin version=4.11.0 madvise=yes address_bits=64
  touches_ no upstream host_os=cygwin version=4.10.2 madvise=yes address_bits=64
  touches_ no upstream host_os=cygwin version=4.14.0 madvise=no address_bits=64
  touches_ no commit host_os=cygwin version=4.14.0 madvise=yes address_bits=64
  touches_ no noreserve host_os=cygwin version=4.10.2 madvise=yes address_bits=32
  touches_ no noreserve host_os=linux-gnu version=4.10.2 madvise=yes address_bits=64
}

# warns_ WARNING RELEASE SERIAL STRATEGY [FACT]...
warns_() {
  warning_=$1 release_=$2 serial_=$3
  facts_ host_os=cygwin "version=$5" "$6"
  pool_strategy=$4
  decide_warning "$release_" "$serial_"
  assertEquals "$*" "$warning_" "$pool_warning"
}

test_warning_names_a_remedy_that_is_not_taken_yet() {
  on='on Cygwin 2.11.2 a pool that relies on first touches kills processes forked from a thread:'
  warns_ "$on build it serially (--enable-serial-build=yes) and run it serially, or use --with-pool=commit" \
    2.11.2 no noreserve 4.10.2 madvise=yes
  warns_ "$on run it serially, as it is built, or use --with-pool=commit" 2.11.2 yes upstream 4.14.0 madvise=yes
  warns_ "$on run it serially, as it is built" 2.11.2 yes noreserve 4.14.0 mmap_commit=no
}

test_no_warning_where_nothing_is_dangerous() {
  warns_ '' 3.0.0 yes noreserve 4.10.2 madvise=yes
  warns_ '' 2.11.2 yes upstream 4.10.2 madvise=yes
  warns_ '' 2.11.2 yes upstream 4.14.0 madvise=no
  warns_ '' 2.11.2 yes noreserve 4.10.2 address_bits=32
  warns_ '' 2.11.2 no commit 4.14.0 madvise=yes
  warns_ '' no no noreserve 4.14.0 host_os=linux-gnu
}

. shunit2
