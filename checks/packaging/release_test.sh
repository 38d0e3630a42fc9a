#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolpatch's own release, which `make dist` makes of a git checkout and once more of the unpacked release itself; and its
# Debian packages, which packaging/debian makes of that twice.  All is made once and kept for the tests of this script.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/packaging/lib.sh
. "$top_srcdir/checks/packaging/lib.sh"
# shellcheck source=checks/style/lib.sh
. "$top_srcdir/checks/style/lib.sh"

version=$(version_)
release=poolpatch-$version.tar.xz

# copy_checkout_ DIR: all files of the project and what ./bootstrap made, with new dates; a git checkout of one commit.
copy_checkout_() {
  mkdir -p "$1"
  {
    files_
    (cd "$top_srcdir" && find configure build/decide/configure aclocal.m4 Makefile.in build-aux -type f)
  } >list
  tar -c -f - -C "$top_srcdir" -T list | tar -x -m --no-same-owner --no-same-permissions -C "$1" -f -
  touch "$1/aclocal.m4" && touch "$1/Makefile.in" && touch "$1/configure" && touch "$1/build/decide/configure"
  git init -q "$1" && git -C "$1" -c user.name=Nobody -c user.email=nobody@example.org commit -q --allow-empty -m one
}

# make_dist_ SRCDIR BUILDDIR: `make dist` there; what it prints last goes to BUILDDIR/digest.
make_dist_() {
  mkdir -p "$2"
  (
    cd "$2" || exit
    "$1/configure" --quiet --disable-fetch "--with-recipe=$1/checks/tinypool" "--with-source=$1/checks/tinypool/source" &&
      make -s dist
  ) >"$2/log" 2>&1 || { fail "$(tail -n 20 "$2/log")"; return 1; }
  tail -n 1 "$2/log" >"$2/digest"
}

# require_release_: the release is in $SHUNIT_TMPDIR/checkout/b.
require_release_() {
  require_toolkit_ && require_program_ git make xz || return 1
  made=$SHUNIT_TMPDIR/checkout/b
  test -f "$made/digest" || { copy_checkout_ "$SHUNIT_TMPDIR/checkout" && make_dist_ "$SHUNIT_TMPDIR/checkout" "$made"; }
}

test_the_program_is_not_built_for_it() {
  require_release_ || return 0
  assertEquals '' "$(find "$made/src" "$made/stamps" 2>/dev/null)"
}

test_the_release_tells_nothing_of_who_made_it_and_when() {
  require_release_ || return 0
  assertEquals "$(cd "$made" && sha256sum "$release")" "$(cat "$made/digest")"
  date=$(TZ=UTC git -C "$SHUNIT_TMPDIR/checkout" log -1 --date=format-local:'%Y-%m-%d %H:%M:%S' --format=%cd)
  tar -t -v -f "$made/$release" --numeric-owner --full-time --utc >members
  assertEquals 'modes, ids and dates' "-rw-r--r-- 0/0 $date
-rwxr-xr-x 0/0 $date
drwxr-xr-x 0/0 $date" "$(awk '{ print $1, $2, $4, $5 }' members | sort -u)"
  # By the names in each directory, so the slash counts least.
  tar -t -f "$made/$release" | sed 's|/$||' | tr / '\001' >names
  assertEquals 'in order' '' "$(sort names | diff - names | head -n 3)"
}

# At another time, in another directory, with another umask; without a network, git, Autoconf and Automake.
test_the_unpacked_release_makes_the_same_release() {
  require_release_ || return 0
  forbid_ autoconf automake aclocal autoreconf autoheader git curl wget
  mkdir unpacked
  (
    umask 077
    tar -x --no-same-permissions -f "$made/$release" -C unpacked
    PATH=$work/bin:$PATH make_dist_ "$work/unpacked/poolpatch-$version" "$work/another build"
  )
  assertEquals 0 $?
  assertEquals "$(cat "$made/digest")" "$(cat 'another build/digest')"
}

# build_packages_ DIR [OPTION [WORD]]: the recipe, in DIR; OPTION: dpkg-buildpackage's; WORD: nocheck, without its tests.
build_packages_() {
  mkdir -p "$1"
  cp "$made/$release" "$1/poolpatch_$version.orig.tar.xz"
  block_ debian shell | sed "s/^dpkg-buildpackage.*/& ${2-}/" >"$1/block.sh"
  (
    cd "$1" || exit
    unset top_srcdir top_builddir
    DEB_BUILD_OPTIONS=${3-} DEB_BUILD_PROFILES=${3-} sh -eu block.sh >log 2>&1
  ) || { fail "$(tail -n 30 "$1/log")"; return 1; }
}

# require_packages_: they are in $SHUNIT_TMPDIR/packages.
require_packages_() {
  require_program_ dpkg-buildpackage dh && require_release_ || return 1
  packages=$SHUNIT_TMPDIR/packages
  test -d "$packages" || build_packages_ "$packages"
}

# The tests of what is packaged run in the build; none may be left out by mistake.
test_debian_packages_are_tested_in_their_build() {
  require_packages_ || return 0
  for script in commands/poolpatch decide/strategy poolstat/poolstat poolstat/poolstat_command; do
    assertContains "$(grep '^PASS' "$packages/log")" "checks/${script}_test.sh"
  done
}

test_debian_packages_are_the_same_wherever_they_are_built() {
  require_packages_ || return 0
  build_packages_ "$work/another-place" -b nocheck || return # with a blank, dpkg-buildflags leaves out -ffile-prefix-map
  assertEquals 'two packages' 2 "$(find "$packages" -name 'pool*_*.deb' ! -name '*-dbgsym_*' | wc -l | tr -d ' ')"
  for file in "$packages"/*.deb; do
    cmp "$file" "another-place/${file##*/}" || fail "${file##*/} differs"
  done
}

test_lintian_finds_nothing_in_the_debian_packages() {
  require_program_ lintian && require_packages_ || return 0
  assertEquals '' "$(lintian --allow-root "$packages"/*.changes 2>&1)"
}

test_debian_packages_share_no_file_and_pass_their_tests() {
  require_packages_ && require_program_ python3 || return 0
  for package in poolpatch poolstat; do
    dpkg-deb -c "$packages/${package}"_*.deb | awk '!/^d/ { print $6 }' | sort >"$package.files"
    dpkg-deb -x "$packages/${package}"_*.deb root
  done
  assertEquals '' "$(comm -12 poolpatch.files poolstat.files)"
  # As if /usr were there.
  script_ bin/poolpatch <<END
exec '$work/root/usr/share/poolpatch/poolpatch' "\$@"
END
  sed -n 's/^Test-Command: //p' "$top_srcdir/packaging/debian/poolpatch/tests/control" >commands
  assertEquals 'tests' 2 "$(wc -l <commands | tr -d ' ')"
  while IFS= read -r command; do
    AUTOPKGTEST_TMP=$work PATH=$work/bin:$work/root/usr/bin:$PATH sh -eu -c "$command" >log 2>&1 </dev/null
    assertEquals "$command: $(cat log)" 0 $?
  done <commands
}

test_autopkgtest_passes() {
  require_autopkgtest_ && require_packages_ || return 0
  autopkgtest_ "$packages"/*.deb "$packages/poolpatch_$version-1.dsc"
  assertEquals "$(tail -n 30 log)" 0 $?
}

. shunit2
