#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# packaging/make: a Makefile of somebody's own.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/packaging/lib.sh
. "$top_srcdir/checks/packaging/lib.sh"

new_project_() {
  require_program_ make && prepare_ || return 1
  make_tarball_ tinypool-1.0.0.tar.xz
  {
    block_ make serial
    echo 'all: tinypool-1.0.0/.unpacked'
    # shellcheck disable=SC2016 # for make
    printf '\tcd tinypool-1.0.0 && ./configure --prefix=%s/prefix && $(MAKE) -j$(JOBS) install\n' "$work"
    block_ make make
  } >Makefile
}

test_make_unpacks_patches_and_builds() {
  new_project_ || return 0
  for _ in 1 2; do
    make >build.log 2>&1 || fail "$(cat build.log)"
    assert_built_ "$work/prefix/bin/tinypool" commit
  done
}

test_a_source_that_does_not_fit_stops_the_build() {
  new_project_ || return 0
  cp -R "$fixture/source" tinypool-1.0.0
  sed 's/PROT_READ/PROT_ANY/' "$fixture/source/src/pool.c" >tinypool-1.0.0/src/pool.c
  tar -c -J -f tinypool-1.0.0.tar.xz tinypool-1.0.0
  make >build.log 2>&1 && fail 'built'
  assertContains "$(cat build.log)" 'nothing was changed'
}

. shunit2
