# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room patches/.

EXTRA_DIST += patches/series.conf patches/commit patches/noreserve
