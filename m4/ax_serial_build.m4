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
#   runs COMMAND outside any jobserver: MFLAGS and GNUMAKEFLAGS are unset, and
#   of MAKEFLAGS remain the flags without an argument (as -k, -n, -s) and the
#   variables that were given on the command line of GNU make.  The rest is
#   dropped: jobs, load, jobserver, -I, -O, long options, and the variables of
#   a BSD make.  If COMMAND is a make (make, bmake, dmake, gmake, pmake or
#   ...-make, with a path or .exe), -j1 becomes its last argument, so its own
#   -jN has no effect; the same goes for MAKE, if that is more than one word.
#   The exit status is that of COMMAND; 2 if no COMMAND is given.
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
#   | GNU make | MAKEFLAGS is "FLAGS -jN --jobserver-auth=R,W -- VARIABLES"; before 4.2 --jobserver-fds=R,W, from 4.4 also --jobserver-auth=fifo:PATH | NEWS of GNU make 4.2 and 4.4 |
#   | BSD make | MAKEFLAGS is "-k -j N -J R,W VARIABLES", each flag with its dash; options may follow goals | make(1) of NetBSD; tried with bmake 20200710 |
#   | both | of several -jN the last counts | tried with GNU make 4.3 and bmake 20200710 |
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
      [ax_serial_build=no
      ax_serial_build_reason="Cygwin $ax_cv_sys_cygwin_release is not older than AX_oldest"
      AS_VERSION_COMPARE([$ax_cv_sys_cygwin_release], AX_oldest,
        [ax_serial_build=yes
        ax_serial_build_reason="Cygwin $ax_cv_sys_cygwin_release is older than AX_oldest"])])],
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

# What becomes SCRIPT.  The first word of MAKEFLAGS may be a bundle of flags
# without a dash; variables follow the word --.  A blank in a word has a
# backslash in front, so it makes no such word.
m4_define([_AX_SERIAL_BUILD_SCRIPT], [[#!/bin/sh
# Runs COMMAND so that each make in it runs one job at a time.
# usage: serial-run COMMAND [ARGUMENT...]
# Exit status: that of COMMAND; 2: wrong usage.  Made by configure.

set -fu

if test ${#} -eq 0; then
  echo 'serial-run: no command; usage: serial-run COMMAND [ARGUMENT...]' >&2
  exit 2
fi

ax_all=" ${MAKEFLAGS-}"
ax_before=${ax_all%% -- *}
ax_flags=
for ax_word in -${ax_before# }; do
  case $ax_word in
    -*[!-BLRSeiknqrstw]* | [!-]*) ;;
    *) ax_flags=$ax_flags${ax_word##*-} ;;
  esac
done
MAKEFLAGS=${ax_flags:+-$ax_flags}
case $ax_all in
  *' -- '*) MAKEFLAGS="$MAKEFLAGS -- ${ax_all#* -- }" ;;
esac
unset MFLAGS GNUMAKEFLAGS
case ${MAKE-} in
  *' '*) MAKE="$MAKE -j1" ;;
esac

ax_command=${1##*/}
case ${ax_command%.exe} in
  make | [bdgp]make | *-make) set -- "${@}" -j1 ;;
esac
exec "${@}"
]])
