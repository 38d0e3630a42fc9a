# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# GAP 4.12.0 and 4.12.1: rules that work, but for a program that is a script.

OBJS = build/obj/src/system.c.lo
include gap.mk

SYSINFO_GAP = $(abs_builddir)/gap
SYSINFO_GAC = $(abs_builddir)/gac

install: install-bin install-sysinfo

install-bin: gap$(EXEEXT)
	$(INSTALL) -d -m 0755 $(DESTDIR)$(bindir)
	echo 'exec "$(libdir)/gap/gap" -l "$(libdir)/gap;$(datarootdir)/gap"' > $(DESTDIR)$(bindir)/gap

install-sysinfo: SYSINFO_GAP = $(libdir)/gap/gap
install-sysinfo:
	$(INSTALL) -d -m 0755 $(DESTDIR)$(libdir)/gap
	echo 'GAP="$(SYSINFO_GAP)"' > $(DESTDIR)$(libdir)/gap/sysinfo.gap
