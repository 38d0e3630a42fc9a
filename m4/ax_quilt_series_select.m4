# ============================================================================
#  ax_quilt_series_select.m4
# ============================================================================
#
# SYNOPSIS
#
#   AX_QUILT_SERIES_SELECT(VARIABLE, SERIES.CONF, SYMBOLS)
#
# DESCRIPTION
#
#   Sets the shell variable VARIABLE to the patches, one a line, that
#   SERIES.CONF, a file of patches with conditions (guards), selects.  SYMBOLS
#   are the conditions that hold: shell words, separated by blanks.  The syntax
#   and the selection are those of guards(1), which comes with quilt: a line
#   without guards is selected.  Stops if there is no guards, or if something
#   is wrong.  AX_QUILT_SERIES makes a file of the answer.
#
#   SERIES.CONF is a path, absolute or relative to the source directory, so
#   without $srcdir in front; autoconf stops at one.  It may be that of a shell
#   variable, "$conf" without the quotes.
#
#   Shell function, after this macro:
#
#     ax_quilt_series_select SERIES.CONF [SYMBOL...]
#
#   asks the same, with a path that can be opened from the build directory.  It
#   sets
#
#     ax_quilt_series         the selected patches, one a line
#     ax_quilt_series_error   empty, or what is wrong
#
#   and returns 0, or 1 if something is wrong.
#
#   A symbol that guards does not know is silently false, so a mistyped one
#   would drop a patch without a word.  Therefore SERIES.CONF declares its
#   symbols, in comments of the form
#
#     #: SYMBOL  what it means
#
#   and a symbol that is not declared is an error that names it, whether it is
#   an argument or stands in a guard.  It is an error, too, if a patch is
#   selected twice.
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

#serial 3

AC_DEFUN([AX_QUILT_SERIES_SELECT], [dnl
m4_bmatch([$2], [^.?\$[{(]?\(abs_\)?\(top_\)?srcdir],
  [m4_fatal([$0: the path $2 begins with the source directory; expected one relative to it; leave that part out])])dnl
AC_REQUIRE([_AX_QUILT_SERIES_INIT])dnl
AS_CASE(["$2"],
  [/*], [ax_quilt_conf="$2"],
  [ax_quilt_conf="$srcdir/$2"])
ax_quilt_series_select "$ax_quilt_conf" $3 ||
  AC_MSG_ERROR([$ax_quilt_series_error])
$1=$ax_quilt_series
])

AC_DEFUN_ONCE([_AX_QUILT_SERIES_INIT], [dnl
AC_ARG_VAR([GUARDS], [the program guards of quilt, which selects patches])
AC_PATH_PROG([GUARDS], [guards])
AS_IF([test -z "$GUARDS"],
  [AC_MSG_ERROR([guards not found in PATH; expected the program that comes with quilt; install the package quilt or set GUARDS])])
_AX_QUILT_SERIES_FUNCTION])

# The text, which AX_QUILT_SERIES puts into config.status as well.
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

# Sets what $ax_qs_conf declares, and what its guards use: a word with a sign in front is one, as guards(1) has it.
ax_quilt_series_read ()
{
  ax_qs_declared=' ' ax_qs_used=
  set -f
  while IFS= read -r ax_qs_line || test -n "$ax_qs_line"; do
    case $ax_qs_line in
      '#:'*)
        set x ${ax_qs_line#??}
        ax_qs_declared="$ax_qs_declared${2-} " ;;
      '#'*) ;;
      *)
        for ax_qs_word in $ax_qs_line; do
          case $ax_qs_word in
            '#'*) break ;;
            [-+]!?*) ax_qs_used="$ax_qs_used ${ax_qs_word#??}" ;;
            [-+]?*) ax_qs_used="$ax_qs_used ${ax_qs_word#?}" ;;
          esac
        done ;;
    esac
  done <"$ax_qs_conf"
  set +f
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
  ax_quilt_series_read
  for ax_qs_symbol in "${@}"; do
    ax_quilt_series_declared "$ax_qs_symbol" argument || return 1
  done
  set -f
  for ax_qs_symbol in $ax_qs_used; do
    ax_quilt_series_declared "$ax_qs_symbol" 'a guard' || break
  done
  set +f
  test -z "$ax_quilt_series_error" || return 1
  # What it says on standard error is no patch: it goes to config.log.
  ax_qs_answer=`"$GUARDS" --config="$ax_qs_conf" "${@}" </dev/null 2>&5` || {
    ax_quilt_series_error="$ax_qs_conf: guards can't select from it; what it said is in config.log"
    return 1
  }
  ax_qs_seen=' ' ax_qs_twice=
  for ax_qs_patch in $ax_qs_answer; do
    case $ax_qs_seen in
      *" $ax_qs_patch "*) ax_qs_twice="$ax_qs_twice$ax_qs_patch " ;;
    esac
    ax_qs_seen="$ax_qs_seen$ax_qs_patch "
  done
  if test -n "$ax_qs_twice"; then
    ax_quilt_series_error="$ax_qs_conf: selected twice: $ax_qs_twice(symbols: ${*}); each patch can be applied once; correct the guards"
    return 1
  fi
  ax_quilt_series=$ax_qs_answer
}
]])
