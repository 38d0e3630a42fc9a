#!/bin/sh
# How much work the macros are: what they compile and run, and that a second
# configure with -C does none of it.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

# A compiler that keeps each program it is given, and each program that it
# makes tells when it is run.
keeping_compiler_ ()
{
  mkdir "$work/kept"
  cat >"$work/keeping-cc" <<END
#!/bin/sh
output=
after=
for argument; do
  test "x\$after" != x-o || output=\$argument
  after=\$argument
  case \$argument in
    *conftest.c) cp "\$argument" "$work/kept/\$\$.c" ;;
  esac
done
$(command -v "${CC-cc}") "\$@" || exit
case \$output in
  *.o | '') exit 0 ;;
esac
mv "\$output" "\$output.program"
printf '#!/bin/sh\necho run >>"$work/runs"\nexec "%s/%s.program"\n' \
  "\$PWD" "\$output" >"\$output"
chmod +x "\$output"
END
  chmod +x "$work/keeping-cc"
  : >"$work/runs"
}

test_each_macro_compiles_one_clean_program_and_runs_it_once ()
{
  require_suite_ || return 0
  keeping_compiler_
  configure_ CC="$work/keeping-cc"
  assert_status_ 0 $? configure
  assertEquals 'noreserve' yes "$(fact_ ax_cv_func_mmap_noreserve)"
  # Those of AC_PROG_CC know no mman.h.
  assertEquals 'programs of the three probes' 3 \
    "$(grep -l 'sys/mman.h' "$work"/kept/*.c | grep -c '')"
  assertEquals 'programs of the sentinel' 1 \
    "$(grep -l 'ax_kept = malloc' "$work"/kept/*.c | grep -c '')"
  assertEquals 'nothing compiled twice' '' \
    "$(grep -l -e 'sys/mman.h' -e 'ax_kept' "$work"/kept/*.c | xargs cksum |
      cut -d ' ' -f 1 | sort | uniq -d)"
  # One of these is AC_PROG_CC, finding out if it is cross compiling.
  assertEquals 'runs' 4 "$(grep -c run "$work/runs")"
  for compiler in ${CC-cc} clang; do
    command -v "$compiler" >/dev/null || continue
    grep -l -e 'sys/mman.h' -e 'ax_kept' "$work"/kept/*.c | while read -r program; do
      $compiler -Wall -Wextra -Wpedantic -Wconversion -Wstrict-prototypes \
        -Wshadow -fsyntax-only "$program"
    done >"$work/warnings" 2>&1
    assertEquals "warnings of $compiler" '' "$(cat "$work/warnings")"
  done
}

test_the_second_configure_compiles_nothing ()
{
  require_suite_ || return 0
  configure_ -C
  assertEquals 0 $?
  cp "$work/build/facts" "$work/first"
  keeping_compiler_
  # CC as before in name: configure refuses a cache made with another one.
  mkdir "$work/bin"
  cp "$work/keeping-cc" "$work/bin/gcc"
  PATH=$work/bin:$PATH configure_ -C
  assertEquals 0 $?
  # But for the programs by which AC_PROG_CC learns the suffixes.
  assertEquals '' "$(grep -l -e 'sys/mman.h' -e 'ax_kept' "$work"/kept/*.c 2>/dev/null)"
  assertEquals "$(grep -v origin "$work/first")" "$(grep -v origin "$work/build/facts")"
}

# shellcheck source=/dev/null # from PATH
. shunit2
