#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/check.sh: run the program's own checks on the installed program.  DESTDIR as for install.sh.

stage=check
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
load_settings

main() {
  test -f stamps/install || die "$package is not installed yet: run make install first"
  cd "$tree"
  package_environment
  run_logged "checking the installed $package $package_version" package_check "${DESTDIR-}"
  say "the checks of $package $package_version itself passed"
}

main
