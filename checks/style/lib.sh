# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/style/lib.sh: which files there are, and of what version; sourced after checks/lib.sh.
#
#   files_            prints every file of the project, relative to its top: what git tracks, or in an unpacked
#                     release all that is there but what Autotools made and what was built
#   shell_scripts_    prints those of them that are shell scripts
#   is_checkout_      is this a git checkout?
#   version_          prints the project's version
#   assert_shellcheck_finds_nothing_   in the scripts on standard input, one a line
#   compiled_by_ COMPILER   prints what it has to say of the C files
# shellcheck shell=sh
# shellcheck disable=SC2154 # checks/lib.sh sets top_srcdir

is_checkout_() {
  test -e "$top_srcdir/.git" && command -v git >/dev/null 2>&1
}

version_() {
  "$top_srcdir/poolpatch" --version | sed 's/.* //'
}

files_() {
  if is_checkout_; then
    git -C "$top_srcdir" ls-files
  else
    (cd "$top_srcdir" && find . -type f \
      ! -path './build-aux/*' ! -path './autom4te.cache/*' ! -path './_*' ! -path './src/*' ! -path './logs/*' \
      ! -path './stamps/*' ! -path './variants/*' ! -path './local/*' ! -name '*.log' ! -name '*.trs' ! -name '*.o' \
      ! -name configure ! -name Makefile.in ! -name aclocal.m4 ! -name 'config.*' ! -name .tarball-version) |
      sed 's|^\./||'
  fi
}

shell_scripts_() {
  files_ | while IFS= read -r file_; do
    case $file_ in
      *.sh) printf '%s\n' "$file_" ;;
      *.*) ;;
      *) ! head -n 1 "$top_srcdir/$file_" | grep -q '^#! */bin/sh' || printf '%s\n' "$file_" ;;
    esac
  done
}

# Each version finds something that others don't; the scripts are clean with these.
known_shellchecks='0.9 0.10 0.11'

# SC1091: a file that is not there to be followed, as shunit2, is nothing wrong with the script.
assert_shellcheck_finds_nothing_() {
  require_program_ shellcheck || return 0
  shellcheck_=$(shellcheck --version | sed -n 's/^version: *//p')
  case " $known_shellchecks " in
    *" ${shellcheck_%.*} "*) ;;
    *) skip_ "shellcheck $shellcheck_: the scripts are known to be clean with $known_shellchecks"; return 0 ;;
  esac
  assertEquals '' "$(cd "$top_srcdir" &&
    tr '\n' '\0' | xargs -0 -n 12 -P 2 shellcheck --external-sources --exclude=SC1091 --format=gcc 2>&1)"
}

# compiled_by_ COMPILER: what it has to say. config.h is what configure makes for a project of the macros' tests.
# What needs other files is compiled where they are: pooltest.c and randomtest.c by checks/pool/; embed.c, with
# the same warnings as here, by checks/gap/cygwin.sh and checks/pari/paris.sh.
compiled_by_() {
  printf '#define ARENA "reserved"\n#define _GNU_SOURCE 1\n' >config.h
  files_ | grep '\.c$' | grep -v '/pooltest\.c$\|/randomtest\.c$\|/embed\.c$' | (
    cd "$top_srcdir" || exit
    tr '\n' '\0' | xargs -0 "$1" -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Werror -fsyntax-only -I"$work" -Ipool 2>&1 ||
      echo "$1 failed"
  )
}
