#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Which strategy survives which cysignals, and that the model's rule is what decides it.
# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/cygwin-model/lib.sh
. "$top_srcdir/checks/cygwin-model/lib.sh"

# ends_ STATUS HANDLER STRATEGY WHERE [OPTION]...: 0: it survives; 3: a first touch is taken for a crash.
ends_() {
  require_unsanitized_ || return 0
  wanted_=$1 handler_=$2 strategy_=$3 where_=$4
  shift 4
  timeout 30 "$cygwin/cygwin-run" --release=3.0.4 "$@" "$cygwin/cysignals" "$handler_" "$strategy_" "$where_" >out 2>&1
  assertEquals "$handler_ $strategy_ $where_ $*: $(cat out)" "$wanted_" $?
}

suite() {
  rows_ ends_ <<'END'
without_cysignals_upstream_survives|0 none upstream code
without_cysignals_noreserve_survives|0 none noreserve code
without_cysignals_noreserve_survives_in_a_handler|0 none noreserve handler
without_cysignals_commit_survives|0 none commit code
an_old_one_lets_upstream_live|0 old upstream code
an_old_one_lets_upstream_live_in_a_handler|0 old upstream handler
an_old_one_ends_noreserve|3 old noreserve code
an_old_one_ends_noreserve_in_a_handler|3 old noreserve handler
an_old_one_lets_commit_live|0 old commit code
an_old_one_lets_commit_live_in_a_handler|0 old commit handler
a_new_one_lets_upstream_live|0 new upstream code
a_new_one_lets_noreserve_live|0 new noreserve code
a_new_one_ends_noreserve_in_a_handler|3 new noreserve handler
a_new_one_lets_commit_live|0 new commit code
a_new_one_lets_commit_live_in_a_handler|0 new commit handler
without_the_rule_no_first_touch_is_a_crash|0 old noreserve code --off=continue
END
}

. shunit2
