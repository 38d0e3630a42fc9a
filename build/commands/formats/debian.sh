# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/debian.sh: the patches of a source package of format 3.0 (quilt).
# shellcheck shell=sh disable=SC2034,SC2154 # sourced by export.sh, which sets and reads these

# shellcheck source=build/commands/formats/quilt.sh
. "$formats/quilt.sh"
default_output=debian/patches
