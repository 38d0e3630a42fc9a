# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/spack.sh: patch(...) lines for the class of a package.
# shellcheck shell=sh disable=SC2034,SC2154 # sourced by export.sh, which sets and reads these

# The end of a range counts in: X.Y is all of X.Y.Z, so the last before X.Y.0 is all of X.(Y-1).
takes_range=yes
condition() {
  case $2,$3 in
    '<=',"$1") echo "@$1" ;;
    '<=',*) echo "@$1:$3" ;;
    *) echo "$1.$3" | awk -F . '{
        last = $6 > 0 ? $4 "." $5 "." $6 - 1 : $5 > 0 ? $4 "." $5 - 1 : $4 - 1
        print "@" $1 "." $2 "." $3 ":" last
      }' ;;
  esac
}

write_format() {
  {
    made_by
    names '    patch("NAME", sha256="SHA256", when="CONDITION")'
  } >poolpatch.py
}
