# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/patches/: what can be said of the patches without building a GAP.

TESTS += checks/patches/lint_test.sh checks/patches/commit_test.sh

EXTRA_DIST += checks/patches/pooltest.c

# GAP_GIT: a git repository of GAP, or a directory with its tarballs.
check-releases:
	@test -n "$(GAP_GIT)" || { echo "$(MAKE) $@: GAP_GIT=DIR is missing: a git repository of GAP, or a directory with its tarballs" >&2; exit 2; }
	@$(SHELL) $(srcdir)/build/upkeep/check-releases.sh "$(GAP_GIT)"

.PHONY: check-releases
