# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/style/: what can be said of every file without running it.

TESTS += checks/style/c_test.sh checks/style/shell_test.sh checks/style/tree_test.sh

EXTRA_DIST += checks/style/lib.sh
