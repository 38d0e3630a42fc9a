#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The stages install and uninstall: where the files go, what is in the way, and that they all go again.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

# A world that is compiled, of a package that installs a program, a link to it and a hidden file.
new_compiled_() {
  new_world_with_ "$@"
  unpack_source_
  pretend_compiled_
  redefine_ <<'END'
package_install() {
  case $1 in *' '*) return 1 ;; esac
  mkdir -p "$1$bindir" "$1$datarootdir/tiny pool"
  echo program >"$1$bindir/tinypool"
  chmod 755 "$1$bindir/tinypool"
  ln -s tinypool "$1$bindir/link"
  echo hidden >"$1$datarootdir/tiny pool/.hidden"
}
END
}

installed='./bin/link
./bin/tinypool
./share/tiny pool/.hidden'

files_in_() {
  (cd "$1" && find . ! -type d | sort)
}

test_files_come_into_the_prefix() {
  new_compiled_
  stages_ install
  assertEquals "$installed" "$(files_in_ prefix)"
  assertTrue 'it can be run' 'test -x prefix/bin/tinypool'
  assertEquals 'a link stays one' tinypool "$(readlink prefix/bin/link)"
  assertEquals 'nothing beside them' 'prefix prefix/bin prefix/share' "$(find prefix -maxdepth 1 | sort | paste -s -d ' ' -)"
}

test_destdir_comes_before_the_prefix() {
  new_compiled_ prefix=/opt/tinypool
  DESTDIR="$work/stage" stages_ install
  assertEquals "$installed" "$(files_in_ stage/opt/tinypool)"
}

test_prefix_may_hold_blanks() {
  new_compiled_ "prefix=$work/a prefix"
  stages_ install
  assertEquals "$installed" "$(files_in_ 'a prefix')"
}

test_file_in_the_way_of_the_prefix_is_named() {
  touch in-the-way
  new_compiled_ "prefix=$work/in-the-way/prefix"
  stage_ install
  assert_refused_ "$work/in-the-way/prefix" "$work/in-the-way is not a directory" --prefix
  assert_no_stamp_ install
}

test_check_finds_a_prefix_that_cannot_be_written() {
  touch in-the-way
  new_world_with_ "prefix=$work/in-the-way/prefix"
  stage_ install --check
  assert_refused_ "$work/in-the-way is not a directory"
}

test_check_leaves_nothing() {
  new_world_
  before=$(find . | sort)
  stage_ install --check
  assert_status_ 0
  assertEquals "$before" "$(find . ! -name out.txt ! -name err.txt | sort)"
}

test_check_that_was_killed_leaves_nothing_for_long() {
  new_compiled_
  mkdir -p prefix/.poolpatch.a1B2c3 prefix/.poolpatch.mine00/of-somebody
  stage_ install --check
  assert_status_ 0
  assertEquals prefix/.poolpatch.mine00 "$(echo prefix/.pool*)"
}

test_second_installation_does_nothing() {
  new_compiled_
  stages_ install
  redefine_ <<'END'
package_install() { return 1; }
END
  stages_ install
  assertEquals 'nothing to say' '' "$out$err"
}

test_lost_program_is_installed_again() {
  new_compiled_
  stages_ install
  rm prefix/bin/tinypool
  stages_ install
  assertEquals "$installed" "$(files_in_ prefix)"
}

test_another_destination_is_another_installation() {
  new_compiled_
  stages_ install
  DESTDIR="$work/stage" stages_ install
  assertEquals "$installed" "$(files_in_ "stage$work/prefix")"
}

test_older_files_are_replaced_and_others_stay() {
  new_compiled_
  mkdir -p prefix/bin
  echo old >prefix/bin/tinypool
  echo other >prefix/bin/other
  stages_ install
  assertEquals program "$(cat prefix/bin/tinypool)"
  assertEquals other "$(cat prefix/bin/other)"
}

# assert_in_the_way_ PATH: an installation that PATH in the prefix is in the way of changes nothing.
assert_in_the_way_() {
  before=$(find prefix -exec ls -ld {} + | awk '{ print $1, $NF }')
  stage_ install
  assert_refused_ "$work/prefix/$1" 'move it away' 'nothing was changed'
  assertEquals "$before" "$(find prefix -exec ls -ld {} + | awk '{ print $1, $NF }')"
  assert_no_stamp_ install
}

