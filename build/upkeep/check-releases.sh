#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/upkeep/check-releases.sh [--recipe DIR] [--package NAME] PLACE...: do the patches still fit what series.conf claims?
#
# PLACE: a git repository of the recipe's package NAME, or its default one (bare or not), of which every tag that there are
# patches for and the branch head are tried; or a directory with its tarballs.  DIR: laid out like this project, which is
# the default.  On each tree, each series that configure can choose for it must pass what the stage patch asks; then quilt
# pushes and pops it, and the tree must be what it was, byte for byte.  Nothing is built.  One line a tree on standard
# output; versions between two boundaries of series.conf that no PLACE has one of are named as skipped.
#
# Exit status: 0 every tree tried is in order, 1 one is not, 2 wrong usage, 77 no tree could be tried, 99 the
# programs for it are missing.

set -eu

stage=check-releases
usage='usage: check-releases.sh [--recipe DIR] [--package NAME] PLACE...   a git repository, or a directory with tarballs'
here=$(cd -- "$(dirname -- "$0")" && pwd)
lib=$here/../lib
# shellcheck source=build/lib/messages.sh
. "$lib/messages.sh"
# shellcheck source=build/lib/package.sh
. "$lib/package.sh"
# shellcheck source=build/lib/series.sh
. "$lib/series.sh"
# shellcheck source=build/lib/words.sh
. "$lib/words.sh"
# shellcheck source=build/decide/version.sh
. "$here/../decide/version.sh"
# shellcheck source=build/upkeep/lib.sh
. "$here/lib.sh"

main() {
  recipe=$here/../..
  test "${1-}" != --recipe || {
    recipe=${2:?"$usage"}
    shift 2
  }
  package=$(default_package "$recipe")
  test "${1-}" != --package || {
    package=${2:?"$usage"}
    shift 2
  }
  test $# -gt 0 || give_up "$usage"
  for program in git quilt guards tar; do
    command -v "$program" >/dev/null || { (die "$program is not installed") || exit 99; }
  done
  recipe=$(cd "$recipe" && pwd)
  patches=$recipe/patches/$package
  conf=$patches/series.conf
  # shellcheck source=build/packages/default.sh
  . "$here/../packages/default.sh"
  # shellcheck source=build/packages/gap/package.sh
  . "$recipe/build/packages/$package/package.sh"
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/poolpatch-releases.XXXXXX")
  build_dir=$scratch
  trap 'rm -rf "$scratch"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  cat "$patches"/*/*.patch | sed -n 's|^--- a/||p' | sort -u >"$scratch/files"
  boundaries=$(boundaries "$package" "$conf")
  : >"$scratch/tried"
  failures=0
  for place in "$@"; do
    if git --git-dir="$(git_dir "$place")" rev-parse --git-dir >/dev/null 2>&1; then
      try_repository "$(git_dir "$place")"
    elif test -d "$place"; then
      try_tarballs "$place"
    else
      give_up "$place is neither a git repository nor a directory; $usage"
    fi
  done
  report_sum
}

# git_dir PLACE: where its repository is.
git_dir() {
  if test -e "$1/.git"; then (cd "$1" && git rev-parse --absolute-git-dir); else printf '%s\n' "$1"; fi
}

try_repository() { # try_repository GIT_DIR
  for tag in $(git --git-dir="$1" tag --list 'v[0-9]*.[0-9]*' --sort=v:refname); do
    version=$(package_version_of_tag "$tag")
    symbols_of "$version"
    test -z "$version_symbols" || {
      extract "$1" "$tag"
      try_tree "$tag" "$version"
    }
  done
  extract "$1" HEAD
  try_tree "HEAD ($(git --git-dir="$1" rev-parse --short HEAD))" "$(package_version_in "$scratch/tree/$package_version_file")"
}

# extract GIT_DIR COMMIT: the files that any patch changes, and what tells the version, into the tree.
extract() {
  rm -rf "$scratch/tree"
  mkdir "$scratch/tree"
  { cat "$scratch/files" && echo "$package_version_file"; } | while IFS= read -r file; do
    mkdir -p "$scratch/tree/$(dirname "$file")"
    git --git-dir="$1" show "$2:$file" >"$scratch/tree/$file"
  done
}

