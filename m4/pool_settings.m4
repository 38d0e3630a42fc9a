# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers

# POOL_CONFIGURE_ARGS
# -------------------
# Set configure_args to the shell-quoted words for the package's own configure: those of ours that concern it, and
# --with-package-configure-args.  Sets pool_prefix_origin, too.
AC_DEFUN([POOL_CONFIGURE_ARGS],
[AS_IF([test "x$prefix" = xNONE],
  [prefix=$ac_default_prefix pool_prefix_origin=default],
  [pool_prefix_origin=given])
AS_IF([test "x$exec_prefix" = xNONE], [exec_prefix='${prefix}'])
eval "package_arguments \"\$ac_user_opts\" $ac_configure_args"
AS_IF([test -n "$package_args"],
  [# xargs reads quotes and blanks as a shell does, and runs nothing.
  pool_words=`AS_ECHO(["$package_args"]) | xargs printf '%s\n' 2>&1` || {
    shorten "$package_args"
    AC_MSG_ERROR([--with-package-configure-args: no words of a shell: $shortened: $pool_words])
  }
  pool_ifs=$IFS IFS=$as_nl
  set -f
  for pool_word in $pool_words; do append_argument "$pool_word"; done
  set +f
  IFS=$pool_ifs])])

# POOL_SETTINGS
# -------------
# Make settings.sh: the variables that build/lib/settings.sh lists, each quoted, so that nothing in a value is ever run;
# and their digest, as `seal` of build/lib/digest.sh writes it.
AC_DEFUN([POOL_SETTINGS],
[pool_settings='# settings.sh: what configure found and was told; the stages source it.  Made by config.status: edit nothing here.
# shellcheck shell=sh disable=SC2034 # its readers are elsewhere'
for pool_name in `sed -n '/^tree=/d; s/^\(@<:@a-z_@:>@*\)=.*/\1/p' "$srcdir/build/lib/settings.sh"`; do
  AS_VAR_COPY([directory], [$pool_name])
  AS_CASE([" $package_directories "], [*" $pool_name "*],
    [expand_directory "$directory"
    AS_CASE([$directory], [/*], [],
      [shorten "$directory"
      AC_MSG_ERROR([$pool_name=$shortened: expected an absolute directory])])])
  quote "$directory"
  AS_VAR_APPEND([pool_settings], ["
$pool_name=$quoted"])
done
AS_IF([test "$in_place" = yes],
  [AS_VAR_APPEND([pool_settings], ['
tree=$source'])],
  [AS_VAR_APPEND([pool_settings], ['
tree=$build_dir/src/$package-$package_version'])])
pool_digest=`AS_ECHO(["$pool_settings"]) | sha256 /dev/stdin`
AS_VAR_APPEND([pool_settings], ["
@%:@ sha256 $pool_digest"])
POOL_TEXT_FILE([settings.sh], [pool_settings])])

# POOL_TEXT_FILE(FILE, VARIABLE)
# ------------------------------
# Make FILE of the text in VARIABLE.  It keeps its date if the text stays, so that nothing is made again without need.
AC_DEFUN([POOL_TEXT_FILE],
[quote "$$2"
$2_quoted=$quoted
AC_CONFIG_COMMANDS([$1],
  [AS_ECHO(["$$2"]) >$1.new && AS_IF([cmp -s $1.new $1], [rm -f $1.new], [mv -f $1.new $1]) ||
  AC_MSG_ERROR([$1 can't be written])],
  [$2=$$2_quoted])])
