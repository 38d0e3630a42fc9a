#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/upkeep/explain.sh: every patch of every strategy, one line each: what becomes of it, and the guard and the value
# that decided.
#
#   applies          it is chosen and fits
#   does not apply   it is chosen and does not fit; which hunk, and what is there instead, follows
#   in upstream      it is not chosen, and the tree's version has had it since the version its header names
#   skipped          it is not chosen
#
# Exit status: 0 the chosen series applies, 1 a chosen patch does not, 2 series.conf or a patch is malformed.

stage=explain
# shellcheck source=build/lib/stage.sh
. "$(dirname -- "$0")/../lib/stage.sh"
# shellcheck source=build/lib/series.sh
. "$(dirname -- "$0")/../lib/series.sh"
load_settings

conf=$patches/series.conf
status=0

main() {
  entries=$(run_guards --list --with-guards) ||
    malformed "$conf: guards can't read it: $(tail -n 1 "$build_dir/logs/$stage.log")"
  new_scratch
  printf '%s\n' "$entries" >"$scratch/.entries"
  use_clean_tree
  while IFS= read -r entry; do
    test -z "$entry" || explain_entry "$entry"
  done <"$scratch/.entries"
  exit "$status"
}

explain_entry() {
  # shellcheck disable=SC2086 # guards and a file name, none of which holds a blank
  set -- $1
  decided_by=default
  chosen=yes
  while test $# -gt 1; do
    judge_guard "$1"
    shift
  done
  test -f "$patches/$1" || malformed "$conf names $1, which is not there"
  grep -q '^+++ ' "$patches/$1" || malformed "$1 changes no file: it has no line '+++ b/FILE'"
  if test "$chosen" = yes; then explain_chosen "$1"; else explain_skipped "$1"; fi
}

# judge_guard GUARD: as guards(1) does: the first sets the default, the last that matches decides.  A symbol that
# guards has never seen is false to it, so a mistyped one must be found here.
judge_guard() {
  symbol=${1#[-+]}
  symbol=${symbol#!}
  meaning_of "$symbol" >/dev/null ||
    malformed "$conf: symbol not declared: $symbol; declare it with a line '#: $symbol  MEANING'"
  case " $symbols " in *" $symbol "*) defined=yes ;; *) defined=no ;; esac
  case $1,$defined in
    [-+]!*,no | [-+][!!]*,yes) matches=yes ;;
    *) matches=no ;;
  esac
  if test "$decided_by" = default; then
    case $1 in +*) chosen=no ;; -*) chosen=yes ;; esac
    decided_by=$1
  fi
  test "$matches" = yes || return 0
  case $1 in +*) chosen=yes ;; -*) chosen=no ;; esac
  decided_by=$1
}

# meaning_of SYMBOL: what series.conf's header says; fails if it says nothing.
meaning_of() {
  awk -v symbol="$1" '$1 == "#:" && $2 == symbol { sub(/^#:[ \t]*[^ \t]*[ \t]*/, ""); print; found = 1; exit }
    END { exit !found }' "$conf"
}

# value_of GUARD: in words, what the guard asked and what the answer is.
value_of() {
  test "$1" != default || { printf 'no guard: always'; return; }
  symbol=${1#[-+]}
  symbol=${symbol#!}
  case " $symbols " in *" $symbol "*) is_='' ;; *) is_='not ' ;; esac
  printf 'guard %s: %strue that %s (strategy %s, %s %s)' \
    "$1" "$is_" "$(meaning_of "$symbol")" "$pool_strategy" "$package" "$package_version"
}

explain_chosen() {
  if try_patch "$clean_tree" "$scratch" "$1"; then
    tell "$1" applies "$(value_of "$decided_by")"
  elif is_malformed "$scratch"; then
    malformed "$patches/$1: $(grep '^patch: ' "$scratch/.output")"
  else
    tell "$1" 'does not apply' "$(value_of "$decided_by")"
    tell_rejected "$clean_tree" "$scratch" "$1"
    status=1
  fi
}

explain_skipped() {
  since=$(sed -n 's/^Applied-Upstream: *\([0-9][0-9.]*\).*/\1/p' "$patches/$1" | head -n 1)
  if test -n "$since" && printf '%s\n%s\n' "$since" "$package_version" | sort -V -C 2>/dev/null; then
    tell "$1" "in upstream since $since" "$(value_of "$decided_by")"
  else
    tell "$1" skipped "$(value_of "$decided_by")"
  fi
}

tell() { # tell PATCH OUTCOME WHY
  printf '%-34s %-16s %s\n' "$1" "$2" "$3"
}

malformed() {
  printf '%s: %s\n' "$stage" "$*" >&2
  exit 2
}

main
