#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolpatch unapply TREE: take the patches out of TREE again: byte for byte what it was.
#
# A tree one of whose patched files was edited since is left alone.
# Exit status: 0 done, or nothing to do; 1 failed, and TREE is as it was; 2 wrong usage.

stage='poolpatch unapply'
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/verb.sh
. "$lib/verb.sh"

read_arguments "$@"
require_tree
identify
find_cache
lock "$tree"
make_run_directory "$tree"
cd "$run_"
{
  cat "$lib/settings.sh"
  for name in top_srcdir:"$top" package:"$package" package_version:"$package_version" \
    package_dir:"$recipe/build/packages/$package" patches:"$recipe/patches/$package"; do
    quote "${name#*:}"
    printf '%s=%s\n' "${name%%:*}" "$quoted"
  done
} | write_settings -
MAKEFLAGS='' sh "$top/build/stages/unpatch.sh"
