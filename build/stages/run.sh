#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/run.sh STAGE...: those stages, one after the other, in one process: a build directory's settings are read once,
# and nobody else is at work there in between.
#
# Each stage is what its own script is; the first that fails is the last.

stage=${1:?usage: run.sh STAGE...}
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
load_settings

while test $# -gt 1; do
  # No `if' or `||' around it: the stage is to end at its first error.
  # shellcheck source=/dev/null
  (begin_afresh; . "${0%/*}/$1.sh")
  shift
done
# shellcheck source=/dev/null
. "${0%/*}/$1.sh"
