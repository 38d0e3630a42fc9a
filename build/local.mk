# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room build/: the stages.  A stamp is written by its stage, and only when the stage is complete.

# What is given to make as V= or DESTDIR= is in the environment of what it calls (POSIX), and needs no quotes there.
# As the commands run it, the system's sh: it may start sooner than the shell that configure looked for.
RUN = sh $(srcdir)
STAGE = $(RUN)/build/stages

EXTRA_DIST += \
  build/commands \
  build/decide \
  build/lib \
  build/packages \
  build/prereqs \
  build/stages \
  build/upkeep

# configure's twin for `poolpatch`.
noinst_DATA += $(srcdir)/build/decide/configure
$(srcdir)/build/decide/configure: $(srcdir)/configure
	$(AM_V_GEN)cd $(srcdir) && build/upkeep/decide-configure.sh

# Each stage finds out by itself whether there is something to do: what it made says what it was made from.
# Automake takes a target called compile for its own script, and would look for that in the tarball.
compile_stage = compile
# Automake has `check' make `all' first, but no test looks at what the stages make: who runs one need not wait for a build.
# The goals are in one variable of GNU make, and in another of BSD make.
all-local:
	+@case '$(MAKECMDGOALS)$(.TARGETS)' in check) ;; *) $(MAKE) $(AM_MAKEFLAGS) stages ;; esac

fetch: settings.sh
	@$(STAGE)/fetch.sh

unpack: settings.sh
	@$(STAGE)/run.sh fetch unpack

patch: settings.sh series
	@$(STAGE)/run.sh fetch unpack patch

$(compile_stage): patch
	+@MAKE='$(MAKE)' $(STAGE)/compile.sh

# What there is to be made before an installation.
stages: @last_stage@

# Each book is a job of this make.
docs: $(compile_stage)
	+@MAKE='$(MAKE)' $(STAGE)/docs.sh

install-data-local: poolpatch.pc
	+@MAKE='$(MAKE)' $(STAGE)/install.sh

uninstall-local:
	@$(STAGE)/uninstall.sh

# Before a rule has a DESTDIR in a word of the shell.
install-data-local uninstall-local install-toolkit uninstall-toolkit: plain-destdir
plain-destdir:
	@. '$(srcdir)/build/lib/words.sh' && is_plain "$${DESTDIR-}" || { \
	  echo 'make: a quote, backslash, dollar, backquote or # in DESTDIR can not be handed on; give another' >&2; exit 1; }

# Can the destination be written?  Asked before hours of work.
installable:
	@$(STAGE)/install.sh --check

proof: poolstat/poolstat$(EXEEXT)
	@$(STAGE)/prove.sh

# The same source, built and installed once more below ./variants, for the checks to compare with.
VARIANTS = variant-upstream variant-noreserve variant-commit-cygwin variant-upstream-cygwin variant-calloc
variants: $(VARIANTS)

$(VARIANTS): $(compile_stage)
	+@MAKE='$(MAKE)' $(STAGE)/variant.sh `echo $@ | sed 's/variant-//'`

unpatch:
	@$(STAGE)/unpatch.sh

explain: unpack
	@$(RUN)/build/upkeep/explain.sh

# Which patches has upstream absorbed, and which need a rebase?
retired: unpack
	@$(RUN)/build/upkeep/retired.sh

# Rewrite the patches of the chosen series where they apply with an offset.
refresh-patches: unpack
	@$(RUN)/build/upkeep/refresh-patches.sh

summary:
	@cat summary.txt

.PHONY: plain-destdir fetch unpack patch compile stages docs installable proof variants $(VARIANTS) unpatch explain retired refresh-patches summary

DISTCLEANFILES += tree.link stage_dir.link settings.sh series summary.txt poolpatch.pc serial-run srcdir.link

clean-local:
	rm -rf stamps logs src variants matrix manuals manuals.new faults .poolpatch-tmp
