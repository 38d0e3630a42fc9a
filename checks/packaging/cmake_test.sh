#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# packaging/cmake: ExternalProject_Add builds and installs a patched program, and a second time.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/packaging/lib.sh
. "$top_srcdir/checks/packaging/lib.sh"

test_an_external_project_is_patched_and_built_twice() {
  require_program_ cmake make && prepare_ || return 0
  make_tarball_ tinypool-1.0.0.tar.xz
  {
    echo 'cmake_minimum_required(VERSION 3.13)'
    echo 'project(user NONE)'
    echo 'include(ExternalProject)'
    block_ cmake cmake | sed 's/(gap$/(tinypool/'
  } >CMakeLists.txt
  cmake -S . -B b -DCMAKE_INSTALL_PREFIX="$work/prefix" >build.log 2>&1 || fail "$(cat build.log)"
  for _ in 1 2; do
    cmake --build b >build.log 2>&1 || fail "$(cat build.log)"
    assert_built_ "$work/prefix/bin/tinypool" commit
    touch b/tinypool-prefix/src/tinypool-stamp/* 2>/dev/null
    rm -f b/tinypool-prefix/src/tinypool-stamp/tinypool-patch
  done
}

. shunit2
