#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/patch.sh: apply the series that configure chose to the tree, with quilt: all of it or nothing.
#
# The whole series is tried in order on a scratch copy of the files it names before the tree is touched.  The
# tree then carries a stamp of the decision, .poolpatch-stamp.  The same decision again: nothing to do.  Another
# one: an error that names `make unpatch`.

stage='patch'
# shellcheck source=build/lib/stage.sh
. "$(dirname -- "$0")/../lib/stage.sh"
# shellcheck source=build/lib/series.sh
. "$(dirname -- "$0")/../lib/series.sh"
load_settings

main() {
  decision=$(decision_text)
  if test -f "$tree/.poolpatch-stamp" && test ! -d "$tree/.poolpatch-kept"; then
    test "$(cat "$tree/.poolpatch-stamp")" = "$decision" ||
      die "$tree is patched by another decision, $(sed -n 's/^strategy=//p; s/^patch=\(.*\) sha256=\(........\).*/\1 (\2...)/p' "$tree/.poolpatch-stamp" | paste -s -d ' ' -): run 'make unpatch' first, then this again"
  else
    lock "$tree"
    take_back
    test ! -e "$tree/.pc" || die "$tree is already under quilt (.pc is there): pop its patches first, and remove .pc"
    test -z "$(series_patches)" || apply_series
    write_stamp || die "$tree/.poolpatch-stamp can't be written; the tree is as it was: is the disk full?"
    rm -rf "$tree/.poolpatch-kept"
    pushed=yes
    say "pool strategy $pool_strategy: $(describe_series)"
  fi
  finish "$pool_strategy"
}

write_stamp() {
  printf '%s\n' "$decision" >"$tree/.poolpatch-stamp.new" && mv "$tree/.poolpatch-stamp.new" "$tree/.poolpatch-stamp"
}

describe_series() {
  if test -n "$(series_patches)"; then
    printf '%s applied' "$(series_patches | paste -s -d ' ' -)"
  else
    printf 'no patch needed'
  fi
}

apply_series() {
  new_scratch
  try_series "$tree" "$scratch" || die "nothing was changed; 'make explain' says more"
  # A push that breaks off half-way is taken back.
  pushed=no
  at_exit undo_push
  keep_files "$scratch" || die "the files that the series changes can't be kept in $tree: is the disk full?"
  copy_series || die "the series can't be copied to $build_dir/applied: is the disk full?"
  mkdir -p logs
  if ! run_quilt push -a --fuzz=0 >>logs/patch.log 2>&1 || ! is_as_tried; then
    tail -n 30 logs/patch.log >&2
    die "quilt could not apply the series, though it fits; the tree is as it was (is the disk full?). The whole log: $build_dir/logs/patch.log"
  fi
}

# is_as_tried: quilt does not tell each disk that fills up; so are its notes whole, and the files what they were when
# the series was tried?
is_as_tried() {
  test "$(cat "$tree/.pc/applied-patches")" = "$(series_patches)" &&
    (cd "$scratch/.before" && find . -type f ! -path ./.added) | while IFS= read -r file_; do
      cmp "$scratch/$file_" "$tree/$file_" >&2 || exit
    done
}

undo_push() {
  test "$pushed" = yes || take_back
}

main
