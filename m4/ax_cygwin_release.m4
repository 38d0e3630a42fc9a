# ============================================================================
#  ax_cygwin_release.m4
# ============================================================================
#
# SYNOPSIS
#
#   AX_CYGWIN_RELEASE
#
# DESCRIPTION
#
#   Finds out which release of Cygwin (or MSYS2, which is a Cygwin) the host
#   runs, the system that the built programs are for.
#
#   Given with --with-cygwin-release=X.Y.Z (what "uname -r" prints there will
#   do too), that is the answer.  Otherwise the running DLL is asked with
#   "uname -r" on a native build, and <cygwin/version.h> of the compiler in a
#   cross build.  If the headers are of another release than was given or the
#   DLL tells, they don't count, and a note says so.  A note says so, too, if
#   they count because the DLL of a native build tells nothing.  Where
#   AX_PROG_CC_HOST found no compiler for the host, no headers are asked.  An
#   answer that can't be read is an error that shows it and names the option,
#   never a guess.  A compiler that compiles for something else (no __CYGWIN__), as
#   where the cross compiler is missing, is an error that names it.  On any
#   other host the answer is "no" and costs nothing.
#
#   Cache variables:
#
#     ax_cv_sys_cygwin_release         X.Y.Z, or "no" on any other system
#     ax_cv_sys_cygwin_release_given   yes if the release stems from the option,
#                                      so that a later configure without the
#                                      option forgets it; else unset
#     ax_cv_sys_cygwin_headers         on Cygwin only: X.Y.Z of the headers,
#                                      "none" without <cygwin/version.h>, "no"
#                                      if the compiler is not for Cygwin
#
#   Shell variables:
#
#     ax_cygwin_release_origin   given, detected or cached
#     ax_cygwin_release_note     empty, or why another release could be meant
#
#   Shell function, for a configure.ac that has such a string of its own:
#
#     ax_cygwin_release_parse STRING
#
#   sets ax_cygwin_release_parsed to the X.Y.Z that STRING begins with and
#   returns 0, or sets it to nothing and returns 1.
#
#   To compare releases, use AS_VERSION_COMPARE.
#
# ON WHICH SYSTEMS
#
#   | system | what "uname -r" prints | source |
#   |---|---|---|
#   | Cygwin 1.7.1 to 2.11.2 | 1.7.35(0.287/5/3), 2.11.2s(0.329/5/3) for a snapshot | winsup/cygwin/uname.cc |
#   | Cygwin 3.0.0 to 3.3.6 | 3.0.4-338.x86_64, 3.3.6-341.i686, 3.0.4-338.x86_64.snap; 3.0.4(0.338/5/3) for programs linked before API 335 | winsup/cygwin/uname.cc, uname_x and old_uname |
#   | Cygwin 3.4.0 and later | 3.4.6-1.x86_64, 3.5.0-0.485.g5e35e8a0c5dc.x86_64, 3.7.0-dev-579-g61b4866baf41.x86_64, 3.6.3-api-357.x86_64 | winsup/cygwin/uname.cc, winsup/cygwin/Makefile.am |
#   | MSYS2 | 3.4.10.x86_64, 3.4.10-87d57229.x86_64, 3.0.6(0.338/5/3) | the same code; the packages of msys2-runtime |
#   | headers of all of them | CYGWIN_VERSION_DLL_MAJOR is 1000 * X + Y, CYGWIN_VERSION_DLL_MINOR is Z | winsup/cygwin/include/cygwin/version.h |
#   | config.sub | host_os is cygwin, msys or msys2 | GNU config.sub |
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

