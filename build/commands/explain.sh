#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolpatch explain [OPTION...] TREE: every patch there is, one line each: does it apply to TREE, and which guard decided?
#
# OPTION as for apply.  TREE is only read.
# Exit status: 0 the chosen series applies; 1 a chosen patch does not, or nothing can be decided; 2 the series is malformed,
# or wrong usage.

stage='poolpatch explain'
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/verb.sh
. "$lib/verb.sh"

read_arguments "$@"
require_tree
decide
echo "$package $package_version: pool strategy $(reason)"
run_on_tree build/upkeep/explain.sh
