# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/spack.sh: patch(...) lines for the class of a package.
# shellcheck shell=sh disable=SC2034,SC2154 # sourced by export.sh, which sets and reads these

write_format() {
  {
    made_by
    names "    patch(\"NAME\", sha256=\"SHA256\", when=\"@$package_version\")"
  } >poolpatch.py
}
