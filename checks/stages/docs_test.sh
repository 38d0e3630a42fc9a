#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The stage docs: the manuals it builds, how many at once, and what it says and leaves when one fails.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

tree=build/src/tinypool-1.0.0

# A world that is compiled; the program is one that is there.
new_compiled_() {
  new_world_with_ "$@"
  ln -s "$top_builddir/serial-run" build/serial-run
  unpack_source_
  echo made >"$tree/.poolpatch-compiled"
  echo 'exit 0' | script_ "$tree/tinypool"
}

# counted_books_ TICKS: three books, which note how many are built at once, and until that is two wait TICKS of 50 ms each.
counted_books_() {
  mkdir running
  redefine_ <<END
package_books() { printf '%s\n' one two three; }
package_book_passes=1
package_build_book() {
  touch '$work/running/'"\$1"
  left_=$1
  while
    ls '$work/running' | wc -l >>'$work/at-once'
    ! grep -q '[2-9]' '$work/at-once' && test "\$left_" -gt 0
  do
    sleep 0.05
    left_=\$((left_ - 1))
  done
  rm '$work/running/'"\$1"
}
END
}
at_once_() {
  sort -n at-once | tail -n 1 | tr -d ' '
}

# failing_book_: the second of two fails in its last pass.
failing_book_() {
  redefine_ <<'END'
package_build_book() {
  echo "building $1"
  case $1$3 in input?*) echo 'a reference leads nowhere'; return 3 ;; esac
}
END
}

test_manuals_are_built_and_know_each_other() {
  new_compiled_
  stages_ docs
  assertEquals './guide/guide.html ./guide/guide.txt ./guide/title ./input/input.html ./input/input.txt ./input/title' \
    "$(cd build/manuals && find . -type f | sort | paste -s -d ' ' -)"
  assertContains "$(cat build/manuals/guide/guide.html)" '<a href="../input/input.html">What tinypool reads</a>'
  assertContains "$(cat build/manuals/input/input.html)" '<a href="../guide/guide.html">How to use tinypool</a>'
  assertEquals "docs: the manuals of tinypool 1.0.0 are in $work/build/manuals: guide input" "$out"
  assertFalse 'nothing private is left' 'test -e build/manuals.new'
}

test_source_is_not_changed() {
  new_compiled_
  before=$(listing_ "$tree")
  stages_ docs
  assertEquals "$before" "$(listing_ "$tree")"
}

test_each_book_has_a_log() {
  new_compiled_
  redefine_ <<'END'
package_build_book() { echo "this is $1"; }
END
  stages_ docs
  for book in guide input; do
    assertEquals "# building the manual $book of tinypool 1.0.0 (1 of 2)
this is $book
# building the manual $book of tinypool 1.0.0 (2 of 2)
this is $book" "$(cat build/logs/docs-$book.log)"
  done
}

test_progress_names_the_book() {
  new_compiled_
  fast_clock_
  redefine_ <<'END'
package_book_passes=1
package_build_book() { awk 'BEGIN { for (i = 1; i <= 12; i++) print "line", i }'; }
END
  PATH=$work/bin:$PATH stages_ docs
  assertContains "$out" 'docs-guide: building the manual guide of tinypool 1.0.0, 10 s'
  assertContains "$out" 'docs-input: building the manual input of tinypool 1.0.0, 10 s'
}

test_what_is_built_is_not_built_again() {
  new_compiled_
  stages_ docs
  redefine_ <<'END'
package_build_book() { return 1; }
END
  stages_ docs
  assertEquals '' "$out$err"
}

test_compiled_anew_the_manuals_are_built_anew() {
  new_compiled_
  stages_ docs
  echo another >"$tree/.poolpatch-compiled"
  redefine_ <<'END'
package_build_book() { echo newer >"$2/newer"; }
END
  stages_ docs
  assertEquals './guide/newer ./input/newer' "$(cd build/manuals && find . -type f | sort | paste -s -d ' ' -)"
}

test_what_is_not_compiled_has_no_manuals() {
  new_compiled_
  rm "$tree/.poolpatch-compiled"
  stage_ docs
  assert_refused_ 'not compiled yet' make
}

test_package_without_books_is_refused() {
  new_compiled_
  redefine_ <<'END'
package_books() { :; }
END
  stage_ docs
  assert_refused_ 'tinypool 1.0.0 has no manual that can be built'
}

test_program_of_another_machine_is_refused() {
  new_compiled_ cross_compiling=yes
  stage_ docs
  assert_refused_ 'tinypool was compiled for another machine' 'build them there'
}

test_failing_book_is_named() {
  new_compiled_
  failing_book_
  stage_ docs
  assert_fails_ 'docs-input: failed (exit status 3): building the manual input of tinypool 1.0.0 (2 of 2)' \
    'a reference leads nowhere' "the whole log: $work/build/logs/docs-input.log" 'docs: failed: input; ./manuals is as it was'
  assertNotContains "$err" guide
  assert_no_stamp_ docs
}

test_failing_book_leaves_the_manuals_as_they_were() {
  new_compiled_
  stages_ docs
  before=$(listing_ build/manuals)
  echo another >"$tree/.poolpatch-compiled"
  failing_book_
  stage_ docs
  assert_status_ 1
  assertEquals "$before" "$(listing_ build/manuals)"
  assertFalse 'nothing private is left' 'test -e build/manuals.new'
}

test_parallel_build_builds_books_at_once() {
  new_compiled_
  counted_books_ 100
  MAKE='make -j2' stages_ docs
  assertEquals 2 "$(at_once_)"
}

test_books_are_jobs_of_the_make_above() {
  new_compiled_
  counted_books_ 100
  # shellcheck disable=SC2016 # the Makefile's own variable
  printf 'all:\n\t+@MAKE="$(MAKE)" %s "%s/build/stages/docs.sh"\n' "$check_shell" "$top_srcdir" >build/Makefile
  (cd build && make -j2) >out.txt 2>&1 || fail "$(cat out.txt)"
  assertEquals 2 "$(at_once_)"
}

test_serial_build_builds_one_book_whatever_make_says() {
  new_compiled_ serial_build=yes
  counted_books_ 2
  MAKE='make -j8' MAKEFLAGS=-j8 GNUMAKEFLAGS=-j8 stages_ docs
  assertEquals 1 "$(at_once_)"
}

. shunit2
