# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/packages/gap/install.mk: GAP's own makefile, with install rules for what upstream's lack or can't do.  GNU make
# says "overriding recipe" for each that is replaced.  make -f install.mk [VARIABLE=VALUE]... TARGET, in the tree:
#
#   poolpatch-compile  what is to be installed
#   install            upstream's or, where that does not work, before 4.12.2, the same places as upstream's later
#
# POOL_ROOTS: the installed roots (DIR;DIR), for those before 4.12.2; POOL_VERSION: what libgap.pc is to say in 4.10 and
# 4.11; POOL_LIBDIR: the libdir that will be given to install.  No directory may hold a blank, but those of POOL_ROOTS.

include GNUmakefile

# Upstream's rule fails where a manual, or one form of it, is not built, as in a tree from git: take what there is.
install-doc:
	cd $(srcdir)/doc && for book in . ref tut hpc changes; do \
	  case $$book in \
	    .) files='./gapmacro.tex ./manualindex' ;; \
	    *) files="$$book/*.css $$book/*.html $$book/*.js $$book/*.txt $$book/*.pdf $$book/*.six $$book/*.lab" ;; \
	  esac; \
	  set --; \
	  for file in $$files; do test ! -f $$file || set -- "$$@" $$file; done; \
	  test $$# -eq 0 || { $(INSTALL) -d -m 0755 $(DESTDIR)$(datarootdir)/gap/doc/$$book && \
	    $(INSTALL) -m 0644 "$$@" $(DESTDIR)$(datarootdir)/gap/doc/$$book; } || exit; \
	done

# libtool, up to 4.12.2, wants to know when it links the library where that goes, and takes no blank.
libgap.la: private libdir := $(POOL_LIBDIR)

# From 4.12.2 on, a main.c of its own holds the installed roots, and the rules work.
ifneq ($(wildcard $(srcdir)/src/main.c),)

poolpatch-compile: all build/gap-install

# 4.12 and 4.13 would keep the roots of a configure before.
build/main.c: config.status

# 4.12, and a blank in libdir: libtool would have the program look for its library in the directory spelt without.
# The linker takes the right one from LD_RUN_PATH.
ifdef LTINSTALL
ifneq ($(words $(libdir)),1)
build/gap-install: libgap.la cnf/GAP-LDFLAGS cnf/GAP-LIBS cnf/GAP-OBJS build/obj/build/main.c.lo
	$(CC) -Wl,--export-dynamic $(GAP_LDFLAGS) build/obj/build/.libs/main.c.o -L.libs -lgap $(GAP_LIBS) -o $@
endif
endif

else

# The program and the library find the installed files by themselves, as later ones do: the roots are set in system.c.
# A header and not -D, as libtool and make would each want a blank quoted in their own way; private, as all else must be
# compiled as ever.
system_object := $(filter %/src/system.lo %/src/system.c.lo,$(OBJS))
roots := $(if $(SYSINFO_GAC),build,gen)/roots.h
$(system_object): $(roots)
$(system_object): private GAP_CPPFLAGS += -include $(roots)

$(roots): config.status
	@$(MKDIR_P) $(@D)
	@printf '#define SYS_DEFAULT_PATHS "%s"\n' "$(POOL_ROOTS)" > $@

install-program: gap$(EXEEXT)
	$(INSTALL) -d -m 0755 $(DESTDIR)$(bindir) $(DESTDIR)$(libdir)/gap
	$(INSTALL) -m 0755 gap$(EXEEXT) $(DESTDIR)$(bindir)/gap$(EXEEXT)
.PHONY: install-program

# 4.12.0 and 4.12.1 set SYSINFO_GAC, and have rules that work, but for a program that is a script with the roots in it.
ifdef SYSINFO_GAC

poolpatch-compile: all

install-bin: install-program
	sed -e "s;@SYSINFO_GAPROOT@;$(libdir)/gap;" $(srcdir)/cnf/gac.in > $(DESTDIR)$(bindir)/gac
	chmod 0755 $(DESTDIR)$(bindir)/gac
install-sysinfo: SYSINFO_GAP = $(bindir)/gap

else

poolpatch-compile: all libgap.la

install: install-bin install-doc install-gaproot install-headers install-libgap install-sysinfo
	@:

