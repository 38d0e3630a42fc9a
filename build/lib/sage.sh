# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/sage.sh: what Sage says to its packages in the environment.  poolpatch export --format=sage copies it.
#
#   sage_prefix   sets prefix to where Sage has its packages; nothing if Sage does not call
#   sage_flags    exports CFLAGS and CXXFLAGS as Sage wants them: those in CFLAGS_NON_NATIVE and CXXFLAGS_NON_NATIVE, if
#                 there are any, and with SAGE_DEBUG=yes what a debugger needs
# shellcheck shell=sh disable=SC2034 # the results are for others

sage_prefix() {
  prefix=${SAGE_INST_LOCAL:-${SAGE_LOCAL-}}
}

sage_flags() {
  for name_ in CFLAGS CXXFLAGS; do
    eval "flags_=\${${name_}_NON_NATIVE:-\${$name_-}}"
    test "${SAGE_DEBUG-}" != yes || flags_="$flags_ -O0 -g3"
    test -z "$flags_" || export "$name_=$flags_"
  done
}
