#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What the package's own configure is told, and how values are quoted.
# shellcheck disable=SC2016,SC2034,SC2154 # nothing here is to be expanded; what the functions under test read and set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/decide/lib.sh"

# given_ [WORD]...: sets words, what the package's configure would see, one a line, but the seven directories.
given_() {
  prefix='/a prefix' exec_prefix='${prefix}' bindir='${exec_prefix}/bin' libdir='${exec_prefix}/lib'
  includedir='${prefix}/include' datarootdir='${prefix}/share' datadir='${datarootdir}'
  eval "${directories_-}"
  package_arguments 'enable_option_checking
with_pool
with_source
enable_in_place
enable_fetch
enable_silent_rules
enable_dependency_tracking' "$@"
  eval "set -- $configure_args"
  count=$(($# - 7)) words=
  while test "$count" -gt 0; do
    words="$words$1
"
    shift
    count=$((count - 1))
  done
  directories="$*"
}

test_words_of_others_stay() {
  given_ --host=x86_64-pc-cygwin 'CFLAGS=-O2 -g' --disable-maintainer-mode --disable-silent-rules \
    --disable-dependency-tracking --with-gmp=system --build x86_64-pc-linux-gnu
  assertEquals '--host=x86_64-pc-cygwin
CFLAGS=-O2 -g
--disable-maintainer-mode
--disable-silent-rules
--disable-dependency-tracking
--with-gmp=system
--build
x86_64-pc-linux-gnu
' "$words"
}

test_our_own_words_do_not_reach_the_package() {
  given_ --with-pool=commit --with-source=/x --without-source --enable-in-place --disable-fetch \
    --enable-option-checking=fatal --cache-file=/c -C --srcdir=/s --srcdir /s --cache-file /c --config-cache
  assertEquals '' "$words"
}

test_directories_are_expanded() {
  given_ '--mandir=${prefix}/share/man' --sysconfdir=/etc '--docdir=$(datarootdir)/doc' --infodir '${prefix}/info'
  assertEquals '--mandir=/a prefix/share/man
--sysconfdir=/etc
--docdir=/a prefix/share/doc
--infodir
/a prefix/info
' "$words"
  assertEquals '--prefix=/a prefix --exec-prefix=/a prefix --bindir=/a prefix/bin --libdir=/a prefix/lib --includedir=/a prefix/include --datarootdir=/a prefix/share --datadir=/a prefix/share' \
    "$directories"
}

# As debhelper says it.
test_libdir_that_names_the_prefix_is_expanded() {
  directories_='libdir="\${prefix}/lib/x86_64-linux-gnu"'
  given_ '--libdir=${prefix}/lib/x86_64-linux-gnu'
  unset directories_
  assertEquals '' "$words"
  assertContains "$directories" '--libdir=/a prefix/lib/x86_64-linux-gnu'
}

test_directory_that_names_itself_ends() {
  directories_='libdir="\${libdir}/x" prefix="\${prefix}"'
  given_ '--mandir=${libdir}'
  unset directories_
  assertEquals '--mandir=${libdir}/x
' "$words"
}

test_nothing_is_ever_run() {
  for value in '$(touch run)' '`touch run`' "'; touch run; '" '$HOME' '\$x' '"' '~' '*' "a'b" '${prefix:-$(touch run)}'; do
    given_ "CFLAGS=$value" "--mandir=$value"
    assertEquals "$value" "CFLAGS=$value
--mandir=$value
" "$words"
  done
  assertFalse 'something was run' 'test -e run'
}

test_quoted_value_is_one_word_of_the_shell() {
  for value in '' a 'a b' "a'b" "''" "'" '$(touch run)' '`touch run`' '"' "\\" '*' 'line
break'; do
    quote "$value"
    eval "set -- $quoted"
    assertEquals "words of $value" 1 $#
    assertEquals "$value" "$1"
  done
  assertFalse 'something was run' 'test -e run'
}

test_long_value_is_shortened() {
  hundred=$(printf '%0100d' 0)
  for value in '' a "$hundred"; do
    shorten "$value"
    assertEquals "$value" "$shortened"
  done
  shorten "$hundred*"
  assertEquals "$hundred..." "$shortened"
}

. shunit2
