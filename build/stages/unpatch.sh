#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/unpatch.sh: take the series out of the tree again: byte for byte what it was.
#
# A tree one of whose patched files was edited since is left alone.

stage=unpatch
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/series.sh
. "$lib/series.sh"
load_settings

work=$tree/.poolpatch-new

main() {
  lock "$tree"
  roll_forward "$work" "$tree"
  state=$(tree_state)
  case $state in
    unpatched) say "$tree is not patched: nothing to do" ;;
    patched)
      take_series_out
      say "$tree is as it was before 'make patch'" ;;
    extracted)
      forget_patching
      say "$tree was extracted again and is not patched: only our notes were removed" ;;
    *) die "${state#edited } in $tree was edited since it was patched: nothing was changed. Undo that edit first" ;;
  esac
}

main
