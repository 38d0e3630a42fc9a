# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/gap/gaps.sh: which GAPs there are, for the checks, which source it; needs top_srcdir and top_builddir.
# shellcheck shell=sh disable=SC2154 # top_srcdir is checks/lib.sh's

# shellcheck source=checks/installed/builds.sh
. "$top_srcdir/checks/installed/builds.sh"

# roots_of_ GAP: its root directories, as a program that embeds it hands them to GAP's -l.
roots_of_() {
  printf '%s\n' "$(directory_ "$1" libdir)/gap;$(directory_ "$1" datarootdir)/gap"
}