test_directory_where_a_link_is_to_come_is_kept() {
  new_compiled_
  mkdir -p prefix/bin/link/mine
  assert_in_the_way_ bin/link
}

test_directory_where_a_file_is_to_come_is_kept() {
  new_compiled_
  mkdir -p 'prefix/share/tiny pool/.hidden'
  assert_in_the_way_ 'share/tiny pool/.hidden'
}

test_file_where_a_directory_is_to_come_is_kept() {
  new_compiled_
  mkdir -p prefix/share
  echo mine >'prefix/share/tiny pool'
  assert_in_the_way_ 'share/tiny pool'
}

test_link_to_a_directory_serves_as_one() {
  new_compiled_
  mkdir -p prefix/other
  ln -s other prefix/bin
  stages_ install
  assertEquals program "$(cat prefix/other/tinypool)"
  assertEquals other "$(readlink prefix/bin)"
}

test_what_an_older_installation_had_and_this_one_has_not_goes() {
  new_compiled_
  stages_ install
  echo other >prefix/bin/other
  redefine_ <<'END'
package_install() {
  mkdir -p "$1$bindir"
  echo newer >"$1$bindir/tinypool"
  chmod 755 "$1$bindir/tinypool"
}
END
  settle_ "configure_args='--prefix=$work/prefix' CFLAGS=-O1"
  pretend_compiled_
  stages_ install
  assertEquals './bin/other
./bin/tinypool' "$(files_in_ prefix)"
}

# decide_ VALUE: as configure writes it for pkg-config.
decide_() {
  echo "serial_build=$1" >build/poolpatch.pc
  seal build/poolpatch.pc
}

test_what_was_decided_comes_with_the_program() {
  new_compiled_
  decide_ no
  (umask 077 && stages_ install)
  assertContains "$(cat prefix/lib/pkgconfig/poolpatch-tinypool.pc)" serial_build=no
  assertEquals 'for all to read' prefix/lib/pkgconfig/poolpatch-tinypool.pc "$(find prefix/lib/pkgconfig -name '*.pc' -perm 644)"
  decide_ yes
  stages_ install
  assertContains 'another decision' "$(cat prefix/lib/pkgconfig/poolpatch-tinypool.pc)" serial_build=yes
  stages_ uninstall
  assertEquals 'left behind' prefix "$(find prefix)"
}

test_directory_where_the_decision_is_to_come_is_kept() {
  new_compiled_
  decide_ no
  mkdir -p prefix/lib/pkgconfig/poolpatch-tinypool.pc/mine
  assert_in_the_way_ lib/pkgconfig/poolpatch-tinypool.pc
}

test_decision_that_was_damaged_is_not_installed() {
  new_compiled_
  decide_ no
  echo serial_build=yes >>build/poolpatch.pc
  stage_ install
  assert_refused_ build/poolpatch.pc damaged 'run make again'
  assertFalse 'the program' 'test -e prefix'
}

test_what_is_not_compiled_is_not_installed() {
  new_compiled_
  rm build/src/tinypool-1.0.0/.poolpatch-compiled
  stage_ install
  assert_refused_ 'not compiled yet' make
}

test_failing_installation_leaves_the_prefix_as_it_was() {
  new_compiled_
  redefine_ <<'END'
package_install() {
  mkdir -p "$1$bindir"
  echo half >"$1$bindir/tinypool"
  echo 'no room for more' >&2
  return 1
}
END
  mkdir -p prefix/bin
  echo old >prefix/bin/tinypool
  before=$(find prefix)
  stage_ install
  assert_fails_ 'install: failed' 'no room for more'
  assertEquals old "$(cat prefix/bin/tinypool)"
  assertEquals "$before" "$(find prefix)"
  assert_no_stamp_ install
}

# manuals_in_prefix_: what of the package's manuals was installed.
manuals_in_prefix_() {
  (cd prefix/share/doc/tinypool 2>/dev/null && find . ! -type d | sort | paste -s -d ' ' -)
}

# built_manuals_ SOURCE: they are built, of what is compiled (made) or of another SOURCE.
built_manuals_() {
  mkdir -p build/manuals/guide build/stamps
  echo built >build/manuals/guide/guide.html
  echo "$1" >build/stamps/docs
}

