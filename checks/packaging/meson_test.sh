#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# packaging/meson: a wrap's meson.build patches the source that it is laid over.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/packaging/lib.sh
. "$top_srcdir/checks/packaging/lib.sh"

new_project_() {
  require_program_ meson ninja && prepare_ || return 1
  mkdir -p subprojects/packagefiles/tinypool
  make_tarball_ subprojects/packagefiles/tinypool-1.0.0.tar.xz
  cat >meson.build <<'END_OF_FILE'
project('user')
subproject('tinypool')
END_OF_FILE
  cat >subprojects/tinypool.wrap <<END_OF_FILE
[wrap-file]
directory = tinypool-1.0.0
source_filename = tinypool-1.0.0.tar.xz
source_hash = $(sha256sum <subprojects/packagefiles/tinypool-1.0.0.tar.xz | cut -d ' ' -f 1)
patch_directory = tinypool
END_OF_FILE
  {
    echo "project('tinypool', 'c')"
    block_ meson meson
    echo "executable('tinypool', 'src/main.c', 'src/pool.c', 'src/words.c', 'src/workspace.c', install: true)"
  } >subprojects/packagefiles/tinypool/meson.build
}

test_a_subproject_is_patched_and_built_twice() {
  new_project_ || return 0
  meson setup --prefix="$work/prefix" b >build.log 2>&1 || fail "$(cat build.log)"
  for _ in 1 2; do
    meson install -C b >build.log 2>&1 || fail "$(cat build.log)"
    assert_built_ "$work/prefix/bin/tinypool" commit
    meson setup --reconfigure b >build.log 2>&1 || fail "$(cat build.log)"
  done
}

test_a_source_that_does_not_fit_stops_the_build() {
  new_project_ || return 0
  mkdir -p subprojects/packagefiles/tinypool/src
  sed 's/PROT_READ/PROT_ANY/' "$fixture/source/src/pool.c" >subprojects/packagefiles/tinypool/src/pool.c
  meson setup b >build.log 2>&1 && fail 'set up'
  assertContains "$(cat build.log)" 'poolpatch apply --with-pool=commit .` failed with status 1'
  assertContains "$(cat b/meson-logs/meson-log.txt)" 'nothing was changed'
}

. shunit2
