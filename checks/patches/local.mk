# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/patches/: what can be said of the patches without building a GAP.

TESTS += checks/patches/lint_test.sh checks/patches/lint_pari_test.sh checks/patches/commit_test.sh

EXTRA_DIST += checks/patches/gap.h checks/patches/lint.sh

# RELEASES: a git repository of the program, or a directory with its tarballs: do the patches apply to each release?
# TREES: unpacked sources or tarballs of GAP, as words of the shell: each is built and proved with each strategy.
check-releases:
	@test -n "$(RELEASES)$(TREES)" || { echo "$(MAKE) $@: RELEASES=DIR is missing: a git repository of the program, or a directory with its tarballs; or TREES='DIR...', sources of GAP to build" >&2; exit 2; }
	@test -z "$(RELEASES)" || { . ./settings.sh && \
	  $(SHELL) $(srcdir)/build/upkeep/check-releases.sh --recipe "$$recipe" --package "$$package" "$(RELEASES)"; }
	@test -z "$(TREES)" || $(SHELL) $(srcdir)/checks/gap/releases.sh $(TREES)

# The patches of commit as mails for GAP's development branch, the HEAD of GAP_GIT, in ./upstream-series; docs/upstream.md.
upstream-series:
	@test -n "$(GAP_GIT)" || { echo "$(MAKE) $@: GAP_GIT=DIR is missing: a git repository of GAP" >&2; exit 2; }
	@rm -rf upstream-series
	@$(SHELL) $(srcdir)/build/upkeep/upstream-series.sh "$(GAP_GIT)" upstream-series

.PHONY: check-releases upstream-series
