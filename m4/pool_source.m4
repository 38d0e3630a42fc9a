# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers

# POOL_TOOLS
# ----------
# Stop unless the tools that the stages call are there; one message names all that is missing.
AC_DEFUN([POOL_TOOLS],
[AC_MSG_CHECKING([for the tools the stages call])
pool_lacking=`$SHELL "$srcdir/build/prereqs/prereqs.sh" --for tools 2>&1` ||
  AC_MSG_ERROR([$pool_lacking])
AC_MSG_RESULT([all there])])

# POOL_SOURCE
# -----------
# Which source is to be patched: sets package, package_version and its origin, pool_source_origin, and where the package's
# own files are, package_dir and patches; and reads its functions.
AC_DEFUN([POOL_SOURCE],
[AC_MSG_CHECKING([which package and version])
pool_identity=`$SHELL "$srcdir/build/stages/identify.sh" "$recipe" "$source" "$source_version" 2>conftest.err` || {
  pool_identity=`cat conftest.err`
  AC_MSG_ERROR([$pool_identity])
}
cat conftest.err >&AS_MESSAGE_LOG_FD
rm -f conftest.err
package=${pool_identity%% *}
package_version=${pool_identity#* }
AC_MSG_RESULT([$package $package_version])
AS_IF([test -n "$source$source_version"], [pool_source_origin=given], [pool_source_origin="package-version.txt"])
package_dir=$recipe/build/packages/$package
patches=$recipe/patches/$package
. "$srcdir/build/packages/default.sh"
. "$package_dir/package.sh"
# When what was read there changes, make configures again.
CONFIG_STATUS_DEPENDENCIES=
for pool_name in patches/$package/series.conf package-version.txt; do POOL_DEPENDENCY([$pool_name]); done
AC_SUBST([CONFIG_STATUS_DEPENDENCIES])])

# POOL_DEPENDENCY(FILE)
# ---------------------
# When FILE of the recipe changes, make configures again.
AC_DEFUN([POOL_DEPENDENCY],
[AS_IF([test -f "$recipe/$1"], [AS_VAR_APPEND([CONFIG_STATUS_DEPENDENCIES],
  [" `AS_ECHO(["$recipe/$1"]) | sed 's/[[ \	]]/\\\\&/g'`"])])])
