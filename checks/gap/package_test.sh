#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What build/packages/gap makes of a tree, of the words of configure and of an installed gap, without GAP; what is installed of
# a tree is in install_test.sh and packages_test.sh.
# shellcheck disable=SC2034 # what package.sh reads
# shellcheck disable=SC2317,SC2329 # the package's functions call them

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
package=gap
# shellcheck source=build/packages/default.sh
. "$top_srcdir/build/packages/default.sh"
# shellcheck source=build/packages/gap/package.sh
. "$top_srcdir/build/packages/gap/package.sh"

# new_tree_ [CONFIGURE.AC-LINE]: a source tree, which is where the package's functions run.
new_tree_() {
  tree=$work/tree
  mkdir -p tree/src
  printf '%s\n' 'dnl m4_define([gap_version],[1.2.3])' "${1-}" >tree/configure.ac
}

test_version_of_each_form() {
  while IFS='|' read -r line version; do
    new_tree_ "$line"
    rm -f tree/src/*
    assertFalse "$line: it is a GAP by its pool" 'package_version tree'
    touch tree/src/sysmem.c
    assertEquals "$line" "$version" "$(package_version tree)"
    mv tree/src/sysmem.c tree/src/gasman.c
    assertEquals "$line" "$version" "$(package_version tree)"
  done <<'END'
m4_define([gap_version],[4.14.0])|4.14.0
m4_define([gap_version], [4.16.1-beta1])dnl|4.16.1-beta1
AC_INIT([GAP], [4.10.2],[support@gap-system.org],[gap],[https://www.gap-system.org/])|4.10.2
AC_INIT([GAP],[4.dev])|4.dev
AC_INIT([PAG],[4.10.2])|
m4_define([gap_version],[dev])|
END
  assertFalse 'none is a failure' 'package_version tree'
}

test_a_git_tree_has_the_version_of_its_tag() {
  require_program_ git || return 0
  new_tree_ 'm4_define([gap_version],[4.15dev])'
  touch tree/src/sysmem.c
  (cd tree && git init -q && git add . && git -c user.name=- -c user.email=- commit -q -m -) || fail 'no git'
  assertEquals 'without a tag' 4.15dev "$(package_version tree)"
  git -C tree tag other
  git -C tree tag v4.14.0
  assertEquals 4.14.0 "$(package_version tree)"
  git -C tree -c user.name=- -c user.email=- commit -q --allow-empty -m -
  assertEquals 'what comes behind it' 4.14.0 "$(package_version tree)"
}

test_version_of_a_tag() {
  while read -r tag version; do
    assertEquals "$tag" "$version" "$(package_version_of_tag "$tag")"
  done <<'END'
v4.14.0 4.14.0
v4.10dev 4.9.99
v4.16.0-beta1 4.16.0-beta1
END
}

test_what_takes_the_pool_away() {
  while IFS='|' read -r words why; do
    said=$(package_pool_unsuitable "$words")
    assertEquals "$words" "$why" "$said"
  done <<'END'
--prefix=/usr|
--with-gc=gasman --x|
--enable-hpcgap --x|HPC-GAP (--enable-hpcgap) uses the Boehm collector, not the pool
--with-gc=boehm|only the gasman collector (--with-gc=gasman) uses the pool
--x --enable-memory-checking|--enable-memory-checking maps its own pool, 64 times over
END
}

test_which_versions_are_not_c23() {
  for version in 4.9.3 4.10.0 4.14.0 4.14dev 4.dev; do
    assertEquals "$version" 'GAP before 4.15 is not C23 (gap pull 6010)' "$(package_unprototyped "$version")"
  done
  for version in 4.15.0 4.15.0-beta1 4.16.0 5.0.0 5.14.0; do
    assertEquals "$version" '' "$(package_unprototyped "$version")"
  done
}

test_configure_is_made_where_it_is_missing() {
  script_ autogen.sh <<'END'
echo "autogen $NOCONFIGURE"
{ echo '#!/bin/sh' && echo 'echo configure "$@"'; } >configure
chmod +x configure
END
  assertEquals 'autogen 1
configure --a b' "$(package_configure --a b)"
  assertEquals 'configure --a b' "$(package_configure --a b)"
  echo 'exit 3' | script_ autogen.sh
  rm configure
  assertFalse 'that autogen.sh fails is told' 'package_configure'
}

test_library_is_found_where_the_system_does_not_look() {
  LD_RUN_PATH=/mine
  for libdir in /opt/lib '/a b/lib' /usr/local/lib /usr/lib32; do
    assertEquals "/mine:$libdir" "$(package_environment && env | sed -n 's/^LD_RUN_PATH=//p')"
  done
  unset LD_RUN_PATH
  for libdir in /usr/lib /usr/lib/x86_64-linux-gnu /usr/lib64 /lib; do
    assertEquals "$libdir" '' "$(package_environment && env | sed -n 's/^LD_RUN_PATH=//p')"
  done
  libdir=/opt/lib
  assertEquals /opt/lib "$(package_environment && env | sed -n 's/^LD_RUN_PATH=//p')"
}

test_how_many_files_are_compiled() {
  mkdir -p src/hpc
  touch src/a.c src/b.c src/c.cc src/c.h src/hpc/d.c src/boehm_gc.c src/compstat_empty.c
  assertEquals 5 "$(package_progress_total)"
}

test_books_are_those_of_the_tree() {
  for book in changes hpc tut ref dev; do
    mkdir -p "doc/$book"
    touch "doc/$book/main.xml"
  done
  rm doc/hpc/main.xml
  assertEquals 'ref tut changes' "$(package_books | paste -s -d ' ' -)"
  assertEquals 'a book finds the numbers of another' 2 "$package_book_passes"
}

# new_books_: a tree with two books, and a gap that writes what it is called with into the manual.
new_books_() {
  new_tree_
  package_dir=$top_srcdir/build/packages/gap system_packages='/no/gap/pkg /nor/gap/pkg'
  mkdir -p tree/doc/ref tree/doc/tut tree/lib out
  for file in doc/versiondata doc/manualindex doc/ref/main.xml doc/ref/chap1.html doc/ref/manual.six doc/tut/main.xml \
    doc/tut/chap0.txt lib/init.g; do
    echo "$file" >"tree/$file"
  done
  script_ tree/gap <<'END'
while test "$1" != -l; do shift; done
root=${2%%;*}
printf '%s\n' "$*" "$POOL_BOOK $POOL_PASS" >"$root/doc/$POOL_BOOK/manual.six"
echo edited >>"$root/doc/$POOL_BOOK/main.xml"
(cd "$root" && find . ! -type d ! -name manual.six | LC_ALL=C sort && find doc/ref ! -type l ! -type d) >"$root/doc/$POOL_BOOK/chap0.txt"
touch "$root/doc/$POOL_BOOK/index.xml"
test ! -f fails
END
}

test_a_book_is_built_beside_the_tree() {
  new_books_
  before=$(find tree -type f -exec cksum {} + | sort)
  (cd tree && package_build_book ref "$work/out" '')
  assertEquals 0 $?
  assertEquals 'the sources are as they were' "$before" "$(find tree -type f -exec cksum {} + | sort)"
  assertEquals 'chap0.txt manual.six' "$(cd out && echo *)"
  assertEquals "-l $work/out/root;/no/gap;/nor/gap -A -b -q -r -x 80 --quitonbreak $package_dir/manual.g
ref first" "$(cat out/manual.six)"
  assertEquals 'links to all but what was built' './configure.ac ./doc/manualindex ./doc/ref/chap0.txt ./doc/ref/main.xml ./doc/tut/main.xml ./doc/versiondata' \
    "$(sed -n '\,^\./[cd],p' out/chap0.txt | paste -s -d ' ' -)"
  assertContains 'its own are copies' "$(cat out/chap0.txt)" '
doc/ref/main.xml'
  assertNotContains 'the whole of the rest is a link' "$(cat out/chap0.txt)" ./lib/init.g
}

test_the_last_pass_has_what_the_first_one_made() {
  new_books_
  mkdir -p before/tut before/ref
  touch before/tut/chap0.txt before/tut/chap12.txt
  echo 'of tut' >before/tut/manual.six
  cat >>tree/gap <<'END'
(cd "$root/doc/tut" && LC_ALL=C ls && cat manual.six) >"$root/doc/ref/chap0.txt"
END
  (cd tree && package_build_book ref "$work/out" "$work/before")
  assertEquals 0 $?
  assertContains "$(cat out/manual.six)" 'ref last'
  assertEquals 'chap0.html chap0_mj.html chap12.html chap12_mj.html main.xml manual.six of tut' \
    "$(paste -s -d ' ' out/chap0.txt)"
}

test_a_book_that_fails_is_no_book() {
  new_books_
  touch tree/fails
  (cd tree && package_build_book ref "$work/out" '')
  assertNotEquals 'the status of gap' 0 $?
  assertFalse 'nothing is taken' 'test -e out/manual.six'
  rm -rf tree/fails out/root
  # shellcheck disable=SC2016 # for the script
  echo 'rm "$root/doc/ref/manual.six"' >>tree/gap
  (cd tree && package_build_book ref "$work/out" '')
  assertNotEquals 'no manual.six' 0 $?
}

# install_manuals_ [BUILT]: into stage/, on top of an older manual.
install_manuals_() {
  datarootdir=/share
  mkdir -p stage/share/gap/doc/ref stage/share/gap/doc/hpc
  touch stage/share/gap/doc/ref/chap9.html stage/share/gap/doc/hpc/chap0.html
  package_install_manuals "$work/stage" "${1-}"
}

test_manuals_that_were_built_are_installed() {
  new_tree_
  mkdir -p built/ref
  echo built >built/ref/chap0.html
  install_manuals_ "$work/built"
  assertEquals 0 $?
  assertEquals 'for the help, without the older one' './hpc/chap0.html ./ref/chap0.html' \
    "$(cd stage/share/gap/doc && find . -type f | LC_ALL=C sort | paste -s -d ' ' -)"
  assertEquals 'and for readers' built "$(cat stage/share/doc/gap/ref/chap0.html)"
}

test_manuals_of_the_source_are_installed() {
  new_tree_
  mkdir -p tree/doc/ref tree/doc/tut
  said=$(install_manuals_ 2>&1)
  assertEquals 1 $?
  assertContains "$said" '--enable-manuals'
  echo pdf >tree/doc/tut/manual.pdf
  install_manuals_
  assertEquals 0 $?
  assertEquals './tut/manual.pdf' "$(cd stage/share/doc/gap && find . -type f)"
  assertTrue 'the other, too' 'test -d stage/share/doc/gap/ref'
}

test_the_form_for_cygwin_is_taken_once() {
  new_tree_
  echo '/* bags */' >tree/src/sysmem.c
  package_take_cygwin_form
  package_take_cygwin_form
  assertEquals '#define SYS_IS_CYGWIN32 1
/* bags */' "$(cat tree/src/sysmem.c)"
  assertEquals sysmem.c "$(ls tree/src)"
}

