# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room build/commands/: the command poolpatch; and the toolkit, which `make install-toolkit` installs: the command with
# all that it calls, poolstat, and the macros with their pages.  `make install` installs the program that was patched.

toolkitdir = $(datadir)/poolpatch
toolkit_completiondir = $(datadir)/bash-completion/completions
toolkit_aclocaldir = $(datadir)/aclocal
toolkit_mandir = $(mandir)/man1
toolkit_docdir = $(docdir)/macros
toolkit_files = poolpatch configure.ac build-aux/compile build-aux/config.guess build-aux/config.sub patches \
  checksums.ini dependencies distros package-version.txt SPKG.rst type \
  build/commands build/decide build/lib build/packages build/prereqs build/stages build/templates build/upkeep

noinst_DATA += poolpatch.1
CLEANFILES += poolpatch.1
poolpatch.1: build/commands/make-man.sh $(srcdir)/build/commands/*.sh
	$(AM_V_GEN)$(SHELL) $(srcdir)/build/commands/make-man.sh $(srcdir) >$@.new && mv $@.new $@

install-toolkit: $(srcdir)/build/decide/configure poolpatch.1 poolstat/poolstat$(EXEEXT) $(macro_pages)
	@for dir in '$(bindir)' '$(toolkit_mandir)' '$(toolkitdir)' '$(toolkit_completiondir)' '$(toolkit_aclocaldir)' \
	    '$(toolkit_docdir)'; do \
	  $(MKDIR_P) "$(DESTDIR)$$dir" || exit; \
	done
	$(INSTALL_PROGRAM) poolstat/poolstat$(EXEEXT) '$(DESTDIR)$(bindir)'
	$(INSTALL_DATA) $(srcdir)/poolstat/poolstat.1 poolpatch.1 '$(DESTDIR)$(toolkit_mandir)'
	$(INSTALL_DATA) $(srcdir)/build/commands/completion.bash '$(DESTDIR)$(toolkit_completiondir)/poolpatch'
	$(INSTALL_DATA) $(srcdir)/poolstat/completion.bash '$(DESTDIR)$(toolkit_completiondir)/poolstat'
	for file in $(macros); do $(INSTALL_DATA) "$(srcdir)/$$file" '$(DESTDIR)$(toolkit_aclocaldir)' || exit; done
	for file in $(macro_pages); do $(INSTALL_DATA) "$$file" '$(DESTDIR)$(toolkit_docdir)' || exit; done
	rm -rf '$(DESTDIR)$(toolkitdir).new' && $(MKDIR_P) '$(DESTDIR)$(toolkitdir).new'
	(cd $(srcdir) && tar -c -f - $(toolkit_files)) | (cd '$(DESTDIR)$(toolkitdir).new' && tar -x -f - --no-same-owner)
	rm -rf '$(DESTDIR)$(toolkitdir)' && mv '$(DESTDIR)$(toolkitdir).new' '$(DESTDIR)$(toolkitdir)'
	printf '#!/bin/sh\nexec "%s/poolpatch" "$$@"\n' '$(toolkitdir)' >'$(DESTDIR)$(bindir)/poolpatch'
	chmod 755 '$(DESTDIR)$(bindir)/poolpatch'

uninstall-toolkit:
	for file in $(macros); do rm -f "$(DESTDIR)$(toolkit_aclocaldir)/$${file##*/}"; done
	for file in $(macro_pages); do rm -f "$(DESTDIR)$(toolkit_docdir)/$${file##*/}"; done
	rm -f '$(DESTDIR)$(bindir)/poolstat$(EXEEXT)' '$(DESTDIR)$(bindir)/poolpatch' \
	  '$(DESTDIR)$(toolkit_mandir)/poolstat.1' '$(DESTDIR)$(toolkit_mandir)/poolpatch.1' \
	  '$(DESTDIR)$(toolkit_completiondir)/poolpatch' '$(DESTDIR)$(toolkit_completiondir)/poolstat'
	rm -rf '$(DESTDIR)$(toolkitdir)'

.PHONY: install-toolkit uninstall-toolkit
