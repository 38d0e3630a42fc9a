#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/matrix/cell.sh [STEP] ID: run the cell ID of the table, and say in one line what became of it.
#
# STEP is what several cells share, done once for the first of them that needs it:
#   --autoconf   a configure made by the Autoconf of this cell
#   --tree       the package, unpatched, compiled by this cell's compiler: the others begin as copies of it
#   --upstream   of that, what the model of Cygwin needs for every strategy
#   --variant    and what it needs for this cell's
#
# The makefile that run.sh writes calls this.  A cell has a directory of its own below the matrix: log, and as far as it
# came decision/ (settings.sh, series, summary.txt, config.log) or config.log, build/ (its logs, too), and result, one line:
# id, pass or fail or skip, seconds, patches and mode as decided (- where nothing was), note, separated by tabs.  A cell that fails and may (the column allow)
# counts as skipped.
#
# Environment: MATRIX_DIR, where the matrix is; MATRIX_BUILD, the build directory that it is run from; MATRIX_MACHINE, the
# canonical name of this machine; MATRIX_COMMON, words for each configure that builds, quoted for the shell; MATRIX_TOTAL,
# how many cells run; MATRIX_BEGAN, when, in seconds; LAUNCHER, words in front of the compiler in cells that build (ccache);
# HOSTED=yes: this machine is the one that hosted cells are for; GAP_GIT: a git repository of GAP.
# Exit status: 0, whatever became of the cell; 2 wrong usage.
# shellcheck disable=SC2154 # what a row and lib.sh set

set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=checks/matrix/lib.sh
. "$here/lib.sh"
# shellcheck source=checks/matrix/kinds.sh
. "$here/kinds.sh"

main() {
  step=cell
  case ${1-} in --*) step=${1#--}; shift ;; esac
  read_cell "${1-}" || { printf 'cell.sh: no cell %s in %s\n' "${1-}" "$table" >&2; exit 2; }
  host_facts "$host"
  host_os "$host"
  use_package "$package"
  room=$MATRIX_DIR/$id
  began=$(now)
  if test "$step" != cell; then
    shared_step
  else
    run_cell
  fi
}

# now: seconds, in thousandths where date can tell them.
now() {
  now_=$(date +%s.%N)
  printf '%s\n' "${now_%.N}"
}

run_cell() {
  mkdir -p "$room"
  : >"$MATRIX_DIR/.running/$id"
  (cd "$room" && rm -rf result log said note got failed skipped decision config.log answers tests tree kept patch.log proof forks.tsv)
  cd "$room"
  set +e
  (
    set -e
    find_skip
    "run_${runs%%:*}"
  ) >log 2>&1 </dev/null
  status_=$?
  set -e
  if test -s skipped; then
    word=skip note=$(cat skipped)
  elif test "$status_" = 0; then
    word=pass note=$(cat note 2>/dev/null || :)
  else
    word=fail
    note=$(cat failed 2>/dev/null || tail -n 1 log)
    test "$allow" = - || word=skip note="failed, and may ($allow): $note"
  fi
  patches='-' mode='-'
  test ! -s got || read -r patches mode <got
  finish
}

# finish: the result, and one line; on a terminal also how far the matrix is.
finish() {
  ended=$(now)
  NOTE=$note awk -v OFS='\t' -v id="$id" -v word="$word" -v took="$began $ended" -v patches="$patches" -v mode="$mode" 'BEGIN {
    split(took, time, " ")
    note = ENVIRON["NOTE"]
    gsub(/[\t\n]/, " ", note)
    if (length(note) > 300) note = substr(note, 1, 297) "..."
    print id, word, sprintf("%.1f", time[2] - time[1]), patches, mode, note
  }' >result.new
  mv result.new result
  rm -f "$MATRIX_DIR/.running/$id" got note said
  : >"$MATRIX_DIR/.done/$id"
  progress=
  test ! -t 1 || progress
  awk -F '\t' -v progress="$progress" '{ printf "%-4s  %-28s %6s s  %s%s\n", $2, $1, $3, $6, progress }' result
}

# progress: done, running, to go, and about how many seconds that will take.
progress() {
  set -- "$MATRIX_DIR"/.done/*
  done_=$#
  set -- "$MATRIX_DIR"/.running/*
  running_=$#
  test -e "$1" || running_=0
  left_=$((MATRIX_TOTAL - done_ - running_))
  seconds_=$(((${ended%.*} - MATRIX_BEGAN) * (MATRIX_TOTAL - done_) / done_))
  progress="  ($done_ done, $running_ running, $left_ to go, about $seconds_ s)"
}

# miss MESSAGE: why the cell failed, and its end.
miss() {
  printf '%s\n' "$*" | tee "$room/failed"
  exit 1
}

skip() {
  printf '%s\n' "$*" | tee "$room/skipped"
  exit 1
}

# shared_step: what it says is kept; the cells that need it see whether it is there.
shared_step() {
  set +e
  (set -e; "share_$step") </dev/null
  set -e
}

main "$@"
