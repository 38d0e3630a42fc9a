#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/prove.sh: start the installed program as a user will, and read off the live process whether its pool
# does what the strategy promises.  Prints poolstat's line; fails if the live pool is another, or if the installation
# lacks something that its program will look for.  DESTDIR as for install.sh.  PROOF_FORKS: poolstat forks so many children
# with such a pool, too, and a second line says what they are charged.

stage=proof
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
load_settings

destdir=${DESTDIR-}
seconds_to_start=120 # a cold start takes 2 to 5 s; a loaded machine more

main() {
  installation=$(cat stamps/install 2>/dev/null) || die "$package is not installed yet: run make install first"
  ! is_fresh stamps/proof "$installation" || return 0
  is_sealed stamps/install || die "stamps/install is damaged: run make install first"
  if test "$cross_compiling" = yes; then
    warn "SKIPPED: $package was compiled for another machine and can't be started here; run poolstat there"
    return 0
  fi
  test -r /proc/self/smaps || die "/proc is not mounted, and only it tells what a pool costs: mount it (mount -t proc proc /proc)"
  package_check_installed "$destdir" || die "the installed $package will not find its files: $destdir$(package_program)"
  new_scratch
  expected=$pool_strategy
  test "$expected" != upstream || expected=$(package_upstream_pool)
  status=0
  # shellcheck disable=SC2016 # for the inner shell
  poolstat/poolstat --hold --timeout="$seconds_to_start" --expect="$expected" --output="$scratch/report" \
    ${PROOF_FORKS:+--forks="$PROOF_FORKS"} -- \
    sh -c '. ./settings.sh && . "$top_srcdir/build/packages/default.sh" && . "$package_dir/package.sh" && package_idle "$1"' sh "$destdir" \
    >"$scratch/output" 2>&1 || status=$?
  cat "$scratch/report" 2>/dev/null || :
  test "$status" -eq 0 || failed
  stamp stamps/proof "$installation"
}

failed() {
  sed 's/^/  | /' "$scratch/output" >&2
  test ! -s "$scratch/report" ||
    die "the pool of the installed $package does not do what the strategy $pool_strategy promises"
  die "the installed $package does not start: $destdir$(package_program); above is what it said"
}

main
