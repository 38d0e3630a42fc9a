#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What build/packages/pari makes of the words of configure, of a tree and of an installed gp, without PARI.
# shellcheck disable=SC2034 # what package.sh reads
# shellcheck disable=SC2317,SC2329 # the package's functions call them

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
package=pari
# shellcheck source=build/packages/default.sh
. "$top_srcdir/build/packages/default.sh"
# shellcheck source=build/packages/pari/package.sh
. "$top_srcdir/build/packages/pari/package.sh"

# configure_ WORD...: what Configure is called with, a word a line, and the environment it looks at; $status.
configure_() {
  script_ Configure <<'END'
printf '%s\n' "$@"
env | sed -n '/^CC=/p; /^CFLAGS=/p; /^CPPFLAGS=/p; /^LDFLAGS=/p' | LC_ALL=C sort
END
  status=0
  (unset CC CPPFLAGS LDFLAGS && package_configure "$@") >out 2>err || status=$?
}

test_version_is_that_of_three_lines() {
  printf '%s\n' "VersionMajor='2'" "VersionMinor='15' # minor" "patch='2'" "patchlevel='9'" "oldpatch='8'" >version
  assertEquals 2.15.2 "$(package_version_in version)"
  sed '/Minor/d' version >short
  assertEquals '' "$(package_version_in short)"
  assertFalse 'two are no version' 'package_version_in short'
}

test_configure_knows_only_some_options() {
  CFLAGS=
  export CFLAGS
  configure_ --prefix=/p --exec-prefix=/e --bindir=/p/bin --sbindir=/p/sbin --libdir=/p/lib --includedir=/p/include \
    --sysdatadir=/p/sys --datarootdir=/p/share --datadir=/p/data --mandir=/p/man --infodir=/p/info --build=x86_64-pc-linux-gnu \
    --host=i686-pc-linux-gnu --disable-silent-rules --enable-dependency-tracking --disable-maintainer-mode --mt=pthread 'with blank'
  assertEquals "$(cat err)" 0 "$status"
  assertEquals '--prefix=/p
--bindir=/p/bin
--libdir=/p/lib
--includedir=/p/include
--sysdatadir=/p/sys
--share-prefix=/p/share
--datadir=/p/data/pari
--mandir=/p/man/man1
--host=i686-linux
--mt=pthread
with blank
CFLAGS=' "$(cat out)"
}

test_configure_wants_the_compiler_in_the_environment() {
  CFLAGS=-g
  export CFLAGS
  configure_ CC='gcc -m32' CFLAGS=-O2 CPPFLAGS=-Iinclude LDFLAGS=-s --tune
  assertEquals "$(cat err)" 0 "$status"
  assertEquals '--tune
CC=gcc -m32
CFLAGS=-Iinclude -g -O2
LDFLAGS=-s' "$(cat out)"
}

test_host_is_processor_and_system() {
  while read -r triplet host; do
    assertEquals "$triplet" "$host" "$(pari_host_ "$triplet")"
  done <<'END'
x86_64-pc-linux-gnu x86_64-linux
aarch64-unknown-linux-gnueabihf aarch64-linux
x86_64-pc-cygwin x86_64-cygwin
x86_64-pc-msys x86_64-cygwin
aarch64-apple-darwin23.1.0 aarch64-darwin
x86_64-unknown-freebsd14.0 x86_64-freebsd
END
}

test_directories_with_blanks_are_refused() {
  for option in --prefix --libdir --datadir; do
    configure_ "$option=/a b"
    assertEquals "$option" 1 "$status"
    assertEquals "$option" '' "$(cat out)"
    assertContains "$option" "$(cat err)" "PARI's makefiles take no directory with a blank in its name: /a b"
    assertEquals "$option: one line" 1 "$(wc -l <err | tr -d ' ')"
  done
  # What Configure does not get may have one.
  configure_ '--infodir=/a b' '--with-gmp=/a b'
  assertEquals "$(cat err)" 0 "$status"
  assertContains "$(cat out)" '--with-gmp=/a b'
}

# make_ WORD...: for make; where it is called, and with what.
make_() {
  echo "${PWD##*/}: $*"
}

# new_tree_: a tree that is configured for Olinux.
new_tree_() {
  tree=$work/tree
  mkdir -p tree/config tree/Olinux tree/src/language
  echo 'echo Olinux' | script_ tree/config/objdir
  printf '%s\n' 'OBJS = a.o b.o c.o' 'OBJSGP= gp.o main.o' 'OTHER = d.o' >tree/Olinux/Makefile
}

test_what_make_is_asked_for() {
  new_tree_
  cd tree || return
  assertEquals 5 "$(package_progress_total)"
  assertEquals 'tree: -j2 gp' "$(package_compile make_ -j2)"
  assertEquals 'Olinux: -j2 install-nodata install-doctex install-data DESTDIR=/stage' "$(package_install /stage make_ -j2)"
  rm -r Olinux
  assertEquals '' "$(package_install /stage make_ 2>/dev/null)"
}

