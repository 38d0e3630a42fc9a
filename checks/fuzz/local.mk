# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/fuzz/: garbage for every parser.  In `make check' a thousand inputs for each of the shell; those in C, which
# take a compiler with sanitizers seconds, are in `make check-long'.

TESTS += checks/fuzz/fuzz_test.sh
LONG_TESTS += checks/fuzz/parsers_test.sh
EXTRA_DIST += checks/fuzz/inputs.awk checks/fuzz/parsers.c

# FUZZ_SEED: other inputs than those of 1.
check-fuzz:
	+@FUZZ_RUNS=100000 $(MAKE) $(AM_MAKEFLAGS) check-TESTS \
	  TESTS='checks/fuzz/fuzz_test.sh checks/fuzz/parsers_test.sh' TEST_SUITE_LOG=check-fuzz.log
.PHONY: check-fuzz
CLEANFILES += check-fuzz.log
