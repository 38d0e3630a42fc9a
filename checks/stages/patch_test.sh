#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The stages patch and unpatch: the series goes in whole, once, and comes out without a trace.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

tree=build/src/tinypool-1.0.0

# A world that is unpacked and waits to be patched.
new_tree_() {
  new_world_with_ "$@"
  unpack_source_
}

# The same, patched; made once, then copied.
new_patched_tree_() {
  patched_world=$SHUNIT_TMPDIR/patched
  if test -d "$patched_world"; then
    cp -R -p "$patched_world/." .
  else
    new_tree_
    stages_ patch
    cp -R -p . "$patched_world"
  fi
}

# fake_quilt_: a quilt in bin/ that runs the shell commands of standard input with the real one in $quilt.
fake_quilt_() {
  { echo "quilt=$(command -v quilt)" && cat; } | script_ bin/quilt
}

assert_unpatched_() {
  assertEquals "$(listing_ source)" "$(listing_ "$tree")"
}

# assert_patch_fails_cleanly_ STATUS DO: with a quilt that does DO after a push, the stage ends so and leaves the tree as
# it was.
assert_patch_fails_cleanly_() {
  new_tree_
  fake_quilt_ <<END
"\$quilt" "\$@"
case " \$* " in *' push '*) $2 ;; esac
END
  PATH=$work/bin:$PATH stage_ patch
  assert_status_ "$1"
  assert_unpatched_
}

test_series_is_applied_and_stamped() {
  new_tree_
  stages_ patch
  assertContains "$(cat "$tree/src/pool.c")" 'return mprotect'
  assertContains 'the strategy' "$(cat "$tree/.poolpatch/stamp")" strategy=commit
  digest=$(digest_ recipe/patches/tinypool/commit/tinypool-1.0.0.patch)
  assertContains 'the series' "$(cat "$tree/.poolpatch/stamp")" "patch=commit/tinypool-1.0.0.patch sha256=$digest"
  assertContains 'what it says' "$out" 'commit/tinypool-1.0.0.patch applied'
}

test_upstream_changes_nothing() {
  new_tree_ pool_strategy=upstream
  stages_ patch
  assertContains "$out" 'no patch needed'
  assert_unpatched_
}

test_same_decision_again_does_nothing() {
  new_patched_tree_
  before=$(listing_ "$tree")
  fake_quilt_ <<'END'
exit 1
END
  PATH=$work/bin:$PATH stages_ patch
  assertEquals 'nothing to say' '' "$out$err"
  assertEquals "$before" "$(listing_ "$tree")"
}

test_another_decision_is_taken_out_first() {
  new_patched_tree_
  settle_ pool_strategy=noreserve
  stages_ patch
  assertContains "$out" 'patched by another decision, commit'
  assertContains "$(cat "$tree/src/pool.c")" MAP_NORESERVE
  assertNotContains "$(cat "$tree/src/pool.c")" 'return mprotect'
  stages_ unpatch
  assert_unpatched_
}

test_upstream_takes_an_earlier_decision_out() {
  new_patched_tree_
  settle_ pool_strategy=upstream
  stages_ patch
  assert_unpatched_
}

# What makepkg -f and a second %prep do.
test_source_extracted_again_is_patched_again() {
  new_patched_tree_
  cp -R source/. "$tree/"
  stages_ patch
  assertContains "$out" 'extracted again'
  assertContains "$(cat "$tree/src/pool.c")" 'return mprotect'
}

test_file_edited_since_stops_the_stage() {
  new_patched_tree_
  echo '/* mine */' >>"$tree/src/pool.c"
  before=$(listing_ "$tree")
  stage_ patch
  assert_refused_ 'src/pool.c edited since' 'nothing was changed'
  assertEquals "$before" "$(listing_ "$tree")"
}

# As dpkg-source unpacks a source of format 3.0 (quilt).
test_quilt_stack_of_a_distribution_is_left_alone() {
  new_tree_ in_place=yes
  mkdir -p source/.pc/theirs.patch
  echo 2 >source/.pc/.version
  echo theirs.patch >source/.pc/applied-patches
  before=$(listing_ source)
  stages_ patch
  assertContains "$(cat source/src/pool.c)" 'return mprotect'
  stages_ unpatch
  assertEquals "$before" "$(listing_ source)"
}

