#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The commands on the pages, in blocks and in lines, do what they say.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/docs/lib.sh
. "$top_srcdir/checks/docs/lib.sh"
# shellcheck source=checks/docs/run.sh
. "$top_srcdir/checks/docs/run.sh"

test_readme_builds_and_installs() {
  new_top_ || return 0
  run_page_ README.md
  assertTrue 'the program' 'test -x b/stage/usr/bin/tinypool'
  assertTrue 'the toolkit' 'test -x b/stage/usr/bin/poolstat'
  cp b/stage/usr/bin/tinypool my-program
  assertContains "$(sleep 2 | sh -c "$(commands_ README.md | grep my-program)" 2>&1)" 'pool: commit'
  ! command -v pkg-config >/dev/null || assertEquals commit "$(PKG_CONFIG_PATH=b/stage/usr/lib/pkgconfig \
    sh -c "$(grep -o 'pkg-config --variable=[^`]*' "$top_srcdir/docs/configure.md" | sed 's/-gap$/-tinypool/')")"
}

# Those with a word in capitals are patterns, and a verb that wants more is a name, not a command.  serial tells by its status.
test_commands_in_lines_work() {
  new_top_ || return 0
  for page in $(pages_); do
    commands_ "$page"
  done | grep '^poolpatch ' | grep -v -e '[A-Z][A-Z]' -e '^poolpatch [a-qt-z][a-z]*$' -e ' status$' | sort -u |
    for_tinypool_ >commands
  assertContains "$(cat commands)" 'export --format=debian'
  while IFS= read -r command <&3; do
    sh -c "$command" >log 2>&1 </dev/null
    status=$?
    case $command,$status in *serial,1) status=0 ;; esac
    assertEquals "$command: $(cat log)" 0 "$status"
  done 3<commands
  for file in debian/patches/series poolpatch.inc poolpatch.PKGBUILD poolpatch.cygport; do
    assertTrue "$file is written" "test -s $file"
  done
}

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

# sphinx-build is the real one, and what it was told is kept; of Sage there is what its docbuild reads.
test_manuals() {
  require_program_ pkg-config sphinx-build || return 0
  new_top_ || return 0
  mkdir doc
  echo 'Title' >doc/index.rst
  echo '=====' >>doc/index.rst
  : >doc/conf.py
  echo "echo \"\$*\" >>'$work/told'; exec $(command -v sphinx-build) \"\$@\"" | script_ "$work/bin/sphinx-build"
  echo "echo \"threads: \${SAGE_NUM_THREADS-}\" >>'$work/told'" | script_ "$work/bin/sage"
  for row in '2.11.2 1 1' '3.0.4 auto'; do
    # shellcheck disable=SC2086 # words
    set -- $row
    rm -rf b "$work/told"
    { grep -v cygwin "$SHUNIT_TMPDIR/answers" && echo "ax_cv_sys_cygwin_release=$1"; } >"$work/answers"
    CONFIG_SITE=$work/answers run_page_ docs/manuals.md
    assertTrue "$1: the manuals" 'test -f b/installed/share/doc/tinypool/guide/guide.html'
    assertEquals "$1" "-j $2 doc doc/_build
-b html -j $2 doc doc/_html
threads: ${3-}" "$(cat "$work/told")"
  done
}

. shunit2
