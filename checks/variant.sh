#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/variant.sh VARIANT: build and install the same source once more, below ./variants, for the checks to compare
# the installed program with.  It is configured with the same options but another --with-pool.
#
#   upstream         unpatched
#   noreserve        patched with that strategy
#   commit-cygwin    patched with commit, in the form that the patch takes on Cygwin, for the model of its memory
#   upstream-cygwin  unpatched, its pool's code in the form that it takes on Cygwin
#   calloc           unpatched, its pool from calloc, as on a system without madvise
#
# Each goes to ./variants/VARIANT/local.  Exit status 2: no such VARIANT.

stage=${1:-none}
# shellcheck source=build/lib/stage.sh
. "$(dirname -- "$0")/../build/lib/stage.sh"

main() {
  case $stage in
    upstream | noreserve) strategy=$stage ;;
    calloc) strategy=upstream ;;
    commit-cygwin | upstream-cygwin) strategy=${stage%-cygwin} ;;
    *) printf 'usage: variant.sh upstream|noreserve|commit-cygwin|upstream-cygwin|calloc\n' >&2; exit 2 ;;
  esac
  load_settings
  if test "$in_place" = yes; then
    warn "SKIPPED: with --enable-in-place the only source there is carries the patch; nothing to compare with"
    return 0
  fi
  variant=$build_dir/variants/$stage
  mkdir -p "$variant" logs
  run_logged "building $package $package_version once more ($stage)" build_variant
  finish "$package_version"
}

build_variant() {
  words=$("$build_dir/config.status" --config)
  from=$(cat stamps/fetch)
  cd "$variant"
  test "$stage" != calloc || package_forget_madvise
  eval "set -- $words"
  test -f config.status ||
    "$top_srcdir/configure" --quiet "$@" --with-pool="$strategy" --with-source="$from" \
      --with-recipe="$recipe" --with-distfiles="$distfiles" \
      --prefix="$variant/local" --exec-prefix="$variant/local"
  # shellcheck disable=SC2086 # a command and its options
  ${MAKE:-make} patch
  case $stage in
    *-cygwin) (tree=$variant/src/$package-$package_version && package_take_cygwin_form) ;;
  esac
  # shellcheck disable=SC2086 # likewise
  DESTDIR='' ${MAKE:-make} install
}

main
