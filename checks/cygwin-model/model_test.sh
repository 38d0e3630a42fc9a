#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Every rule of the model holds for a program, and the check of it fails when that rule is switched off.
# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/cygwin-model/lib.sh
. "$top_srcdir/checks/cygwin-model/lib.sh"


# rules_ WANTED CHECK [OPTION]...: run one check of rules.c; its exit status must be WANTED.
rules_() {
  require_unsanitized_ || return 0
  wanted_=$1
  check_=$2
  shift 2
  timeout 30 "$cygwin/cygwin-run" "$@" "$cygwin/rules" "$check_" >out 2>&1
  status_is_=$?
  assertEquals "rules $check_ under cygwin-run $*: $(cat out)" "$wanted_" "$status_is_"
  unset wanted_ check_
}

# The program tells what must hold and doesn't with status 1; any other is a broken check.
holds_() { rules_ 0 "$@"; }
fails_() { rules_ 1 "$@"; }

test_map_is_charged_at_once() { holds_ charge; }
test_map_is_charged_at_once_can_fail() { fails_ charge --off=charge; }
test_map_over_the_limit_is_refused() { holds_ limit --limit=64; }
test_map_over_the_limit_is_refused_can_fail() { fails_ limit --limit=64 --off=charge; }

test_touch_commits_a_granule() { holds_ touch; }
test_touch_commits_a_granule_can_fail() { fails_ touch --off=touch; }
test_touch_undoes_read_only() { holds_ undone; }
test_touch_undoes_read_only_can_fail() { fails_ undone --off=touch; }
test_touch_without_access_spins() { holds_ spin; }
test_touch_without_access_spins_can_fail() { fails_ spin --off=touch; }
test_touch_over_the_limit_is_sigbus() { holds_ exhausted --limit=64; }
test_touch_over_the_limit_is_sigbus_can_fail() { fails_ exhausted --limit=64 --off=touch; }

test_mprotect_commits_and_decommits() { holds_ protect; }
test_mprotect_commits_and_decommits_can_fail() { fails_ protect --off=protect; }
test_mprotect_over_the_limit_fails() { holds_ told --limit=64; }
test_mprotect_over_the_limit_fails_can_fail() { fails_ told --limit=64 --off=protect; }
test_page_is_64_kib() { holds_ page; }
test_page_is_64_kib_can_fail() { fails_ page --off=page; }

test_fixed_map_is_refused() { holds_ fixed --release=3.5.7; }
test_fixed_map_is_refused_can_fail() { fails_ fixed --release=3.5.7 --off=fixed; }
test_fixed_map_since_3_6() { holds_ fixed --release=3.6.0; }
test_fixed_map_since_3_6_can_fail() { fails_ fixed --release=3.6.0 --off=fixed; }

test_fork_copies_what_is_committed() { holds_ fork; }
test_fork_copies_what_is_committed_can_fail() { fails_ fork --off=fork; }
test_fork_over_the_limit_fails() { holds_ failing-fork --limit=64; }
test_fork_over_the_limit_fails_can_fail() { fails_ failing-fork --limit=64 --off=fork; }

test_madvise_returns_the_error() { holds_ advise --release=3.6.9; }
test_madvise_returns_the_error_can_fail() { fails_ advise --off=advise; }
test_madvise_since_3_7() { holds_ advise --release=3.7.0; }
test_madvise_keeps_contents_before_2_3() { holds_ advise --release=2.2.1; }
test_madvise_keeps_contents_before_2_3_can_fail() { fails_ advise --release=2.2.1 --off=advise; }

test_partial_munmap_stays_charged() { holds_ partial; }
test_partial_munmap_stays_charged_can_fail() { fails_ partial --off=partial; }

test_read_of_a_file_commits() { holds_ read; }
test_read_of_a_file_commits_can_fail() { fails_ read --off=read; }

test_thread_has_no_handler_before_3_0() { holds_ thread --release=2.11.2; }
test_thread_has_no_handler_before_3_0_can_fail() { fails_ thread --release=2.11.2 --off=thread; }
test_thread_has_a_handler_since_3_0() { holds_ thread --release=3.0.0; }

test_alternate_stack_has_no_handler() { holds_ altstack; }
test_alternate_stack_has_no_handler_can_fail() { fails_ altstack --off=altstack; }

test_sbrk_is_charged_and_copied() { holds_ heap --limit=64; }
test_sbrk_is_charged_and_copied_can_fail() { fails_ heap --limit=64 --off=heap; }

test_handler_of_sigsegv_is_the_programs() { holds_ segv; }
test_sigsegv_kills_by_default() { holds_ default; }
test_charge_of_the_dead_is_collected() { holds_ collect; }
test_account_survives_closed_files() { holds_ closed; }

# shellcheck disable=SC1091 # found on PATH
. shunit2
