# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# GAP 4.10.0: rules for some of what is to be installed.

include gap.mk

install: install-libgap install-headers
	@echo "Warning, 'make install' has not yet been fully implemented"
	$(INSTALL) -d -m 0755 $(DESTDIR)$(bindir)
	$(INSTALL) gap $(DESTDIR)$(bindir)

install-headers:
	$(INSTALL) -d -m 0755 $(DESTDIR)$(includedir)/gap

install-libgap: libgap.la
	$(INSTALL) -d -m 0755 $(DESTDIR)$(libdir)
