#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/pari.sh PAIRS [CASE...]: what the installed PARI costs over the upstream one; checks/bench/installed.sh says how.
# shellcheck disable=SC2034,SC2154 # what installed.sh reads, and sets

set -eu

program_name=gp
all_cases='start grow fork bench testall'
long_case=testall

# Each line of case.gp is a command, after which the stack shrinks again.
case_() {
  echo "$work/case.gp" >"$work/files"
  case $1 in
    start)
      what='start and end'
      limit_ 1.02 1.02
      echo ;;
    grow)
      what='ten times 150 MiB of the stack'
      limit_ 0.50 1.02
      for _ in 1 2 3 4 5 6 7 8 9 10; do echo '#vector(20000000)'; done ;;
    fork)
      what='150 MiB of the stack, 300 commands with system'
      limit_ 0.95 1.02
      echo 'f() = my(v = vector(20000000)); for(k = 1, 300, system("true")); #v'
      echo 'f()' ;;
    bench)
      what="gp's own bench"
      limit_ 1.02 1.02
      files_of_ test_basic ;;
    testall)
      what="gp's own test-all"
      limit_ 1.02 1.02
      files_of_ test_extra ;;
    *) give_up "no such case: $1; see case_ in checks/bench/pari.sh" ;;
  esac >"$work/case.gp"
}

# files_of_ LIST: those tests of the tree, each for a gp of its own.
files_of_() {
  own_tests_ "$1" | tr ' ' '\n' | sed "/./!d; s|^|$tree/src/test/in/|" >"$work/files"
}

# Some tests plot into files.
program_() {
  cat <<END2
cd '$work'
while read -r file; do
  sh '$top_srcdir/checks/installed/start.sh' '$1' -q --test -D parisizemax=1G <"\$file"
done <'$work/files'
END2
}

# shellcheck source=checks/pari/tests.sh
. "${top_srcdir:?is to be set}/checks/pari/tests.sh"
# shellcheck source=checks/bench/installed.sh
. "${top_srcdir:?is to be set}/checks/bench/installed.sh"
