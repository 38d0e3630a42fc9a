#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/matrix/run.sh: run cells of the table, with make as their scheduler; `make matrix` calls it in a build directory.
#
# Writes a makefile with a target a cell, and has make run it, whose jobs are those of the make above.  Results, logs and a
# report go to ./matrix (matrix/ID/, matrix/junit.xml, matrix/index.html); results of cells that do not run stay.
# The last line is `N passed, N failed, N skipped`.
#
# Environment: CELLS, patterns of the shell that the ids match, or what they run (default *); TIER, fast, full or all (the default);
# LAUNCHER, words in front of the compiler in cells that build (default ccache, where it is installed); and what cell.sh
# says.
# Exit status: 0 no cell failed, 1 one did, or the table is not in order; 2 wrong usage.
# shellcheck disable=SC2154 # what a row and lib.sh set

set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=checks/matrix/lib.sh
. "$here/lib.sh"
# shellcheck source=build/lib/environment.sh
. "$top/build/lib/environment.sh"
# shellcheck source=checks/matrix/kinds.sh
. "$here/kinds.sh"

give_up() {
  printf 'matrix: %s\n' "$*" >&2
  exit 2
}

main() {
  ! is_dry_run || exit 0
  case ${TIER:=all} in
    fast | full | all) ;;
    *) give_up "TIER=$TIER: expected fast, full or all" ;;
  esac
  test -f settings.sh || give_up "no settings.sh in $PWD: run this in a build directory, after configure"
  sh "$here/check.sh" || exit 1
  MATRIX_BUILD=$PWD MATRIX_DIR=$PWD/matrix
  prepare
  plan >matrix/plan
  MATRIX_TOTAL=$(grep -c . matrix/plan || :)
  test "$MATRIX_TOTAL" -gt 0 ||
    give_up "CELLS=${CELLS:-*} TIER=$TIER: no cell of $table is called so"
  makefile >matrix/cells.mk
  MATRIX_BEGAN=$(date +%s)
  test -n "${LAUNCHER+set}" || ! command -v ccache >/dev/null || LAUNCHER=ccache
  export MATRIX_BUILD MATRIX_DIR MATRIX_MACHINE MATRIX_COMMON MATRIX_TOTAL MATRIX_BEGAN LAUNCHER
  ${MAKE:-make} --no-print-directory -f matrix/cells.mk cells
  sh "$here/report.sh" matrix
  summary
}

prepare() {
  mkdir -p matrix/.trees
  rm -rf matrix/.running matrix/.done matrix/.answers matrix/.autoconf
  mkdir matrix/.running matrix/.done matrix/.answers matrix/.autoconf
  MATRIX_MACHINE=$(sh "$top/build-aux/config.guess")
  # Where tarballs are, and whether they may be fetched, this build directory knows.
  # shellcheck source=/dev/null
  # shellcheck disable=SC2034 # settings.sh reads build_dir
  (build_dir=$PWD && . ./settings.sh && quote "--with-distfiles=$distfiles" && printf '%s' "$quoted" &&
    { test "$fetch_allowed" = yes || printf ' --disable-fetch'; }) >matrix/common
  MATRIX_COMMON=$(cat matrix/common)
}

# plan: the ids of the cells that are to run, what takes longest first.
plan() {
  rows >matrix/rows
  for kind in system hosted build pool probes decide; do
    while read_row; do
      case $runs in "$kind" | "$kind":*) ! is_chosen || printf '%s\n' "$id" ;; esac
    done <matrix/rows
  done
}

is_chosen() {
  test "$TIER" = all || test "$TIER" = "$tier" || return 1
  set -f
  # shellcheck disable=SC2086 # patterns
  set -- ${CELLS:-*}
  set +f
  for pattern; do
    # shellcheck disable=SC2254 # a pattern
    case $id in $pattern) return 0 ;; esac
    # shellcheck disable=SC2254 # a pattern
    case ${runs%%:*} in $pattern) return 0 ;; esac
  done
  return 1
}

# makefile: what several cells share is made for the first of them.
# shellcheck disable=SC2016 # make expands it
makefile() {
  printf "CELL = sh '%s/cell.sh'\n" "$here"
  known=' '
  printf 'cells: %s\n' "$(sed 's|^|cell/|' matrix/plan | paste -s -d ' ' -)"
  while IFS= read -r chosen; do
    read_cell "$chosen"
    needs=''
    test "$autoconf" = - || need "autoconf/$autoconf" --autoconf
    case $runs,$how in
      decide,*) first_of_toolchain ;;
      build,*)
        tree_key
        need "tree/$tree_key" --tree ;;
    esac
    case $runs,$how in
      build,modelled)
        variant_of
        need "variant/$tree_key/upstream" --upstream "tree/$tree_key"
        need "variant/$tree_key/$variant" --variant "variant/$tree_key/upstream" ;;
    esac
    printf '.PHONY: cell/%s\ncell/%s:%s\n\t+@$(CELL) %s\n' "$id" "$id" "$needs" "$id"
  done <matrix/plan
}

# need TARGET STEP [BEFORE]: the cell at hand waits for TARGET; the first that needs it makes it.
need() {
  needs="$needs $1"
  case $known in *" $1 "*) return ;; esac
  known="$known$1 "
  # shellcheck disable=SC2016 # make expands it
  printf '.PHONY: %s\n%s: %s\n\t+@$(CELL) %s %s\n' "$1" "$1" "${3-}" "$2" "$id"
}

# first_of_toolchain: the first cell that gets as far as a decision leaves its answers to the others; so does the first of
# this machine's compiler to the first of a host that it stands in for.
first_of_toolchain() {
  toolchain
  if ! need_answers "$answers"; then
    test "$how" != modelled || need_answers "$native_answers" || :
    test "$patches" = refused || known="${known}first:$answers=$id "
  fi
}

# need_answers FILE: wait for the cell that leaves them; status 1 if there is none.
need_answers() {
  case $known in
    *" first:$1="*)
      first=${known#*" first:$1="}
      needs="$needs cell/${first%% *}" ;;
    *) return 1 ;;
  esac
}

# summary: of the cells that ran; those that failed, with what to look at.
summary() {
  sed 's|^|matrix/|; s|$|/result|' matrix/plan | tr '\n' '\0' | xargs -0 cat 2>/dev/null | awk -F '\t' -v total="$MATRIX_TOTAL" '
    $2 == "pass" { passed++ }
    $2 == "skip" { skipped++ }
    $2 == "fail" { failed++; print "matrix: failed: " $1 ": " $6 "; see matrix/" $1 "/log, and run it again: make matrix CELLS=" $1 }
    END {
      failed += total - passed - failed - skipped
      printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
      exit failed > 0
    }'
}

main
