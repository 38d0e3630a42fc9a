#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/installed/start.sh BUILD ARG...: become the program of the BUILD that checks/installed/builds.sh calls so.
# Environment: top_srcdir, top_builddir.
# shellcheck disable=SC2154

set -eu
# shellcheck source=checks/installed/builds.sh
. "$top_srcdir/checks/installed/builds.sh"
use_build_ "$1"
shift
package_start "$destdir" "$@"
