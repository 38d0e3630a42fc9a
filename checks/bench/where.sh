#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/where.sh: what is measured, on what machine and when: two fields of a table in docs/results.tsv, with a tab
# between: PACKAGE-VERSION; machine, system and date.  Run it in the build directory.
# Exit status: 0; 1 no settings.sh there.

set -eu

# shellcheck disable=SC2034 # for settings.sh
build_dir=$PWD
# shellcheck source=build/lib/settings.sh
. ./settings.sh
# shellcheck disable=SC2154 # settings.sh sets package
printf '%s-%s\t%s, %s processors, %s %s, %s\n' "$package" "$package_version" "$(uname -m)" \
  "$(getconf _NPROCESSORS_ONLN)" "$(uname -s)" "$(uname -r | sed 's/^\([0-9]*\.[0-9]*\).*/\1/')" "$(date +%Y-%m-%d)"
