#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/identify.sh RECIPE [SOURCE [VERSION]]: which package is it, and which version?
#
# RECIPE: a directory laid out like this project's top.  SOURCE: a tarball or a tree; without it, the recipe's
# default package is meant.  VERSION: what its version is, whatever it says itself.  Prints the package and its version on
# one line.  Exit 1, with one line on standard error, if SOURCE is neither a tarball nor a tree of a package that RECIPE
# knows, or if what it says of its version can't be read.

stage=source
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/words.sh
. "$lib/words.sh"
# shellcheck source=build/lib/tarball.sh
. "$lib/tarball.sh"
# shellcheck source=build/lib/package.sh
. "$lib/package.sh"
# shellcheck source=build/decide/version.sh
. "${0%/*}/../decide/version.sh"

default_package=${0%/*}/../packages/default.sh
recipe=$1
source=${2-}
version_given=${3-}

main() {
  shorten "$source"
  shown=$shortened
  if test -z "$source"; then
    identify_default
  elif test -d "$source"; then
    identify_with version_of_source || die "$shown is not a source tree of a known package ($(known)): give another --with-source"
  elif test -f "$source"; then
    identify_tarball
  else
    die "$shown does not exist, or is no file: give --with-source a tarball or an unpacked tree"
  fi
}

# tell PACKAGE VERSION: where it can't be read, as in a git archive that knows only its branch, the user must say it.
tell() {
  version_=${version_given:-$2}
  version_parse "$version_" || {
    shorten "$version_"
    die "$shown is $1, but does not say of which version ($shortened): give --with-source-version=X.Y.Z"
  }
  printf '%s %s\n' "$1" "$version_"
}

known() {
  (cd "$recipe/build/packages" && for file in */package.sh; do printf '%s ' "${file%/*}"; done) | sed 's/ $//'
}

# identify_default: by the recipe's Sage metadata.
identify_default() {
  package_=$(sed -n 's/^tarball=\(.*\)-VERSION.*/\1/p' "$recipe/checksums.ini")
  version_=$(sed 's/\.p[0-9]*$//' "$recipe/package-version.txt")
  tell "$package_" "$version_"
}

# identify_with FUNCTION: ask each package file, in a subshell of its own, whether FUNCTION finds a version.
identify_with() {
  for file_ in "$recipe/build/packages"/*/package.sh; do
    package=${file_%/*}
    package=${package##*/}
    # shellcheck source=/dev/null
    version_=$(. "$default_package" && . "$file_" && "$1") || continue
    tell "$package" "$version_"
    return
  done
  return 1
}

version_of_source() {
  version_of_tree "$source"
}

# identify_tarball: one whose name is known needs no look inside, as its digest is checked before it is used.
identify_tarball() {
  for table_ in "$recipe/build/packages"/*/distfiles.tsv; do
    row_=$(FILE=${source##*/} awk -F '\t' '!/^#/ && $2 == ENVIRON["FILE"] { print $1; exit }' "$table_" 2>/dev/null || :)
    test -z "$row_" || {
      tell "$(basename "$(dirname "$table_")")" "$row_"
      return
    }
  done
  new_scratch
  status_=0
  read_tarball "$source" "$scratch" tar -t -f - >"$scratch/list" 2>"$scratch/error" || status_=$?
  case $status_ in
    1) die "$shown is not a whole tarball ($(head -n 1 "$scratch/error")): fetch it again, or give --with-source a tree" ;;
    2) die "$shown $(cat "$scratch/fault"): expected the source of a known package ($(known))" ;;
  esac
  identify_with version_of_tarball ||
    die "$shown is not a source tarball of a known package ($(known)): give another --with-source"
}

version_of_tarball() {
  member_=$(grep -x "[^/]*/$package_version_file" "$scratch/list" | head -n 1)
  test -n "$member_" || return 1
  mkdir -p "$scratch/member"
  read_tarball "$source" "$scratch/member" first_megabyte_ >"$scratch/version" 2>/dev/null || return 1
  package_version_in "$scratch/version"
}

first_megabyte_() {
  tar -x -O -f - -- "$member_" | head -c 1000000
}

main
