#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/upkeep/retired.sh: which patches has upstream absorbed, and since when?  Decided on the unpatched tree, by the field
# `X-Absorbed-When: FILE EXPRESSION` of a patch's header: upstream's own form of the change is there if a line of FILE
# matches the basic regular expression.  A patch is tried on top of those of its strategy that stand before it and fit.
#
#   retired         it is there
#   needed          it is not, and the patch fits
#   needs a rebase  it is not, and the patch is meant for this tree and does not fit
#   not for it      it is not, and series.conf means the patch for other versions or hosts
#
# Exit status: 0, or 1 if a patch needs a rebase, or 2 if a patch's header lacks the field.
# shellcheck disable=SC2154 # settings.sh sets what configure found

stage=retired
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/series.sh
. "${0%/*}/../lib/series.sh"
# shellcheck source=build/upkeep/lib.sh
. "${0%/*}/lib.sh"
load_settings

status=0

main() {
  new_scratch
  find_clean_tree
  all_patches >"$scratch/.patches"
  while IFS= read -r patch; do
    judge "$patch"
  done <"$scratch/.patches"
  exit "$status"
}

judge() {
  read_field "$1"
  if grep -q -e "$expression" "$clean_tree/$file" 2>/dev/null; then
    since=$(sed -n 's/^Applied-Upstream: *\([^,]*\).*/\1/p' "$patches/$1" | head -n 1)
    report "$1" retired "${since:+since $since: }$file matches $expression"
  elif ! is_for_this_tree "$1"; then
    report "$1" 'not for it' "series.conf does not choose it for $package $package_version here"
  elif fits "$1"; then
    report "$1" needed "it fits $package $package_version"
  else
    report "$1" 'needs a rebase' "it does not fit $package $package_version"
    status=1
  fi
}

# read_field PATCH: sets file and expression.
read_field() {
  field=$(sed -n '/^---$/q; s/^X-Absorbed-When: *//p' "$patches/$1" | head -n 1)
  file=${field%% *}
  expression=${field#* }
  case $field in
    *' '*) ;;
    *) give_up "$1 has no field X-Absorbed-When: FILE EXPRESSION in its header: add it" ;;
  esac
}

# is_for_this_tree PATCH: would its strategy, the name of its directory, have it chosen here?
is_for_this_tree() {
  # shellcheck disable=SC2086 # symbols are words; the first is the strategy that was chosen
  run_guards "${1%%/*}" ${symbols#* } | grep -q -x -F "$1"
}

# fits PATCH: on what those before it of its strategy have made of the files; it stays applied if it does.
fits() {
  so_far=$scratch/${1%%/*}
  mkdir -p "$so_far"
  rm -rf "$scratch/.tried"
  cp -R "$so_far" "$scratch/.tried"
  try_patch "$clean_tree" "$scratch/.tried" "$1" || return
  rm -rf "$so_far"
  mv "$scratch/.tried" "$so_far"
}

main
