# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# GAP 4.10.1 and 4.10.2: a rule whose prerequisites have none.

include gap.mk

install: install-libgap install-headers
	@echo "Error, 'make install' has not yet been implemented"
	exit 1
