#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# packaging/sage: what sage-spkg makes of the exported folder, and of poolpatch itself as a package's folder; by a
# stand-in for it, sage-spkg.sh.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/packaging/lib.sh
. "$top_srcdir/checks/packaging/lib.sh"

# new_sage_: goes into a Sage tree, with a command sage, and has a recipe of tinypool's tarball there. A call of
# Autoconf fails.
new_sage_() {
  require_program_ bash patch sha1sum || return 1
  export SAGE_ROOT="$work/sage" SAGE_LOCAL="$work/sage/local" SAGE_DISTFILES="$work/sage/upstream"
  mkdir -p "$SAGE_ROOT/build/pkgs" "$SAGE_LOCAL" "$SAGE_DISTFILES"
  cp -R "$top_srcdir/checks/tinypool" recipe
  chmod -R u+w recipe
  fixture=$work/recipe
  prepare_ || return 1
  new_tarball_
  script_ bin/sage <<END
exec sh '$top_srcdir/checks/packaging/sage-spkg.sh' "\$release" tinypool
END
  forbid_ autoconf automake aclocal autoreconf
  cd sage || return
}

# new_tarball_: of the recipe's source, as it is now.
new_tarball_() {
  tarball=$SAGE_DISTFILES/tinypool-1.0.0.tar.xz
  (cd "$work" && make_tarball_ "$tarball")
  {
    echo 'tarball=tinypool-VERSION.tar.xz'
    echo "sha1=$(sha1sum <"$tarball" | cut -d ' ' -f 1)"
    echo "sha256=$(sha256sum <"$tarball" | cut -d ' ' -f 1)"
  } >"$fixture/checksums.ini"
}

# redefine_: makes the functions on standard input the package's.
redefine_() {
  cat >>"$fixture/build/packages/tinypool/package.sh"
}

export_() { # export_ OPTION...
  poolpatch export --format=sage --version=1.0.0 "$@" >"$work/log" 2>&1
}

# build_ RELEASE [BLOCK]: the page's BLOCK, by that Sage; what it says goes to log.
build_() {
  block_ sage "${2:-build}" >"$work/build.sh"
  release=$1 MAKE='make -j8' sh -eu "$work/build.sh" >"$work/log" 2>&1
}

# refuses_ RELEASE BLOCK TEXT: the build fails with TEXT, and nothing is installed.
refuses_() {
  build_ "$1" "$2" && fail 'built'
  assertContains "$(cat "$work/log")" "$3"
  assertFalse 'something is installed' "test -e '$SAGE_LOCAL/bin'"
}

# needs_release_: makes a release, once, without its tarball.
needs_release_() {
  test -f "$top_builddir/Makefile" || { skip_ 'not configured: no release can be made'; return 1; }
  test -d "$SHUNIT_TMPDIR/release" || make -s -C "$top_builddir" distdir distdir="$SHUNIT_TMPDIR/release" \
    top_distdir="$SHUNIT_TMPDIR/release" >"$work/log" 2>&1 || fail "$(cat "$work/log")"
}

test_both_kinds_of_sage_build_the_exported_folder() {
  new_sage_ || return 0
  run_block_ sage
  for release in today 8.7; do
    build_ $release || fail "$release: $(cat "$work/log")"
    assert_built_ "$SAGE_LOCAL/bin/tinypool" commit
    assertEquals "$release leaves no build directory" '' "$(ls "$SAGE_LOCAL/var/tmp/sage/build")"
    rm -rf "$SAGE_LOCAL"
  done
}

test_its_descriptions_name_the_patches() {
  new_sage_ || return 0
  run_block_ sage
  patches="-  \`\`poolpatch-01-tinypool-1.0.0.patch\`\`: commit the pool's memory when the workspace grows into it"
  cd build/pkgs/tinypool || return
  assertEquals 'tinypool: a program with a pool' "$(head -n 1 SPKG.rst)"
  assertEquals "$patches" "$(tail -n 1 SPKG.rst)"
  assertEquals '= tinypool: a program with a pool =' "$(head -n 1 SPKG.txt)"
  assertContains "$(cat SPKG.txt)" '== License =='
  assertEquals "$patches" "$(tail -n 1 SPKG.txt)"
}

