# ============================================================================
#  ax_python_distribution.m4
# ============================================================================
#
# SYNOPSIS
#
#   AX_PYTHON_DISTRIBUTION(DISTRIBUTION)
#
# DESCRIPTION
#
#   Finds out which version of DISTRIBUTION (a name of letters, digits and
#   underscores, as installers of Python packages use it) the Python has that
#   will be used: $PYTHON, or if that is not set python3.  Nothing of
#   DISTRIBUTION is imported: what its installer left says the version.
#
#   Cache variable:
#
#     ax_cv_python_distribution_DISTRIBUTION   the version, "no" if there is
#                                              none, or no such Python, and
#                                              "unknown" in a cross build,
#                                              whose Python can't be asked
#
#   Precious variable: PYTHON, the Python interpreter.
#
# ON WHICH SYSTEMS
#
#   | system | what is true | source |
#   |---|---|---|
#   | Python 3.8 and later | importlib.metadata tells it | library reference, importlib.metadata |
#   | Python before 3.8, 2.7 too | pkg_resources does, if setuptools is installed | setuptools, pkg_resources |
#
# LICENSE
#
#   Copyright (C) 2026 The poolpatch developers
#
#   Copying and distribution of this file, with or without modification, are
#   permitted in any medium without royalty provided the copyright notice
#   and this notice are preserved.  This file is offered as-is, without any
#   warranty.
#
#   SPDX-License-Identifier: FSFAP

#serial 1

AC_DEFUN([AX_PYTHON_DISTRIBUTION], [dnl
AC_REQUIRE([AC_PROG_CC])dnl sets cross_compiling
AC_ARG_VAR([PYTHON], [the Python interpreter that will be used])
AC_CACHE_CHECK([which $1 the Python that will be used has],
  [ax_cv_python_distribution_$1],
  [AS_IF([test "$cross_compiling" = yes],
    [ax_cv_python_distribution_$1=unknown],
    [ax_cv_python_distribution_$1=`${PYTHON:-python3} -c '
try:
    from importlib.metadata import version
except ImportError:
    from pkg_resources import get_distribution
    def version(name):
        return get_distribution(name).version
print(version("$1"))' 2>&AS_MESSAGE_LOG_FD | tr -d '\r'`
    AS_IF([test -z "$ax_cv_python_distribution_$1"],
      [ax_cv_python_distribution_$1=no])])])
])
