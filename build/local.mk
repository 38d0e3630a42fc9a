# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room build/: the stages.  A stamp is written by its stage, and only when the stage is complete.

STAGE = V='$(V)' DESTDIR='$(DESTDIR)' $(SHELL) $(srcdir)/build

EXTRA_DIST += \
  build/distfiles.tsv build/distros \
  build/compile.sh build/explain.sh build/fetch.sh build/identify.sh build/install.sh build/jobs.sh build/lib.sh \
  build/patch.sh build/prereqs.sh build/prove.sh build/refresh-patches.sh build/retired.sh build/series.sh build/uninstall.sh build/unpack.sh \
  build/unpatch.sh build/variant.sh build/packages/gap.sh

pkgconfig_DATA = poolpatch.pc
pkgdata_DATA = pool-decision.txt

all-local: stamps/compile

fetch: stamps/fetch
unpack: stamps/unpack
patch: stamps/patch
# poolstat is compiled while the package's configure keeps only one core busy.
# Automake takes a target of this name for its own script, and would look for that in the tarball.
compile_stage = compile
$(compile_stage): stamps/compile $(bin_PROGRAMS)
	@:

stamps/fetch: settings.sh $(srcdir)/build/fetch.sh $(srcdir)/build/distfiles.tsv
	@$(STAGE)/fetch.sh

stamps/unpack: stamps/fetch $(srcdir)/build/unpack.sh
	@$(STAGE)/unpack.sh

stamps/patch: stamps/unpack series $(srcdir)/build/patch.sh
	@$(STAGE)/patch.sh

stamps/compile: stamps/patch $(srcdir)/build/compile.sh
	+@MAKE='$(MAKE)' $(STAGE)/compile.sh

install-data-local: stamps/compile
	+@MAKE='$(MAKE)' $(STAGE)/install.sh

uninstall-local:
	@$(STAGE)/uninstall.sh

# Can the destination be written?  Asked before hours of work.
installable:
	@$(STAGE)/install.sh --check

proof: checks/pool/poolstat$(EXEEXT)
	@$(STAGE)/prove.sh

# The same source, built and installed once more below ./variants, for the checks to compare with.
VARIANTS = stamps/upstream stamps/noreserve stamps/commit-cygwin stamps/calloc
variants: $(VARIANTS)

$(VARIANTS): stamps/fetch $(srcdir)/build/variant.sh
	+@MAKE='$(MAKE)' $(STAGE)/variant.sh $(@F)

unpatch:
	@$(STAGE)/unpatch.sh

explain: stamps/unpack
	@$(STAGE)/explain.sh

# Which patches has upstream absorbed, and which need a rebase?
retired: stamps/unpack
	@$(STAGE)/retired.sh

# Rewrite the patches of the chosen series where they apply with an offset.
refresh-patches: stamps/unpack
	@$(STAGE)/refresh-patches.sh

summary:
	@cat summary.txt

.PHONY: fetch unpack patch compile installable proof variants unpatch explain retired refresh-patches summary

DISTCLEANFILES += settings.sh settings.sh.new series summary.txt pool-decision.txt poolpatch.pc serial-run srcdir.link

clean-local:
	rm -rf stamps logs src variants applied
