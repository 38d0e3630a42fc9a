# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/conda.sh: the patches of the source in a meta.yaml.
# shellcheck shell=sh disable=SC2034,SC2154 # sourced by export.sh, which sets and reads these

write_format() {
  {
    made_by
    echo 'source:'
    echo '  patches:'
    names '    - NAME'
  } >poolpatch.yaml
}
