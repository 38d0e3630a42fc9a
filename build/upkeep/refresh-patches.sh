#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/upkeep/refresh-patches.sh: rewrite the patches of the chosen series that apply to the unpatched tree with an offset,
# so that they apply exactly.  quilt does it, on a scratch copy of the files they change; headers and the number of lines
# around a change stay.  The new patches replace the old ones only when all went well.  Before that, each patch that is made
# from files of the recipe (see generate-patch.sh) is made anew, whatever its strategy.

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
  mkdir "$scratch/.work" "$scratch/.before"
  all_patches >"$scratch/.patches"
  while IFS= read -r patch; do
    ! is_generated "$patch" || generate "$patch"
  done <"$scratch/.patches"
  try_series "$tree" "$scratch" || die "nothing was changed: a patch that does not fit must be rebased by hand"
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

is_generated() { # is_generated PATCH
  sed '/^---$/q' "$patches/$1" | grep -q '^X-Generated-From:'
}

generate() { # generate PATCH
  mkdir -p "$scratch/.work/$(dirname "$1")"
  sh "${0%/*}/generate-patch.sh" "$patches/$1" "$recipe" >"$scratch/.work/$1" || die "$1 can't be made; nothing was changed"
  replace_patch "$1"
}

# context_of PATCH: how many lines it shows around a change: the most that a hunk begins with.
context_of() {
  awk '
    /^@@ -/ { lines = 0; leading = 1; next }
    leading && /^ / { lines++; if (lines > most) most = lines; next }
    { leading = 0 }
    END { print most + 0 }' "$patches/$1"
}

refresh() { # refresh PATCH: in $scratch/.work
  mkdir -p "$scratch/.work/$(dirname "$1")"
  cp "$patches/$1" "$scratch/.work/$1"
  quilt_here push --fuzz=0
  is_generated "$1" || quilt_here refresh -p ab --no-timestamps --no-index -U "$(context_of "$1")"
}

replace_patch() { # replace_patch PATCH: the recipe's, if another came out
  if cmp -s "$scratch/.work/$1" "$patches/$1"; then
    say "$1 is as it should be: left as it is"
    return
  fi
  cp "$scratch/.work/$1" "$patches/$1.new"
  mv "$patches/$1.new" "$patches/$1"
  say "$1 rewritten"
}

main
