#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# make variant-NAME: the same source built once more, for the checks to compare with.
#
# The second test goes on where the first one ended.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

oneTimeSetUp() {
  own_cache_
  world="$SHUNIT_TMPDIR/a world"
  mkdir -p "$world/build" "$world/the system" || exit 99
  cp -R "$fixture/source" "$world/the source"
  chmod -R u+w "$world"
}

# make_variant_ SOURCE: configures, as Fedora's %configure says its directories, and makes it; its program is $program.
make_variant_() {
  cd "$world/build" || return
  shell_ "$top_srcdir/configure" --quiet --with-pool=commit CFLAGS=-O0 --with-recipe="$fixture" --with-source="$1" \
    --prefix="$world/the system" --exec-prefix="$world/the system" --bindir="$world/the system/bin" \
    --libdir="$world/the system/lib64" --datadir="$world/the system/share" >log 2>&1 &&
    make -s variant-upstream >>log 2>&1
  assertEquals "$(cat log)" 0 $?
  program=$world/build/variants/upstream/local/bin/tinypool
}

test_it_goes_nowhere_but_into_its_own_directory() {
  make_variant_ '../the source'
  assertTrue 'its own' "test -x '$program'"
  assertEquals 'of the system' '' "$(find "$world/the system" -type f)"
}

test_of_another_source_it_is_built_anew() {
  cp -R "$world/the source" "$world/another source"
  echo 'char another[] = "another source";' >>"$world/another source/src/words.c"
  make_variant_ '../another source'
  assertTrue 'it is of that source' "grep -q 'another source' '$program'"
}

. shunit2
