#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The short form of `make check-faults`: each stage goes wrong at a few points.  Its driver and its injector can fail, too.
# shellcheck disable=SC2016,SC2154 # not for this shell; what the library sets

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

faults=$top_srcdir/checks/faults/faults.sh
inject=$top_builddir/checks/faults/inject

suite() {
  functions_
  rows_ goes_wrong_ <<'END'
killed_fetch_is_completed|fetch k 1
killed_unpack_is_completed|unpack k 1
killed_patch_is_completed|patch k 2
killed_unpatch_is_completed|unpatch k 1
killed_compile_is_completed|compile k 2
killed_install_is_completed|install k 2
killed_uninstall_is_completed|uninstall k 1
patch_without_room_changes_nothing|patch f 1
install_without_room_changes_nothing|install f 1
settings_with_another_bit_are_refused|install b=*settings.sh 1
stamp_that_is_cut_is_refused|unpatch t=*.poolpatch/stamp 1
compile_beside_unpatch|compile p=unpatch 1
END
  "$inject" true || skip_all_ 'nothing can be traced here'
}

# goes_wrong_ COMMAND MODE POINTS
goes_wrong_() {
  require_toolkit_ || return 0
  sh "$faults" --points="$3" "$1" "$2" >out 2>&1
  assertEquals "$(cat out)" 0 $?
  assertEquals "as many as requested: $(cat out)" "= $1 ${2%%=*} $3 0 0 0 0 0" "$(tail -n 1 out)"
}

test_change_that_is_killed_is_not_made() {
  "$inject" -k 4 -r report sh -c 'echo one >one; echo two >two; echo three >three' 2>/dev/null
  assertEquals 137 $?
  assertEquals "one two" "$(echo ???)"
  assertEquals 'opened, not written' '' "$(cat two)"
  assertEquals "4 write $work/two" "$(cat report)"
}

test_all_that_it_started_are_killed() {
  "$inject" -k 2 sh -c 'setsid sh -c "sleep 0.1; echo late >late" & sleep 0.05; mkdir first; mkdir second'
  sleep 0.2
  assertEquals first "$(ls)"
}

test_one_call_without_room_fails_and_the_next_does_not() {
  "$inject" -o 2 sh -c 'mkdir one; mkdir two; mkdir three' 2>err
  assertEquals 'one three' "$(echo one* t*)"
  assertContains "$(cat err)" 'No space left on device'
}

test_no_call_has_room_from_there_on() {
  "$inject" -f 2 sh -c 'mkdir one; mkdir two; mkdir three; mv one four; rm -f err; rmdir one' 2>/dev/null
  assertEquals '' "$(ls)"
}

test_another_begins_in_the_midst_and_is_waited_for() {
  "$inject" -b 2 -c 'mkdir "$(echo one*)-beside"; sleep 0.3; mkdir last' sh -c 'mkdir one; mkdir two'
  assertEquals 'last one one-beside two' "$(echo *)"
}

test_status_is_the_commands() {
  "$inject" -k 9 sh -c 'exit 3'
  assertEquals 3 $?
}

test_command_that_takes_too_long_is_killed() {
  "$inject" -t 1 sleep 60
  assertEquals 124 $?
}

test_every_command_has_its_target() {
  assertEquals "$(sh "$faults" --names)" \
    "$(sed -n '/^FAULTS =/,/[^\\]$/p' "$top_srcdir/checks/faults/local.mk" | grep -o 'faults-[a-z]*' | sed 's/faults-//')"
}

. shunit2
