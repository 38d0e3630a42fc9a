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
# shellcheck disable=SC2154 # settings.sh sets what configure found

stage=explain
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/series.sh
. "${0%/*}/../lib/series.sh"
# shellcheck source=build/lib/words.sh
. "${0%/*}/../lib/words.sh"
# shellcheck source=build/decide/version.sh
. "${0%/*}/../decide/version.sh"
# shellcheck source=build/upkeep/lib.sh
. "${0%/*}/lib.sh"
load_settings

conf=$patches/series.conf
here=$(cd -- "$(dirname -- "$0")" && pwd)
tab=$(printf '\t')
status=0

main() {
  new_scratch
  has_room "$scratch" || give_up "there is no room in $scratch to try patches in; set TMPDIR to a directory that has some"
  run_guards --list --with-guards >"$scratch/.entries" ||
    give_up "$conf: guards can't read it: $(tail -n 1 "$build_dir/logs/$stage.log")"
  judge_entries >"$scratch/.judged" || exit 2
  find_clean_tree
  while IFS=$tab read -r patch chosen why; do
    test -f "$patches/$patch" || give_up "$conf names $patch, which is not there"
    grep -q '^+++ ' "$patches/$patch" || give_up "$patch changes no file: it has no line '+++ b/FILE'"
    if test "$chosen" = 1; then explain_chosen; else explain_skipped; fi
  done <"$scratch/.judged"
  exit "$status"
}

# judge_entries: a line for each entry: the patch, 1 if it is chosen or 0, and in words what the guard that decided asked
# for and what the answer is.  A symbol that guards has never seen is false to it, so a mistyped one is found here.
judge_entries() {
  awk -v symbols="$symbols" -v given="strategy $pool_strategy, $package $package_version" -v name="$stage" "
    $(cat "$here/guards.awk")"'
    NR == FNR {
      if ($1 == "#:") {
        symbol = $2
        sub(/^#:[ \t]*[^ \t]*[ \t]*/, "")
        meaning[symbol] = $0
      }
      next
    }
    NF > 0 {
      for (i = 1; i < NF; i++) {
        symbol = symbol_of($i)
        if (symbol in meaning) continue
        printf "%s: %s: symbol not declared: %s; declare it with a line \047#: %s  MEANING\047\n", \
          name, ARGV[1], symbol, symbol >"/dev/stderr"
        exit 2
      }
      chosen = is_chosen($0, symbols, 0)
      symbol = symbol_of(decider)
      print $NF "\t" chosen "\t" (decider == "" ? "no guard: always" : "guard " decider ": " \
        (is_defined(symbol, symbols) ? "" : "not ") "true that " meaning[symbol] " (" given ")")
    }' "$conf" "$scratch/.entries"
}

explain_chosen() {
  if try_patch "$clean_tree" "$scratch" "$patch"; then
    report "$patch" applies "$why"
  elif is_malformed "$scratch"; then
    give_up "$patches/$patch: $(grep '^patch: ' "$scratch/.output")"
  else
    report "$patch" 'does not apply' "$why"
    report_rejected "$clean_tree" "$scratch" "$patch"
    status=1
  fi
}

explain_skipped() {
  since=$(sed -n 's/^Applied-Upstream: *\([0-9][0-9.]*\).*/\1/p' "$patches/$patch" | head -n 1)
  if test -n "$since" && version_reaches "$package_version" "$since"; then
    report "$patch" "in upstream since $since" "$why"
  else
    report "$patch" skipped "$why"
  fi
}

main
