#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What the strategy commit does with a pool, in each situation of pooltest: when it commits and gives back, and
# that a system which refuses is told to GAP and crashes nobody.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

pooltests=$SHUNIT_TMPDIR/pooltests
why_not=

# The source of GAP is the one that this build directory is for.  pooltest is built twice: for this system, and in
# the form for Cygwin, which differs in how it reserves and gives back.
oneTimeSetUp() {
  if ! test -r /proc/self/maps; then
    why_not='/proc/self/maps is not there'
  elif ! unpack_source; then
    why_not='no unpacked source of a GAP for this system in the build directory'
  else
    build_pooltest native && build_pooltest cygwin -DSYS_IS_CYGWIN32=1
  fi
}

# unpack_source: the files of the build directory's GAP that matter, as upstream has them, with the patch.
unpack_source() {
  # shellcheck disable=SC2030,SC2031,SC2034,SC2154 # settings.sh is read in a subshell; it uses and sets these
  (
    build_dir=$top_builddir
    test -r "$top_builddir/settings.sh" || exit 1
    # shellcheck source=/dev/null
    . "$top_builddir/settings.sh"
    test "$package" = gap && test "$cross_compiling" != yes && test -f "$tree/src/sysmem.c" || exit 1
    mkdir -p "$pooltests/tree/src" || exit 1
    cp "$tree"/src/*.[ch] "$pooltests/tree/src/" || exit 1
    # quilt keeps what the first of its patches found
    for backup in "$tree"/.pc/*/gap-*.patch/src; do
      test ! -d "$backup" || cp "$backup"/* "$pooltests/tree/src/" || exit 1
    done
    symbols=$(printf '%s\n' "$symbols" | sed "s/\(upstream\|noreserve\|commit\)//g")
    # shellcheck disable=SC2086 # a list of symbols
    patch_=$(guards --config="$top_srcdir/patches/gap/series.conf" commit $symbols)
    test -n "$patch_" && patch -s -p1 --fuzz=0 -d "$pooltests/tree" -i "$top_srcdir/patches/gap/$patch_"
  )
}

# build_pooltest FORM CFLAG...
build_pooltest() {
  form_=$1
  shift
  cat >"$pooltests/config.h" <<'EOF'
#define HAVE_MADVISE 1
#define HAVE_SYSCONF 1
#if __SIZEOF_POINTER__ == 8
#define SYS_IS_64_BIT 1
#endif
EOF
  # Up to 4.11, config.h itself says how long a pointer is, and SyAllocBags shrinks, too.
  grep -q '"config.h"' "$pooltests/tree/src/sysmem.c" ||
    echo '#define SIZEOF_VOID_P __SIZEOF_POINTER__' >>"$pooltests/config.h"
  grep -q '^Int SyFreeBags' "$pooltests/tree/src/sysmem.c" && set -- "$@" -DPOOLTEST_HAS_FREEBAGS
  # shellcheck disable=SC2086 # CC may hold options
  ${CC:-cc} -g -O1 -D_GNU_SOURCE -DUSE_GASMAN=1 "$@" -I"$pooltests" -I"$pooltests/tree/src" \
    -o "$pooltests/$form_" "$top_srcdir/checks/patches/pooltest.c" >"$pooltests/log" 2>&1 ||
    { cat "$pooltests/log"; exit 99; }
}

# situation NAME: in both forms; one of them may not have it.
situation() {
  test -z "$why_not" || {
    skip_ "$why_not"
    return
  }
  seen_=0
  for form_ in native cygwin; do
    rm -rf groups
    "$pooltests/$form_" "$1" >output 2>&1
    status_=$?
    test "$status_" = 77 || {
      seen_=$((seen_ + 1))
      assertEquals "$form_: $(cat output)" 0 "$status_"
    }
  done
  test "$seen_" -gt 0 || skip_ "$1 can't be had on this system"
}

test_start_commits_the_workspace_only() { situation start_commits_the_workspace_only; }
test_given_back_at_the_first_full_collection() { situation given_back_at_the_first_full_collection; }
test_given_back_at_the_second_if_it_was_needed_again() { situation given_back_at_the_second_if_it_was_needed_again; }
test_what_is_left_is_advised_at_once() { situation what_is_left_is_advised_at_once; }
test_an_eighth_may_stay() { situation an_eighth_may_stay; }
test_loop_of_one_calm_collection() { situation loop_of_one_calm_collection; }
test_loop_of_six_calm_collections() { situation loop_of_six_calm_collections; }
test_every_loop_gives_back_in_the_end() { situation every_loop_gives_back_in_the_end; }
test_patience_comes_back() { situation patience_comes_back; }
test_slightly_growing_workspace_is_calm() { situation slightly_growing_workspace_is_calm; }
test_pool_grows_beyond_its_first_size() { situation pool_grows_beyond_its_first_size; }
test_refused_commit_leaves_all_as_it_was() { situation refused_commit_leaves_all_as_it_was; }
test_refused_commit_that_cannot_be_undone() { situation refused_commit_that_cannot_be_undone; }
test_refused_commit_in_an_extended_pool() { situation refused_commit_in_an_extended_pool; }
test_refused_give_back_is_tried_again() { situation refused_give_back_is_tried_again; }
test_give_back_that_leaves_a_hole_ends_the_pool() { situation give_back_that_leaves_a_hole_ends_the_pool; }
test_data_limit_is_refused_not_killed() { situation data_limit_is_refused_not_killed; }
test_address_limit_is_refused_not_killed() { situation address_limit_is_refused_not_killed; }
test_group_limit_of_version_1() { situation group_limit_of_version_1; }
test_group_limit_of_version_2() { situation group_limit_of_version_2; }
test_group_limit_of_a_parent() { situation group_limit_of_a_parent; }
test_group_limit_of_a_container() { situation group_limit_of_a_container; }
test_group_limit_and_swap() { situation group_limit_and_swap; }
test_group_without_a_limit() { situation group_without_a_limit; }
test_group_limit_counts_what_was_committed() { situation group_limit_counts_what_was_committed; }
test_group_limit_keeps_what_is_left() { situation group_limit_keeps_what_is_left; }
test_any_order_of_events() { situation any_order_of_events; }

# No situation of the program is forgotten here.
test_every_situation_is_tested() {
  test -z "$why_not" || {
    skip_ "$why_not"
    return
  }
  "$pooltests/native" 2>&1 | sed -n 's/^  //p' | sort >there
  sed -n 's/^test_[a-z0-9_]*() { situation \([a-z0-9_]*\); }$/\1/p' "$top_srcdir/checks/patches/commit_test.sh" | sort >here
  assertEquals "$(cat there)" "$(cat here)"
}

. shunit2
