# ============================================================================
#  pool_decide.m4
# ============================================================================
#
# SYNOPSIS
#
#   POOL_DECIDE
#
# DESCRIPTION
#
#   Decides which pool strategy is chosen, and why.  Defines a shell function,
#   a pure function of facts: it probes nothing and reads no file.
#
#     pool_decide REQUESTED HOST_OS VERSION NORESERVE MADVISE COMMIT IN_RANGE RANGES
#
#       REQUESTED   what was asked for: auto, noreserve, commit, upstream
#       HOST_OS     as AC_CANONICAL_HOST sets host_os
#       VERSION     of GAP, in any form that pool_version_normal takes
#       NORESERVE   does MAP_NORESERVE take effect: *yes if so
#       MADVISE     is there madvise: *yes if so
#       COMMIT      can mprotect commit what mmap reserved: *yes if so
#       IN_RANGE    yes if there is a patch of the strategy asked for (with
#                   auto: of noreserve) for VERSION
#       RANGES      text: the versions there are patches for
#
#   It sets
#
#     pool_strategy   upstream, noreserve or commit; empty in case of an error
#     pool_reason     why, in a few words
#     pool_error      empty, or what is wrong, for AC_MSG_ERROR
#
#   and returns 0, or 1 in case of an error.
#
#   Requires POOL_VERSION (pool_version.m4).
#
# LICENSE
#
#   Copyright (C) 2026 The poolpatch developers
#
#   SPDX-License-Identifier: GPL-2.0-or-later

#serial 1

AC_DEFUN_ONCE([POOL_DECIDE], [dnl
AC_REQUIRE([POOL_VERSION])dnl
pool_decide ()
{
  pool_strategy= pool_reason= pool_error=
  # What needs no version comes first: upstream is always possible.
  AS_CASE([${1}],
    [upstream], [pool_strategy=upstream pool_reason='asked for'],
    [auto], [pool_decide_auto "${2}" "${3}" "${4}" "${5}" "${7}" "${8}"],
    [noreserve], [pool_decide_noreserve "${3}" "${4}" "${5}" "${7}" "${8}"],
    [commit], [pool_decide_commit "${3}" "${5}" "${6}" "${7}" "${8}"],
    [pool_error="--with-pool: wrong value: '${1}'; expected auto, noreserve, commit or upstream"])
  test -z "$pool_error"
}

# auto: HOST_OS VERSION NORESERVE MADVISE IN_RANGE RANGES
pool_decide_auto ()
{
  AS_CASE([${1}],
    [cygwin*|msys*], [shift; pool_decide_cygwin "${@}"],
    [pool_strategy=upstream pool_reason='host is not Cygwin'])
}

# auto on Cygwin: VERSION NORESERVE MADVISE IN_RANGE RANGES
pool_decide_cygwin ()
{
  pool_version_normal "${1}" || {
    pool_error=$pool_version_error
    return 1
  }
  pool_strategy=upstream
  AS_VERSION_COMPARE([$pool_version], [4.11.0], [],
    [pool_reason='this GAP already maps its pool with MAP_NORESERVE on Cygwin (gap pull 3335)'],
    [pool_reason='this GAP already maps its pool with MAP_NORESERVE on Cygwin (gap pull 3335)'])
  test -z "$pool_reason" || return 0
  # One fact after the other: a pattern over several would let the words of a
  # guess run together.
  AS_CASE([${2}],
    [*yes], [],
    [ignored], [pool_reason='MAP_NORESERVE takes no effect'; return 0],
    [pool_reason='no MAP_NORESERVE'; return 0])
  AS_CASE([${3}],
    [*yes], [],
    [pool_reason='without madvise this GAP callocs its pool'; return 0])
  AS_CASE([${4}],
    [yes],
      [pool_strategy=noreserve
      pool_reason="GAP $pool_version commits its whole pool on Cygwin"],
    [pool_reason="no noreserve patch for GAP ${1}; there are patches for ${5}"])
}

# noreserve asked for: VERSION NORESERVE MADVISE IN_RANGE RANGES
pool_decide_noreserve ()
{
  AS_CASE([${2}],
    [*yes], [],
    [ignored],
      [pool_error='--with-pool=noreserve: MAP_NORESERVE is needed, and takes no effect on this host; use --with-pool=commit or upstream'
      return 1],
    [pool_error='--with-pool=noreserve: MAP_NORESERVE is needed, and this host has none; use --with-pool=commit or upstream'
    return 1])
  pool_decide_patch noreserve "${1}" "${3}" "${4}" "${5}"
}

# commit asked for: VERSION MADVISE COMMIT IN_RANGE RANGES
pool_decide_commit ()
{
  AS_CASE([${3}],
    [*yes], [],
    [pool_error='--with-pool=commit: mmap and mprotect that reserve and commit are needed, and this host has none; use --with-pool=upstream'
    return 1])
  pool_decide_patch commit "${1}" "${2}" "${4}" "${5}"
}

# A strategy asked for: STRATEGY VERSION MADVISE IN_RANGE RANGES
pool_decide_patch ()
{
  AS_CASE([${3}],
    [*yes], [],
    [pool_error="--with-pool=${1}: without madvise GAP never maps its pool; expected a host with madvise; use --with-pool=upstream"
    return 1])
  AS_CASE([${4}],
    [yes], [pool_strategy=${1} pool_reason='asked for'],
    [pool_error="--with-pool=${1}: no patch for GAP ${2}; there are patches for ${5}; use --with-pool=upstream"])
}
])
