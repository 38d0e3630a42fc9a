# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/series.sh: what deals with the series shares; sourced after stage.sh.
# shellcheck shell=sh
# shellcheck disable=SC2154 # what settings.sh and lib.sh set

# A patched tree carries, in .poolpatch/:
#   stamp               the decision it was patched by, each file's digest before and after, and its own
#   patches/, series    a copy of the patches, so that they can be taken out after a new poolpatch has brought others
#   pc/                 quilt's notes; the tree's own .pc, a distribution's, is left alone
# While it is patched or unpatched, the result grows in $work, .poolpatch-new/.

# shellcheck source=build/lib/quilt.sh
. "$lib/quilt.sh"

# our_quilt DIRECTORY ARG...: quilt in a DIRECTORY that has the above.
our_quilt() {
  directory_=$1
  shift
  quilt_in "$directory_" .poolpatch/patches .poolpatch/series .poolpatch/pc "$@"
}

# series_patches: the patches that configure chose, one a line, relative to $patches.
series_patches() {
  test -f series || die "$PWD/series is no file: run configure again"
  while IFS= read -r patch_; do
    case $patch_ in '#'* | '') ;; *) printf '%s\n' "$patch_" ;; esac
  done <series
}

# run_guards OPTION...: guards on series.conf.  What it says on standard error is no patch: it goes to the log.
run_guards() {
  mkdir -p "$build_dir/logs"
  guards --config="$patches/series.conf" "$@" 2>>"$build_dir/logs/$stage.log"
}

# all_patches: every patch of series.conf, whatever its guards.
all_patches() {
  run_guards --list
}

# digest_of FILE: its digest, or none if it is not there.
digest_of() {
  if test -f "$1"; then sha256 "$1"; else echo none; fi
}

# stamped_decision: what the tree is patched by, as decision_text has it.
stamped_decision() {
  sed '/^file=/d; $d' "$tree/.poolpatch/stamp"
}

# tree_state: one word: unpatched; patched, and every file as patching left it; extracted, every file as it was before,
# as somebody has unpacked the source once more; or edited, and the file that is neither.  Unpacking leaves as it is
# a file that the patches added, so that one alone tells nothing.
tree_state() {
  test -f "$tree/.poolpatch/stamp" || { echo unpatched; return; }
  is_sealed "$tree/.poolpatch/stamp" || { echo edited .poolpatch/stamp; return; }
  sed -n 's/^file=[^ ]* [^ ]* //p' "$tree/.poolpatch/stamp" | digests_in "$tree" | awk '
    NR == FNR { digest[substr($0, index($0, " ") + 2)] = $1; next }
    sub(/^file=/, "") {
      file = $0
      sub(/^[^ ]* [^ ]* /, "", file)
      is = digest[file] == $2 ? "patched" : digest[file] == $1 ? "extracted" : "edited"
      if ($1 == "none" && is == "patched") next
      if (state == "") state = is
      if (is == "edited" || is != state) { state = "edited " file; exit }
    }
    END { print state == "" ? "patched" : state }' - "$tree/.poolpatch/stamp"
}

# lay_out_originals DIRECTORY: the files that the tree was patched in, as they were before, and .poolpatch.
lay_out_originals() {
  cp -R -p "$tree/.poolpatch" "$1/.poolpatch" || return
  sed -n 's/^file=[^ ]* [^ ]* //p' "$tree/.poolpatch/stamp" | while IFS= read -r file_; do
    test ! -f "$tree/$file_" || { mkdir -p "$1/$(dirname "$file_")" && cp -p "$tree/$file_" "$1/$file_"; } || exit
  done || return
  mkdir -p logs || return
  our_quilt "$1" pop -a >>logs/unpatch.log 2>&1
}

# take_series_out: unpatch the tree.  Its files get a new date, so that make compiles them again.
take_series_out() {
  begin "$work"
  { lay_out_originals "$work" && originals_are_whole_; } ||
    die "the patches can't be taken out; nothing was changed (is the disk full?). The whole log: $build_dir/logs/unpatch.log"
  added_files_ "$work" >"$work/.remove"
  while IFS= read -r file_; do
    remove_empty_dirs "$work" "$file_"
  done <"$work/.remove"
  rm -rf "$work/.poolpatch"
  { outdate_objects && echo .poolpatch >>"$work/.remove" && find "$work" -type f -exec touch {} +; } ||
    die "$work can't be written; nothing was changed (is the disk full?)"
  publish "$work" "$tree"
}

