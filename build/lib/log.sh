# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/log.sh: commands that run long: their log, what is shown of them, and with which make they run.
# shellcheck shell=sh disable=SC2154 # stage.sh sources this

progress_total=''

# run_logged WHAT COMMAND...: run COMMAND with its output in logs/<stage>.log and show how far it is: on a terminal
# one line that updates each second, elsewhere a line at most every ten; V=1 shows the output itself.  When it fails:
# the stage's name, the last 30 lines, the log's path, and exit 1.  Package functions handed in run under `set -e`.
# $progress_total (a number, optional) and the function package_progress (prints how many are done) give "n of m".
run_logged() {
  what_=$1
  shift
  new_scratch
  log=$build_dir/logs/$stage.log
  { mkdir -p "$build_dir/logs" && printf '# %s\n' "$what_" >>"$log"; } 2>/dev/null ||
    die "$log can't be written: is the disk full?"
  rm -f "$scratch/status"
  {
    set +e
    (set -e; "$@") </dev/null 2>&1
    echo $? >"$scratch/status"
  } | tee -a "$log" | show_
  # What could not be written is no success.
  status_=$(cat "$scratch/status" 2>/dev/null) || :
  test "${status_:=unknown}" = 0 || report_failure_
}

# show_: what a user sees of the output on standard input.
show_() {
  if test "${V:-0}" = 1; then
    say "$what_"
    cat
    return
  fi
  seconds_=10
  test ! -t 2 || seconds_=1
  ticks_ "$seconds_" | while IFS= read -r elapsed_; do
    if test -t 2; then printf '\r\033[K%s' "$(progress_line_ "$elapsed_")" >&2; else progress_line_ "$elapsed_"; fi
  done
  test ! -t 2 || printf '\r\033[K' >&2
}

# ticks_ SECONDS: how many seconds it has been at work, at each line of standard input that comes SECONDS or more after the
# last one it told.  A date(1) for each line would be a hundredth of the build; perl is there for quilt's guards.
ticks_() {
  # shellcheck disable=SC2016 # perl's
  perl -n -e 'BEGIN { $| = 1; $seconds = shift; $told = 0 }
    $elapsed = time - $^T;
    if ($elapsed - $told >= $seconds) { $told = $elapsed; print "$told\n" }' "$1"
}

progress_line_() { # progress_line_ SECONDS: at work so long
  count_=
  test -z "$progress_total" || {
    count_=$(package_progress)
    test "$count_" -gt "$progress_total" || count_="$count_ of $progress_total"
    count_="$count_ files, "
  }
  printf '%s: %s, %s%s s\n' "$stage" "$what_" "$count_" "$1"
}

report_failure_() {
  {
    printf '%s: failed (exit status %s): %s. The last lines of the log:\n' "$stage" "$status_" "$what_"
    tail -n 30 "$log" | sed 's/^/  | /'
    printf '%s: the whole log: %s\n' "$stage" "$log"
    printf '%s: fix the error above and run the same command again; V=1 shows everything as it happens\n' "$stage"
  } >&2
  exit 1
}

# with_make COMMAND...: run COMMAND with the user's make (a command and its options) as its last words.  In a serial
# build that is one which runs one job at a time, whatever MAKE, MAKEFLAGS and a make above say.
with_make() {
  test "$serial_build" != yes || set -- "$@" sh "$build_dir/serial-run"
  # shellcheck disable=SC2086 # a command and its options
  "$@" ${MAKE:-make}
}
