#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The packages that GAP can't start without: copied from the source's pkg/, else linked to the distribution's; and whether
# an installed gap will find its files.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=build/packages/gap/package.sh
. "$top_srcdir/build/packages/gap/package.sh"

# packages_ DIR NAME...: a directory of packages.
packages_() {
  dir_=$1
  shift
  for name_ in "$@"; do
    mkdir -p "$dir_/$name_"
    echo "$name_" >"$dir_/$name_/PackageInfo.g"
  done
}

# install_ [DESTDIR]: what package_install does with packages, in the tree.
install_() {
  datarootdir=/share
  system_packages="$work/system"
  (cd tree && install_packages_ "$work/stage") >out 2>&1
}

test_packages_of_the_source_are_copied() {
  packages_ tree/pkg GAPDoc-1.6.7 primgrp SmallGrp-1.5.4 transgrp alnuth
  packages_ system GAPDoc
  install_
  assertEquals 0 $?
  assertTrue 'copied' "test -f stage/share/gap/pkg/GAPDoc-1.6.7/PackageInfo.g"
  assertTrue 'the optional one, too' "test -f stage/share/gap/pkg/alnuth/PackageInfo.g"
  assertEquals 'no link is needed' '' "$(find stage -type l)"
}

test_missing_ones_are_linked_to_the_systems() {
  packages_ tree/pkg primgrp
  packages_ system GAPDoc PrimGrp SmallGrp TransGrp Alnuth
  install_
  assertEquals "$work/system/GAPDoc" "$(readlink stage/share/gap/pkg/GAPDoc)"
  assertEquals "$work/system/TransGrp" "$(readlink stage/share/gap/pkg/TransGrp)"
  assertFalse 'what the source has is not linked' "test -h stage/share/gap/pkg/PrimGrp"
  assertFalse 'nothing else is linked' "test -e stage/share/gap/pkg/Alnuth"
}

test_package_that_nobody_has_is_named_with_what_to_do() {
  mkdir tree
  packages_ system GAPDoc PrimGrp SmallGrp
  install_
  assertNotEquals 0 $?
  assertContains "$(cat out)" "can't start without its package transgrp"
  assertContains "$(cat out)" 'gap-transgrp'
}

test_program_that_looks_for_its_files_elsewhere_is_found_out() {
  # shellcheck disable=SC2034 # the package's function reads them
  bindir=/usr/bin libdir=/usr/lib/triplet datarootdir=/usr/share
  mkdir -p stage/usr/bin stage/usr/share/gap/lib
  touch stage/usr/share/gap/lib/init.g
  printf 'x\0/usr/lib/triplet/gap;/usr/share/gap\0y' >stage/usr/bin/gap
  package_check_installed "$work/stage"
  assertEquals 0 $?
  printf 'x\0/usr/lib/gap;/usr/share/gap\0y' >stage/usr/bin/gap
  assertContains "$(package_check_installed "$work/stage" 2>&1)" '/usr/lib/triplet/gap;/usr/share/gap'
  assertFalse 'and it fails' "package_check_installed '$work/stage' 2>/dev/null"
}

. shunit2
