# ============================================================================
#  ax_prog_cc_host.m4
# ============================================================================
#
# SYNOPSIS
#
#   AX_PROG_CC_HOST([ACTION-IF-NOT])
#
# DESCRIPTION
#
#   Stops configure if --host names a system that the C compiler does not
#   compile for; with ACTION-IF-NOT, does that instead.  Where a cross
#   compiler is missing, AC_PROG_CC takes the build machine's own with no more
#   than a warning, and every later check tells what is true of the wrong
#   system.  The compiler's predefined macros tell; a host_os that is not in
#   the table below passes.  The error names the compiler that is missing.
#   Without --host nothing is checked.
#
#   Cache variable:
#
#     ax_cv_prog_cc_host   yes or no, or unknown for another host_os
#
#   A configure that only decides, and compiles nothing, can go on: if it is
#   no, AX_CYGWIN_RELEASE, AX_MADVISE, AX_MMAP_COMMIT and AX_MMAP_NORESERVE,
#   called later, ask no compiler, and guess by host_os.
#
# ON WHICH SYSTEMS
#
#   | system | what is true | source |
#   |---|---|---|
#   | Cygwin, MSYS2 | the compiler defines __CYGWIN__; that of MSYS2 __MSYS__, too | gcc/config/i386/cygwin.h; MSYS2's patches to it |
#   | MinGW | _WIN32, and not __CYGWIN__ | gcc/config/i386/mingw32.h |
#   | Linux, Android | __linux__ | gcc/config/linux.h |
#   | macOS | __APPLE__ | gcc/config/darwin.h |
#   | FreeBSD, NetBSD, OpenBSD, DragonFly | __FreeBSD__, __NetBSD__, __OpenBSD__, __DragonFly__ | gcc/config, the header of each |
#   | Solaris, illumos | __sun | gcc/config/sol2.h |
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

AC_DEFUN([AX_PROG_CC_HOST], [dnl
AC_REQUIRE([AC_CANONICAL_HOST])dnl the question is about the host
AC_REQUIRE([AC_PROG_CC])dnl
AC_LANG_PUSH([C])dnl
AS_IF([test -n "$host_alias"],
  [AC_CACHE_CHECK([whether $CC compiles for $host], [ax_cv_prog_cc_host],
    [AS_CASE([$host_os],
      [cygwin*|msys*], [ax_prog_cc_host='defined __CYGWIN__ || defined __MSYS__'],
      [mingw*], [ax_prog_cc_host='defined _WIN32 && !defined __CYGWIN__'],
      [linux*|android*], [ax_prog_cc_host='defined __linux__'],
      [darwin*], [ax_prog_cc_host='defined __APPLE__'],
      [freebsd*], [ax_prog_cc_host='defined __FreeBSD__'],
      [netbsd*], [ax_prog_cc_host='defined __NetBSD__'],
      [openbsd*], [ax_prog_cc_host='defined __OpenBSD__'],
      [dragonfly*], [ax_prog_cc_host='defined __DragonFly__'],
      [solaris*], [ax_prog_cc_host='defined __sun'],
      [ax_prog_cc_host=])
    AS_IF([test -z "$ax_prog_cc_host"],
      [ax_cv_prog_cc_host=unknown],
      [AC_COMPILE_IFELSE([AC_LANG_SOURCE([[#if !($ax_prog_cc_host)
# error another system
#endif
int ax_translation_unit;]])],
        [ax_cv_prog_cc_host=yes],
        [ax_cv_prog_cc_host=no])])])
  AS_IF([test $ax_cv_prog_cc_host = no],
    m4_default_quoted([$1], [AC_MSG_ERROR([the compiler does not compile for $host: $CC; expected $host_alias-gcc or another that does; install it, or name it with CC=])]))])
AC_LANG_POP([C])dnl
])
