# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room build/: the stages.  A stamp is written by its stage, and only when the stage is complete.

RUN = V='$(V)' DESTDIR='$(DESTDIR)' $(SHELL) $(srcdir)
STAGE = $(RUN)/build/stages

EXTRA_DIST += \
  build/decide \
  build/lib/jobs.sh build/lib/package.sh build/lib/quilt.sh build/lib/series.sh build/lib/stage.sh build/lib/words.sh \
  build/packages \
  build/prereqs \
  build/stages/compile.sh build/stages/fetch.sh build/stages/identify.sh build/stages/install.sh build/stages/patch.sh \
  build/stages/prove.sh build/stages/uninstall.sh build/stages/unpack.sh build/stages/unpatch.sh \
  build/upkeep/check-releases.sh build/upkeep/explain.sh build/upkeep/guards.awk build/upkeep/lib.sh \
  build/upkeep/refresh-patches.sh build/upkeep/retired.sh \
  checks/variant.sh

pkgconfig_DATA = poolpatch.pc

all-local: stamps/compile

fetch: stamps/fetch
unpack: stamps/unpack
patch: stamps/patch
# poolstat is compiled while the package's configure keeps only one core busy.
# Automake takes a target of this name for its own script, and would look for that in the tarball.
compile_stage = compile
$(compile_stage): stamps/compile $(bin_PROGRAMS)
	@:

stamps/fetch: settings.sh $(srcdir)/build/stages/fetch.sh
	@$(STAGE)/fetch.sh

stamps/unpack: stamps/fetch $(srcdir)/build/stages/unpack.sh
	@$(STAGE)/unpack.sh

stamps/patch: stamps/unpack series $(srcdir)/build/stages/patch.sh
	@$(STAGE)/patch.sh

stamps/compile: stamps/patch $(srcdir)/build/stages/compile.sh
	+@MAKE='$(MAKE)' $(STAGE)/compile.sh

install-data-local: stamps/compile
	+@MAKE='$(MAKE)' $(STAGE)/install.sh

uninstall-local:
	@$(STAGE)/uninstall.sh

# Can the destination be written?  Asked before hours of work.
installable:
	@$(STAGE)/install.sh --check

proof: poolstat/poolstat$(EXEEXT)
	@$(STAGE)/prove.sh

# The same source, built and installed once more below ./variants, for the checks to compare with.
VARIANTS = stamps/upstream stamps/noreserve stamps/commit-cygwin stamps/upstream-cygwin stamps/calloc
variants: $(VARIANTS)

$(VARIANTS): stamps/fetch $(srcdir)/checks/variant.sh
	+@MAKE='$(MAKE)' $(RUN)/checks/variant.sh $(@F)

unpatch:
	@$(STAGE)/unpatch.sh

explain: stamps/unpack
	@$(RUN)/build/upkeep/explain.sh

# Which patches has upstream absorbed, and which need a rebase?
retired: stamps/unpack
	@$(RUN)/build/upkeep/retired.sh

# Rewrite the patches of the chosen series where they apply with an offset.
refresh-patches: stamps/unpack
	@$(RUN)/build/upkeep/refresh-patches.sh

summary:
	@cat summary.txt

.PHONY: fetch unpack patch compile installable proof variants unpatch explain retired refresh-patches summary

DISTCLEANFILES += settings.sh settings.sh.new series summary.txt poolpatch.pc serial-run srcdir.link

clean-local:
	rm -rf stamps logs src variants applied
