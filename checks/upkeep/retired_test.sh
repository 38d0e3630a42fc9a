#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# retired.sh reports what upstream has absorbed from what needs a rebase; refresh-patches.sh takes offsets out of patches.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=build/lib/digest.sh
. "$top_srcdir/build/lib/digest.sh"

# A recipe of one patch a strategy, and a tree; the stages are driven as Makefile.am does.
make_world_() {
  require_program_ guards quilt || return 1
  mkdir -p recipe/build/packages/toy recipe/patches/toy/noreserve tree b
  printf 'package_version() { echo 1.0.0; }\n' >recipe/build/packages/toy/package.sh
  cat >recipe/patches/toy/series.conf <<'END'
#: noreserve  the strategy is noreserve
#: toy-1.0.0  the tree is toy 1.0.0 or later
#: toy-2.0.0  the tree is toy 2.0.0 or later
+noreserve -!toy-1.0.0 -toy-2.0.0 noreserve/toy.patch
END
  printf 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n' >old
  sed 's/^four$/quattro/' old >new
  {
    printf 'Description: four is called quattro\nApplied-Upstream: 1.5.0, somewhere\n'
    printf 'X-Absorbed-When: words fo*ur upstream\n---\n'
    diff -u --label a/words --label b/words old new
  } >recipe/patches/toy/noreserve/toy.patch
  cp old tree/words
  cat >b/settings.sh <<END
top_srcdir='$top_srcdir' recipe='$work/recipe' package=toy package_version=1.0.0 package_dir='$work/recipe/build/packages/toy'
patches='$work/recipe/patches/toy' tree='$work/tree' source='$work/tree' in_place=yes
pool_strategy=noreserve symbols='noreserve toy-1.0.0'
END
  seal b/settings.sh
  echo noreserve/toy.patch >b/series
  cd b || exit 99
}

# assert_ends_ STATUS SCRIPT
assert_ends_() {
  status=0
  sh "$top_srcdir/build/upkeep/$2.sh" >out 2>err || status=$?
  assertEquals "$(cat err)" "$1" "$status"
}

test_patch_that_fits_is_needed() {
  make_world_ || return 0
  assert_ends_ 0 retired
  assertContains "$(cat out)" 'needed '
}

test_patch_whose_change_is_in_the_tree_is_retired() {
  make_world_ || return 0
  echo 'foour upstream' >>../tree/words
  assert_ends_ 0 retired
  assertContains "$(cat out)" 'retired '
  assertContains "$(cat out)" 'since 1.5.0'
}

test_patch_that_does_not_fit_needs_a_rebase() {
  make_world_ || return 0
  sed 's/^three$/3/' ../old >../tree/words
  assert_ends_ 1 retired
  assertContains "$(cat out)" 'needs a rebase'
}

test_patch_for_other_versions_is_not_for_it() {
  make_world_ || return 0
  sed -i.bak "s/symbols=.*/symbols='noreserve toy-1.0.0 toy-2.0.0'/; /^# sha256 /d" settings.sh
  seal settings.sh
  assert_ends_ 0 retired
  assertContains "$(cat out)" 'not for it'
}

test_patch_without_the_field_is_malformed() {
  make_world_ || return 0
  sed -i.bak '/^X-Absorbed/d' ../recipe/patches/toy/noreserve/toy.patch
  assert_ends_ 2 retired
  assertContains "$(cat err)" 'noreserve/toy.patch has no field X-Absorbed-When'
}

test_refresh_takes_the_offset_out_and_keeps_the_header() {
  make_world_ || return 0
  sed '1i new first line' ../old >../tree/words
  cp ../tree/words before
  assert_ends_ 0 refresh-patches
  assertContains "$(cat out)" 'rewritten'
  assertContains "$(cat ../recipe/patches/toy/noreserve/toy.patch)" 'Applied-Upstream: 1.5.0, somewhere'
  assertContains "$(cat ../recipe/patches/toy/noreserve/toy.patch)" '@@ -2,7 +2,7 @@'
  assertTrue 'the tree is as it was' 'cmp before ../tree/words'
}

