# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What the makefiles of GAP 4.10, 4.11 and 4.12 have alike, as far as install rules use it: a program that prints its
# installed roots, and its library. The files beside this one have the install rules of each.

CC = cc
EXEEXT =
INSTALL = install
MKDIR_P = mkdir -p
LIBTOOL = sh ./libtool
LTINSTALL = $(LIBTOOL) --mode=install $(INSTALL)
srcdir = .
builddir = .
abs_srcdir := $(CURDIR)
abs_builddir := $(CURDIR)
bindir = $(exec_prefix)/bin
libdir = $(exec_prefix)/lib
includedir = $(prefix)/include
datarootdir = $(prefix)/share
GAP_CPPFLAGS = -Isrc
GAP_PKG_CPPFLAGS = -I$(abs_builddir)/gen -I$(abs_srcdir)/src -I$(abs_srcdir) -DHAVE_CONFIG_H
GAP_LIBS = -lm
OBJS ?= obj/src/system.lo

all: gap$(EXEEXT) sysinfo.gap gac

gap$(EXEEXT): $(OBJS)
	$(CC) -o $@ $(OBJS)

libgap.la: $(OBJS)
	$(LIBTOOL) --mode=link $(CC) -rpath $(libdir) $(OBJS) -o $@

$(OBJS): src/system.c
	$(MKDIR_P) $(@D)
	$(CC) -fPIC $(GAP_CPPFLAGS) -c src/system.c -o $@

sysinfo.gap: config.status
	printf '%s\n' 'GAP_CC="$(CC)"' 'GAP_BIN_DIR="$(abs_builddir)"' 'GAP_LIB_DIR="$(abs_srcdir)"' \
	  'GAP_CPPFLAGS="$(GAP_PKG_CPPFLAGS)"' 'GAP_LIBS="$(GAP_LIBS)"' 'GAP_OBJS="obj/src/system.lo"' > $@

gen/config.h gac config.status:
