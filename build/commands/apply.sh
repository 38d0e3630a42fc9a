#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolpatch apply [OPTION...] TREE: decide, and patch TREE, the unpacked source of a program: all of the series or nothing.
#
# OPTION is configure's: --with-pool=auto|noreserve|commit|upstream, --with-package=gap|pari, --host=,
# --with-cygwin-release=X.Y.Z, --with-source-version=X.Y.Z, --disable-huge-pages, CC=...  What is found out about a compiler
# and a host is kept in the user's cache, ~/.cache/poolpatch.  A tree that is patched by another decision is unpatched first;
# one that was edited since it was patched is left alone.
# Exit status: 0 patched, or nothing to do; 1 failed, and TREE is as it was; 2 wrong usage.

stage='poolpatch apply'
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/verb.sh
. "$lib/verb.sh"

read_arguments "$@"
require_tree
decide
say "$package $package_version: pool strategy $(reason)"
status=0
done_=$(run_on_tree build/stages/patch.sh) || status=1
test "$status" = 1 || done_=${done_:-"$stage: nothing to do: $tree is patched"}
test -z "$done_" || printf '%s\n' "$done_"
exit "$status"
