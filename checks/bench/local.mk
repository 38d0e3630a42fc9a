# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/bench/: what poolpatch itself costs, as ratios side by side in one run; never part of `make check`.
# Needs hyperfine.

EXTRA_DIST += checks/bench/pairs.sh checks/bench/pipeline.sh checks/bench/packaging.sh checks/bench/installed.sh \
  checks/bench/gap.sh checks/bench/pari.sh checks/bench/poolstat.sh \
  checks/bench/plot.sh checks/bench/forks.gp checks/bench/growth.sh checks/bench/growth.gp \
  checks/bench/where.sh checks/bench/show.awk checks/bench/measurements.sh
CLEANFILES += checks/bench/*.tsv checks/bench/growth.svg

bench: bench-pipeline bench-$(package) bench-poolstat bench-growth

# Each way is gone BENCH_RUNS times, in pairs; BENCH_CASES: which cases, default all.
BENCH_RUNS = 5
BENCH_CASES =
bench-pipeline: fetch
	@$(bench_environment) $(SHELL) $(srcdir)/checks/bench/pipeline.sh "`sed -n 1p stamps/fetch`" $(BENCH_RUNS) $(BENCH_CASES)

# How cost grows; needs gnuplot for the plot.
bench-growth: poolstat/poolstat$(EXEEXT) variant-upstream
	@$(bench_environment) MAKE='$(MAKE)' $(SHELL) $(srcdir)/checks/bench/growth.sh $(BENCH_CASES)

bench_environment = top_srcdir='$(abs_top_srcdir)' top_builddir='$(abs_top_builddir)' CC='$(CC)' \
  DESTDIR_CHECKED='$(DESTDIR)' ALLOW_SYSCTL='$(ALLOW_SYSCTL)'

# The installed program beside the upstream one.  The program's own tests, the last case, take most of the time and are run once
# in a pair, the others BENCH_TRIES times, of which the least counts.
BENCH_PAIRS = 10
BENCH_TRIES = 3
bench-gap bench-pari: variant-upstream
	@$(bench_environment) BENCH_TRIES='$(BENCH_TRIES)' $(SHELL) $(srcdir)/checks/bench/$(package).sh $(BENCH_PAIRS) $(BENCH_CASES)

bench-poolstat: poolstat/poolstat$(EXEEXT) checks/poolstat/poolsim$(EXEEXT)
	@$(SHELL) '$(top_srcdir)/checks/bench/poolstat.sh'

# The recipes of packaging/; PACKAGING_FORMS: which, default all whose tool is there.  An hour for GAP.
PACKAGING_PAIRS = 3
PACKAGING_FORMS =
bench-packaging: fetch
	@$(bench_environment) $(SHELL) $(srcdir)/checks/bench/packaging.sh $(PACKAGING_PAIRS) $(PACKAGING_FORMS)

# docs/forks.svg and its data, made anew: needs gnuplot.
plot: $(VARIANTS) checks/cygwin-model/cygwin-model.so $(check_PROGRAMS)
	@$(bench_environment) $(SHELL) $(srcdir)/checks/bench/plot.sh '$(srcdir)/docs'

# What this build directory has measured, into docs/results.tsv and the tables of the pages.
measurements:
	@$(SHELL) $(srcdir)/checks/bench/measurements.sh $(srcdir) \
	  `ls mutants/table.tsv faults/table.tsv checks/$(package)/results.tsv checks/bench/*.tsv 2>/dev/null`

.PHONY: bench bench-pipeline bench-packaging bench-gap bench-pari bench-poolstat bench-growth plot measurements