test_madvise_is_forgotten() {
  assertEquals ac_cv_func_madvise=no "$(package_forget_madvise && env | grep '^ac_cv_func_madvise')"
}

# installed_ DIR: a gap below it that tells how it was called.
installed_() {
  bindir=/usr/bin libdir=/usr/lib/triplet datarootdir=/usr/share
  script_ "$1/usr/bin/gap" <<'END'
printf '%s|' "${LD_LIBRARY_PATH-}" "$@"
END
}

test_gap_finds_what_is_below_destdir() {
  installed_ "$work/stage"
  unset LD_LIBRARY_PATH
  roots="-l|$work/stage/usr/lib/triplet/gap;$work/stage/usr/share/gap"
  assertEquals "$work/stage/usr/lib/triplet|$roots|-q|a b|" "$(package_start "$work/stage" -q 'a b')"
  LD_LIBRARY_PATH=/mine
  export LD_LIBRARY_PATH
  said=$(package_start "$work/stage")
  idle=$(package_idle "$work/stage")
  unset LD_LIBRARY_PATH
  assertEquals "$work/stage/usr/lib/triplet:/mine|$roots|" "$said"
  assertContains "$idle" "$roots|-q|-T|-n|-x|4096|"
}

test_gap_of_the_prefix_needs_no_help() {
  installed_ "$work"
  bindir=$work/usr/bin
  unset LD_LIBRARY_PATH
  assertEquals '|-q|' "$(package_start '' -q)"
}

test_its_own_checks_are_those_of_the_tree() {
  installed_ "$work"
  bindir=$work/usr/bin tree=/a/tree
  assertEquals '|-l|;/a/tree|--quitonbreak|-b|-q|-r|/a/tree/tst/testinstall.g|' "$(package_check '')"
  echo 'read -r line || exit 5' | script_ usr/bin/gap
  (package_check '' <<END
line
END
  )
  assertEquals 'it gets no input, and its status is told' 5 $?
}

test_a_gap_without_its_library_is_found_out() {
  bindir=/usr/bin libdir=/usr/lib datarootdir=/usr/share
  mkdir -p stage/usr/bin stage/usr/share/gap/lib
  printf 'x\0/usr/lib/gap;/usr/share/gap\0y' >stage/usr/bin/gap
  assertEquals '/usr/share/gap/lib/init.g is missing' "$(package_check_installed "$work/stage" 2>&1)"
  assertFalse 'and it fails' "package_check_installed '$work/stage' 2>/dev/null"
}

. shunit2
