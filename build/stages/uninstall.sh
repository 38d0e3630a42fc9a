#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/uninstall.sh: remove the files that the install stage put below DESTDIR, and the directories that are
# empty then.

stage=uninstall
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
load_settings

destdir=${DESTDIR-}
installed=$destdir$prefix

main() {
  manifest=$(manifest_of "$installed")
  test -f "$manifest" || {
    say "nothing was installed into $installed from here"
    return
  }
  tr '\n' '\0' <"$manifest" | xargs -0 rm -f
  sed 's|/[^/]*$||' "$manifest" | sort -u | sort -r | while IFS= read -r dir; do
    remove_empty "$dir"
  done
  # These two are of the last installation alone.
  case $(cat stamps/install 2>/dev/null) in "$installed "*) rm -f stamps/install stamps/proof ;; esac
  rm -f "$manifest"
}

# remove_empty DIR: and the directories above it, up to the prefix.
remove_empty() {
  dir_=$1
  while test "$dir_" != "$destdir" && rmdir "$dir_" 2>/dev/null; do
    dir_=$(dirname "$dir_")
  done
}

main
