#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/identify.sh RECIPE [SOURCE [VERSION [PACKAGE]]]: which package is it, and which version?
#
# RECIPE: a directory laid out like this project's top.  SOURCE: a tarball or a tree; without it, the release of PACKAGE
# that is fetched is meant.  VERSION: what its version is, whatever it says itself.  PACKAGE: which package it must be; without
# it, that of SOURCE or the recipe's default.  Prints the package and its version on one line.  Exit 1, with one line on
# standard error, if RECIPE knows no such PACKAGE, if SOURCE is neither a tarball nor a tree of a package that RECIPE
# knows, or is another's, or if what it says of its version can't be read.

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

defaults=${0%/*}/../packages/default.sh
recipe=$1
source=${2-}
version_given=${3-}
package_asked=${4-}

main() {
  test -z "$package_asked" || check_asked
  shorten "$source"
  shown=$shortened
  if test -z "$source"; then
    identify_release
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
  test -z "$package_asked" || test "$package_asked" = "$1" ||
    die "$shown is the source of $1, not of $package_asked: give --with-package=$1, or another --with-source"
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

check_asked() {
  case " $(known) " in *" $package_asked "*) return 0 ;; esac
  shorten "$package_asked"
  die "--with-package=$shortened: expected one of: $(known)"
}

# identify_release: by the recipe's Sage metadata; of a package that is not their subject, by what it says itself.
identify_release() {
  package=$(default_package "$recipe")
  if test "${package_asked:-"$package"}" = "$package"; then
    release_=$(sed 's/\.p[0-9]*$//' "$recipe/package-version.txt")
  else
    package=$package_asked
    # shellcheck source=/dev/null
    release_=$(. "$defaults" && . "$recipe/build/packages/$package/package.sh" && printf '%s\n' "$package_release")
  fi
  shown="what is to be fetched"
  tell "$package" "$release_"
}

# identify_with FUNCTION: ask each package file, in a subshell of its own, whether FUNCTION finds a version.
identify_with() {
  for file_ in "$recipe/build/packages"/*/package.sh; do
    package=${file_%/*}
    package=${package##*/}
    # shellcheck source=/dev/null
    version_=$(. "$defaults" && . "$file_" && "$1") || continue
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
