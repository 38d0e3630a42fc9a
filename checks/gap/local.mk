# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/gap/: tests of the installed GAP, run by `make installcheck`, and of GAP under the model of Cygwin.

INSTALLED_TESTS = \
  checks/gap/installed_test.sh \
  checks/gap/testinstall_test.sh

EXTRA_DIST += checks/gap/installed.sh $(INSTALLED_TESTS)

installcheck-local: stamps/upstream
	+@DESTDIR_CHECKED='$(DESTDIR)' $(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(INSTALLED_TESTS)' \
	  TEST_SUITE_LOG=installcheck.log

# GAP of each strategy under the model of Cygwin: about two minutes, and three GAPs to be built before (the comment in
# cygwin.sh names them), so only when asked for.  All tables are kept in one file.
CYGWIN_CHECKS = \
  checks/gap/cost_check.sh \
  checks/gap/exhausted_check.sh \
  checks/gap/forks_check.sh \
  checks/gap/signals_check.sh \
  checks/gap/threads_check.sh

EXTRA_DIST += checks/gap/cygwin.sh checks/gap/embed.c checks/gap/embed.h checks/gap/steps.c checks/gap/worker.py \
  $(CYGWIN_CHECKS)
CLEANFILES += checks/gap/results.txt

check-cygwin-gap: checks/cygwin/cygwin-model.so $(check_PROGRAMS)
	@rm -f checks/gap/results.txt
	+@GAP_RESULTS='$(abs_top_builddir)/checks/gap/results.txt' $(MAKE) $(AM_MAKEFLAGS) check-TESTS \
	  TESTS='$(CYGWIN_CHECKS)' TEST_SUITE_LOG=check-cygwin-gap.log
.PHONY: check-cygwin-gap
