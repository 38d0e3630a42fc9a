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
  m4/ax_prog_cc_host.m4 \
  m4/ax_prog_cc_unprototyped.m4 \
  m4/ax_quilt_series.m4 \
  m4/ax_quilt_series_select.m4 \
  m4/ax_serial_build.m4

macrodocdir = $(docdir)/macros
macrodoc_DATA = $(dist_aclocal_DATA:.m4=.md)
CLEANFILES += $(macrodoc_DATA)
EXTRA_DIST += m4/make-page.sh

SUFFIXES = .m4 .md
.m4.md:
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(SHELL) $(srcdir)/m4/make-page.sh $< >$@.new && mv $@.new $@

$(macrodoc_DATA): m4/make-page.sh
