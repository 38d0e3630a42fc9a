#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/unpatch.sh: take the series out of the tree again: byte for byte what it was.
#
# A patched file that was edited since is left alone: quilt refuses, and so does this.

stage=unpatch
# shellcheck source=build/lib/stage.sh
. "$(dirname -- "$0")/../lib/stage.sh"
# shellcheck source=build/lib/series.sh
. "$(dirname -- "$0")/../lib/series.sh"
load_settings

main() {
  if test -d "$tree/.poolpatch-kept"; then
    lock "$tree"
    take_back
    say "$tree is as it was before 'make patch', which broke off"
  elif ! test -f "$tree/.poolpatch-stamp"; then
    say "$tree is not patched: nothing to do"
  else
    lock "$tree"
    test ! -d "$tree/.pc" || pop_series
    rm -f "$tree/.poolpatch-stamp"
    say "$tree is as it was before 'make patch'"
  fi
  rm -f stamps/patch stamps/compile
}

# pop_series: the patched files get a new date, so that make compiles them again.
pop_series() {
  mkdir -p logs
  files_=$(run_quilt files -a 2>/dev/null | sort -u)
  run_quilt pop -a >>logs/unpatch.log 2>&1 || {
    tail -n 30 logs/unpatch.log >&2
    die "the patches can't be taken out: were their files edited? 'quilt diff' in $tree shows how; nothing is lost"
  }
  forget_quilt
  printf '%s\n' "$files_" | while IFS= read -r file; do
    if test -f "$tree/$file"; then touch "$tree/$file"; else remove_empty_dirs "$file"; fi
  done
}

main
