# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/upkeep/: tests of what a patch's keeper runs.

TESTS += checks/upkeep/explain_test.sh checks/upkeep/releases_test.sh checks/upkeep/retired_test.sh
