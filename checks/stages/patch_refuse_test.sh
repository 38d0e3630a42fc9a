#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The stage patch, with a series or a tree that it can't take: it says why, and the tree is as before.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

tree=build/src/tinypool-1.0.0

new_tree_() {
  new_world_
  unpack_source_
}

# assert_patch_refused_ TEXT...: the stage fails, says each TEXT, and leaves the tree as it is.
assert_patch_refused_() {
  before=$(listing_ "$tree")
  stage_ patch
  assert_fails_ "$@"
  assertEquals 'the tree' "$before" "$(listing_ "$tree")"
  assertFalse 'no note is left' "test -e '$tree/.poolpatch' || test -e '$tree/.poolpatch-new'"
}

# add_unfit_: a second patch whose only hunk does not fit.
add_unfit_() {
  new_tree_
  add_patch_ <<'END'
--- a/src/main.c
+++ b/src/main.c
@@ -14,3 +14,3 @@
 
-enum { POOL_MIB = 128, WORKSPACE_MIB = 8 };
+enum { POOL_MIB = 64, WORKSPACE_MIB = 8 };
 
END
}

test_series_whose_second_patch_fails_changes_nothing() {
  add_unfit_
  assert_patch_refused_ 'second.patch does not apply' 'Hunk #1 FAILED' 'POOL_MIB = 128' 'nothing was changed'
}

test_what_stands_where_the_hunk_should_fit_is_shown() {
  add_unfit_
  assert_patch_refused_ 'src/main.c has there, from line 14' 'enum { POOL_MIB = 256, WORKSPACE_MIB = 8 };'
}

# assert_range_ RANGE GUARD...: a patch with these guards that does not fit tinypool 1.0.0 is said to be for RANGE.
assert_range_() {
  range=$1
  shift
  new_tree_
  add_patch_ <<'END'
--- a/VERSION
+++ b/VERSION
@@ -1,1 +1,1 @@
-tinypool 0.9.0
+tinypool 1.0.1
END
  echo "$* second.patch" >>recipe/patches/tinypool/series.conf
  assert_patch_refused_ "It is for tinypool $range:"
}

test_versions_that_the_patch_is_for_are_named() {
  assert_range_ '1.0.0 and later, before 2.0.0' +commit -!tinypool-1.0.0 -tinypool-2.0.0
}

test_first_version_that_the_patch_is_for_is_named_if_it_has_no_last() {
  assert_range_ '1.0.0 and later' -!tinypool-1.0.0 -!commit
}

test_last_version_that_the_patch_is_for_is_named_if_it_has_no_first() {
  assert_range_ 'before 2.0.0' -tinypool-2.0.0
}

test_each_rejected_file_is_shown_with_its_own_lines() {
  new_tree_
  add_patch_ <<'END'
--- a/src/words.h
+++ b/src/words.h
@@ -4 +4 @@
-#ifndef TINYPOOL_WORDS_H
+#if 1
--- a/VERSION
+++ b/VERSION
@@ -1,1 +1,1 @@
-tinypool 0.9.0
+tinypool 1.0.1
--- a/src/main.c
+++ b/src/main.c
@@ -14,3 +14,3 @@
 
-enum { POOL_MIB = 128, WORKSPACE_MIB = 8 };
+enum { POOL_MIB = 64, WORKSPACE_MIB = 8 };
 
END
  assert_patch_refused_ 'VERSION has there, from line 1' 'tinypool 1.0.0' 'src/main.c has there, from line 14' \
    'enum { POOL_MIB = 256, WORKSPACE_MIB = 8 };'
}

test_fuzz_is_not_accepted() {
  new_tree_
  sed 's/\(addresses\) the program/\1 a program/; s/16 TiB: far/16 TiB: near/' "$tree/src/pool.c" >edited
  cp edited "$tree/src/pool.c"
  assert_patch_refused_ 'does not apply' 'Hunk #1 FAILED' 'nothing was changed'
}

test_patch_that_somebody_applied_is_recognised() {
  new_tree_
  patch -s -d "$tree" -p1 <recipe/patches/tinypool/commit/tinypool-1.0.0.patch
  assert_patch_refused_ 'commit/tinypool-1.0.0.patch is in' already
}

test_patch_that_somebody_applied_by_half_is_recognised() {
  new_tree_
  sed 's/(PROT_READ | PROT_WRITE)$/PROT_NONE/' source/src/pool.c >"$tree/src/pool.c"
  assert_patch_refused_ 'half of commit/tinypool-1.0.0.patch is in' 'only hunk #1.'
}

test_symbolic_link_is_not_patched_through() {
  new_tree_
  mv "$tree/src/pool.c" elsewhere.c
  ln -s "$work/elsewhere.c" "$tree/src/pool.c"
  elsewhere=$(digest_ elsewhere.c)
  assert_patch_refused_ 'src/pool.c is a symbolic link'
  assertEquals "$elsewhere" "$(digest_ elsewhere.c)"
}

test_patch_of_a_file_that_is_not_there_is_refused() {
  new_tree_
  add_patch_ <<'END'
--- a/src/nowhere.c
+++ b/src/nowhere.c
@@ -1 +1 @@
-a
+b
END
  assert_patch_refused_ src/nowhere.c 'not there'
}

