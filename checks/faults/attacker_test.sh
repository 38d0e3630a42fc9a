#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Somebody else can write where tarballs are kept: what he puts there is not followed, and he can't make the stage wait.
# Only root can try that, as only root can make files that belong to somebody else.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"
. "$top_srcdir/checks/faults/lib.sh"

nobody=65534
parts=.poolpatch-$(id -u)

# NAME | what he does in the directory of distfiles; victim/ is root's | what comes of it: got, or what is said
table() {
  cat <<'END'
    link_to_a_file            | ln -s "$work/victim/file" right.tar.gz                     | got
    link_to_a_directory       | ln -s "$work/victim" right.tar.gz                          | is a directory
    link_to_nothing           | ln -s "$work/victim/new" right.tar.gz                      | got
    old_part_as_a_link        | ln -s "$work/victim/file" right.tar.gz.part                | got
    our_directory_as_a_link   | ln -s "$work/victim" "$parts"                              | is a link
    our_directory_of_his      | mkdir "$parts"; ln -s "$work/victim/file" "$parts/right.tar.gz"; chown -R "$nobody" "$parts" | belongs to somebody else
    our_directory_for_all     | mkdir "$parts"; chmod 777 "$parts"                         | can be written by others
    our_directory_as_a_file   | : >"$parts"                                                | can't be made
    pipe                      | mkfifo right.tar.gz                                        | got
END
}

suite() {
  rows_of_ attack_
  functions_
}

new_shared_place_() {
  test "$(id -u)" = 0 || {
    skip_ 'only root can make files that belong to somebody else'
    return 1
  }
  require_program_ curl || return 1
  new_world_with_ source=
  chmod 1777 distfiles
  mkdir remote victim
  echo kept >victim/file
  make_tarball_ remote/right.tar.gz
  row_ remote/right.tar.gz "file://$work/remote/right.tar.gz"
}

# attack_ DEED OUTCOME
attack_() {
  new_shared_place_ || return 0
  (cd distfiles && eval "$1" && chown -h "$nobody" ./* "$parts" 2>/dev/null)
  note_outside_ "$work/distfiles*"
  stage_ fetch
  assert_outside_ "$work/distfiles*"
  assertEquals "root's file" kept "$(cat victim/file)"
  if test "$2" = got; then
    assert_status_ 0
    assertEquals 'the right one' "$(digest_ remote/right.tar.gz)" "$(digest_ distfiles/right.tar.gz)"
    assertTrue 'no link' 'test ! -h distfiles/right.tar.gz'
  else
    assert_fails_ "$2"
    assert_no_stamp_ fetch
  fi
}

# Anybody can lock a directory that he can read.
test_lock_of_somebody_else_is_not_waited_for() {
  new_shared_place_ || return 0
  exec 8<distfiles
  flock 8
  stage_ fetch
  exec 8<&-
  assert_status_ 0
}

test_tarball_that_is_exchanged_after_it_was_verified_is_not_unpacked() {
  new_shared_place_ || return 0
  stages_ fetch
  echo his | gzip >distfiles/right.tar.gz
  stage_ unpack
  assert_refused_ 'was changed since it was fetched'
}

# What a killed run of ours has left is moved to its place; what he has left there is not.
test_work_of_somebody_else_is_not_completed() {
  new_shared_place_ || return 0
  stages_ fetch unpack patch compile
  mkdir -p prefix "prefix/.poolpatch-install$work/victim"
  chmod 1777 prefix
  echo his >"prefix/.poolpatch-install$work/victim/new"
  : >prefix/.poolpatch-install/.complete
  chown -R "$nobody" prefix/.poolpatch-install
  stage_ install
  assert_refused_ "$work/prefix/.poolpatch-install belongs to somebody else"
  assertEquals "root's directory" file "$(cd victim && echo *)"
}

. shunit2
