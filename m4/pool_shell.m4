# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers

# _POOL_QUOTED(VALUE)
# -------------------
# Expand to a command substitution: VALUE such that between single quotes the shell takes it as it is.
m4_define([_POOL_QUOTED], [`AS_ECHO(["$1"]) | sed "s/'/'\\\\\\\\''/g"`])

# POOL_SUBST_QUOTED(VARIABLE, VALUE)
# ----------------------------------
# AC_SUBST q_VARIABLE as VALUE quoted for the shell, so that settings.sh can hold any path.
AC_DEFUN([POOL_SUBST_QUOTED],
[q_$1=\'_POOL_QUOTED([$2])\'
AC_SUBST([q_$1])AM_SUBST_NOTMAKE([q_$1])])

# POOL_CHECK_CHOICE(OPTION, VALUE, CHOICES)
# -----------------------------------------
# Stop unless VALUE, what OPTION was given, is one of CHOICES (words separated by blanks).
AC_DEFUN([POOL_CHECK_CHOICE],
[case " $3 " in #(
  *" $2 "*) ;; #(
  *) AC_MSG_ERROR([$1=$2: expected one of: $3]) ;;
esac])

# POOL_USER_WORDS(VARIABLE, NAME...)
# ----------------------------------
# Set VARIABLE to the shell-quoted words `NAME=value` of those standard variables that the user set, so that they
# reach another configure unchanged; and pool_cc_is_set and pool_cxx_is_set to `set` if he set CC and CXX.  Call it
# before the macros that give them defaults.
AC_DEFUN([POOL_USER_WORDS],
[$1= pool_cc_is_set=${CC+set} pool_cxx_is_set=${CXX+set}
for pool_name in $2; do
  eval "pool_is_set=\${$pool_name+set} pool_value=\$$pool_name"
  AS_IF([test "x$pool_is_set" = xset], [POOL_APPEND_WORD([$1], [$pool_name=$pool_value])])
done])

# POOL_APPEND_WORD(VARIABLE, WORD)
# --------------------------------
# Append WORD, quoted for the shell, to VARIABLE.
AC_DEFUN([POOL_APPEND_WORD],
[AS_VAR_APPEND([$1], [" '_POOL_QUOTED([$2])'"])])

# POOL_CONFIG_FILE_IF_CHANGED(FILE, TEMPLATE)
# -------------------------------------------
# AC_CONFIG_FILES of a FILE that keeps its date if its contents stay, so that nothing is made again without need.
AC_DEFUN([POOL_CONFIG_FILE_IF_CHANGED],
[AC_CONFIG_FILES([$1.new:$2])
AC_CONFIG_COMMANDS([$1], [AS_IF([cmp -s $1.new $1], [], [cp $1.new $1])])])

# POOL_WAIT_FOR_YOUNG_FILES_ONLY
# ------------------------------
# Before it writes files, a configure of Automake before 1.17 waits until it has run for a second, so that they become
# newer than configure itself.  Where configure is two seconds old (the coarsest time stamps there are) that is for
# nothing.  Call it after AM_INIT_AUTOMAKE.
AC_DEFUN([POOL_WAIT_FOR_YOUNG_FILES_ONLY],
[AS_IF([test -n "$am_sleep_pid" && touch -d '2 seconds ago' conftest.old 2>/dev/null &&
    test -n "`find conftest.old -newer "$srcdir/configure" 2>/dev/null`"],
  [kill $am_sleep_pid 2>/dev/null
  am_sleep_pid=])
rm -f conftest.old])

# POOL_TOOLS
# ----------
# Stop unless the tools that the stages call are there; one message names all that is missing.
AC_DEFUN([POOL_TOOLS],
[AC_MSG_CHECKING([for the tools the stages call])
pool_lacking=`$SHELL "$srcdir/build/prereqs/prereqs.sh" --for tools 2>&1` ||
  AC_MSG_ERROR([$pool_lacking])
AC_MSG_RESULT([all there])])

# POOL_CONFIGURE_ARGS
# -------------------
# Set pool_configure_args to the shell-quoted words for the package's own configure: the directories, the host,
# the standard variables that the user set (pool_user_words), and his --with-gap-configure-args.  Sets
# pool_prefix, too.
AC_DEFUN([POOL_CONFIGURE_ARGS],
[pool_abs_srcdir=`cd "$srcdir" && pwd -P`
AS_IF([test "x$prefix" = xNONE],
  [pool_prefix=$ac_default_prefix pool_prefix_origin=default],
  [pool_prefix=$prefix pool_prefix_origin=given])
pool_configure_args=
POOL_APPEND_WORD([pool_configure_args], [--prefix=$pool_prefix])
for pool_name in exec_prefix bindir libdir includedir datarootdir datadir mandir docdir; do
  eval "pool_value=\$$pool_name"
  pool_option=`AS_ECHO(["--$pool_name"]) | tr _ -`
  AS_CASE([$pool_name,$pool_value], [*,NONE|*,'${'*], [],
    [POOL_APPEND_WORD([pool_configure_args], [$pool_option=$pool_value])])
done
AS_IF([test -n "$host_alias"], [POOL_APPEND_WORD([pool_configure_args], [--host=$host_alias])])
AS_IF([test -n "$build_alias"], [POOL_APPEND_WORD([pool_configure_args], [--build=$build_alias])])
AS_VAR_APPEND([pool_configure_args], ["$pool_user_words $with_gap_configure_args"])])
