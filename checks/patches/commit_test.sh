#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What the strategy commit does with a pool, in each situation of pooltest: when it commits and gives back, and
# that a system which refuses is told to GAP and crashes nobody.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

pooltests=$SHUNIT_TMPDIR/pooltests
why_not=

# The source of GAP is the one that this build directory is for.  pooltest is built twice: for this system, and in
# the form for Cygwin, which differs in how it reserves and gives back.
oneTimeSetUp() {
  if ! test -r /proc/self/maps; then
    why_not='/proc/self/maps is not there'
  elif ! unpack_source; then
    why_not='no unpacked source of a GAP for this system in the build directory'
  else
    build_pooltest native && build_pooltest cygwin -DSYS_IS_CYGWIN32=1
  fi
}

# unpack_source: the files of the build directory's GAP that matter, as upstream has them, with the patch.
unpack_source() {
  # shellcheck disable=SC2030,SC2031,SC2034,SC2154 # settings.sh is read in a subshell; it uses and sets these
  (
    build_dir=$top_builddir
    test -r "$top_builddir/settings.sh" || exit 1
    # shellcheck source=/dev/null
    . "$top_builddir/settings.sh"
    test "$package" = gap && test "$cross_compiling" != yes && test -f "$tree/src/sysmem.c" || exit 1
    mkdir -p "$pooltests/tree/src" || exit 1
    cp "$tree"/src/*.[ch] "$pooltests/tree/src/" || exit 1
    # quilt keeps what the first of its patches found
    for backup in "$tree"/.poolpatch/pc/*/gap-*.patch/src; do
      test ! -d "$backup" || cp "$backup"/* "$pooltests/tree/src/" || exit 1
    done
    symbols=$(printf '%s\n' "$symbols" | sed "s/\(upstream\|noreserve\|commit\)//g")
    # shellcheck disable=SC2086 # a list of symbols
    patch_=$(guards --config="$top_srcdir/patches/gap/series.conf" commit $symbols)
    test -n "$patch_" && patch -s -p1 --fuzz=0 -d "$pooltests/tree" -i "$top_srcdir/patches/gap/$patch_"
  )
}

# build_pooltest FORM CFLAG...
build_pooltest() {
  form_=$1
  shift
  cat >"$pooltests/config.h" <<'EOF'
#define HAVE_MADVISE 1
#define HAVE_SYSCONF 1
#if __SIZEOF_POINTER__ == 8
#define SYS_IS_64_BIT 1
#endif
EOF
  # Up to 4.11, config.h itself says how long a pointer is, and SyAllocBags shrinks, too.
  grep -q '"config.h"' "$pooltests/tree/src/sysmem.c" ||
    echo '#define SIZEOF_VOID_P __SIZEOF_POINTER__' >>"$pooltests/config.h"
  grep -q '^Int SyFreeBags' "$pooltests/tree/src/sysmem.c" && set -- "$@" -DPOOLTEST_HAS_FREEBAGS
  # shellcheck disable=SC2086 # CC may hold options
  ${CC:-cc} -g -O1 -D_GNU_SOURCE -DUSE_GASMAN=1 "$@" -I"$pooltests" -I"$pooltests/tree/src" \
    -o "$pooltests/$form_" "$top_srcdir/checks/patches/pooltest.c" >"$pooltests/log" 2>&1 ||
    { cat "$pooltests/log"; exit 99; }
}

# situation NAME: in both forms; one of them may not have it.
situation() {
  test -z "$why_not" || {
    skip_ "$why_not"
    return
  }
  seen_=0
  for form_ in native cygwin; do
    rm -rf groups
    "$pooltests/$form_" "$1" >output 2>&1
    status_=$?
    test "$status_" = 77 || {
      seen_=$((seen_ + 1))
      assertEquals "$form_: $(cat output)" 0 "$status_"
    }
  done
  test "$seen_" -gt 0 || skip_ "$1 can't be had on this system"
}

# A test for each situation of the program.
suite() {
  # shellcheck disable=SC2013 # names
  for situation_ in $(sed -n 's/^    SITUATION(\([a-z0-9_]*\)),$/\1/p' "$top_srcdir/checks/patches/pooltest.c"); do
    eval "test_$situation_() { situation $situation_; }"
    suite_addTest "test_$situation_"
  done
  suite_addTest test_no_situation_is_left_out
}

test_no_situation_is_left_out() {
  test -z "$why_not" || {
    skip_ "$why_not"
    return
  }
  for situation_ in $("$pooltests/native" 2>&1 | sed -n 's/^  //p'); do
    assertTrue "$situation_" "command -v test_$situation_"
  done
}

. shunit2
