#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# check-releases.sh tries the patches of a recipe on every release it is shown.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

commit=patches/tinypool/commit/tinypool-1.0.0.patch

# releases_ [WORD]...: with tinypool's recipe and, in places/, a tarball of it; sets status, out and err.
releases_() {
  test -d recipe || {
    cp -R "$top_srcdir/checks/tinypool" recipe
    chmod -R u+w recipe
    mkdir places
    cp -R recipe/source tinypool-1.0.0
    tar -c -z -f places/tinypool-1.0.0.tar.gz tinypool-1.0.0
  }
  status=0
  sh "$top_srcdir/build/upkeep/check-releases.sh" --recipe recipe "$@" >out.txt 2>err.txt || status=$?
  out=$(cat out.txt)
  err=$(cat err.txt)
}

test_release_that_every_series_fits_is_in_order() {
  require_program_ guards quilt git || return 0
  releases_ places
  assertEquals "$err" 0 "$status"
  assertEquals 'tinypool-1.0.0.tar.gz, tinypool 1.0.0; noreserve: ok; noreserve cygwin: ok; commit: ok; commit cygwin: ok
1 trees tried, 0 of them not in order; 0 ranges of versions skipped' "$out"
}

test_series_with_a_patch_that_adds_a_file_is_tried_on_a_repository() {
  require_program_ guards quilt git || return 0
  releases_
  printf 'Description: adds\n---\n--- /dev/null\n+++ b/src/added.h\n@@ -0,0 +1 @@\n+added\n' \
    >recipe/patches/tinypool/commit/added.patch
  echo '+commit -!tinypool-1.0.0 -tinypool-2.0.0 commit/added.patch' >>recipe/patches/tinypool/series.conf
  cd tinypool-1.0.0 || exit 99
  git init -q
  git add .
  git -c user.name=me -c user.email=me@example.org commit -q -m 1.0.0
  cd ..
  releases_ tinypool-1.0.0
  assertEquals "$err" 0 "$status"
  assertContains "$out" 'commit: ok; commit cygwin: ok'
}

test_patch_that_does_not_fit_is_status_1() {
  require_program_ guards quilt git || return 0
  releases_
  sed 's/^-    return 0;/-    return 1;/' "$top_srcdir/checks/tinypool/$commit" >"recipe/$commit"
  releases_ places
  assertEquals "$out" 1 "$status"
  assertContains "$out" 'noreserve: ok; noreserve cygwin: ok; commit: FAILS; commit cygwin: FAILS'
  assertContains 'which hunk' "$err" 'Hunk #2 FAILED'
}

test_hunk_that_fits_more_than_one_place_is_status_1() {
  require_program_ guards quilt git || return 0
  releases_
  printf '%s\n' a b a x a b a >tinypool-1.0.0/src/twice
  tar -c -z -f places/tinypool-1.0.0.tar.gz tinypool-1.0.0
  printf 'Description: fits twice\n---\n--- a/src/twice\n+++ b/src/twice\n@@ -20,3 +20,3 @@\n a\n-b\n+c\n a\n' \
    >recipe/patches/tinypool/commit/twice.patch
  echo '+commit -!tinypool-1.0.0 -tinypool-2.0.0 commit/twice.patch' >>recipe/patches/tinypool/series.conf
  releases_ places
  assertEquals "$out" 1 "$status"
  assertContains "$out" 'noreserve: ok; noreserve cygwin: ok; commit: FAILS; commit cygwin: FAILS'
  assertContains "$err" 'Hunk #1 of src/twice fits more than one place'
}

test_tags_of_a_repository_are_tried_from_the_first_boundary_on() {
  require_program_ guards quilt git || return 0
  releases_
  cd tinypool-1.0.0 || exit 99
  git init -q
  git add .
  for version_ in 0.9.0 1.0.0; do
    git -c user.name=me -c user.email=me@example.org commit -q --allow-empty -m "$version_"
    git tag "v$version_"
  done
  cd ..
  releases_ tinypool-1.0.0
  assertEquals "$err" 0 "$status"
  assertNotContains "$out" 'v0.9.0'
  assertContains "$out" 'v1.0.0, tinypool 1.0.0; noreserve: ok'
  assertContains "$out" '2 trees tried, 0 of them not in order'
}

test_versions_that_no_place_has_are_named() {
  require_program_ guards quilt git || return 0
  releases_
  sed 's/^#: tinypool-2.0.0 .*/#: tinypool-1.5.0 the tree is tinypool 1.5.0 or later\n&/' \
    "$top_srcdir/checks/tinypool/patches/tinypool/series.conf" >recipe/patches/tinypool/series.conf
  mkdir empty
  releases_ empty
  assertContains "$out" 'SKIPPED: tinypool 1.0.0 and later, before 1.5.0: none of the places has one'
  assertContains "$out" 'SKIPPED: tinypool 1.5.0 and later, before 2.0.0: none of the places has one'
}

test_nothing_tried_is_status_77_and_wrong_usage_2() {
  require_program_ guards quilt git || return 0
  releases_
  assertEquals 'no place' 2 "$status"
  releases_ nowhere
  assertEquals 'no such place' 2 "$status"
  mkdir empty
  releases_ empty
  assertEquals "$out" 77 "$status"
}

. shunit2
