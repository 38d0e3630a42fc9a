#!/bin/sh
# The answers of the probes on this machine, against measurements of another
# program, and on systems made to lack something.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

oneTimeSetUp() {
  test -f "$suite/missing" || {
    ${CC-cc} -o "$SHUNIT_TMPDIR/measure" "$top_srcdir/checks/macros/measure.c" &&
      "$SHUNIT_TMPDIR/measure" >"$SHUNIT_TMPDIR/measured"
    measured=$?
  }
}

measured_() {
  test "$measured" -eq 0 || skip_ 'no /proc/self/smaps to measure with'
  return "$measured"
}

drop_noreserve_() {
  ${CC-cc} -shared -fPIC -o "$work/drop.so" "$top_srcdir/checks/macros/drop_noreserve.c" ||
    { skip_ 'no shared library can be made'; return 1; }
}

# A line of the account of the mapping of that kind.
account_() { # KIND NAME
  awk -v kind="$1" -v name="$2:" '
    $1 == kind && NF == 2 { address = $2 }
    $1 ~ /^[0-9a-f]+-[0-9a-f]+$/ { split($1, range, "-"); inside = range[1] == address }
    inside && $1 == name { sub(/^[^ ]* */, ""); print; exit }
  ' "$SHUNIT_TMPDIR/measured"
}

# A machine whose vm.overcommit_memory reads as 2, for one command.
never_overcommitting_() { # COMMAND...
  echo 2 >"$work/two"
  # shellcheck disable=SC2016 # for the inner shell
  unshare -m sh -c 'mount --bind "$1" /proc/sys/vm/overcommit_memory && shift && exec "$@"' \
    sh "$work/two" "$@"
}

# <sys/mman.h> without NAME.
without_() { # NAME
  mkdir -p "$work/include/sys"
  printf '#include_next <sys/mman.h>\n#undef %s\n' "$1" >"$work/include/sys/mman.h"
}

test_noreserve_as_measured() {
  measured_ || return 0
  case " $(account_ noreserve VmFlags) " in
    *' nr '*) expected=yes ;;
    *' ac '*) expected=ignored ;;
    *) expected=unknown ;;
  esac
  test "$(cat /proc/sys/vm/overcommit_memory)" != 2 || expected='guessing yes'
  assertEquals "$expected" "$(native_ func_mmap_noreserve)"
}

test_commit_as_measured() {
  measured_ || return 0
  case " $(account_ plain VmFlags) / $(account_ reserved VmFlags) / $(account_ committed VmFlags) " in
    *' ac '*/*' ac '*/*) expected=no ;;
    *' ac '*/*/*' ac '*) expected=yes ;;
    *) expected=unknown ;;
  esac
  assertEquals "$expected" "$(native_ func_mmap_commit)"
}

test_dontneed_as_measured() {
  measured_ || return 0
  case $(account_ dontneed Rss) in
    '0 kB') expected=discards ;;
    *) expected=accepted ;;
  esac
  assertEquals "$expected" "$(native_ madvise_dontneed)"
}

test_free_as_measured() {
  measured_ || return 0
  case $(account_ free LazyFree) in
    '0 kB' | '') expected=accepted ;;
    *) expected=lazy ;;
  esac
  assertEquals "$expected" "$(native_ madvise_free)"
}

test_answers_become_c_macros() {
  measured_ || return 0
  for name in HAVE_MADVISE HAVE_MMAP_COMMIT HAVE_WORKING_MAP_NORESERVE \
    MADV_FREE_GIVES_BACK MADV_DONTNEED_GIVES_BACK; do
    assertContains "$(cat "$suite/native/config.h")" "#define $name 1"
  done
}

test_a_flag_that_takes_no_effect_is_ignored() {
  measured_ || return 0
  test "$(cat /proc/sys/vm/overcommit_memory)" != 2 ||
    { skip_ 'vm.overcommit_memory is 2 here'; return 0; }
  drop_noreserve_ || return 0
  LD_PRELOAD=$work/drop.so configured_
  assert_facts_ func_mmap_noreserve=ignored
}

test_the_machines_overcommit_decides_nothing() {
  measured_ || return 0
  drop_noreserve_ || return 0
  never_overcommitting_ true 2>/dev/null ||
    { skip_ 'a file of /proc/sys can only be replaced by root with unshare'; return 0; }
  mkdir "$work/build"
  (cd "$work/build" && CONFIG_SITE=$site LD_PRELOAD=$work/drop.so never_overcommitting_ \
    "$CONFIG_SHELL" "$suite/configure" -n) >"$work/log" 2>&1
  assert_status_ 0 $? configure
  assert_facts_ 'func_mmap_noreserve=guessing yes' func_mmap_commit=yes
}

test_a_small_address_space_gives_the_same_answers() {
  measured_ || return 0
  (
    # shellcheck disable=SC3045 # a shell without it skips
    ulimit -v 2000000 2>/dev/null || exit 77
    configure_
  )
  status=$?
  test $status -ne 77 || { skip_ 'no ulimit -v'; return 0; }
  assert_status_ 0 $status configure
  assert_facts_ "func_mmap_noreserve=$(native_ func_mmap_noreserve)"
  # Seen by the charge of the whole machine, which other programs can blur.
  assertContains 'yes, guessing yes' "$(fact_ func_mmap_commit)"
}

test_undeclared_noreserve_is_no() {
  measured_ || return 0
  without_ MAP_NORESERVE
  configured_ CPPFLAGS="-I$work/include"
  assert_facts_ func_mmap_noreserve=no func_mmap_commit=yes
}

test_undeclared_advice_is_no() {
  measured_ || return 0
  without_ MADV_FREE
  configured_ CPPFLAGS="-I$work/include"
  assert_facts_ func_madvise=yes madvise_free=no madvise_dontneed=discards
}

test_missing_functions_are_no() {
  measured_ || return 0
  configured_ CPPFLAGS='-Dmadvise=no_such_madvise -Dmprotect=no_such_mprotect'
  assert_facts_ func_madvise=no madvise_free=no madvise_dontneed=no func_mmap_commit=no
}

# Asserts that another compiler or library leads to the same answers.
assert_same_with_() { # COMPILER
  measured_ || return 0
  require_program_ "$1" || return 0
  site='' configured_ CC="$1"
  for name in func_mmap_noreserve func_mmap_commit madvise_free madvise_dontneed; do
    assert_facts_ "$name=$(native_ $name)"
  done
}

test_the_same_answers_with_clang() {
  assert_same_with_ clang
}

test_the_same_answers_with_musl() {
  require_program_ musl-gcc || return 0
  musl-gcc --version >/dev/null 2>&1 || {
    skip_ 'musl-gcc calls gcc, which is not installed'
    return 0
  }
  assert_same_with_ musl-gcc
}

. shunit2
