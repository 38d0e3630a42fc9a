#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# charge.sh NAME PID [children]: what Linux charges for the pool of process PID, as poolstat reads it from the sizes in
# /proc/PID/smaps; prints NAME, the size of the pool and its charge, and with `children` that of PID and its children
# together, in KiB. poolstat/poolstat is to be on PATH. Exit status: 1 if PID has no pool.

set -eu

# pool PID: size and charge; nothing if there is no pool.
pool() {
  poolstat --json "$1" 2>/dev/null | tr , '\n' | awk -F ': *' '
    $1 ~ /"reserved"/ { reserved = $2 / 1024 }
    $1 ~ /"charged"/ { charged = $2 / 1024; found = 1 }
    END { if (found) printf "%d %d\n", reserved, charged }'
}

own=$(pool "$2")
test -n "$own" || exit 1
if test "${3-}" = children; then
  # A child that has run another program since has another pool or none.
  sum=$(grep -l -s "^PPid:[[:blank:]]*$2\$" /proc/[0-9]*/status | while IFS=/ read -r _ _ child _; do
    pool "$child"
  done | awk -v sum="${own#* }" '{ sum += $2 } END { printf "%d\n", sum }')
fi
printf '%s %s %s\n' "$1" "$own" "${sum-}"
