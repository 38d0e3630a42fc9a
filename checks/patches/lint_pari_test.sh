#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What can be said of PARI's patches and of its series.conf without its source.
# shellcheck disable=SC2034 # lint.sh reads them

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

package=pari
bug_pattern='https://github\.com/sagemath/sage/issues/[0-9]+'
unused='upstream noreserve cygwin bits32'
hosts='
bits32
cygwin no-huge-pages
no-huge-pages'

ranges() {
  cat <<'END'
2.11.0 -
2.13.1 commit/pool.patch commit/pari.patch
2.18.0 -
END
}

series_of_() { # series_of_ STRATEGY HOST VERSION COMMIT...
  case $1,$2 in
    commit,*no-huge-pages*) shift 3; echo "$*" ;;
    commit,*) shift 3; echo "$* commit/huge-pages.patch" ;;
  esac | sed 's/^-.*//'
}

# shellcheck source=checks/patches/lint.sh
. "$top_srcdir/checks/patches/lint.sh"

. shunit2
