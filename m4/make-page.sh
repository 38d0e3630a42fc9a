#!/bin/sh
# Writes the reference page of a macro, in Markdown, from the header of its
# file: the header is the only source.
# usage: make-page.sh FILE.m4 >PAGE.md
# Exit status: 0; 1: the file can't be read or its header lacks a section;
# 2: wrong usage.
# Copyright (C) 2026 The poolpatch developers
# SPDX-License-Identifier: GPL-2.0-or-later

set -eu

if test $# -ne 1; then
  echo 'make-page.sh: one file expected; usage: make-page.sh FILE.m4 >PAGE.md' >&2
  exit 2
fi
if test ! -r "$1"; then
  echo "make-page.sh: can't read: $1; expected a file of macros" >&2
  exit 1
fi

# Text at the left edge of a section is prose, a line that starts with | a row
# of a table, deeper text is shown as it stands.
sed '/^#     /!{ s/</\&lt;/g; s/\*/\\*/g; }' "$1" | awk -v file="${1##*/}" '
  function finish() {
    if (!("SYNOPSIS" in seen) || !("DESCRIPTION" in seen) || !serial) {
      print "make-page.sh: " file ": no SYNOPSIS, DESCRIPTION or #serial in its header" > "/dev/stderr"
      exit 1
    }
    print "Serial " serial " of `" file "`. " licence
  }
  BEGIN {
    name = file
    sub(/\.m4$/, "", name)
    print "# " toupper(name) "\n"
  }
  /^#serial / { serial = $2; exit }
  !/^#/ { next }
  /^# (=|  *[a-z_]*\.m4$)/ { next }
  { sub(/^# ?/, "") }
  /^[A-Z]/ {
    section = $0
    seen[section] = 1
    if (section != "LICENSE") print "## " substr(section, 1, 1) tolower(substr(section, 2))
    next
  }
  section == "LICENSE" {
    if ($0 ~ /SPDX/) licence = "Licence: " $NF "."
    next
  }
  /^ *$/ { if (section != "") print ""; next }
  section == "SYNOPSIS" { sub(/^  /, "    "); print; next }
  /^    / { print; next }
  { sub(/^  /, ""); print }
  END { finish() }
'
