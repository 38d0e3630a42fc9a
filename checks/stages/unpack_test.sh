#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The stage unpack: the private copy of a tarball or a tree, whole or not at all.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

tree=build/src/tinypool-1.0.0

# unpack_ FILE: what comes of the tarball FILE.
unpack_() {
  settle_ "source=$work/$1"
  stages_ fetch
  stage_ unpack
}

# assert_nothing_of_ refused|fails TEXT...: so it ends, and nothing is left.
assert_nothing_of_() {
  how_=$1
  shift
  "assert_${how_}_" "$@"
  assertEquals 'nothing is left' '' "$(ls build/src 2>/dev/null)"
}

test_tarball_becomes_the_tree() {
  new_world_
  make_tarball_ any-name.tar.gz
  unpack_ any-name.tar.gz
  assert_status_ 0
  assertEquals "$(listing_ source)" "$(listing_ "$tree")"
  assertEquals 'nothing beside it' tinypool-1.0.0 "$(ls build/src)"
}

test_tree_is_copied_with_its_modes_and_links() {
  new_world_
  chmod 640 source/src/main.c
  ln -s src/main.c source/link
  stages_ fetch unpack
  assertEquals "$(listing_ source)" "$(listing_ "$tree")"
}

test_unpacking_again_leaves_the_tree_alone() {
  new_world_
  make_tarball_ tinypool.tar.gz
  unpack_ tinypool.tar.gz
  echo mine >"$tree/mine"
  stages_ unpack
  assertEquals mine "$(cat "$tree/mine")"
}

test_tree_of_another_source_is_kept_aside() {
  new_world_
  make_tarball_ one.tar.gz
  unpack_ one.tar.gz
  echo mine >"$tree/mine"
  echo more >source/more
  make_tarball_ two.tar.gz
  unpack_ two.tar.gz
  assert_status_ 0
  assertEquals 'the new one' "$(listing_ source)" "$(listing_ "$tree")"
  assertEquals 'the old one' mine "$(cat "$tree.old-1/mine")"
  assertContains "$out" "$tree.old-1"
}

test_read_only_tree_becomes_a_writable_copy() {
  new_world_
  chmod -R a-w source
  before=$(listing_ source)
  stages_ fetch unpack
  assertEquals 'the tree given' "$before" "$(listing_ source)"
  assertEquals 'all of the copy is writable' '' "$(find "$tree" ! -type l ! -perm -200)"
}

test_truncated_tarball_leaves_nothing() {
  new_world_
  make_tarball_ whole.tar.gz
  head -c 1500 whole.tar.gz >cut.tar.gz
  unpack_ cut.tar.gz
  assert_nothing_of_ refused "$work/cut.tar.gz can't be unpacked whole (tar: "
  assertContains 'the log' "$(cat build/logs/unpack.log)" 'tar: '
}

test_tarball_with_two_top_directories_is_refused() {
  new_world_
  mkdir more
  cp source/VERSION more/
  tar -c -z -f two.tar.gz source more
  unpack_ two.tar.gz
  assert_nothing_of_ refused 'expected one directory at its top, it has: more,source'
}

test_file_that_is_no_tarball_is_refused() {
  new_world_
  echo 'no tarball' >text.tar.gz
  unpack_ text.tar.gz
  assert_nothing_of_ refused text.tar.gz
}

test_tarball_of_another_program_is_refused() {
  new_world_
  rm source/VERSION
  make_tarball_ other.tar.gz
  unpack_ other.tar.gz
  assert_nothing_of_ refused other.tar.gz 'not the source of tinypool'
}

test_version_that_configure_did_not_decide_for_is_refused() {
  new_world_
  echo 'tinypool 1.1.0' >source/VERSION
  make_tarball_ newer.tar.gz
  unpack_ newer.tar.gz
  assert_nothing_of_ refused 'tinypool 1.1.0' 'decided for 1.0.0' configure
}

test_version_given_counts_whatever_the_source_says() {
  new_world_
  echo 'tinypool 1.dev' >source/VERSION
  settle_ source_version=1.0.0
  stages_ fetch unpack
  assertEquals 'tinypool 1.dev' "$(cat "$tree/VERSION")"
}

test_remains_of_a_killed_run_are_removed() {
  new_world_
  mkdir -p "$tree.new/half"
  stages_ fetch unpack
  assertEquals "$(listing_ source)" "$(listing_ "$tree")"
  assertEquals 'nothing beside it' tinypool-1.0.0 "$(ls build/src)"
}

test_in_place_nothing_is_copied() {
  new_world_with_ in_place=yes
  before=$(listing_ source)
  stages_ fetch unpack
  assertEquals "$before" "$(listing_ source)"
  assertFalse 'no copy' 'test -e build/src'
}

test_build_directory_inside_the_source_is_not_copied() {
  new_world_
  mkdir -p source/debian/a
  mv build source/debian/a/build
  ln -s source/debian/a/build build
  echo kept >source/debian/a/.hidden
  before=$(listing_ source | grep -v debian/a/build)
  stages_ fetch unpack
  assertEquals "$before" "$(listing_ "$tree" | grep -v debian/a/build)"
  assertFalse 'not the build directory' "test -e '$tree/debian/a/build'"
}

test_in_place_another_version_is_refused() {
  new_world_with_ in_place=yes package_version=1.1.0
  stages_ fetch
  stage_ unpack
  assert_refused_ 'tinypool 1.0.0' 'decided for 1.1.0'
}

. shunit2
