# ============================================================================
#  ax_quilt_series.m4
# ============================================================================
#
# SYNOPSIS
#
#   AX_QUILT_SERIES(OUTPUT, SERIES.CONF, SYMBOLS)
#
# DESCRIPTION
#
#   Makes OUTPUT, a series file for quilt, out of SERIES.CONF, a file of
#   patches with conditions (guards), and SYMBOLS, the conditions that hold:
#   shell words, separated by blanks.  OUTPUT is made at config.status time,
#   and written only if it changes; in Makefile.am it belongs to
#   DISTCLEANFILES.  SERIES.CONF, its path and what is an error are described
#   with AX_QUILT_SERIES_SELECT; an error stops configure and config.status.
#
#   Requires AX_QUILT_SERIES_SELECT: copy ax_quilt_series_select.m4 with this
#   file.
#
# ON WHICH SYSTEMS
#
#   | system | what is true | source |
#   |---|---|---|
#   | any | quilt reads its patches from the file named in QUILT_SERIES; what follows a # is a comment | quilt(1) |
#
# LICENSE
#
#   Copyright (C) 2026 The poolpatch developers
#
#   Copying and distribution of this file, with or without modification, are
#   permitted in any medium without royalty provided the copyright notice
#   and this notice are preserved.  This file is offered as-is, without any
#   warranty.
#
#   SPDX-License-Identifier: FSFAP

#serial 2

AC_DEFUN([AX_QUILT_SERIES], [dnl
m4_pushdef([AX_symbols], [ax_quilt_symbols_]AS_TR_SH([$1]))dnl
m4_pushdef([AX_conf], [ax_quilt_conf_]AS_TR_SH([$1]))dnl
# Asked already here, so that what is wrong stops configure at this place.
AX_symbols="$3"
AX_QUILT_SERIES_SELECT([ax_quilt_series], [$2], [$]AX_symbols)
AX_conf=$ax_quilt_conf
AC_CONFIG_COMMANDS([$1],
  [_AX_QUILT_SERIES_FUNCTION
ax_quilt_series_select "$]AX_conf[" $]AX_symbols[ ||
  AC_MSG_ERROR([$ax_quilt_series_error])
{
  echo "# Selected from $]AX_conf[ by config.status; symbols: $]AX_symbols["
  test -z "$ax_quilt_series" || AS_ECHO(["$ax_quilt_series"])
} >"$ac_file.tmp" || AC_MSG_ERROR([can't write $ac_file.tmp])
AS_IF([cmp -s "$ac_file.tmp" "$ac_file"],
  [rm -f "$ac_file.tmp"],
  [mv -f "$ac_file.tmp" "$ac_file"])],
  [GUARDS='$GUARDS'
]AX_conf[='$]AX_conf['
]AX_symbols[='$]AX_symbols['])
m4_popdef([AX_conf])dnl
m4_popdef([AX_symbols])dnl
])
