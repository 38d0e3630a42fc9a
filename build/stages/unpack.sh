#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/unpack.sh: make the private copy of the source that is patched and built.
#
# Unpacks the tarball, or copies the tree, under a temporary name and renames it when it is whole and of the
# version that configure decided by.  Its .poolpatch-source says what it was made of; an older copy made of something
# else is kept aside.  With --enable-in-place there is nothing to copy.
#
# A tarball is unpacked from a private copy that has the digest which the stage fetch found.  It is refused if it holds
# anything but files, directories and links to within itself, or what is ours to write.

stage=unpack
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/tarball.sh
. "$lib/tarball.sh"
# shellcheck source=build/lib/package.sh
. "$lib/package.sh"
load_settings

main() {
  read_fetched || not_fetched
  if test "$in_place" = yes; then
    check_version "$tree"
    return
  fi
  ! exists_ "$tree.new" || { make_removable "$tree.new" && rm -rf "$tree.new"; }
  ! is_fresh "$tree/.poolpatch-source" "$identity" || return 0
  begin "$tree.new"
  if test -d "$from"; then
    run_logged "copying $from" copy_tree
  else
    new_scratch
    take_tarball
    run_logged "unpacking ${from##*/}" unpack_tarball
    take_top
  fi
  check_version "$tree.new/tree"
  stamp "$tree.new/tree/.poolpatch-source" "$identity"
  keep_aside
  mv "$tree.new/tree" "$tree"
  rm -rf "$tree.new"
}

not_fetched() {
  die "$build_dir/stamps/fetch does not say what was fetched: remove it and run make again"
}

# make_removable DIRECTORY: what was unpacked may have modes that not even its owner can do anything with.
make_removable() {
  test ! -d "$1" || chmod -R u+rwX "$1"
}

# copy_tree: writable, even where the original is not, and without a build directory that stands in it.
copy_tree() {
  copy_but "$(cd -P "$from" && pwd)" "$tree.new/tree" "$(pwd -P)"
  tame_modes "$tree.new/tree"
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

# tame_modes DIRECTORY: for its owner alone to write, and for nobody to run as somebody else.
tame_modes() {
  chmod -R u+rwX,go-w,a-s,-t "$1"
}

# take_tarball: a private copy, so that what is unpacked is what has the digest.
take_tarball() {
  test -f "$from" || die "$from is not there any more: run make again"
  cp "$from" "$tree.new/tarball" || die "$from can't be copied to $tree.new: is the disk full?"
  is_=$(sha256 "$tree.new/tarball")
  test "$is_" = "$identity" || die "$from was changed since it was fetched: sha256 $is_, expected $identity; fetch it anew"
}

# unpack_tarball: into its directory `top`; what is wrong with it is kept, to be said in one line.
unpack_tarball() {
  mkdir "$tree.new/top"
  errors_=$(read_tarball "$tree.new/tarball" "$scratch" extract | awk '/tar: / && shown++ < 3')
  make_removable "$tree.new"
  test -z "$errors_" || printf '%s\n' "$errors_"
  test -f "$scratch/read" && test -f "$scratch/decompressed" || test -f "$scratch/fault" ||
    echo "can't be unpacked whole ($(printf '%s\n' "$errors_" | head -n 1 | one_line))" >"$scratch/fault"
}

extract() {
  tar -x -v -f - -C "$tree.new/top" --no-same-owner --no-same-permissions 2>&1
}

# take_top: its single top directory, whatever that is called, becomes the copy, if all in it is as expected.
take_top() {
  test ! -f "$scratch/fault" || die "$from $(cat "$scratch/fault"): expected the source of $package"
  set -- "$tree.new/top"/*
  if test $# -ne 1 || test -h "$1" || test ! -d "$1"; then
    die "$from is no release tarball: expected one directory at its top, it has: $(at_top | one_line)"
  fi
  mv "$1" "$tree.new/tree"
  odd_members >"$scratch/odd" || die "$from can't be looked at: does perl run?"
  test ! -s "$scratch/odd" ||
    die "$from holds $(sed 's|^\./||; q' "$scratch/odd" | one_line): expected files, directories and links to within it"
  tame_modes "$tree.new/tree"
}

at_top() {
  (cd "$tree.new/top" && find . ! -name . -prune) | sed 's|^\./||' | LC_ALL=C sort | head -n 4
}

# one_line: of text with names from outside.
one_line() {
  paste -s -d , - | tr '\001-\037\177' '?'
}

# odd_members: a line for each: what is no file, directory or link; what only seems to have a size; what is ours to write; a
# link that may end elsewhere.  One that goes up to the top at most, and then only down, ends within, as all it meets do.
odd_members() (
  cd "$tree.new/tree" || exit
  find . ! -type f ! -type d ! -type l -exec printf '%s, a device or pipe\n' {} \; &&
    find . -type f -size +$(($(most_bytes "$tree.new/tarball") / 512)) -exec printf '%s, a hole\n' {} \; || exit
  for name_ in .poolpatch* .pc; do
    ! exists_ "$name_" || printf '%s, which is ours to write\n' "$name_"
  done
  # shellcheck disable=SC2016 # perl expands it
  find . -type l -exec perl -e '
    for my $link (@ARGV) {
      my (undef, @at) = split m|/|, $link;
      my $to = readlink $link;
      my ($odd, $down) = ($to =~ m|^/|, 0);
      pop @at;
      for (grep { $_ ne "" && $_ ne "." } split m|/|, $to) {
        if ($_ ne "..") { $down = 1; next }
        $odd = 1 if $down || !@at;
        pop @at;
      }
      print "$link, a link to $to\n" if $odd;
    }' {} +
)

check_version() {
  found_=$(version_of_tree "$1") || die "$from is not the source of $package"
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