# gac knows the tree it was built in by these names; the installed one has what is left of it in libdir/gap.
install-bin: install-program
	sed -e 's;^abs_top_builddir=.*;abs_top_builddir="$(libdir)/gap";' \
	  -e 's;^abs_top_srcdir=.*;abs_top_srcdir="$(datarootdir)/gap";' \
	  -e 's;^libdir=.*;libdir="$(libdir)";' \
	  -e 's;^gap_compiler=.*;gap_compiler="$(bindir)/gap";' \
	  -e 's;^libtool=.*;libtool="$$SHELL $(libdir)/gap/libtool";' gac > $(DESTDIR)$(bindir)/gac
	chmod 0755 $(DESTDIR)$(bindir)/gac
	$(INSTALL) -m 0755 libtool $(DESTDIR)$(libdir)/gap/libtool

install-gaproot:
	for dir in etc etc/vim grp hpcgap hpcgap/lib hpcgap/lib/distributed hpcgap/lib/hpc lib lib/hpc pkg; do \
	  $(INSTALL) -d -m 0755 $(DESTDIR)$(datarootdir)/gap/$$dir || exit; \
	done
	cd $(srcdir) && for dir in grp hpcgap/lib hpcgap/lib/distributed hpcgap/lib/hpc lib lib/hpc; do \
	  $(INSTALL) -m 0644 $$dir/*.g* $(DESTDIR)$(datarootdir)/gap/$$dir || exit; \
	done
	cd $(srcdir) && for file in CITATION CONTRIBUTING.md COPYRIGHT INSTALL.md LICENSE README.md; do \
	  test ! -f $$file || $(INSTALL) -m 0644 $$file $(DESTDIR)$(datarootdir)/gap || exit; \
	done
	$(INSTALL) -m 0755 $(srcdir)/etc/convert.pl $(DESTDIR)$(datarootdir)/gap/etc
	$(INSTALL) -m 0644 $(srcdir)/etc/vim/*.* $(DESTDIR)$(datarootdir)/gap/etc/vim

# A second copy in src/, as packages of that time include "src/compiled.h".
install-headers: gen/config.h
	for dir in gap gap/src; do \
	  $(INSTALL) -d -m 0755 $(DESTDIR)$(includedir)/$$dir/hpc && \
	  $(INSTALL) -m 0644 $(srcdir)/src/*.h gen/*.h $(DESTDIR)$(includedir)/$$dir && \
	  $(INSTALL) -m 0644 $(srcdir)/src/hpc/*.h $(DESTDIR)$(includedir)/$$dir/hpc || exit; \
	done
	rm -f $(DESTDIR)$(includedir)/gap/roots.h $(DESTDIR)$(includedir)/gap/src/roots.h

install-libgap: libgap.la
	$(INSTALL) -d -m 0755 $(DESTDIR)$(libdir)/pkgconfig
	$(LTINSTALL) libgap.la $(DESTDIR)$(libdir)
	printf '%s\n' 'prefix=$(prefix)' 'exec_prefix=$(exec_prefix)' 'libdir=$(libdir)' 'includedir=$(includedir)' '' \
	  'Name: GAP' 'Description: Library containing the kernel of GAP, a computer algebra system' \
	  'URL: https://www.gap-system.org' 'Version: $(POOL_VERSION)' 'Libs: -L$${libdir} -lgap' \
	  'Cflags: -I$${includedir}' > $(DESTDIR)$(libdir)/pkgconfig/libgap.pc

# What sysinfo.gap says of the tree it says here of the installed places. No objects are left to link with (gac
# without -d): the library has them.
install-sysinfo: sysinfo.gap
	$(INSTALL) -d -m 0755 $(DESTDIR)$(libdir)/gap
	{ grep -v '^GAP_\(BIN_DIR\|LIB_DIR\|CPPFLAGS\|LIBS\|OBJS\)=' sysinfo.gap && \
	  printf '%s\n' 'GAP="$(bindir)/gap"' 'GAC="$(bindir)/gac"' \
	    'GAP_BIN_DIR="$(libdir)/gap"' 'GAP_LIB_DIR="$(datarootdir)/gap"' \
	    'GAP_CPPFLAGS="-I$(includedir)/gap $(filter-out -I$(abs_builddir)/gen -I$(abs_srcdir)/src -I$(abs_srcdir),$(GAP_PKG_CPPFLAGS))"' \
	    'GAP_LIBS="-L$(libdir) -lgap $(GAP_LIBS)"' 'GAP_OBJS=""'; \
	} > $(DESTDIR)$(libdir)/gap/sysinfo.gap
	chmod 0644 $(DESTDIR)$(libdir)/gap/sysinfo.gap

.PHONY: install-gaproot install-headers install-sysinfo install-bin install-doc

endif
endif

.PHONY: poolpatch-compile
