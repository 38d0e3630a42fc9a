# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/upkeep/lib.sh: what the scripts of this room share; sourced after stage.sh and series.sh.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # what settings.sh and stage.sh set, and what the scripts read

# find_clean_tree: sets clean_tree to the unpatched tree.  One that is patched is judged by quilt's copies of the files
# it changed, laid out in $scratch.
find_clean_tree() {
  clean_tree=$tree
  test -d "$tree/.pc" || return 0
  clean_tree=$scratch/.clean
  mkdir "$clean_tree"
  # In the order of pushing: the first copy of a file is the unpatched one.
  run_quilt applied 2>/dev/null | while IFS= read -r patch_; do
    (cd "$tree/.pc/$patch_" && find . -type f) | while IFS= read -r file_; do
      keep_first_ "$tree/.pc/$patch_" "$file_"
    done
  done
  # What no patch has changed is as it is in the tree.
  all_patches | while IFS= read -r patch_; do
    test ! -f "$patches/$patch_" || files_of "$patches/$patch_"
  done | while IFS= read -r file_; do
    test ! -f "$tree/$file_" || keep_first_ "$tree" "$file_"
  done
}

# keep_first_ DIRECTORY FILE: copy it into the clean tree, unless it has that file.
keep_first_() {
  test ! -e "$clean_tree/$2" || return 0
  mkdir -p "$clean_tree/$(dirname "$2")"
  cp "$1/$2" "$clean_tree/$2"
}

# report PATCH OUTCOME WHY: one line of a table.
report() {
  printf '%-34s %-16s %s\n' "$1" "$2" "$3"
}

# give_up MESSAGE...: what is to be judged is malformed: exit 2.
give_up() {
  printf '%s: %s\n' "$stage" "$*" >&2
  exit 2
}

# boundaries PACKAGE CONF: the declared symbols PACKAGE-X.Y.Z of CONF, the versions at which its series changes.
boundaries() {
  sed -n "s/^#:[[:space:]]*\($1-[0-9.]*\)[[:space:]].*/\1/p" "$2"
}
