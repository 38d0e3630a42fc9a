#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/upkeep/refresh-patches.sh: rewrite the patches of the chosen series that apply to the unpatched tree with an offset,
# so that they apply exactly.  quilt does it, on a scratch copy of the files they change; headers stay.  The new
# patches replace the old ones only when all went well.

stage=refresh-patches
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/series.sh
. "${0%/*}/../lib/series.sh"
load_settings

main() {
  test ! -e "$tree/.poolpatch" || die "$tree is patched: run 'make unpatch' first"
  test -w "$patches" || die "$patches can't be written: refresh in a checkout of your own"
  new_scratch
  try_series "$tree" "$scratch" || die "nothing was changed: a patch that does not fit must be rebased by hand"
  mkdir "$scratch/.work" "$scratch/.before"
  series_patches | while IFS= read -r patch; do
    files_of "$patches/$patch" | copy_files "$tree" "$scratch/.before"
  done
  series_patches >"$scratch/.series"
  while IFS= read -r patch; do
    refresh "$patch"
  done <"$scratch/.series"
  while IFS= read -r patch; do
    replace_patch "$patch"
  done <"$scratch/.series"
}

# quilt_here ARG...: quilt in the scratch copy, on copies of the patches.
quilt_here() {
  quilt_in "$scratch/.before" "$scratch/.work" "$scratch/.series" .pc "$@" >>"$scratch/.log" 2>&1 || {
    sed 's/^/  | /' "$scratch/.log" >&2
    die "quilt could not refresh $patch; nothing was changed"
  }
}

refresh() { # refresh PATCH: in $scratch/.work
  mkdir -p "$scratch/.work/$(dirname "$1")"
  cp "$patches/$1" "$scratch/.work/$1"
  quilt_here push --fuzz=0
  quilt_here refresh -p ab --no-timestamps --no-index
}

replace_patch() { # replace_patch PATCH: the recipe's, if another came out
  if cmp -s "$scratch/.work/$1" "$patches/$1"; then
    say "$1 applies exactly: left as it is"
    return
  fi
  cp "$scratch/.work/$1" "$patches/$1.new"
  mv "$patches/$1.new" "$patches/$1"
  say "$1 rewritten"
}

main
