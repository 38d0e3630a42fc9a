#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/gap/releases.sh SOURCE...: is every release of GAP built and proved with every strategy, not only patched?
#
# SOURCE: an unpacked tree of GAP or a tarball, as configure's --with-source takes it.  Each is built in releases/NAME of
# the build directory with one strategy after the other, installed below a directory with a blank in its name, and
# looked at there:
#
#   warnings   gcc, clang and gcc -m32 warn of no more in the files that patches change than of upstream's
#   started    gap starts without --bare, its four packages loaded
#   computed   a group's order and a Bernoulli number
#   forked     Exec
#   proved     the live pool is what the strategy promises (make proof)
#   gac        compiles a function that gap then loads
#   libgap     a C program (steps.c) built against the installed library by pkg-config starts GAP there, grows and
#              forks eight children; with 4.10.0 without GAP_Enter, which was a patch then
#   tests      testinstall fails just where the upstream one does; only for one release a range of the commit
#              patches, 4.10.2 4.11.1 4.12.2 4.14.0 4.15.1, or TESTS='X.Y.Z...'
#
# A row that is done without a failure is kept in releases/NAME/rows and not done again, but for tests requested since.
# The table goes to standard output.  CC, CXX: default gcc and g++, through ccache where that is installed.
#
# Exit status: 0 no failure, 1 some, 2 wrong usage.

set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
here=$PWD
tested=${TESTS-4.10.2 4.11.1 4.12.2 4.14.0 4.15.1}
if command -v ccache >/dev/null; then
  CC=${CC:-ccache gcc} CXX=${CXX:-ccache g++}
  # Objects of another directory are the same but for its name in what a debugger reads.
  export CCACHE_NOHASHDIR=1
fi
unset MAKEFLAGS MAKELEVEL DESTDIR

