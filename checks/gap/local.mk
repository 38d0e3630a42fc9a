# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/gap/: tests of the installed GAP, run by `make installcheck`, and of GAP under the model of Cygwin.

GAP_INSTALLED_TESTS = \
  checks/gap/installed_test.sh \
  checks/gap/pages_test.sh \
  checks/gap/testinstall_test.sh

# GAP of each strategy under the model of Cygwin: about two minutes. All tables are kept in one file.
GAP_CYGWIN_CHECKS = \
  checks/gap/cost_check.sh \
  checks/gap/exhausted_check.sh \
  checks/gap/forks_check.sh \
  checks/gap/signals_check.sh \
  checks/gap/threads_check.sh

# The installed GAP on Linux itself: two minutes; and one that is killed while it is built: two more. Some tests set
# vm.overcommit_memory, and only with ALLOW_SYSCTL=yes on the command line or in the environment.
GAP_LINUX_CHECKS = \
  checks/gap/linux_check.sh \
  checks/gap/killed_check.sh

TESTS += checks/gap/install_test.sh checks/gap/package_test.sh checks/gap/packages_test.sh

if HOST_LINUX
TESTS += checks/gap/overcommit_test.sh
else
EXTRA_DIST += checks/gap/overcommit_test.sh
endif

EXTRA_DIST += checks/gap/gaps.sh checks/gap/installed.sh checks/gap/cygwin.sh checks/gap/embed.c \
  checks/gap/worker.py checks/gap/releases.sh checks/gap/group.sh checks/gap/overcommit.sh \
  $(GAP_INSTALLED_TESTS) $(GAP_CYGWIN_CHECKS) $(GAP_LINUX_CHECKS)
CLEANFILES += checks/gap/results.tsv

if HOST_LINUX
gap_checks = check-installed check-strategies
else
gap_checks = check-installed
endif

# One after the other, as some measure; and each, whatever has failed before.
installcheck-gap:
	+@status=0; \
	for target in $(gap_checks); do $(MAKE) $(AM_MAKEFLAGS) $$target || status=1; done; \
	exit $$status

check-installed: variant-upstream
	+@DESTDIR_CHECKED='$(DESTDIR)' $(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(GAP_INSTALLED_TESTS)' \
	  TEST_SUITE_LOG=installcheck.log

# One after the other: what is measured in the one must not wait for the other. The second list may change how all
# of the machine accounts for memory, so nothing else of ours runs beside it.
check-strategies: $(VARIANTS) $(strategy_check_programs)
	@rm -f checks/gap/results.tsv
	+@status=0; \
	$(strategy_checks) TESTS='$(GAP_CYGWIN_CHECKS)' TEST_SUITE_LOG=check-cygwin-gap.log || status=1; \
	$(strategy_checks) TESTS='$(GAP_LINUX_CHECKS)' TEST_SUITE_LOG=check-linux-gap.log || status=1; \
	test ! -f checks/gap/results.tsv || $(AWK) -f $(srcdir)/checks/bench/show.awk checks/gap/results.tsv; \
	exit $$status

.PHONY: installcheck-gap check-installed check-strategies
