#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/docs.sh [BOOK PASS]: build the manuals of the package, with the compiled program, into ./manuals.
#
# Each book is a job of the make that called this stage, so a serial build builds one at a time.  Where books refer to
# each other, all are built more than once (package_book_passes).  BOOK PASS: one of these jobs, called by that make.
# All is made in ./manuals.new, and takes its place when every book is built.  The log of a book is logs/docs-BOOK.log.

stage=docs
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
load_settings

work=$build_dir/manuals.new

main() {
  test -f "$tree/.poolpatch-compiled" || die "$package is not compiled yet: run make first"
  made_from=$(cat "$tree/.poolpatch-compiled")
  if is_fresh stamps/docs "$made_from" && test -d manuals; then
    return 0
  fi
  books=$(cd "$tree" && package_books | tr '\n' ' ')
  books=${books% }
  test -n "$books" || die "$package $package_version has no manual that can be built"
  test "$cross_compiling" != yes ||
    die "$package was compiled for another machine, and its manuals are built with the program: build them there"
  lock "$tree"
  begin "$work"
  write_makefile >"$work/Makefile"
  poolpatch_docs=$lib/../stages/docs.sh
  export poolpatch_docs
  with_make run_jobs || die "failed: $(sort -u "$work/failed" 2>/dev/null | paste -s -d " " -); ./manuals is as it was"
  rm -rf stamps/docs manuals
  mv "$work/$package_book_passes" manuals
  stamp stamps/docs "$made_from"
  say "the manuals of $package $package_version are in $build_dir/manuals: $books"
}

# write_makefile: a job for each book in each pass; a pass begins when all books of the one before are built.
write_makefile() {
  pass=1 before=
  echo "all: $(jobs_of "$package_book_passes")"
  while test "$pass" -le "$package_book_passes"; do
    for book in $books; do
      # shellcheck disable=SC2016 # make expands it
      printf '%s-%s: %s\n\t@sh "$$poolpatch_docs" %s %s\n' "$book" "$pass" "$before" "$book" "$pass"
    done
    before=$(jobs_of "$pass")
    pass=$((pass + 1))
  done
}

jobs_of() { # jobs_of PASS
  for book in $books; do printf '%s-%s ' "$book" "$1"; done
}

run_jobs() { # run_jobs MAKE...
  "$@" -s -f "$work/Makefile" all
}

build_book() { # build_book BOOK PASS
  stage=docs-$1
  at_exit note_failure
  mkdir -p "$work/$2/$1" logs
  before=
  if test "$2" = 1; then : >"logs/$stage.log"; else before=$work/$(($2 - 1)); fi
  cd "$tree"
  what="building the manual $1 of $package $package_version"
  test "$package_book_passes" -eq 1 || what="$what ($2 of $package_book_passes)"
  run_logged "$what" package_build_book "$1" "$work/$2/$1" "$before"
}

note_failure() {
  test "$status_" -eq 0 || echo "${stage#docs-}" >>"$work/failed"
}

if test $# -eq 0; then main; else build_book "$@"; fi