test_changed_patch_is_another_decision() {
  new_patched_tree_
  sed 's/^Last-Update.*/Last-Update: 2030-01-01/' "$fixture/patches/tinypool/commit/tinypool-1.0.0.patch" \
    >recipe/patches/tinypool/commit/tinypool-1.0.0.patch
  settle_decision_
  stages_ patch
  assertContains "$out" 'patched by another decision'
  assertContains "$(cat "$tree/.poolpatch/stamp")" "$(digest_ recipe/patches/tinypool/commit/tinypool-1.0.0.patch)"
}

test_unpatch_gives_the_same_bytes_and_modes() {
  new_world_
  chmod 640 source/src/pool.c
  stages_ fetch unpack patch unpatch
  assert_unpatched_
  assertEquals 'no directory is left either' "$(cd source && find . | sort)" "$(cd "$tree" && find . ! -path ./.poolpatch-source | sort)"
}

# Else make would take what was compiled of the patched file for up to date.
test_unpatch_gives_the_files_a_new_date() {
  new_patched_tree_
  touch compiled.o
  sleep 0.02
  stages_ unpatch
  assertEquals "$tree/src/pool.c" "$(find "$tree" -newer compiled.o -type f)"
}

test_unpatch_of_upstream_gives_the_same_tree() {
  new_tree_ pool_strategy=upstream
  stages_ patch unpatch
  assert_unpatched_
}

test_unpatch_of_an_unpatched_tree_does_nothing() {
  new_tree_
  stages_ unpatch
  assertContains "$out" 'nothing to do'
  assert_unpatched_
}

test_temporary_directory_may_hold_blanks() {
  new_tree_
  mkdir 'a tmp'
  temporary="$work/a tmp"
  stages_ patch unpatch
  temporary=
  assert_unpatched_
}

test_unpatched_tree_takes_another_decision() {
  new_tree_
  stages_ patch unpatch
  settle_ pool_strategy=noreserve
  stages_ patch
  assertContains "$(cat "$tree/src/pool.c")" MAP_NORESERVE
}

test_unpatch_takes_out_what_was_put_in_not_what_configure_says_now() {
  new_patched_tree_
  settle_ pool_strategy=noreserve
  stages_ unpatch
  assert_unpatched_
}

test_unpatch_leaves_a_file_alone_that_was_edited_since() {
  new_patched_tree_
  echo '/* mine */' >>"$tree/src/pool.c"
  before=$(listing_ "$tree")
  stage_ unpatch
  assert_fails_ edited
  assertEquals "$before" "$(listing_ "$tree")"
}

test_files_a_patch_adds_come_and_go() {
  new_tree_
  add_patch_ <<'END'
--- /dev/null
+++ b/src/new/new.h
@@ -0,0 +1 @@
+new
--- a/VERSION
+++ b/VERSION
@@ -1 +1,2 @@
 tinypool 1.0.0
+patched
END
  stages_ patch
  assertEquals new "$(cat "$tree/src/new/new.h")"
  assertEquals 'a file of one line' patched "$(tail -n 1 "$tree/VERSION")"
  stages_ unpatch
  assertEquals "$(cd source && find . | sort)" "$(cd "$tree" && find . ! -path ./.poolpatch-source | sort)"
}

test_series_that_edits_a_hunk_twice_applies() {
  new_tree_
  add_patch_ <<'END'
--- a/src/pool.c
+++ b/src/pool.c
@@ -24,5 +24,5 @@
 
 int pool_use(void *from, size_t size)
 {
-    return mprotect(from, size, PROT_READ | PROT_WRITE);
+    return size == 0 ? 0 : mprotect(from, size, PROT_READ | PROT_WRITE);
 }
END
  stages_ patch
  assertContains "$(cat "$tree/src/pool.c")" 'size == 0 ? 0 : mprotect'
  stages_ unpatch
  assert_unpatched_
}

test_in_place_the_tree_given_is_patched() {
  new_tree_ in_place=yes
  before=$(listing_ source)
  stages_ patch
  assertContains "$(cat source/src/pool.c)" 'return mprotect'
  stages_ unpatch
  assertEquals "$before" "$(listing_ source)"
}

test_a_patch_may_change_what_one_before_it_added() {
  new_tree_
  add_patch_ <<'END'
--- /dev/null
+++ b/src/new/new.h
@@ -0,0 +1 @@
+new
END
  mv recipe/patches/tinypool/second.patch recipe/patches/tinypool/added.patch
  echo added.patch >build/series
  add_patch_ <<'END'
--- a/src/new/new.h
+++ b/src/new/new.h
@@ -1 +1,2 @@
 new
+newer
END
  stages_ patch
  assertEquals 'new newer' "$(paste -s -d ' ' "$tree/src/new/new.h")"
  stages_ unpatch
  assert_unpatched_
}

