#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Tarballs that somebody made to do harm: each is refused in one line, with nothing unpacked, or is unpacked without what is odd;
# nothing outside is written, and none takes more than a minute.
# ROWS=all: all rows, and the bombs in full size.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"
. "$top_srcdir/checks/faults/lib.sh"

tree=build/src/tinypool-1.0.0

# NAME | members, as tarball.pl takes them, with ; between | what is said when it is refused; `tamed`: it is unpacked;
# `either`: tars differ.
table() {
  cat <<'END_OF_TABLE'
    plain                     |                                                                    | tamed
    absolute_name             | file 644 @/outside/new x                                           | one directory at its top
    name_that_goes_up         | file 644 t/../../../../../outside/new x                            | expected
  + name_that_goes_up_at_once | file 644 ../../../../outside/new x                                 | expected
    link_to_root              | symlink /etc t/x                                                   | holds x, a link to /etc
    link_that_goes_up         | symlink ../../outside t/x                                          | a link to ../../outside
  + link_that_goes_down_and_up| symlink src/../../x t/x                                            | a link to src/../../x
    link_by_way_of_a_link     | symlink . t/s; symlink s/s/../.. t/x                               | a link to s/s/../..
    link_within               | symlink ../src/./pool.c t/src/x; symlink src t/y; symlink nowhere t/z; symlink ../.. t/src/a/b | tamed
  + member_below_a_link       | symlink ../../../../outside t/d; file 644 t/d/new x                | expected
    member_below_an_absolute_link | symlink @/outside t/d; file 644 t/d/new x                      | expected
    link_under_a_file          | symlink @/outside/kept t/a; file 644 t/a x                         | either
  + hard_link_to_root         | hardlink @/outside/kept t/x; file 666 t/x y                        | expected
    hard_link_that_goes_up    | hardlink ../../../../outside/kept t/x; file 666 t/x y              | expected
  + hard_link_by_way_of_a_link| symlink @/outside t/d; hardlink t/d/kept t/x                       | expected
    top_that_is_a_link        | symlink @/outside u                                                | one directory at its top
  + second_top                | dir 755 u                                                          | it has: t,u
    second_top_with_escapes   | file 644 \e[31m\nu                                                 | ?[31m
  + stamp_of_ours             | file 644 t/.poolpatch/stamp strategy=commit                        | .poolpatch, which is ours
    work_of_ours              | dir 755 t/.poolpatch-new; file 644 t/.poolpatch-new/.complete; file 644 t/.poolpatch-new/.remove ../../../outside/kept | .poolpatch-new, which is ours
  + origin_of_ours            | file 644 t/.poolpatch-source x                                     | .poolpatch-source, which is ours
    origin_of_ours_as_a_link  | symlink x t/.poolpatch-source                                      | .poolpatch-source, which is ours
  + objects_of_ours           | file 644 t/.poolpatch-compiled x                                   | .poolpatch-compiled, which is ours
    notes_of_quilt            | file 644 t/.pc/applied-patches x                                   | .pc, which is ours
    pipe                      | fifo 644 t/x                                                       | holds x, a device or pipe
  + character_device          | char 666 t/x                                                       | holds x, a device
  + block_device              | block 666 t/src/x                                                  | holds src/x, a device
    setuid                    | file 4755 t/x; file 2755 t/y; dir 1777 t/z; dir 2755 t/w           | tamed
    modes_for_all             | file 666 t/x; dir 777 t/y; file 777 t/y/z                          | tamed
  + modes_for_none            | dir 000 t/x; file 000 t/x/y; dir 500 t/z; file 000 t/z/y           | tamed
    odd_names                 | file 644 t/$(touch_ran); file 644 t/`ran`; file 644 t/-rf; file 644 t/it's\na; file 644 t/\e[31m | tamed
  + long_name                 | file 644 t/@200@/@200@/@200@ x                                     | tamed
  + version_that_is_a_link    | symlink /dev/zero t/VERSION                                        | a link to /dev/zero
    version_that_is_a_pipe    | fifo 644 t/VERSION                                                 | holds VERSION, a device or pipe
  + version_without_end       | zeros 15000000 t/VERSION                                           | not the source of tinypool
    hole                      | hole 8000000000 t/x                                                | expected
    zeros                     | zeros 30000000 t/x                                                 | more than 30 times
    many                      | many 500 t/x                                                       | more than 400 files
END_OF_TABLE
}

suite() {
  rows_of_ tarball_
  functions_
}

# members_ TEXT: a line each; @ is the test's directory, @N@ a name of N letters.
members_() {
  printf '%s\n' "$1" | sed "s/; */\n/g" | sed "s|@200@|$(printf '%0200d' 0)|g; s|@|$work|g"
}

# new_attack_ MEMBERS [CONSTANT]: a world, and attack.tar.gz; with this CONSTANT of lib/tarball.sh.
new_attack_() {
  new_world_
  mkdir outside
  echo kept >outside/kept
  members_ "$1" | perl "$top_srcdir/checks/faults/tarball.pl" source | gzip >attack.tar.gz
  test $# = 1 || constant_ lib/tarball.sh "$2"
  settle_ "source=$work/attack.tar.gz"
}

# tarball_ MEMBERS EXPECTED
tarball_() {
  new_attack_ "$1" most_members=400
  attack_ "$2"
}

# attack_ EXPECTED: what unpack makes of it; what there was before is as it was.
attack_() {
  stages_ fetch
  note_outside_ none
  stage_ unpack
  assert_outside_ none
  assertEquals 'outside' kept "$(cat outside/kept)"
  expected=$1
  test "$1,$status" != either,0 || expected=tamed
  if test "$expected" = tamed; then
    assert_status_ 0
    assertEquals 'odd modes' '' "$(find "$tree" ! -type l \( -perm -4000 -o -perm -2000 -o -perm -1000 -o -perm -020 -o -perm -002 \
      -o ! -perm -600 \))"
    assertEquals 'its files' "$(cat source/src/pool.c)" "$(cat "$tree/src/pool.c")"
  else
    assert_refused_ "$work/attack.tar.gz" "${1#either}"
    assertEquals 'nothing is left' '' "$(ls -A build/src 2>/dev/null)"
  fi
}

# What configure makes of them: it looks at a tarball before it is unpacked.
identify_attack_() { # identify_attack_ MEMBERS
  new_attack_ "$1" most_members=400
  stage_ identify "$work/recipe" "$work/attack.tar.gz"
}

test_configure_refuses_what_becomes_too_large() {
  identify_attack_ 'zeros 30000000 t/x'
  assert_refused_ "$work/attack.tar.gz" 'more than 30 times'
}

test_configure_refuses_too_many_files() {
  identify_attack_ 'many 500 t/x'
  assert_refused_ "$work/attack.tar.gz" 'more than 400 files'
}

test_configure_refuses_a_version_that_is_no_file() {
  for member in 'fifo 644 u/VERSION' 'symlink /dev/zero u/VERSION' 'zeros 15000000 u/VERSION'; do
    new_attack_ "$member"
    rm source/VERSION
    members_ "$member" | perl "$real_srcdir/checks/faults/tarball.pl" source | gzip >attack.tar.gz
    stage_ identify "$work/recipe" "$work/attack.tar.gz"
    assert_refused_ "$work/attack.tar.gz" 'not a source tarball'
    rm -rf recipe source build distfiles tmp outside
  done
}

test_tarball_that_changes_after_it_was_verified_is_refused() {
  new_attack_ ''
  stages_ fetch
  echo more | gzip >>attack.tar.gz
  stage_ unpack
  assert_refused_ "$work/attack.tar.gz was changed since"
  assertEquals 'nothing is left' '' "$(ls -A build/src 2>/dev/null)"
}

# Each takes the time that a disk needs for some hundred thousand files, so only make check-faults tries them.
full_size_() { # full_size_ MEMBERS EXPECTED
  if test "${ROWS-}" != all; then
    skip_ 'takes half a minute: ROWS=all'
    return 0
  fi
  new_attack_ "$1"
  attack_ "$2"
  stage_ identify "$work/recipe" "$work/attack.tar.gz"
  assert_refused_ "$work/attack.tar.gz" "$2"
}

test_ten_gigabytes_of_zeros() {
  full_size_ 'zeros 10737418240 t/x' 'more than 30 times'
}

test_a_million_files() {
  full_size_ 'many 1000000 t/x' 'more than 250000 files'
}

. shunit2
