#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# packaging/arch: makepkg, as an ordinary user, builds a package in each form of the recipe, and then once more.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/packaging/lib.sh
. "$top_srcdir/checks/packaging/lib.sh"

# new_package_ ARRAYS PREPARE: a PKGBUILD with these lines more than without poolpatch.
new_package_() {
  require_program_ makepkg pacman fakeroot bsdtar && prepare_ || return 1
  make_tarball_ tinypool-1.0.0.tar.xz
  pkgbuild_ tinypool 1.0.0 "$1" "$2" >PKGBUILD
}

# build_: makepkg refuses to be run by root.
build_() {
  set -- env PKGEXT=.pkg.tar PKGDEST= SRCDEST= BUILDDIR= "PATH=$PATH" "XDG_CACHE_HOME=$work/cache" makepkg -f --nodeps --nocheck
  if test "$(id -u)" = 0; then
    chmod 755 "$SHUNIT_TMPDIR" "$(dirname "$SHUNIT_TMPDIR")" && chown -R nobody . || return
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@" >build.log 2>&1
  else
    "$@" >build.log 2>&1
  fi
}

assert_package_has_() { # assert_package_has_ STRATEGY
  rm -rf root && mkdir root
  tar -x -f "$(find . -name '*.pkg.tar')" -C root 2>/dev/null
  assert_built_ "$work/root/usr/bin/tinypool" "$1"
}

built_twice_() {
  for time in first second; do
    build_ || fail "$time: $(tail -n 30 build.log)"
    assert_package_has_ commit
    rm -f ./*.pkg.tar
  done
}

test_exported_patches_are_built_twice() {
  new_package_ "$(block_ arch bash)" "$(block_ arch prepare)" || return 0
  run_block_ arch
  built_twice_
}

test_apply_in_prepare_is_built_twice() {
  new_package_ '' "$(block_ arch apply)" || return 0
  built_twice_
}

test_a_source_that_does_not_fit_stops_the_build() {
  new_package_ "$(block_ arch bash)" "  sed -i s/PROT_READ/PROT_ANY/ src/pool.c
$(block_ arch prepare)" || return 0
  run_block_ arch
  build_ && fail 'built'
  assertContains "$(cat build.log)" 'FAILED'
}

. shunit2
