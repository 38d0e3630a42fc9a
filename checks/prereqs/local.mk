# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/prereqs/: what is missing on each system.

TESTS += checks/prereqs/prereqs_test.sh
