#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/variant.sh VARIANT: build and install the same source once more, below ./variants, for the checks to
# compare the installed program with.  It is configured with the same options but another --with-pool, and nothing of
# it goes anywhere else.  It begins as a copy of the compiled tree, so that make compiles only what differs.
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
. "${0%/*}/../lib/stage.sh"

main() {
  case $stage in
    upstream | noreserve) strategy=$stage ;;
    calloc) strategy=upstream ;;
    commit-cygwin | upstream-cygwin) strategy=${stage%-cygwin} ;;
    *) printf 'usage: variant.sh upstream|noreserve|commit-cygwin|upstream-cygwin|calloc\n' >&2; exit 2 ;;
  esac
  read_settings
  variant=$build_dir/variants/$stage
  words=$("$build_dir/config.status" --config)
  made_from=$({ printf '%s\n' "$words" && cat stamps/fetch "$package_dir/package.sh" &&
    find "$patches" -name '*.patch' -exec cat {} +; } | sha256 /dev/stdin)
  ! is_fresh "$variant/.made-from" "$made_from" || return 0
  rm -rf "$variant"
  mkdir -p "$variant"
  run_logged "building $package $package_version once more ($stage)" build_variant
  stamp "$variant/.made-from" "$made_from"
}

# build_variant: every directory is said anew, as the user's words may name those of the system.
build_variant() {
  cd "$variant"
  test "$stage" != calloc || package_forget_madvise
  eval "set -- $words"
  # shellcheck disable=SC2016 # configure expands them
  "$top_srcdir/configure" --quiet "$@" --with-pool="$strategy" --with-source="$tree" --disable-in-place --disable-manuals \
    --with-recipe="$recipe" --with-distfiles="$distfiles" --prefix="$variant/local" --exec-prefix='${prefix}' \
    --bindir='${exec_prefix}/bin' --sbindir='${exec_prefix}/sbin' --libexecdir='${exec_prefix}/libexec' \
    --libdir='${exec_prefix}/lib' --includedir='${prefix}/include' --datarootdir='${prefix}/share' --datadir='${datarootdir}' \
    --mandir='${datarootdir}/man' --infodir='${datarootdir}/info' --docdir='${datarootdir}/doc/poolpatch' \
    --sysconfdir='${prefix}/etc' --localstatedir='${prefix}/var' --sharedstatedir='${prefix}/com'
  # shellcheck disable=SC2086 # a command and its options
  ${MAKE:-make} patch
  case $stage in
    *-cygwin) (tree=$variant/src/$package-$package_version && package_take_cygwin_form) ;;
  esac
  # Not by make install: to the stage patch, what took another form would be an edited tree.
  sh "$lib/../stages/compile.sh"
  DESTDIR='' sh "$lib/../stages/install.sh"
}

main
