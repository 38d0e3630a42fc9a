# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/cygwin/: the model of Cygwin's memory, its tools, its tests.  It is a library to preload, for
# Linux alone; there is no libtool here, so one command makes it.

cygwin_model_sources = \
  $(srcdir)/checks/cygwin/account.c \
  $(srcdir)/checks/cygwin/commit.c \
  $(srcdir)/checks/cygwin/disposition.c \
  $(srcdir)/checks/cygwin/fault.c \
  $(srcdir)/checks/cygwin/fork.c \
  $(srcdir)/checks/cygwin/heap.c \
  $(srcdir)/checks/cygwin/host.c \
  $(srcdir)/checks/cygwin/input.c \
  $(srcdir)/checks/cygwin/map.c \
  $(srcdir)/checks/cygwin/model.c \
  $(srcdir)/checks/cygwin/page.c \
  $(srcdir)/checks/cygwin/protect.c \
  $(srcdir)/checks/cygwin/record.c \
  $(srcdir)/checks/cygwin/settings.c
cygwin_model_headers = \
  $(srcdir)/checks/cygwin/account.h \
  $(srcdir)/checks/cygwin/model.h \
  $(srcdir)/checks/cygwin/settings.h

checks/cygwin/cygwin-model.so: $(cygwin_model_sources) $(cygwin_model_headers)
	$(AM_V_CCLD)$(MKDIR_P) checks/cygwin && \
	$(CC) $(CPPFLAGS) $(CFLAGS) -fno-sanitize=all -std=c11 -fPIC -fvisibility=hidden -shared $(LDFLAGS) -o $@ \
	  $(cygwin_model_sources) $(LIBS) -fno-sanitize=all -lpthread -ldl -lutil

if HOST_LINUX
check_DATA += checks/cygwin/cygwin-model.so
check_PROGRAMS += checks/cygwin/cygwin-account checks/cygwin/cygwin-run checks/cygwin/rules
TESTS += checks/cygwin/model_test.sh checks/cygwin/run_test.sh
endif

checks_cygwin_cygwin_account_SOURCES = checks/cygwin/cygwin-account.c \
  checks/cygwin/account.c checks/cygwin/account.h checks/cygwin/settings.c checks/cygwin/settings.h
checks_cygwin_cygwin_account_LDADD = -lpthread
checks_cygwin_cygwin_run_SOURCES = checks/cygwin/cygwin-run.c \
  checks/cygwin/account.c checks/cygwin/account.h checks/cygwin/settings.c checks/cygwin/settings.h
checks_cygwin_cygwin_run_LDADD = -lpthread
checks_cygwin_rules_SOURCES = checks/cygwin/rules.c \
  checks/cygwin/account.c checks/cygwin/account.h checks/cygwin/settings.c checks/cygwin/settings.h
checks_cygwin_rules_LDADD = -lpthread -lutil

# CPython's own tests of fork, signals and child processes, under the model: minutes, so only when asked for.
check-cygwin-python: checks/cygwin/cygwin-model.so $(check_PROGRAMS)
	top_srcdir='$(abs_top_srcdir)' top_builddir='$(abs_top_builddir)' \
	  $(SHELL) $(srcdir)/checks/cygwin/python.sh
.PHONY: check-cygwin-python

CLEANFILES += checks/cygwin/cygwin-model.so
EXTRA_DIST += $(cygwin_model_sources) $(cygwin_model_headers) \
  checks/cygwin/README.md checks/cygwin/lib.sh checks/cygwin/python.sh \
  checks/cygwin/model_test.sh checks/cygwin/run_test.sh