try_tarballs() { # try_tarballs DIRECTORY
  for tarball in "$1/$package"[-_][0-9]*.tar.*; do
    test -f "$tarball" || continue
    rm -rf "$scratch/tree"
    mkdir "$scratch/tree"
    tar -x -f "$tarball" -C "$scratch/tree" --strip-components=1
    try_tree "${tarball##*/}" "$(package_version_in "$scratch/tree/$package_version_file")"
  done
}

# symbols_of VERSION: set version_symbols to the boundaries of series.conf that it has reached.
symbols_of() {
  # shellcheck disable=SC2086 # symbols are words
  version_symbols "$package" "$1" $boundaries || give_up "$version_error"
}

# try_tree NAME VERSION: every series for the tree in $scratch/tree; one that is the same for Cygwin once.
try_tree() {
  symbols_of "$2"
  symbols=$version_symbols
  printf '%s\n' "$symbols" >>"$scratch/tried"
  said=
  rm -f "$scratch/judged"
  for chosen in 'noreserve' 'noreserve cygwin' 'commit' 'commit cygwin'; do
    test -d "$patches/${chosen%% *}" || continue
    # shellcheck disable=SC2086 # lists of symbols
    guards --config="$conf" $chosen $symbols >"$scratch/series" 2>"$scratch/guards" ||
      give_up "guards failed with $conf: $(cat "$scratch/guards")"
    cmp -s "$scratch/series" "$scratch/judged" || {
      verdict=$(judge_series "$1: $chosen")
      cp "$scratch/series" "$scratch/judged"
    }
    said="$said; $chosen: $verdict"
  done
  printf '%s, %s %s%s\n' "$1" "$package" "$2" "$said"
  case $said in *FAILS*) failures=$((failures + 1)) ;; esac
}

# judge_series NAME: try $scratch/series on the tree, push it and pop it.
judge_series() {
  rm -rf "$scratch/before" "$scratch/trial"
  cp -R "$scratch/tree" "$scratch/before"
  mkdir "$scratch/trial"
  if test ! -s "$scratch/series"; then
    echo 'FAILS (no patch is chosen)'
  elif ! (cd "$scratch" && try_series tree trial) 2>"$scratch/log"; then
    echo 'FAILS'
    show_log "$1"
  elif ! in_tree push -a --fuzz=0; then
    echo 'FAILS (quilt does not take it)'
    show_log "$1"
    rm -rf "$scratch/tree"
    mv "$scratch/before" "$scratch/tree"
  elif diff -r "$scratch/before" "$scratch/tree" >/dev/null; then
    echo 'FAILS (the patches change nothing)'
  elif ! in_tree pop -a; then
    echo 'FAILS (it does not come off)'
  elif rm -rf "$scratch/tree/.pc" && diff -r "$scratch/before" "$scratch/tree" >"$scratch/log"; then
    echo 'ok'
  else
    echo 'FAILS (unpatched, the tree differs)'
    show_log "$1"
  fi
}

show_log() { # show_log NAME
  sed "s|^|$1: |" "$scratch/log" >&2
}

in_tree() { # in_tree QUILT_ARG...
  quilt_in "$scratch/tree" "$patches" "$scratch/series" .pc "$@" >"$scratch/log" 2>&1
}

# report_sum: the last boundary is where the patches end.
report_sum() {
  skipped=0
  from=
  for boundary in $boundaries; do
    test -z "$from" || {
      symbols_of "${from#"$package-"}"
      grep -q -x -F "$version_symbols" "$scratch/tried" || {
        printf 'SKIPPED: %s %s and later, before %s: none of the places has one\n' "$package" "${from#"$package-"}" \
          "${boundary#"$package-"}"
        skipped=$((skipped + 1))
      }
    }
    from=$boundary
  done
  tried=$(wc -l <"$scratch/tried" | tr -d " ")
  printf '%s trees tried, %s of them not in order; %s ranges of versions skipped\n' "$tried" "$failures" "$skipped"
  test "$tried" -gt 0 || exit 77
  test "$failures" = 0 || exit 1
}

main "$@"
