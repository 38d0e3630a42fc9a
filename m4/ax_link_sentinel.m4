# ============================================================================
#  ax_link_sentinel.m4
# ============================================================================
#
# SYNOPSIS
#
#   AX_LINK_SENTINEL
#
# DESCRIPTION
#
#   Stops configure if the compiler and the linker can't make a program that
#   calls malloc.  Such a toolchain answers "no" to every later AC_CHECK_FUNCS
#   and configure ends with status 0 and wrong decisions.  AC_PROG_CC does not
#   see it: it links before it adds -g to CFLAGS, and an old linker may choke
#   on nothing but the compiler's debug information (DWARF 5).  Call it right
#   after AC_PROG_CC.  The error names the remedy; if the program links
#   without debug information, it says so.
#
#   Cache variable:
#
#     ax_cv_prog_cc_links   yes (configure stops otherwise)
#
# ON WHICH SYSTEMS
#
#   | system | what is true | source |
#   |---|---|---|
#   | any hosted C | malloc is in the C library and links without a -l | ISO C11, 7.22.3.4 |
#   | cross to Cygwin, compiler with DWARF 5, binutils older than 2.35.2 | a program compiled with -g does not link, one with -g0 or -gdwarf-4 does | seen with clang 14; the release notes of GCC 11, which names the binutils DWARF 5 needs |
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

AC_DEFUN([AX_LINK_SENTINEL], [dnl
AC_REQUIRE([AC_PROG_CC])dnl
AC_LANG_PUSH([C])dnl
AC_CACHE_CHECK([whether a program that must link does link],
  [ax_cv_prog_cc_links],
  [AC_LINK_IFELSE([_AX_LINK_SENTINEL_PROGRAM],
    [ax_cv_prog_cc_links=yes],
    [ax_link_sentinel_cflags=$CFLAGS
    CFLAGS="$CFLAGS -g0"
    ax_link_sentinel_remedy='see config.log, then set CC, LDFLAGS and LIBS, or install the C library of the host'
    AC_LINK_IFELSE([_AX_LINK_SENTINEL_PROGRAM],
      [ax_link_sentinel_remedy="the linker can't read the debug information of the compiler: set CFLAGS='-O2 -g0' or CFLAGS='-O2 -g -gdwarf-4', or take a newer linker"])
    CFLAGS=$ax_link_sentinel_cflags
    AC_MSG_RESULT([no])
    AC_MSG_ERROR([the compiler can't link a program that calls malloc, so every check for a function would say no: $CC; expected a working linker; $ax_link_sentinel_remedy])])])
AC_LANG_POP([C])dnl
])

# The program: a call that no compiler may leave out.
m4_define([_AX_LINK_SENTINEL_PROGRAM],
[AC_LANG_SOURCE([[#include <stdlib.h>
void *volatile ax_kept;
int main (void) { ax_kept = malloc (1); return ax_kept == NULL; }]])])
