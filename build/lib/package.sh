# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/package.sh: what is asked of a recipe and of a source.
# shellcheck shell=sh disable=SC2154 # who calls these has sourced the package's functions

# default_package RECIPE: the name of the package in the recipe's Sage metadata.
default_package() {
  sed -n 's/^tarball=\(.*\)-VERSION.*/\1/p' "$1/checksums.ini"
}

# version_of_tree TREE: what the package's functions find. A version file that is a device, a pipe or longer than a megabyte is
# not opened, as it may never end.
version_of_tree() {
  file_=$1/$package_version_file
  if test -e "$file_" && test -z "$(find -L "$file_" -prune -type f -size -2048)"; then return 1; fi
  package_version "$1"
}
