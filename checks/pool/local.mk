# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/pool/: the pool by itself, without a GAP.

TESTS += checks/pool/pool_test.sh
LONG_TESTS += checks/pool/random_test.sh checks/pool/example_test.sh

EXTRA_DIST += checks/pool/lib.sh checks/pool/pooltest.c checks/pool/randomtest.c checks/pool/toy.h
