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

main() {
  case $(cat stamps/install 2>/dev/null) in
    "$destdir$prefix "*) ;;
    *) say "nothing was installed into $destdir$prefix from here"; return ;;
  esac
  tr '\n' '\0' <stamps/manifest | xargs -0 rm -f
  sed 's|/[^/]*$||' stamps/manifest | sort -u | sort -r | while IFS= read -r dir; do
    remove_empty "$dir"
  done
  rm -f stamps/manifest stamps/install stamps/proof
}

# remove_empty DIR: and the directories above it, up to the prefix.
remove_empty() {
  dir_=$1
  while test "$dir_" != "$destdir" && rmdir "$dir_" 2>/dev/null; do
    dir_=$(dirname "$dir_")
  done
}

main
