# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/bench/: what poolpatch itself costs, as ratios side by side in one run; never part of `make check`.
# Needs hyperfine.

EXTRA_DIST += checks/bench/pipeline.sh checks/bench/gap.sh docs/give-back-policy.md

bench: bench-pipeline bench-gap bench-poolstat

# BENCH_RUNS: how often each way is gone.
BENCH_RUNS = 3
bench-pipeline: stamps/fetch
	@TOP_SRCDIR='$(abs_top_srcdir)' $(SHELL) $(srcdir)/checks/bench/pipeline.sh "`cat stamps/fetch`" $(BENCH_RUNS)

# The installed GAP beside an unpatched one; BENCH_CASES: which cases, default all.  testinstall takes most of the time.
BENCH_PAIRS = 10
BENCH_CASES =
bench-gap: stamps/upstream
	@$(SHELL) $(srcdir)/checks/bench/gap.sh $(BENCH_PAIRS) '$(abs_top_builddir)/variants/upstream/local' \
	  '$(DESTDIR)$(prefix)' '$(abs_top_builddir)/src/$(package)-$(package_version)' $(BENCH_CASES)

.PHONY: bench bench-pipeline bench-gap
