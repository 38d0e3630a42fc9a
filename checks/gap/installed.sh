# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/gap/installed.sh: what the tests of the installed GAP share; sourced after checks/lib.sh.
#
# Sets the settings of the build (settings.sh), $destdir and $tree.  gap_ WORD... starts the installed GAP without
# a banner and without a break loop.  require_gap_ skips the test if what was built is another package.
# shellcheck shell=sh disable=SC2034,SC2154 # read by the tests; set by settings.sh

# shellcheck source=checks/gap/gaps.sh
. "$top_srcdir/checks/gap/gaps.sh"
use_build_ installed

require_gap_() {
  require_built_ gap
}

gap_() {
  (package_start "$destdir" -q -T -n "$@")
}

# gap_says_ STATEMENTS: the last line that the installed GAP prints for them; what it says of missing packages
# comes before.
gap_says_() {
  printf '%s\n' "$1" | gap_ -A 2>&1 | tail -n 1
}
