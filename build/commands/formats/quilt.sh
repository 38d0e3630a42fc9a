# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/quilt.sh: a directory of patches with its series.
# shellcheck shell=sh disable=SC2034,SC2154 # sourced by export.sh, which sets and reads these

default_output=patches

# The series of an earlier export is left out; what else it names stays, before ours.
write_format() {
  {
    test ! -f "../series" || sed '/^poolpatch-[0-9][0-9]-/d' ../series
    names NAME
  } >series
}
