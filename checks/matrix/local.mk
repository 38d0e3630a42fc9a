# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/matrix/: the table of cells, and what runs and shows it.  docs/ci.md.

# Its cells configure and build.
LONG_TESTS += checks/matrix/cell_test.sh
TESTS += \
  checks/matrix/report_test.sh \
  checks/matrix/table_test.sh \
  checks/matrix/workflow_test.sh

EXTRA_DIST += checks/wrap.sh \
  checks/matrix/actions.tsv \
  checks/matrix/cell.sh \
  checks/matrix/check.sh \
  checks/matrix/diff.sh \
  checks/matrix/hosts.tsv \
  checks/matrix/html.awk \
  checks/matrix/junit.awk \
  checks/matrix/kinds.sh \
  checks/matrix/lib.sh \
  checks/matrix/matrix.tsv \
  checks/matrix/model.sh \
  checks/matrix/report.sh \
  checks/matrix/run.sh \
  checks/matrix/text.awk \
  checks/matrix/time.gp \
  checks/matrix/words.tsv \
  checks/matrix/workflow.sh \
  docs/ci.md docs/gitlab-ci.yml

if HOST_LINUX
matrix_model = checks/cygwin-model/cygwin-model.so checks/cygwin-model/cygwin-account$(EXEEXT) \
  checks/cygwin-model/cygwin-run$(EXEEXT)
endif

# CELLS: patterns of ids, TIER: fast, full or all; make -j says how many cells run at once.
matrix: poolstat/poolstat$(EXEEXT) $(matrix_model)
	+@MAKE='$(MAKE)' CELLS='$(CELLS)' TIER='$(TIER)' $(SHELL) $(srcdir)/checks/matrix/run.sh

# Before anything runs: is the table in order, and is what is generated from it?
matrix-check:
	@$(SHELL) $(srcdir)/checks/matrix/check.sh
	@$(SHELL) $(srcdir)/checks/matrix/workflow.sh --check

workflow: matrix-check-table
	@$(SHELL) $(srcdir)/checks/matrix/workflow.sh

matrix-check-table:
	@$(SHELL) $(srcdir)/checks/matrix/check.sh

# What changed between two results: OLD and NEW are directories as ./matrix is.
matrix-diff:
	@test -n '$(OLD)' && test -n '$(NEW)' || { echo "$(MAKE) $@: OLD=DIR and NEW=DIR are missing: two directories of results" >&2; exit 2; }
	@$(SHELL) $(srcdir)/checks/matrix/diff.sh '$(OLD)' '$(NEW)'

.PHONY: matrix matrix-check matrix-check-table matrix-diff workflow
