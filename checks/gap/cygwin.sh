# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/gap/cygwin.sh: what the checks of GAP of each strategy share, those under the model of Cygwin and those on
# Linux itself; sourced after checks/lib.sh.
#
# They need the variants that `make variants` builds, each for a strategy of the tables:
#   upstream         no patch
#   upstream-cygwin  no patch, but src/sysmem.c in its Cygwin form: what upstream does on Cygwin by itself, from 4.11 on the
#                    same as noreserve, in 4.10 as upstream
#   noreserve        strategy noreserve
#   commit           strategy commit in its Cygwin form, variant commit-cygwin (linux_check.sh takes the installed GAP)
#   calloc           no patch, the pool from calloc (only for linux_check.sh: the model does not see it)
# shellcheck shell=sh disable=SC2154 # top_builddir is checks/lib.sh's

# shellcheck source=checks/gap/gaps.sh
. "$top_srcdir/checks/gap/gaps.sh"
# shellcheck source=checks/installed/tables.sh
. "$top_srcdir/checks/installed/tables.sh"

cygwin=$top_builddir/checks/cygwin-model
strategies='upstream upstream-cygwin noreserve commit'
unset CYGWIN_MODEL_RELEASE CYGWIN_MODEL_COMMIT_LIMIT CYGWIN_MODEL_OFF
PATH=$cygwin:$PATH

# gap_of_ STRATEGY: its GAP, by the name gaps.sh knows.
gap_of_() {
  case $1 in
    commit) echo commit-cygwin ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# roots_ STRATEGY: its root directories.
roots_() {
  roots_of_ "$(gap_of_ "$1")"
}

# Is it GAP 4.10, which has no --bare, raises its pool to what -o says, and has less for a program to call?
is_4_10_() {
  ! grep -q '"bare"' "$(directory_ upstream datarootdir)/gap/lib/system.g"
}

# like_ STRATEGY: the one it must behave like.
like_() {
  case $1 in
    upstream-cygwin) if is_4_10_; then echo upstream; else echo noreserve; fi ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# plain_ POOL: the options that start GAP with as little as possible and a pool of POOL.
plain_() {
  if is_4_10_; then
    printf '%s\n' "-A -r -q -T -m 64m -s $1 $(test "$1" = 0 || echo "-o $1")"
  else
    printf '%s\n' "--bare -A -q -T -m 64m -s $1"
  fi
}

# The GAPs and the programs that embed them are there; compiled once a script.
require_gaps_() {
  for strategy_ in $strategies; do
    test -e "$(directory_ "$(gap_of_ "$strategy_")" libdir)/libgap.so" || {
      skip_ "no GAP of strategy $strategy_: 'make variants' builds it"
      return 1
    }
  done
  unset strategy_
  test -e "$SHUNIT_TMPDIR/steps" || compile_ || {
    fail 'the programs that embed libgap do not compile'
    return 1
  }
}

# One program for all of them: their libgap has the same interface.
compile_() {
  old_=
  ! is_4_10_ || old_=-DEMBED_GAP_4_10
  include_=$(directory_ upstream includedir) library_=$(directory_ upstream libdir)
  # shellcheck disable=SC2086 # CC may hold options
  ${CC:-cc} -O2 -std=gnu11 $old_ -Wall -Wextra -Wpedantic -Wconversion -Werror -fPIC -shared -isystem "$include_" -I"$top_srcdir/checks/installed" \
    -o "$SHUNIT_TMPDIR/embed.so" "$top_srcdir/checks/gap/embed.c" -L"$library_" -lgap || return
  # shellcheck disable=SC2086
  ${CC:-cc} -O2 -std=gnu11 $old_ -I"$include_" -I"$top_srcdir/checks/installed" -o "$SHUNIT_TMPDIR/steps" \
    "$top_srcdir/checks/installed/steps.c" "$top_srcdir/checks/gap/embed.c" -L"$library_" -lgap -lpthread
}

# on_ STRATEGY COMMAND...: run COMMAND with that GAP, two minutes at most.
on_() {
  path_=$(directory_ "$(gap_of_ "$1")" libdir)
  shift
  LD_LIBRARY_PATH=$path_ timeout 120 "$@" </dev/null
}

# steps_ STRATEGY 'OPTIONS OF CYGWIN-RUN' STEP...
steps_() {
  strategy_=$1
  options_=$2
  shift 2
  # shellcheck disable=SC2086 # options are words
  on_ "$strategy_" "$cygwin/cygwin-run" $options_ "$SHUNIT_TMPDIR/steps" "$@"
}

# charges_ STRATEGY 'OPTIONS OF CYGWIN-RUN' STEP...: after these, and with one to eight forked children more: what all
# processes are charged together, a line each in the file charges: children, tab, MiB.
charges_() {
  charged_=$1 options_=$2
  shift 2
  set -- "$@" account
  for _ in 1 2 3 4 5 6 7 8; do set -- "$@" fork 1 account; done
  steps_ "$charged_" "$options_" "$@" >sheet &&
    awk -F '\t' '$1 == "sum" { printf "%d\t%.0f\n", count++, $2 / 1024 }' sheet >charges &&
    test "$(grep -c . charges)" -eq 9
}

# label_ STRATEGY: sets label, what a table calls it: an unpatched GAP maps its pool on Cygwin in one way up to 4.10, in
# another from 4.11 on, and a later one stands for both.
label_() {
  label=$1
  case $1 in
    upstream) is_4_10_ || label='GAP up to 4.10' ;;
    upstream-cygwin) is_4_10_ || label='GAP from 4.11' ;;
  esac
}
