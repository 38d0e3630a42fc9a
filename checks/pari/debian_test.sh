#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# packaging/debian on PARI itself: dpkg-buildpackage builds its source, which has a patch of its own, in each form of the recipe,
# and the packaged gp has the pool.  In a build directory of PARI, after make fetch.
# shellcheck disable=SC2034,SC2154 # what packaging/lib.sh reads; what settings.sh sets

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/installed/builds.sh
. "$top_srcdir/checks/installed/builds.sh"
# shellcheck source=checks/packaging/lib.sh
. "$top_srcdir/checks/packaging/lib.sh"
use_build_ installed
fixture=$recipe packaged=pari packaged_version=$package_version

# new_package_: a source package in deb/pari-VERSION, as it is without poolpatch.
new_package_() {
  require_built_ pari && require_program_ dpkg-buildpackage dh fakeroot && prepare_ || return 1
  tarball=$(sed -n 1p "$top_builddir/stamps/fetch" 2>/dev/null)
  test -f "$tarball" || { skip_ "no tarball of PARI: 'make fetch' gets one"; return 1; }
  mkdir -p deb/unpacked
  cp "$tarball" "deb/pari_$package_version.orig.tar.gz"
  tar -x -f "$tarball" -C deb/unpacked
  mv deb/unpacked/* "deb/pari-$package_version" && cd "deb/pari-$package_version" || return 1
  # shellcheck disable=SC2016 # the variables of make
  debian_directory_ pari "$package_version" \
    override_dh_auto_configure './Configure --prefix=/usr' \
    override_dh_auto_build 'test -f packager.txt && $(MAKE) gp' \
    override_dh_auto_test : \
    override_dh_auto_install '$(MAKE) install-nodata install-data DESTDIR=$(CURDIR)/debian/pari' \
    override_dh_auto_clean 'test ! -f Makefile || $(MAKE) clean'
  echo own.patch >debian/patches/series
  packaged_patch_ >debian/patches/own.patch
}

# build_and_look_: the package has the pool; the patch of its own was in the tree, or it would not be built.
build_and_look_() {
  DEB_BUILD_OPTIONS="nocheck noopt parallel=$(getconf _NPROCESSORS_ONLN)" dpkg-buildpackage -us -uc -d -b >"$work/build.log" 2>&1 || {
    fail "$(tail -n 30 "$work/build.log")"
    return
  }
  dpkg-deb -x ../pari_"$package_version"-1_*.deb "$work/root"
  script_ "$work/gp" <<END
. '$top_srcdir/build/packages/default.sh'
. '$package_dir/package.sh'
bindir=/usr/bin libdir=/usr/lib datadir=/usr/share
package_idle '$work/root'
END
  assert_built_ "$work/gp" commit
}

test_exported_patches_are_built() {
  new_package_ || return 0
  run_block_ debian
  assertEquals 'own.patch poolpatch-01-pool.patch poolpatch-02-pari.patch poolpatch-03-huge-pages.patch' \
    "$(sed 's/ .*//' debian/patches/series | paste -s -d ' ' -)"
  build_and_look_
}

test_apply_in_rules_is_built() {
  new_package_ || return 0
  { echo && block_ debian make; } >>debian/rules
  build_and_look_
}

. shunit2
