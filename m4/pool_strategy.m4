# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers

# POOL_STRATEGY
# -------------
# Put the facts before POOL_DECIDE and select the series.  Uses the results of POOL_SOURCE, AX_CYGWIN_RELEASE,
# AX_MMAP_NORESERVE, AX_MADVISE and AX_MMAP_COMMIT.  Sets pool_strategy, pool_reason, pool_strategy_origin,
# pool_symbols and pool_patches (one blank-separated list), or stops with what is wrong.
AC_DEFUN([POOL_STRATEGY],
[AC_REQUIRE([POOL_DECIDE])AC_REQUIRE([_POOL_RANGES_FUNCTION])
AC_ARG_WITH([pool], [AS_HELP_STRING([--with-pool=STRATEGY],
  [auto, noreserve, commit or upstream @<:@auto@:>@])], [], [with_pool=auto])
AC_ARG_WITH([gap-configure-args], [AS_HELP_STRING([--with-gap-configure-args=ARGS],
  [handed to GAP's own configure])], [], [with_gap_configure_args=])
AC_CACHE_CHECK([how many bits an address has], [pool_cv_address_bits],
  [AC_COMPUTE_INT([pool_cv_address_bits], [8 * (int) sizeof (void *)], [], [pool_cv_address_bits=64])])
AC_MSG_CHECKING([for the pool strategy])
pool_series_conf=$with_recipe/patches/$pool_package/series.conf
pool_version_symbols "$pool_package" "$pool_package_version" "$pool_series_conf" ||
  AC_MSG_ERROR([$pool_version_error])
pool_host_symbols=$pool_symbols
AS_CASE([$host_os], [cygwin*|msys*], [AS_VAR_APPEND([pool_host_symbols], [' cygwin'])])
AS_IF([test "$pool_cv_address_bits" = 32], [AS_VAR_APPEND([pool_host_symbols], [' bits32'])])
AS_CASE([$with_pool], [auto], [pool_ranged=noreserve], [pool_ranged=$with_pool])
POOL_SELECT([$pool_ranged], [$pool_host_symbols])
AS_IF([test -n "$ax_quilt_series"],
  [pool_in_range=yes pool_ranges=],
  [pool_in_range=no
  pool_ranges_of "$pool_ranged"])
pool_decide "$with_pool" "$host_os" "$pool_package_version" "$ax_cv_func_mmap_noreserve" "$ax_cv_func_madvise" \
  "$ax_cv_func_mmap_commit" "$pool_in_range" "$pool_ranges" ||
  AC_MSG_ERROR([$pool_error])
POOL_CHECK_SUITABLE
POOL_SELECT([$pool_strategy], [$pool_host_symbols])
pool_symbols="$pool_strategy $pool_host_symbols"
pool_patches=`AS_ECHO(["$ax_quilt_series"]) | paste -s -d ' ' -`
AC_MSG_RESULT([$pool_strategy ($pool_reason)])
AS_IF([test "$with_pool" = auto], [pool_strategy_origin=decided], [pool_strategy_origin=given])
AC_SUBST([pool_strategy])
AC_SUBST([pool_patches])])

# POOL_SELECT(STRATEGY, SYMBOLS)
# ------------------------------
# Set ax_quilt_series to what series.conf selects; an unknown STRATEGY selects nothing.
AC_DEFUN([POOL_SELECT],
[AC_REQUIRE([_AX_QUILT_SERIES_INIT])dnl
AS_CASE([$1],
  [noreserve|commit|upstream], [ax_quilt_series_select "$pool_series_conf" $1 $2 || AC_MSG_ERROR([$ax_quilt_series_error])],
  [ax_quilt_series=])])

# _POOL_RANGES_FUNCTION
# ---------------------
# Define pool_ranges_of STRATEGY: set pool_ranges to the versions there are patches of STRATEGY for, in words.
AC_DEFUN([_POOL_RANGES_FUNCTION],
[pool_ranges_of ()
{
  pool_ranges= pool_r_from= pool_r_symbols=
  pool_version_boundaries "$pool_package" "$pool_series_conf"
  for pool_r_symbol in $pool_boundaries; do
    AS_VAR_APPEND([pool_r_symbols], [" $pool_r_symbol"])
    POOL_SELECT([$[]1], [$pool_r_symbols])
    AS_IF([test -n "$ax_quilt_series" && test -z "$pool_r_from"], [pool_r_from=${pool_r_symbol#*-}])
    AS_IF([test -z "$ax_quilt_series" && test -n "$pool_r_from"],
      [pool_ranges="$pool_package $pool_r_from up to, not including, ${pool_r_symbol#*-}"
      pool_r_from=])
  done
  AS_IF([test -n "$pool_r_from"], [pool_ranges="$pool_package $pool_r_from and later"])
}])

# POOL_CHECK_SUITABLE
# -------------------
# Stop if a strategy with a patch was chosen, and the build that --with-gap-configure-args asks for has no such
# pool: the patch would be inert.
AC_DEFUN([POOL_CHECK_SUITABLE],
[AS_IF([test "$pool_strategy" != upstream],
  [pool_unsuitable=`. "$with_recipe/build/packages/$pool_package/package.sh" && package_pool_unsuitable "$with_gap_configure_args"`
  AS_IF([test -n "$pool_unsuitable"],
    [AC_MSG_ERROR([--with-pool=$pool_strategy would do nothing: $pool_unsuitable; use --with-pool=upstream])])])])
