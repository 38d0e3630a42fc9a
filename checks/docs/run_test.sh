#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The commands on the pages do what they say; README.md's are in blocks_test.sh.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/docs/lib.sh
. "$top_srcdir/checks/docs/lib.sh"
# shellcheck source=checks/docs/run.sh
. "$top_srcdir/checks/docs/run.sh"

test_packaging() {
  new_top_ || return 0
  run_page_ docs/packaging.md
  assertEquals 'the tree is what it was' '' "$(diff -r checks/tinypool/source tinypool-1.0.0)"
}

test_sage() {
  new_top_ || return 0
  run_page_ docs/sage.md
  assertTrue 'installed' 'test -x sage/bin/tinypool'
  assertContains "$(cat "$work/log")" 'src: patched'
}

test_other_programs() {
  new_top_ || return 0
  rm -rf tinypool-1.0.0
  run_page_ docs/other-programs.md
  assertContains "$(cat "$work/log")" 'pool: commit'
}

test_patches() {
  new_top_ || return 0
  before=$(cat patches/tinypool/commit/tinypool-1.0.0.patch)
  run_page_ docs/patches.md
  assertContains "$(cat "$work/log")" 'commit/tinypool-1.0.0.patch        applies'
  assertContains 'the edit is in the patch' "$(cat patches/tinypool/commit/tinypool-1.0.0.patch)" '+/* edited */'
  assertNotContains 'it was not before' "$before" edited
}

test_macros() {
  require_program_ autoreconf make || return 0
  new_top_ || return 0
  mkdir empty && cd empty || return
  run_page_ docs/macros/README.md
  assertContains "$(cat "$work/log")" 'pool: commit, reserved 65536 MiB, committed 16 MiB'
}

test_cygwin_model() {
  new_top_ || return 0
  test -x "$top_builddir/checks/cygwin-model/cygwin-run" || { skip_ 'the model is not built: it is for Linux'; return 0; }
  (cd tinypool-1.0.0 && ./configure "--prefix=$work/installed" && make install) >log 2>&1 || fail "$(cat log)"
  echo "exec '$work/installed/bin/tinypool'" | script_ "$work/bin/gap"
  run_page_ docs/cygwin-model.md
}

. shunit2
