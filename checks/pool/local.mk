# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/pool/: poolstat, its manual page, its tests.

bin_PROGRAMS += checks/pool/poolstat
checks_pool_poolstat_SOURCES = \
  checks/pool/poolstat.c \
  checks/pool/poolstat.h \
  checks/pool/poolstat-proc.h \
  checks/pool/poolstat-pool.c \
  checks/pool/poolstat-forks.c \
  checks/pool/poolstat-proc.c \
  checks/pool/poolstat-run.c
