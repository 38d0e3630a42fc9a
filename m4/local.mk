# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room m4/: the public macros go where aclocal looks, each with a page that is made from its header.

aclocaldir = $(datadir)/aclocal
dist_aclocal_DATA = \
  m4/ax_cross_guesses.m4 \
  m4/ax_cygwin_release.m4 \
  m4/ax_link_sentinel.m4 \
  m4/ax_madvise.m4 \
  m4/ax_mmap_account.m4 \
  m4/ax_mmap_commit.m4 \
  m4/ax_mmap_noreserve.m4 \
  m4/ax_prog_cc_unprototyped.m4 \
  m4/ax_quilt_series.m4 \
  m4/ax_serial_build.m4

macrodocdir = $(docdir)/macros
dist_macrodoc_DATA = \
  docs/macros/ax_cross_guesses.md \
  docs/macros/ax_cygwin_release.md \
  docs/macros/ax_link_sentinel.md \
  docs/macros/ax_madvise.md \
  docs/macros/ax_mmap_account.md \
  docs/macros/ax_mmap_commit.md \
  docs/macros/ax_mmap_noreserve.md \
  docs/macros/ax_prog_cc_unprototyped.md \
  docs/macros/ax_quilt_series.md \
  docs/macros/ax_serial_build.md

EXTRA_DIST += docs/macros/make-page.sh docs/macros/pool_decide.md docs/macros/pool_version.md

# The pages stand in the tree for whoever reads it; after a change of a header they are made again by this.
macro-docs:
	@for page in $(dist_macrodoc_DATA) docs/macros/pool_decide.md docs/macros/pool_version.md; do \
	  name=`basename $$page .md`; \
	  $(SHELL) $(srcdir)/docs/macros/make-page.sh $(srcdir)/m4/$$name.m4 >$(srcdir)/$$page.new || exit; \
	  mv $(srcdir)/$$page.new $(srcdir)/$$page || exit; \
	done

.PHONY: macro-docs
