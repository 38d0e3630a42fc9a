#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/upkeep/generate-patch.sh PATCH ROOT: print PATCH anew, if its header has the field
#
#   X-Generated-From: DIRECTORY TARGET
#
# then it adds each header file of ROOT/DIRECTORY to the directory TARGET of the tree; its own header stays.
#
# Exit status: 0; 1 PATCH has no such field, or there are no such files; 2 wrong usage.

set -eu

patch=${1:?usage: generate-patch.sh PATCH ROOT} root=${2:?usage: generate-patch.sh PATCH ROOT}
field=$(sed -n '/^---$/q; s/^X-Generated-From: *//p' "$patch")
from=${field%% *} target=${field##* }
test -n "$field" || { echo "generate-patch.sh: $patch has no field X-Generated-From" >&2; exit 1; }
for file in "$root/$from"/*.h; do
  test -f "$file" || { echo "generate-patch.sh: $patch is made from $from/*.h, and $root/$from has none" >&2; exit 1; }
done

sed '/^---$/q' "$patch"
for file in "$root/$from"/*.h; do
  printf -- '--- /dev/null\n+++ b/%s/%s\n@@ -0,0 +1,%s @@\n' "$target" "${file##*/}" "$(awk 'END { print NR }' "$file")"
  sed 's/^/+/' "$file"
done
