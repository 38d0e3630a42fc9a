# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/gap/: tests of the installed GAP, run by `make installcheck`, and of GAP under the model of Cygwin.

INSTALLED_TESTS = \
  checks/gap/installed_test.sh \
  checks/gap/testinstall_test.sh

# GAP of each strategy under the model of Cygwin: about two minutes. All tables are kept in one file.
CYGWIN_CHECKS = \
  checks/gap/cost_check.sh \
  checks/gap/exhausted_check.sh \
  checks/gap/forks_check.sh \
  checks/gap/signals_check.sh \
  checks/gap/threads_check.sh

EXTRA_DIST += checks/gap/installed.sh checks/gap/cygwin.sh checks/gap/embed.c checks/gap/embed.h checks/gap/steps.c \
  checks/gap/worker.py $(INSTALLED_TESTS) $(CYGWIN_CHECKS)
CLEANFILES += checks/gap/results.txt

if PACKAGE_IS_GAP
if HOST_LINUX
installcheck-local: check-installed check-cygwin-gap
else
installcheck-local: check-installed
endif
else
installcheck-local: proof
endif

check-installed: stamps/upstream
	+@DESTDIR_CHECKED='$(DESTDIR)' $(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(INSTALLED_TESTS)' \
	  TEST_SUITE_LOG=installcheck.log

# One after the other: what is measured in the one must not wait for the other.
check-cygwin-gap: $(VARIANTS) checks/cygwin/cygwin-model.so $(check_PROGRAMS) check-installed
	@rm -f checks/gap/results.txt
	+@GAP_RESULTS='$(abs_top_builddir)/checks/gap/results.txt' \
	  GAP_STOCK='$(abs_top_builddir)/variants/upstream/local' \
	  GAP_NORESERVE='$(abs_top_builddir)/variants/noreserve/local' \
	  GAP_COMMIT='$(abs_top_builddir)/variants/commit-cygwin/local' \
	  $(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(CYGWIN_CHECKS)' TEST_SUITE_LOG=check-cygwin-gap.log
	@cat checks/gap/results.txt

.PHONY: check-installed check-cygwin-gap
