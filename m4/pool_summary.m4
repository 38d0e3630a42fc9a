# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers

# POOL_PRESET
# -----------
# Set pool_preset to the answers that are known before anything is probed: from a cache file or the environment.
AC_DEFUN([POOL_PRESET],
[pool_preset=
for pool_name in ax_cv_func_mmap_noreserve ax_cv_func_madvise ax_cv_func_mmap_commit; do
  AS_VAR_SET_IF([$pool_name], [AS_VAR_APPEND([pool_preset], [" $pool_name "])])
done
# Autoconf's own name for it.
AS_VAR_SET_IF([ac_cv_func_madvise], [AS_VAR_APPEND([pool_preset], [' ax_cv_func_madvise '])])])

# POOL_SUMMARY
# ------------
# Compose pool_summary, what configure and `make summary` print: at most twelve aligned lines, each value with its
# origin; and pool_warning, only for what is dangerous, with the remedy.
AC_DEFUN([POOL_SUMMARY],
[. "$srcdir/build/decide/serial.sh"
pool_answer ()
{
  AS_VAR_COPY([pool_value], [${1}])
  AS_CASE([$pool_value,$pool_preset],
    [guessing*,*], [AS_ECHO(["${pool_value@%:@guessing }|guessed"])],
    [*" ${1} "*], [AS_ECHO(["$pool_value|preset"])],
    [AS_ECHO(["$pool_value|detected"])])
}
AS_IF([test -n "$host_alias"], [pool_host_origin=given], [pool_host_origin=detected])
AS_IF([test "x$enable_serial_build" = xauto], [pool_serial_origin=decided], [pool_serial_origin=given])
AS_IF([test "$enable_huge_pages,$pool_strategy" = no,commit], [pool_huge_origin=given], [pool_huge_origin=decided])
AS_IF([test "$serial_build" = yes], [pool_build_mode=serial], [pool_build_mode=parallel])
AS_IF([test "$ax_cv_sys_cygwin_release" = no],
  [pool_cygwin_line="not Cygwin|$pool_host_origin"],
  [test "$ax_cygwin_release_origin" != cached || ax_cygwin_release_origin=preset
  pool_cygwin_line="$ax_cv_sys_cygwin_release|$ax_cygwin_release_origin"])
expand_directory "$prefix"
pool_summary=`$AWK -F'|' '{ printf "  %-18s %s@<:@%s@:>@\n", $[]1, $[]2 " ", $[]3 }' <<END
host|$host|$pool_host_origin
Cygwin release|$pool_cygwin_line
MAP_NORESERVE|\`pool_answer ax_cv_func_mmap_noreserve\`
madvise|\`pool_answer ax_cv_func_madvise\`
reserve and commit|\`pool_answer ax_cv_func_mmap_commit\`
compilers|$pool_compilers|$pool_compilers_origin
$package version|$package_version|$pool_source_origin
pool strategy|$pool_strategy: $pool_reason|$pool_strategy_origin
huge pages|$huge_pages: $huge_pages_reason|$pool_huge_origin
patches|${pool_patches:-none}|series.conf
build mode|$pool_build_mode: $serial_build_reason|$pool_serial_origin
prefix|$directory|$pool_prefix_origin
END`
decide_warning "$ax_cv_sys_cygwin_release" "$serial_build"
POOL_TEXT_FILE([summary.txt], [pool_summary])])
