#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# make matrix: its cells run, each by itself, as make's jobs; what becomes of them is kept and told.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

room=$top_srcdir/checks/matrix
tab=$(printf '\t')

oneTimeSetUp() {
  own_cache_
}

# A build directory, as far as make matrix needs one, and a table of its own.
build_() {
  mkdir build && cd build || return
  cp "$top_builddir/settings.sh" .
  ln -s "$top_builddir/poolstat" poolstat
  printf '.PHONY: matrix\nmatrix:\n\t+@sh "%s/run.sh"\n' "$room" >Makefile
  machine=$(sh "$top_srcdir/build-aux/config.guess")
  sed "s/  */$tab/g; s/|/$tab/g; s/=/ /g; s/MACHINE/$machine/" >table.tsv
  MATRIX_TABLE=$PWD/table.tsv
  export MATRIX_TABLE
}

# matrix_ [NAME=VALUE]...: make matrix; sets status, out and err.
matrix_() {
  status=0
  env MAKE=make LAUNCHER= "$@" make -j2 matrix >out.txt 2>err.txt || status=$?
  out=$(cat out.txt) err=$(cat err.txt)
}

# field_ ID NUMBER: of its result.
field_() {
  cut -f "$2" "matrix/$1/result"
}

series='commit:pool,gap-4.12.0,gap,control-groups,huge-pages,new-bag'

test_cells_pass_fail_and_are_skipped_each_by_itself() {
  require_toolkit_ || return 0
  build_ <<END
plain MACHINE real - gcc glibc - - gap 4.14.0 upstream - upstream parallel fast -|decide
broken MACHINE real - gcc glibc - - gap 4.14.0 commit - $series parallel full -|decide
allowed MACHINE real - gcc glibc - - gap 4.12.2 commit - $series parallel full as=it=is=known=to|decide
refused MACHINE real - gcc glibc - - gap 4.9.3 commit - refused - fast -|decide
away x86_64-pc-cygwin hosted 3.6.0+ gcc cygwin - - gap 4.14.0 upstream - upstream parallel fast -|hosted
END
  case $machine in *-linux-*) ;; *) skip_ "the rows are of Linux, this is $machine"; return ;; esac
  # As if a probe of this machine had another answer.
  { cat "${CONFIG_SITE:-/dev/null}" && echo ax_cv_func_mmap_commit=no; } >site
  matrix_ "CONFIG_SITE=$PWD/site"
  assertEquals "$out $err" 2 "$status"
  assertEquals '2 passed, 1 failed, 2 skipped' "$(tail -n 1 out.txt)"
  assertContains "$out" 'matrix: failed: broken: patches: refused, expected'
  assertContains "$out" 'run it again: make matrix CELLS=broken'
  assertNotContains 'make schedules the cells' "$err" jobserver
  assertEquals pass "$(field_ plain 2)"
  assertTrue 'the decision is kept' 'test -f matrix/plain/decision/config.log'
  assertTrue 'the log is kept' 'test -s matrix/broken/log'
  assertTrue 'the log of configure is kept' 'grep -q ax_cv_func_mmap_commit=no matrix/broken/config.log'
  assertContains "$(field_ allowed 6)" 'failed, and may (as it is known to): patches: refused'
  assertEquals refused "$(field_ refused 4)"
  assertContains "$(field_ away 6)" 'runs hosted'
  assertEquals 5 "$(grep -c . matrix/results.tsv)"
  # Again, alone, where the answer is the right one.
  matrix_ CELLS=broken
  assertEquals "$out $err" 0 "$status"
  assertEquals '1 passed, 0 failed, 0 skipped' "$(tail -n 1 out.txt)"
  assertEquals pass "$(field_ broken 2)"
  assertEquals 5 "$(grep -c . matrix/results.tsv)"
  matrix_ TIER=full CELLS='b* p*'
  assertEquals 'broken' "$(cat matrix/plan)"
}

