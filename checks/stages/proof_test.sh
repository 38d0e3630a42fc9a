#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The stage proof: what it reads off the running program decides, not what configure decided.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

# One program of each strategy, compiled once, is installed by the tests.
oneTimeSetUp() {
  programs=$SHUNIT_TMPDIR/programs
  for strategy in upstream noreserve commit; do
    mkdir -p "$programs/$strategy" || exit 99
    cp -R "$fixture/source" "$programs/$strategy/source"
    chmod -R u+w "$programs/$strategy/source"
    test "$strategy" = upstream ||
      patch -s -d "$programs/$strategy/source" -p1 <"$fixture/patches/tinypool/$strategy/tinypool-1.0.0.patch" || exit 99
    # shellcheck disable=SC2086 # a command and its options
    ${CC:-cc} -o "$programs/$strategy/tinypool" "$programs/$strategy"/source/src/*.c || exit 99
  done
}

# new_installed_ STRATEGY PROGRAM [NAME=VALUE]...: configure decided for STRATEGY, and PROGRAM is installed.
new_installed_() {
  wanted_=$1 program_=$2
  shift 2
  new_world_with_ "pool_strategy=$wanted_" "$@"
  mkdir -p prefix/bin prefix/share/tinypool build/stamps build/poolstat
  sealed 'made once' >build/stamps/install
  touch prefix/share/tinypool/VERSION
  ln -s "$top_builddir/poolstat/poolstat" build/poolstat/poolstat
  cp "$program_" prefix/bin/tinypool
}

# Mapped so that nothing is charged, which only vm.overcommit_memory=2 ignores.
require_overcommit_() {
  test "$(cat /proc/sys/vm/overcommit_memory 2>/dev/null)" != 2 || {
    skip_ 'vm.overcommit_memory=2 ignores MAP_NORESERVE'
    return 1
  }
}

test_commit_is_proved() {
  new_installed_ commit "$programs/commit/tinypool"
  stages_ prove
  assertEquals 'pool: commit, reserved 256 MiB, committed 8 MiB, resident 8 MiB' "$out"
  assertTrue 'the stage is complete' 'test -f build/stamps/proof'
}

test_forks_are_measured_too_if_that_is_asked() {
  new_installed_ commit "$programs/commit/tinypool"
  PROOF_FORKS=4 && export PROOF_FORKS
  stages_ prove
  unset PROOF_FORKS
  assertContains "$out" 'forks: 4 of 4, charged 32 MiB'
}

test_noreserve_is_proved() {
  require_overcommit_ || return 0
  new_installed_ noreserve "$programs/noreserve/tinypool"
  stages_ prove
  assertEquals 'pool: noreserve, reserved 256 MiB, committed 0 MiB, resident 8 MiB' "$out"
}

test_upstream_is_proved() {
  new_installed_ upstream "$programs/upstream/tinypool"
  stages_ prove
  assertEquals 'pool: upstream, reserved 256 MiB, committed 256 MiB, resident 8 MiB' "$out"
}

# As PARI, whose unpatched stack is mapped without a charge.
test_unpatched_pool_of_another_kind_is_proved_by_what_the_package_says() {
  require_overcommit_ || return 0
  new_installed_ upstream "$programs/noreserve/tinypool"
  stage_ prove
  assert_status_ 1
  echo 'package_upstream_pool() { echo noreserve; }' | redefine_
  stages_ prove
  assertEquals 'pool: noreserve, reserved 256 MiB, committed 0 MiB, resident 8 MiB' "$out"
}

test_another_pool_than_decided_fails() {
  new_installed_ commit "$programs/upstream/tinypool"
  stage_ prove
  assert_status_ 1
  assertContains "$out" 'pool: upstream'
  assertContains "$err" 'does not do what the strategy commit promises'
  assert_no_stamp_ proof
}

test_program_that_does_not_start_is_told_with_its_words() {
  echo 'echo "no library found" >&2; exit 1' | script_ broken
  new_installed_ commit broken
  stage_ prove
  assert_fails_ 'no library found' 'does not start' "$work/prefix/bin/tinypool"
  assert_no_stamp_ proof
}

test_installation_without_the_files_of_its_program_fails() {
  new_installed_ commit "$programs/commit/tinypool"
  rm prefix/share/tinypool/VERSION
  stage_ prove
  assert_fails_ 'share/tinypool/VERSION is missing'
  assert_no_stamp_ proof
}

test_program_is_ended_afterwards() {
  new_installed_ commit "$programs/commit/tinypool"
  redefine_ <<END
package_idle() {
  echo "\$\$" >'$work/pid'
  exec sh -c 'echo \$\$ >"$work/pid"; exec "$work/prefix/bin/tinypool"'
}
END
  stages_ prove
  assertFalse 'it is gone' "kill -0 '$(cat pid)'"
}

test_program_below_destdir_is_started() {
  new_installed_ commit "$programs/commit/tinypool" prefix=/opt/tinypool
  mkdir -p stage/opt
  mv prefix stage/opt/tinypool
  DESTDIR="$work/stage" stages_ prove
  assertContains "$out" 'pool: commit'
}

test_proved_installation_is_not_started_again() {
  new_installed_ commit "$programs/commit/tinypool"
  stages_ prove
  rm prefix/bin/tinypool
  stages_ prove
  assertEquals 'nothing to say' '' "$out$err"
}

test_newer_installation_is_proved_again() {
  new_installed_ commit "$programs/commit/tinypool"
  stages_ prove
  cp "$programs/upstream/tinypool" prefix/bin/tinypool
  sealed 'made again' >build/stamps/install
  stage_ prove
  assert_status_ 1
}

test_damaged_stamp_of_the_installation_is_refused() {
  new_installed_ commit "$programs/commit/tinypool"
  sed -i 's/once/onze/' build/stamps/install
  stage_ prove
  assert_status_ 1
  assertContains "$err" 'stamps/install is damaged: run make install first'
  assert_no_stamp_ proof
}

test_cross_compiled_program_is_a_loud_skip() {
  new_installed_ commit "$programs/commit/tinypool" cross_compiling=yes
  stages_ prove
  assertContains "$err" SKIPPED
  assert_no_stamp_ proof
}

. shunit2
