#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# packaging/rpm: rpmbuild builds a package, which has a patch of its own, in each form of the recipe and of %autosetup.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/packaging/lib.sh
. "$top_srcdir/checks/packaging/lib.sh"

# new_package_ PREAMBLE PREP [AUTOSETUP-OPTION...]: a spec file with these lines more than without poolpatch.
new_package_() {
  require_program_ rpmbuild rpm2cpio cpio && prepare_ || return 1
  preamble=$1 prep=$2
  shift 2
  mkdir -p SOURCES
  make_tarball_ SOURCES/tinypool-1.0.0.tar.xz
  own_patch_ SOURCES/own.patch
  spec_ tinypool 1.0.0 "$preamble" "$prep" "$@" >tinypool.spec
}

build_() { # build_ OPTION...
  rpmbuild --define "_topdir $work" --define 'debug_package %{nil}' "$@" tinypool.spec >build.log 2>&1
}

assert_package_has_() { # assert_package_has_ STRATEGY
  rm -rf root && mkdir root
  (cd root && rpm2cpio "$(find ../RPMS -name '*.rpm')" | cpio -i -d --quiet)
  assert_built_ "$work/root/usr/bin/tinypool" "$1"
  assertContains "$(cat root/usr/share/tinypool/VERSION)" 'a patch of its own'
}

# exported_ [AUTOSETUP-OPTION...]
exported_() {
  new_package_ "$(block_ rpm spec)" '' "$@" || return 0
  case "$*" in *git*) require_program_ git || return 0 ;; esac
  run_block_ rpm
  build_ -ba || fail "$(tail -n 30 build.log)"
  assert_package_has_ commit
  assertContains 'the source package' "$(rpm2cpio "$(find SRPMS -name '*.rpm')" | cpio -t --quiet)" poolpatch-01-tinypool-1.0.0.patch
}

test_exported_patches_with_plain_autosetup() {
  exported_
}
test_exported_patches_with_autosetup_git() {
  exported_ -S git
}
test_exported_patches_with_autosetup_quilt() {
  exported_ -S quilt
}

test_exported_patches_can_be_left_out() {
  new_package_ "$(block_ rpm spec)" '' || return 0
  run_block_ rpm
  build_ -bb --without pool_patches || fail "$(tail -n 30 build.log)"
  assert_package_has_ upstream
}

# applied_ [AUTOSETUP-OPTION...]
applied_() {
  new_package_ '' "$(block_ rpm prep)" "$@" || return 0
  case "$*" in *git*) require_program_ git || return 0 ;; esac
  for _ in 1 2; do
    build_ -ba || fail "$(tail -n 30 build.log)"
    assert_package_has_ commit
  done
}

test_apply_in_prep_with_plain_autosetup() {
  applied_
}
test_apply_in_prep_with_autosetup_git() {
  applied_ -S git
}
test_apply_in_prep_with_autosetup_quilt() {
  applied_ -S quilt
}

# One for several releases takes the version of the spec file, and refuses one that it is not for.
test_exported_patches_of_a_range() {
  new_package_ "$(block_ rpm spec)" '' || return 0
  poolpatch export --format=rpm --with-pool=commit --versions=1.0.0-1.5.0 --output=SOURCES >log 2>&1 || fail "$(cat log)"
  build_ -bb || fail "$(tail -n 30 build.log)"
  assert_package_has_ commit
  sed 's/^Version: .*/Version: 1.5.1/' tinypool.spec >spec && mv spec tinypool.spec
  build_ -bb && fail 'built'
  assertContains "$(cat build.log)" 'poolpatch.inc is for tinypool 1.0.0 to 1.5.0, not 1.5.1: export it again'
}

test_a_source_that_does_not_fit_stops_the_build() {
  new_package_ '' "sed -i s/PROT_READ/PROT_ANY/ src/pool.c
$(block_ rpm prep)" || return 0
  build_ -bb && fail 'built'
  assertContains "$(cat build.log)" 'nothing was changed'
}

. shunit2