test_cells_that_build_begin_with_one_tree() {
  require_toolkit_ || return 0
  build_ <<END
patched MACHINE real - gcc glibc - - tinypool 1.0.0 commit - commit:tinypool-1.0.0 parallel fast -|build
plain MACHINE real - gcc glibc - - tinypool 1.0.0 upstream - upstream parallel fast -|build
END
  case $machine in *-linux-*) ;; *) skip_ "the rows are of Linux, this is $machine"; return ;; esac
  test -x "$top_builddir/poolstat/poolstat" || { skip_ 'poolstat is not built'; return; }
  matrix_
  assertEquals "$out $err $(cat matrix/*/log)" 0 "$status"
  assertEquals '2 passed, 0 failed, 0 skipped' "$(tail -n 1 out.txt)"
  assertContains "$(field_ patched 6)" 'pool: commit'
  assertContains "$(field_ plain 6)" 'pool: upstream'
  assertEquals "0${tab}8 8${tab}72" "$(paste -s -d ' ' matrix/patched/forks.tsv)"
  assertEquals 'one tree' 1 "$(find matrix/.trees -name built | grep -c .)"
}

# distccd_ N: a distccd that takes jobs from this machine; sets port_.  It writes machine-N/log and machine-N/pid.  What root
# starts becomes nobody, who must be able to write there.
distccd_() {
  mkdir -m 777 "machine-$1" && chmod a+x . .. ../.. ../../.. || return
  set -- "$PWD/machine-$1"
  test "$(id -u)" != 0 || set -- "$1" --user nobody
  port_=$((20000 + $$ % 10000))
  while test "$port_" -lt 40000; do
    port_=$((port_ + 997))
    distccd --daemon --port "$port_" --listen 127.0.0.1 --allow 127.0.0.1 --enable-tcp-insecure --log-level info \
      --log-file "$1/log" --pid-file "$1/pid" ${2+"$2" "$3"} 2>>said && return
  done
  fail "no distccd starts: $(cat said)"
  return 1
}

test_distcc_spreads_cells_over_two_machines() {
  require_toolkit_ && require_program_ distcc distccd || return 0
  build_ <<END
patched MACHINE real - gcc glibc - - tinypool 1.0.0 commit - commit:tinypool-1.0.0 parallel fast -|build
END
  case $machine in *-linux-*) ;; *) skip_ "the rows are of Linux, this is $machine"; return ;; esac
  distccd_ 1 || return
  hosts_=127.0.0.1:$port_/1
  distccd_ 2 || return
  hosts_="$hosts_ 127.0.0.1:$port_/1"
  mkdir distcc
  matrix_ LAUNCHER=distcc "DISTCC_HOSTS=--randomize $hosts_" DISTCC_FALLBACK=0 "DISTCC_DIR=$PWD/distcc"
  kill "$(cat machine-1/pid)" "$(cat machine-2/pid)"
  assertEquals "$out $err $(cat matrix/*/log matrix/.trees/*/log)" 0 "$status"
  assertContains "$(field_ patched 6)" 'pool: commit'
  for source_ in main pool words workspace; do
    assertTrue "$source_.c was compiled by one" "grep -q 'COMPILE_OK.*$source_\.c' machine-1/log machine-2/log"
  done
  for machine_ in 1 2; do
    assertContains "machine $machine_" "$(cat "machine-$machine_/log")" COMPILE_OK
  done
}

test_what_can_not_be_run_is_told_in_a_line() {
  require_program_ guards || return 0
  build_ <<END
plain MACHINE real - gcc glibc - - gap 4.14.0 upstream - upstream parallel fast -|decide
END
  case $machine in *-linux-*) ;; *) skip_ "the rows are of Linux, this is $machine"; return ;; esac
  matrix_ CELLS='nothing*'
  assertEquals 2 "$status"
  assertContains "$err" "matrix: CELLS=nothing* TIER=all: no cell of $PWD/table.tsv is called so"
  matrix_ TIER=some
  assertContains "$err" 'matrix: TIER=some: expected fast, full or all'
  sed -i.bak "s/upstream${tab}parallel/upstream${tab}serial/" table.tsv
  matrix_
  assertContains "$err" 'table.tsv:1: plain: mode: serial; expected parallel'
  assertFalse 'nothing runs' 'test -e matrix/plain'
  rm settings.sh
  matrix_
  assertContains "$err" 'matrix: no settings.sh in'
}

