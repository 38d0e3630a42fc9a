# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/quilt.sh: the one way quilt is run.
# shellcheck shell=sh

# quilt_in TREE PATCHES SERIES PC ARG...: quilt in TREE, with nobody's configuration but ours.  PATCHES (a directory),
# SERIES (a file) and PC (the directory of quilt's own notes) are absolute or relative to TREE.  Exit status: quilt's.
quilt_in() {
  (
    cd "$1" || exit
    case $(export -p) in
      *QUILT_*) for name_ in $(env | sed -n 's/^\(QUILT_[A-Z_]*\)=.*/\1/p'); do unset "$name_"; done ;;
    esac
    QUILT_PATCHES=$2 QUILT_SERIES=$3 QUILT_PC=$4
    export QUILT_PATCHES QUILT_SERIES QUILT_PC
    shift 4
    exec quilt --quiltrc=- "$@"
  )
}
