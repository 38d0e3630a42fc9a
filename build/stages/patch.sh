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

# In $scratch: .files, the files that the series changes, removes or makes, in the order of their first patch, each with that
# patch and how many lines it gains, separated by tabs; .originals, those that are to be there; .names, all of which the
# digests are taken: each in the tree, as patched, and as quilt kept it.
main() {
  new_scratch
  series=$(series_patches)
  decision=$(printf '%s' "${series:+$series
}" | decision_text "$pool_strategy" "$patches")
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
  if test -n "$series"; then
    apply_series
    set -f
    # shellcheck disable=SC2086 # words
    say "pool strategy $pool_strategy:" $series applied
  else
    say "pool strategy $pool_strategy: no patch needed"
  fi
}

# check_decision: is it what configure recorded?
check_decision() {
  test "$(printf '%s\n' "$decision" | sha256 /dev/stdin)" = "$decision_digest" ||
    die "$build_dir/series or a patch that it names was changed or damaged since configure chose it: run configure again"
  test "$pool_strategy" = upstream || test -n "$series" ||
    die "the strategy $pool_strategy needs patches, and $build_dir/series names none: run configure again"
}

describe_stamp() {
  sed -n 's/^strategy=//p; s/^patch=\(.*\) sha256=\(........\).*/\1 (\2...)/p' "$tree/.poolpatch/stamp" | paste -s -d ' ' -
}

apply_series() {
  test -d logs || mkdir -p logs
  begin "$work"
  { : >"$scratch/.originals" && : >"$scratch/.names" && : >"$scratch/.files" && read_series && copy_series; } || give_up
  if ! { copy_files "$tree" "$work" <"$scratch/.originals" && our_quilt "$work" push -a --fuzz=0; } >"$scratch/.said" 2>&1; then
    report_series
    give_up
  fi
  read_text "$scratch/.said"
  case $text in *'Hunk '*' (offset '*) report_series ;; esac
  printf '%s' "$text" >>logs/patch.log
  write_stamp || give_up
  publish "$work" "$tree"
}

# read_series: what it does to which file.
read_series() (
  cd -- "$patches" || exit
  while IFS= read -r patch_; do set -- "$@" "./$patch_"; done <<END
$series
END
  SCRATCH=$scratch WORK=${work##*/} awk -F '\t' '
    function note(file) {
      name = file
      if (file in patches) return
      order[++n] = file
      patches[file] = FILENAME
      if (before != "--- /dev/null") print file >(scratch "/.originals")
    }
    BEGIN { scratch = ENVIRON["SCRATCH"]; work = ENVIRON["WORK"] }
    FNR == 1 { old = new = 0 }
    old > 0 || new > 0 {
      if (/^[- ]/ || /^$/) old--
      if (/^[+ ]/ || /^$/) new--
      next
    }
    /^--- / { before = $1 }
    /^--- a\// { note(substr($1, 7)) }
    /^\+\+\+ b\// && before == "--- /dev/null" { note(substr($1, 7)) }
    /^@@ -/ {
      split($0, word, " ")
      old = split(word[2], part, ",") > 1 ? part[2] : 1
      new = split(word[3], part, ",") > 1 ? part[2] : 1
      gained[name] += new - old
    }
    /^\+\+\+ / { before = "" }
    END {
      for (i = 1; i <= n; i++) {
        file = order[i]
        print file "\t" patches[file] "\t" gained[file] + 0 >(scratch "/.files")
        print file "\n" work "/" file "\n" work "/.poolpatch/pc/" patches[file] "/" file >(scratch "/.names")
      }
    }' "$@"
)

# copy_series: the patches, for quilt to work with.
copy_series() {
  copy_named "$patches" "$work/.poolpatch/patches" <<END && printf '%s\n' "$series" >"$work/.poolpatch/series"
$series
END
}

# report_series: try the series patch by patch with patch(1), which tells more than quilt does; stops if one does not fit
# or fits more than one place.
report_series() {
  try_series "$tree" "$scratch" || die "nothing was changed; 'make explain' says more"
}

give_up() {
  test ! -f "$scratch/.said" || tail -n 30 "$scratch/.said" >&2
  die "quilt could not apply the series, though it fits; the tree is as it was (is the disk full?)"
}

# write_stamp: the decision, and what each file was and is, if all of it is whole.
write_stamp() {
  outdate_objects && are_notes_whole && digests_in "$tree" <"$scratch/.names" >"$scratch/.digests" || return
  stamped_=$(stamp_of_files) || return
  sealed "$decision${stamped_:+
$stamped_}" >"$work/.poolpatch/stamp"
}

are_notes_whole() {
  for note_ in .version .quilt_patches .quilt_series; do
    test -s "$work/.poolpatch/pc/$note_" || return
  done
  while IFS= read -r patch_; do
    test -f "$work/.poolpatch/pc/$patch_/.timestamp" || return
  done <<END
$series
END
}

# stamp_of_files: a line of the stamp for each; those that are gone are to be removed.  quilt does not report each disk that
# fills up: so are all patches noted, has each file as many lines as the patches say, and is the original what quilt kept,
# which of a file that was not there is an empty one?  If not, status 1, and what is wrong goes to quilt's words.
stamp_of_files() {
  empty_=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
  SERIES=$series TREE=$tree WORK=$work SCRATCH=$scratch awk -F '\t' -v empty="$empty_" '
    function lines(file,    line, n) {
      while ((getline line <file) > 0) n++
      close(file)
      return n + 0
    }
    function wrong(what) {
      print what " was not written whole" >>(ENVIRON["SCRATCH"] "/.said")
      exit 1
    }
    part == "files" { order[++n] = $1; patches[$1] = $2; gained[$1] = $3 }
    part == "digests" { digest[substr($0, index($0, " ") + 2)] = substr($0, 1, index($0, " ") - 1) }
    part == "applied" { applied = applied $0 "\n" }
    END {
      work = ENVIRON["WORK"]
      within = work
      sub(/.*\//, "", within)
      if (applied != ENVIRON["SERIES"] "\n") wrong("the list of the applied patches")
      for (i = 1; i <= n; i++) {
        file = order[i]
        was = digest[file]
        is = digest[within "/" file]
        kept = digest[within "/.poolpatch/pc/" patches[file] "/" file]
        if (kept != (was == "none" ? empty : was)) wrong("the original of " file)
        if (lines(work "/" file) - lines(ENVIRON["TREE"] "/" file) != gained[file]) wrong(file)
        text = text (i > 1 ? "\n" : "") "file=" was " " is " " file
        if (is == "none") print file >(work "/.remove")
      }
      print text
    }' part=files "$scratch/.files" part=digests "$scratch/.digests" part=applied "$work/.poolpatch/pc/applied-patches"
}

main
