# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/mutants/: can the tests fail?  FILES: those to plant faults into, default all; EVERY=N: each Nth fault alone;
# JOBS=N: at a time; docs/mutants.md.

mutants:
	@EVERY='$(EVERY)' JOBS='$(JOBS)' $(SHELL) $(srcdir)/checks/mutants/run.sh $(FILES)
.PHONY: mutants

TESTS += checks/mutants/mutants_test.sh
EXTRA_DIST += checks/mutants/mutate.pl checks/mutants/run.sh checks/mutants/report.awk checks/mutants/rooms.tsv checks/mutants/equivalents.tsv