test_words_of_sage_reach_the_build() {
  new_sage_ || return 0
  redefine_ <<'END'
package_configure() {
  printf '%s\n' "$*" "$CFLAGS" "$CXXFLAGS" >"$SAGE_ROOT/told"
  sh ./configure "$@"
}
package_install_manuals() {
  echo manual >"$1$datarootdir/manual"
}
END
  run_block_ sage
  for release in today 8.7; do
    SAGE_DEBUG=yes SAGE_CONFIGURE_GMP='--with-gmp=/opt/gmp --with-x' SAGE_SPKG_INSTALL_DOCS=yes CFLAGS=-march=native \
      CFLAGS_NON_NATIVE=-O1 CXXFLAGS_NON_NATIVE=-O2 build_ $release || fail "$release: $(cat "$work/log")"
    assertEquals "$release" "--prefix=$SAGE_LOCAL --libdir=$SAGE_LOCAL/lib --with-gmp=/opt/gmp --with-x
-O1 -O0 -g3
-O2 -O0 -g3" "$(cat told)"
    assertTrue "$release: the manuals are there" "test -f '$SAGE_LOCAL/share/manual'"
    rm -rf "$SAGE_LOCAL"
  done
}

test_sage_check_runs_the_checks_of_the_program() {
  new_sage_ || return 0
  redefine_ <<'END'
package_check() {
  echo "checks in $PWD"
  test ! -e "$SAGE_ROOT/broken"
}
END
  run_block_ sage
  for release in today 8.7; do
    build_ $release
    assertNotContains "$release" "$(cat "$work/log")" 'checks in'
    SAGE_CHECK=yes build_ $release || fail "$release: $(cat "$work/log")"
    assertContains "$release" "$(cat "$work/log")" "checks in $SAGE_LOCAL/var/tmp/sage/build/tinypool-1.0.0.p0/src"
    touch broken
    SAGE_CHECK=yes build_ $release && fail "$release passed"
    assertContains "$release" "$(cat "$work/log")" 'Error testing package'
    rm broken
  done
}

test_check_after_the_build_directory_has_gone_says_what_to_do() {
  new_sage_ || return 0
  run_block_ sage
  cd build/pkgs/tinypool || return
  bash spkg-check >"$work/log" 2>&1 && fail 'passed'
  assertContains "$(cat "$work/log")" SAGE_KEEP_BUILT_SPKGS=yes
  assertEquals 'one line' 1 "$(wc -l <"$work/log" | tr -d ' ')"
}

test_a_serial_build_has_one_job_whatever_make_says() {
  new_sage_ || return 0
  redefine_ <<'END'
package_compile() {
  printf '%s, %s\n' "$*" "${MAKEFLAGS-}" >"$SAGE_ROOT/told"
  "$@"
}
END
  export_ --with-pool=commit --enable-serial-build=yes
  MAKEFLAGS=-j8 build_ today || fail "$(cat "$work/log")"
  assertEquals 'make -j1, ' "$(cat told)"
  export_ --with-pool=commit
  build_ today || fail "$(cat "$work/log")"
  assertEquals 'make -j8, ' "$(cat told)"
}

test_a_build_that_fails_stops() {
  new_sage_ || return 0
  redefine_ <<'END'
package_compile() {
  echo 'no compiler' && return 1
}
END
  run_block_ sage
  refuses_ today build 'no compiler'
  refuses_ 8.7 build 'no compiler'
}

test_a_source_of_another_version_stops_the_build() {
  new_sage_ || return 0
  echo 'tinypool 1.0.1' >"$fixture/source/VERSION"
  new_tarball_
  run_block_ sage
  refuses_ today build 'spkg-install: the source is 1.0.1, and the patches are for tinypool 1.0.0'
}

test_a_source_that_does_not_fit_stops_the_build() {
  new_sage_ || return 0
  sed 's/PROT_READ/PROT_ANY/' "$fixture/source/src/pool.c" >pool.c
  mv pool.c "$fixture/source/src/pool.c"
  new_tarball_
  run_block_ sage
  refuses_ 8.7 build 'Error applying'
}

test_each_export_that_changes_something_counts_up() {
  new_sage_ || return 0
  for want in 'commit 1.0.0.p0' 'commit 1.0.0.p0' 'noreserve 1.0.0.p1' 'commit 1.0.0.p2'; do
    export_ --with-pool="${want% *}" || fail "$(cat "$work/log")"
    assertEquals "${want#* }" "$(cat build/pkgs/tinypool/package-version.txt)"
  done
}

