# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/sage/spkg-check.sh: the program's own checks, on what Sage has installed.  Sage puts its
# environment before this and runs it with bash.  Exit status: 0 passed; else that of what failed.
# shellcheck shell=sh disable=SC1091,SC2154 # the files are those of the folder

set +a -e
. ./poolpatch/settings.sh
test -d src || die "the source has gone from $PWD: install $package with SAGE_KEEP_BUILT_SPKGS=yes, then check it"
cd src
package_environment
package_check ''
