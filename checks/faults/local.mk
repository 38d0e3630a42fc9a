# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/faults/: what becomes of a command that is killed, or finds the disk full, at any of its changes.

if HOST_LINUX
check_PROGRAMS += checks/faults/inject
TESTS += checks/faults/faults_test.sh
endif

checks_faults_inject_SOURCES = checks/faults/inject.c
EXTRA_DIST += checks/faults/faults.sh checks/faults/faults_test.sh

# Every point of every command takes hours; POINTS=8 tries so many of each.  A command a target, so that -j works.
# FAULTS_FLAGS=--built: of the program that the build directory is for, instead of tinypool.  MODES='k o f': only these.
POINTS = 0
MODES =
FAULTS_FLAGS =
FAULTS = faults-fetch faults-unpack faults-patch faults-repatch faults-unpatch faults-compile faults-install \
  faults-upgrade faults-uninstall faults-prove faults-apply faults-unapply faults-export faults-pipeline \
  faults-again faults-decide
check-faults: $(FAULTS)
	@flags='$(FAULTS_FLAGS)' modes='$(MODES)'; \
	words="POINTS=$(POINTS)$${flags:+ FAULTS_FLAGS=$$flags}$${modes:+ MODES='$$modes'}"; \
	top_srcdir='$(abs_top_srcdir)' $(SHELL) $(srcdir)/checks/faults/faults.sh \
	  --table="`$(SHELL) $(srcdir)/checks/bench/where.sh`	make check-faults $$words" faults/*.txt

$(FAULTS): checks/faults/inject$(EXEEXT) poolstat/poolstat$(EXEEXT)
	@$(MKDIR_P) faults
	@top_srcdir='$(abs_top_srcdir)' top_builddir='$(abs_top_builddir)' $(SHELL) $(srcdir)/checks/faults/faults.sh \
	  $(FAULTS_FLAGS) --points=$(POINTS) `echo $@ | sed 's/faults-//'` $(MODES) >faults/$@.txt; test $$? -le 1

.PHONY: check-faults $(FAULTS)
