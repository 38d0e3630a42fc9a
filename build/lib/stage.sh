# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/stage.sh: what every stage shares.
#
# A stage sources it first, after setting `stage` to its own name.  It is run in the top of the build
# directory and reads settings.sh there, which configure wrote.  Exit status of every stage: 0 done or nothing
# to do, 1 failed (one line on standard error says what and what to do), 2 wrong usage.
# shellcheck shell=sh disable=SC2034,SC2154 # a stage sets `stage` and uses what this file sets

set -eu

build_dir=$PWD
# quilt can't take a blank there.
case ${TMPDIR-} in *[[:space:]]*) TMPDIR=/tmp ;; esac

die() { # die MESSAGE...: one line on standard error, then exit 1
  printf '%s: %s\n' "$stage" "$*" >&2
  exit 1
}

warn() { # warn MESSAGE...: one line on standard error
  printf '%s: warning: %s\n' "$stage" "$*" >&2
}

say() { # say MESSAGE...: one line on standard output
  printf '%s: %s\n' "$stage" "$*"
}

# load_settings: read what configure found, and the package's own functions.
load_settings() {
  test -f settings.sh ||
    die "no settings.sh in $PWD: run configure there first"
  # shellcheck source=/dev/null # made by configure
  . ./settings.sh
  # shellcheck source=build/packages/default.sh
  . "$top_srcdir/build/packages/default.sh"
  # shellcheck source=/dev/null
  . "$package_dir/package.sh"
  umask 022
}

sha256() { # sha256 FILE: its digest in hexadecimal
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum <"$1" | cut -d ' ' -f 1
  else
    shasum -a 256 <"$1" | cut -d ' ' -f 1
  fi
}

# at_exit FUNCTION: call FUNCTION when the stage ends, however it ends; the last one named is called first.
exit_functions_=
at_exit() {
  exit_functions_="$1 $exit_functions_"
}
run_exit_functions_() {
  status_=$?
  trap - EXIT
  stop_ticker_
  for function_ in $exit_functions_; do
    "$function_" || :
  done
  exit "$status_"
}
trap run_exit_functions_ EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# new_scratch: sets `scratch` to a fresh directory without a blank in its name, removed when the stage ends.
new_scratch() {
  test -z "${scratch-}" || return 0
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/poolpatch.XXXXXX") ||
    die "no scratch directory could be made in ${TMPDIR:-/tmp}: is it full or read-only? Set TMPDIR"
  at_exit remove_scratch_
}
remove_scratch_() {
  rm -rf "$scratch"
}

# lock DIRECTORY: stop if another poolpatch works on DIRECTORY; held until the stage ends.  One lock a stage.
lock() {
  until mkdir "$1/.poolpatch-lock" 2>/dev/null; do
    test -d "$1/.poolpatch-lock" || die "$1 can't be written: check its permissions and the disk's free space"
    owner_=$(cat "$1/.poolpatch-lock/pid" 2>/dev/null) || owner_=$$
    ! kill -0 "$owner_" 2>/dev/null ||
      die "another poolpatch (process $owner_) is at work on $1: wait for it, or remove $1/.poolpatch-lock"
    warn "removing the lock of process $owner_, which is gone: $1/.poolpatch-lock"
    rm -rf "$1/.poolpatch-lock"
  done
  locked_=$1
  at_exit unlock_
  echo $$ >"$1/.poolpatch-lock/pid" || die "$1 can't be written: is the disk full?"
}
unlock_() {
  rm -rf "$locked_/.poolpatch-lock"
}

# finish TEXT: write the stage's stamp; TEXT says for what it was done.
finish() {
  if ! mkdir -p stamps || ! printf '%s\n' "$1" >"stamps/.$stage.new"; then
    die "$build_dir/stamps can't be written: is the disk full?"
  fi
  mv -f "stamps/.$stage.new" "stamps/$stage"
}