test_manuals_are_installed_if_configured() {
  new_compiled_ enable_manuals=yes
  built_manuals_ "$(cat build/src/tinypool-1.0.0/.poolpatch-compiled)"
  stages_ install
  assertEquals ./guide/guide.html "$(manuals_in_prefix_)"
}

test_manuals_that_nobody_asked_for_are_not_installed() {
  new_compiled_
  built_manuals_ "$(cat build/src/tinypool-1.0.0/.poolpatch-compiled)"
  stages_ install
  assertEquals '' "$(manuals_in_prefix_)"
}

test_manuals_of_another_source_are_not_installed() {
  new_compiled_ enable_manuals=yes
  built_manuals_ 'another source'
  stage_ install
  assert_refused_ 'the manuals of tinypool are not built yet' make
}

test_sage_gets_the_manuals_of_the_source() {
  new_compiled_
  stages_ install
  SAGE_SPKG_INSTALL_DOCS=yes stages_ install
  assertEquals 'requested later' './guide.txt ./input.txt' "$(manuals_in_prefix_)"
}

test_uninstall_removes_what_was_installed() {
  new_compiled_
  stages_ install
  stages_ uninstall
  assertEquals 'what is left' prefix "$(find prefix)"
  assert_no_stamp_ install
}

test_uninstall_leaves_what_is_not_its_own() {
  new_compiled_
  mkdir -p prefix/bin prefix/empty
  echo other >prefix/bin/other
  stages_ install uninstall
  assertEquals ./bin/other "$(files_in_ prefix)"
  assertTrue 'somebody needs it' 'test -d prefix/empty'
}

test_uninstall_takes_destdir_like_install() {
  new_compiled_
  DESTDIR="$work/stage" stages_ install uninstall
  assertEquals 'no file is left' '' "$(find stage ! -type d 2>/dev/null)"
}

test_uninstall_knows_what_went_to_each_destination() {
  new_compiled_ prefix=/opt/tinypool
  DESTDIR="$work/first" stages_ install
  DESTDIR="$work/second" stages_ install
  DESTDIR="$work/first" stages_ uninstall
  assertEquals 'no file is left' '' "$(find first ! -type d 2>/dev/null)"
  assertEquals 'what is elsewhere stays' "$installed" "$(files_in_ second/opt/tinypool)"
  assertTrue 'and is what was installed last' 'test -f build/stamps/install'
  DESTDIR="$work/second" stages_ uninstall
  assertEquals 'no file is left' '' "$(find second ! -type d 2>/dev/null)"
  assert_no_stamp_ install
}

test_uninstall_believes_no_list_that_was_damaged() {
  new_compiled_
  stages_ install
  manifest=$(echo build/stamps/manifest-*)
  echo mine >mine
  sed "s|.*/link\$|$work/mine|" "$manifest" >damaged
  mv damaged "$manifest"
  stage_ uninstall
  assert_refused_ "$manifest" 'was damaged'
  assertEquals 'somebody else'"'"'s' mine "$(cat mine)"
  assertEquals "$installed" "$(files_in_ prefix)"
}

# It broke off while it moved its files into place.
test_uninstall_takes_what_half_an_installation_left() {
  new_compiled_
  mkdir prefix
  script_ bin/mv <<END
case "\$*" in *prefix/share*) exit 1 ;; esac
exec $(command -v mv) "\$@"
END
  PATH=$work/bin:$PATH stage_ install
  assert_refused_ "$work/prefix is half done" 'it goes on'
  assertTrue 'half of it' 'test -e prefix/bin/tinypool'
  stages_ uninstall
  assertEquals 'what is left' prefix "$(find prefix)"
}

# Its program may still be there.
test_after_half_an_uninstallation_it_is_installed_again() {
  new_compiled_
  stages_ install
  script_ bin/xargs <<'END'
echo no >&2
exit 1
END
  PATH=$work/bin:$PATH stage_ uninstall
  assert_status_ 1
  rm 'prefix/share/tiny pool/.hidden'
  stages_ install
  assertEquals "$installed" "$(files_in_ prefix)"
}

test_uninstall_of_what_was_not_installed_says_so() {
  new_compiled_
  stages_ install
  DESTDIR="$work/stage" stages_ uninstall
  assertContains "$out" "nothing was installed into $work/stage$work/prefix"
  assertEquals "$installed" "$(files_in_ prefix)"
}

. shunit2
