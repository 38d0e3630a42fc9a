# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/macros/: tests of the macros, and an example project that uses the public ones alone.

TESTS += checks/macros/docs_test.sh checks/macros/series_test.sh

# Each a configure for many kinds of host, release, compiler, shell, Autoconf: too much for each `make check`.
MACRO_TESTS = \
  checks/macros/alone_test.sh \
  checks/macros/autoconf_test.sh \
  checks/macros/cache_test.sh \
  checks/macros/cross_test.sh \
  checks/macros/cygwin_release_test.sh \
  checks/macros/emulation_test.sh \
  checks/macros/example_test.sh \
  checks/macros/probes_test.sh \
  checks/macros/python_test.sh \
  checks/macros/sentinel_test.sh \
  checks/macros/serial_test.sh \
  checks/macros/shells_test.sh \
  checks/macros/unprototyped_test.sh

macro_suite = \
  checks/macros/suite/configure.ac \
  checks/macros/suite/series.conf \
  checks/macros/suite/substituted.in

EXTRA_DIST += $(MACRO_TESTS) $(macro_suite) \
  checks/macros/drop_noreserve.c \
  checks/example \
  checks/macros/make-suite.sh \
  checks/macros/measure.c \
  checks/macros/suite.sh

check_DATA += checks/macros/generated/stamp

checks/macros/generated/stamp: $(macros) $(macro_suite) \
    checks/macros/make-suite.sh
	$(AM_V_GEN)ACLOCAL="$(ACLOCAL)" AUTOCONF="$(AUTOCONF)" AUTOHEADER="$(AUTOHEADER)" AUTOMAKE="$(AUTOMAKE)" \
	  $(SHELL) $(srcdir)/checks/macros/make-suite.sh $(srcdir) checks/macros/generated && touch $@

mostlyclean-local:
	rm -rf checks/macros/generated
