# ============================================================================
#  ax_serial_build.m4
# ============================================================================
#
# SYNOPSIS
#
#   AX_SERIAL_BUILD([OLDEST-PARALLEL-RELEASE = 3.0.4], [SCRIPT = serial-run])
#
# DESCRIPTION
#
#   Decides whether the package builds one job at a time, by the option
#   --enable-serial-build={auto|yes|no}.  "auto" (the default) is serial on
#   Cygwin and MSYS2 older than OLDEST-PARALLEL-RELEASE, where processes
#   forked from a thread die at their first touch of reserved memory, and
#   parallel everywhere else.
#
#   Serial means more than a make -j1: the job flags of the user's command
#   line reach every program that make starts, through MAKEFLAGS and, where
#   somebody has exported MAKE='make -j8', through MAKE.  So configure makes
#   SCRIPT in the top build directory:
#
#     sh SCRIPT COMMAND [ARGUMENT...]
#
#   runs COMMAND with -jN, --jobs, -lN, --load-average, --max-load and the
#   jobserver (--jobserver-auth, --jobserver-fds, in the form of two file
#   descriptors or of a fifo; -J of BSD make) taken out of MAKE, MAKEFLAGS,
#   MFLAGS and GNUMAKEFLAGS, and out of its own arguments if COMMAND is a
#   make.  All else in these variables stays as it is.  Its exit status is
#   that of COMMAND; 2 if no COMMAND is given.
#
#   Shell variables:
#
#     ax_serial_build          yes or no
#     ax_serial_build_reason   why, in a few words
#
#   Output variables:
#
#     SERIAL_BUILD        yes or no
#     SERIAL_NOTPARALLEL  ".NOTPARALLEL:" in a serial build, else empty; on a
#                         line of its own in Makefile.am it makes that
#                         Makefile serial
#     SERIAL_RUN          in a serial build "$(SHELL) SCRIPT" with its path,
#                         else empty: what a recipe puts before a command
#
#   In Makefile.am:
#
#     @SERIAL_NOTPARALLEL@
#     DISTCLEANFILES = serial-run
#     all-local:
#             +$(SERIAL_RUN) $(MAKE) -C bundled
#
#   Requires AX_CYGWIN_RELEASE: copy ax_cygwin_release.m4 with this file.
#
# ON WHICH SYSTEMS
#
#   | system | what is true | source |
#   |---|---|---|
#   | Cygwin before 3.0.0, x86_64 | no thread but the main one has the handler that commits a reserved page at its first touch; nor has a process forked from such a thread | Cygwin commit 9a5abcc89, "Fix exception handling in pthreads" |
#   | Cygwin 3.0.0 to 3.0.3 | other faults of fork and of timers | winsup/cygwin/release/3.0.1 to 3.0.4 |
#   | GNU make before 4.2 | the jobserver is --jobserver-fds=R,W | NEWS of GNU make 4.2 |
#   | GNU make 4.2 and later | --jobserver-auth=R,W; from 4.4 also --jobserver-auth=fifo:PATH | NEWS of GNU make 4.2 and 4.4 |
#   | BSD make | -j N -J R,W in MAKEFLAGS | make(1) of FreeBSD and NetBSD |
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

AC_DEFUN([AX_SERIAL_BUILD], [dnl
AC_REQUIRE([AX_CYGWIN_RELEASE])dnl
m4_pushdef([AX_oldest], m4_default_quoted([$1], [3.0.4]))dnl
m4_pushdef([AX_script], m4_default_quoted([$2], [serial-run]))dnl
AC_ARG_ENABLE([serial-build],
  [AS_HELP_STRING([--enable-serial-build={auto|yes|no}],
    [build one job at a time; auto: on Cygwin older than ]AX_oldest)],
  [], [enable_serial_build=auto])
AC_MSG_CHECKING([whether to build one job at a time])
AS_CASE([$enable_serial_build],
  [yes|no],
    [ax_serial_build=$enable_serial_build
    ax_serial_build_reason="--enable-serial-build=$enable_serial_build given"],
  [auto],
    [AS_IF([test "x$ax_cv_sys_cygwin_release" = xno],
      [ax_serial_build=no
      ax_serial_build_reason='the host is not Cygwin'],
      [AS_VERSION_COMPARE([$ax_cv_sys_cygwin_release], AX_oldest,
        [ax_serial_build=yes],
        [ax_serial_build=no], [ax_serial_build=no])
      AS_IF([test $ax_serial_build = yes],
        [ax_serial_build_reason="Cygwin $ax_cv_sys_cygwin_release is older than AX_oldest"],
        [ax_serial_build_reason="Cygwin $ax_cv_sys_cygwin_release is not older than AX_oldest"])])],
  [AC_MSG_RESULT([unknown])
  AC_MSG_ERROR([--enable-serial-build: wrong value: '$enable_serial_build'; expected auto, yes or no])])
AC_MSG_RESULT([$ax_serial_build ($ax_serial_build_reason)])
AS_IF([test $ax_serial_build = yes],
  [SERIAL_NOTPARALLEL='.NOTPARALLEL:'
  SERIAL_RUN='$(SHELL) "$(abs_top_builddir)/AX_script"'],
  [SERIAL_NOTPARALLEL=
  SERIAL_RUN=])
AC_SUBST([SERIAL_BUILD], [$ax_serial_build])
AC_SUBST([SERIAL_NOTPARALLEL])
AC_SUBST([SERIAL_RUN])
AC_CONFIG_COMMANDS(AX_script, [cat >"$ac_file" <<'ax_serial_build_eof'
_AX_SERIAL_BUILD_SCRIPT[]dnl
ax_serial_build_eof
chmod +x "$ac_file"])
m4_popdef([AX_script])dnl
m4_popdef([AX_oldest])dnl
])

