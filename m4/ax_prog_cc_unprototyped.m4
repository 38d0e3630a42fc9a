# ============================================================================
#  ax_prog_cc_unprototyped.m4
# ============================================================================
#
# SYNOPSIS
#
#   AX_PROG_CC_UNPROTOTYPED
#
# DESCRIPTION
#
#   Finds the option with which the C compiler takes a program that declares
#   functions without saying what arguments they have,
#
#     int (*function) ();
#
#   and then calls them with some, or has them point to functions that take
#   some.  C23 reads this as a function without arguments, and refuses the
#   rest; compilers take it by default as long as their default is an older C.
#   Nothing is added to CC or CFLAGS: that is the caller's decision.  An option
#   in CFLAGS comes later on the command line and wins: if CFLAGS asks for C23,
#   the answer is no.  Programs are compiled, not run.
#
#   Cache variable:
#
#     ax_cv_prog_cc_unprototyped   none needed, or the option, or no: none of
#                                  those known helps
#
# ON WHICH SYSTEMS
#
#   | system | what is true | source |
#   |---|---|---|
#   | GCC before 15, clang up to 21 | none needed: their default is C17 or older | the manuals of each; tried with GCC 10, 12, 14 and clang 19 |
#   | GCC 15 and later | -std=gnu17: the default is C23 | the release notes of GCC 15; tried with GCC 15 and 16 |
#   | any compiler, given -std=gnu23 or c23 in CFLAGS | no | ISO C23, 6.7.7.4 |
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

AC_DEFUN([AX_PROG_CC_UNPROTOTYPED], [dnl
AC_REQUIRE([AC_PROG_CC])dnl
AC_LANG_PUSH([C])dnl
AC_CACHE_CHECK([for the option to call functions declared without arguments],
  [ax_cv_prog_cc_unprototyped],
  [ax_cv_prog_cc_unprototyped=no
  ax_unprototyped_cc=$CC
  # gnu17: GCC 8, clang 6; gnu11 serves those before.
  for ax_unprototyped_option in 'none needed' -std=gnu17 -std=gnu11; do
    AS_IF([test "x$ax_unprototyped_option" != 'xnone needed'],
      [CC="$ax_unprototyped_cc $ax_unprototyped_option"])
    AC_COMPILE_IFELSE([_AX_PROG_CC_UNPROTOTYPED_PROGRAM],
      [ax_cv_prog_cc_unprototyped=$ax_unprototyped_option
      break])
  done
  CC=$ax_unprototyped_cc])
AC_LANG_POP([C])dnl
])

m4_define([_AX_PROG_CC_UNPROTOTYPED_PROGRAM],
[AC_LANG_SOURCE([[typedef int (*any_function) ();
static int sum (int a, int b) { return a + b; }
static int call (any_function function) { return function (1, 2); }
int main (void) { return call (sum); }]])])