# Of quilt's: a patch is taken back whole where one of its hunks does not fit.
test_rejects_are_kept() {
  require_toolkit_ && require_program_ git || return 0
  build_ <<END
misfit MACHINE real - gcc glibc - - gap 4.14.0 noreserve - noreserve:gap-4.11.0 parallel fast -|decide
END
  case $machine in *-linux-*) ;; *) skip_ "the rows are of Linux, this is $machine"; return ;; esac
  mkdir -p git/src
  echo 'another pool' >git/src/sysmem.c
  {
    git init git && git -C git add . && git -C git -c user.name=x -c user.email=x@example.org commit -m x && git -C git tag v4.14.0
  } >git.txt 2>&1 || fail "git: $(cat git.txt)"
  matrix_ "GAP_GIT=$PWD/git/.git"
  assertEquals "$out $err" 2 "$status"
  assertContains "$(field_ misfit 6)" 'the series does not fit v4.14.0'
  assertTrue 'the rejects are kept' 'test -s matrix/misfit/tree/src/sysmem.c.rej'
  assertEquals 'the file is as it was' 'another pool' "$(cat matrix/misfit/tree/src/sysmem.c)"
}

test_a_bare_system_that_can_not_be_made_says_why() {
  require_program_ guards || return 0
  test "$(id -u)" -eq 0 || { skip_ 'bare roots are made by root only'; return; }
  build_ <<END
bare MACHINE real - gcc glibc - - gap 4.14.0 commit - $series parallel full -|system:debian-12
END
  case $machine in *-linux-*) ;; *) skip_ "the rows are of Linux, this is $machine"; return ;; esac
  mkdir bin && printf '#!/bin/sh\nexit 1\n' >bin/debootstrap && chmod +x bin/debootstrap
  matrix_ "PATH=$PWD/bin:$PATH" "XDG_CACHE_HOME=$PWD/cache"
  assertEquals "$out $err" 2 "$status"
  # Also where there is no git checkout, or no apt.
  assertContains "$(field_ bare 6)" 'systems: '
}

# A configure that refuses leaves an empty cache file until it ends, and cells of another host look into it.
test_answers_that_are_not_there_yet_are_no_obstacle() {
  require_toolkit_ || return 0
  build_ <<END
modelled x86_64-pc-cygwin modelled 3.0.4 gcc cygwin - - gap 4.14.0 upstream - upstream parallel fast -|decide
END
  mkdir -p matrix/.answers matrix/.running matrix/.done
  : >"matrix/.answers/real,$machine,gcc,glibc,-,-,-"
  sed '/^ac_cv_env/d; /^ac_cv_host/d; /^ac_cv_build/d; /^ax_cv/d' "${CONFIG_SITE:-/dev/null}" >site
  CONFIG_SITE=$PWD/site MATRIX_DIR=$PWD/matrix MATRIX_BUILD=$PWD MATRIX_MACHINE=$machine MATRIX_COMMON='' MATRIX_TOTAL=1 MATRIX_BEGAN=0 \
    sh "$room/cell.sh" modelled >out.txt 2>&1
  assertEquals "$(cat out.txt matrix/modelled/log)" pass "$(field_ modelled 2)"
}

test_make_n_runs_nothing() {
  build_ <<END
plain MACHINE real - gcc glibc - - gap 4.14.0 upstream - upstream parallel fast -|decide
END
  make -n matrix >out.txt 2>&1
  assertFalse "$(cat out.txt)" 'test -e matrix'
}

. shunit2
