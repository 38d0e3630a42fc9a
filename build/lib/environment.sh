# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/environment.sh: what is not taken from the environment; sourced first. What is taken, docs/configure.md lists.
#
# is_dry_run, for what a recipe of make begins with `+` or hands make's jobs to: does make run it with -n, -t or -q?  Then it
# is only to say what would be done.  Such words that come from no make are not obeyed: what we call would do nothing.
# shellcheck shell=sh

is_dry_run() {
  flags_=${MAKEFLAGS-}
  case ${flags_%% *} in
    -* | *=*) return 1 ;;
    *[ntq]*) ;;
    *) return 1 ;;
  esac
}

test -n "${MAKELEVEL-}" || ! is_dry_run || unset MAKEFLAGS

# Options of tar, the compressors, grep, cd, ls, patch, and what bash reads before each script, as quilt is one.
unset TAR_OPTIONS GZIP BZIP BZIP2 XZ_DEFAULTS XZ_OPT ZSTD_CLEVEL ZSTD_NBTHREADS GREP_OPTIONS CDPATH QUOTING_STYLE \
  POSIXLY_CORRECT PATCH_GET PATCH_VERSION_CONTROL VERSION_CONTROL SIMPLE_BACKUP_SUFFIX BASH_ENV ENV

# Messages of programs are read, and names are sorted and compared by their bytes.
LC_ALL=C
export LC_ALL

umask 022
