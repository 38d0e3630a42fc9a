#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/install.sh [--check]: install the package below DESTDIR (environment; default: none).
#
# With it goes poolpatch-PACKAGE.pc, what configure found and decided, for pkg-config.
#
# Everything is first installed into a private directory on the destination's own file system, then renamed into
# place: a disk that fills up, or something in the way, leaves the destination as it was.  A manifest for each
# destination in stamps/ lists what was installed, for uninstall.  --check only finds out whether the destination can be
# written.

stage=install
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/words.sh
. "$lib/words.sh"
load_settings

destdir=${DESTDIR-}

main() {
  is_plain "$destdir" ||
    die "DESTDIR=$(printf '%s' "$destdir" | tr '\n' ' '): a quote, backslash, dollar, backquote or # in it can't be handed on through make; give another"
  installed=$destdir$prefix
  check_writable
  test "${1-}" != --check || return 0
  compiled_from=$(compiled_from)
  is_fresh "$tree/.poolpatch-compiled" "$compiled_from" || die "$package is not compiled yet: run make first"
  made_from="$installed $compiled_from"
  find_manuals
  find_decision
  made_from=$(sealed "$made_from")
  if is_fresh stamps/install "$made_from" && test -x "$destdir$(package_program)"; then
    return 0
  fi
  lock "$tree"
  work=$installed/.poolpatch-install
  roll_forward "$work" "$destdir"
  begin "$work"
  stage_dir=
  spaceless stage_dir "$work"
  cd "$tree"
  package_environment
  run_logged "installing into $installed" with_make package_install "$stage_dir"
  test -z "$install_manuals" ||
    run_logged 'installing the manuals' package_install_manuals "$stage_dir" "$manuals"
  cd "$build_dir"
  test ! -f poolpatch.pc || copy_decision || die "$work can't be written: is the disk full? Nothing was installed"
  manifest=$(manifest_of "$installed")
  read_manifest "$manifest" >"$scratch/before"
  list_files | LC_ALL=C sort >"$scratch/files"
  list_leftovers
  # However this ends from here on, uninstall knows all that may be there.
  cat "$scratch/before" "$scratch/files" | write_manifest "$manifest"
  publish "$work" "$destdir"
  write_manifest "$manifest" <"$scratch/files"
  stamp stamps/install "$made_from"
  left_out=$(package_left_out "$destdir")
  say "$package $package_version is in $installed${left_out:+, $left_out}"
}

# find_manuals: sets install_manuals to nothing, or to why they are installed, which made_from then tells, too; and
# manuals to where the built ones are, if any were built of what is installed.
find_manuals() {
  install_manuals='' manuals=''
  if is_fresh stamps/docs "$(cat "$tree/.poolpatch-compiled")"; then manuals=$build_dir/manuals; fi
  if test "$enable_manuals" = yes; then
    test -n "$manuals" || die "the manuals of $package are not built yet: run make first"
    install_manuals=--enable-manuals
  elif test "${SAGE_SPKG_INSTALL_DOCS-}" = yes; then
    install_manuals=SAGE_SPKG_INSTALL_DOCS
  fi
  test -z "$install_manuals" || made_from="$made_from $install_manuals $manuals"
}

# find_decision: another one is installed again.
find_decision() {
  test -f poolpatch.pc || return 0
  is_sealed poolpatch.pc || die "$build_dir/poolpatch.pc was damaged since it was made: remove it, and run make again"
  made_from="$made_from $(sha256 poolpatch.pc)"
}

# copy_decision: under a name of its own, as other packages may be built this way; with the mode of a new file.
copy_decision() {
  mkdir -p "$work$libdir/pkgconfig" && cat poolpatch.pc >"$work$libdir/pkgconfig/poolpatch-$package.pc"
}

# check_writable: the nearest directory that exists above the prefix must take a file.
check_writable() {
  above=$installed
  until test -e "$above" || test -h "$above"; do
    above=$(dirname "$above")
  done
  test -d "$above" || die "$installed can't be made: $above is not a directory; give another --prefix"
  rmdir "$above"/.poolpatch.?????? 2>/dev/null || : # what a killed one left
  probe_=$(mktemp -d "$above/.poolpatch.XXXXXX" 2>/dev/null) ||
    die "$installed can't be written by $(id -un): give another --prefix or DESTDIR, or become a user who may"
  rmdir "$probe_" 2>/dev/null || : # another one has
}

# list_files: what will be installed, with its full path.
list_files() {
  (cd "$work" && find . ! -type d) | ROOT=$destdir awk '{ print ENVIRON["ROOT"] substr($0, 2) }'
}

# list_leftovers: what an earlier installation to the same place had, and this one has not, goes.
list_leftovers() {
  test -s "$scratch/before" || return 0
  LC_ALL=C comm -13 "$scratch/files" "$scratch/before" | ROOT=$destdir awk '{ print substr($0, length(ENVIRON["ROOT"]) + 2) }' \
    >"$work/.remove"
}

main "$@"
