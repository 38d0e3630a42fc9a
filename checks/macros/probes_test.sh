#!/bin/sh
# The answers of the probes on this machine, against measurements of another
# program, and on systems made to lack something.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

native_ () # NAME: what configure found natively, nothing preset
{
  sed -n "s/^$1=//p" "$suite/native/facts"
}

# Compiles and runs measure.c, once for all tests.
measured_ ()
{
  require_suite_ || return 1
  test ! -f "$SHUNIT_TMPDIR/measured" || return 0
  if ${CC-cc} -o "$SHUNIT_TMPDIR/measure" "$top_srcdir/checks/macros/measure.c" &&
    "$SHUNIT_TMPDIR/measure" >"$SHUNIT_TMPDIR/account"; then
    mv "$SHUNIT_TMPDIR/account" "$SHUNIT_TMPDIR/measured"
  else
    skip_ 'no /proc/self/smaps to measure with'
    return 1
  fi
}

# A line of the account of the mapping of that kind.
account_ () # KIND NAME
{
  awk -v kind="$1" -v name="$2:" '
    $1 == kind && NF == 2 { address = $2 }
    $1 ~ /^[0-9a-f]+-[0-9a-f]+$/ { split($1, range, "-"); inside = range[1] == address }
    inside && $1 == name { sub(/^[^ ]* */, ""); print; exit }
  ' "$SHUNIT_TMPDIR/measured"
}

# A machine whose vm.overcommit_memory reads as 2, for one command.
never_overcommitting_ () # COMMAND...
{
  echo 2 >"$work/two"
  # shellcheck disable=SC2016 # for the inner shell
  unshare -m sh -c 'mount --bind "$1" /proc/sys/vm/overcommit_memory && shift && exec "$@"' \
    sh "$work/two" "$@"
}

# <sys/mman.h> without NAME.
without_ () # NAME
{
  mkdir -p "$work/include/sys"
  printf '#include_next <sys/mman.h>\n#undef %s\n' "$1" >"$work/include/sys/mman.h"
}

test_noreserve_as_measured ()
{
  measured_ || return 0
  case " $(account_ noreserve VmFlags) " in
    *' nr '*) expected=yes ;;
    *' ac '*) expected=ignored ;;
    *) expected=unknown ;;
  esac
  if test "$(cat /proc/sys/vm/overcommit_memory)" = 2; then
    expected='guessing yes'
  fi
  assertEquals "$expected" "$(native_ ax_cv_func_mmap_noreserve)"
}