# outdate_objects: they are as whole as they were, but of other sources, so make must look at them.
outdate_objects() {
  test ! -f "$tree/.poolpatch-compiled" || echo 'of other sources' >"$work/.poolpatch-compiled"
}

# forget_patching: of a tree that was extracted again, what extracting has left of the patches, and our notes, go.
forget_patching() {
  begin "$work"
  { outdate_objects && { added_files_ "$tree" && echo .poolpatch; } >"$work/.remove"; } ||
    die "$work can't be written: is the disk full?"
  publish "$work" "$tree"
}

added_files_() { # added_files_ DIRECTORY: by the notes there
  sed -n 's/^file=none [^ ]* //p' "$1/.poolpatch/stamp"
}

originals_are_whole_() {
  sed -n 's/^file=//p' "$tree/.poolpatch/stamp" | while read -r before_ _ file_; do
    test "$(digest_of "$work/$file_")" = "$before_" || exit
  done
}

# files_of PATCH: the files it changes or removes, relative to the tree, each once; files_added_by PATCH: those it makes.
files_of() {
  awk -F '\t' 'sub(/^--- a\//, "") && !seen[$1]++ { print $1 }' "$1"
}
files_added_by() {
  awk -F '\t' '/^\+\+\+ b\// && before == "--- /dev/null" { print substr($1, 7) } { before = $1 }' "$1"
}

# try_series TREE SCRATCH: apply the series, in order and without fuzz, to a copy of the files it names.  The
# first patch that fails is told with what the tree has instead; TREE is only read.
try_series() {
  series_patches | while IFS= read -r patch_; do
    try_patch "$1" "$2" "$patch_" || {
      report_rejected "$1" "$2" "$patch_"
      return 1
    }
  done
}

# try_patch TREE SCRATCH PATCH: apply PATCH to SCRATCH's copy of the files it names; .output and .rejected in
# SCRATCH say what went wrong.
try_patch() {
  rm -f "$2/.rejected"
  if files_of "$patches/$3" | copy_files "$1" "$2" >"$2/.output" 2>&1 &&
    run_patch "$2" "$3" --reject-file="$2/.rejected" >"$2/.output" 2>&1; then
    fits_once "$2" "$3"
  else
    has_room "$2" || die "there is no room in $2 to try $3 in; set TMPDIR to a directory that has some"
    return 1
  fi
}

# has_room DIRECTORY: for the files that a patch changes?  On a full disk no patch fits.
has_room() {
  { head -c 1048576 /dev/zero >"$1/.room" && rm -f "$1/.room"; } 2>/dev/null
}

run_patch() { # run_patch SCRATCH PATCH OPTION...
  scratch_=$1 patch_file_=$patches/$2
  shift 2
  patch -d "$scratch_" -p1 --fuzz=0 --force --no-backup-if-mismatch "$@" <"$patch_file_"
}

# copy_files TREE SCRATCH: those named on standard input, each once, that SCRATCH lacks; or why that is not done.
copy_files() {
  to_copy_=
  while IFS= read -r file_; do
    case /$file_/ in
      *//* | */../*)
        echo "$file_, which the patch changes, is not in the tree"
        return 1 ;;
    esac
    test ! -e "$2/$file_" || continue
    if test -h "$1/$file_"; then
      echo "$file_ is a symbolic link: patching it would change another file; replace it by a copy"
      return 1
    elif ! test -f "$1/$file_"; then
      echo "$file_, which the patch changes, is not there: is this the right source?"
      return 1
    fi
    to_copy_="$to_copy_$file_
"
  done
  copy_named "$1" "$2" -p <<END
$to_copy_
END
}

