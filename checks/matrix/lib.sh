# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/matrix/lib.sh: the table of cells, for who reads it; sourced with $here, the directory of this file.
#
#   columns            the names of the columns, in order; a row is read into variables of these names
#   read_row           reads the next row from standard input, the file's line number before it, into line and these
#   rows               prints every row of $table, its line number first
#   read_cell ID       reads that row; status 1 if there is none
#   known_words COLUMN prints the words that the column may hold
#   host_facts HOST    sets bits, map_noreserve, madvise, mmap_commit and emulator; status 1 if the HOST is unknown
#   host_os HOST       sets host_os as AC_CANONICAL_HOST does
#   use_package NAME   sets recipe and conf, its series.conf, and defines the package's functions
#   label_of STRATEGY [PATCH...]
#                      sets label, what the column `patches` says of them: upstream, or STRATEGY:NAME,NAME...
#   autoconf_of X.Y    sets autoconf_command, that Autoconf; status 1 if there is none.  Looked for in PATH, also as
#                      Debian names it (autoconf2.69), and in AUTOCONF_2_72=PREFIX
#
# Environment: MATRIX_TABLE, another table.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # read by those who source this; set by them

columns='id host how release compiler libc shell autoconf package package_version pool thp patches mode tier allow runs'
top=$(cd -- "$here/../.." && pwd)
table=${MATRIX_TABLE:-$here/matrix.tsv}
tab=$(printf '\t')

read_row() {
  # shellcheck disable=SC2086,SC2229 # names
  IFS=$tab read -r line $columns
}

rows() {
  awk '!/^#/ && NF { print FNR "\t" $0 }' "$table"
}

read_cell() {
  wanted_=$1
  row_=$(awk -F '\t' -v id="$1" '$1 == id { print FNR "\t" $0; exit }' "$table")
  test -n "$row_" || return 1
  read_row <<END
$row_
END
}

known_words() {
  awk -F '\t' -v column="$1" '$1 == column { print $2 }' "$here/words.tsv"
}

host_facts() {
  while IFS=$tab read -r host_ bits map_noreserve madvise mmap_commit emulator; do
    test "$host_" != "$1" || return 0
  done <"$here/hosts.tsv"
  return 1
}

host_os() {
  case ${1#*-} in
    linux*) host_os=${1#*-} ;;
    *) host_os=${1#*-*-} ;;
  esac
}

use_package() {
  recipe=$top
  test "$1" != tinypool || recipe=$top/checks/tinypool
  conf=$recipe/patches/$1/series.conf
  package=$1
  . "$top/build/packages/default.sh"
  # shellcheck source=/dev/null
  . "$recipe/build/packages/$1/package.sh"
}

label_of() {
  label=$1 between_=:
  shift
  for patch_ in "$@"; do
    patch_=${patch_#"$label/"} patch_=${patch_#"${label%%:*}/"}
    label=$label$between_${patch_%.patch} between_=,
  done
}

autoconf_of() {
  eval "prefix_=\${AUTOCONF_$(printf '%s' "$1" | tr . _)-}"
  for autoconf_command in ${prefix_:+"$prefix_/bin/autoconf"} "autoconf$1" autoconf; do
    case $("$autoconf_command" --version 2>/dev/null) in
      *"(GNU Autoconf) $1"*) return 0 ;;
    esac
  done
  return 1
}