test_commit_as_measured ()
{
  measured_ || return 0
  case " $(account_ plain VmFlags) / $(account_ reserved VmFlags) / $(account_ committed VmFlags) " in
    *' ac '*/*' ac '*/*) expected=no ;;
    *' ac '*/*/*' ac '*) expected=yes ;;
    *) expected=unknown ;;
  esac
  assertEquals "$expected" "$(native_ ax_cv_func_mmap_commit)"
}

test_dontneed_as_measured ()
{
  measured_ || return 0
  case $(account_ dontneed Rss) in
    '0 kB') expected=discards ;;
    *) expected=accepted ;;
  esac
  assertEquals "$expected" "$(native_ ax_cv_madvise_dontneed)"
}

test_free_as_measured ()
{
  measured_ || return 0
  case $(account_ free LazyFree) in
    '0 kB' | '') expected=accepted ;;
    *) expected=lazy ;;
  esac
  assertEquals "$expected" "$(native_ ax_cv_madvise_free)"
}

test_answers_become_c_macros ()
{
  measured_ || return 0
  for name in HAVE_MADVISE HAVE_MMAP_COMMIT HAVE_WORKING_MAP_NORESERVE \
    MADV_FREE_GIVES_BACK MADV_DONTNEED_GIVES_BACK; do
    assertContains "$(cat "$suite/native/config.h")" "#define $name 1"
  done
}

test_a_flag_that_takes_no_effect_is_ignored ()
{
  measured_ || return 0
  test "$(cat /proc/sys/vm/overcommit_memory)" != 2 ||
    { skip_ 'vm.overcommit_memory is 2 here'; return 0; }
  ${CC-cc} -shared -fPIC -o "$work/drop.so" "$top_srcdir/checks/macros/drop_noreserve.c" ||
    { skip_ 'no shared library can be made'; return 0; }
  LD_PRELOAD=$work/drop.so configure_
  assertEquals 0 $?
  assertEquals ignored "$(fact_ ax_cv_func_mmap_noreserve)"
}

test_the_machines_overcommit_decides_nothing ()
{
  measured_ || return 0
  ${CC-cc} -shared -fPIC -o "$work/drop.so" "$top_srcdir/checks/macros/drop_noreserve.c" ||
    { skip_ 'no shared library can be made'; return 0; }
  never_overcommitting_ true 2>/dev/null ||
    { skip_ 'a file of /proc/sys can only be replaced by root with unshare'; return 0; }
  mkdir "$work/build"
  (cd "$work/build" && CONFIG_SITE=$site LD_PRELOAD=$work/drop.so never_overcommitting_ \
    "$CONFIG_SHELL" "$suite/configure" -n) >"$work/log" 2>&1
  assertEquals 0 $?
  assertEquals 'guessing yes' "$(fact_ ax_cv_func_mmap_noreserve)"
  assertEquals yes "$(fact_ ax_cv_func_mmap_commit)"
}

test_a_small_address_space_gives_the_same_answers ()
{
  measured_ || return 0
  (
    # shellcheck disable=SC3045 # a shell without it skips
    ulimit -v 2000000 2>/dev/null || exit 77
    configure_
  )
  status=$?
  test $status -ne 77 || { skip_ 'no ulimit -v'; return 0; }
  assertEquals 0 $status
  assertEquals "$(native_ ax_cv_func_mmap_noreserve)" "$(fact_ ax_cv_func_mmap_noreserve)"
  # Seen by the charge of the whole machine, which other programs can blur.
  assertContains 'yes, guessing yes' "$(fact_ ax_cv_func_mmap_commit)"
}

test_undeclared_noreserve_is_no ()
{
  measured_ || return 0
  without_ MAP_NORESERVE
  configure_ CPPFLAGS="-I$work/include"
  assertEquals 0 $?
  assertEquals no "$(fact_ ax_cv_func_mmap_noreserve)"
  assertEquals yes "$(fact_ ax_cv_func_mmap_commit)"
}

test_undeclared_advice_is_no ()
{
  measured_ || return 0
  without_ MADV_FREE
  configure_ CPPFLAGS="-I$work/include"
  assertEquals 0 $?
  assertEquals yes "$(fact_ ax_cv_func_madvise)"
  assertEquals no "$(fact_ ax_cv_madvise_free)"
  assertEquals discards "$(fact_ ax_cv_madvise_dontneed)"
}

test_missing_functions_are_no ()
{
  measured_ || return 0
  configure_ CPPFLAGS='-Dmadvise=no_such_madvise -Dmprotect=no_such_mprotect'
  assertEquals 0 $?
  assertEquals no "$(fact_ ax_cv_func_madvise)"
  assertEquals no "$(fact_ ax_cv_madvise_free)"
  assertEquals no "$(fact_ ax_cv_madvise_dontneed)"
  assertEquals no "$(fact_ ax_cv_func_mmap_commit)"
}

# Asserts that another compiler or library leads to the same answers.
assert_same_with_ () # COMPILER
{
  measured_ || return 0
  require_program_ "$1" || return 0
  site='' configure_ CC="$1"
  assertEquals 0 $?
  for name in ax_cv_func_mmap_noreserve ax_cv_func_mmap_commit \
    ax_cv_madvise_free ax_cv_madvise_dontneed; do
    assertEquals $name "$(native_ $name)" "$(fact_ $name)"
  done
}

test_the_same_answers_with_clang ()
{
  assert_same_with_ clang
}

test_the_same_answers_with_musl ()
{
  require_program_ musl-gcc || return 0
  musl-gcc --version >/dev/null 2>&1 || {
    skip_ 'musl-gcc calls gcc, which is not installed'
    return 0
  }
  assert_same_with_ musl-gcc
}

# shellcheck source=/dev/null # from PATH
. shunit2
