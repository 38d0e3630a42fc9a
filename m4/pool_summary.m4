# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers

# POOL_SUMMARY
# ------------
# Compose pool_summary, what configure and `make summary` print: at most twelve aligned lines, each value with its
# origin; and pool_warnings, only for what is dangerous, with the remedy.
AC_DEFUN([POOL_SUMMARY],
[pool_origin_of ()
{
  AS_CASE([$[]1], [guessing*], [AS_ECHO(["guessed"])], [AS_ECHO(["detected"])])
}
AS_IF([test -n "$host_alias"], [pool_host_origin=given], [pool_host_origin=detected])
AS_IF([test "x$enable_serial_build" = xauto], [pool_serial_origin=decided], [pool_serial_origin=given])
AS_IF([test "$ax_serial_build" = yes], [pool_build_mode=serial], [pool_build_mode=parallel])
AS_IF([test "$ax_cv_sys_cygwin_release" = no],
  [pool_cygwin_line="not Cygwin|$pool_host_origin"],
  [pool_cygwin_line="$ax_cv_sys_cygwin_release|$ax_cygwin_release_origin"])
pool_summary=`$AWK -F'|' '{ printf "  %-18s %s@<:@%s@:>@\n", $[]1, $[]2 " ", $[]3 }' <<END
host|$host|$pool_host_origin
Cygwin release|$pool_cygwin_line
MAP_NORESERVE|${ax_cv_func_mmap_noreserve#guessing }|\`pool_origin_of "$ax_cv_func_mmap_noreserve"\`
madvise|${ax_cv_func_madvise#guessing }|\`pool_origin_of "$ax_cv_func_madvise"\`
reserve and commit|${ax_cv_func_mmap_commit#guessing }|\`pool_origin_of "$ax_cv_func_mmap_commit"\`
compilers|$pool_compilers|$pool_compilers_origin
$pool_package version|$pool_package_version|$pool_source_origin
pool strategy|$pool_strategy: $pool_reason|$pool_strategy_origin
patches|${pool_patches:-none}|series.conf
build mode|$pool_build_mode: $ax_serial_build_reason|$pool_serial_origin
prefix|$pool_prefix|$pool_prefix_origin
END`
pool_warnings=
AS_CASE([$ax_cv_sys_cygwin_release,$pool_strategy,$pool_package_version], [no,*|*,commit,*], [],
  [AS_VERSION_COMPARE([$ax_cv_sys_cygwin_release], [3.0.0],
    [pool_warnings="on Cygwin $ax_cv_sys_cygwin_release a pool that relies on first touches kills processes forked from a thread: build and run serially, or use --with-pool=commit"])])
AC_SUBST([pool_summary])AM_SUBST_NOTMAKE([pool_summary])])
