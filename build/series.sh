# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/series.sh: what the stages that deal with the series share; sourced after lib.sh.
# shellcheck shell=sh
# shellcheck disable=SC2154 # what settings.sh and lib.sh set

# run_quilt ARG...: quilt in the tree, with nobody's configuration but ours.
run_quilt() {
  (
    cd "$tree" || exit
    QUILT_PATCHES=$recipe/patches QUILT_SERIES=$build_dir/series
    QUILT_PC=.pc
    export QUILT_PATCHES QUILT_SERIES QUILT_PC
    exec quilt --quiltrc=- "$@"
  )
}

# forget_quilt: remove what an empty quilt stack leaves behind.
forget_quilt() {
  rm -rf "$tree/.pc"
}

# series_patches: the patches that configure chose, one a line, relative to $recipe/patches.
series_patches() {
  sed '/^#/d; /^$/d' series
}

# decision_text: what a patched tree was patched by.
decision_text() {
  printf 'strategy=%s\n' "$pool_strategy"
  series_patches | while IFS= read -r patch_; do
    printf 'patch=%s sha256=%s\n' "$patch_" "$(sha256 "$recipe/patches/$patch_")"
  done
}

# files_of PATCH: the files it changes, relative to the tree.
files_of() {
  sed -n 's|^+++ b/\([^	]*\).*|\1|p' "$1"
}

# try_series TREE SCRATCH: apply the series, in order and without fuzz, to a copy of the files it names.  The
# first patch that fails is told with what the tree has instead; TREE is only read.
try_series() {
  series_patches | while IFS= read -r patch_; do
    try_patch "$1" "$2" "$patch_" || {
      tell_rejected "$1" "$2" "$patch_"
      return 1
    }
  done
}

# try_patch TREE SCRATCH PATCH: apply PATCH to SCRATCH's copy of the files it names; .output and .rejected in
# SCRATCH say what went wrong.
try_patch() {
  files_of "$recipe/patches/$3" | copy_files "$1" "$2" >"$2/.output" 2>&1 &&
    patch -d "$2" -p1 --fuzz=0 --force --no-backup-if-mismatch --reject-file="$2/.rejected" \
      <"$recipe/patches/$3" >"$2/.output" 2>&1
}

# copy_files TREE SCRATCH: those named on standard input that SCRATCH lacks.
copy_files() {
  while IFS= read -r file_; do
    test ! -e "$2/$file_" || continue
    if test -h "$1/$file_"; then
      echo "$file_ is a symbolic link: patching it would change another file; replace it by a copy"
      return 1
    elif ! test -f "$1/$file_"; then
      echo "$file_, which the patch changes, is not there: is this the right source?"
      return 1
    fi
    mkdir -p "$2/$(dirname "$file_")"
    cp "$1/$file_" "$2/$file_"
  done
}

# tell_rejected TREE SCRATCH PATCH: why PATCH does not apply, each rejected hunk with what is there instead.
tell_rejected() {
  if reverse_applies "$2" "$3"; then
    warn "$3 is in $1 already: somebody applied it. Build from a clean tree, or with --with-pool=upstream"
    return
  fi
  warn "$3 does not apply to $1:"
  {
    cat "$2/.output"
    test ! -f "$2/.rejected" || show_instead "$2" "$3"
  } | sed 's/^/  | /' >&2
}

reverse_applies() { # reverse_applies SCRATCH PATCH
  patch -d "$1" -p1 --fuzz=0 --force --dry-run --reverse <"$recipe/patches/$2" >/dev/null 2>&1
}

# show_instead SCRATCH PATCH: the rejected hunks, and the lines that stand where each expects its context.
show_instead() {
  file_=$(files_of "$recipe/patches/$2" | head -n 1)
  cat "$1/.rejected"
  sed -n 's/^@@ -\([0-9]*\),\([0-9]*\) .*/\1 \2/p' "$1/.rejected" | while read -r first_ count_; do
    printf '%s has there, from line %s:\n' "$file_" "$first_"
    sed -n "$first_,$((first_ + count_ - 1))p" "$1/$file_"
  done
}
