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
EXTRA_DIST += poolstat/poolstat.1 poolstat/completion.bash