# add_second_: a patch that adds a file and changes what the first one has made of words; both are chosen.
add_second_() {
  sed 's/^quattro$/cuatro/' ../new >../newer
  {
    printf 'Description: four is called cuatro\nX-Absorbed-When: words cuatro\n---\n'
    printf -- '--- /dev/null\n+++ b/added\n@@ -0,0 +1 @@\n+added\n'
    diff -U 1 --label a/words --label b/words ../new ../newer
  } >../recipe/patches/toy/noreserve/second.patch
  echo '+noreserve -!toy-1.0.0 -toy-2.0.0 noreserve/second.patch' >>../recipe/patches/toy/series.conf
  echo noreserve/second.patch >>series
}

test_patch_is_judged_on_top_of_those_before_it() {
  make_world_ || return 0
  add_second_
  assert_ends_ 0 retired
  assertEquals "$(cat out)" 2 "$(grep -c ' needed ' out)"
}

test_refresh_keeps_each_patchs_number_of_lines_around_a_change() {
  make_world_ || return 0
  add_second_
  { printf 'new first line\n' && cat ../old; } >../tree/words
  assert_ends_ 0 refresh-patches
  assertContains "$(cat ../recipe/patches/toy/noreserve/toy.patch)" '@@ -2,7 +2,7 @@'
  assertContains "$(cat ../recipe/patches/toy/noreserve/second.patch)" '@@ -4,3 +4,3 @@'
  assertContains "$(cat ../recipe/patches/toy/noreserve/second.patch)" '--- /dev/null'
}

test_refresh_makes_a_generated_patch_anew() {
  make_world_ || return 0
  mkdir ../recipe/c
  printf 'one\ntwo\n' >../recipe/c/new.h
  echo 'no header' >../recipe/c/other.c
  printf 'Description: adds\nX-Absorbed-When: words x\nX-Generated-From: c src/c\n---\n--- /dev/null\n+++ b/src/c/new.h\n@@ -0,0 +1 @@\n+old\n' \
    >../recipe/patches/toy/noreserve/made.patch
  echo '+noreserve -!toy-1.0.0 -toy-2.0.0 noreserve/made.patch' >>../recipe/patches/toy/series.conf
  echo noreserve/made.patch >>series
  assert_ends_ 0 refresh-patches
  assertEquals 'Description: adds
X-Absorbed-When: words x
X-Generated-From: c src/c
---
--- /dev/null
+++ b/src/c/new.h
@@ -0,0 +1,2 @@
+one
+two' "$(cat ../recipe/patches/toy/noreserve/made.patch)"
}

test_refresh_takes_no_notice_of_the_users_settings_of_quilt() {
  make_world_ || return 0
  sed '1i new first line' ../old >../tree/words
  QUILT_PATCH_OPTS=--no-such-option
  export QUILT_PATCH_OPTS
  assert_ends_ 0 refresh-patches
  unset QUILT_PATCH_OPTS
  assertContains "$(cat ../recipe/patches/toy/noreserve/toy.patch)" '@@ -2,7 +2,7 @@'
}

test_refresh_of_a_patch_that_does_not_fit_changes_nothing() {
  make_world_ || return 0
  sed 's/^three$/3/' ../old >../tree/words
  cp ../recipe/patches/toy/noreserve/toy.patch before
  assert_ends_ 1 refresh-patches
  assertTrue 'the patch is as it was' 'cmp before ../recipe/patches/toy/noreserve/toy.patch'
}

test_refresh_of_a_patched_tree_is_refused() {
  make_world_ || return 0
  mkdir ../tree/.poolpatch
  assert_ends_ 1 refresh-patches
  assertContains "$(cat err)" "run 'make unpatch' first"
}

. shunit2
