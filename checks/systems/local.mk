# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/systems/: do the two commands work on a bare system?  Run by hand: it makes roots.

EXTRA_DIST += checks/systems/run checks/systems/systems.tsv
