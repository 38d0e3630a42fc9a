#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/compile.sh: configure and compile the patched tree, in the tree.
#
# The tree's .poolpatch-compiled says what it was compiled from, and that its objects are whole: it goes when compiling
# begins, and comes when that has ended well.  Without it, what a killed compiler, a full disk or somebody else left there
# is not trusted: it goes by the package's `make clean`.  The package's configure runs again only when what it is told has
# changed, or it has not run to its end, which the tree's .poolpatch-configured tells.  A serial build runs one job at a
# time whatever MAKE and MAKEFLAGS say; a parallel one takes the jobs of the make that called this stage.

stage=compile
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/series.sh
. "$lib/series.sh"
load_settings

main() {
  is_as_fetched || die "$build_dir/stamps/fetch does not say what $tree was made of: run make again"
  made_from=$(compiled_from)
  ! is_fresh "$tree/.poolpatch-compiled" "$made_from" || return 0
  lock "$tree"
  is_as_decided || die "$tree is not patched as configure decided, as if it was unpatched in the meantime: run make again"
  cd "$tree"
  package_environment
  broken_off=no
  test -f .poolpatch-compiled || ! is_begun || broken_off=yes
  rm -f .poolpatch-compiled
  if test "$broken_off" = yes || ! is_fresh .poolpatch-configured "$configure_args"; then
    configure_tree
  fi
  test "$broken_off" = no || {
    say "an earlier compilation did not end well: compiling everything anew"
    run_logged 'removing what it left' with_make package_clean
  }
  progress_total=$(package_progress_total)
  run_logged "compiling $package $package_version$(build_mode)" with_make package_compile
  stamp "$tree/.poolpatch-compiled" "$made_from"
}

# is_as_fetched: what is patched in place was not made of anything.
is_as_fetched() {
  test ! -f "$tree/.poolpatch-source" || { read_fetched && is_fresh "$tree/.poolpatch-source" "$identity"; }
}

# is_as_decided: what is in between the stages patch and compile of one make can unpatch it.
is_as_decided() {
  if test -f "$tree/.poolpatch/stamp"; then
    is_sealed "$tree/.poolpatch/stamp" && test "$(stamped_decision | sha256 /dev/stdin)" = "$decision_digest"
  else
    test -z "$(series_patches)"
  fi
}

# is_begun: was it compiled before, by us or by somebody else?
is_begun() {
  test -f .poolpatch-configured || test "$(package_progress)" -gt 0
}

configure_tree() {
  rm -f .poolpatch-configured
  mkdir -p "$build_dir/logs"
  : >"$build_dir/logs/$stage.log"
  run_logged "configuring $package $package_version" configure_with_words
  stamp "$tree/.poolpatch-configured" "$configure_args"
}

configure_with_words() {
  eval "set -- $configure_args"
  package_configure "$@"
}

build_mode() {
  if test "$serial_build" = yes; then printf " (serial build)"; fi
}

main
