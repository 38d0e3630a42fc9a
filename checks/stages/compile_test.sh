#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The stage compile: what it shows, what it says when it fails, when it configures, and how many jobs it runs.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

tree=build/src/tinypool-1.0.0

# The tests look at how it is compiled, so the cc on PATH is one that copies, and finds one error.  $real_cc: the other one.
oneTimeSetUp() {
  real_cc=$(command -v cc)
  script_ "$SHUNIT_TMPDIR/quick/cc" <<'END'
output=a.out after= source=/dev/null
for word; do
  test "$after" != -o || output=$word
  case $word in *.c) source=$word ;; esac
  after=$word
done
! grep -H nonsense "$source" || { echo 'error: nonsense' >&2; exit 1; }
exec cp "$source" "$output"
END
  PATH=$SHUNIT_TMPDIR/quick:$PATH
}

# A world that waits to be compiled, without a patch.
new_tree_() {
  edit_=$1
  shift
  new_world_with_ pool_strategy=upstream "$@"
  sed "$edit_" "$fixture/source/src/main.c" >source/src/main.c
  ln -s "$top_builddir/serial-run" build/serial-run
  unpack_source_
}

# talking_package_ LINES: the package says so many lines while it compiles, two files being done.
talking_package_() {
  redefine_ <<END
package_configure() { touch a.o b.o; }
package_compile() { awk 'BEGIN { for (i = 1; i <= $1; i++) print "line", i }'; }
END
}

# new_counted_tree_ TICKS [NAME=VALUE]...: a world with a compiler that notes how many of it run at once, and until that is
# two waits TICKS of 50 ms each time. at_once_: the most there were.
new_counted_tree_() {
  ticks=$1
  shift
  new_tree_ '' "$@" "configure_args=CC=$work/counting-cc CFLAGS=-O0"
  mkdir running
  script_ counting-cc <<END
case " \$* " in
  *' -c '*) ;;
  *) exec cc "\$@" ;;
esac
touch '$work/running/'\$\$
left=$ticks
while
  ls '$work/running' | wc -l >>'$work/at-once'
  ! grep -q '[2-9]' '$work/at-once' && test \$left -gt 0
do
  sleep 0.05
  left=\$((left - 1))
done
cc "\$@"
status=\$?
rm '$work/running/'\$\$
exit \$status
END
}
at_once_() {
  sort -n at-once | tail -n 1 | tr -d ' '
}

test_compiled_tree_is_stamped() {
  new_tree_ '' "configure_args='--prefix=$work/prefix' CC=$real_cc CFLAGS=-O0"
  stages_ compile
  assertTrue 'the stage is complete' "test -f '$tree/.poolpatch-compiled'"
  assertEquals 'the program' 'tinypool: ready' "$("$tree/tinypool" </dev/null)"
  assertFalse 'no log goes into the tree' "test -e '$tree/logs'"
  assertContains 'the user settings reach it' "$(cat "$tree/config.mk")" 'CFLAGS = -O0'
}

test_failure_is_told_with_the_end_of_the_log_and_what_to_do() {
  new_tree_ 's/^int main/nonsense &/'
  stage_ compile
  assert_fails_ 'compile: failed (exit status 2): compiling tinypool 1.0.0' "error: " \
    "the whole log: $work/build/logs/compile.log" 'run the same command again'
  assertFalse 'it is not taken for compiled' "test -e '$tree/.poolpatch-compiled'"
}

test_failure_shows_thirty_lines() {
  new_tree_ ''
  redefine_ <<'END'
package_compile() {
  awk 'BEGIN { for (i = 1; i <= 100; i++) print "line", i }'
  return 3
}
END
  stage_ compile
  assert_fails_ 'exit status 3'
  assertEquals 30 "$(printf '%s\n' "$err" | grep -c '  | line')"
  assertContains "$err" 'line 71'
  assertContains 'all of it is in the log' "$(cat build/logs/compile.log)" 'line 1'
}

test_after_a_correction_it_compiles_everything_anew() {
  new_tree_ 's/^int main/nonsense &/' configure_args=CFLAGS=-O0
  stage_ compile
  assert_status_ 1
  sed 's/^nonsense //' "$tree/src/main.c" >corrected.c
  mv corrected.c "$tree/src/main.c"
  stages_ compile
  assertTrue 'the stage is complete' "test -f '$tree/.poolpatch-compiled'"
  assertContains "$out" 'did not end well'
  assertContains 'what had been compiled before, too' "$(cat build/logs/compile.log)" 'src/words.c'
}

# As a killed compiler leaves it: newer than its source, and cut off.
assert_cut_object_is_compiled_again_() {
  stages_ compile
  cp "$tree/src/words.o" whole.o
  head -c 100 whole.o >"$tree/src/words.o"
  rm "$tree/.poolpatch-compiled" "$tree/tinypool"
  stages_ compile
  assertTrue 'it was compiled again' "cmp whole.o '$tree/src/words.o'"
}

