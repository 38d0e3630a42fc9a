#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The stage fetch: where it looks, in which order, what it accepts and what it says.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

parts=distfiles/.poolpatch-$(id -u)

oneTimeSetUp() {
  there=file://$SHUNIT_TMPDIR/work/remote/tinypool-1.0.0.tar.gz
  nowhere=file://$SHUNIT_TMPDIR/work/nowhere
}

# new_remote_ [URL...]: a world without a source given: a tarball is known under these URLs.
new_remote_() {
  new_world_with_ source=
  mkdir remote
  make_tarball_ remote/tinypool-1.0.0.tar.gz
  mkdir -m 700 "$parts"
  test $# -eq 0 || row_ remote/tinypool-1.0.0.tar.gz "$@"
}

test_given_tarball_of_known_digest_is_taken() {
  new_remote_ "$nowhere"
  settle_ "source=$work/remote/tinypool-1.0.0.tar.gz"
  stages_ fetch
  assertEquals "$work/remote/tinypool-1.0.0.tar.gz" "$(fetched_)"
  assertEquals 'no warning' '' "$err"
}

test_given_tarball_of_unknown_name_is_taken_with_its_digest_told() {
  new_remote_
  mv remote/tinypool-1.0.0.tar.gz remote/mine.tar.gz
  settle_ "source=$work/remote/mine.tar.gz"
  stages_ fetch
  assertContains "$err" "$(digest_ remote/mine.tar.gz)"
}

test_given_tarball_of_wrong_digest_is_refused_and_left() {
  new_remote_ "$nowhere"
  right=$(digest_ remote/tinypool-1.0.0.tar.gz)
  echo more >>remote/tinypool-1.0.0.tar.gz
  wrong=$(digest_ remote/tinypool-1.0.0.tar.gz)
  settle_ "source=$work/remote/tinypool-1.0.0.tar.gz"
  stage_ fetch
  assert_refused_ "$right" "$wrong" "$work/remote/tinypool-1.0.0.tar.gz"
  assertEquals 'untouched' "$wrong" "$(digest_ remote/tinypool-1.0.0.tar.gz)"
  assert_no_stamp_ fetch
}

test_given_tree_is_taken() {
  new_world_
  stages_ fetch
  assertEquals "$work/source" "$(fetched_)"
}

test_distfiles_directory_comes_before_the_network() {
  new_remote_ "$nowhere"
  cp remote/tinypool-1.0.0.tar.gz distfiles/
  stages_ fetch
  assertEquals "$work/distfiles/tinypool-1.0.0.tar.gz" "$(fetched_)"
  assertContains "$out" verified
}

test_any_known_tarball_in_the_distfiles_directory_will_do() {
  new_remote_ "$there"
  cp remote/tinypool-1.0.0.tar.gz distfiles/tinypool_1.0.0.orig.tar.gz
  row_ distfiles/tinypool_1.0.0.orig.tar.gz "$nowhere"
  stages_ fetch
  assertEquals "$work/distfiles/tinypool_1.0.0.orig.tar.gz" "$(fetched_)"
}

test_sources_are_tried_in_their_order() {
  require_program_ curl || return 0
  new_remote_ "file://$work/nowhere/a" "$there" \
    "file://$work/nowhere/b"
  stages_ fetch
  assertTrue 'it is kept' 'test -f distfiles/tinypool-1.0.0.tar.gz'
  assertContains 'the first was tried' "$err" "$work/nowhere/a"
  assertNotContains 'the third was not needed' "$out$err" "$work/nowhere/b"
}

test_tarball_of_another_version_is_not_wanted() {
  new_remote_ "$there"
  cp remote/tinypool-1.0.0.tar.gz distfiles/
  settle_ source= package_version=1.1.0
  stage_ fetch
  assert_fails_ 'none is known of this version'
  assert_no_stamp_ fetch
}

# What is at the URL begins with other bytes, so only who goes on with the part gets the right file.
test_broken_download_is_resumed() {
  require_program_ curl || return 0
  new_remote_ "file://$work/remote/at-the-url"
  head -c 500 remote/tinypool-1.0.0.tar.gz >"$parts/tinypool-1.0.0.tar.gz"
  { head -c 500 /dev/zero && tail -c +501 remote/tinypool-1.0.0.tar.gz; } >remote/at-the-url
  stages_ fetch
  assertEquals "$work/distfiles/tinypool-1.0.0.tar.gz" "$(fetched_)"
  assertEquals 'no part is left' '' "$(ls "$parts")"
}

test_part_that_was_complete_is_taken() {
  require_program_ curl || return 0
  new_remote_ "$there"
  cp remote/tinypool-1.0.0.tar.gz "$parts/tinypool-1.0.0.tar.gz"
  stages_ fetch
  assertTrue 'it is there' 'test -f distfiles/tinypool-1.0.0.tar.gz'
}

test_part_of_something_else_is_fetched_from_its_beginning() {
  require_program_ curl || return 0
  new_remote_ "$there"
  head -c 500 /dev/zero >"$parts/tinypool-1.0.0.tar.gz"
  stages_ fetch
  assertEquals "$work/distfiles/tinypool-1.0.0.tar.gz" "$(fetched_)"
}

