#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# packaging/debian: dpkg-buildpackage builds a source package, which has a patch of its own, in each form of the recipe.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/packaging/lib.sh
. "$top_srcdir/checks/packaging/lib.sh"

# new_package_: a source package in deb/tinypool-1.0.0, as it is without poolpatch.
new_package_() {
  require_program_ dpkg-buildpackage dh fakeroot && prepare_ || return 1
  mkdir deb
  make_tarball_ deb/tinypool_1.0.0.orig.tar.xz
  tar -x -f deb/tinypool_1.0.0.orig.tar.xz -C deb
  cd deb/tinypool-1.0.0 || return 1
  # Its Makefile has no distclean.
  debian_directory_ tinypool 1.0.0 override_dh_auto_clean 'rm -f config.mk config.status tinypool src/*.o'
  echo own.patch >debian/patches/series
  own_patch_ debian/patches/own.patch
}

build_() { # build_ OPTION...
  dpkg-buildpackage -us -uc -d "$@" >"$work/build.log" 2>&1 || fail "$(tail -n 30 "$work/build.log")"
}

add_autopkgtest_() {
  mkdir debian/tests
  block_ debian control >debian/tests/control
}

assert_package_has_() { # assert_package_has_ STRATEGY
  rm -rf "$work/root"
  dpkg-deb -x "$(find .. -name 'tinypool_1.0.0-1_*.deb')" "$work/root"
  assert_built_ "$work/root/usr/bin/tinypool" "$1"
  assertContains "$(cat "$work/root/usr/share/tinypool/VERSION")" 'a patch of its own'
}

# keep_ NAME: what was built, for the tests that look at it once more.
keep_() {
  mkdir -p "$SHUNIT_TMPDIR/$1"
  find .. -maxdepth 1 -type f -exec cp {} "$SHUNIT_TMPDIR/$1" \;
}

require_kept_() { # require_kept_ NAME...
  for name_ in "$@"; do
    test -d "$SHUNIT_TMPDIR/$name_" || { skip_ "no test before this one built a package $name_"; return 1; }
  done
}

test_without_poolpatch_the_pool_is_upstream() {
  new_package_ || return 0
  build_
  assert_package_has_ upstream
  keep_ plain
}

test_exported_patches_are_built_twice_in_a_row() {
  new_package_ || return 0
  run_block_ debian
  add_autopkgtest_
  for _ in 1 2; do
    build_
    assert_package_has_ commit
  done
  keep_ exported
}

test_a_source_package_with_exported_patches_is_unpacked_and_built() {
  new_package_ || return 0
  run_block_ debian
  build_ -S
  dpkg-source -x ../tinypool_1.0.0-1.dsc "$work/again" >"$work/build.log" 2>&1 || fail "$(cat "$work/build.log")"
  cd "$work/again" || return
  build_ -b
  assert_package_has_ commit
}

test_apply_in_rules_is_built_twice_and_clean_gives_back_the_tree() {
  new_package_ || return 0
  { echo && block_ debian make; } >>debian/rules
  add_autopkgtest_
  build_ -S
  before=$(find . -type f ! -path './debian/*' -exec cksum {} + | sort)
  for _ in 1 2; do
    build_ -b
    assert_package_has_ commit
  done
  keep_ applied
  debian/rules clean >"$work/build.log" 2>&1 || fail "$(cat "$work/build.log")"
  assertEquals "$before" "$(find . -type f ! -path './debian/*' -exec cksum {} + | sort)"
}

test_a_source_that_does_not_fit_stops_the_build() {
  new_package_ || return 0
  { echo && block_ debian make; } >>debian/rules
  sed 's/PROT_READ/PROT_ANY/g' src/pool.c >pool.c && mv pool.c src/pool.c
  if dpkg-buildpackage -us -uc -d -b >"$work/build.log" 2>&1; then
    fail 'built'
  fi
  assertContains "$(cat "$work/build.log")" 'nothing was changed'
}

# tags_ NAME: what lintian says of it, source and binary.
tags_() {
  lintian --allow-root --display-info --pedantic "$SHUNIT_TMPDIR/$1"/*.changes 2>&1 | sort -u
}

test_lintian_has_no_new_tag() {
  require_program_ lintian && require_kept_ plain exported applied || return 0
  tags_ plain >known
  assertContains 'it said something' "$(cat known)" tinypool
  for form in exported applied; do
    assertEquals "$form" '' "$(tags_ "$form" | comm -13 known -)"
  done
}

# as_autopkgtest_ NAME: runs the test of the source package as on a machine where the binary one is installed.
as_autopkgtest_() {
  rm -rf root && dpkg-deb -x "$SHUNIT_TMPDIR/$1"/tinypool_1.0.0-1_*.deb root
  tar -x -O -f "$SHUNIT_TMPDIR/$1"/tinypool_1.0.0-1.debian.tar.xz debian/tests/control | sed -n 's/^Test-Command: //p' >test.sh
  PATH=$work/root/usr/bin:$top_builddir/poolstat:$PATH sh -eu test.sh >log 2>&1 </dev/null
}

test_the_autopkgtest_sees_the_pool() {
  require_kept_ plain exported applied || return 0
  for form in exported applied; do
    assertContains "$(cat "$SHUNIT_TMPDIR/$form/tinypool_1.0.0-1.dsc")" 'Testsuite: autopkgtest'
    as_autopkgtest_ "$form"
    assertEquals "$form: $(cat log)" 0 $?
    assertContains "$(cat log)" 'pool: commit'
  done
  cp "$SHUNIT_TMPDIR"/plain/*.deb "$SHUNIT_TMPDIR/applied"
  as_autopkgtest_ applied
  assertEquals "of a package without the patches: $(cat log)" 1 $?
}

# poolstat_package_: poolstat.deb, of the poolstat that was built.
poolstat_package_() {
  mkdir -p pack/DEBIAN pack/usr/bin
  cp "$top_builddir/poolstat/poolstat" pack/usr/bin
  cat >pack/DEBIAN/control <<END
Package: poolstat
Version: 1
Architecture: $(dpkg --print-architecture)
Maintainer: Nobody <nobody@example.org>
Description: poolstat
END
  dpkg-deb --build pack poolstat.deb >log 2>&1 || fail "$(cat log)"
}

test_autopkgtest_sees_whether_the_package_has_the_pool() {
  require_autopkgtest_ && require_kept_ plain exported || return 0
  poolstat_package_
  cp "$SHUNIT_TMPDIR/exported"/tinypool_1.0.0* .
  autopkgtest_ ./*.deb tinypool_1.0.0-1.dsc
  assertEquals "$(tail -n 30 log)" 0 $?
  assertContains "$(cat log)" 'pool: commit'
  cp "$SHUNIT_TMPDIR/plain"/tinypool_*.deb .
  autopkgtest_ ./*.deb tinypool_1.0.0-1.dsc
  assertEquals "of a package without the patches: $(tail -n 30 log)" 4 $?
}

. shunit2
