# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# GAP 4.12.2 and later: rules that work where the manuals are built.

include gap.mk

SYSINFO_GAC = $(abs_builddir)/gac

build/gap-install: gap$(EXEEXT)
	$(MKDIR_P) build
	cp gap$(EXEEXT) $@

install: install-bin install-doc

install-bin: build/gap-install
	$(INSTALL) -d -m 0755 $(DESTDIR)$(bindir)
	$(INSTALL) build/gap-install $(DESTDIR)$(bindir)/gap

install-doc:
	$(INSTALL) -d -m 0755 $(DESTDIR)$(datarootdir)/gap/doc
	for book in ref tut hpc ; do \
		$(INSTALL) -d -m 0755 $(DESTDIR)$(datarootdir)/gap/doc/$$book ; \
		for ext in html pdf; do \
			$(INSTALL) -m 0644 $(srcdir)/doc/$$book/*.$$ext $(DESTDIR)$(datarootdir)/gap/doc/$$book/ ; \
		done \
	done
