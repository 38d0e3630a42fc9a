#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolpatch series [OPTION...] [--version=X.Y.Z | TREE]: print the paths of the patches that are chosen, in their order.
#
# For version X.Y.Z of the program, for that of TREE, or for the default.  OPTION as for apply; without a compiler for --host=,
# what it would tell is guessed.
# Exit status: 0 printed, nothing if the unpatched program is right; 1 nothing can be decided; 2 wrong usage.

stage='poolpatch series'
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/verb.sh
. "$lib/verb.sh"

verb_option() {
  take_version "$1"
}

read_arguments "$@"
decide_by_names >&2
chosen_patches
