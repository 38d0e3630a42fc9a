# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers

# POOL_SOURCE
# -----------
# Which source is to be patched: makes with_source (empty: to be fetched), with_recipe and with_distfiles absolute
# and sets pool_package, pool_package_version and their origin, pool_source_origin.  Options: --with-source, --with-recipe,
# --enable-in-place, --with-distfiles, --disable-fetch.
AC_DEFUN([POOL_SOURCE],
[AC_ARG_WITH([source], [AS_HELP_STRING([--with-source=FILE-OR-DIR],
  [a tarball or an unpacked tree @<:@the release in package-version.txt, fetched and verified@:>@])], [], [with_source=])
AC_ARG_WITH([recipe], [AS_HELP_STRING([--with-recipe=DIR],
  [where build/packages and patches of another program stand @<:@this project@:>@])], [], [with_recipe=$srcdir])
AC_ARG_WITH([distfiles], [AS_HELP_STRING([--with-distfiles=DIR],
  [where tarballs are kept and looked for first @<:@~/.cache/poolpatch@:>@])], [],
  [with_distfiles=${SAGE_DISTFILES:-${XDG_CACHE_HOME:-$HOME/.cache}/poolpatch}])
AC_ARG_ENABLE([in-place], [AS_HELP_STRING([--enable-in-place],
  [patch the tree of --with-source itself instead of a private copy])], [], [enable_in_place=no])
AC_ARG_ENABLE([fetch], [AS_HELP_STRING([--disable-fetch], [never touch the network])], [], [enable_fetch=yes])
POOL_CHECK_CHOICE([--enable-in-place], [$enable_in_place], [yes no])
POOL_CHECK_CHOICE([--enable-fetch], [$enable_fetch], [yes no])
POOL_ABSOLUTE([with_source], [--with-source])
pool_recipe=$with_recipe
with_recipe=`cd "$pool_recipe" && pwd -P` && test -d "$with_recipe/build/packages" ||
  AC_MSG_ERROR([--with-recipe=$pool_recipe has no build/packages: expected a directory laid out like this project])
POOL_ABSOLUTE([with_distfiles], [--with-distfiles])
AS_IF([test "$enable_in_place" = yes && test ! -d "$with_source"],
  [AC_MSG_ERROR([--enable-in-place needs --with-source=DIR, the tree to patch])])
AC_MSG_CHECKING([which package and version])
pool_identity=`$SHELL "$srcdir/build/stages/identify.sh" "$with_recipe" "$with_source" 2>conftest.err` || {
  pool_identity=`cat conftest.err`
  AC_MSG_ERROR([$pool_identity])
}
cat conftest.err >&AS_MESSAGE_LOG_FD
rm -f conftest.err
pool_package=${pool_identity%% *}
pool_package_version=${pool_identity#* }
AC_MSG_RESULT([$pool_package $pool_package_version])
# When what was read there changes, make configures again.
CONFIG_STATUS_DEPENDENCIES=
for pool_name in patches/$pool_package/series.conf package-version.txt; do
  AS_IF([test -f "$with_recipe/$pool_name"], [AS_VAR_APPEND([CONFIG_STATUS_DEPENDENCIES],
    [" `AS_ECHO(["$with_recipe/$pool_name"]) | sed 's/[[ \	]]/\\\\&/g'`"])])
done
AC_SUBST([CONFIG_STATUS_DEPENDENCIES])
AS_IF([test -n "$with_source"], [pool_source_origin=given], [pool_source_origin="package-version.txt"])
AC_SUBST([pool_package])
AC_SUBST([pool_package_version])
AC_SUBST([enable_in_place])
AC_SUBST([enable_fetch])])

# POOL_ABSOLUTE(VARIABLE, OPTION)
# -------------------------------
# Make the path in VARIABLE absolute, if there is one; OPTION names it in the error.
AC_DEFUN([POOL_ABSOLUTE],
[AS_CASE([$$1],
  [''|no|/*], [],
  [yes], [AC_MSG_ERROR([$2 needs a path])],
  [$1=`pwd`/$$1])
AS_IF([test "x$$1" = xno], [$1=])])
