#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Every rule of the model holds for a program, and the check of it fails when that rule is switched off.
# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/cygwin-model/lib.sh
. "$top_srcdir/checks/cygwin-model/lib.sh"

# rules_ WANTED CHECK [OPTION]...: run one check of rules.c; its exit status must be WANTED: 0, or 1 where what must hold
# doesn't; any other is a broken check.
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

# Each row is a test: its name, the check, and from the fourth word on the options of cygwin-run.  The third is the rule
# without which the same check must fail, which is a test of its own, or - if there is none.
suite() {
  while read -r name_ check_ rule_ options_; do
    eval "test_$name_() { rules_ 0 $check_ $options_; }"
    suite_addTest "test_$name_"
    test "$rule_" != - || continue
    eval "test_${name_}_can_fail() { rules_ 1 $check_ $options_ --off=$rule_; }"
    suite_addTest "test_${name_}_can_fail"
  done <<'END'
map_is_charged_at_once             charge       charge
map_over_the_limit_is_refused      limit        charge   --limit=64
touch_commits_a_granule            touch        touch
touch_undoes_read_only             undone       touch
touch_without_access_spins         spin         touch
touch_over_the_limit_is_sigbus     exhausted    touch    --limit=64
mprotect_commits_and_decommits     protect      protect
mprotect_over_the_limit_fails      told         protect  --limit=64
page_is_64_kib                     page         page
fixed_map_is_refused               fixed        fixed    --release=3.5.7
fixed_map_since_3_6                fixed        fixed    --release=3.6.0
fork_copies_what_is_committed      fork         fork
fork_over_the_limit_fails          failing-fork fork     --limit=64
madvise_returns_the_error          advise       advise   --release=3.6.9
madvise_since_3_7                  advise       -        --release=3.7.0
madvise_keeps_contents_before_2_3  advise       advise   --release=2.2.1
partial_munmap_stays_charged       partial      partial
read_of_a_file_commits             read         read
thread_has_no_handler_before_3_0   thread       thread   --release=2.11.2
thread_has_a_handler_since_3_0     thread       -        --release=3.0.0
alternate_stack_has_no_handler     altstack     altstack
sbrk_is_charged_and_copied         heap         heap     --limit=64
handler_of_sigsegv_is_the_programs segv         -
sigsegv_kills_by_default           default      -
charge_of_the_dead_is_collected    collect      -
account_survives_closed_files      closed       -
END
}

. shunit2
