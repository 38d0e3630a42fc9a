#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The pool by itself, in each situation of pooltest: for this system, and in its form for Cygwin; with all its files.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/pool/lib.sh"

build_forms() {
  if ! test -r /proc/self/maps; then
    why_not='/proc/self/maps is not there'
    return
  fi
  build_toy native
  build_toy cygwin -DMMAP_POOL_CYGWIN
}

build_toy() { # build_toy FORM CFLAG...
  form_=$1
  shift
  build_pooltest "$form_" "$top_srcdir/checks/pool/toy.h" -std=gnu99 -Wall -Wextra -Wpedantic -Wconversion -Wshadow \
    -Werror -I"$top_srcdir/pool" -DPOOLTEST_CGROUP -DPOOLTEST_HUGE "$@"
}

. shunit2