main() {
  test $# -gt 0 || {
    echo 'usage: releases.sh SOURCE...   unpacked trees of GAP, or tarballs' >&2
    exit 2
  }
  for source in "$@"; do
    test -e "$source" || { echo "releases: $source does not exist: give an unpacked tree of GAP or a tarball" >&2; exit 2; }
  done
  table=$here/releases.table.$$
  trap 'rm -f "$table"' EXIT
  : >"$table"
  find_compilers
  for source in "$@"; do
    case $source in /*) ;; *) source=$here/$source ;; esac
    name=$(basename "$source")
    place=$here/releases/$name
    mkdir -p "$place"
    for strategy in upstream noreserve commit; do
      one_row
    done
  done
  print_table
  ! grep -q FAILS "$table"
}

find_compilers() {
  mkdir -p "$here/releases"
  for compiler in gcc clang 'gcc -m32 -Im32 -idirafter/usr/include/x86_64-linux-gnu'; do
    if echo '#include <stdlib.h>' | $compiler -x c -S -o /dev/null - 2>/dev/null; then
      printf '%s\n' "$compiler"
    else
      echo "releases: SKIPPED: the warnings of '$compiler', which does not work here" >&2
    fi
  done >"$here/releases/compilers"
}

one_row() {
  row=$(grep -s "^[^	]*	$strategy	" "$place/rows" | tail -n 1)
  if test -n "$row" && ! lacks_tests; then
    printf '%s\n' "$row" >>"$table"
    return
  fi
  rm -f "$place/$strategy.row"
  (do_row) >"$place/$strategy.out" 2>&1 || :
  row=$(cat "$place/$strategy.row" 2>/dev/null || :)
  printf '%s\n' "$row" >>"$table"
  case $row in
    *FAILS*) echo "releases: $name, $strategy: see $place/$strategy.out" >&2 ;;
    *) printf '%s\n' "$row" >>"$place/rows" ;;
  esac
}

# lacks_tests: the row was made when testinstall was not requested.
lacks_tests() {
  version=$(printf '%s\n' "$row" | sed -n 's/^[^	]*(\(.*\))	.*	-$/\1/p')
  case " $tested " in *" ${version:-none} "*) ;; *) return 1 ;; esac
}

# do_row: everything for one source and strategy; the row is written after each step, so that it tells how far it came.
do_row() {
  cd "$place"
  words=
  for step in built warnings installed started computed forked proved gac libgap tests; do
    # shellcheck disable=SC2015 # a step that fails is told
    if "step_$step"; then word=ok; else word=FAILS; fi
    test "$step" != tests || word=${tests_word:-$word}
    words="$words	$word"
    version=$(sed -n 's/^package_version=//p' poolpatch.pc 2>/dev/null || :)
    printf '%s\t%s%s\n' "$name (${version:-?})" "$strategy" "$words" >"$place/$strategy.row"
    case $step-$word in built-FAILS | installed-FAILS) return ;; esac
  done
}

# The stage patch takes those of the strategy before out, so that only what they change is compiled again.
step_built() {
  test ! -f stamps/install || make uninstall || return
  "$top/configure" --quiet --prefix="$place/a prefix" --with-source="$source" --with-pool="$strategy" \
    --cache-file=config.cache CC="${CC:-gcc}" CXX="${CXX:-g++}" || return
  make -j"$(getconf _NPROCESSORS_ONLN)" compile
}

# defines_of DIRECTORY: what its sysinfo.gap has programs compiled with: in some releases the headers need it.
defines_of() {
  sed -n 's/^GAP_CPPFLAGS="\(.*\)"$/\1/p' "$1/sysinfo.gap" | tr ' ' '\n' | grep '^-D' | tr '\n' ' '
}

# As nothing is linked, -m32 needs no other library: only what config.h and gmp.h say of sizes.
step_warnings() {
  tree=$place/src/gap-$version
  config=$tree/build/config.h
  test -f "$config" || config=$tree/gen/config.h # before 4.12
  mkdir -p m32
  sed 's/\(SIZEOF_VOID_P\|SIZEOF_LONG\) 8/\1 4/' "$config" >m32/config.h
  gmp=$(echo '#include <gmp.h>' | gcc -E - | sed -n 's|^# 1 "\(.*/gmp\.h\)".*|\1|p' | head -n 1)
  sed 's/\(define *GMP_LIMB_BITS *\)64/\132/' "$gmp" >m32/gmp.h
  cat "$top"/patches/gap/*/*.patch | sed -n 's|^--- a/\(.*\.c\)$|\1|p' | sort -u >changed
  defines=$(defines_of "$tree")
  : >"$strategy.warnings"
  while read -r compiler; do
    while read -r file; do
      # shellcheck disable=SC2086 # a command and its options
      $compiler -O2 -Wall -Wextra -DHAVE_CONFIG_H $defines -I"$tree/build" -I"$tree/gen" -I"$tree/src" -I"$tree" \
        -S -o /dev/null "$tree/$file" 2>"$strategy.said" || { cat "$strategy.said"; return 1; }
      printf '%s\t%s %s\n' "$(grep -c ' warning: ' "$strategy.said" || :)" "$file" "$compiler" >>"$strategy.warnings"
    done <changed
  done <"$here/releases/compilers"
  paste "$strategy.warnings" upstream.warnings | awk -F '\t' '$1 > $3 { print; more = 1 } END { exit more }'
}

step_installed() {
  make install
}

# gap_says STATEMENTS: the last line it prints for them.
gap_says() {
  printf '%s\n' "$1" | "$place/a prefix/bin/gap" -q -T -n -A 2>&1 | tee -a said | tail -n 1
}

step_started() {
  # shellcheck disable=SC2016 # GAP's words
  gap_says 'Print(ForAll(["gapdoc","primgrp","smallgrp","transgrp"], n -> IsBound(GAPInfo.PackagesLoaded.(n))), "\n");' | grep -q '^true$'
}

step_computed() {
  test "$(gap_says 'Print(Size(MathieuGroup(24)), " ", Bernoulli(50), "\n");')" = \
    '244823040 495057205241079648212477525/66'
}

step_forked() {
  test "$(gap_says 'Exec("echo forked");')" = forked
}

step_proved() {
  make proof
}

step_gac() {
  rm -rf gac-check && mkdir gac-check && cd gac-check || return
  echo 'PoolpatchTwice := function(n) return 2 * n; end;' >twice.g
  "$place/a prefix/bin/gac" -d twice.g -o twice.so && test -f twice.so || return
  answer=$(gap_says 'LoadDynamicModule("./twice.so"); Print(PoolpatchTwice(21), "\n");')
  cd "$place"
  test "$answer" = 42
}

step_libgap() {
  prefix=$place/a\ prefix
  bare=
  grep -q '"bare"' "$prefix/share/gap/lib/system.g" || bare=-DEMBED_GAP_4_10
  flags="-I'$prefix/include' -L'$prefix/lib' -lgap"
  if test -f "$prefix/lib/pkgconfig/libgap.pc"; then
    flags=$(PKG_CONFIG_PATH="$prefix/lib/pkgconfig" pkg-config --cflags --libs libgap) || return
  else # 4.12
    flags="$flags $(defines_of "$prefix/lib/gap")"
  fi
  eval "${CC:-gcc} -O2 -std=gnu11 $bare -o steps '$top/checks/installed/steps.c' '$top/checks/gap/embed.c' -I'$top/checks/installed' $flags -lpthread" || return
  LD_LIBRARY_PATH=$prefix/lib timeout 300 ./steps start "$prefix/lib/gap;$prefix/share/gap" 384m 64m \
    eval 'l:=List([1..150],i->ListWithIdenticalEntries(131072,i));;' value sum 'Sum(l,Length);' eval 'l:=0;;' \
    eval 'for i in [1..6] do GASMAN("collect"); od;' fork 8 >steps.out 2>&1 </dev/null || { cat steps.out; return 1; }
  cat steps.out
  grep -q '^sum 19660800$' steps.out && grep -q '^forked 8 of 8' steps.out
}

# failures FILE: what testinstall found to differ, without times and the tree's name.
failures() {
  awk '/########> Diff/ { inside = 1 } inside { print } inside && /########[^>]*$/ { inside = 0 }' "$1"
}

step_tests() {
  tests_word=-
  case " $tested " in *" $version "*) ;; *) return 0 ;; esac
  tests_word=
  tree=$place/src/gap-$version
  "$place/a prefix/bin/gap" -l ";$tree" --quitonbreak -b -q -r "$tree/tst/testinstall.g" </dev/null >"$strategy.tests" 2>&1 || :
  tail -n 20 "$strategy.tests" | grep -q 'total ' || return
  failures "$strategy.tests" >"$strategy.failures"
  test "$strategy" = upstream || cmp upstream.failures "$strategy.failures" || return
  tests_word="ok, $(grep -c '########> Diff' "$strategy.failures" || :) as upstream"
}

print_table() {
  { printf 'source\tstrategy\tbuilt\twarnings\tinstalled\tstarted\tcomputed\tforked\tproved\tgac\tlibgap\ttests\n' && cat "$table"; } |
    awk -F '\t' '{ printf "%-24s %-10s", $1, $2; for (i = 3; i <= 12; i++) printf " %-9s", $i; print "" }'
  awk -F '\t' '{ for (i = 3; i <= NF; i++) { if ($i == "FAILS") failed++; else if ($i != "-") passed++ } }
    END { printf "%d checks passed, %d failed\n", passed, failed }' "$table"
}

main "$@"
