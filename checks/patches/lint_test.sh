#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What can be said of GAP's patches and of its series.conf without its source.
# shellcheck disable=SC2034 # lint.sh reads them

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

package=gap
bug_pattern='https://github\.com/gap-system/gap/(pull|issues)/[0-9]+'
unused=upstream # it selects nothing
hosts='
bits32
cygwin
cygwin bits32
no-huge-pages
no-control-groups
no-huge-pages no-control-groups'

# Of noreserve, what 64-bit Cygwin gets besides, and of commit what a range has of its own.  What the patches fit is found by
# `make check-releases`.
ranges() {
  cat <<'END'
4.9.3  -                          -                              -
4.10.0 noreserve/gap-4.10.0.patch noreserve/gap-4.10.0-gmp.patch commit/gap-4.10.0.patch
4.11.0 noreserve/gap-4.11.0.patch -                              commit/gap-4.11.0.patch
4.12.0 noreserve/gap-4.11.0.patch -                              commit/gap-4.12.0.patch
4.18.0 -                          -                              -
END
}

series_of_() { # series_of_ STRATEGY HOST VERSION NORESERVE CYGWIN COMMIT
  case $1,$2 in
    noreserve,cygwin) printf '%s %s\n' "$4" "$5" ;;
    noreserve,*) printf '%s\n' "$4" ;;
    commit,*) test "$6" = - || commit_series "$6" "$2" ;;
  esac | sed 's/\( *-\)*$//'
}

# commit_series PATCH HOST: the whole series of commit, of which PATCH is what a range has of its own.
commit_series() {
  printf 'commit/pool.patch %s commit/gap.patch ' "$1"
  case " $2 " in *' no-control-groups '*) ;; *) printf 'commit/control-groups.patch ' ;; esac
  case " $2 " in *' no-huge-pages '*) ;; *) printf 'commit/huge-pages.patch ' ;; esac
  printf 'commit/new-bag.patch\n'
}

# shellcheck source=checks/patches/lint.sh
. "$top_srcdir/checks/patches/lint.sh"

. shunit2
