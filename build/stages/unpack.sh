#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/unpack.sh: make the private copy of the source that is patched and built.
#
# Unpacks the tarball, or copies the tree, under a temporary name and renames it when it is whole and of the
# version that configure decided by.  Its .poolpatch-source says what it was made of; an older copy made of something
# else is kept aside.  With --enable-in-place there is nothing to copy.

stage=unpack
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
load_settings

main() {
  { read -r from && read -r identity; } <stamps/fetch
  test ! -e "$tree.new" || rm -rf "$tree.new"
  if test "$in_place" = yes; then
    check_version "$tree"
    return
  fi
  ! is_fresh "$tree/.poolpatch-source" "$identity" || return 0
  begin "$tree.new"
  if test -d "$from"; then
    run_logged "copying $from" copy_tree
  else
    run_logged "unpacking ${from##*/}" unpack_tarball
  fi
  check_version "$tree.new/tree"
  stamp "$tree.new/tree/.poolpatch-source" "$identity"
  keep_aside
  mv "$tree.new/tree" "$tree"
  rm -rf "$tree.new"
}

# copy_tree: writable, even where the original is not, and without a build directory that stands in it.
copy_tree() {
  copy_but "$(cd -P "$from" && pwd)" "$tree.new/tree" "$(pwd -P)"
  chmod -R u+w "$tree.new/tree"
}

# copy_but FROM TO SKIPPED: the directory FROM as TO, but for the directory SKIPPED, wherever in FROM that is.
copy_but() (
  case $3 in
    "$1"/*) ;;
    *) exec cp -R -p "$1" "$2" ;;
  esac
  mkdir -p "$2"
  for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    if test "$entry" != "$3" && { test -e "$entry" || test -h "$entry"; }; then
      copy_but "$entry" "$2/${entry##*/}" "$3"
    fi
  done
)

# unpack_tarball: its single top directory, whatever that is called, becomes the copy.  What is unpacked is a copy of the
# tarball, whose bytes are those that were verified.
unpack_tarball() {
  mkdir "$tree.new/top"
  cp "$from" "$tree.new/tarball"
  test "$(sha256 "$tree.new/tarball")" = "$identity" || {
    echo "$from has changed since it was verified, or can't be read whole: run the same command again" >&2
    return 1
  }
  tar -x -f "$tree.new/tarball" -C "$tree.new/top" --no-same-owner
  set -- "$tree.new/top"/*
  if test $# -ne 1 || test ! -d "$1"; then
    echo "$from holds more than one top directory: not a release tarball" >&2
    return 1
  fi
  mv "$1" "$tree.new/tree"
}

check_version() {
  found_=$(package_version "$1") || die "$from is not the source of $package"
  test -n "$source_version" || test "$found_" = "$package_version" ||
    die "$from is $package $found_, but configure decided for $package_version: run configure again"
}

# keep_aside: a copy of something else may hold somebody's work.
keep_aside() {
  test -e "$tree" || return 0
  number_=1
  while test -e "$tree.old-$number_"; do
    number_=$((number_ + 1))
  done
  mv "$tree" "$tree.old-$number_"
  say "$tree came from another source; kept as $tree.old-$number_"
}

main
