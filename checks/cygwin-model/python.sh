#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/cygwin-model/python.sh [TEST]...: run tests of CPython's own, each natively and under the model.
#
# The tests (default: test_fork1 test_subprocess test_faulthandler) are those of PYTHON (default /usr/bin/python3), which
# must have its test package.  Prints a table and the names of the tests whose result under the model is worse.
#
# Exit status: 0: none is worse; 1: some are; 77: PYTHON has no test package; 99: no place for its files.

set -u
top_builddir=${top_builddir:-.}
python=${PYTHON:-/usr/bin/python3}
run=$top_builddir/checks/cygwin-model/cygwin-run

"$python" -c 'import test.support' 2>/dev/null || {
  echo "python.sh: $python has no test package; install libpython3-testsuite, or set PYTHON" >&2
  exit 77
}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
test $# -gt 0 || set -- test_fork1 test_subprocess test_faulthandler

# bad_ LOG: the tests that failed or ended in an error, one a line.
bad_() {
  sed -n 's/^\(FAIL\|ERROR\): \([A-Za-z0-9_]*\) (.*/\2/p' "$1" | sort -u
}

# suite_ LOG [COMMAND...]: run the tests of $test_, with COMMAND before them.
suite_() {
  log_=$1
  shift
  mkdir -p "$work/cwd"
  (cd "$work/cwd" && TMPDIR=$work/cwd timeout 900 "$@" "$python" -m unittest -v "test.$test_") >"$log_" 2>&1 </dev/null
  echo "exit status $?" >>"$log_"
  rm -rf "$work/cwd"
  unset log_
}

worse=0
printf '%-20s %-10s %s\n' test native model
for test_ in "$@"; do
  suite_ "$work/native"
  suite_ "$work/model" "$run" --
  for where_ in native model; do
    bad_ "$work/$where_" >"$work/$where_.bad"
    sed -n 's/^Ran \([0-9]*\) tests.*/\1/p' "$work/$where_" | tail -n 1 >"$work/$where_.ran"
  done
  printf '%-20s %-10s %s\n' "$test_" \
    "$(cat "$work/native.ran"),$(wc -l <"$work/native.bad") bad" "$(cat "$work/model.ran"),$(wc -l <"$work/model.bad") bad"
  comm -13 "$work/native.bad" "$work/model.bad" >"$work/worse"
  if test -s "$work/worse" || test ! -s "$work/model.ran"; then
    worse=1
    sed 's/^/  worse under the model: /' "$work/worse"
    test -s "$work/model.ran" || tail -n 5 "$work/model"
  fi
  test -z "${KEEP_LOGS-}" || cp "$work/model" "$KEEP_LOGS/$test_.model.log"
done
exit $worse
