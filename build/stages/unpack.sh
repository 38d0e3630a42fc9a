#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/unpack.sh: make the private copy of the source that is patched and built.
#
# Unpacks the tarball, or copies the tree, under a temporary name and renames it when it is whole and of the
# version that configure decided by.  An older copy made from something else is kept aside.  With
# --enable-in-place there is nothing to copy.

stage=unpack
# shellcheck source=build/lib/stage.sh
. "$(dirname -- "$0")/../lib/stage.sh"
load_settings

main() {
  from=$(cat stamps/fetch)
  if test "$in_place" != yes; then
    lock "$build_dir"
    identity=$(identity_of "$from")
    if done_for "$identity" && test -d "$tree"; then
      finish "$identity"
      return
    fi
    make_copy
  fi
  check_version "$tree"
  finish "${identity-in place}"
}

# identity_of FROM: what a copy was made of: a tarball with its contents, a tree by its path alone, so that what is
# edited in a tree after it was copied goes unnoticed.
identity_of() {
  if test -d "$1"; then
    printf '%s\n' "$1"
  else
    printf '%s %s\n' "$1" "$(sha256 "$1")"
  fi
}

make_copy() {
  new=$tree.new
  rm -rf "$new" "$new.top"
  mkdir -p "$new" || die "$new can't be made: is $build_dir writable, and its disk not full?"
  at_exit remove_new
  if test -d "$from"; then
    run_logged "copying $from" copy_tree
  else
    run_logged "unpacking ${from##*/}" unpack_tarball
  fi
  check_version "$new"
  keep_aside
  mv "$new" "$tree"
}

remove_new() {
  rm -rf "$new" "$new.top"
}

# copy_tree: writable, even where the original is not; nothing a build left in its own .pc is taken for ours.
copy_tree() {
  cp -R -p "$from/." "$new/"
  chmod -R u+w "$new"
}

# unpack_tarball: its single top directory, whatever that is called, becomes the copy.
unpack_tarball() {
  mkdir "$new/top"
  tar -x -f "$from" -C "$new/top" --no-same-owner
  set -- "$new/top"/*
  if test $# -ne 1 || test ! -d "$1"; then
    echo "$from holds more than one top directory: not a release tarball" >&2
    return 1
  fi
  mv "$1" "$new.top"
  rm -rf "$new"
  mv "$new.top" "$new"
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
