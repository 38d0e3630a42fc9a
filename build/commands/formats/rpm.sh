# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/rpm.sh: Patch lines for a spec file's preamble.
# shellcheck shell=sh disable=SC2034,SC2154 # sourced by export.sh, which sets and reads these

write_format() {
  {
    made_by
    echo '%bcond_without pool_patches'
    echo 'Source9000: poolpatch.inc'
    echo '%if %{with pool_patches}'
    names 'PatchNUMBER: NAME' 9001
    echo '%endif'
  } >poolpatch.inc
}
