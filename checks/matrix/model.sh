#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/matrix/model.sh: libgap grows in a process forked from the main thread, and from another thread: under the model of
# one release of Cygwin, or on the real one, where this tells whether the model is right; and what forked children are
# charged, under the model.  A cell of the matrix runs it.
#
# Environment: MODEL_TREE, a build directory, with what is in variants/upstream; MODEL_GAP, which of its GAPs (upstream,
# noreserve, upstream-cygwin, or commit for variants/commit-cygwin); MODEL_STRATEGY, what that was patched with;
# MODEL_VERSION, of GAP; MODEL_HOST_OS and MODEL_RELEASE, the host and X.Y.Z; MODEL_REAL=yes: no model; top_builddir, where
# the model was built.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/decide/lib.sh
. "$top_srcdir/checks/decide/lib.sh"
model=$top_builddir/checks/cygwin-model
top_builddir=$MODEL_TREE
# shellcheck source=checks/gap/cygwin.sh
. "$top_srcdir/checks/gap/cygwin.sh"
cygwin=$model
PATH=$cygwin:$PATH
strategies=$MODEL_GAP

# It must outgrow the workspace that GAP starts with.
grow='l:=List([1..32],i->ListWithIdenticalEntries(131072,i));;'

# ended_ HOW NAME: how the process ends that is forked from the main thread (child) or another (thread).
ended_() {
  set -- "$2" "$1" start "$(roots_ "$MODEL_GAP")" 256m 16m eval "$grow"
  name_=$1
  shift
  if test "${MODEL_REAL-}" = yes; then
    on_ "$MODEL_GAP" "$SHUNIT_TMPDIR/steps" "$@" >out 2>err
  else
    steps_ "$MODEL_GAP" "--release=$MODEL_RELEASE" "$@" >out 2>err
  fi
  assertEquals "steps: $(cat err)" 0 $?
  outcome=$(sed -n 's/^child ended //p' out)
  echo "outcome: $name_: ended $outcome"
}

test_forked_from_the_main_thread() {
  require_gaps_ || return 0
  ended_ child 'main thread'
  assertEquals 'with status 0' "$outcome"
}

# By build/decide/: a pool that relies on first touches, before the release that made them safe.
test_forked_from_another_thread() {
  require_gaps_ || return 0
  use_package_ gap
  facts_ "host_os=$MODEL_HOST_OS" "version=$MODEL_VERSION"
  # shellcheck disable=SC2034 # decide_touches reads it
  pool_strategy=$MODEL_STRATEGY
  expected='with status 0'
  decide_touches
  # shellcheck disable=SC2154 # decide_touches sets first_touches, serial.sh first_safe_release
  test "$first_touches" = no || version_reaches "$MODEL_RELEASE" "$first_safe_release" || expected='by signal 11'
  ended_ thread 'other thread'
  assertEquals "$expected" "$outcome"
}

test_memory_against_forks() {
  require_gaps_ || return 0
  test "${MODEL_REAL-}" != yes || { skip_ 'only the model counts the memory of each process'; return; }
  charges_ "$MODEL_GAP" "--release=$MODEL_RELEASE" start "$(roots_ "$MODEL_GAP")" 256m 16m eval "$grow" ||
    fail "a child failed: $(cat sheet)"
  sed 's/^/forks: /' charges
}

# shellcheck disable=SC1091 # found on PATH
. shunit2
