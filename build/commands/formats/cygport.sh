# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/cygport.sh: PATCH_URI for a cygport file.
# shellcheck shell=sh disable=SC2034,SC2154 # sourced by export.sh, which sets and reads these

write_format() {
  {
    made_by
    # shellcheck disable=SC2016 # for the cygport file
    printf 'PATCH_URI="${PATCH_URI:-} %s"\n' "$(names NAME | paste -s -d ' ' -)"
  } >poolpatch.cygport
}
