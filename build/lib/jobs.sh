#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/jobs.sh: print the option that gives make a job for each core, or nothing if MAKE or MAKEFLAGS says how many
# already. SAGE_NUM_THREADS, if set, is taken for the number of cores. Exit status: always 0.

case " ${MAKE-} ${MAKEFLAGS-}" in
  *' -j'* | *--jobs*) ;;
  *) printf -- '-j%s\n' "${SAGE_NUM_THREADS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)}" ;;
esac
