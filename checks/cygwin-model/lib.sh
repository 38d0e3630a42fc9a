# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/cygwin-model/lib.sh: what the tests of the model share; sourced after checks/lib.sh.  Sets $cygwin, where its
# programs are.
# shellcheck shell=sh disable=SC2154 # top_builddir is checks/lib.sh's

cygwin=$top_builddir/checks/cygwin-model
unset CYGWIN_MODEL_RELEASE CYGWIN_MODEL_COMMIT_LIMIT CYGWIN_MODEL_OFF CYGWIN_MODEL_LIBRARY

# A sanitizer's library must be the first to be loaded, and so must the model: no program can have both.
require_unsanitized_() {
  if grep -q __asan_init "$cygwin/rules"; then
    skip_ 'built with -fsanitize=address, before whose library the model cannot be loaded'
    return 1
  fi
}
