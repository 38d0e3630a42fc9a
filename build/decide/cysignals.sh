# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/decide/cysignals.sh: what a pool that relies on first touches risks in a Python with cysignals. Pure: no file, no
# command, no output. Uses version.sh and strategy.sh, and what decide_touches there needs.
#
#   decide_cysignals VERSION   sets cysignals_warning to nothing, or to what is dangerous about the pool that was decided for,
#                              and the remedy.  VERSION: of cysignals; no: there is none; unknown: nobody could be asked
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the facts come from others, the results are for others

# Its handler for Cygwin lets first touches pass since commit 36e767f (cysignals pull 108); Sage took 1.10.2 (ticket 27070).
first_passing_cysignals=1.10.0

decide_cysignals() {
  cysignals_warning=''
  decide_touches
  case $first_touches,$1 in no,* | *,no | *,unknown) return 0 ;; esac
  ! version_reaches "$1" "$first_passing_cysignals" || return 0
  remedy_='install cysignals 1.10.2 or later'
  strategy_lacks commit || remedy_="$remedy_, or use --with-pool=commit"
  shorten "$1"
  if test -n "$version_error"; then
    cysignals_warning="the version of cysignals can't be read: '$shortened'; on Cygwin one before $first_passing_cysignals takes first touches for crashes: give it with --with-cysignals=X.Y.Z, or $remedy_"
  else
    cysignals_warning="on Cygwin cysignals $shortened takes each first touch of reserved memory for a crash, and this pool relies on them: $remedy_"
  fi
}
