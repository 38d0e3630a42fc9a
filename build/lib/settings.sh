# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/settings.sh: the names that configure writes, with their values, into the build directory's settings.sh, in
# this order; a variable of the same name holds the value in configure. Directories are absolute and expanded.
# shellcheck shell=sh disable=SC2034 # its readers are elsewhere
top_srcdir=''      # this project
recipe=''          # where build/packages and patches of the package are
package=''         # its name
package_version='' # what is decided by
source_version=''  # the version that the user gave, if the source does not say
package_dir=''     # recipe/build/packages/package
patches=''         # recipe/patches/package
source=''          # a tarball or a tree; empty: to be fetched
in_place=''        # yes: the tree itself is patched, not a copy
distfiles=''       # where tarballs are kept
fetch_allowed=''   # may the network be used?
pool_strategy=''   # upstream, noreserve or commit
decision_digest='' # of that and the patches with their digests, as decision_text has it
serial_build=''    # yes: one job at a time
enable_manuals=''  # yes: the manuals are built, too, and installed
cross_compiling='' # yes: the program can't be started here
symbols=''         # what series.conf is asked with
configure_args=''  # words for the package's configure, each quoted for the shell
prefix=''
exec_prefix=''
bindir=''
libdir=''
includedir=''
datarootdir=''
datadir=''
tree='' # the tree that is patched and built
