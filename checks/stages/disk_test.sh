#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The stages on a disk that is full, or can't be written: one says so, and what was there stays as it was.
#
# The disks are mounted in a name space of this script's own, which only some users of some systems may have.

if test -z "${POOLPATCH_MOUNTS-}"; then
  export POOLPATCH_MOUNTS=no
  for POOLPATCH_MOUNTS in -m -rm no; do
    ! unshare "$POOLPATCH_MOUNTS" mount -t tmpfs none /tmp >/dev/null 2>&1 || break
  done
  # shellcheck disable=SC2086 # a command and its options
  test "$POOLPATCH_MOUNTS" = no || exec unshare "$POOLPATCH_MOUNTS" ${CHECK_SHELL:-sh} "$0" "$@"
fi

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

suite() {
  functions_
  test "$POOLPATCH_MOUNTS" != no ||
    skip_all_ 'no disk can be mounted here: needs unshare(1), and root or user name spaces'
}

# disk_ DIR PAGES: mounts a disk of so many pages of 4 KiB at DIR. It lasts as long as this script.
disk_() {
  mkdir -p "$1"
  mount -t tmpfs -o "size=$((4 * $2))k" none "$1" || exit 99
}

# leave_ DIR PAGES: fills the disk at DIR up to so many pages.
leave_() {
  cat /dev/zero >"$1/ballast" 2>/dev/null
  size_=$(wc -c <"$1/ballast")
  head -c $((size_ - 4096 * $2)) /dev/zero >"$1/ballast"
}

tearDown() {
  cd "$here_" || exit 99
  grep " $work" /proc/mounts | cut -d ' ' -f 2 | while read -r mounted_; do
    umount -l "$mounted_"
  done
  rm -rf "$work"
}

# new_tree_on_disk_: a world that patches in place, on a disk of its own.
new_tree_on_disk_() {
  new_world_with_ in_place=yes
  mv source plain
  disk_ source 80
  cp -R plain/. source/
  stages_ fetch unpack
}

# However much room there is, from none to enough: all or nothing.
test_patch_on_a_full_disk_is_all_or_nothing() {
  new_tree_on_disk_
  before=$(listing_ source)
  outcomes=
  for pages in 0 1 2 3 4 5 6 7 8 12; do
    leave_ source $pages
    stage_ patch
    rm source/ballast
    outcomes="$outcomes $status"
    if test "$status" -eq 0; then
      stages_ unpatch
    else
      assertContains "$pages pages" "$err" 'patch: '
    fi
    assertEquals "$pages pages, status $status: $err" "$before" "$(listing_ source)"
  done
  assertContains 'none was too few' "$outcomes" '1 '
  assertContains 'the last were enough' "$outcomes" ' 0'
}

# A patch that is not tried is not said not to fit.
test_full_temporary_directory_is_told_as_such() {
  disk_ build 600
  mkdir distfiles tmp build/tmp
  temporary=$work/build/tmp
  cp -R "$fixture" recipe
  mv recipe/source source
  settle_ in_place=yes
  stages_ fetch unpack
  leave_ build 3
  stage_ explain
  assert_status_ 2
  assertContains "$err" 'no room'
  assertNotContains "$out$err" 'does not apply'
  unset temporary
}

test_tree_that_cannot_be_written_is_told() {
  new_tree_on_disk_
  mount -o remount,bind,ro "$work/source" || exit 99
  before=$(listing_ source)
  stage_ patch
  assert_refused_ "$work/source can't be written"
  assertEquals "$before" "$(listing_ source)"
}

test_unpack_on_a_full_disk_leaves_nothing() {
  new_world_
  disk_ build/src 6
  make_tarball_ tinypool.tar.gz
  settle_ "source=$work/tinypool.tar.gz"
  stages_ fetch
  stage_ unpack
  assert_fails_ 'No space left on device'
  assertEquals 'nothing is left' '' "$(ls -A build/src)"
}

test_fetch_on_a_full_disk_says_so_and_goes_on_when_there_is_room() {
  require_program_ curl || return 0
  new_world_with_ source=
  disk_ distfiles 40
  leave_ distfiles 3
  mkdir remote
  head -c 20000 /dev/urandom >source/random
  make_tarball_ remote/tinypool-1.0.0.tar.gz
  row_ remote/tinypool-1.0.0.tar.gz "file://$work/remote/tinypool-1.0.0.tar.gz"
  stage_ fetch
  assert_fails_ 'writ' "into $work/distfiles "
  assert_no_stamp_ fetch
  rm distfiles/ballast
  stages_ fetch
}

test_install_on_a_full_disk_leaves_the_prefix_as_it_was() {
  disk_ prefix 4
  new_world_
  stages_ fetch unpack patch
  pretend_compiled_
  redefine_ <<'END'
package_install() {
  mkdir -p "$1$bindir"
  cp VERSION "$1$bindir/tinypool"
  head -c 100000 /dev/zero >"$1$bindir/large"
}
END
  mkdir prefix/bin
  echo old >prefix/bin/tinypool
  before=$(listing_ prefix)
  stage_ install
  assert_fails_ 'No space left on device'
  assertEquals "$before" "$(listing_ prefix)"
  assert_no_stamp_ install
}

test_stamp_that_cannot_be_written_is_told() {
  new_world_
  disk_ build/stamps 1
  echo full >build/stamps/ballast
  stage_ fetch
  assert_fails_ "stamps/fetch can't be written: is the disk full?"
  assertFalse 'no half stamp' 'test -s build/stamps/fetch'
}

. shunit2
