#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# libgap in a process forked from a thread (comment 23 of Sage's ticket 27214): the death on Cygwin older than 3.0.
# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/gap/cygwin.sh
. "$top_srcdir/checks/gap/cygwin.sh"

# The job must outgrow the workspace GAP starts with: what that holds is touched in any case.
grow='l:=List([1..32],i->ListWithIdenticalEntries(131072,i));;'
python=${PYTHON:-python3}

# worker_ STRATEGY RELEASE MODE: sets $outcome to what became of the two jobs.
worker_() {
  on_ "$1" "$cygwin/cygwin-run" --release="$2" "$python" "$top_srcdir/checks/gap/worker.py" "$3" \
    "$SHUNIT_TMPDIR/embed.so" "$(roots_ "$1")" 256m 16m "$grow" >out 2>err
  assertEquals "worker.py $*: $(cat err)" 0 $?
  rm -f worker.?
  outcome=$(sed 's/job [12]: //' out | paste -s -d , - | sed 's/,/, /')
}

# ended_ STRATEGY RELEASE HOW: sets $outcome to how a process with libgap ends that was forked from the main thread
# (child) or another (thread).
ended_() {
  steps_ "$1" "--release=$2" "$3" start "$(roots_ "$1")" 256m 16m eval "$grow" >out 2>err
  assertEquals "steps: $(cat err)" 0 $?
  outcome=$(sed -n 's/^child ended //p' out)
}

test_python_pool_and_serial() {
  require_gaps_ || return 0
  require_program_ "$python" || return 0
  table_ python 'Python: multiprocessing.Pool(1, maxtasksperchild=1), libgap in the job, two jobs; and the same in series'
  row_ strategy release pool serial
  for strategy in $strategies; do
    for release in 2.11.2 3.0.4; do
      worker_ "$strategy" "$release" pool
      pool=$outcome
      worker_ "$strategy" "$release" serial
      serial=$outcome
      row_ "$strategy" "$release" "$pool" "$serial"
      case $(like_ "$strategy")-$release in
        noreserve-2.11.2) assertEquals "$strategy $release" 'works, worker lost' "$pool" ;;
        *) assertEquals "$strategy $release" 'works, works' "$pool" ;;
      esac
      assertEquals "$strategy $release in series" 'works, works' "$serial"
    done
  done
}

test_c_fork_in_a_thread() {
  require_gaps_ || return 0
  table_ threads 'C: libgap in a process forked from the main thread, and from another'
  row_ strategy release 'main thread' 'another thread'
  for strategy in $strategies; do
    for release in 2.11.2 3.0.4; do
      ended_ "$strategy" "$release" child
      main=$outcome
      ended_ "$strategy" "$release" thread
      thread=$outcome
      row_ "$strategy" "$release" "$main" "$thread"
      assertEquals "$strategy $release main" 'with status 0' "$main"
      case $(like_ "$strategy")-$release in
        noreserve-2.11.2) assertEquals "$strategy $release" 'by signal 11' "$thread" ;;
        *) assertEquals "$strategy $release" 'with status 0' "$thread" ;;
      esac
    done
  done
}

# shellcheck disable=SC1091 # found on PATH
. shunit2
