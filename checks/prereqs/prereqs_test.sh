#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/prereqs/prereqs.sh: all that is missing in one message, with the command that installs it on this system.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

distros=$top_srcdir/build/prereqs

# On a machine that has nothing but what the script itself calls. uname_ and os_release_ make it another system.
prereqs_() {
  test -d bin || {
    mkdir bin build tmp
    for tool_ in cat dirname grep head id mktemp rm sed tail tr; do
      ln -s "$(command -v "$tool_")" "bin/$tool_"
    done
    test -e os-release || : >os-release
    test -e uname.txt || echo Linux >uname.txt
    echo "cat '$work/uname.txt'" | script_ bin/uname
  }
  PATH=$work/bin CC=$work/bin/no-cc OS_RELEASE=$work/os-release stage_ prereqs "$@"
}

# on_ SYSTEM: what its tools lack.
on_() {
  echo "ID=$1" >os-release
  prereqs_ --for tools
}

copy_recipe_() {
  cp -R "$fixture" recipe
  chmod -R u+w recipe
}

# packages_ SYSTEM SCOPE...: the packages in SYSTEM's list for what is looked for as a command, each once.
packages_() {
  file_=$distros/$1.txt
  shift
  awk -v scopes=" $* " '!/^#/ && index(scopes, " " $3 " ") && $4 == "command" && !seen[$1]++ { print $1 }' "$file_"
}

