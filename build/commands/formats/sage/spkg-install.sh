# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/sage/spkg-install.sh: configure, build and install what Sage has unpacked to src and patched.
# Sage puts its environment before this and runs it with bash.  Exit status: 0, or that of what failed.
# shellcheck shell=sh disable=SC1091,SC2086,SC2154 # the files are those of the folder; MAKE and the like are words

# Sage exports every variable from its own functions on; a makefile must not take ours for its own.
set +a -e
. ./poolpatch/settings.sh

# With another source the patches may fit somewhere, and do harm.
found=$(package_version "$tree") || found='of another program'
test "$found" = "$package_version" ||
  die "the source is $found, and the patches are for $package $package_version: export them for this one"

sage_flags
# A compiler whose default is C23, as gcc 15's, takes no call of a function without a prototype.
takes_unprototyped() {
  echo 'int f(); int main(void) { return f(1); }' | ${CC:-cc} ${CFLAGS-} -x c -fsyntax-only - 2>/dev/null
}
test -z "$(package_unprototyped "$package_version")" || takes_unprototyped || export CC="${CC:-cc} -std=gnu17"
if test "$serial_build" = yes; then
  unset MAKEFLAGS MFLAGS GNUMAKEFLAGS
  MAKE=${MAKE:-make}
  export MAKE="${MAKE%% *} -j1"
fi

cd src
package_environment
package_configure --prefix="$prefix" --libdir="$libdir" ${SAGE_CONFIGURE_GMP-}
package_compile ${MAKE:-make}
package_install "${SAGE_DESTDIR-}" ${MAKE:-make}
test "${SAGE_SPKG_INSTALL_DOCS-}" != yes || package_install_manuals "${SAGE_DESTDIR-}" ''
package_check_installed "${SAGE_DESTDIR-}"
