#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# PARI under the model of Cygwin: an unpatched one can't give back memory of its stack (Sage ticket 22810).
# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/pari/paris.sh
. "$top_srcdir/checks/pari/paris.sh"

# steps_ BUILD 'OPTIONS OF CYGWIN-RUN' STEP...: to the files sheet and err.
steps_() {
  build_=$1 options_=$2
  shift 2
  # shellcheck disable=SC2086 # options are words
  with_ "$build_" "$cygwin/cygwin-run" --release=3.0.4 $options_ "$SHUNIT_TMPDIR/steps" "$@" >sheet 2>err
}

# sums_: the charges of all processes together, in KiB, a line for each step `account`.
sums_() {
  sed -n 's/^sum	\([0-9]*\).*/\1/p' sheet
}

# gp_stack_ BUILD [OPTION]...: what its gp says with a stack that may grow to 384 MiB; sets status.
gp_stack_() {
  build_=$1
  shift
  status=0
  echo 'print(#vector(20000000))' | timeout 60 "$cygwin/cygwin-run" --release=3.0.4 "$@" sh "$start_sh" "$build_" -q -f \
    -D parisize=67108864 -D parisizemax=402653184 >out 2>&1 || status=$?
}

# That gp ends; a program with libpari crashes, as the error is to be put on the stack that is no more.
test_an_unpatched_one_starts_only_where_the_stack_can_not_grow() {
  require_paris_ upstream commit-cygwin || return 0
  gp_stack_ upstream
  assertEquals "unpatched gp: $(tail -n 3 out)" 1 "$status"
  assertContains "$(cat out)" 'not enough memory'
  assertContains "$(cat out)" 'Errors on startup'
  status=0
  steps_ upstream '' start - 384m 64m value stack stack || status=$?
  assertNotEquals "unpatched libpari" 0 "$status"
  steps_ upstream '' start - 0 64m value stack stack
  assertEquals "unpatched, no parisizemax: $(cat err)" 0 $?
  assertContains "$(cat sheet)" 'stack 65536'
}

test_a_patched_one_starts_and_grows() {
  require_paris_ upstream commit-cygwin || return 0
  gp_stack_ commit-cygwin
  assertEquals "patched gp: $(tail -n 3 out)" 0 "$status"
  assertContains "$(cat out)" 20000000
  steps_ commit-cygwin '' start - 384m 64m value stack stack
  assertEquals "patched libpari: $(cat err)" 0 $?
  assertContains "$(cat sheet)" 'stack 65536'
}

# Without that rule of Cygwin an unpatched one works, so it is that one.
test_what_an_unpatched_one_fails_by_is_map_fixed() {
  require_paris_ upstream || return 0
  gp_stack_ upstream --off=fixed
  assertEquals "MAP_FIXED allowed: $(tail -n 3 out)" 0 "$status"
  assertContains "$(cat out)" 20000000
}

test_charge_follows_the_stack() {
  require_paris_ upstream commit-cygwin || return 0
  table_ stack 'Charge of a process with libpari on Cygwin 3.0.4, stack 64 MiB, grown by 150 MiB and shrunk; MiB'
  row_ strategy parisizemax started grown shrunk
  row_ upstream '384 MiB' 'not enough memory' - -
  # shellcheck disable=SC2046 # numbers
  for row in 'upstream 0 256m' 'commit-cygwin 384m 64m'; do
    # shellcheck disable=SC2086 # words
    set -- $row
    steps_ "$1" '' start - "$2" "$3" account eval "$grow" value stack stack account eval "$shrink" account
    assertEquals "$row: $(cat err)" 0 $?
    stack=$(sed -n 's/^stack //p' sheet)
    set -- "$1" "$2" $(sums_)
    assertEquals "$row: three sums" 5 $#
    row_ "${1%-cygwin}" "$(if test "$2" = 0; then echo 'none, parisize 256 MiB'; else echo '384 MiB'; fi)" "$(mib_ "$3")" \
      "$(mib_ "$4")" "$(mib_ "$5")"
    at_most_ "$row: grown" "$4" $((stack * 105 / 100))
    at_least_ "$row: grown" "$4" "$stack"
    test "$2" != 384m || at_most_ "$row: given back" "$5" $((65536 * 105 / 100))
  done
}

# children_ BUILD PARISIZEMAX PARISIZE LABEL
children_() {
  steps_ "$1" '' start - "$2" "$3" eval "$grow" eval "$shrink" value stack stack fork 8 account
  assertEquals "$4: $(cat err)" 0 $?
  assertEquals "$4: processes" 9 "$(account_ sheet | wc -l | tr -d ' ')"
  stack=$(sed -n 's/^stack //p' sheet)
  each=$(account_ sheet | awk -F '\t' '$2 > most { most = $2 } END { print most + 0 }')
  resident=$(account_ sheet | awk -F '\t' '$4 > most { most = $4 } END { print most + 0 }')
  row_ "$4" "$(mib_ "$stack")" "$(mib_ "$each")" "$(mib_ "$resident")" "$(mib_ "$(sums_)")"
  at_most_ "$4: a child holds the stack" "$each" $((stack * 105 / 100))
}

test_eight_children() {
  require_paris_ upstream commit-cygwin || return 0
  table_ children 'Eight forked children of a process with libpari, grown by 150 MiB and shrunk; an unpatched one must have all from the start; MiB'
  row_ strategy stack 'charge a child' 'resident each' sum
  children_ upstream 0 256m upstream
  children_ commit-cygwin 384m 64m commit
  at_most_ 'the patched one holds what it started with' "$each" $((65536 * 105 / 100))
}

test_children_of_a_grown_stack() {
  require_paris_ upstream commit-cygwin || return 0
  steps_ commit-cygwin '' start - 384m 64m eval "$grow" value stack stack fork 8 account
  assertEquals "$(cat err)" 0 $?
  stack=$(sed -n 's/^stack //p' sheet)
  assertEquals 262144 "$stack"
  each=$(account_ sheet | awk -F '\t' '$2 > most { most = $2 } END { print most + 0 }')
  at_most_ 'a child holds the stack in use' "$each" $((stack * 105 / 100))
}

# In a process that was forked from a thread, no first touch would be survived before 3.0.
test_no_first_touches() {
  require_paris_ upstream commit-cygwin || return 0
  with_ commit-cygwin "$cygwin/cygwin-run" --release=2.11.2 "$SHUNIT_TMPDIR/steps" \
    thread start - 384m 64m eval "$grow" >sheet 2>err
  assertContains "$(cat sheet err)" 'child ended with status 0'
}

test_memory_runs_out() {
  require_paris_ upstream commit-cygwin || return 0
  status=0
  steps_ commit-cygwin '--limit=200' start - 384m 64m eval "$grow" || status=$?
  assertEquals "$(cat err)" 1 "$status"
  assertContains "$(cat err)" 'the PARI stack overflows'
}

# What they say of the size of the stack differs, as its pages do.
test_its_own_tests_say_what_they_say_on_linux() {
  require_paris_ upstream commit-cygwin || return 0
  for name in objets analyz number polyser linear elliptic sumiter program trans; do
    gp_ upstream "$name" -D parisizemax=256M >native
    test_file_ "$name" | with_model_ -q --test -D parisizemax=256M >modelled 2>&1
    assertEquals "$name" '' "$(diff native modelled)"
  done
}

with_model_() {
  timeout 600 "$cygwin/cygwin-run" --release=3.0.4 sh "$start_sh" commit-cygwin "$@"
}

# shellcheck disable=SC1091 # found on PATH
. shunit2
