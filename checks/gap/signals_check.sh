#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The cysignals question: a program with a SIGSEGV handler of its own, and GAP growing inside a signal handler.
# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/gap/cygwin.sh
. "$top_srcdir/checks/gap/cygwin.sh"

grow='l:=List([1..32],i->ListWithIdenticalEntries(131072,i));;'

# survives_ STRATEGY STEP...: yes, or how the program ended.
survives_() {
  strategy_=$1
  shift
  steps_ "$strategy_" --release=3.0.4 start "$(roots_ "$strategy_")" 256m 16m "$@" >out 2>err
  status_=$?
  case $status_ in
    0) echo yes ;;
    139) echo 'ended by SIGSEGV' ;;
    *) echo "status $status_" ;;
  esac
  unset status_ strategy_
}

test_signal_handlers() {
  require_gaps_ || return 0
  table_ signals 'A program with its own handler of SIGSEGV on an alternate stack; GAP growing inside a signal handler'
  row_ strategy 'own handler' 'handler, normal stack' 'handler, alternate stack'
  for strategy in $strategies; do
    own=$(survives_ "$strategy" own eval "$grow")
    normal=$(survives_ "$strategy" handler normal "$grow")
    alternate=$(survives_ "$strategy" handler alternate "$grow")
    row_ "$strategy" "$own" "$normal" "$alternate"
    assertEquals "$strategy: own handler" yes "$own"
    assertEquals "$strategy: normal stack" yes "$normal"
    case $(like_ "$strategy") in
      noreserve) assertEquals "$strategy: alternate stack" 'ended by SIGSEGV' "$alternate" ;;
      *) assertEquals "$strategy: alternate stack" yes "$alternate" ;;
    esac
  done
}

# shellcheck disable=SC1091 # found on PATH
. shunit2
