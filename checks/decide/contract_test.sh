#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/packages/: what README.md promises a package, default.sh has, and no package defines anything else.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

packages=$top_srcdir/build/packages

# names_ FILE: the functions and variables package_... that it defines.
names_() {
  sed -n -e 's/^\(package_[a-z_]*\)().*/\1/p' -e 's/^\(package_[a-z_]*\)=.*/\1/p' "$1" | sort
}

test_what_is_documented_has_a_default() {
  assertContains "$(names_ "$packages/default.sh")" package_start
  assertEquals "$(sed -n 's/^| .\(package_[a-z_]*\). .*/\1/p' "$packages/README.md" | sort)" "$(names_ "$packages/default.sh")"
}

test_packages_define_only_what_is_documented() {
  names_ "$packages/default.sh" >documented
  for file in "$packages"/*/package.sh "$top_srcdir"/checks/tinypool/build/packages/*/package.sh; do
    assertEquals "$file" '' "$(names_ "$file" | grep -v -x -F -f documented)"
  done
}

. shunit2
