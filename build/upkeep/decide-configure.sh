#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/upkeep/decide-configure.sh: make build/decide/configure, the configure that `poolpatch` runs: the same, but that it only
# decides: without Automake, which takes time, and refuses where the checkout itself has been configured.
#
# Run it in the top of the project, after aclocal.  AUTOCONF in the environment: another Autoconf.
# Exit status: 0; 1 Autoconf failed.

set -eu

sed '/^AM_/d; /^AC_REQUIRE_AUX_FILE/d; /^AC_CONFIG_FILES/d' configure.ac |
  "${AUTOCONF:-autoconf}" --warnings=all,error --output=build/decide/configure -
rm -f build/decide/configure~
build/upkeep/line-numbers.sh build/decide/configure
