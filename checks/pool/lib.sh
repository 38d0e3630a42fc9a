# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/pool/lib.sh: a test for each situation of pooltest.c; sourced after checks/lib.sh.  The test's
# build_forms sets why_not to the reason if nothing can be tried, or else builds pooltest in some forms.
# shellcheck shell=sh
# shellcheck disable=SC2154 # checks/lib.sh sets top_srcdir

pooltest_forms=
why_not=

# shunit2 has its directory only now, not when this file is read.
oneTimeSetUp() {
  pooltests=$SHUNIT_TMPDIR/pooltests
  build_forms
}

# build_pooltest FORM HEADER CFLAG...: for the program in HEADER.
build_pooltest() {
  pooltest_form_=$1 pooltest_program_=$2
  shift 2
  mkdir -p "$pooltests"
  # shellcheck disable=SC2086 # CC may hold options
  ${CC:-cc} -g -O1 -DPOOLTEST_PROGRAM="\"$pooltest_program_\"" "$@" -o "$pooltests/$pooltest_form_" \
    "$top_srcdir/checks/pool/pooltest.c" >"$pooltests/log" 2>&1 || { cat "$pooltests/log"; exit 99; }
  pooltest_forms="$pooltest_forms $pooltest_form_"
}

# situation NAME: in each form; some of them may not have it.
situation() {
  test -z "$why_not" || {
    skip_ "$why_not"
    return
  }
  seen_=0
  for form_ in $pooltest_forms; do
    rm -rf groups
    "$pooltests/$form_" "$1" >output 2>&1
    status_=$?
    test "$status_" = 77 || {
      seen_=$((seen_ + 1))
      assertEquals "$form_: $(cat output)" 0 "$status_"
    }
  done
  test "$seen_" -gt 0 || skip_ "$1 can't be had on this system"
}

suite() {
  # shellcheck disable=SC2013 # names
  for situation_ in $(sed -n 's/^    SITUATION(\([a-z0-9_]*\)),$/\1/p' "$top_srcdir/checks/pool/pooltest.c"); do
    eval "test_$situation_() { situation $situation_; }"
    suite_addTest "test_$situation_"
  done
  suite_addTest test_no_situation_is_left_out
}

test_no_situation_is_left_out() {
  test -z "$why_not" || {
    skip_ "$why_not"
    return
  }
  # shellcheck disable=SC2086 # the first form
  set -- $pooltest_forms
  for situation_ in $("$pooltests/$1" 2>&1 | sed -n 's/^  //p'); do
    assertTrue "$situation_" "command -v test_$situation_"
  done
}
