# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/dry-run.sh: is_dry_run, for what a recipe of make begins with `+` or hands make's jobs to: does make run it with
# -n, -t or -q?  Then it is only to say what would be done.
# shellcheck shell=sh

is_dry_run() {
  flags_=${MAKEFLAGS-}
  case ${flags_%% *} in
    -* | *=*) return 1 ;;
    *[ntq]*) ;;
    *) return 1 ;;
  esac
}
