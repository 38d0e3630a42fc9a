# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers

# POOL_CYSIGNALS
# --------------
# Set cysignals_warning.  Only a pool that relies on first touches asks which cysignals there is.
AC_DEFUN([POOL_CYSIGNALS],
[. "$srcdir/build/decide/cysignals.sh"
decide_touches
AS_IF([test "$first_touches,$with_cysignals" = yes,auto],
  [AX_PYTHON_DISTRIBUTION([cysignals])
  with_cysignals=$ax_cv_python_distribution_cysignals])
decide_cysignals "$with_cysignals"])
