#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What the strategy commit does with GAP's pool, in each situation of pooltest: when it commits and gives back, and
# that a system which refuses is told to GAP and crashes nobody.  checks/pool/ tries the pool by itself.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/pool/lib.sh"

# The source of GAP is the one that this build directory is for.  pooltest is built twice: for this system, and in
# the form for Cygwin, which differs in how it reserves and gives back.
build_forms() {
  if ! test -r /proc/self/maps; then
    why_not='/proc/self/maps is not there'
  elif ! unpack_source; then
    why_not='no unpacked source of a GAP for this system in the build directory'
  else
    build_gap native && build_gap cygwin -DSYS_IS_CYGWIN32=1
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
    # quilt keeps with each patch what it found: the first one's is copied last
    sed '1!G; h; $!d' "$tree/.poolpatch/series" 2>/dev/null | while IFS= read -r patch_; do
      (cd "$tree/.poolpatch/pc/$patch_" && find src -type f) | while IFS= read -r file_; do
        rm -f "$pooltests/tree/$file_"
        test ! -s "$tree/.poolpatch/pc/$patch_/$file_" || cp "$tree/.poolpatch/pc/$patch_/$file_" "$pooltests/tree/$file_"
      done
    done
    symbols=$(printf '%s\n' "$symbols" | sed "s/\(upstream\|noreserve\|commit \|commit$\)//g")
    # shellcheck disable=SC2086 # a list of symbols
    guards --config="$top_srcdir/patches/gap/series.conf" commit $symbols >"$pooltests/series"
    test -s "$pooltests/series" && while IFS= read -r patch_; do
      patch -s -p1 --fuzz=0 -d "$pooltests/tree" -i "$top_srcdir/patches/gap/$patch_" || exit 1
    done <"$pooltests/series"
  )
}

# build_gap FORM CFLAG...
build_gap() {
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
  build_pooltest "$form_" "$top_srcdir/checks/patches/gap.h" -D_GNU_SOURCE -DUSE_GASMAN=1 "$@" -I"$pooltests" \
    -I"$pooltests/tree/src"
}

. shunit2
