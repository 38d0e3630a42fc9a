#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The whole pipeline by its Makefile, once, with blanks in every path: checkout, build directory, prefix, source.
#
# Each test goes on where the one before it ended.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

oneTimeSetUp() {
  world="$SHUNIT_TMPDIR/a world"
  mkdir -p "$world/a build" "$SHUNIT_TMPDIR/tmp" "$world/a checkout" || exit 99
  # All but what was built in it.
  (cd "$top_srcdir" && tar -c -f - --exclude=./.git --exclude='./_*' --exclude=./autom4te.cache --exclude=./config.status \
    --exclude=./Makefile --exclude=./stamps --exclude=./logs --exclude=./src --exclude=./variants --exclude=./local .) |
    tar -x -C "$world/a checkout" -f - || exit 99
  chmod -R u+w "$world"
  cp -R "$world/a checkout/checks/tinypool/source" "$world/the source"
  given=$(listing_ "$world/the source")
  answers_of_ "$top_builddir/config.log" >"$world/a build/config.cache"
}

setUp() {
  quick_assertions_
  cd "$world/a build" || exit 99
}

tearDown() {
  cd "$here_" || exit 99
}

# run_ COMMAND...: in the build directory; sets status and out.
run_() {
  status=0
  out=$(TMPDIR=$SHUNIT_TMPDIR/tmp "$@" 2>&1) || status=$?
  err=
}

# make_ WORD...: run_ make, which must succeed.
make_() {
  run_ make "$@"
  assertEquals "make $*: $out" 0 "$status"
}

stamps_() {
  find stamps src \( -path 'stamps/*' -o -name '.poolpatch*' \) -type f -exec ls -l --time-style=full-iso {} + | sort
}

test_configure_takes_blanks() {
  run_ shell_ '../a checkout/configure' --quiet -C --with-recipe='../a checkout/checks/tinypool' \
    --with-source='../the source' --prefix="$world/a prefix" --with-pool=commit CFLAGS=-O0
  assert_status_ 0
}

test_make_compiles() {
  make_ -j2
  assertContains "$out" 'commit/tinypool-1.0.0.patch applied'
  assertTrue 'the stage is complete' 'test -f src/tinypool-1.0.0/.poolpatch-compiled'
}

test_second_make_does_nothing() {
  before=$(stamps_)
  make_ -s
  assertEquals 'nothing to say' '' "$out"
  assertEquals 'no stage ran' "$before" "$(stamps_)"
}

test_changed_selection_is_configured_again() {
  selection='../a checkout/checks/tinypool/patches/tinypool/series.conf'
  sleep 0.02
  echo '# other words' >>"$selection"
  before=$(stamps_)
  make_ -s
  assertEquals 'configured since' config.status "$(find config.status -newer "$selection")"
  assertEquals 'as the series is the same, no stage ran' "$before" "$(stamps_)"
}

test_make_explain_and_summary_tell() {
  make_ -s explain
  assertContains "$out" 'commit/tinypool-1.0.0.patch        applies'
  run_ make -s summary
  assertContains "$out" 'pool strategy      commit: requested [given]'
}

test_make_install_installs() {
  make_ -s install
  assertTrue 'the program' "test -x '$world/a prefix/bin/tinypool'"
  assertEquals 'tinypool 1.0.0' "$(cat "$world/a prefix/share/tinypool/VERSION")"
}

test_make_proof_proves() {
  make_ -s proof
  assertEquals 'pool: commit, reserved 256 MiB, committed 8 MiB, resident 8 MiB' "$out"
}

test_second_install_and_proof_do_nothing() {
  before=$(stamps_)
  make_ -s install proof
  assertEquals 'no stage ran' "$before" "$(stamps_)"
}

test_destdir_comes_before_the_prefix() {
  make_ -s install DESTDIR="$world/a stage"
  assertTrue 'the program' "test -x '$world/a stage$world/a prefix/bin/tinypool'"
}

test_make_uninstall_leaves_no_file() {
  make_ -s uninstall DESTDIR="$world/a stage"
  assertEquals '' "$(find "$world/a stage" ! -type d)"
}

# files_below_ DIR
files_below_() {
  (cd "$1" && find . ! -type d | sort)
}

test_program_and_toolkit_share_no_file() {
  make_ install DESTDIR="$world/the program"
  make_ install-toolkit DESTDIR="$world/the toolkit"
  files_below_ "$world/the program" >program.txt
  files_below_ "$world/the toolkit" >toolkit.txt
  assertEquals '' "$(comm -12 program.txt toolkit.txt)"
  assertEquals 'of the toolkit, with the program' ./poolpatch-tinypool.pc \
    "$(grep -e poolpatch -e poolstat -e 'ax_' program.txt | sed "s|.*/|./|")"
  assertContains "$(cat toolkit.txt)" /bin/poolstat
}

test_uninstall_toolkit_leaves_no_file() {
  make_ uninstall-toolkit DESTDIR="$world/the toolkit"
  assertEquals '' "$(files_below_ "$world/the toolkit")"
  rm -f program.txt toolkit.txt
}

test_failing_explain_has_status_1() {
  tree='src/tinypool-1.0.0'
  make_ -s unpatch
  sed 's/return 0;/return 1;/' '../the source/src/pool.c' >$tree/src/pool.c
  run_ make -s explain
  assertContains "$out" 'does not apply'
  assertContains 'as make tells it' "$out" 'Error 1'
  cp '../the source/src/pool.c' $tree/src/pool.c
}

test_patched_again_it_is_compiled_again() {
  touch compiled.before
  make_ -s
  assertEquals 'what the patch changes' src/tinypool-1.0.0/src/pool.o "$(find src -newer compiled.before -name '*.o')"
}

test_source_given_was_not_touched() {
  assertEquals "$given" "$(listing_ "$world/the source")"
}

test_distclean_leaves_nothing_of_ours() {
  rm compiled.before
  make_ -s distclean
  assertEquals '' "$(find . -type f ! -name config.cache)"
}

. shunit2
