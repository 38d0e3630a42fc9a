#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/upkeep/check-releases.sh PLACE...: does every patch apply to every version of GAP it claims?
#
# PLACE: a git repository of GAP (bare or not), of which every tag from 4.10.0 on and the branch head are tried; or
# a directory with GAP's tarballs.  On each tree, each series that configure can choose for it is pushed with quilt
# and no fuzz, and popped again; the tree must then be what it was, byte for byte.  Nothing is built.  One line a
# tree on standard output; a version of patches/gap/releases.tsv that no PLACE has is named as skipped.
#
# Exit status: 0 every tree tried is in order, 1 one is not, 2 wrong usage, 77 no tree could be tried, 99 the
# programs for it are missing.

set -eu

usage='usage: releases.sh PLACE...   a git repository of GAP, or a directory with its tarballs'
top=$(cd "$(dirname "$0")/../.." && pwd)
patches=$top/patches/gap
conf=$patches/series.conf
# shellcheck source=build/packages/gap/package.sh
. "$top/build/packages/gap/package.sh"

die() { # die STATUS MESSAGE
  printf 'releases: %s\n' "$2" >&2
  exit "$1"
}

main() {
  test $# -gt 0 || die 2 "$usage"
  for program in git quilt guards tar; do
    command -v "$program" >/dev/null || die 99 "$program is not installed"
  done
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/poolpatch-releases.XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  cat "$patches"/*/*.patch | sed -n 's|^+++ b/||p' | sort -u >"$scratch/files"
  : >"$scratch/tried"
  failures=0
  for place in "$@"; do
    if git --git-dir="$(git_dir "$place")" rev-parse --git-dir >/dev/null 2>&1; then
      try_repository "$(git_dir "$place")"
    elif test -d "$place"; then
      try_tarballs "$place"
    else
      die 2 "$place is neither a git repository nor a directory; $usage"
    fi
  done
  report
}

# git_dir PLACE: where its repository is.
git_dir() {
  if test -e "$1/.git"; then (cd "$1" && git rev-parse --absolute-git-dir); else printf '%s\n' "$1"; fi
}

try_repository() { # try_repository GIT_DIR
  for tag in $(git --git-dir="$1" tag --list 'v[0-9]*' --sort=v:refname); do
    version=$(version_of_tag "$tag")
    is_older "$version" 4.10.0 || try_commit "$1" "$tag" "$version"
  done
  extract "$1" HEAD
  try_tree "HEAD ($(git --git-dir="$1" rev-parse --short HEAD))" "$(package_version_in "$scratch/tree/configure.ac")"
}

# version_of_tag TAG: the version its code is of.  A tag vX.Ydev stands where the work on X.Y began, so its code
# is still that of X.(Y-1).
version_of_tag() {
  case $1 in
    *dev) echo "$1" | awk -F '[v.d]' '{ print $2 "." $3 - 1 ".99" }' ;;
    *) printf '%s\n' "${1#v}" ;;
  esac
}

try_commit() { # try_commit GIT_DIR TAG VERSION
  extract "$1" "$2"
  try_tree "$2" "$3"
}

# extract GIT_DIR COMMIT: the files that any patch names, and what tells the version, into the tree.
extract() {
  rm -rf "$scratch/tree"
  mkdir "$scratch/tree"
  { cat "$scratch/files" && echo "$package_version_file"; } | while IFS= read -r file; do
    mkdir -p "$scratch/tree/$(dirname "$file")"
    git --git-dir="$1" show "$2:$file" >"$scratch/tree/$file"
  done
}

try_tarballs() { # try_tarballs DIRECTORY
  for tarball in "$1"/gap[-_][0-9]*.tar.*; do
    test -f "$tarball" || continue
    rm -rf "$scratch/tree"
    mkdir "$scratch/tree"
    tar -x -f "$tarball" -C "$scratch/tree" --strip-components=1
    try_tree "${tarball##*/}" "$(package_version_in "$scratch/tree/$package_version_file")"
  done
}

# is_older A B: by their numbers; a pre-release counts as its release.
is_older() {
  printf '%s %s\n' "$1" "$2" | awk '
    function rank(text, part) {
      sub(/[^0-9.].*/, "", text)
      split(text, part, ".")
      return part[1] * 1000000 + part[2] * 1000 + part[3]
    }
    { exit !(rank($1) < rank($2)) }'
}

# symbols_of VERSION: the boundaries of series.conf that it has reached.
symbols_of() {
  sed -n 's/^#:[[:space:]]*gap-\([0-9.]*\)[[:space:]].*/\1/p' "$conf" | while read -r boundary; do
    is_older "$1" "$boundary" || printf 'gap-%s ' "$boundary"
  done
}

# try_tree NAME VERSION: every series for the tree in $scratch/tree.
try_tree() {
  printf '%s\n' "$2" >>"$scratch/tried"
  said=
  for chosen in 'noreserve' 'noreserve cygwin' 'commit' 'commit cygwin'; do
    # shellcheck disable=SC2046,SC2086 # lists of symbols
    guards --config="$conf" $chosen $(symbols_of "$2") >"$scratch/series"
    said="$said; $chosen: $(try_series "$1: $chosen")"
  done
  printf '%s, GAP %s%s\n' "$1" "$2" "$said"
  case $said in *FAILS*) failures=$((failures + 1)) ;; esac
}

# try_series NAME: push $scratch/series onto the tree and pop it.
try_series() {
  test -s "$scratch/series" || {
    echo 'FAILS (no patch is chosen)'
    return
  }
  rm -rf "$scratch/before"
  cp -R "$scratch/tree" "$scratch/before"
  if ! in_tree push -a --fuzz=0; then
    echo 'FAILS'
    sed "s|^|$1: |" "$scratch/quilt" >&2
    in_tree pop -a -f || :
    rm -rf "$scratch/tree"
    mv "$scratch/before" "$scratch/tree"
  elif diff -r "$scratch/before" "$scratch/tree" >/dev/null; then
    echo 'FAILS (the patches change nothing)'
  elif ! in_tree pop -a; then
    echo 'FAILS (it does not come off)'
  elif rm -rf "$scratch/tree/.pc" && diff -r "$scratch/before" "$scratch/tree" >"$scratch/quilt"; then
    echo 'ok'
  else
    echo 'FAILS (unpatched, the tree differs)'
    sed "s|^|$1: |" "$scratch/quilt" >&2
  fi
}

in_tree() { # in_tree QUILT_ARG...
  (cd "$scratch/tree" && QUILT_PATCHES=$patches QUILT_SERIES=$scratch/series QUILT_PC=.pc quilt --quiltrc=- "$@") \
    >"$scratch/quilt" 2>&1
}

report() {
  skipped=0
  sed -n 's/^\([0-9][^	]*\)	.*/\1/p' "$patches/releases.tsv" >"$scratch/known"
  while IFS= read -r version; do
    grep -q -x -F "$version" "$scratch/tried" || {
      printf 'SKIPPED: GAP %s: none of the places has it\n' "$version"
      skipped=$((skipped + 1))
    }
  done <"$scratch/known"
  tried=$(grep -c . "$scratch/tried" || :)
  printf '%s trees tried, %s of them not in order; %s known versions skipped\n' "$tried" "$failures" "$skipped"
  test "$tried" -gt 0 || exit 77
  test "$failures" = 0 || exit 1
}

main "$@"
