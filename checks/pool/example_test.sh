#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The example of pool/README.md: a foreign project that has copied what it needs builds, and its pool behaves.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

# What pool/README.md says to copy.
copied_() {
  sed -n 's/^    cp \(.*\) \(src\|m4\)\/$/\1/p' "$top_srcdir/pool/README.md"
}

test_project_that_copied_the_pool_works() {
  require_program_ autoreconf automake make || return 0
  test "$(uname -s)" = Linux || {
    skip_ 'RLIMIT_DATA counts what a pool commits on Linux only'
    return
  }
  cp -R "$top_srcdir/checks/example/collector" collector && chmod -R u+w collector && mkdir collector/m4 && cd collector || return
  for file_ in $(copied_); do
    case $file_ in
      *.m4) cp "$top_srcdir/$file_" m4/ ;;
      *) cp "$top_srcdir/$file_" . ;;
    esac || fail "$file_ can't be copied"
  done
  autoreconf --install --warnings=all,error >log 2>&1 || fail "autoreconf: $(cat log)"
  ./configure CFLAGS='-Wall -Wextra -Werror' >log 2>&1 || fail "configure: $(cat log)"
  make >log 2>&1 || fail "make: $(cat log)"
  ./collector >out 2>&1
  assertEquals 'it ends by itself' 1 $?
  # with huge pages, up to one of them more is committed
  assertEquals 'reserved 64 GiB: 0 MiB used, 0 MiB committed
grown: 200 MiB used, 200 MiB committed
collected: 10 MiB used, 10 MiB committed
forked: 10 MiB used, 10 MiB committed' "$(sed 's/ 20[12] MiB committed/ 200 MiB committed/; s/ 1[12] MiB committed/ 10 MiB committed/; 4q' out)"
  assertEquals 1 "$(grep -c '^out of memory: [0-9]* MiB used, [0-9]* MiB committed$' out)"
}

. shunit2
