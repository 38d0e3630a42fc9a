# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room m4/: the public macros, each with a page that is made from its header.

macros = \
  m4/ax_cross_guesses.m4 \
  m4/ax_cygwin_release.m4 \
  m4/ax_link_sentinel.m4 \
  m4/ax_madvise.m4 \
  m4/ax_mmap_account.m4 \
  m4/ax_mmap_commit.m4 \
  m4/ax_mmap_noreserve.m4 \
  m4/ax_prog_cc_host.m4 \
  m4/ax_prog_cc_unprototyped.m4 \
  m4/ax_python_distribution.m4 \
  m4/ax_quilt_series.m4 \
  m4/ax_quilt_series_select.m4 \
  m4/ax_serial_build.m4

macro_pages = $(macros:.m4=.md)
noinst_DATA += $(macro_pages)
CLEANFILES += $(macro_pages)
EXTRA_DIST += $(macros) m4/make-page.sh

SUFFIXES = .m4 .md
.m4.md:
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(SHELL) $(srcdir)/m4/make-page.sh $< >$@.new && mv $@.new $@

$(macro_pages): m4/make-page.sh
