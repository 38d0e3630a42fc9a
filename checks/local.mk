# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/: every test is a shunit2 script, run by Automake's harness.

# The shell that runs the tests and the stages in them: make check CHECK_SHELL='busybox sh'.
CHECK_SHELL = sh

TEST_EXTENSIONS = .sh
SH_LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_COMPILER = $(SHELL) $(top_srcdir)/checks/tap.sh
AM_TESTS_ENVIRONMENT = \
  top_srcdir='$(abs_top_srcdir)' top_builddir='$(abs_top_builddir)' CHECK_SHELL='$(CHECK_SHELL)' CC='$(CC)'; \
  export top_srcdir top_builddir CHECK_SHELL CC;

# Without these no test can tell anything.
check_DATA += check-needs
check-needs:
	@for tool in shunit2 quilt guards; do \
	  command -v $$tool >/dev/null || { \
	    echo "make check: $$tool is not installed: install it, or run ./spkg-check --prereqs, which does" >&2; exit 1; }; \
	done
.PHONY: check-needs

# The installed program: what the room checks/PACKAGE has for it, or that its pool is what was decided.
if PACKAGE_HAS_CHECKS
installed_checks = installcheck-$(package)
else
installed_checks = proof
endif
installcheck-local:
	+@$(MAKE) $(AM_MAKEFLAGS) $(installed_checks)

# How such a room runs tests that look at all strategies, and what these call; their tables are kept in one file.
strategy_checks = \
  CHECK_RESULTS='$(abs_top_builddir)/checks/$(package)/results.tsv' \
  CHECK_RUN="`$(SHELL) $(srcdir)/checks/bench/where.sh`" \
  DESTDIR_CHECKED='$(DESTDIR)' ALLOW_SYSCTL='$(ALLOW_SYSCTL)' \
  $(MAKE) $(AM_MAKEFLAGS) check-TESTS
strategy_check_programs = checks/cygwin-model/cygwin-model.so poolstat/poolstat$(EXEEXT) $(check_PROGRAMS)
EXTRA_DIST += checks/installed/builds.sh checks/installed/charge.sh checks/installed/embed.h checks/installed/start.sh \
  checks/installed/steps.c checks/installed/tables.sh

# What comes from outside: make check tries a row of each kind of their tables, make check-outside all.
outside_tests = checks/faults/attacker_test.sh checks/faults/endless_test.sh checks/faults/environment_test.sh \
  checks/faults/http_test.sh checks/faults/names_test.sh checks/faults/tarballs_test.sh
check-outside: $(check_PROGRAMS) $(check_DATA)
	+@ROWS=all $(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(outside_tests)' TEST_SUITE_LOG=check-outside.log
.PHONY: check-outside

# The rooms that have nothing but tests.
TESTS += checks/commands/poolpatch_test.sh \
  checks/decide/arguments_test.sh checks/decide/contract_test.sh checks/decide/cysignals_test.sh checks/decide/strategy_test.sh \
  checks/decide/version_test.sh \
  $(outside_tests) \
  checks/prereqs/prereqs_test.sh \
  checks/style/c_test.sh checks/style/shell_test.sh checks/style/tree_test.sh \
  checks/upkeep/explain_test.sh checks/upkeep/releases_test.sh checks/upkeep/retired_test.sh checks/upkeep/upstream_test.sh

# What takes long by nature: the rooms macros and packaging have a target of their own, all others one together.
LONG_TESTS += checks/commands/spkg_test.sh checks/style/analysis_test.sh checks/style/shellcheck_test.sh

check-long check-macros check-packaging: $(check_PROGRAMS) $(check_DATA) poolstat/poolstat$(EXEEXT)
	+@case $@ in \
	  *-macros) tests='$(MACRO_TESTS)' ;; \
	  *-packaging) tests='$(PACKAGING_TESTS)' ;; \
	  *) tests='$(LONG_TESTS)' ;; \
	esac; \
	$(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS="$$tests" TEST_SUITE_LOG=$@.log
.PHONY: check-long check-macros check-packaging

CLEANFILES += check-*.log checks/*/*_test.log checks/*/*_test.trs

EXTRA_DIST += $(LONG_TESTS) checks/lib.sh checks/tap.sh checks/decide/lib.sh checks/faults/lib.sh \
  checks/faults/server.pl checks/faults/tarball.pl checks/style/lib.sh $(TESTS)
