#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# GAP's own testinstall fails in the patched GAP just where it fails in an unpatched build of the same source.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/gap/installed.sh
. "$top_srcdir/checks/gap/installed.sh"

# run_testinstall_ ROOTS PROGRAM LIBDIR OUTPUT: the tests are those of the tree, as GAP installs none.
run_testinstall_() {
  LD_LIBRARY_PATH=$3 "$2" -l "$1;$tree" --quitonbreak -b -q -r "$tree/tst/testinstall.g" </dev/null >"$4" 2>&1
}

# failures_ OUTPUT: the differences it reports, and the count, without the times.
failures_() {
  sed -n '/########> Diff/,/# But found/p; /########> Diff/,/^[^#]*########[^>]*$/p; / failures in /p' "$1" |
    grep -v ' ms (.* allocated for '
}

test_testinstall_fails_just_where_an_unpatched_gap_does() {
  require_gap_ || return 0
  test -x "$top_builddir/variants/upstream/local/bin/gap" || {
    skip_ "no unpatched GAP to compare with: 'make variants' builds one"
    return 0
  }
  stock=$top_builddir/variants/upstream/local
  run_testinstall_ "$stock/lib/gap;$stock/share/gap" "$stock/bin/gap" "$stock/lib" stock.out &
  run_testinstall_ "$destdir$libdir/gap;$destdir$datarootdir/gap" "$destdir$bindir/gap" "$destdir$libdir" ours.out
  wait
  assertContains 'the unpatched GAP came to the end' "$(tail -n 20 stock.out)" 'total '
  assertContains 'the patched GAP came to the end' "$(tail -n 20 ours.out)" 'total '
  failures_ stock.out >stock.failures
  failures_ ours.out >ours.failures
  echo "unpatched:$(grep ' failures in \|^#I  No errors' stock.out)"
  echo "patched:  $(grep ' failures in \|^#I  No errors' ours.out)"
  assertEquals 'the failures differ' '' "$(diff stock.failures ours.failures)"
}

. shunit2
