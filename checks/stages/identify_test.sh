#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/identify.sh: which package and version a source is, and what it says of one that is none.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

identify_() {
  stage_ identify "$work/recipe" "$@"
}

# assert_identified_ PACKAGE-AND-VERSION SOURCE [VERSION]
assert_identified_() {
  identified_=$1
  shift
  identify_ "$@"
  assert_status_ 0
  assertEquals "$identified_" "$out"
}

# add_another_: the recipe has a second package.
add_another_() {
  mkdir recipe/build/packages/another
  sed 's/tinypool/another/g' "$fixture/build/packages/tinypool/package.sh" >recipe/build/packages/another/package.sh
}

test_tree_tells_its_version() {
  new_world_
  echo 'tinypool 1.2.3' >source/VERSION
  assert_identified_ 'tinypool 1.2.3' "$work/source"
}

test_tarball_tells_its_version() {
  new_world_
  echo 'tinypool 1.2.3' >source/VERSION
  make_tarball_ 'any name.tar.gz'
  assert_identified_ 'tinypool 1.2.3' "$work/any name.tar.gz"
}

# Its digest is checked before it is used, so that its contents need not be looked for here.
test_tarball_of_a_known_name_has_the_version_of_the_table() {
  new_world_
  make_tarball_ tinypool-1.0.0.tar.gz
  row_ tinypool-1.0.0.tar.gz
  assert_identified_ 'tinypool 1.0.0' "$work/tinypool-1.0.0.tar.gz"
}

test_package_that_is_asked_for_is_that_of_the_source() {
  new_world_
  add_another_
  assert_identified_ 'tinypool 1.0.0' "$work/source" '' tinypool
  identify_ "$work/source" '' another
  assert_refused_ "$work/source is the source of tinypool, not of another" --with-package=tinypool
  make_tarball_ any.tar.gz
  identify_ "$work/any.tar.gz" '' another
  assert_refused_ "$work/any.tar.gz is the source of tinypool, not of another" --with-package=tinypool
}

test_unknown_package_is_refused_and_the_known_are_named() {
  new_world_
  add_another_
  identify_ '' '' junk
  assert_refused_ '--with-package=junk: expected one of: another tinypool'
  identify_ '' '' .
  assert_refused_ '--with-package=.: expected one of'
}

test_second_package_without_a_source_tells_its_release() {
  new_world_
  add_another_
  echo package_release=3.1 >>recipe/build/packages/another/package.sh
  assert_identified_ 'another 3.1' '' '' another
  assert_identified_ 'another 3.2' '' 3.2 another
  assert_identified_ 'tinypool 1.0.0' '' '' tinypool
  sed -i '/^package_release/d' recipe/build/packages/another/package.sh
  identify_ '' '' another
  assert_refused_ another --with-source-version=X.Y.Z
}

# Of their trees only the files that tell them apart.
test_pari_given_as_gap_and_the_other_way_round_is_refused() {
  mkdir build tmp gap gap/src pari pari/config
  touch gap/src/sysmem.c
  echo 'm4_define([gap_version],[4.14.0])' >gap/configure.ac
  printf "VersionMajor='2'\nVersionMinor='15'\npatch='2'\n" >pari/config/version
  stage_ identify "$top_srcdir" "$work/gap" '' pari
  assert_refused_ "$work/gap is the source of gap, not of pari" --with-package=gap
  stage_ identify "$top_srcdir" "$work/pari" '' gap
  assert_refused_ "$work/pari is the source of pari, not of gap" --with-package=pari
  stage_ identify "$top_srcdir" "$work/pari" '' pari
  assert_status_ 0
  assertEquals 'pari 2.15.2' "$out"
  tar -c -z -f pari.tar.gz pari
  stage_ identify "$top_srcdir" "$work/pari.tar.gz" '' gap
  assert_refused_ "$work/pari.tar.gz is the source of pari, not of gap" --with-package=pari
}

test_without_a_source_the_recipe_tells() {
  new_world_
  echo 1.0.0.p3 >recipe/package-version.txt
  assert_identified_ 'tinypool 1.0.0' ''
}

test_version_given_counts_where_the_source_has_none() {
  new_world_
  echo 'tinypool 1.dev' >source/VERSION
  identify_ "$work/source"
  assert_refused_ "$work/source is tinypool" '1.dev' --with-source-version=X.Y.Z
  assert_identified_ 'tinypool 1.0.2' "$work/source" 1.0.2
  make_tarball_ any.tar.gz
  assert_identified_ 'tinypool 1.0.3' "$work/any.tar.gz" 1.0.3
}

test_tarball_is_of_the_package_whose_table_lists_it() {
  new_world_
  add_another_
  make_tarball_ another-3.1.tar.gz
  printf '3.1\tanother-3.1.tar.gz\t0\thttps://example.org/\n' >recipe/build/packages/another/distfiles.tsv
  assert_identified_ 'another 3.1' "$work/another-3.1.tar.gz"
}

test_source_that_does_not_exist_is_named() {
  new_world_
  identify_ "$work/nowhere"
  assert_refused_ "$work/nowhere does not exist" --with-source
}

test_tree_of_another_program_is_refused() {
  new_world_
  mkdir other
  identify_ "$work/other"
  assert_refused_ "$work/other" 'not a source tree of a known package (tinypool)'
}

test_tarball_of_another_program_is_refused() {
  new_world_
  mkdir other
  touch other/VERSION
  tar -c -z -f other.tar.gz other
  identify_ "$work/other.tar.gz"
  assert_refused_ "$work/other.tar.gz" 'not a source tarball of a known package (tinypool)'
}

test_truncated_tarball_is_refused() {
  new_world_
  make_tarball_ whole.tar.gz
  head -c 1500 whole.tar.gz >cut.tar.gz
  identify_ "$work/cut.tar.gz"
  assert_refused_ "$work/cut.tar.gz is not a whole tarball"
}

test_file_that_is_no_tarball_is_refused() {
  new_world_
  echo text >text.tar.gz
  identify_ "$work/text.tar.gz"
  assert_refused_ "$work/text.tar.gz is not a whole tarball"
}

test_source_that_is_neither_file_nor_directory_is_refused() {
  new_world_
  mkfifo pipe
  identify_ "$work/pipe"
  assert_refused_ "$work/pipe"
}

test_second_package_of_the_recipe_is_recognised() {
  new_world_
  add_another_
  echo 'another 3.1' >source/VERSION
  assert_identified_ 'another 3.1' "$work/source"
}

. shunit2
