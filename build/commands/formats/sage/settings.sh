# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/sage/settings.sh: what the functions of the package read, and these functions; sourced in the
# folder that Sage builds in, with package, package_version and serial_build set above.
# shellcheck shell=sh disable=SC1091,SC2034,SC2154 # the files are those of the folder

stage=${0##*/}
. ./poolpatch/messages.sh
. ./poolpatch/sage.sh
sage_prefix
test -n "$prefix" || die 'SAGE_LOCAL is not set: Sage is to run this script'
exec_prefix=$prefix bindir=$prefix/bin libdir=$prefix/lib includedir=$prefix/include datarootdir=$prefix/share
datadir=$datarootdir package_dir=$PWD/poolpatch tree=$PWD/src
. ./poolpatch/default.sh
. ./poolpatch/package.sh