test_a_build_without_mmap_has_no_pool() {
  assertEquals '' "$(package_pool_unsuitable '--mt=pthread --enable-mmap')"
  assertContains "$(package_pool_unsuitable '--mt=pthread --disable-mmap')" 'takes the stack from malloc'
}

test_upstreams_pool_is_one_of_two() {
  assertContains 'commit noreserve' "$(package_upstream_pool)"
  cat() { echo "$overcommit"; }
  overcommit=2
  assertEquals commit "$(package_upstream_pool)"
  overcommit=1
  assertEquals noreserve "$(package_upstream_pool)"
  unset -f cat
}

# installed_: a gp below stage/ that tells how it was called.
installed_() {
  bindir=/usr/bin libdir=/usr/lib datadir=/usr/share
  script_ "$1/usr/bin/gp" <<'END'
echo "$LD_LIBRARY_PATH|${GP_DATA_DIR-}|$*"
END
}

test_gp_finds_what_is_below_destdir() {
  installed_ "$work/stage"
  LD_LIBRARY_PATH=/mine
  export LD_LIBRARY_PATH
  unset GP_DATA_DIR
  said=$(package_start "$work/stage" -q x)
  idle=$(package_idle "$work/stage")
  LD_LIBRARY_PATH=
  assertEquals "$work/stage/usr/lib:/mine|$work/stage/usr/share/pari|-q x" "$said"
  assertContains "$idle" '|-q -f -D parisize=67108864 -D parisizemax=1073741824'
  assertEquals "$work/stage/usr/lib|$work/stage/usr/share/pari|-q" "$(package_start "$work/stage" -q)"
  unset LD_LIBRARY_PATH
}

test_gp_of_the_prefix_needs_no_help() {
  installed_ "$work"
  bindir=$work/usr/bin LD_LIBRARY_PATH=/mine
  export LD_LIBRARY_PATH
  said=$(package_start '' -q)
  unset LD_LIBRARY_PATH
  assertEquals '/mine||-q' "$said"
  assertEquals "$work/usr/bin/gp" "$(package_program)"
}

test_an_installed_gp_has_its_help() {
  datadir=/usr/share
  mkdir -p stage/usr/share/pari
  assertEquals '/usr/share/pari/pari.desc is missing, where gp looks for its help' "$(package_check_installed "$work/stage" 2>&1)"
  assertFalse 'it fails' "package_check_installed '$work/stage' 2>/dev/null"
  touch stage/usr/share/pari/pari.desc
  assertEquals '0' "$(package_check_installed "$work/stage" 2>&1; echo $?)"
}

test_the_form_for_cygwin_is_taken_once() {
  new_tree_
  echo '/* stack */' >tree/src/language/init.c
  package_take_cygwin_form
  package_take_cygwin_form
  assertEquals '#define MMAP_POOL_CYGWIN 1
/* stack */' "$(cat tree/src/language/init.c)"
  assertEquals init.c "$(ls tree/src/language)"
}

# new_tests_: the tree's tests, a line each, which a gp answers with the expected one, but for a time.
new_tests_() {
  new_tree_
  mkdir -p tree/src/test/in tree/src/test/32 tree/src/test/64
  for name in objets analyz number polyser linear elliptic sumiter graph program trans nfields; do
    echo "ask($name)" >"tree/src/test/in/$name"
    printf '%s\n' "told $name" 'Total time spent: 12' >"tree/src/test/32/$name"
  done
  bindir=/usr/bin libdir=/usr/lib datadir=/usr/share
  script_ stage/usr/bin/gp <<'END'
test "$*" = '-q --test' || exit 1
sed -n -e 's/^ask(\(.*\))$/told \1/p' -e 's/^print("\(Total time spent: \)",gettime);$/\134/p' -e 's/^gettime();1;$/early/p'
exit 3
END
}

test_gps_own_tests_are_compared_with_what_is_expected() {
  new_tests_
  mv tree/src/test/32/trans tree/src/test/64/
  echo 'of 32 bits' >tree/src/test/32/trans
  said=$(package_check "$work/stage")
  assertEquals "$said" 0 $?
  assertEquals 'objets analyz number polyser linear elliptic sumiter graph program trans nfields' \
    "$(echo "$said" | sed 's/: passed$//' | paste -s -d ' ' -)"
}

test_a_gp_that_says_something_else_is_found_out() {
  new_tests_
  echo 'and more' >>tree/src/test/32/linear
  said=$(package_check "$work/stage" 2>&1)
  assertEquals 1 $?
  assertContains "$said" '< and more'
  assertContains "$said" 'linear: gp does not say what src/test has'
  assertNotContains "$said" elliptic
}

. shunit2
