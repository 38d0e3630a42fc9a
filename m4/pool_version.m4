# ============================================================================
#  pool_version.m4
# ============================================================================
#
# SYNOPSIS
#
#   POOL_VERSION
#
# DESCRIPTION
#
#   Reads the version of a package, and the boundaries among its versions.
#   Defines three shell functions.
#
#     pool_version_normal VERSION
#
#       sets pool_version to the X.Y.Z that VERSION counts as, and returns 0;
#       or sets pool_version to nothing, pool_version_error to what is wrong,
#       and returns 1.  What follows the numbers is dropped, so a pre-release
#       counts as its release: 4.15dev is 4.15.0, 4.16.1-beta1 is 4.16.1,
#       4.12.2pre is 4.12.2.
#
#     pool_version_boundaries PREFIX SERIES.CONF
#
#       sets pool_boundaries to the symbols PREFIX-X.Y.Z among the declared
#       ones of SERIES.CONF (lines "#: SYMBOL  MEANING", see AX_QUILT_SERIES).
#
#     pool_version_symbols PREFIX VERSION SERIES.CONF
#
#       sets pool_symbols to those boundaries which VERSION has reached: gap-4.13.0 means 4.13.0 or later, so a
#       newer version has all the symbols of an older one.  It returns 0, or
#       1 with pool_version_error if VERSION or such a symbol can't be read.
#
#   No function knows which package it is for.
#
# LICENSE
#
#   Copyright (C) 2026 The poolpatch developers
#
#   SPDX-License-Identifier: GPL-2.0-or-later

#serial 1

AC_DEFUN_ONCE([POOL_VERSION], [dnl
pool_version_normal ()
{
  pool_version= pool_version_error=
  # The leading numbers, at least two of them.
  pool_v_numbers=${1%%[[!0-9.]]*}.0.0
  pool_v_x=${pool_v_numbers%%.*}
  pool_v_numbers=${pool_v_numbers#*.}
  pool_v_y=${pool_v_numbers%%.*}
  pool_v_numbers=${pool_v_numbers#*.}
  pool_v_z=${pool_v_numbers%%.*}
  AS_CASE([${1}],
    [[[0-9]]*.[[0-9]]*], [],
    [pool_v_x=])
  AS_IF([test -n "$pool_v_x" && test -n "$pool_v_y"],
    [pool_version=$pool_v_x.$pool_v_y.${pool_v_z:-0}],
    [pool_version_error="the version can't be read: '${1}'; expected X.Y or X.Y.Z"
    return 1])
}

pool_version_boundaries ()
{
  pool_boundaries=`[sed -n "s/^#:[	 ]*\(${1}-[0-9][^	 ]*\).*/\1/p" "${2}"]`
}

pool_version_symbols ()
{
  pool_symbols=
  pool_version_normal "${2}" || return 1
  pool_v_have=$pool_version
  pool_version_boundaries "${1}" "${3}"
  for pool_v_symbol in $pool_boundaries; do
    pool_version_normal "${pool_v_symbol#"${1}-"}" || return 1
    AS_VERSION_COMPARE([$pool_v_have], [$pool_version],
      [pool_v_symbol=], [], [])
    pool_symbols=$pool_symbols${pool_v_symbol:+" $pool_v_symbol"}
  done
  pool_version=$pool_v_have
  pool_symbols=${pool_symbols# }
}
])