# assert_names_all_ SYSTEM COMMAND: its command line is given, with all its packages.
assert_names_all_() {
  assert_status_ 1
  line_=$(printf '%s\n' "$err" | sed -n 's/^prereqs: install it with:  //p')
  assertEquals "the command of $1" "$2" "$(printf '%s' "$line_" | cut -c "1-${#2}")"
  for package_ in $(packages_ "$1" tools build); do
    assertContains "$1" " $(printf '%s' "$line_" | tr , ' ') " " $package_ "
  done
}

test_all_that_is_missing_is_one_message() {
  echo ID=debian >os-release
  prereqs_
  assertEquals 'two lines' 2 "$(printf '%s\n' "$err" | wc -l | tr -d ' ')"
  assertContains 'what was looked for' "$err" 'missing: make, patch, quilt, guards, tar, xz, cc, c++'
}

# Each list is used on its own system: what os-release (or else uname) says, and how the command starts.
test_every_system_gets_its_command_with_all_that_is_missing() {
  while IFS='|' read -r system release uname command; do
    echo "${uname:-Linux}" >uname.txt
    printf '%b' "$release" >os-release
    prereqs_
    assert_names_all_ "$system" "$command"
    echo "$system" >>used
  done <<'END'
debian|ID=debian||apt-get install --yes --no-install-recommends make patch quilt tar xz-utils
fedora|ID=fedora||dnf install -y make patch quilt
arch|ID=arch||pacman -S --needed --noconfirm make patch quilt
alpine|ID=alpine||apk add make patch quilt
opensuse|ID="opensuse-leap"\nID_LIKE="suse opensuse"||zypper install -y make patch quilt
homebrew||Darwin|brew install make gpatch quilt
msys2|ID=msys2\nID_LIKE="cygwin arch"|MSYS_NT-10.0-19045|pacman -S --needed --noconfirm make patch quilt
msys2||MINGW64_NT-10.0-19045|pacman -S --needed --noconfirm make patch quilt
cygwin||CYGWIN_NT-10.0-19045|setup-x86_64.exe -q -P make,patch,quilt,
END
  assertEquals 'every list' "$(cd "$distros" && echo *.txt | tr ' ' '\n' | sed 's/\.txt$//')" "$(sort -u used)"
}

test_cygwin_gets_all_names_in_one_word() {
  echo CYGWIN_NT-10.0-19045 >uname.txt
  prereqs_
  assertNotContains 'no package stands alone' "$err" 'make patch'
}

test_what_the_recipes_package_needs_is_named() {
  echo ID=debian >os-release
  copy_recipe_
  prereqs_ --recipe "$work/recipe"
  assertNotContains 'a package without a list' "$err" libgmp-dev
  printf 'debian libtiny-dev # build header tiny.h\nfedora tiny-devel # build header tiny.h\n' \
    >recipe/build/packages/tinypool/prereqs.txt
  prereqs_ --recipe "$work/recipe"
  assertContains "$err" ' libtiny-dev'
  assertNotContains "another system's" "$err" tiny-devel
  prereqs_ --for build
  assertContains "the default package's" "$err" ' libgmp-dev'
}

test_header_is_what_the_compiler_finds() {
  echo ID=debian >os-release
  copy_recipe_
  printf 'debian libtiny-dev # build header tiny.h\n' >recipe/build/packages/tinypool/prereqs.txt
  prereqs_ >/dev/null
  script_ bin/no-cc <<'END'
test "$*" = '-DX -Iinclude -E -' && cat >>"$0.read" && test -f "${0%/*}/../there"
END
  CPPFLAGS='-DX -Iinclude' prereqs_ --recipe "$work/recipe" --for build
  assertContains "$err" ' libtiny-dev'
  assertEquals '#include <stdio.h>
#include <tiny.h>' "$(tail -n 2 bin/no-cc.read)"
  touch there
  CPPFLAGS='-DX -Iinclude' prereqs_ --recipe "$work/recipe" --for build
  assertNotContains "$err" ' libtiny-dev'
}

test_row_that_cannot_be_read_is_an_error() {
  echo ID=debian >os-release
  copy_recipe_
  printf 'debian tiny # build library tiny\n' >recipe/build/packages/tinypool/prereqs.txt
  prereqs_ --recipe "$work/recipe" --for build
  assert_fails_ "unexpected kind 'library' of tiny: expected command, header or file"
}

test_package_is_asked_for_by_its_name() {
  echo ID=debian >os-release
  copy_recipe_
  mkdir recipe/build/packages/another
  printf 'debian libtiny-dev # build header tiny.h\n' >recipe/build/packages/another/prereqs.txt
  prereqs_ --recipe "$work/recipe"
  assertNotContains "$err" libtiny-dev
  prereqs_ --recipe "$work/recipe" --package another
  assertContains "$err" libtiny-dev
  assertContains 'and what is said of it' "$err" tiny.h
}

test_file_may_be_given_by_a_pattern() {
  echo ID=debian >os-release
  copy_recipe_
  printf 'debian tiny-doc # build file %s/[Dd]oc\n' "$work" >recipe/build/packages/tinypool/prereqs.txt
  prereqs_ --recipe "$work/recipe" --for build
  assertContains "$err" ' tiny-doc'
  mkdir Doc
  prereqs_ --recipe "$work/recipe" --for build
  assertNotContains "$err" ' tiny-doc'
}

test_kin_of_a_system_are_recognised() {
  printf 'ID=linuxmint\nID_LIKE="ubuntu debian"\n' >os-release
  prereqs_
  assert_names_all_ debian apt-get
  printf 'ID="rocky"\nID_LIKE="rhel centos fedora"\n' >os-release
  prereqs_
  assert_names_all_ fedora dnf
}

test_kin_that_name_no_other_are_recognised() {
  while read -r id system; do
    echo "ID=$id" >os-release
    prereqs_ --for tools
    assertContains "$id: $err" "$err" "$(sed -n 's/^# install: *//p' "$distros/$system.txt") "
  done <<'END'
ubuntu debian
rhel fedora
centos fedora
sles opensuse
opensuse-tumbleweed opensuse
END
}

test_unknown_system_gets_the_names_without_a_command() {
  echo ID=plan9 >os-release
  prereqs_
  assert_fails_ 'this system (plan9)' xz-utils
  assertNotContains "$err" 'install it with'
}

test_only_what_was_requested_is_missing() {
  on_ debian
  assert_status_ 1
  assertEquals "make patch quilt tar xz-utils" \
    "$(printf '%s\n' "$err" | sed -n 's/.*--no-install-recommends //p')"
  prereqs_ --for tests
  assertContains "$err" shellcheck
  assertNotContains "$err" ' make'
}

test_what_is_there_is_not_named() {
  on_ debian
  for tool_ in patch quilt guards; do
    ln -s "$(command -v "$tool_")" "bin/$tool_"
  done
  prereqs_ --for tools
  assertEquals "make tar xz-utils" "$(printf '%s\n' "$err" | sed -n 's/.*--no-install-recommends //p')"
}

test_nothing_missing_is_silent() {
  on_ debian
  for tool_ in make patch quilt guards tar xz; do
    ln -s "$(command -v sh)" "bin/$tool_"
  done
  prereqs_ --for tools
  assert_status_ 0
  assertEquals '' "$out$err"
}

test_wrong_usage_is_status_2() {
  prereqs_ --everything
  assert_status_ 2
  wrong='usage: prereqs.sh [--install] [--for tools|build|tests|more]... [--recipe DIR] [--package NAME]'
  assertEquals "$wrong" "$err"
  while read -r words; do
    # shellcheck disable=SC2086 # words
    prereqs_ $words
    assertEquals "$words" "2 $wrong" "$status $err"
  done <<'END'
--for
--for nothing
--recipe
--recipe /nowhere
--package
END
}

# user_ NUMBER: who runs it.
user_() {
  rm bin/id
  echo "echo $1" | script_ bin/id
}

# installer_ NAME: a command NAME that notes its arguments in `asked`, and installs what is in `to-install`.
installer_() {
  script_ "bin/$1" <<END
echo "$1 \$*" >>'$work/asked'
for tool in \$(cat '$work/to-install'); do
  '$(command -v ln)' -s -f /bin/sh '$work/bin/'\$tool
done
END
  user_ 0
}

test_install_refreshes_the_lists_and_installs() {
  on_ debian
  echo make patch quilt guards tar xz >to-install
  installer_ apt-get
  prereqs_ --install --for tools
  assert_status_ 0
  assertEquals 'apt-get update
apt-get install --yes --no-install-recommends make patch quilt tar xz-utils' "$(cat asked)"
}

# What only some tests call: a package that is gone in this system is not requested, nor is a machine without it lacking.
test_more_is_what_the_system_offers() {
  echo ID=debian >os-release
  prereqs_ --for tools
  echo make patch quilt guards tar xz >to-install
  installer_ apt-get
  # shellcheck disable=SC2016 # for apt-get
  sed -i '1a case $* in *--simulate*bmake) exit 0 ;; *--simulate*) exit 100 ;; esac' bin/apt-get
  prereqs_ --for more
  assert_status_ 0
  prereqs_ --install --for tools --for more
  assert_status_ 0
  assertEquals 'apt-get update
apt-get install --yes --no-install-recommends make patch quilt tar xz-utils bmake' "$(cat asked)"
}

test_install_that_installs_nothing_is_an_error() {
  on_ alpine
  : >to-install
  installer_ apk
  prereqs_ --install --for tools
  assert_fails_ 'still not found: make, patch, quilt, guards, tar, xz'
}

test_install_that_fails_is_reported_with_its_command() {
  on_ alpine
  : >to-install
  installer_ apk
  echo 'echo no network >&2; exit 1' | script_ bin/apk
  prereqs_ --install --for tools
  assert_fails_ 'failed: apk add make patch quilt tar xz' 'no network'
}

# locked_ TRIES: apt-get's lists, then dpkg, are locked that often before it does its work.
locked_() {
  on_ debian
  echo make patch quilt guards tar xz >to-install
  installer_ apt-get
  mv bin/apt-get bin/apt-get.unlocked
  script_ bin/apt-get <<END
echo try >>'$work/tries'
case \$(grep -c . '$work/tries') in
  $1) echo 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 77 (apt-get)' >&2; exit 100 ;;
  $2) echo 'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 77 (dpkg)' >&2; exit 100 ;;