test_wrong_download_is_kept_aside_and_told_with_both_digests() {
  require_program_ curl || return 0
  new_remote_ "file://$work/remote/wrong"
  right=$(digest_ remote/tinypool-1.0.0.tar.gz)
  echo wrong >remote/wrong
  wrong=$(digest_ remote/wrong)
  stage_ fetch
  assert_fails_ "$right" "$wrong"
  assertFalse 'not under its name' 'test -e distfiles/tinypool-1.0.0.tar.gz'
  kept=$(echo distfiles/tinypool-1.0.0.tar.gz.wrong*)
  assertContains 'where it is kept' "$err" "$kept"
  assertEquals 'it is the file' wrong "$(cat "$kept")"
  assert_no_stamp_ fetch
}

test_wrong_file_in_the_distfiles_directory_is_kept_aside_and_fetched() {
  require_program_ curl || return 0
  new_remote_ "$there"
  echo wrong >distfiles/tinypool-1.0.0.tar.gz
  stages_ fetch
  assertEquals 'aside' wrong "$(cat distfiles/*.wrong*)"
  assertEquals 'the right one' "$(digest_ remote/tinypool-1.0.0.tar.gz)" "$(digest_ distfiles/tinypool-1.0.0.tar.gz)"
}

test_without_network_the_file_its_digest_urls_and_place_are_named() {
  new_remote_ "$there" https://example.org/tinypool
  settle_ source= fetch_allowed=no
  stage_ fetch
  assert_fails_ --disable-fetch
  assertContains "$err" "tinypool-1.0.0.tar.gz  sha256 $(digest_ remote/tinypool-1.0.0.tar.gz)"
  assertContains "$err" "$there"
  assertContains "$err" https://example.org/tinypool
  assertContains "$err" "into $work/distfiles "
  assertEquals 'nothing fetched' '' "$(ls distfiles)"
}

test_unreachable_sources_are_named() {
  require_program_ curl || return 0
  new_remote_ "file://$work/nowhere/a" "file://$work/nowhere/b"
  stage_ fetch
  assert_fails_ 'could not be fetched' "file://$work/nowhere/a" "file://$work/nowhere/b"
  assertContains "$err" "$(digest_ remote/tinypool-1.0.0.tar.gz)"
  assertContains "$err" "into $work/distfiles "
}

test_directory_another_build_downloads_into_is_waited_for() {
  new_remote_ "$there"
  exec 8<"$parts"
  flock 8
  (exec 8<&- && stage_ fetch) &
  until grep -q waiting err.txt 2>/dev/null || ! kill -0 $!; do sleep 0.05; done
  assertContains "$(cat err.txt)" "waiting for another poolpatch"
  assertFalse 'nothing is fetched yet' 'test -e distfiles/tinypool-1.0.0.tar.gz'
  exec 8<&-
  wait $!
  assertTrue 'then it is' 'test -f distfiles/tinypool-1.0.0.tar.gz'
}

# As from a terminal, the second one is sent to what cleans off, too.
test_second_signal_does_not_break_the_cleaning_off() {
  require_program_ curl || return 0
  new_remote_ "$there"
  script_ bin/curl <<'END'
kill -TERM $PPID
END
  script_ bin/rm <<'END'
kill -TERM $$ $PPID
PATH=$OLD_PATH
exec rm "$@"
END
  OLD_PATH=$PATH
  export OLD_PATH
  PATH=$work/bin:$PATH stage_ fetch
  assert_status_ 143
  assertEquals 'left behind' '' "$(ls -A tmp)"
}

test_file_that_is_there_needs_no_lock() {
  new_remote_ "$nowhere"
  cp remote/tinypool-1.0.0.tar.gz distfiles/
  exec 8<"$parts"
  flock 8
  stage_ fetch
  exec 8<&-
  assert_status_ 0
}

test_wget_is_used_where_there_is_no_curl() {
  new_remote_ "http://example.org/$work/remote/tinypool-1.0.0.tar.gz"
  tools_ "$work/bin"
  script_ bin/wget <<'END'
for word; do
  case $word in
    --output-document=*) to=${word#*=} ;;
    http://example.org/*) from=${word#http://example.org/} ;;
  esac
done
cp "$from" "$to"
END
  PATH=$work/bin stages_ fetch
  assertTrue 'it is there' 'test -f distfiles/tinypool-1.0.0.tar.gz'
}

test_without_a_program_that_fetches_it_says_so() {
  new_remote_ "$there"
  tools_ "$work/bin"
  PATH=$work/bin stage_ fetch
  assert_refused_ curl wget "$work/distfiles"
}

test_distfiles_directory_that_cannot_be_made_is_named() {
  new_remote_ "$there"
  touch in-the-way
  settle_ source= "distfiles=$work/in-the-way/distfiles"
  stage_ fetch
  assert_refused_ "$work/in-the-way/distfiles" --with-distfiles
}

. shunit2
