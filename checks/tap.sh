#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/tap.sh FILE: run a shunit2 test script and tell its results as TAP, one a test function, to Automake's
# TAP driver.  shunit2 itself counts a skipped test as passed and a script without a test as good; here the one is
# a SKIP with its reason and the other an error.

set -u
SHUNIT_COLOR=none ${CHECK_SHELL:-sh} "$@" 2>&1 | awk '
  function finish() {
    if (name == "") return
    count++
    line = (failed ? "not ok " : "ok ") count " - " name
    if (!failed && skipped != "") line = line " # SKIP " skipped
    print line
    fflush()
  }
  /^test[A-Za-z0-9_]*$/ { finish(); name = $0; failed = 0; skipped = ""; next }
  /^ASSERT:/ || /^shunit2:ERROR/ { failed = 1 }
  /^# SKIP / { skipped = substr($0, 8) }
  /^Ran [0-9]+ tests?\.$/ { finish(); name = ""; ran = $2; ended = 1 }
  { print "# " $0 }
  END {
    if (!ended || count != ran || count == 0) print "Bail out! the script ended after " count + 0 " tests"
    print "1.." count + 0
  }'
