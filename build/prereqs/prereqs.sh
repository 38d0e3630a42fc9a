#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/prereqs/prereqs.sh [--install] [--for WHAT]... [--recipe DIR] [--package NAME]: what this machine lacks, by the
# names its own packages have.
#
# WHAT: tools (what configure and the stages call), build (also what the program is compiled with and starts with; the
# default), tests (also what the tests call), more (what only some tests call: it is never missing, but is installed with
# the rest where the system offers it).  Each may be given.  DIR: whose package NAME, or default package, is to be
# built; laid out like this project, which is the default.  Without --install: exit 0 if nothing is missing, else 1 after one message that
# lists it all and the command that installs it.  With --install: runs that command; while another program holds the lock
# of the system's package manager, it waits, ten minutes at most.
# build/prereqs/<system>.txt says for each package what to look for, and DIR/build/packages/<package>/prereqs.txt, which
# may be missing, what that package needs.  Environment: OS_RELEASE, the file that tells which system it is
# (/etc/os-release); CC and CPPFLAGS, what looks for headers.

stage=prereqs
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/package.sh
. "${0%/*}/../lib/package.sh"

here=$(cd -- "$(dirname -- "$0")" && pwd)

main() {
  install=no scopes='' recipe=$here/../.. package=''
  while test $# -gt 0; do
    case $1 in
      --install) install=yes ;;
      --for)
        case ${2-} in tools | build | tests | more) ;; *) wrong_usage ;; esac
        scopes="$scopes $2"
        shift ;;
      --recipe)
        recipe=${2-}
        test -f "$recipe/checksums.ini" || wrong_usage
        shift ;;
      --package)
        package=${2-}
        test -n "$package" || wrong_usage
        shift ;;
      *) wrong_usage ;;
    esac
    shift
  done
  scopes=${scopes:-" tools build"}
  system=$(system_name)
  list=$here/$system.txt
  known=yes
  test -f "$list" || known=no list=$here/debian.txt
  package_list=$recipe/build/packages/${package:-"$(default_package "$recipe")"}/prereqs.txt
  find_missing
  if test "$install" = yes; then
    install_missing
  elif test -n "$missing"; then
    report_missing
  fi
}

wrong_usage() {
  echo 'usage: prereqs.sh [--install] [--for tools|build|tests|more]... [--recipe DIR] [--package NAME]' >&2
  exit 2
}

# system_name: which file of build/prereqs/ is this machine's.
system_name() {
  case $(uname -s) in
    Darwin) echo homebrew; return ;;
    CYGWIN*) echo cygwin; return ;;
    MSYS* | MINGW*) echo msys2; return ;;
  esac
  # shellcheck source=/dev/null
  (
    ID='' ID_LIKE=''
    os_release=${OS_RELEASE:-/etc/os-release}
    test ! -r "$os_release" || . "$os_release"
    for id_ in $ID $ID_LIKE; do
      case $id_ in
        ubuntu) id_=debian ;;
        rhel | centos) id_=fedora ;;
        suse | sles | opensuse*) id_=opensuse ;;
      esac
      test ! -f "$here/$id_.txt" || { echo "$id_"; exit; }
    done
    echo "${ID:-unknown}"
  )
}

# find_missing: sets missing (package names) and lacking (what was looked for), and more: what is of use and not there.
find_missing() {
  missing='' lacking='' more=''
  while read -r package_ _ scope_ kind_ name_ _; do
    case $package_ in '' | '#'*) continue ;; esac
    case " $scopes " in *" $scope_ "*) ;; *) continue ;; esac
    ! has "$kind_" "$name_" || continue
    test "$scope_" != more || { more="$more $package_"; continue; }
    lacking="$lacking, $name_"
    case "$missing " in *" $package_ "*) ;; *) missing="$missing $package_" ;; esac
  done <<END
$(rows)
END
  lacking=${lacking#, }
}

# rows: of both lists.
rows() {
  system_=${list##*/}
  cat "$list"
  test ! -f "$package_list" || sed -n "s/^${system_%.txt} //p" "$package_list"
}

# shellcheck disable=SC2086 # CC and CPPFLAGS hold words
has() { # has KIND NAME: of a file, NAME may be a pattern of the shell
  case $1 in
    command) command -v "$2" >/dev/null 2>&1 ;;
    header) printf '#include <stdio.h>\n#include <%s>\n' "$2" | ${CC:-cc} ${CPPFLAGS-} -E - >/dev/null 2>&1 ;;
    file) exists_ $2 ;;
    *) die "$list: unexpected kind '$1' of $2: expected command, header or file" ;;
  esac
}

exists_() {
  test -e "$1"
}

# command_for WHAT: the command line that the list names for it (refresh, install).
command_for() {
  sed -n "s/^# $1: *//p" "$list"
}

# install_line: one command; the setup of Cygwin takes the names as one word.
install_line() {
  case $system in
    cygwin) printf '%s%s\n' "$(command_for install)" "$(printf '%s' "$missing" | sed 's/^ */ /; s/\([^ ]\) /\1,/g')" ;;
    *) printf '%s%s\n' "$(command_for install)" "$missing" ;;
  esac
}

report_missing() {
  {
    printf '%s: missing: %s\n' "$stage" "$lacking"
    if test "$known" = yes; then
      printf '%s: install it with:  %s\n' "$stage" "$(install_line)"
    else
      printf '%s: no list of package names is known for this system (%s); on Debian these are:%s\n' \
        "$stage" "$system" "$missing"
    fi
  } >&2
  exit 1
}

install_missing() {
  test -n "$missing" || add_offered
  test -n "$missing" || return 0
  as_root=
  case $system in
    homebrew | cygwin | msys2) ;;
    *) test "$(id -u)" -eq 0 || as_root='sudo' ;;
  esac
  if test "$known" = no || { test -n "$as_root" && ! command -v sudo >/dev/null 2>&1; }; then
    test -z "$lacking" || report_missing
    return 0
  fi
  export DEBIAN_FRONTEND="${DEBIAN_FRONTEND-noninteractive}"
  refresh_=$(command_for refresh)
  # shellcheck disable=SC2086 # commands and package names are words
  test -z "$refresh_" || run_quietly $as_root $refresh_
  add_offered
  say "installing$missing"
  # shellcheck disable=SC2046,SC2086 # likewise
  run_quietly $as_root $(install_line)
  find_missing
  test -z "$missing" || die "installed, and still not found: $lacking"
}

# add_offered: move to missing those of more that the system has packages of.
add_offered() {
  offers_=$(command_for offers)
  for package_ in $more; do
    # shellcheck disable=SC2086 # a command
    test -z "$offers_" || ! $offers_ "$package_" >/dev/null 2>&1 || missing="$missing $package_"
  done
  more=
}

# run_quietly COMMAND...: its output is shown when it fails.  What holds the package manager's lock, on a fresh cloud
# machine the system's own upgrade, is waited for: apt-get's option for that does not cover its update.
run_quietly() {
  new_scratch
  tries_=0
  until LC_ALL=C "$@" >"$scratch/log" 2>&1 </dev/null; do
    lock_=$(grep -i -e 'could not get lock' -e 'locked by another process' -e 'unable to lock database' "$scratch/log" |
      head -n 1)
    if test -z "$lock_" || test "$tries_" -ge 60; then
      sed 's/^/  | /' "$scratch/log" | tail -n 30 >&2
      die "failed: $*"
    fi
    test "$tries_" -gt 0 || say "waiting, ten minutes at most, for another program that installs packages: $lock_"
    tries_=$((tries_ + 1))
    sleep 10
  done
}

main "$@"
