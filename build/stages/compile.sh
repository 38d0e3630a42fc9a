#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/compile.sh: configure and compile the patched tree, in the tree.
#
# The tree's .poolpatch-compiled says what it was compiled from; the package's configure runs again only when what
# it is told has changed.  A serial build runs one job at a time whatever MAKE and MAKEFLAGS say; a parallel one takes
# the jobs of the make that called this stage.

stage=compile
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
load_settings

# What the compiler and the linker take from the environment behind configure's back (gcc(1), ld(1)).
compiler_words='CPATH C_INCLUDE_PATH CPLUS_INCLUDE_PATH LIBRARY_PATH LD_RUN_PATH COMPILER_PATH GCC_EXEC_PREFIX'

main() {
  made_from=$(made_from)
  ! is_fresh "$tree/.poolpatch-compiled" "$made_from" || return 0
  lock "$tree"
  cd "$tree"
  package_environment
  if ! test -f config.status || ! is_fresh "$build_dir/stamps/configured" "$configure_args"; then
    configure_tree
  fi
  progress_total=$(package_progress_total)
  run_logged "compiling $package $package_version$(build_mode)" with_make package_compile
  stamp "$tree/.poolpatch-compiled" "$made_from"
}

# made_from: a digest of the source and its patches, the words for its configure, and the environment.
made_from() {
  {
    cat stamps/fetch "$tree/.poolpatch/stamp" 2>/dev/null || :
    printf '%s\n' "$configure_args"
    for name_ in $compiler_words; do
      eval "printf '%s=%s\\n' \"\$name_\" \"\${$name_-}\""
    done
  } | sha256 /dev/stdin
}

configure_tree() {
  rm -f "$build_dir/stamps/configured"
  mkdir -p "$build_dir/logs"
  : >"$build_dir/logs/$stage.log"
  run_logged "configuring $package $package_version" configure_with_words
  stamp "$build_dir/stamps/configured" "$configure_args"
}

configure_with_words() {
  eval "set -- $configure_args"
  package_configure "$@"
}

build_mode() {
  if test "$serial_build" = yes; then printf " (serial build)"; fi
}

main
