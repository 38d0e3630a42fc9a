# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/packages/tinypool/package.sh: all that is known of tinypool, where it is not as build/packages/default.sh has it.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # what the stages read, and what settings.sh sets

package_version() {
  test -f "$1/src/pool.c" && package_version_in "$1/VERSION"
}

package_version_in() {
  version_=$(sed -n 's/^tinypool \([0-9].*\)/\1/p' "$1" 2>/dev/null)
  test -n "$version_" && printf '%s\n' "$version_"
}

package_pool_unsuitable() {
  case " $1 " in
    *--without-pool*) echo '--without-pool takes the memory from malloc' ;;
  esac
}

package_unprototyped() {
  case $1 in 1.*) echo 'tinypool before 2 is not C23' ;; esac
}

package_configure() {
  sh ./configure "$@"
}

package_check_installed() {
  test -f "$1$datarootdir/tinypool/VERSION" || {
    echo "$datarootdir/tinypool/VERSION is missing" >&2
    return 1
  }
}
