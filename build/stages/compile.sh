#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/compile.sh: configure and compile the patched tree, in the tree.
#
# Runs the package's configure again only when what it is told has changed.  A serial build runs one job at a
# time whatever MAKE and MAKEFLAGS say; a parallel one takes the jobs of the make that called this stage.

stage=compile
# shellcheck source=build/lib/stage.sh
. "$(dirname -- "$0")/../lib/stage.sh"
load_settings

main() {
  lock "$tree"
  mkdir -p logs stamps
  spaceless "$tree"
  cd "$spaceless"
  package_environment
  if ! test -f config.status || test "$(cat "$build_dir/stamps/configured" 2>/dev/null)" != "$configure_args"; then
    configure_tree
  fi
  progress_total=$(package_progress_total)
  run_logged "compiling $package $package_version$(build_mode)" with_make package_compile
  cd "$build_dir"
  finish "$configure_args"
}

configure_tree() {
  rm -f "$build_dir/stamps/configured"
  : >"$build_dir/logs/$stage.log"
  run_logged "configuring $package $package_version" configure_with_words
  printf '%s\n' "$configure_args" >"$build_dir/stamps/configured"
}

configure_with_words() {
  eval "set -- $configure_args"
  package_configure "$@"
}

build_mode() {
  if test "$serial_build" = yes; then printf " (serial build)"; fi
}

main
