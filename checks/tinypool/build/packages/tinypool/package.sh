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

# Its manuals are texts, and name each other by their titles.
package_books() {
  for file_ in doc/*.txt; do
    name_=${file_##*/}
    printf '%s\n' "${name_%.txt}"
  done
}

package_book_passes=2
package_build_book() {
  title_=$(sed -n 1p "doc/$1.txt")
  printf '%s\n' "$title_" >"$2/title"
  for file_ in ${3:+"$3"/*/title}; do
    name_=${file_%/title}
    printf 's|<%s>|<a href="../%s/%s.html">%s</a>|\n' "${name_##*/}" "${name_##*/}" "${name_##*/}" "$(cat "$file_")"
  done >"$2/names.sed"
  test -x tinypool || return
  { printf '<title>%s</title><pre>\n' "$title_" && sed -f "$2/names.sed" "doc/$1.txt"; } >"$2/$1.html"
  rm "$2/names.sed"
  cp "doc/$1.txt" "$2/"
}

package_install_manuals() {
  mkdir -p "$1$datarootdir/doc/tinypool" && cp -R "${2:-$tree/doc}/." "$1$datarootdir/doc/tinypool/"
}