test_stages_run_one_after_the_other_and_the_first_that_fails_is_the_last() {
  new_world_
  stage_ run fetch unpack patch
  assert_status_ 0
  assertContains "$out" 'commit/tinypool-1.0.0.patch applied'
  stage_ run fetch unpack patch
  assert_status_ 0
  assertEquals 'nothing to do' '' "$out$err"
  rm -rf "$tree"
  echo 'not what was decided' >>recipe/patches/tinypool/commit/tinypool-1.0.0.patch
  rm build/stamps/fetch
  mkdir build/stamps/fetch
  stage_ run fetch unpack patch
  assertEquals "$err" 1 "$status"
  assertContains "$err" 'unpack: '
  assertNotContains "$err" 'patch: '
  assertFalse 'nothing is unpacked' "test -e '$tree'"
  assertFalse 'nothing is left' 'test -e build/.poolpatch-tmp'
}

test_in_place_git_checkout_is_clean_after_unpatch() {
  require_program_ git || return 0
  new_world_with_ in_place=yes
  (
    cd source && git init -q . && git add . &&
      git -c user.name=a -c user.email=a@example.org commit -q -m source
  ) >/dev/null
  stages_ fetch unpack patch
  assertEquals 'of what is tracked, one file is changed' ' M src/pool.c' \
    "$(cd source && git status --porcelain --untracked-files=no)"
  stages_ unpatch
  assertEquals 'clean' '' "$(cd source && git status --porcelain --ignored)"
}

test_quilt_that_breaks_off_leaves_the_tree_as_it_was() {
  assert_patch_fails_cleanly_ 1 'exit 1'
}

# Where the disk is full, quilt may lose its notes, and with them the way back, and say that all is well.
test_quilt_that_lost_its_notes_is_not_believed() {
  assert_patch_fails_cleanly_ 1 ': >.poolpatch/pc/applied-patches'
}

test_quilt_that_lost_a_date_is_not_believed() {
  assert_patch_fails_cleanly_ 1 'rm .poolpatch/pc/*/*/.timestamp'
}

test_quilt_that_left_a_file_half_written_is_not_believed() {
  assert_patch_fails_cleanly_ 1 'head -n 3 src/pool.c >src/pool.new && mv src/pool.new src/pool.c'
}

test_interrupted_run_leaves_the_tree_as_it_was() {
  # shellcheck disable=SC2016 # for quilt
  assert_patch_fails_cleanly_ 143 'kill -TERM "$PPID"'
}

# killed_ WHERE STAGE: the stage is killed at the WHEREth mv or rm that it calls once its result is complete; fails if it
# comes to its end before.
killed_() {
  for tool in mv rm; do
    script_ bin/$tool <<END
test ! -e '$work/$tree/.poolpatch-new/.complete' || echo >>'$work/calls'
test "\$(wc -l <'$work/calls')" -lt $1 || { kill -KILL "\$PPID"; exit 1; }
exec $(command -v $tool) "\$@"
END
  done
  : >calls
  PATH=$work/bin:$PATH stage_ "$2" 2>/dev/null
  rm -r bin
  test "$(wc -l <calls)" -ge "$1"
}

# Wherever it is killed: the next run ends as an undisturbed one.
test_killed_patch_is_completed_by_the_next() {
  new_patched_tree_
  patched=$(listing_ "$tree")
  where=1
  while
    rm -rf "$tree"
    unpack_source_
    killed_ $where patch
  do
    stages_ patch
    assertEquals "killed at change $where" "$patched" "$(listing_ "$tree")"
    where=$((where + 1))
  done
  assertTrue "it was killed at $((where - 1)) places" "test $where -gt 3"
}

test_killed_unpatch_is_completed_by_the_next() {
  new_patched_tree_
  where=1
  while killed_ $where unpatch; do
    stages_ unpatch
    assertEquals "killed at change $where" "$(listing_ source)" "$(listing_ "$tree")"
    where=$((where + 1))
    rm -rf build
    cp -R -p "$patched_world/build" .
  done
  assertTrue "it was killed at $((where - 1)) places" "test $where -gt 3"
}

. shunit2
