#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/upkeep/line-numbers.sh FILE: write the number of its line for each LINENO in FILE, a configure.  Where the shell has no
# such variable, as Debian's dash, a configure does that at each start and then starts anew; or looks for another shell.
# Exit status: 0; 1 FILE can't be read or written.

set -eu

awk '{ gsub(/[$]LINENO/, NR); print }' "$1" >"$1.new"
chmod +x "$1.new"
mv -f "$1.new" "$1"
