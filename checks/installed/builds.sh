# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/installed/builds.sh: which builds of the program there are, and how each is started; for the checks, which source it.
#
# A build is named `installed` (below $DESTDIR_CHECKED, if that is set) or as the directory below variants/ in which `make
# variants` has built it: upstream, noreserve, ...  Needs top_srcdir and top_builddir.
# shellcheck shell=sh disable=SC2034,SC2154 # read by those who source this; set by settings.sh

# use_build_ BUILD: set its settings, $destdir and $tree, and define its package's functions.
use_build_() {
  build_dir=$top_builddir destdir=${DESTDIR_CHECKED-}
  test "$1" = installed || build_dir=$top_builddir/variants/$1 destdir=
  # shellcheck source=/dev/null # made by configure
  . "$build_dir/settings.sh"
  # shellcheck source=build/packages/default.sh
  . "$top_srcdir/build/packages/default.sh"
  # shellcheck source=/dev/null
  . "$package_dir/package.sh"
}

# directory_ BUILD NAME: its bindir, libdir, includedir, ... as it is on disk; fails if there is no such build.
directory_() {
  (
    test "$1" = installed || test -f "$top_builddir/variants/$1/settings.sh" || exit 1
    use_build_ "$1"
    eval "printf '%s\\n' \"\$destdir\$$2\""
  )
}

# require_built_ PACKAGE: skips the test if what was built is another; after use_build_.
require_built_() {
  test "$package" = "$1" || {
    skip_ "the package that was built is $package, not $1"
    return 1
  }
}
