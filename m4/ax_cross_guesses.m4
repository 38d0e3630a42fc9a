# ============================================================================
#  ax_cross_guesses.m4
# ============================================================================
#
# SYNOPSIS
#
#   AX_CROSS_GUESSES
#
# DESCRIPTION
#
#   What a probe should answer when it can't run a program and knows nothing
#   of the host: the option --enable-cross-guesses={conservative|risky}, with
#   the values and the meaning it has in Gnulib.  With "conservative" (the
#   default) an unknown host is taken to lack a feature, with "risky" to have
#   it.  A known host is never affected.
#
#   Shell variables:
#
#     ax_cross_guesses   conservative or risky
#     ax_cross_guess     "guessing no" or "guessing yes"
#
#   The macros AX_MADVISE, AX_MMAP_COMMIT and AX_MMAP_NORESERVE require this
#   one; a project that copies them copies this file too.
#
# ON WHICH SYSTEMS
#
#   | system | what is true | source |
#   |---|---|---|
#   | any | the option belongs to configure, not to a system | Gnulib's manual, "Cross-compilation guesses" |
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

AC_DEFUN_ONCE([AX_CROSS_GUESSES], [dnl
AC_ARG_ENABLE([cross-guesses],
  [AS_HELP_STRING([--enable-cross-guesses={conservative|risky}],
    [what to assume of an unknown host when cross compiling])],
  [ax_cross_guesses=$enableval],
  [ax_cross_guesses=conservative])
AS_CASE([$ax_cross_guesses],
  [conservative], [ax_cross_guess='guessing no'],
  [risky], [ax_cross_guess='guessing yes'],
  [AC_MSG_ERROR([--enable-cross-guesses: wrong value: $ax_cross_guesses; expected conservative or risky])])
])
