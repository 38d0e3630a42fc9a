#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolpatch status TREE: is TREE patched, by what, and untouched since?
#
# Exit status: 0 patched, and every file as patching left it; 1 not patched; 2 wrong usage; 3 patched, and a file edited
# since, or a run broken off, which the next `apply` or `unapply` completes or takes back.

stage='poolpatch status'
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/verb.sh
. "$lib/verb.sh"

read_arguments "$@"
require_tree
if test -e "$tree/.poolpatch-new"; then
  echo "$tree: a run was broken off, or is at work: apply or unapply once more"
  exit 3
fi
state=$(tree_state)
case $state in
  unpatched) echo "$tree: not patched"; exit 1 ;;
  extracted) echo "$tree: not patched: its source was extracted again since it was patched"; exit 1 ;;
  patched) echo "$tree: patched, untouched since" ;;
  *) echo "$tree: patched, and ${state#edited } edited since" ;;
esac
sed -n 's/^strategy=/  pool strategy /p; s/^patch=\(.*\) sha256=\(.*\)/  \1 sha256 \2/p' "$tree/.poolpatch/stamp"
test "$state" = patched || exit 3
