#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/patch.sh: apply the series that configure chose to the tree, with quilt: all of it or nothing.
#
# quilt pushes onto copies of the files in a private directory of the tree; what comes out is moved into place.  Each
# run looks at the files: as the same decision left them, there is nothing to do; extracted anew, they are patched
# again; patched by another decision, that is taken out first; edited since, the stage stops and touches nothing.

stage='patch'
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/series.sh
. "$lib/series.sh"
load_settings

work=$tree/.poolpatch-new

main() {
  decision=$(series_patches | decision_text "$pool_strategy" "$patches")
  check_decision
  lock "$tree"
  roll_forward "$work" "$tree"
  state=$(tree_state)
  case $state in
    patched)
      test "$(grep -v '^file=' "$tree/.poolpatch/stamp")" != "$decision" || return 0
      say "$tree is patched by another decision, $(describe_stamp): taking that out first"
      take_series_out ;;
    extracted)
      say "the source was extracted again over the patched $tree: patching it again"
      forget_patching ;;
    edited*)
      die "$tree was patched, and ${state#edited } edited since: nothing was changed. Undo that edit (quilt's notes are in $tree/.poolpatch), or unpack the source again" ;;
  esac
  if test -z "$(series_patches)"; then
    say "pool strategy $pool_strategy: no patch needed"
  else
    apply_series
    say "pool strategy $pool_strategy: $(series_patches | paste -s -d ' ' -) applied"
  fi
}

# check_decision: is it what configure recorded?
check_decision() {
  test "$(printf '%s\n' "$decision" | sha256_lines | cut -d ' ' -f 1)" = "$decision_digest" ||
    die "$build_dir/series or a patch that it names was changed or damaged since configure chose it: run configure again"
  test "$pool_strategy" = upstream || test -n "$(series_patches)" ||
    die "the strategy $pool_strategy needs patches, and $build_dir/series names none: run configure again"
}

describe_stamp() {
  sed -n 's/^strategy=//p; s/^patch=\(.*\) sha256=\(........\).*/\1 (\2...)/p' "$tree/.poolpatch/stamp" | paste -s -d ' ' -
}

apply_series() {
  mkdir -p logs
  begin "$work"
  copy_series || give_up
  if ! copy_originals || ! our_quilt "$work" push -a --fuzz=0 >"$work/.output" 2>&1; then
    report_series
    give_up
  elif grep -q '^Hunk.* (offset ' "$work/.output"; then
    report_series
  fi
  cat "$work/.output" >>logs/patch.log
  { write_stamp && is_whole; } || give_up
  rm -f "$work/.output"
  publish "$work" "$tree"
}

# copy_series: the patches, for quilt to work with.
copy_series() {
  mkdir -p "$work/.poolpatch/patches" && series_patches >"$work/.poolpatch/series" || return
  while IFS= read -r patch_; do
    mkdir -p "$work/.poolpatch/patches/$(dirname "$patch_")" &&
      cp "$patches/$patch_" "$work/.poolpatch/patches/$patch_" || return
  done <"$work/.poolpatch/series"
}

# copy_originals: the files that the series changes.
copy_originals() {
  series_patches | while IFS= read -r patch_; do
    files_of "$patches/$patch_" | copy_files "$tree" "$work" || exit
  done >"$work/.output" 2>&1
}

# report_series: try the series patch by patch with patch(1), which tells more than quilt does; stops if one does not fit
# or fits more than one place.
report_series() {
  new_scratch
  try_series "$tree" "$scratch" || die "nothing was changed; 'make explain' says more"
}

give_up() {
  test ! -f "$work/.output" || tail -n 30 "$work/.output" >&2
  die "quilt could not apply the series, though it fits; the tree is as it was (is the disk full?)"
}

write_stamp() {
  outdate_objects && printf '%s\n' "$decision" >"$work/.poolpatch/stamp" || return
  series_patches | while IFS= read -r patch_; do
    files_of "$patches/$patch_"
    files_added_by "$patches/$patch_"
  done | sort -u | while IFS= read -r file_; do
    test -f "$work/$file_" || echo "$file_" >>"$work/.remove"
    printf 'file=%s %s %s\n' "$(digest_of "$tree/$file_")" "$(digest_of "$work/$file_")" "$file_" \
      >>"$work/.poolpatch/stamp" || exit
  done
}

# is_whole: quilt does not report each disk that fills up; so are its notes whole, and has each file as many lines as
# the patches say?
is_whole() {
  test "$(cat "$work/.poolpatch/pc/applied-patches")" = "$(series_patches)" && are_notes_whole &&
    test -s "$work/.poolpatch/stamp" &&
    sed -n 's/^file=[^ ]* [^ ]* //p' "$work/.poolpatch/stamp" | while IFS= read -r file_; do
      test "$(($(lines_of "$work/$file_") - $(lines_of "$tree/$file_")))" -eq "$(lines_gained "$file_")" || {
        echo "$file_ was not written whole" >>"$work/.output"
        exit 1
      }
    done
}

# are_notes_whole: with the originals, as the first patch of each file found it.
are_notes_whole() {
  for note_ in .version .quilt_patches .quilt_series; do
    test -s "$work/.poolpatch/pc/$note_" || return
  done
  series_patches | while IFS= read -r patch_; do
    { files_of "$patches/$patch_" && files_added_by "$patches/$patch_"; } | PATCH=$patch_ awk '{ print ENVIRON["PATCH"] "\t" $0 }'
  done | awk -F '\t' '!seen[$2]++' | while IFS='	' read -r patch_ file_; do
    kept_=$work/.poolpatch/pc/$patch_/$file_
    if test -f "$tree/$file_"; then cmp -s "$kept_" "$tree/$file_"; else test -f "$kept_" && test ! -s "$kept_"; fi || exit
  done
}

lines_of() {
  if test -f "$1"; then awk 'END { print NR }' "$1"; else echo 0; fi
}

# lines_gained FILE: by the hunks' own counts.
lines_gained() {
  series_patches | while IFS= read -r patch_; do cat "$patches/$patch_"; done | FILE=$1 awk -F '\t' '
    old > 0 || new > 0 {
      if (/^[- ]/ || /^$/) old--
      if (/^[+ ]/ || /^$/) new--
      next
    }
    /^--- / { name = substr($1, 7) }
    /^\+\+\+ b/ { name = substr($1, 7) }
    /^@@ -/ {
      split($0, word, " ")
      old = split(word[2], part, ",") > 1 ? part[2] : 1
      new = split(word[3], part, ",") > 1 ? part[2] : 1
      if (name == ENVIRON["FILE"]) gained += new - old
    }
    END { print gained + 0 }'
}

main
