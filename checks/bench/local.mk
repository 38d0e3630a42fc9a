# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/bench/: what poolpatch itself costs, as ratios side by side in one run; never part of `make check`.
# Needs hyperfine.

EXTRA_DIST += checks/bench/pipeline.sh

bench: bench-pipeline bench-poolstat

# BENCH_RUNS: how often each way is gone.
BENCH_RUNS = 3
bench-pipeline: stamps/fetch
	@TOP_SRCDIR='$(abs_top_srcdir)' $(SHELL) $(srcdir)/checks/bench/pipeline.sh "`cat stamps/fetch`" $(BENCH_RUNS)

.PHONY: bench bench-pipeline
