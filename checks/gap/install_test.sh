#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Trees of the shapes that GAP's releases have (checks/tinypool/shapes): what is installed of each, and that it works there.
# shellcheck disable=SC2034 # what package.sh reads

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=build/packages/gap/package.sh
. "$top_srcdir/build/packages/gap/package.sh"

# new_tree_ SHAPE: a source tree in tree.
new_tree_() {
  mkdir -p tree/src/hpc tree/gen tree/cnf tree/etc/vim tree/doc/ref tree/doc/tut
  cp "$top_srcdir/checks/tinypool/shapes/gap.mk" tree/
  cp "$top_srcdir/checks/tinypool/shapes/$1.mk" tree/GNUmakefile
  printf '%s\n' '#include <stdio.h>' '#ifndef SYS_DEFAULT_PATHS' '#define SYS_DEFAULT_PATHS "none"' '#endif' \
    'int main(void) { puts(SYS_DEFAULT_PATHS); return 0; }' >tree/src/system.c
  test "$1" != 4.12.2 || touch tree/src/main.c
  touch tree/src/system.h tree/src/hpc/thread.h tree/gen/config.h tree/config.status tree/README.md tree/etc/vim/gap.vim
  echo convert >tree/etc/convert.pl
  for dir_ in grp hpcgap/lib hpcgap/lib/distributed hpcgap/lib/hpc lib lib/hpc; do
    mkdir -p "tree/$dir_"
    echo "$dir_" >"tree/$dir_/read.g"
  done
  # The lines of gac that name the tree it was built in.
  cat >tree/gac <<'END'
#!/bin/sh
SHELL="/bin/sh"
abs_top_builddir="/built/here"
abs_top_srcdir="/built/here"
libdir="/usr/local/lib"
gap_compiler="${abs_top_builddir}/gap"
libtool="$SHELL $abs_top_builddir/libtool"
. "${abs_top_builddir}/sysinfo.gap"
set -- $libtool $GAP_CPPFLAGS
printf '%s\n' "$@"
if true; then
  ${gap_compiler}
fi
END
  # As much of libtool as the rules call.
  cat >tree/libtool <<'END'
mode=$1
shift
case $mode in
  --mode=link) echo "$3" >libgap.la && $1 -shared -o libgap.so "$4" ;;
  --mode=install) case $3 in *"$(cat libgap.la)") cp libgap.so "$3/" ;; *) exit 1 ;; esac ;;
esac
END
}

# install_ PREFIX [DESTDIR]: compile and install, as the stages do.
install_() {
  package_dir=$top_srcdir/build/packages/gap
  tree=$work/tree package_version=4.10.2
  prefix=$1 exec_prefix=$1 bindir=$1/bin libdir=$1/lib includedir=$1/include datarootdir=$1/share
  system_packages=$work/system
  for name_ in $required_packages; do
    mkdir -p "system/$name_"
    echo "$name_" >"system/$name_/PackageInfo.g"
  done
  : "${CC:=cc}"
  (
    set -e
    cd tree
    package_compile make -s "prefix=$prefix" "exec_prefix=$prefix" "CC=$CC"
    package_install "${2-}" make -s "CC=$CC"
  ) >out 2>&1
  assertEquals "it said: $(cat out)" 0 $?
}

# assert_installed_ PLACE PREFIX: what 4.10 and 4.11 have in PLACE, found through PREFIX.
assert_installed_() {
  assertEquals 'the program knows its roots' "$2/lib/gap;$2/share/gap" "$("$1/bin/gap")"
  for file_ in bin/gac lib/libgap.so lib/gap/sysinfo.gap lib/gap/libtool lib/pkgconfig/libgap.pc include/gap/system.h \
    include/gap/config.h include/gap/hpc/thread.h include/gap/src/system.h share/gap/lib/read.g share/gap/grp/read.g \
    share/gap/hpcgap/lib/hpc/read.g share/gap/README.md share/gap/etc/convert.pl share/gap/pkg/gapdoc/PackageInfo.g; do
    assertTrue "$file_ is there" "test -f '$1/$file_'"
  done
  assertFalse 'nothing names the tree' "grep -r -q '/built/here\|$work/tree' '$1/bin/gac' '$1/lib/gap' '$1/lib/pkgconfig'"
}

test_4_10_0_with_rules_for_some_of_it() {
  new_tree_ 4.10.0
  install_ "$work/prefix"
  assert_installed_ prefix "$work/prefix"
}

test_4_10_2_with_a_rule_that_lacks_prerequisites() {
  new_tree_ 4.10.2
  install_ "$work/prefix"
  assert_installed_ prefix "$work/prefix"
}

test_4_11_with_no_rule() {
  new_tree_ 4.11
  install_ "$work/prefix"
  assert_installed_ prefix "$work/prefix"
}

test_below_destdir_with_the_roots_of_the_prefix() {
  new_tree_ 4.10.2
  install_ /opt/gap "$work/stage"
  assert_installed_ stage/opt/gap /opt/gap
}

test_prefix_with_blanks() {
  new_tree_ 4.10.2
  install_ "$work/a prefix"
  assert_installed_ 'a prefix' "$work/a prefix"
  assertEquals 'gac finds all it calls' "/bin/sh
$work/a prefix/lib/gap/libtool
-I
$work/a prefix/include/gap
-DHAVE_CONFIG_H
$work/a prefix/lib/gap;$work/a prefix/share/gap" "$(sh 'a prefix/bin/gac')"
  ! command -v pkg-config >/dev/null || assertEquals "-I$work/a prefix/include" \
    "$(eval "printf '%s\n' $(PKG_CONFIG_PATH="$work/a prefix/lib/pkgconfig" pkg-config --cflags libgap)")"
}

test_old_tree_with_manuals() {
  new_tree_ 4.11
  for file_ in ref/chap0.html ref/manual.pdf tut/chap0.txt; do
    echo "$file_" >"tree/doc/$file_"
  done
  install_ "$work/prefix"
  assertEquals ref/manual.pdf "$(cat prefix/share/gap/doc/ref/manual.pdf)"
  assertEquals tut/chap0.txt "$(cat prefix/share/gap/doc/tut/chap0.txt)"
  assertEquals 'nothing is left out' '' "$(package_left_out '')"
}

test_4_12_0_whose_program_is_a_script() {
  new_tree_ 4.12.0
  printf '%s\n' '. "@SYSINFO_GAPROOT@/sysinfo.gap"' "echo \"\$GAP\"" >tree/cnf/gac.in
  install_ "$work/a prefix"
  assertEquals 'the program knows its roots' "$work/a prefix/lib/gap;$work/a prefix/share/gap" "$('a prefix/bin/gap')"
  assertEquals 'gac finds it' "$work/a prefix/bin/gap" "$(sh 'a prefix/bin/gac')"
}

test_4_12_without_manuals() {
  new_tree_ 4.12.2
  install_ "$work/prefix"
  assertTrue 'the rest is installed' 'test -x prefix/bin/gap'
  assertFalse 'no empty manual' 'test -e prefix/share/gap/doc/ref'
  assertContains "$(package_left_out '')" 'without manuals'
}

test_4_12_with_one_form_of_one_manual() {
  new_tree_ 4.12.2
  echo chapter >tree/doc/ref/chap0.html
  install_ "$work/prefix"
  assertEquals chapter "$(cat prefix/share/gap/doc/ref/chap0.html)"
  assertEquals 'there is a manual' '' "$(package_left_out '')"
}

# shellcheck disable=SC1091 # found on PATH
. shunit2