AC_DEFUN([AX_CYGWIN_RELEASE], [dnl
AC_REQUIRE([AC_CANONICAL_HOST])dnl the question is about the host
AC_REQUIRE([AC_PROG_CC])dnl sets cross_compiling, reads the header
AC_REQUIRE([_AX_CYGWIN_RELEASE_PARSE])dnl
AC_ARG_WITH([cygwin-release],
  [AS_HELP_STRING([--with-cygwin-release=X.Y.Z],
    [the release of Cygwin or MSYS2 that the host runs, if it can't be asked])],
  [], [with_cygwin_release=auto])
ax_cygwin_release_note=
AS_CASE([$host_os],
  [cygwin*|msys*],
    [ax_cygwin_release_host=yes
    _AX_CYGWIN_RELEASE_HEADERS],
  [ax_cygwin_release_host=no])
AS_CASE([$ax_cygwin_release_host,$with_cygwin_release],
  [yes,auto|yes,yes|no,auto|no,yes|no,no],
  [# A release given to an earlier configure is no answer to this one.
  AS_IF([test "x$ax_cv_sys_cygwin_release_given" = xyes],
    [AS_UNSET([ax_cv_sys_cygwin_release])
    AS_UNSET([ax_cv_sys_cygwin_release_given])])
  AS_IF([test "x$ax_cv_sys_cygwin_release" = x],
    [ax_cygwin_release_origin=detected],
    [ax_cygwin_release_origin=cached])
  AC_CACHE_CHECK([for the Cygwin release of the host],
    [ax_cv_sys_cygwin_release],
    [AS_IF([test $ax_cygwin_release_host = no],
      [ax_cv_sys_cygwin_release=no],
      [_AX_CYGWIN_RELEASE_DETECT])])],
  [no,*],
  [AC_MSG_ERROR([--with-cygwin-release: the host is not Cygwin: $host; expected no such option there; leave it out or give --host])],
  [ax_cygwin_release_origin=given
  ax_cv_sys_cygwin_release=$with_cygwin_release
  ax_cv_sys_cygwin_release_given=yes])
# A given or preset release is read like any other.
AS_IF([test "x$ax_cv_sys_cygwin_release" != xno || test $ax_cygwin_release_host = yes],
  [AS_IF([ax_cygwin_release_parse "$ax_cv_sys_cygwin_release"],
    [ax_cv_sys_cygwin_release=$ax_cygwin_release_parsed],
    [AC_MSG_ERROR([the Cygwin release ($ax_cygwin_release_origin) can't be read: '$ax_cv_sys_cygwin_release'; expected X.Y.Z; set it with --with-cygwin-release=X.Y.Z])])
  AS_CASE([$ax_cv_sys_cygwin_headers],
    [none|"$ax_cv_sys_cygwin_release"], [],
    [ax_cygwin_release_note="the Cygwin release is $ax_cv_sys_cygwin_release ($ax_cygwin_release_origin), the headers are of $ax_cv_sys_cygwin_headers: the former counts"])])
AS_IF([test -n "$ax_cygwin_release_note"],
  [AC_MSG_NOTICE([$ax_cygwin_release_note])])
])

# Sets ax_cv_sys_cygwin_headers; stops if the compiler is not for Cygwin.  One
# run of the preprocessor: both macros are plain numbers.
AC_DEFUN([_AX_CYGWIN_RELEASE_HEADERS], [dnl
AS_IF([test "x$ax_cv_prog_cc_host" = xno], [ax_cv_sys_cygwin_headers=none])
AC_CACHE_CHECK([for the Cygwin release of the headers],
  [ax_cv_sys_cygwin_headers],
  [cat >conftest.c <<'ax_cygwin_release_eof'
[#ifndef __CYGWIN__
ax_cygwin_release no
#else
#include <cygwin/version.h>
ax_cygwin_release CYGWIN_VERSION_DLL_MAJOR CYGWIN_VERSION_DLL_MINOR
#endif]
ax_cygwin_release_eof
  set x `($CC -E $CPPFLAGS conftest.c 2>&AS_MESSAGE_LOG_FD) |
    sed -n 's/^ax_cygwin_release //p'`
  rm -f conftest.c
  AS_CASE([$[]2,$[]3],
    [no,*], [ax_cv_sys_cygwin_headers=no],
    [*[[!0-9]]*,* | *,*[[!0-9]]* | ,* | *,], [ax_cv_sys_cygwin_headers=none],
    [ax_cv_sys_cygwin_headers=`expr $[]2 / 1000`.`expr $[]2 % 1000`.$[]3])])
AS_IF([test "x$ax_cv_sys_cygwin_headers" = xno],
  [AC_MSG_ERROR([the compiler does not compile for the host, $host: $CC; expected one that defines __CYGWIN__; install ${ac_tool_prefix}gcc or set CC])])
])

# Sets ax_cv_sys_cygwin_release; stops if there is nothing to read it from.
AC_DEFUN([_AX_CYGWIN_RELEASE_DETECT], [dnl
# Only the DLL itself prints ..._NT-...: a configure that claims to be native
# elsewhere must not read the release of another system's kernel.
AS_IF([test "$cross_compiling" != yes],
  [AS_CASE([`(uname -s) 2>/dev/null`],
    [*_NT-*], [ax_cv_sys_cygwin_release=`(uname -r) 2>/dev/null`])])
AS_IF([test -n "$ax_cv_sys_cygwin_release"], [],
  [test $ax_cv_sys_cygwin_headers = none],
  [AC_MSG_RESULT([unknown])
  AC_MSG_ERROR([the Cygwin release can't be found out: $host; expected <cygwin/version.h> to compile; set it with --with-cygwin-release=X.Y.Z])],
  [ax_cv_sys_cygwin_release=$ax_cv_sys_cygwin_headers
  AS_IF([test "$cross_compiling" != yes],
    [ax_cygwin_release_note="the running Cygwin can't be asked (uname -r): the headers count, which are of $ax_cv_sys_cygwin_headers"])])
])

# The shell function.  Each number has no leading zero and at most three
# digits (the headers hold 1000 * X + Y); what follows the third decides
# nothing, but must not be a part of it.
AC_DEFUN_ONCE([_AX_CYGWIN_RELEASE_PARSE], [dnl
ax_cygwin_release_parse ()
{
  ax_cygwin_release_parsed=
  case ${1} in
    *.*.*) ;;
    *) return 1 ;;
  esac
  ax_crp_x=${1%%.*}
  ax_crp_tail=${1#*.}
  ax_crp_y=${ax_crp_tail%%.*}
  ax_crp_tail=${ax_crp_tail#*.}
  ax_crp_z=${ax_crp_tail%%[[!0-9]]*}
  ax_crp_tail=${ax_crp_tail#"$ax_crp_z"}
  for ax_crp_n in "$ax_crp_x" "$ax_crp_y" "$ax_crp_z"; do
    case $ax_crp_n in
      '' | *[[!0-9]]* | 0?* | ????*) return 1 ;;
    esac
  done
  test "$ax_crp_x" != 0 || return 1
  case $ax_crp_tail in
    '' | [[-\(]]* | s\(* | .[[A-Za-z]]*) ;;
    *) return 1 ;;
  esac
  ax_cygwin_release_parsed=$ax_crp_x.$ax_crp_y.$ax_crp_z
}
])
