# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# GAP 4.11: no rule that works.

include gap.mk

install:
	@echo "Error, 'make install' has not yet been implemented"
	exit 1
