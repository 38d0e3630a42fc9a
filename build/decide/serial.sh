# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/decide/serial.sh: what a pool that relies on first touches risks. Pure: no file, no command, no output. Uses
# version.sh and strategy.sh, and what decide_touches there needs.
#
#   decide_warning RELEASE SERIAL   sets pool_warning to nothing, or to what is dangerous about the pool that was decided
#                                   for on Cygwin RELEASE (`no` elsewhere), and the remedy; SERIAL: yes in a serial build
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the facts come from others, the results are for others

# Before 3.0.0 no process forked from a thread has the handler that commits a page (Cygwin commit 9a5abcc89).
first_safe_release=3.0.0

decide_warning() {
  pool_warning=''
  decide_touches
  if test "$1" = no || test "$first_touches" = no || version_reaches "$1" "$first_safe_release"; then
    return 0
  fi
  remedy_='build it serially (--enable-serial-build=yes) and run it serially'
  test "$2" != yes || remedy_='run it serially, as it is built'
  strategy_lacks commit || remedy_="$remedy_, or use --with-pool=commit"
  pool_warning="on Cygwin $1 a pool that relies on first touches kills processes forked from a thread: $remedy_"
}