esac
exec '$work/bin/apt-get.unlocked' "\$@"
END
  echo "echo \"\$1\" >>'$work/slept'" | script_ bin/sleep
}

test_install_waits_while_apt_is_locked_and_says_so() {
  locked_ '[12]' 4
  prereqs_ --install --for tools
  assert_status_ 0
  assertContains "$out" 'waiting, ten minutes at most, for another program that installs packages: E: Could not get lock'
  assertEquals 'said once for the lists and once for dpkg' 2 "$(printf '%s\n' "$out" | grep -c waiting)"
  assertEquals 'apt-get update
apt-get install' "$(sed 's/ --yes.*//' asked)"
}

test_install_waits_ten_minutes_at_most() {
  locked_ '*' '*'
  prereqs_ --install --for tools
  assert_fails_ 'failed: apt-get update' 'Could not get lock'
  assertEquals 'seconds' 600 "$(awk '{ sum += $1 } END { print sum }' slept)"
}

# As the system's package manager is not asked who calls it there.
test_a_user_installs_by_sudo_where_it_is_needed() {
  echo make patch quilt guards tar xz >to-install
  while IFS='|' read -r release uname program sudo; do
    rm -f bin/make bin/patch asked
    echo "$release" >os-release
    echo "$uname" >uname.txt
    prereqs_ --for tools
    installer_ "$program"
    user_ 1000
    script_ bin/sudo <<'END'
echo sudo >>"${0%/*}/../asked"
exec "$@"
END
    prereqs_ --install --for tools
    assertEquals "$release $uname: $out$err" 0 "$status"
    assertEquals "$release $uname" "$sudo" "$(grep -c sudo asked)"
  done <<'END'
ID=alpine|Linux|apk|1
ID=debian|Linux|apt-get|2
|Darwin|brew|0
ID=msys2|MSYS_NT-10.0|pacman|0
|CYGWIN_NT-10.0|setup-x86_64.exe|0
END
}

test_the_package_manager_asks_nothing() {
  on_ debian
  echo make patch quilt guards tar xz >to-install
  installer_ apt-get
  sed -i "1a echo \"\$DEBIAN_FRONTEND\" >>'$work/frontend'" bin/apt-get
  unset DEBIAN_FRONTEND
  prereqs_ --install --for tools
  assert_status_ 0
  assertContains "$out" 'prereqs: installing make patch quilt tar xz-utils'
  assertEquals noninteractive "$(sort -u frontend)"
}

test_nothing_is_installed_where_no_list_is_known() {
  echo ID=plan9 >os-release
  prereqs_ --install --for tools
  assert_fails_ 'this system (plan9)' xz-utils
  for tool_ in make patch quilt guards tar xz; do ln -s "$(command -v sh)" "bin/$tool_"; done
  prereqs_ --install --for tools --for more
  assertEquals 'what only some tests call is not missed' '0 ' "$status $err"
}

test_install_without_rights_names_the_command() {
  on_ alpine
  user_ 1000
  prereqs_ --install --for tools
  assert_fails_ 'install it with:  apk add make patch quilt tar xz'
}

. shunit2
