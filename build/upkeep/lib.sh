# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/upkeep/lib.sh: what the scripts of this room share; sourced after stage.sh and series.sh.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # what settings.sh and stage.sh set, and what the scripts read

# find_clean_tree: sets clean_tree to the unpatched tree; of one that is patched, the files that any patch changes, as
# they were, laid out in $scratch.
find_clean_tree() {
  clean_tree=$tree
  test -d "$tree/.poolpatch" || return 0
  clean_tree=$scratch/.clean
  mkdir "$clean_tree"
  lay_out_originals "$clean_tree" || die "the originals can't be laid out in $scratch: is the disk full?"
  all_patches | while IFS= read -r patch_; do
    test ! -f "$patches/$patch_" || files_of "$patches/$patch_"
  done | while IFS= read -r file_; do
    test -e "$clean_tree/$file_" || test ! -f "$tree/$file_" || {
      mkdir -p "$clean_tree/$(dirname "$file_")"
      cp "$tree/$file_" "$clean_tree/$file_"
    }
  done
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
