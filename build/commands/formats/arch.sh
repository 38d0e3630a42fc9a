# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/arch.sh: source and checksum arrays for a PKGBUILD, and what prepare() calls.
# shellcheck shell=sh disable=SC2034,SC2154 # sourced by export.sh, which sets and reads these

# What a patch adds is removed first: makepkg extracts a second time over a patched tree, which leaves it there.
write_format() {
  {
    made_by
    names "source+=('NAME')"
    names "sha256sums+=('SHA256')"
    echo
    echo '# In prepare(), in the top of the source.'
    echo 'poolpatch_prepare() {'
    names NAME | while IFS= read -r name_; do files_added_by "$name_"; done | sed "s/.*/  rm -f '&'/"
    names "  patch --forward --strip=1 --fuzz=0 --input=\"\$srcdir/NAME\" || return"
    echo '}'
  } >poolpatch.PKGBUILD
}
