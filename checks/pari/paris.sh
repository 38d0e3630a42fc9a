# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/pari/paris.sh: what the checks of PARI share; sourced after checks/lib.sh.
#
# They need builds of each strategy of the tables, by the names of checks/installed/builds.sh: upstream, and commit, which is the
# installed PARI or, under the model of Cygwin, the variant commit-cygwin.
# shellcheck shell=sh disable=SC2034,SC2154 # read by the checks; top_builddir is checks/lib.sh's

# shellcheck source=checks/installed/builds.sh
. "$top_srcdir/checks/installed/builds.sh"
# shellcheck source=checks/installed/tables.sh
. "$top_srcdir/checks/installed/tables.sh"
use_build_ installed

cygwin=$top_builddir/checks/cygwin-model
unset CYGWIN_MODEL_RELEASE CYGWIN_MODEL_COMMIT_LIMIT CYGWIN_MODEL_OFF
PATH=$cygwin:$top_builddir/poolstat:$PATH
start_sh=$top_srcdir/checks/installed/start.sh

# require_paris_ BUILD...: they are there, and the program that embeds libpari is compiled, once a script.
require_paris_() {
  require_built_ pari || return
  for build_ in "$@"; do
    test -x "$(directory_ "$build_" bindir)/gp" || {
      skip_ "no PARI $build_: 'make variant-$build_' builds it"
      return 1
    }
  done
  test -e "$SHUNIT_TMPDIR/steps" || compile_ || {
    fail 'the program that embeds libpari does not compile'
    return 1
  }
}

# compile_: one program for all, as their libpari has the same interface.
compile_() {
  include_=$(directory_ upstream includedir) library_=$(directory_ upstream libdir)
  for source_ in "$top_srcdir/checks/pari/embed.c" "$top_srcdir/checks/installed/steps.c"; do
    # shellcheck disable=SC2086 # CC may hold options
    ${CC:-cc} -O2 -std=gnu11 -Wall -Wextra -Wpedantic -Wconversion -Werror -isystem "$include_" -I"$top_srcdir/checks/installed" \
      -c -o "$SHUNIT_TMPDIR/$(basename "$source_" .c).o" "$source_" || return
  done
  # shellcheck disable=SC2086
  ${CC:-cc} -o "$SHUNIT_TMPDIR/steps" "$SHUNIT_TMPDIR/steps.o" "$SHUNIT_TMPDIR/embed.o" -L"$library_" -lpari -lpthread
}

# with_ BUILD COMMAND...: run COMMAND with the libpari of BUILD, two minutes at most.
with_() {
  path_=$(directory_ "$1" libdir)
  shift
  LD_LIBRARY_PATH=$path_ timeout 120 "$@" </dev/null
}

# The stack then doubles until it holds 20 million words: from 64 to 256 MiB.
grow='#vector(20000000)'
shrink=0

# test_file_ NAME: what src/test of the tree has of it, as `make test-all` asks it.
test_file_() {
  echo 'gettime();0;'
  cat "$tree/src/test/in/$1"
}

# gp_ BUILD NAME [OPTION]...: what the gp of BUILD says to that test; times differ from run to run.
gp_() {
  build_=$1 name_=$2
  shift 2
  test_file_ "$name_" | timeout 600 sh "$start_sh" "$build_" -q --test "$@" 2>&1
}
