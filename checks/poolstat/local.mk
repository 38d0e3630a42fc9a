# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/poolstat/: the tests of poolstat.

# poolsim: a program with a pool.  poolstat-cygwin: the code that reads Cygwin's form of the mappings, run here on
# files in that form.
check_PROGRAMS += checks/poolstat/poolsim checks/poolstat/poolstat-cygwin
checks_poolstat_poolsim_SOURCES = checks/poolstat/poolsim.c
checks_poolstat_poolsim_CFLAGS = $(AM_CFLAGS) -pthread
checks_poolstat_poolstat_cygwin_SOURCES = $(poolstat_sources)
checks_poolstat_poolstat_cygwin_CPPFLAGS = $(AM_CPPFLAGS) -DCYGWIN_MAPS=1
$(checks_poolstat_poolstat_cygwin_OBJECTS): $(srcdir)/poolstat/poolstat.h $(srcdir)/poolstat/poolstat-proc.h
TESTS += \
  checks/poolstat/poolstat_test.sh \
  checks/poolstat/poolstat_command_test.sh \
  checks/poolstat/poolstat_error_test.sh \
  checks/poolstat/poolstat_proc_test.sh
EXTRA_DIST += checks/poolstat/sim.sh