test_patch_that_leaves_the_tree_is_refused() {
  new_tree_
  echo a >build/src/outside
  add_patch_ <<'END'
--- a/../outside
+++ b/../outside
@@ -1 +1 @@
-a
+b
END
  assert_patch_refused_ ../outside 'not in the tree'
  assertEquals 'what is outside' a "$(cat build/src/outside)"
}

test_hunk_that_fits_twice_is_refused() {
  new_tree_
  printf '%s\n' 1 2 3 4 5 6 same 7 8 same >"$tree/list"
  add_patch_ <<'END'
--- a/list
+++ b/list
@@ -1 +1 @@
-same
+other
END
  assert_patch_refused_ second.patch 'fits more than one place' 'Hunk #1'
}

test_lines_that_end_as_on_windows_are_refused() {
  new_tree_
  sed "s/\$/$(printf '\r')/" source/src/pool.c >"$tree/src/pool.c"
  assert_patch_refused_ 'does not apply' 'different line endings'
}

test_patch_that_is_cut_off_is_refused() {
  new_tree_
  head -n 16 "$fixture/patches/tinypool/commit/tinypool-1.0.0.patch" >recipe/patches/tinypool/commit/tinypool-1.0.0.patch
  settle_decision_
  assert_patch_refused_ 'commit/tinypool-1.0.0.patch' malformed
}

test_patch_that_is_not_what_configure_saw_is_refused() {
  new_tree_
  sed 's/MAP_PRIVATE/MAP_SHARED/' "$fixture/patches/tinypool/commit/tinypool-1.0.0.patch" \
    >recipe/patches/tinypool/commit/tinypool-1.0.0.patch
  assertFalse 'another' "cmp -s '$fixture/patches/tinypool/commit/tinypool-1.0.0.patch' recipe/patches/tinypool/commit/tinypool-1.0.0.patch"
  assert_patch_refused_ 'since configure chose it: run configure again'
}

test_series_that_is_not_what_configure_made_is_refused() {
  new_tree_
  sed 's/^commit/#ommit/' build/series >damaged
  mv damaged build/series
  assert_patch_refused_ 'build/series' 'run configure again'
}

test_strategy_that_needs_patches_and_has_none_is_refused() {
  new_tree_
  : >build/series
  settle_decision_
  assert_patch_refused_ 'the strategy commit needs patches'
}

# patch_behind_ FILE: the stage patch, as process $behind, with its output in FILE, until it waits.
patch_behind_() {
  (cd build && exec 8<&- && TMPDIR=$work/tmp shell_ "$top_srcdir/build/stages/patch.sh" >"../$1" 2>&1) &
  behind=$!
  until grep -q waiting "$1" 2>/dev/null || ! kill -0 $behind; do sleep 0.05; done
  assertContains "$(cat "$1")" 'waiting for another poolpatch'
}

# assert_ends_well_ PROCESS FILE: with its output there.
assert_ends_well_() {
  wait "$1"
  assertEquals "$(cat "$2")" 0 $?
}

test_two_runs_at_once_patch_once() {
  new_tree_
  script_ bin/quilt <<END
touch '$work/pushing'
while test ! -e '$work/go'; do sleep 0.05; done
exec '$(command -v quilt)' "\$@"
END
  (cd build && PATH=$work/bin:$PATH TMPDIR=$work/tmp shell_ "$top_srcdir/build/stages/patch.sh" >../first.txt 2>&1) &
  first=$!
  while test ! -e pushing && kill -0 $first 2>/dev/null; do sleep 0.05; done
  patch_behind_ second.txt
  assertContains 'whom it waits for' "$(cat second.txt)" ' poolpatch (process '
  touch go
  assert_ends_well_ $first first.txt
  assert_ends_well_ $behind second.txt
  assertContains 'the first patched' "$(cat first.txt)" applied
  assertNotContains 'the second found it done' "$(cat second.txt)" applied
  assertContains "$(cat "$tree/src/pool.c")" 'return mprotect'
}

# Where there is no flock(1), Perl does it.
test_without_flock_runs_wait_for_each_other_too() {
  new_tree_
  tools_ bin
  rm -f bin/flock
  ln -s "$(command -v perl)" bin/perl 2>/dev/null
  exec 8<"$tree"
  flock 8
  PATH=$work/bin patch_behind_ out
  exec 8<&-
  assert_ends_well_ $behind out
}

# Its make goes on when a stage is killed; whoever comes next must wait for that.
test_orphan_of_a_killed_stage_keeps_the_lock() {
  new_tree_
  stages_ patch
  redefine_ <<END
package_configure() { touch config.status; }
package_compile() { touch '$work/compiling'; while test ! -e '$work/go'; do sleep 0.05; done; }
END
  (cd build && exec setsid sh "$top_srcdir/build/stages/compile.sh") >first.txt 2>&1 &
  first=$!
  until test -e compiling || ! kill -0 $first; do sleep 0.05; done
  kill -KILL $first
  patch_behind_ second.txt
  touch go
  assert_ends_well_ $behind second.txt
}

. shunit2