test_what_sage_says_of_the_program_stays() {
  new_sage_ || return 0
  mkdir -p build/pkgs/tinypool/patches
  cd build/pkgs/tinypool || return
  echo 1.0.0.p3 >package-version.txt
  echo 'libthing' >dependencies
  echo 'SAGE_SPKG_CONFIGURE([tinypool])' >spkg-configure.m4
  own_patch_ patches/own.patch
  { cat "$fixture/checksums.ini" && echo 'upstream_url=https://example.org/'; } >checksums.ini
  cd "$SAGE_ROOT" || return
  run_block_ sage
  assertEquals '1.0.0.p4 libthing SAGE_SPKG_CONFIGURE([tinypool])' \
    "$(cd build/pkgs/tinypool && cat package-version.txt dependencies spkg-configure.m4 | paste -s -d ' ' -)"
  assertContains "$(cat build/pkgs/tinypool/checksums.ini)" 'upstream_url=https://example.org/'
  build_ today || fail "$(cat "$work/log")"
  assertContains "$(cat "$SAGE_LOCAL/share/tinypool/VERSION")" 'a patch of its own'
}

test_checksums_of_another_version_come_from_the_table() {
  new_sage_ || return 0
  mkdir kept
  echo 'the tarball' >kept/tinypool-1.1.0.tar.gz
  digest=$(sha256sum <kept/tinypool-1.1.0.tar.gz | cut -d ' ' -f 1)
  printf '1.1.0\t%s\t%s\t%s\n' tinypool_1.1.0.orig.tar.xz 0 debian-pool:pool/tinypool_1.1.0.orig.tar.xz \
    tinypool-1.1.0.tar.gz "$digest" https://example.org/v1.1.0/tinypool-1.1.0.tar.gz \
    >>"$fixture/build/packages/tinypool/distfiles.tsv"
  export_ --with-pool=commit --version=1.1.0 --with-distfiles="$PWD/kept" || fail "$(cat "$work/log")"
  assertEquals "tarball=tinypool-VERSION.tar.gz
sha1=$(sha1sum <kept/tinypool-1.1.0.tar.gz | cut -d ' ' -f 1)
sha256=$digest
upstream_url=https://example.org/vVERSION/tinypool-VERSION.tar.gz" "$(cat build/pkgs/tinypool/checksums.ini)"
  rm -r build/pkgs/tinypool kept
  export_ --with-pool=commit --version=1.1.0 --with-distfiles="$PWD/kept" || fail "$(cat "$work/log")"
  assertContains "$(cat "$work/log")" 'no sha1, which Sage 8.7 asks for'
  assertNotContains "$(cat build/pkgs/tinypool/checksums.ini)" sha1
}

test_a_version_without_a_known_tarball_is_refused() {
  new_sage_ || return 0
  export_ --with-pool=commit --version=1.2.0 && fail 'exported'
  assertContains "$(cat "$work/log")" 'no tarball of tinypool 1.2.0 is known'
  assertFalse 'something was written' 'test -e build/pkgs/tinypool'
}

test_a_release_exports_what_the_checkout_does() {
  new_sage_ && needs_release_ || return 0
  run_block_ sage
  "$SHUNIT_TMPDIR/release/poolpatch" export "--with-recipe=$fixture" --format=sage --with-pool=commit --version=1.0.0 \
    --output=released >"$work/log" 2>&1
  assertEquals "$(cat "$work/log")" 0 $?
  assertEquals '' "$(diff -r build/pkgs/tinypool released)"
}

# new_toolkit_folder_: a release of poolpatch, with tinypool in GAP's place.
new_toolkit_folder_() {
  cp -R -p "$SHUNIT_TMPDIR/release" build/pkgs/tinypool
  chmod -R u+w build/pkgs/tinypool
  (cd "$fixture" && tar -c -f - build patches checksums.ini package-version.txt) | tar -x -f - -C build/pkgs/tinypool
}

test_poolpatch_itself_as_the_folder_builds_and_checks_the_program_only() {
  new_sage_ && needs_release_ || return 0
  new_toolkit_folder_
  SAGE_CHECK=yes SAGE_KEEP_BUILT_SPKGS=yes SAGE_SPKG_INSTALL_DOCS=yes build_ today toolkit || fail "$(cat "$work/log")"
  assert_built_ "$SAGE_LOCAL/bin/tinypool" commit
  assertContains "$(tail -n 2 "$work/log")" 'the checks of tinypool 1.0.0 itself passed'
  assertNotContains "$(cat "$work/log")" 'called: '
}

test_sage_8_7_refuses_poolpatch_itself() {
  new_sage_ && needs_release_ || return 0
  new_toolkit_folder_
  refuses_ 8.7 toolkit 'spkg-install should not be marked executable'
}

. shunit2
