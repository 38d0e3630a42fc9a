# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers

# The package that a build without --with-source is of, by Sage's metadata.
m4_define([POOL_DEFAULT_PACKAGE], m4_esyscmd_s([sed -n 's/^tarball=\(.*\)-VERSION.*/\1/p' checksums.ini]))

# POOL_OPTIONS
# ------------
# The options of this project, but those of the probes.  Sets with_pool, recipe, source (empty: to be fetched),
# source_version, distfiles, in_place, fetch_allowed and package_args; paths are made absolute.  A wrong value is
# refused here.
AC_DEFUN([POOL_OPTIONS],
[. "$srcdir/build/lib/words.sh"
. "$srcdir/build/decide/version.sh"
. "$srcdir/build/decide/strategy.sh"
AC_ARG_WITH([pool], [AS_HELP_STRING([--with-pool=STRATEGY],
  [auto, noreserve, commit or upstream @<:@POOL@&t@_STRATEGY in the environment, else auto@:>@])],
  [pool_asked_by=--with-pool],
  [# Said once more as an option, so that config.status decides the same when it runs this again.
  pool_asked_by=POOL@&t@_STRATEGY with_pool=${POOL@&t@_STRATEGY:-auto}
  AS_IF([test -n "${POOL@&t@_STRATEGY}"],
    [quote "--with-pool=$with_pool"
    AS_VAR_APPEND([ac_configure_args], [" $quoted"])])])
AC_ARG_WITH([package], [AS_HELP_STRING([--with-package=NAME],
  [which program @<:@that of --with-source, else ]POOL_DEFAULT_PACKAGE[@:>@])],
  [AS_CASE([$withval], [''|yes|no], [AC_MSG_ERROR([--with-package needs a name])])], [with_package=])
AC_ARG_WITH([source], [AS_HELP_STRING([--with-source=FILE-OR-DIR],
  [a tarball or an unpacked tree @<:@the release in package-version.txt, fetched and verified@:>@])],
  [source=$withval], [source=])
AC_ARG_WITH([source-version], [AS_HELP_STRING([--with-source-version=X.Y.Z],
  [what the source is, where it can't say; without --with-source, what is fetched @<:@what it says@:>@])],
  [source_version=$withval], [source_version=])
AC_ARG_ENABLE([in-place], [AS_HELP_STRING([--enable-in-place],
  [patch the tree of --with-source itself instead of a private copy])], [in_place=$enableval], [in_place=no])
AC_ARG_WITH([recipe], [AS_HELP_STRING([--with-recipe=DIR],
  [where build/packages and patches of another program stand @<:@this project@:>@])], [recipe=$withval], [recipe=$srcdir])
AC_ARG_WITH([distfiles], [AS_HELP_STRING([--with-distfiles=DIR],
  [where tarballs are kept and looked for first @<:@~/.cache/poolpatch@:>@])], [distfiles=$withval],
  [distfiles=${SAGE_DISTFILES:-${XDG_CACHE_HOME:-$HOME/.cache}/poolpatch}])
AC_ARG_ENABLE([fetch], [AS_HELP_STRING([--disable-fetch], [never touch the network])],
  [fetch_allowed=$enableval], [fetch_allowed=yes])
AC_ARG_ENABLE([huge-pages], [AS_HELP_STRING([--disable-huge-pages], [have the commit pool ask for no huge pages])],
  [], [enable_huge_pages=yes])
AC_ARG_ENABLE([control-groups], [AS_HELP_STRING([--disable-control-groups],
  [have the commit pool not look at the limits of control groups])], [], [enable_control_groups=yes])
AC_ARG_ENABLE([manuals], [AS_HELP_STRING([--enable-manuals],
  [have make build the manuals, too, and make install install them])], [], [enable_manuals=no])
AC_ARG_WITH([cysignals], [AS_HELP_STRING([--with-cysignals=X.Y.Z],
  [what the Python that uses the program has, on Cygwin; no: none @<:@what @S|@PYTHON or python3 has@:>@])], [], [with_cysignals=auto])
AC_ARG_WITH([package-configure-args], [AS_HELP_STRING([--with-package-configure-args=ARGS],
  [words for the package's own configure, quoted as for a shell])], [package_args=$withval], [package_args=])
AC_ARG_WITH(POOL_DEFAULT_PACKAGE[-configure-args], [AS_HELP_STRING([--with-]POOL_DEFAULT_PACKAGE[-configure-args=ARGS],
  [the same])], [package_args=$withval])
AC_ARG_WITH([compiler], [AS_HELP_STRING([--without-compiler],
  [with --no-create: only decide, and guess where there is no compiler for the host])], [], [with_compiler=yes])
AC_ARG_VAR([CXX], [C++ compiler command, for the package])
AC_ARG_VAR([CXXFLAGS], [C++ compiler flags, for the package])
AC_ARG_VAR([CPP], [C preprocessor, for the package])
quote "--with-distfiles=$distfiles"
eval "set x $ac_configure_args $quoted"
for pool_name
do
  AS_CASE([$pool_name], [*"$as_nl"*],
    [shorten "`AS_ECHO(["$pool_name"]) | tr '\n' ' '`"
    AC_MSG_ERROR([a value with a line break can't be handed on: $shortened])])
done
strategy_is_known "$with_pool" $pool_asked_by || AC_MSG_ERROR([$pool_error])
POOL_CHECK_CHOICE([--enable-in-place], [$in_place], [yes no])
POOL_CHECK_CHOICE([--enable-fetch], [$fetch_allowed], [yes no])
POOL_CHECK_CHOICE([--enable-huge-pages], [$enable_huge_pages], [yes no])
POOL_CHECK_CHOICE([--enable-control-groups], [$enable_control_groups], [yes no])
POOL_CHECK_CHOICE([--enable-manuals], [$enable_manuals], [yes no])
POOL_CHECK_CHOICE([--with-compiler], [$with_compiler], [yes no])
AS_IF([test "$with_compiler,$no_create" = no,], [AC_MSG_ERROR([--without-compiler nothing can be made: give --no-create, too])])
POOL_ABSOLUTE([source], [--with-source])
POOL_ABSOLUTE([distfiles], [--with-distfiles])
pool_recipe=$recipe
recipe=`cd "$pool_recipe" 2>/dev/null && pwd -P` && test -d "$recipe/build/packages" || {
  shorten "$pool_recipe"
  AC_MSG_ERROR([--with-recipe=$shortened has no build/packages: expected a directory laid out like this project])
}
AS_IF([test "$in_place" = yes && test ! -d "$source"],
  [AC_MSG_ERROR([--enable-in-place needs --with-source=DIR, the tree to patch])])
AS_IF([test -n "$source_version"],
  [version_parse "$source_version" || AC_MSG_ERROR([--with-source-version: $version_error])])
AS_CASE([$with_cysignals],
  [yes], [with_cysignals=auto],
  [auto|no], [],
  [version_parse "$with_cysignals" || AC_MSG_ERROR([--with-cysignals: $version_error])])
top_srcdir=`cd "$srcdir" && pwd -P`])

# POOL_CHECK_CHOICE(OPTION, VALUE, CHOICES)
# -----------------------------------------
# Stop unless VALUE, what OPTION was given, is one of CHOICES (words separated by blanks).
AC_DEFUN([POOL_CHECK_CHOICE],
[case " $3 " in #(
  *" $2 "*) ;; #(
  *) shorten "$2"
    AC_MSG_ERROR([$1=$shortened: expected one of: $3]) ;;
esac])

# POOL_ABSOLUTE(VARIABLE, OPTION)
# -------------------------------
# Make the path in VARIABLE absolute, if there is one; OPTION names it in the error.
AC_DEFUN([POOL_ABSOLUTE],
[AS_CASE([$$1],
  [''|no], [$1=],
  [/*], [],
  [yes], [AC_MSG_ERROR([$2 needs a path])],
  [$1=`pwd`/$$1])])