# copy_named FROM TO [-p]: the files named on standard input, each once, relative to FROM, to the same places in TO: those that
# follow one another in one directory by one cp, as -p has it.
copy_named() {
  from_=$1 to_=$2 as_=${3-} group_=
  set --
  while IFS= read -r file_; do
    test -n "$file_" || continue
    case $file_ in */*) dir_=${file_%/*} ;; *) dir_=. ;; esac
    test "$dir_" = "$group_" || { copy_group_ "$@" && set -- && group_=$dir_ || return; }
    set -- "$@" "$from_/$file_"
  done
  copy_group_ "$@"
}
copy_group_() {
  test $# -eq 0 || { { test -d "$to_/$group_" || mkdir -p "$to_/$group_"; } && cp ${as_:+-p} "$@" "$to_/$group_/"; }
}

# fits_once SCRATCH PATCH: a hunk that was found away from its line may have been found at the wrong place.  So it
# must not fit a second time, now that it is applied.
fits_once() {
  grep -q '^Hunk.* (offset ' "$1/.output" || return 0
  run_patch "$1" "$2" --dry-run >"$1/.again" 2>&1 || :
  awk '
    /^(patching|checking) file / { file = substr($0, 15) }
    FNR == NR && /^Hunk .* \(offset / { moved[file, $2] = "Hunk " $2 " of " file " fits more than one place" }
    FNR != NR && /^Hunk .* FAILED/ { delete moved[file, $2] }
    END { for (hunk in moved) { print moved[hunk]; failed = 1 } exit failed }
  ' "$1/.output" "$1/.again" >"$1/.twice" || {
    mv "$1/.twice" "$1/.output"
    return 1
  }
}

# report_rejected TREE SCRATCH PATCH: why PATCH does not apply, each rejected hunk with what is there instead.
report_rejected() {
  if is_malformed "$2"; then
    warn "$3 is malformed: $(grep '^patch: ' "$2/.output")"
  elif test -f "$2/.rejected" && reverse_applies "$2" "$3"; then
    report_applied "$1" "$2" "$3"
  else
    warn "$3 does not apply to $1:"
    {
      cat "$2/.output"
      test ! -f "$2/.rejected" || show_instead "$2"
      report_range "$3"
    } | sed 's/^/  | /' >&2
  fi
}

is_malformed() { # is_malformed SCRATCH
  grep -q '^patch: .*\(malformed patch\|Only garbage\|unexpected end\)' "$1/.output"
}

reverse_applies() { # reverse_applies SCRATCH PATCH
  run_patch "$1" "$2" --dry-run --reverse >/dev/null 2>&1
}

# report_applied TREE SCRATCH PATCH: the rejected hunks are there already.  If these are not all, the others were
# applied to SCRATCH just now.
report_applied() {
  rejected_=$(grep -c '^Hunk .* FAILED' "$2/.output")
  if test "$rejected_" -eq "$(grep -c '^@@ ' "$patches/$3")"; then
    warn "$3 is in $1 already: somebody applied it. Build from a clean tree, or with --with-pool=upstream"
  else
    warn "half of $3 is in $1 already: somebody applied it, but only $(sed -n \
      's/^Hunk \(#[0-9]*\) FAILED.*/hunk \1/p' "$2/.output" | paste -s -d , -). Build from a clean tree"
  fi
}

# show_instead SCRATCH: the rejected hunks, and the lines that stand where each expects its context.
show_instead() {
  cat "$1/.rejected"
  file_=
  while IFS= read -r line_; do
    case $line_ in
      '+++ '*) file_=$(printf '%s\n' "${line_#+++ }" | sed 's/	.*//') ;;
      '@@ -'*)
        range_=${line_#@@ -}
        range_=${range_%% *}
        first_=${range_%,*} count_=${range_#*,}
        printf '%s has there, from line %s:\n' "$file_" "$first_"
        sed -n "$first_,$((first_ + count_ - 1))p" "$1/$file_" ;;
    esac
  done <"$1/.rejected"
}

# report_range PATCH: the versions that series.conf has it for.
report_range() {
  run_guards --list --with-guards | awk -v patch="$1" -v package="$package" '
    $NF == patch {
      for (i = 1; i < NF; i++) {
        version = $i
        if (!sub("^-!?" package "-", "", version)) continue
        if ($i ~ /^-!/) from = version; else to = version
      }
    }
    END {
      if (from to == "") exit
      printf "It is for %s%s%s: if this tree is one of these as released, the patch needs a rebase.\n", package,
        from == "" ? "" : " " from " and later", to == "" ? "" : (from == "" ? "" : ",") " before " to
    }'
}
