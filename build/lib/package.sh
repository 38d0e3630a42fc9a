# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/package.sh: which package a recipe is for, where no source says it.
# shellcheck shell=sh

# default_package RECIPE: the name of the package in the recipe's Sage metadata.
default_package() {
  sed -n 's/^tarball=\(.*\)-VERSION.*/\1/p' "$1/checksums.ini"
}