test_object_that_a_killed_compiler_left_is_not_trusted() {
  new_tree_ '' configure_args=CFLAGS=-O0
  assert_cut_object_is_compiled_again_
}

test_tree_that_was_unpatched_in_the_meantime_is_not_compiled() {
  new_tree_ '' pool_strategy=commit
  stage_ compile
  assert_refused_ 'is not patched as configure decided'
}

test_tree_of_another_source_than_was_fetched_is_not_compiled() {
  new_tree_ ''
  printf '%s\n' /another 'tree /another' >build/stamps/fetch
  stage_ compile
  assert_refused_ stamps/fetch 'run make again'
}

test_tree_whose_stamp_was_damaged_is_not_compiled() {
  new_tree_ '' pool_strategy=commit
  stages_ patch
  sed 's/^file=./file=x/' "$tree/.poolpatch/stamp" >stamp
  cat stamp >"$tree/.poolpatch/stamp"
  stage_ compile
  assert_refused_ 'is not patched as configure decided'
}

test_configure_that_leaves_no_config_status_runs_once() {
  new_tree_ '' configure_args=CFLAGS=-O0
  redefine_ <<END
package_configure() { echo ran >>'$work/configured' && sh ./configure "\$@" && rm config.status; }
END
  stages_ compile
  CPATH=$work stages_ compile
  assertEquals ran "$(cat configured)"
  settle_ pool_strategy=upstream configure_args=CFLAGS=-O1
  stages_ compile
  assertEquals 'ran ran' "$(paste -s -d ' ' configured)"
}

test_without_config_status_that_object_is_not_trusted_either() {
  new_tree_ '' configure_args=CFLAGS=-O0
  redefine_ <<'END'
package_configure() { sh ./configure "$@" && rm config.status; }
END
  assert_cut_object_is_compiled_again_
}

# The tree may be one that somebody has compiled in and given with --enable-in-place.
test_objects_of_somebody_else_are_not_trusted() {
  new_tree_ '' configure_args=CFLAGS=-O0
  touch "$tree/src/words.o"
  stages_ compile
  assertContains "$out" 'did not end well'
  assertTrue 'it was compiled' "test -s '$tree/src/words.o'"
}

test_whole_objects_are_kept_when_the_series_changes() {
  new_tree_ '' pool_strategy=commit configure_args=CFLAGS=-O0
  stages_ patch compile
  touch before
  settle_ configure_args=CFLAGS=-O0 pool_strategy=upstream
  stages_ patch compile
  assertEquals 'what the patch changes' "$tree/src/pool.o" "$(find "$tree/src" -newer before -name '*.o')"
}

test_failing_configure_of_the_package_is_told() {
  new_tree_ '' configure_args=CC=no-such-compiler
  stage_ compile
  assert_fails_ 'configuring tinypool 1.0.0' 'no C compiler: no-such-compiler'
  assertFalse 'it is not taken for compiled' "test -e '$tree/.poolpatch-compiled'"
}

test_other_arguments_configure_it_again() {
  new_tree_ '' configure_args=CFLAGS=-O0
  stages_ compile
  settle_ pool_strategy=upstream configure_args=CFLAGS=-O1
  stages_ compile
  assertContains "$(cat "$tree/config.mk")" 'CFLAGS = -O1'
}

test_arguments_keep_their_blanks() {
  new_tree_ '' "configure_args='CFLAGS=-O0 -DA=1'"
  stages_ compile
  assertContains "$(cat "$tree/config.mk")" 'CFLAGS = -O0 -DA=1'
}

test_nothing_is_shown_of_what_succeeds_soon() {
  new_tree_ '' configure_args=CFLAGS=-O0
  echo 'exec cat >/dev/null' | script_ bin/perl # however long it takes
  PATH=$work/bin:$PATH stage_ compile
  assertEquals '' "$out$err"
  assertContains 'it is in the log' "$(cat build/logs/compile.log)" 'C    src/main.c'
}

test_v_shows_the_output() {
  new_tree_ '' configure_args=CFLAGS=-O0
  V=1 stages_ compile
  assertContains "$out" 'C    src/main.c'
  assertContains 'it is in the log, too' "$(cat build/logs/compile.log)" 'C    src/main.c'
}

test_v_tells_a_failure() {
  new_tree_ 's/^int main/nonsense &/'
  V=1 stage_ compile
  assert_status_ 1
  assertContains "$out" 'error: '
  assertFalse 'it is not taken for compiled' "test -e '$tree/.poolpatch-compiled'"
}

test_progress_is_a_line_every_ten_seconds() {
  new_tree_ ''
  fast_clock_
  talking_package_ 25
  PATH=$work/bin:$PATH stages_ compile
  assertEquals "$out" 2 "$(printf '%s\n' "$out" | wc -l | tr -d ' ')"
  assertEquals 'compile: compiling tinypool 1.0.0, 2 of 4 files, 10 s' "$(printf '%s\n' "$out" | sed -n 1p)"
  assertEquals 'compile: compiling tinypool 1.0.0, 2 of 4 files, 20 s' "$(printf '%s\n' "$out" | sed -n 2p)"
}

