# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room build/commands/: the command poolpatch; and the toolkit, which `make install-toolkit` installs: the command with
# all that it calls, poolstat, and the macros with their pages.  `make install` installs the program that was patched.

toolkitdir = $(datadir)/poolpatch
toolkit_aclocaldir = $(datadir)/aclocal
toolkit_mandir = $(mandir)/man1
toolkit_docdir = $(docdir)/macros
toolkit_files = poolpatch configure configure.ac build-aux checksums.ini package-version.txt patches \
  build/commands build/decide build/lib build/packages build/prereqs build/stages build/templates build/upkeep

install-toolkit: poolstat/poolstat$(EXEEXT) $(macro_pages)
	@for dir in '$(bindir)' '$(toolkit_mandir)' '$(toolkitdir)' '$(toolkit_aclocaldir)' '$(toolkit_docdir)'; do \
	  $(MKDIR_P) "$(DESTDIR)$$dir" || exit; \
	done
	$(INSTALL_PROGRAM) poolstat/poolstat$(EXEEXT) '$(DESTDIR)$(bindir)'
	$(INSTALL_DATA) $(srcdir)/poolstat/poolstat.1 '$(DESTDIR)$(toolkit_mandir)'
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
	rm -f '$(DESTDIR)$(bindir)/poolstat$(EXEEXT)' '$(DESTDIR)$(toolkit_mandir)/poolstat.1' '$(DESTDIR)$(bindir)/poolpatch'
	rm -rf '$(DESTDIR)$(toolkitdir)'

.PHONY: install-toolkit uninstall-toolkit