# done_for TEXT: has this stage been completed for TEXT?
done_for() {
  test -f "stamps/$stage" && test "$(cat "stamps/$stage")" = "$1"
}

# run_logged WHAT COMMAND...: run COMMAND with its output in logs/<stage>.log and show progress: on a terminal
# one line that updates, elsewhere a line at most every ten seconds; V=1 shows the output itself.  When it
# fails: the stage's name, the last 30 lines, the log's path, and exit 1.  Package functions handed in run
# under `set -e`.  $progress_total (a number, optional) and the function package_progress (prints how many are
# done) give "n of m".
run_logged() {
  what_=$1
  shift
  mkdir -p "$build_dir/logs"
  log=$build_dir/logs/$stage.log
  printf '# %s\n' "$what_" >>"$log"
  if test "${V:-0}" = 1; then
    say "$what_"
    set +e
    (
      set +e
      (set -e; "$@") 2>&1
      echo $? >"$log.status"
    ) | tee -a "$log"
    status_=$(cat "$log.status")
    rm -f "$log.status"
    set -e
  else
    show_progress_ &
    ticker_=$!
    set +e
    (set -e; "$@") >>"$log" 2>&1 </dev/null
    status_=$?
    set -e
    stop_ticker_
    test ! -t 2 || printf '\r\033[K' >&2
  fi
  test "$status_" -eq 0 || report_failure_
}

# A signal that can be trapped may be lost while a shell forks or waits, so this is one that can't.
stop_ticker_() {
  test -n "${ticker_-}" || return 0
  kill -KILL "$ticker_" 2>/dev/null || :
  wait "$ticker_" 2>/dev/null || :
  ticker_=
}

# It looks each second whether its stage is still there; so its sleep outlives both by a second at most.
show_progress_() {
  trap - EXIT
  stage_pid_=$$
  started_=$(date +%s)
  told_=0
  while sleep 1 >/dev/null 2>&1 && kill -0 "$stage_pid_" 2>/dev/null; do
    seconds_=$(($(date +%s) - started_))
    if test -t 2; then
      printf '\r\033[K%s' "$(progress_line_)" >&2
    elif test $((seconds_ - told_)) -ge 10; then
      told_=$seconds_
      printf '%s\n' "$(progress_line_)"
    fi
  done
}

progress_line_() {
  printf '%s: %s, %s%s s' "$stage" "$what_" "$(count_done_)" "$seconds_"
}

count_done_() {
  test -z "${progress_total-}" ||
    printf '%s of %s files, ' "$(package_progress)" "$progress_total"
}

report_failure_() {
  {
    printf '%s: failed (exit status %s): %s. The last lines of the log:\n' "$stage" "$status_" "$what_"
    tail -n 30 "$log" | sed 's/^/  | /'
    printf '%s: the whole log: %s\n' "$stage" "$log"
    printf '%s: mend what it names and run the same command again; V=1 shows everything as it happens\n' "$stage"
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

# spaceless PATH: sets `spaceless` to a name of PATH without blanks, for build systems that can't take one: PATH
# itself, or a link in a private directory whose name depends on PATH alone, so that a second build finds the
# same name.
spaceless() {
  case $1 in
    *[[:space:]]*) ;;
    *) spaceless=$1; return ;;
  esac
  links_=${TMPDIR:-/tmp}/poolpatch-links-$(id -u)
  mkdir -m 700 "$links_" 2>/dev/null || :
  test -n "$(find "$links_" -prune -type d -user "$(id -u)")" ||
    die "$links_ belongs to somebody else: remove it, or set TMPDIR to a directory of your own without blanks"
  spaceless=$links_/$(printf '%s' "$1" | cksum | tr -c '0-9\n' -)
  test "$(readlink "$spaceless" 2>/dev/null)" = "$1" || {
    rm -f "$spaceless"
    ln -s "$1" "$spaceless"
  }
}
