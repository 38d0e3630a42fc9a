#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Garbage for each parser of the shell, a thousand inputs a process; parsers_test.sh has those in C.  FUZZ_RUNS (environment):
# inputs for each, 100000 in make check-fuzz; FUZZ_SEED: for others than last time.
# shellcheck disable=SC2016,SC2034,SC2154 # garbage is not for this shell; what the functions under test set and read

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"
. "$top_srcdir/build/decide/version.sh"
. "$top_srcdir/build/decide/arguments.sh"

runs=${FUZZ_RUNS:-1000}
seed=${FUZZ_SEED:-1}

# fuzz_ FUNCTION SEED...: FUNCTION, in a process of its own for each thousand, with inputs made of the SEEDs on its standard
# input, must end with status 0 and say nothing.
fuzz_() {
  function_=$1
  shift
  printf '%s\n' "$@" | LC_ALL=C awk -v count="$runs" -v seed="$seed" -f "$top_srcdir/checks/fuzz/inputs.awk" | split -l 1000 - inputs.
  mkdir empty
  for part_ in inputs.*; do
    said_=$(cd empty && "$function_" <"../$part_" 2>&1)
    assertEquals "$part_: $said_" '0 ' "$? $said_"
  done
  assertEquals 'nothing was run' '' "$(ls empty)"
}

versions_() {
  before=1.2.3
  while IFS= read -r line; do
    if version_parse "$line"; then
      case $version in
        *[!0-9.]* | *.*.*.* | .* | *..* | *. | 0[0-9]* | *.0[0-9]*) echo "$line is $version" ;;
        *.*.*) ;;
        *) echo "$line is $version" ;;
      esac
      read=$version
      version_compare "$read" "$before" && order=$version_order
      version_compare "$before" "$read"
      test "$order" -eq $((-version_order)) || echo "$read and $before: $order and $version_order"
      version_reaches "$line" "$read" || echo "$line does not reach $read"
      before=$read
    else
      test -z "$version" && test -n "$version_error" && test "${#version_error}" -lt 200 || echo "$line: $version_error"
    fi
  done
}

test_versions() {
  fuzz_ versions_ 4.14.0 4.15dev 4.16.1-beta1 0.0.0 00012.010 '3.0.7(0.338/5/3)' 99999999999999999999.1 '$(echo ran >ran)' '`ls`.1'
}

# What is quoted is the same word again, and nothing in it is run.
arguments_() {
  prefix='/opt/a b' exec_prefix='${prefix}' bindir='$(exec_prefix)/bin' libdir='${exec_prefix}/lib' includedir='${prefix}/include'
  datarootdir='${prefix}/share' datadir='${datarootdir}'
  while IFS= read -r line; do
    quote "$line"
    eval "again=$quoted"
    test "$again" = "$line" || echo "quote: $line is $again"
    package_arguments 'with_pool enable_in_place' "$line"
    eval "set -- $configure_args"
    for word; do
      case $word in
        --prefix=*) test "$word" = "--prefix=$prefix" || echo "$line: $word" ;;
      esac
    done
    test $# -le 8 || echo "$line: $# words"
  done
}

test_arguments() {
  fuzz_ arguments_ --with-pool=commit '--libdir=${prefix}/lib' '--htmldir=$(datadir)/"doc' CFLAGS='-O2 -g' "it's" '$(echo ran >ran)' \
    '`echo ran >ran`' '--without-x' "--mandir='; echo ran >ran; '" "LDFLAGS=\\" '--enable-in-place=yes'
}

# guards(1) and what explain says of its choice agree: for each of 200 entries, with symbols that are there or not.
test_guards() {
  require_program_ guards || return 0
  rounds=$(((runs + 199) / 200)) round=0
  while test "$round" -lt "$rounds"; do
    round=$((round + 1))
    awk -v seed="$seed$round" 'BEGIN {
      srand(seed)
      split("+ - +! -!", sign, " ")
      split("commit noreserve gap-4.10.0 gap-4.11.0 a b-c no-huge-pages", symbol, " ")
      for (entry = 1; entry <= 200; entry++) {
        for (guards = int(rand() * 5); guards > 0; guards--)
          printf "%s%s%s", sign[int(rand() * 4) + 1], symbol[int(rand() * 7) + 1], rand() < 0.5 ? " " : "\t "
        print "x/" entry ".patch"
      }
    }' >series.conf
    for symbols in '' commit 'commit gap-4.10.0 a' 'noreserve b-c gap-4.10.0 gap-4.11.0 no-huge-pages'; do
      # shellcheck disable=SC2086 # words
      guards --config=series.conf $symbols >chosen
      awk -v symbols="$symbols" "$(cat "$top_srcdir/build/upkeep/guards.awk")"'
        is_chosen($0, symbols, 0) { print $NF }' series.conf >ours
      assertEquals "round $round, symbols: $symbols" '' "$(diff chosen ours)"
    done
  done
}

. shunit2
