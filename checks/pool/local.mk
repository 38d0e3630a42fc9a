# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/pool/: poolstat, its manual page, its tests.

bin_PROGRAMS += checks/pool/poolstat
poolstat_sources = \
  checks/pool/poolstat.c \
  checks/pool/poolstat.h \
  checks/pool/poolstat-forks.c \
  checks/pool/poolstat-pool.c \
  checks/pool/poolstat-proc.c \
  checks/pool/poolstat-proc.h \
  checks/pool/poolstat-run.c
checks_pool_poolstat_SOURCES = $(poolstat_sources)
dist_man1_MANS += checks/pool/poolstat.1

# poolsim: a program with a pool.  poolstat-cygwin: the code that reads Cygwin's form of the mappings, run here on
# files in that form.
check_PROGRAMS += checks/pool/poolsim checks/pool/poolstat-cygwin
checks_pool_poolsim_SOURCES = checks/pool/poolsim.c
checks_pool_poolsim_CFLAGS = $(AM_CFLAGS) -pthread
checks_pool_poolstat_cygwin_SOURCES = $(poolstat_sources)
checks_pool_poolstat_cygwin_CPPFLAGS = $(AM_CPPFLAGS) -DCYGWIN_MAPS=1
TESTS += \
  checks/pool/poolstat_test.sh \
  checks/pool/poolstat_command_test.sh \
  checks/pool/poolstat_error_test.sh \
  checks/pool/poolstat_proc_test.sh
EXTRA_DIST += checks/pool/sim.sh

EXTRA_DIST += checks/bench/poolstat.sh

.PHONY: bench-poolstat
bench-poolstat: checks/pool/poolstat$(EXEEXT) checks/pool/poolsim$(EXEEXT)
	@$(SHELL) '$(top_srcdir)/checks/bench/poolstat.sh'
