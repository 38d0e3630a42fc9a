#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/install.sh [--check]: install the package below DESTDIR (environment; default: none).
#
# Everything is first installed into a private directory on the destination's own file system, then renamed into
# place: a disk that fills up leaves the destination as it was.  stamps/manifest lists what was installed, for
# uninstall.  --check only finds out whether the destination can be written.

stage=install
# shellcheck source=build/lib/stage.sh
. "$(dirname -- "$0")/../lib/stage.sh"
load_settings

destdir=${DESTDIR-}

main() {
  check_writable
  test "${1-}" != --check || return 0
  installed=$destdir$prefix
  if done_for "$installed" && test -n "$(find stamps/install -newer stamps/compile)" &&
    test -x "$destdir$(package_program)"; then
    return 0
  fi
  lock "$tree"
  staged=$installed/.poolpatch-install
  rm -rf "$staged"
  mkdir -p "$staged"
  at_exit remove_staged
  spaceless "$staged"
  staged_spaceless=$spaceless
  spaceless "$tree"
  cd "$spaceless"
  package_environment
  run_logged "installing into $installed" with_make package_install "$staged_spaceless"
  cd "$build_dir"
  list_files >stamps/manifest.new
  move_into_place
  mv -f stamps/manifest.new stamps/manifest
  finish "$installed"
  left_out=$(package_left_out)
  say "$package $package_version is in $installed${left_out:+, $left_out}"
}

remove_staged() {
  rm -rf "$staged"
}

# check_writable: the nearest directory that exists above the prefix must take a file.
check_writable() {
  above=$destdir$prefix
  until test -e "$above" || test -h "$above"; do
    above=$(dirname "$above")
  done
  test -d "$above" || die "$destdir$prefix can't be made: $above is not a directory; give another --prefix"
  probe_=$above/.poolpatch-writable-$$
  (: >"$probe_") 2>/dev/null ||
    die "$destdir$prefix can't be written by $(id -un): give another --prefix or DESTDIR, or become a user who may"
  rm -f "$probe_"
}

# list_files: what will be installed, with its full path.
list_files() {
  (cd "$staged" && find . ! -type d) | ROOT=$destdir awk '{ print ENVIRON["ROOT"] substr($0, 2) }'
}

# move_into_place: only renames: of a whole directory where there is none, else of a directory's files at a time.
# sort lets the first name out when find has seen them all, and a directory before what is in it.
move_into_place() {
  (cd "$staged" && find . -type d) | sed 's|^\.||' | LC_ALL=C sort | while IFS= read -r dir; do
    if test ! -d "$staged$dir"; then
      : # it has gone with a directory above
    elif test -d "$destdir$dir/"; then
      move_files "$staged$dir" "$destdir$dir"
    else
      mv -f "$staged$dir" "$destdir$dir"
    fi
  done
}

move_files() { # move_files FROM TO
  set -- "$2" "$1"/* "$1"/.[!.]*
  to_=$1
  shift
  for file_ in "$@"; do
    shift
    if test -h "$file_"; then
      rm -rf "${to_:?}/${file_##*/}"
      set -- "$@" "$file_"
    elif test -f "$file_"; then
      set -- "$@" "$file_"
    fi
  done
  test $# -eq 0 || mv -f "$@" "$to_/"
}

main "$@"
