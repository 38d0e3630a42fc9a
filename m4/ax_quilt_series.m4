# ============================================================================
#  ax_quilt_series.m4
# ============================================================================
#
# SYNOPSIS
#
#   AX_QUILT_SERIES(OUTPUT, SERIES.CONF, SYMBOLS)
#   AX_QUILT_SERIES_SELECT(VARIABLE, SERIES.CONF, SYMBOLS)
#   AX_PROG_GUARDS
#
# DESCRIPTION
#
#   AX_QUILT_SERIES makes OUTPUT, a series file for quilt, out of SERIES.CONF,
#   a file of patches with conditions (guards), and SYMBOLS, the conditions
#   that hold: shell words, separated by blanks.  OUTPUT is made at
#   config.status time, and written only if it changes.  SERIES.CONF is a path,
#   absolute or relative to the source directory, and may be that of a shell
#   variable, "$conf" without the quotes; its syntax and the selection are those
#   of guards(1), which comes with quilt: a line without guards is selected.
#
#   A symbol that guards does not know is silently false, so a mistyped one
#   would drop a patch without a word.  Therefore SERIES.CONF declares its
#   symbols, in comments of the form
#
#     #: SYMBOL  what it means
#
#   and a symbol that is not declared is an error that names it, whether it
#   stands in SYMBOLS or in a guard.  It is an error, too, if a patch is
#   selected twice.
#
#   AX_QUILT_SERIES_SELECT makes no file: it sets the shell variable VARIABLE
#   to the selected patches, one a line.  AX_PROG_GUARDS finds guards and stops
#   if there is none.
#
#   Shell function, after any of these macros:
#
#     ax_quilt_series_select SERIES.CONF [SYMBOL...]
#
#   asks from within configure ("is there a patch for these symbols?"), with
#   a path that can be opened from the build directory.  It sets
#
#     ax_quilt_series         the selected patches, one a line
#     ax_quilt_series_error   empty, or what is wrong
#
#   and returns 0, or 1 if something is wrong.
#
#   Precious and output variable:
#
#     GUARDS   the program guards
#
#   Cache variable:
#
#     ac_cv_path_GUARDS   its path (by AC_PATH_PROG)
#
# ON WHICH SYSTEMS
#
#   | system | what is true | source |
#   |---|---|---|
#   | quilt 0.65 and later | installs guards, in Perl | NEWS of quilt; guards(1) |
#   | guards of quilt up to 0.68, Perl 5.40 and later | Perl warns about guards on standard error, and all is well | seen on Debian 13 |
#   | any guards | an unknown symbol is false, and the status 0 | guards(1); tried with quilt 0.66 and 0.67 |
#   | any guards | a word that begins with + or - is a guard, what follows a # at the start of a word is a comment | guards(1) |
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

#serial 1

AC_DEFUN([AX_PROG_GUARDS], [dnl
AC_ARG_VAR([GUARDS], [the program guards of quilt, which selects patches])
AC_PATH_PROG([GUARDS], [guards])
AS_IF([test -z "$GUARDS"],
  [AC_MSG_ERROR([guards not found in PATH; expected the program that comes with quilt; install the package quilt or set GUARDS])])
])

AC_DEFUN([AX_QUILT_SERIES_SELECT], [dnl
AC_REQUIRE([AX_PROG_GUARDS])dnl
AC_REQUIRE([_AX_QUILT_SERIES_INIT])dnl
_AX_QUILT_SERIES_CONF([ax_quilt_conf], [$2])
ax_quilt_series_select "$ax_quilt_conf" $3 ||
  AC_MSG_ERROR([$ax_quilt_series_error])
$1=$ax_quilt_series
])

AC_DEFUN([AX_QUILT_SERIES], [dnl
AC_REQUIRE([AX_PROG_GUARDS])dnl
AC_REQUIRE([_AX_QUILT_SERIES_INIT])dnl
m4_pushdef([AX_symbols], [ax_quilt_symbols_]AS_TR_SH([$1]))dnl
m4_pushdef([AX_conf], [ax_quilt_conf_]AS_TR_SH([$1]))dnl
_AX_QUILT_SERIES_CONF(AX_conf, [$2])
# Asked already here, so that what is wrong stops configure at this place.
AX_symbols="$3"
ax_quilt_series_select "$AX_conf" $AX_symbols ||
  AC_MSG_ERROR([$ax_quilt_series_error])
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

# Where SERIES.CONF stands: VARIABLE, PATH.
m4_define([_AX_QUILT_SERIES_CONF],
[AS_CASE(["$2"],
  [/*], [$1="$2"],
  [$1="$srcdir/$2"])])

AC_DEFUN_ONCE([_AX_QUILT_SERIES_INIT], [_AX_QUILT_SERIES_FUNCTION])

m4_define([_AX_QUILT_SERIES_FUNCTION], [[
# Is SYMBOL, found in PLACE, one of $ax_qs_declared?
ax_quilt_series_declared ()
{
  case ${1} in
    '' | *' '*) ;;
    *) case $ax_qs_declared in *" ${1} "*) return 0 ;; esac ;;
  esac
  ax_quilt_series_error="$ax_qs_conf: symbol not declared: ${1} (${2}); declared are:$ax_qs_declared; declare it with a line '#: SYMBOL  MEANING'"
  return 1
}

ax_quilt_series_select ()
{
  ax_quilt_series= ax_quilt_series_error=
  ax_qs_conf=${1}
  shift
  if test ! -f "$ax_qs_conf" || test ! -r "$ax_qs_conf"; then
    ax_quilt_series_error="can't read $ax_qs_conf; expected a file of patches with guards"
    return 1
  fi
  ax_qs_declared=" "`sed -n 's/^#:[	 ]*\([^	 ]*\).*/\1/p' "$ax_qs_conf" | tr '\n' ' '`
  # A word with a sign in front is a guard, as guards(1) has it.
  ax_qs_used=`sed -e 's/^#.*//' -e 's/[	 ]#.*//' "$ax_qs_conf" | tr '	 ' '\n\n' |
    sed -n 's/^[-+]!\{0,1\}\(..*\)$/\1/p'`
  for ax_qs_symbol in "${@}"; do
    ax_quilt_series_declared "$ax_qs_symbol" 'handed over' || return 1
  done
  set -f
  for ax_qs_symbol in $ax_qs_used; do
    ax_quilt_series_declared "$ax_qs_symbol" 'a guard' || break
  done
  set +f
  test -z "$ax_quilt_series_error" || return 1
  # What it says on standard error is no patch: it goes to config.log.
  ax_quilt_series=`"$GUARDS" --config="$ax_qs_conf" "${@}" </dev/null 2>&5` || {
    ax_quilt_series_error="$ax_qs_conf: guards can't select from it; what it said is in config.log"
    ax_quilt_series=
    return 1
  }
  ax_qs_twice=`printf '%s\n' "$ax_quilt_series" | sort | uniq -d | tr '\n' ' '`
  if test -n "$ax_quilt_series" && test -n "$ax_qs_twice"; then
    ax_quilt_series_error="$ax_qs_conf: selected twice: $ax_qs_twice(symbols: ${*}); each patch can be applied once; correct the guards"
    ax_quilt_series=
    return 1
  fi
}
]])
