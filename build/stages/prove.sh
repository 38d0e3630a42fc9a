#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/prove.sh: start the installed program and read off the live process whether its pool does what the
# strategy promises.  Prints poolstat's line; fails if the live pool is another.  DESTDIR as for install.sh.

stage=proof
# shellcheck source=build/lib/stage.sh
. "$(dirname -- "$0")/../lib/stage.sh"
load_settings

destdir=${DESTDIR-}
seconds_to_start=120 # a cold start takes 2 to 5 s; a loaded machine more

main() {
  installed=$destdir$prefix
  if done_for "$installed" && test -n "$(find stamps/proof -newer stamps/install)"; then
    return 0
  fi
  if test "$cross_compiling" = yes; then
    warn "SKIPPED: $package was compiled for another machine and can't be started here; run poolstat there"
    return 0
  fi
  test -r /proc/self/smaps || die "/proc is not mounted, and only it tells what a pool costs: mount it (mount -t proc proc /proc)"
  new_scratch
  start_idle
  poolstat/poolstat --expect "$pool_strategy" "$program" ||
    die "the pool of the installed $package does not do what the strategy $pool_strategy promises"
  finish "$installed"
}

# start_idle: the installed program, waiting for input on a pipe that this stage holds open.
start_idle() {
  mkfifo "$scratch/input"
  (package_idle "$destdir") <"$scratch/input" >"$scratch/output" 2>&1 &
  program=$!
  at_exit stop_program
  exec 3>"$scratch/input"
  package_idle_input >&3
  deadline=$(($(date +%s) + seconds_to_start))
  until grep -q "$package_idle_mark" "$scratch/output"; do
    kill -0 "$program" 2>/dev/null || failed_start "it ended"
    test "$(date +%s)" -lt "$deadline" || failed_start "no answer in $seconds_to_start s"
    sleep 0.1 2>/dev/null || sleep 1
  done
}

stop_program() {
  kill "$program" 2>/dev/null || :
  wait "$program" 2>/dev/null || :
}

failed_start() {
  sed 's/^/  | /' "$scratch/output" >&2
  die "the installed $package does not start ($1): $destdir$(package_program); above is what it said"
}

main
