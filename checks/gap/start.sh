#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/gap/start.sh GAP ARG...: become the GAP that checks/gap/gaps.sh calls so.  Environment: top_srcdir, top_builddir.
# shellcheck disable=SC2154

set -eu
# shellcheck source=checks/gap/gaps.sh
. "$top_srcdir/checks/gap/gaps.sh"
use_gap_ "$1"
shift
package_start "$destdir" "$@"
