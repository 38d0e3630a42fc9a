# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/gap/: tests of the installed GAP, run by `make installcheck`.

INSTALLED_TESTS = \
  checks/gap/installed_test.sh \
  checks/gap/testinstall_test.sh

EXTRA_DIST += checks/gap/installed.sh $(INSTALLED_TESTS)

installcheck-local: stock
	+@DESTDIR_CHECKED='$(DESTDIR)' $(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(INSTALLED_TESTS)' \
	  TEST_SUITE_LOG=installcheck.log
