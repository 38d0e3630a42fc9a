# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/pari/: tests of the installed PARI, run by `make installcheck`, and of PARI under the model of Cygwin.

PARI_INSTALLED_TESTS = \
  checks/pari/testall_test.sh \
  checks/pari/installed_test.sh

# The strategies side by side, on Linux and under the model of Cygwin. All tables are kept in one file.
PARI_STRATEGY_CHECKS = \
  checks/pari/cygwin_check.sh \
  checks/pari/linux_check.sh

TESTS += checks/pari/package_test.sh

# A target of its own, with the other recipes.
PACKAGING_TESTS += checks/pari/debian_test.sh

EXTRA_DIST += checks/pari/paris.sh checks/pari/tests.sh checks/pari/embed.c $(PARI_INSTALLED_TESTS) $(PARI_STRATEGY_CHECKS)
CLEANFILES += checks/pari/results.tsv

if HOST_LINUX
pari_checks = check-installed-pari check-strategies-pari
else
pari_checks = check-installed-pari
endif

installcheck-pari:
	+@status=0; \
	for target in $(pari_checks); do $(MAKE) $(AM_MAKEFLAGS) $$target || status=1; done; \
	exit $$status

check-installed-pari: variant-upstream
	+@DESTDIR_CHECKED='$(DESTDIR)' $(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(PARI_INSTALLED_TESTS)' \
	  TEST_SUITE_LOG=installcheck.log

check-strategies-pari: variant-upstream variant-commit-cygwin $(strategy_check_programs)
	@rm -f checks/pari/results.tsv
	+@status=0; \
	$(strategy_checks) TESTS='$(PARI_STRATEGY_CHECKS)' TEST_SUITE_LOG=check-strategies-pari.log || status=1; \
	test ! -f checks/pari/results.tsv || $(AWK) -f $(srcdir)/checks/bench/show.awk checks/pari/results.tsv; \
	exit $$status

.PHONY: installcheck-pari check-installed-pari check-strategies-pari
