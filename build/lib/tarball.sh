# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/tarball.sh: reading a tarball that anybody may have made.
# shellcheck shell=sh disable=SC2154 # stage.sh sources what it uses

# What a source is allowed: so many members, and so many bytes when it is decompressed. Sources become five times as large, and
# few have 100,000 files; gzip can make a file a thousand times as large, xz more.
most_members=250000
least_bytes=16777216
most_bytes_each=100

# read_tarball FILE NOTES COMMAND...: give COMMAND, a tar, what is in FILE, decompressed, on standard input, and print what
# COMMAND prints, a line for each member. NOTES is a directory to work in. Status 1: FILE is not whole, or COMMAND failed;
# 2: it is larger than any source, and NOTES/fault says how.
read_tarball() {
  tarball_=$1 notes_=$2
  shift 2
  limit_=$(most_bytes "$tarball_")
  rm -f "$notes_/fault" "$notes_/decompressed" "$notes_/read"
  { decompress_ "$tarball_" && : >"$notes_/decompressed"; } | up_to_limit_ | { "$@" && : >"$notes_/read"; } |
    awk -v most="$most_members" 'NR > most { exit 3 } { print }' ||
    test $? -ne 3 || echo "holds more than $most_members files" >"$notes_/fault"
  test ! -f "$notes_/fault" || return 2
  test -f "$notes_/decompressed" && test -f "$notes_/read"
}

most_bytes() { # most_bytes FILE: how many there may be in it
  echo $((least_bytes + most_bytes_each * $(wc -c <"$1")))
}

# decompress_ FILE: by its first bytes, whatever it is called.
decompress_() {
  case $(od -A n -t x1 -N 6 "$1" | tr -d ' \n') in
    1f8b* | 1f9d*) gzip -d -c <"$1" ;;
    425a68*) bzip2 -d -c <"$1" ;;
    fd377a585a00 | 5d0000*) xz -d -c <"$1" ;;
    28b52ffd*) zstd -d -c <"$1" ;;
    4c5a4950*) lzip -d -c <"$1" ;;
    *) cat <"$1" ;;
  esac
}

# A tar that ends first breaks head off.
up_to_limit_() {
  ! head -c "$limit_" 2>/dev/null || test "$(head -c 1 | wc -c)" -eq 0 ||
    echo "becomes more than $most_bytes_each times as large when it is unpacked" >"$notes_/fault"
}
