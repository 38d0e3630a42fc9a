#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stock.sh: build and install, below ./stock, the same source with no patch: what the checks compare the
# installed program with.  It is configured with the same options but --with-pool=upstream.

stage=stock
# shellcheck source=build/lib.sh
. "$(dirname -- "$0")/lib.sh"
load_settings

main() {
  if test "$in_place" = yes; then
    warn "SKIPPED: with --enable-in-place the only source there is carries the patch; nothing to compare with"
    return 0
  fi
  mkdir -p stock logs
  run_logged "building $package $package_version unpatched" build_stock
  finish "$package_version"
}

build_stock() {
  words=$("$build_dir/config.status" --config)
  from=$(cat stamps/fetch)
  cd stock
  eval "set -- $words"
  test -f stamps/install ||
    "$top_srcdir/configure" --quiet "$@" --with-pool=upstream --with-source="$from" \
      --prefix="$build_dir/stock/local" --exec-prefix="$build_dir/stock/local"
  DESTDIR='' "${MAKE:-make}" install
}

main