# What becomes SCRIPT.  A word of MAKEFLAGS ends at a blank that no backslash
# precedes; what follows the word -- are definitions of variables.
m4_define([_AX_SERIAL_BUILD_SCRIPT], [[#!/bin/sh
# Runs COMMAND without the job flags of make, so that it builds serially.
# usage: serial-run COMMAND [ARGUMENT...]
# Exit status: that of COMMAND; 2: wrong usage.  Made by configure.

set -u

# Is WORD a job flag?  Sets kept to what is left of it, maybe nothing, and
# pending to what the next word is: '' a word like others, 'number' an
# argument of a dropped flag if it is a number, 'drop' or 'keep' an argument
# of a dropped or kept flag, 'definitions' the end of all flags.
judge () # WORD
{
  kept=
  case $pending in
    definitions) kept=${1}; return ;;
    drop) pending=; return ;;
    keep) pending=; kept=${1}; return ;;
    number)
      pending=
      case ${1} in [0-9]* | .[0-9]*) return ;; esac ;;
  esac
  case ${1} in
    --) pending=definitions kept=-- ;;
    --jobs | --load-average | --max-load) pending=number ;;
    --jobs=* | --load-average=* | --max-load=*) ;;
    --jobserver-auth | --jobserver-fds) pending=drop ;;
    --jobserver-auth=* | --jobserver-fds=*) ;;
    --* | -) kept=${1} ;;
    -*)
      judge_letters "${1#-}"
      kept=${kept:+-$kept} ;;
    *) kept=${1} ;;
  esac
}

# The same for a bundle of one-letter flags.
judge_letters () # LETTERS
{
  kept=
  left=${1}
  while test -n "$left"; do
    after=${left#?}
    case $left in
      [jl]*)
        test -n "$after" || pending=number
        after= ;;
      J*)
        test -n "$after" || pending=drop
        after= ;;
      [CEfIoW]*)
        test -n "$after" || pending=keep
        kept=$kept$left
        after= ;;
      O*)
        kept=$kept$left
        after= ;;
      *) kept=$kept${left%"$after"} ;;
    esac
    left=$after
  done
}

# Sets stripped to TEXT without its job flags.  KIND is 'flags' if make takes
# a first word without a dash for a bundle of flags.
strip () # TEXT KIND
{
  rest=${1}
  kind=${2}
  stripped=
  pending=
  while rest=${rest#"${rest%%[!	 ]*}"} && test -n "$rest"; do
    word=${rest%%[	 ]*}
    rest=${rest#"$word"}
    while is_open "$word" && test -n "$rest"; do
      after=${rest#?}
      more=${after%%[	 ]*}
      word=$word${rest%"$after"}$more
      rest=${after#"$more"}
    done
    case $kind,$word in
      flags,-* | flags,*=* | command,*) judge "$word" ;;
      *) judge_letters "$word" ;;
    esac
    kind='command'
    test -z "$kept" || stripped=${stripped:+$stripped }$kept
    if test "$pending" = definitions; then
      stripped=$stripped$rest
      rest=
    fi
  done
}

# Does WORD end in a backslash that is not itself escaped?
is_open () # WORD
{
  backslashes=${1##*[!\\]}
  test $((${#backslashes} % 2)) -eq 1
}

if test ${#} -eq 0; then
  echo 'serial-run: no command; usage: serial-run COMMAND [ARGUMENT...]' >&2
  exit 2
fi

if test -n "${MAKEFLAGS+y}"; then
  strip "$MAKEFLAGS" flags
  MAKEFLAGS=$stripped
  export MAKEFLAGS
fi
if test -n "${GNUMAKEFLAGS+y}"; then
  strip "$GNUMAKEFLAGS" flags
  GNUMAKEFLAGS=$stripped
  export GNUMAKEFLAGS
fi
if test -n "${MFLAGS+y}"; then
  strip "$MFLAGS" flags
  MFLAGS=$stripped
  export MFLAGS
fi
if test -n "${MAKE+y}"; then
  strip "$MAKE" command
  MAKE=$stripped
  export MAKE
fi

case ${1} in
  *make | *make.exe)
    pending=
    count=${#}
    set -- "${@}" "${1}"
    shift
    while test $count -gt 1; do
      argument=${1}
      shift
      count=$((count - 1))
      if test -z "$argument"; then
        set -- "${@}" ''
        continue
      fi
      judge "$argument"
      test -z "$kept" || set -- "${@}" "$kept"
    done ;;
esac

exec "${@}"
]])
