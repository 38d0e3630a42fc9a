# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/packages/default.sh: what a package is unless its own file says otherwise; README.md here says what each is for.
# Sourced before the package's file, with `package` set.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the stages read this, and set what it reads

package_title=$package

package_version_file=VERSION
package_version_in() {
  return 1
}
package_version() {
  test -f "$1/$package_version_file" && package_version_in "$1/$package_version_file"
}

package_version_of_tag() {
  printf '%s\n' "${1#v}"
}

package_without_madvise='does not map its pool'
package_upstream_noreserve() {
  return 1
}
package_pool_unsuitable() {
  :
}

package_unprototyped() {
  :
}

package_configure() {
  ./configure "$@"
}
package_environment() {
  :
}
package_progress() {
  find . -name '*.o' | wc -l | tr -d ' '
}
package_progress_total() {
  find . -name '*.c' | wc -l | tr -d ' '
}
package_compile() {
  "$@"
}
package_clean() {
  "$@" clean
}
package_install() {
  dest_=$1
  shift
  "$@" install DESTDIR="$dest_"
}

package_books() {
  :
}
package_book_passes=1
package_build_book() {
  return 1
}
package_install_manuals() {
  :
}
package_left_out() {
  :
}

package_program() {
  printf '%s\n' "$bindir/$package"
}
package_start() {
  program_=$1$(package_program)
  shift
  exec "$program_" "$@"
}
package_idle() {
  package_start "$1"
}
package_check_installed() {
  :
}
package_check() {
  (package_idle "$1") </dev/null
}

package_take_cygwin_form() {
  test -d "$tree"
}
package_forget_madvise() {
  :
}
