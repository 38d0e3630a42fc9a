#!/bin/sh
# How much work the macros are: what they compile and run, and that a second
# configure with -C does none of it.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

# A compiler whose programs tell when they are run.
keeping_compiler_() {
  wrapping_compiler_ "$(command -v "${CC-cc}")" "echo run >>\"$work/runs\"; exec"
  : >"$work/runs"
}

# programs_ PATTERN...: those it was given since with one of them.
programs_() {
  for pattern_; do
    grep -l -e "$pattern_" "$work"/kept/*.c 2>/dev/null
  done
}

test_each_macro_compiles_one_clean_program_and_runs_it_once() {
  keeping_compiler_
  configured_ CC="$work/wrapping-cc"
  assert_facts_ func_mmap_noreserve=yes
  # Those of AC_PROG_CC know no mman.h.
  assertEquals 'programs of the three probes' 3 "$(programs_ sys/mman.h | grep -c '')"
  assertEquals 'programs of the sentinel' 1 "$(programs_ 'ax_kept = malloc' | grep -c '')"
  assertEquals 'nothing compiled twice' '' \
    "$(programs_ sys/mman.h ax_kept | xargs cksum | cut -d ' ' -f 1 | sort | uniq -d)"
  # One of these is AC_PROG_CC, finding out if it is cross compiling.
  assertEquals 'runs' 4 "$(grep -c run "$work/runs")"
  for compiler in ${CC-cc} clang; do
    command -v "$compiler" >/dev/null || continue
    programs_ sys/mman.h ax_kept | while read -r program; do
      $compiler -Wall -Wextra -Wpedantic -Wconversion -Wstrict-prototypes \
        -Wshadow -fsyntax-only "$program"
    done >"$work/warnings" 2>&1
    assertEquals "warnings of $compiler" '' "$(cat "$work/warnings")"
  done
}

test_the_second_configure_compiles_nothing() {
  configured_ -C
  cp "$work/build/facts" "$work/first"
  keeping_compiler_
  # CC as before in name: configure refuses a cache made with another one.
  mkdir "$work/bin"
  cp "$work/wrapping-cc" "$work/bin/gcc"
  PATH=$work/bin:$PATH configured_ -C
  # But for the programs by which AC_PROG_CC learns the suffixes.
  assertEquals '' "$(programs_ sys/mman.h ax_kept)"
  assertEquals "$(grep -v origin "$work/first")" "$(grep -v origin "$work/build/facts")"
}

. shunit2
