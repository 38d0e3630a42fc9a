#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The stage explain: what becomes of each patch of series.conf, and why.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

tree=build/src/tinypool-1.0.0
commit=commit/tinypool-1.0.0.patch
noreserve=noreserve/tinypool-1.0.0.patch

new_tree_() {
  new_world_
  unpack_source_
}

# assert_malformed_ TEXT: status 2, and the TEXT is said.
assert_malformed_() {
  stage_ explain
  assert_status_ 2
  assertContains "$err" "$1"
}

# line_of_ PATCH: the line about PATCH, with single blanks.
line_of_() {
  printf '%s\n' "$out" | grep "^$1 " | tr -s ' '
}

test_each_patch_has_its_line() {
  new_tree_
  stages_ explain
  assertEquals "$out" 2 "$(printf '%s\n' "$out" | wc -l | tr -d ' ')"
  assertEquals "$commit applies guard +commit: true that the strategy is commit (strategy commit, tinypool 1.0.0)" \
    "$(line_of_ "$commit")"
  assertEquals "$noreserve skipped guard +noreserve: not true that the strategy is noreserve (strategy commit, tinypool 1.0.0)" \
    "$(line_of_ "$noreserve")"
}

test_guard_that_decides_last_is_the_one_named() {
  new_tree_
  settle_ 'symbols=commit tinypool-1.0.0 tinypool-2.0.0' package_version=2.1.0
  mv "$tree" build/src/tinypool-2.1.0
  stages_ explain
  assertContains "$(line_of_ "$commit")" 'skipped guard -tinypool-2.0.0: true that the tree is tinypool 2.0.0 or later'
}

test_negated_guard_that_decides_is_named() {
  new_tree_
  settle_ symbols=commit
  stages_ explain
  assertContains "$(line_of_ "$commit")" 'skipped guard -!tinypool-1.0.0: not true that the tree is tinypool 1.0.0'
}

test_patch_without_a_guard_always_applies() {
  new_tree_
  settle_ pool_strategy=upstream
  echo "$noreserve" >>recipe/patches/tinypool/series.conf
  stages_ explain
  assertContains "$out" "no guard: always"
}

# applied_upstream_ VERSION: its header says that the patch noreserve is in upstream's VERSION.
applied_upstream_() {
  sed "/^Forwarded/a Applied-Upstream: $1, https://example.org/1" "$fixture/patches/tinypool/$noreserve" \
    >"recipe/patches/tinypool/$noreserve"
}

test_patch_upstream_has_is_told_with_its_version() {
  new_tree_
  applied_upstream_ 1.0.0
  stages_ explain
  assertContains "$(line_of_ "$noreserve")" "$noreserve in upstream since 1.0.0 guard"
}

test_patch_a_later_version_has_is_only_skipped() {
  new_tree_
  applied_upstream_ 1.10.0
  stage_ explain
  assertContains "$(line_of_ "$noreserve")" "$noreserve skipped guard"
}

test_patched_tree_is_explained_as_before() {
  new_tree_
  stage_ explain
  before=$out
  stages_ patch
  listing=$(listing_ "$tree")
  stages_ explain
  assertEquals "$before" "$out"
  assertEquals 'it only looks' "$listing" "$(listing_ "$tree")"
}

# add_second_: a second patch of the file that the first one changes.
add_second_() {
  add_patch_ <<'END'
--- a/src/pool.c
+++ b/src/pool.c
@@ -1,3 +1,4 @@
+/* Addresses. */
 /* SPDX-License-Identifier: GPL-2.0-or-later
  * Copyright (C) 2026 The poolpatch developers
  *
END
  echo '+commit second.patch' >>recipe/patches/tinypool/series.conf
}

test_tree_patched_twice_is_explained_as_before_without_gnus_tac_and_sort() {
  new_tree_
  add_second_
  stage_ explain
  before=$out
  stages_ patch
  tools_ tools
  rm -f tools/tac tools/sort
  echo "case \$* in *-*V*) exit 2 ;; esac; exec '$(command -v sort)' \"\$@\"" | script_ tools/sort
  PATH=$work/tools stages_ explain
  assertEquals "$err" "$before" "$out"
}

test_chosen_patch_that_does_not_fit_is_status_1_with_its_hunk() {
  new_tree_
  sed 's/return 0;/return 1;/' source/src/pool.c >"$tree/src/pool.c"
  stage_ explain
  assert_status_ 1
  assertContains "$(line_of_ "$commit")" "$commit does not apply guard +commit: true"
  assertContains 'which hunk' "$err" 'Hunk #2 FAILED'
  assertContains 'what is there instead' "$err" 'src/pool.c has there, from line 24'
  assertContains 'what is there instead' "$err" 'return 1;'
  assertContains 'the others are told, too' "$out" "$noreserve"
}

test_patch_that_is_not_there_is_status_2() {
  new_tree_
  rm "recipe/patches/tinypool/$noreserve"
  assert_malformed_ "$noreserve"
}

test_symbol_nobody_declared_is_status_2() {
  new_tree_
  echo "+comit $noreserve" >>recipe/patches/tinypool/series.conf
  assert_malformed_ 'symbol not declared: comit'
}

test_patch_that_changes_nothing_is_status_2() {
  new_tree_
  echo 'Description: empty' >"recipe/patches/tinypool/$noreserve"
  assert_malformed_ "$noreserve"
}

test_malformed_patch_is_status_2() {
  new_tree_
  head -n 16 "$fixture/patches/tinypool/$commit" >"recipe/patches/tinypool/$commit"
  assert_malformed_ "$commit"
}

# As Perl does it to a guards it finds old-fashioned.
test_what_guards_says_as_a_warning_goes_to_the_log() {
  new_tree_
  echo "echo 'Possible precedence issue' >&2; exec '$(command -v guards)' \"\$@\"" | script_ bin/guards
  PATH=$work/bin:$PATH stages_ explain
  assertEquals '' "$err"
  assertEquals "$out" 2 "$(printf '%s\n' "$out" | wc -l | tr -d ' ')"
  assertContains "$(cat build/logs/explain.log)" 'Possible precedence issue'
}

test_series_conf_that_cannot_be_read_is_status_2() {
  new_tree_
  rm recipe/patches/tinypool/series.conf
  assert_malformed_ series.conf
}

. shunit2
