#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/uninstall.sh: remove the files that the install stage put below DESTDIR, and the directories that are
# empty then, but for the prefix, which was there before or is the user's to remove.

stage=uninstall
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
load_settings

destdir=${DESTDIR-}
installed=$destdir$prefix

main() {
  # What has begun to go is no longer installed; these two are of the last installation alone.
  case $(cat stamps/install 2>/dev/null) in "$installed "*) rm -f stamps/install stamps/proof ;; esac
  drop_broken_off
  manifest=$(manifest_of "$installed")
  test -f "$manifest" || {
    say "nothing was installed into $installed from here"
    return
  }
  new_scratch
  read_manifest "$manifest" >"$scratch/files"
  tr '\n' '\0' <"$scratch/files" | xargs -0 rm -f
  sed 's|/[^/]*$||' "$scratch/files" | sort -u | sort -r | while IFS= read -r dir; do
    remove_empty "$dir" "$installed"
  done
  rm -f "$manifest"
}

# drop_broken_off: what an installation that was killed had not moved into place yet.
drop_broken_off() {
  test -e "$installed/.poolpatch-install" || return 0
  rm -rf "$installed/.poolpatch-install"
  remove_empty "$installed" "$destdir"
}

main
