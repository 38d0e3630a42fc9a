# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/packaging/: each recipe of packaging/, run by its own tool. Minutes; not part of `make check`.

PACKAGING_TESTS = \
  checks/packaging/arch_test.sh \
  checks/packaging/cmake_test.sh \
  checks/packaging/cygport_test.sh \
  checks/packaging/debian_test.sh \
  checks/packaging/guix_test.sh \
  checks/packaging/make_test.sh \
  checks/packaging/meson_test.sh \
  checks/packaging/nix_test.sh \
  checks/packaging/release_test.sh \
  checks/packaging/reproducible_test.sh \
  checks/packaging/rpm_test.sh \
  checks/packaging/sage_test.sh

EXTRA_DIST += $(PACKAGING_TESTS) checks/packaging/lib.sh checks/packaging/sage-spkg.sh packaging

CLEANFILES += check-packaging.log $(PACKAGING_TESTS:.sh=.log) $(PACKAGING_TESTS:.sh=.trs)

check-packaging: poolstat/poolstat$(EXEEXT)
	+@$(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(PACKAGING_TESTS)' TEST_SUITE_LOG=check-packaging.log

.PHONY: check-packaging
