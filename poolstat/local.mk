# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room poolstat/: the installed tool, and its manual page.

noinst_PROGRAMS += poolstat/poolstat
poolstat_sources = \
  poolstat/poolstat.c \
  poolstat/poolstat.h \
  poolstat/poolstat-forks.c \
  poolstat/poolstat-pool.c \
  poolstat/poolstat-proc.c \
  poolstat/poolstat-proc.h \
  poolstat/poolstat-run.c
poolstat_poolstat_SOURCES = $(poolstat_sources)

# Not by Automake's rules: what a killed compiler left, an object or the program, would be taken for whole.
poolstat/poolstat$(EXEEXT): $(poolstat_sources)
	$(AM_V_CCLD)rm -rf poolstat/tmp && $(MKDIR_P) poolstat/tmp && \
	TMPDIR="`pwd`/poolstat/tmp" $(CC) $(DEFS) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o poolstat/tmp/new $(srcdir)/poolstat/*.c $(LIBS) && \
	mv -f poolstat/tmp/new poolstat/new && rm -rf poolstat/tmp && mv -f poolstat/new $@
EXTRA_DIST += poolstat/poolstat.1 poolstat/completion.bash
