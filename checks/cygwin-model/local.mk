# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/cygwin-model/: the model of Cygwin's memory, its tools, its tests.  It is a library to preload, for
# Linux alone; there is no libtool here, so one command makes it.

cygwin_model_sources = \
  $(srcdir)/checks/cygwin-model/account.c \
  $(srcdir)/checks/cygwin-model/commit.c \
  $(srcdir)/checks/cygwin-model/continue.c \
  $(srcdir)/checks/cygwin-model/disposition.c \
  $(srcdir)/checks/cygwin-model/fault.c \
  $(srcdir)/checks/cygwin-model/fork.c \
  $(srcdir)/checks/cygwin-model/heap.c \
  $(srcdir)/checks/cygwin-model/host.c \
  $(srcdir)/checks/cygwin-model/input.c \
  $(srcdir)/checks/cygwin-model/map.c \
  $(srcdir)/checks/cygwin-model/model.c \
  $(srcdir)/checks/cygwin-model/page.c \
  $(srcdir)/checks/cygwin-model/protect.c \
  $(srcdir)/checks/cygwin-model/record.c \
  $(srcdir)/checks/cygwin-model/settings.c
cygwin_model_headers = \
  $(srcdir)/checks/cygwin-model/account.h \
  $(srcdir)/checks/cygwin-model/continue.h \
  $(srcdir)/checks/cygwin-model/model.h \
  $(srcdir)/checks/cygwin-model/settings.h

checks/cygwin-model/cygwin-model.so: $(cygwin_model_sources) $(cygwin_model_headers)
	$(AM_V_CCLD)$(MKDIR_P) checks/cygwin-model && \
	$(CC) $(CPPFLAGS) $(CFLAGS) -fno-sanitize=all -std=c11 -fPIC -fvisibility=hidden -shared $(LDFLAGS) -o $@ \
	  $(cygwin_model_sources) $(LIBS) -fno-sanitize=all -lpthread -ldl -lutil

if HOST_LINUX
check_DATA += checks/cygwin-model/cygwin-model.so
check_PROGRAMS += checks/cygwin-model/cygwin-account checks/cygwin-model/cygwin-run \
  checks/cygwin-model/cysignals checks/cygwin-model/rules
TESTS += checks/cygwin-model/cysignals_test.sh checks/cygwin-model/model_test.sh checks/cygwin-model/run_test.sh
endif

cygwin_model_shared = checks/cygwin-model/account.c checks/cygwin-model/account.h \
  checks/cygwin-model/settings.c checks/cygwin-model/settings.h
checks_cygwin_model_cygwin_account_SOURCES = checks/cygwin-model/cygwin-account.c $(cygwin_model_shared)
checks_cygwin_model_cygwin_account_LDADD = -lpthread
checks_cygwin_model_cygwin_run_SOURCES = checks/cygwin-model/cygwin-run.c $(cygwin_model_shared)
checks_cygwin_model_cygwin_run_LDADD = -lpthread
checks_cygwin_model_cysignals_SOURCES = checks/cygwin-model/cysignals.c checks/cygwin-model/continue.h
checks_cygwin_model_cysignals_CPPFLAGS = -I$(srcdir)/pool
checks_cygwin_model_rules_SOURCES = checks/cygwin-model/rules.c $(cygwin_model_shared)
checks_cygwin_model_rules_LDADD = -lpthread -lutil
checks/cygwin-model/account.$(OBJEXT) checks/cygwin-model/settings.$(OBJEXT) checks/cygwin-model/cygwin-account.$(OBJEXT) \
  checks/cygwin-model/cygwin-run.$(OBJEXT) checks/cygwin-model/rules.$(OBJEXT): $(cygwin_model_headers)
$(checks_cygwin_model_cysignals_OBJECTS): $(srcdir)/checks/cygwin-model/continue.h $(srcdir)/pool/mmap_pool.h

# CPython's own tests of fork, signals and child processes, under the model: minutes, so only on request.
check-cygwin-python: checks/cygwin-model/cygwin-model.so $(check_PROGRAMS)
	top_srcdir='$(abs_top_srcdir)' top_builddir='$(abs_top_builddir)' \
	  $(SHELL) $(srcdir)/checks/cygwin-model/python.sh
.PHONY: check-cygwin-python

CLEANFILES += checks/cygwin-model/cygwin-model.so
EXTRA_DIST += $(cygwin_model_sources) $(cygwin_model_headers) \
  checks/cygwin-model/lib.sh checks/cygwin-model/python.sh \
  checks/cygwin-model/cysignals_test.sh checks/cygwin-model/model_test.sh checks/cygwin-model/run_test.sh