test_progress_on_a_terminal_is_one_line_that_is_updated() {
  require_program_ script || return 0
  script -q -e -c true typescript >/dev/null 2>&1 </dev/null || {
    skip_ 'no pseudo-terminal can be had here: is /dev/pts mounted?'
    return 0
  }
  new_tree_ ''
  fast_clock_
  talking_package_ 6
  (cd build && PATH=$work/bin:$PATH script -q -e -c "$check_shell '$top_srcdir/build/stages/compile.sh'" ../typescript) \
    >/dev/null 2>&1 </dev/null
  assertEquals 'status' 0 $?
  updates=$(tr '\r' '\n' <typescript | grep -c 'compile: compiling tinypool 1.0.0, 2 of 4 files, [0-9]* s')
  assertEquals 'updates' 6 "$updates"
  assertEquals 'it goes in the end' "$(printf '\033[K')" "$(tr '\r' '\n' <typescript | grep '\[K' | tail -n 1)"
}

test_parallel_build_runs_jobs_of_the_make_given() {
  new_counted_tree_ 100
  MAKE='make -j2' stages_ compile
  assertTrue "at once: $(at_once_)" "test $(at_once_) -ge 2"
}

test_make_given_is_the_one_that_runs() {
  new_tree_ '' configure_args=CFLAGS=-O0
  echo "echo \"\$@\" >'$work/asked'; exec make \"\$@\"" | script_ my-make
  MAKE="$work/my-make -k" stage_ compile
  assert_status_ 0
  assertEquals 'its options' '-k' "$(cut -d ' ' -f 1 asked)"
}

# makefile_: a Makefile that starts the stage compile.
makefile_() {
  # shellcheck disable=SC2016 # the Makefile's own variable
  printf 'all:\n\t+@MAKE="$(MAKE)" %s "%s/build/stages/compile.sh"\n' "$check_shell" "$top_srcdir" >build/Makefile
}

# under_jobserver_: the stage compile, started by a make -j4.
under_jobserver_() {
  makefile_
  (cd build && make -j4) >out.txt 2>err.txt
  status=$?
  out=$(cat out.txt)
  err=$(cat err.txt)
}

test_parallel_build_runs_jobs_of_the_make_above() {
  new_counted_tree_ 100
  under_jobserver_
  assert_status_ 0
  assertTrue "at once: $(at_once_)" "test $(at_once_) -ge 2"
}

test_serial_build_runs_one_compiler_whatever_make_says() {
  new_counted_tree_ 2 serial_build=yes
  MAKE='make -j8' stages_ compile
  assertEquals 1 "$(at_once_)"
}

test_serial_build_runs_one_compiler_whatever_the_flags_say() {
  new_counted_tree_ 2 serial_build=yes
  MAKEFLAGS=-j8 GNUMAKEFLAGS=-j8 stages_ compile
  assertEquals 1 "$(at_once_)"
}

test_serial_build_runs_one_compiler_under_a_parallel_make() {
  new_counted_tree_ 2 serial_build=yes
  under_jobserver_
  assert_status_ 0
  assertEquals 1 "$(at_once_)"
}

test_variables_of_the_make_above_reach_the_package() {
  new_tree_ '' serial_build=yes
  export MAKEFLAGS='-- CFLAGS=-O0\ -DFROM_ABOVE' V=1
  redefine_ <<'END'
package_compile() {
  echo 'all: ; @echo flags: $(CFLAGS)' | "$@" -f - all
}
END
  stage_ compile
  unset MAKEFLAGS V
  assert_status_ 0
  assertContains "$out" 'flags: -O0 -DFROM_ABOVE'
}

test_compiled_tree_is_not_compiled_again() {
  new_tree_ '' configure_args=CFLAGS=-O0
  stages_ compile
  redefine_ <<'END'
package_compile() { return 1; }
END
  stages_ compile
  assertEquals '' "$out$err"
}

test_environment_of_the_compiler_counts() {
  new_tree_ '' configure_args=CFLAGS=-O0
  stages_ compile
  redefine_ <<'END'
package_compile() { echo again; }
END
  CPATH="$work" stages_ compile
  assertContains "$(cat build/logs/compile.log)" again
}

# make runs what passes its jobs on also where it is to run nothing.
test_make_that_only_says_what_it_would_do_compiles_nothing() {
  new_tree_ ''
  makefile_
  before=$(listing_ build)
  for flag in -n -t -q; do
    (cd build && make $flag -j2 A=n) >/dev/null 2>&1
    assertEquals "make $flag" "$before" "$(listing_ build)"
  done
}

. shunit2
