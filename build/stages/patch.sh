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

# In $scratch: .series names the patches, .texts holds them, one after the other.
main() {
  new_scratch
  series_patches >"$scratch/.series" || die "$scratch can't be written: is the disk full?"
  decision=$(decision_text "$pool_strategy" "$patches" <"$scratch/.series")
  check_decision
  lock "$tree"
  roll_forward "$work" "$tree"
  state=$(tree_state)
  case $state in
    patched)
      test "$(stamped_decision)" != "$decision" || return 0
      say "$tree is patched by another decision, $(describe_stamp): taking that out first"
      take_series_out ;;
    extracted)
      say "the source was extracted again over the patched $tree: patching it again"
      forget_patching ;;
    edited*)
      die "$tree was patched, and ${state#edited } edited since: nothing was changed. Undo that edit (quilt's notes are in $tree/.poolpatch), or unpack the source again" ;;
  esac
  if test -s "$scratch/.series"; then
    apply_series
    say "pool strategy $pool_strategy: $(paste -s -d ' ' "$scratch/.series") applied"
  else
    say "pool strategy $pool_strategy: no patch needed"
  fi
}

# check_decision: is it what configure recorded?
check_decision() {
  test "$(printf '%s\n' "$decision" | sha256_lines | cut -d ' ' -f 1)" = "$decision_digest" ||
    die "$build_dir/series or a patch that it names was changed or damaged since configure chose it: run configure again"
  test "$pool_strategy" = upstream || test -s "$scratch/.series" ||
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
  mkdir -p "$work/.poolpatch/patches" && cp "$scratch/.series" "$work/.poolpatch/series" &&
    in_series cat >"$scratch/.texts" || return
  while IFS= read -r patch_; do
    new_dir_of "$work/.poolpatch/patches/$patch_" && cp "$patches/$patch_" "$work/.poolpatch/patches/$patch_" || return
  done <"$work/.poolpatch/series"
}

# in_series COMMAND...: COMMAND with the names of the patches, where they are.
in_series() (
  cd -- "$patches" || exit
  while IFS= read -r patch_; do set -- "$@" "./$patch_"; done <"$scratch/.series"
  "$@"
)

# copy_originals: the files that the series changes.
copy_originals() {
  files_of "$scratch/.texts" | copy_files "$tree" "$work" >"$work/.output" 2>&1
}

# report_series: try the series patch by patch with patch(1), which tells more than quilt does; stops if one does not fit
# or fits more than one place.
report_series() {
  try_series "$tree" "$scratch" || die "nothing was changed; 'make explain' says more"
}

give_up() {
  test ! -f "$work/.output" || tail -n 30 "$work/.output" >&2
  die "quilt could not apply the series, though it fits; the tree is as it was (is the disk full?)"
}

# write_stamp: with what it is checked by in $scratch.
write_stamp() {
  outdate_objects && printf '%s\n' "$decision" >"$work/.poolpatch/stamp" || return
  { files_of "$scratch/.texts" && files_added_by "$scratch/.texts"; } | sort -u >"$scratch/files" &&
    digests_in "$tree" <"$scratch/files" >"$scratch/before" && digests_in "$work" <"$scratch/files" >"$scratch/after" || return
  (
    cd "$work" && awk '
      { file = substr($0, index($0, " ") + 2) }
      NR == FNR { before[file] = $1; next }
      { print "file=" before[file], $1, file >>".poolpatch/stamp" }
      $1 == "none" { print file >>".remove" }' "$scratch/before" "$scratch/after"
  ) && seal "$work/.poolpatch/stamp"
}

# is_whole: quilt does not report each disk that fills up; so are its notes whole, and has each file as many lines as
# the patches say?
is_whole() {
  cmp -s "$scratch/.series" "$work/.poolpatch/pc/applied-patches" && are_notes_whole &&
    test "$(grep -c '^file=' "$work/.poolpatch/stamp")" = "$(grep -c . "$scratch/files")" &&
    lines_gained <"$scratch/.texts" | TREE=$tree WORK=$work awk -F '\t' '
      function lines(file,    line, n) {
        while ((getline line <file) > 0) n++
        close(file)
        return n + 0
      }
      lines(ENVIRON["WORK"] "/" $2) - lines(ENVIRON["TREE"] "/" $2) != $1 { print $2 " was not written whole"; failed = 1 }
      END { exit failed }' >>"$work/.output"
}

# are_notes_whole: with the originals, as the first patch of each file found it.
are_notes_whole() {
  for note_ in .version .quilt_patches .quilt_series; do
    test -s "$work/.poolpatch/pc/$note_" || return
  done
  while IFS= read -r patch_; do
    test -f "$work/.poolpatch/pc/$patch_/.timestamp" || return
  done <"$scratch/.series"
  files_of_each | while IFS='	' read -r patch_ file_; do
    kept_=$work/.poolpatch/pc/$patch_/$file_
    if test -f "$tree/$file_"; then cmp -s "$kept_" "$tree/$file_"; else test -f "$kept_" && test ! -s "$kept_"; fi || exit
  done
}

# files_of_each: of each file that the series makes or changes, the first patch that does, tab, its name.
files_of_each() {
  # shellcheck disable=SC2016 # awk's
  in_series awk -F '\t' '
    (sub(/^--- a\//, "") || before == "--- /dev/null" && sub(/^\+\+\+ b\//, "")) && !seen[$1]++ { print FILENAME "\t" $1 }
    { before = $1 }'
}

# lines_gained: by the hunks' own counts, of the patches on standard input: a line each file, lines, tab, name.
lines_gained() {
  awk -F '\t' '
    old > 0 || new > 0 {
      if (/^[- ]/ || /^$/) old--
      if (/^[+ ]/ || /^$/) new--
      next
    }
    /^--- / { name = substr($1, 7) }
    /^\+\+\+ b/ { name = substr($1, 7) }
    name != "" && !(name in gained) { gained[name] = 0 }
    /^@@ -/ {
      split($0, word, " ")
      old = split(word[2], part, ",") > 1 ? part[2] : 1
      new = split(word[3], part, ",") > 1 ? part[2] : 1
      gained[name] += new - old
    }
    END { for (name in gained) printf "%d\t%s\n", gained[name], name }'
}

main
