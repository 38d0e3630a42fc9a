# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/packages/tinypool/package.sh: all that is known of tinypool; build/packages/gap/package.sh says what each function is for.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # what the stages read, and what settings.sh sets

package_version() {
  test -f "$1/src/pool.c" && package_version_in "$1/VERSION"
}

package_version_file=VERSION
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

package_environment() {
  :
}

package_progress() {
  find . -name '*.o' | wc -l | tr -d ' '
}
package_progress_total() {
  find src -name '*.c' | wc -l | tr -d ' '
}

package_compile() {
  "$@"
}

package_install() {
  dest_=$1
  shift
  "$@" install DESTDIR="$dest_"
}

package_program() {
  printf '%s\n' "$bindir/tinypool"
}

package_start() {
  dest_=$1
  shift
  exec "$dest_$bindir/tinypool" "$@"
}

package_idle() {
  package_start "$1"
}

package_check_installed() {
  test -f "$1$datarootdir/tinypool/VERSION" || {
    echo "$datarootdir/tinypool/VERSION is missing" >&2
    return 1
  }
}
