# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers

# POOL_SPACELESS_SRCDIR
# ---------------------
# Automake refuses a source directory with a blank in its name.  So that such a checkout works, the build
# directory reaches it through a link of its own, `srcdir.link`.  Call it before AM_INIT_AUTOMAKE.
AC_DEFUN([POOL_SPACELESS_SRCDIR],
[case $srcdir in #(
  *[[\ \	]]*)
    rm -f srcdir.link && ln -s "$srcdir" srcdir.link ||
      AC_MSG_ERROR([no link to $srcdir can be made here: build where symbolic links work, or move the source to a path without blanks])
    srcdir=srcdir.link ;;
esac])
