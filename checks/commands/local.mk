# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/commands/: tests of spkg-install and spkg-check.

TESTS += checks/commands/spkg_test.sh
