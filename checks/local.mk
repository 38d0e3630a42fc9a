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

# The rooms that have nothing but tests.
TESTS += checks/commands/poolpatch_test.sh checks/commands/spkg_test.sh \
  checks/decide/arguments_test.sh checks/decide/contract_test.sh checks/decide/cysignals_test.sh checks/decide/strategy_test.sh \
  checks/decide/version_test.sh \
  checks/faults/http_test.sh checks/faults/tarballs_test.sh \
  checks/prereqs/prereqs_test.sh \
  checks/style/c_test.sh checks/style/shell_test.sh checks/style/tree_test.sh \
  checks/upkeep/explain_test.sh checks/upkeep/releases_test.sh checks/upkeep/retired_test.sh checks/upkeep/upstream_test.sh

# What takes long by nature, and has a target of its own in no room.
LONG_TESTS += checks/style/shellcheck_test.sh

check-long: $(check_PROGRAMS) $(check_DATA)
	+@$(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(LONG_TESTS)' TEST_SUITE_LOG=check-long.log

CLEANFILES += check-long.log $(LONG_TESTS:.sh=.log) $(LONG_TESTS:.sh=.trs)

.PHONY: check-long

EXTRA_DIST += $(LONG_TESTS) checks/lib.sh checks/tap.sh checks/decide/lib.sh checks/faults/lib.sh \
  checks/faults/server.pl checks/faults/tarball.pl checks/style/lib.sh $(TESTS)
