# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers

# POOL_STRATEGY
# -------------
# Put the facts before build/decide/ and take its answer: sets pool_strategy, pool_reason, pool_strategy_origin, symbols
# (what series.conf is asked with), pool_patches (one blank-separated list) and configure_args, or stops with what is wrong.
AC_DEFUN([POOL_STRATEGY],
[AC_MSG_CHECKING([for the pool strategy])
. "$srcdir/build/decide/arguments.sh"
pool_declared=`sed -n 's/^@%:@:[[	 ]]*\([[^	 ]]*\).*/\1/p' "$patches/series.conf"`
version_symbols "$package" "$package_version" $pool_declared || AC_MSG_ERROR([$version_error])
symbols=$version_symbols
AS_IF([host_is_cygwin "$host_os"], [AS_VAR_APPEND([symbols], [' cygwin'])])
AS_IF([test "$ac_cv_sizeof_void_p" = 4], [AS_VAR_APPEND([symbols], [' bits32'])])
fact_symbols=`echo $pool_declared` fact_host_os=$host_os
POOL_EXTRA([$enable_huge_pages], [no-huge-pages])
huge_pages=$extra huge_pages_reason=$extra_reason
POOL_EXTRA([$enable_control_groups], [no-control-groups])
fact_request=$with_pool fact_version=$package_version
fact_address_bits=`expr 8 '*' $ac_cv_sizeof_void_p`
fact_map_noreserve=$ax_cv_func_mmap_noreserve fact_madvise=$ax_cv_func_madvise fact_mmap_commit=$ax_cv_func_mmap_commit
# pool_find_range STRATEGY: set pool_range to the versions there are patches of STRATEGY for, in words.
pool_find_range ()
{
  pool_range= pool_from= pool_reached=
  for pool_boundary in $pool_declared; do
    AS_CASE([$pool_boundary], ["$package"-@<:@0-9@:>@*], [], [continue])
    AS_VAR_APPEND([pool_reached], [" $pool_boundary"])
    AX_QUILT_SERIES_SELECT([pool_found], [$patches/series.conf], [${1} $pool_reached])
    AS_IF([test -n "$pool_found" && test -z "$pool_from"], [pool_from=${pool_boundary@%:@"$package-"}])
    AS_IF([test -z "$pool_found" && test -n "$pool_from"],
      [pool_range="$package $pool_from up to, not including, ${pool_boundary@%:@"$package-"}"
      pool_from=])
  done
  AS_IF([test -n "$pool_from"], [pool_range="$package $pool_from and later"])
}
fact_patched=
for pool_name in noreserve commit; do
  AX_QUILT_SERIES_SELECT([pool_selected], [$patches/series.conf], [$pool_name $symbols])
  AS_IF([test -n "$pool_selected"], [AS_VAR_APPEND([fact_patched], [" $pool_name"])], [pool_find_range $pool_name])
  eval "fact_${pool_name}_range=\$pool_range pool_${pool_name}_patches=\$pool_selected"
done
decide_strategy || AC_MSG_ERROR([$pool_error])
POOL_CONFIGURE_ARGS
AS_IF([test "$pool_strategy" != upstream],
  [pool_unsuitable=`package_pool_unsuitable "$configure_args"`
  AS_IF([test -n "$pool_unsuitable"],
    [AC_MSG_ERROR([--with-pool=$pool_strategy would do nothing: $pool_unsuitable; use --with-pool=upstream])])])
pool_upstream_patches=
eval "pool_patches=\`echo \$pool_${pool_strategy}_patches\`"
. "$srcdir/build/lib/digest.sh"
decision_digest=`for pool_name in $pool_patches; do AS_ECHO(["$pool_name"]); done |
  decision_text "$pool_strategy" "$patches" | sha256 /dev/stdin`
# Who edits a patch means it: make configures again.
for pool_name in $pool_patches; do POOL_DEPENDENCY([patches/$package/$pool_name]); done
symbols="$pool_strategy $symbols"
AC_MSG_RESULT([$pool_strategy ($pool_reason)])
AS_IF([test "$with_pool" = auto], [pool_strategy_origin=decided], [pool_strategy_origin=given])
AS_IF([test "$pool_strategy" != commit],
  [huge_pages=no huge_pages_reason="strategy $pool_strategy asks for none"])])

# POOL_EXTRA(REQUEST, SYMBOL)
# ---------------------------
# Decide about a part of the commit pool; if its patch is to be left out, SYMBOL goes to symbols.
AC_DEFUN([POOL_EXTRA],
[decide_extra "$1" $2
AS_IF([test -n "$extra_symbol"], [AS_VAR_APPEND([symbols], [" $extra_symbol"])])])
