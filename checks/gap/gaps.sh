# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/gap/gaps.sh: which GAPs there are, and how each is started; for the checks, which source it.
#
# A GAP is named `installed` (below $DESTDIR_CHECKED, if that is set) or as the directory below variants/ in which `make
# variants` has built it: upstream, noreserve, ...  Needs top_srcdir and top_builddir.
# shellcheck shell=sh disable=SC2034,SC2154 # read by those who source this; set by settings.sh

# use_gap_ GAP: set the settings of its build, $destdir and $tree, and define its package's functions.
use_gap_() {
  build_dir=$top_builddir destdir=${DESTDIR_CHECKED-}
  test "$1" = installed || build_dir=$top_builddir/variants/$1 destdir=
  # shellcheck source=/dev/null # made by configure
  . "$build_dir/settings.sh"
  # shellcheck source=build/packages/default.sh
  . "$top_srcdir/build/packages/default.sh"
  # shellcheck source=build/packages/gap/package.sh
  . "$package_dir/package.sh"
}

# directory_ GAP NAME: its bindir, libdir, includedir, ... as it is on disk; fails if there is no such GAP.
directory_() {
  (
    test "$1" = installed || test -f "$top_builddir/variants/$1/settings.sh" || exit 1
    use_gap_ "$1"
    eval "printf '%s\\n' \"\$destdir\$$2\""
  )
}

# roots_of_ GAP: its root directories, as a program that embeds it hands them to GAP's -l.
roots_of_() {
  printf '%s\n' "$(directory_ "$1" libdir)/gap;$(directory_ "$1" datarootdir)/gap"
}
