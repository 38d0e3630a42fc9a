# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/packaging/lib.sh: what the tests of the recipes share; sourced after checks/lib.sh.
#
#   block_ SYSTEM KIND     prints the block ```KIND of the recipe of SYSTEM, for tinypool instead of GAP
#   run_block_ SYSTEM      runs its block sh
#   prepare_               puts poolpatch on PATH, for the package tinypool; 1 if it can't be tried, and says so
#   make_tarball_ FILE     packs tinypool's source as tinypool-1.0.0
#   own_patch_ FILE        makes FILE, a patch of the distribution's own
#   assert_built_ PROGRAM STRATEGY   PROGRAM runs, and its pool is of STRATEGY
# shellcheck shell=sh
# shellcheck disable=SC2154 # checks/lib.sh sets work

fixture=$top_srcdir/checks/tinypool

block_() {
  page_block_ "packaging/$1/README.md" "$2" |
    sed 's/gap-4\.1[04]\.[02]/tinypool-1.0.0/g; s/4\.1[04]\.[02]/1.0.0/g; s/gap -A -q -T/tinypool/'
}

run_block_() {
  block_ "$1" sh >"$work/block.sh"
  sh -eu "$work/block.sh" >"$work/block.log" 2>&1 || fail "$(cat "$work/block.sh" "$work/block.log")"
}

oneTimeSetUp() {
  own_cache_
}

prepare_() {
  require_toolkit_ || return 1
  test -x "$top_builddir/poolstat/poolstat" || { skip_ 'poolstat is not built'; return 1; }
  script_ "$work/bin/poolpatch" <<END
verb=\$1
shift
exec '$top_srcdir/poolpatch' "\$verb" '--with-recipe=$fixture' "\$@"
END
  case :$PATH: in *":$work/bin:"*) ;; *) PATH=$work/bin:$PATH ;; esac
}

make_tarball_() {
  mkdir -p pack
  cp -R "$fixture/source" pack/tinypool-1.0.0
  chmod -R u+w pack
  tar -c -J -f "$1" -C pack tinypool-1.0.0
  rm -rf pack
}

own_patch_() {
  cat >"$1" <<'END'
Description: a patch of the distribution's own
--- a/VERSION
+++ b/VERSION
@@ -1 +1,2 @@
 tinypool 1.0.0
+with a patch of its own
END
}

assert_built_() {
  assertTrue "$1 is there" "test -x '$1'"
  "$top_builddir/poolstat/poolstat" --hold --expect="$2" -- "$1" >"$work/report" 2>&1
  assertEquals "$(cat "$work/report")" 0 $?
}
