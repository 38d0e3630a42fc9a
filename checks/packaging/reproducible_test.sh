#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Two builds, in other directories, at other times, by other users, with other jobs and masks, give the same.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

# build_ NAME MASK JOBS [COMMAND...]: everything below NAME, run by COMMAND.  Debug information names the directory the
# compiler runs in, unless it is told another.
build_() {
  name_=$1 mask_=$2 jobs_=$3
  shift 3
  mkdir -p "$world/$name_/build" "$world/$name_/tmp" || return
  cp -R "$fixture/source" "$world/$name_/source" && chmod -R u+w "$world/$name_/source" || return
  find "$world/$name_/source" -type f -exec touch -d "$dated" {} +
  test $# = 0 || chown -R 65534:65534 "$world/$name_" || return
  # shellcheck disable=SC2016 # the other user's shell expands it
  "$@" env HOME="$world/$name_" TMPDIR="$world/$name_/tmp" sh -eu -c '
    umask "$1"
    cd "$3/build"
    "$4/configure" --quiet --cache-file=config.cache --with-recipe="$4/checks/tinypool" --with-source=../source --with-pool=commit \
      --disable-fetch --prefix=/usr CFLAGS="-g -O1 -ffile-prefix-map=$3=."
    make -s -j"$2"
    make -s install DESTDIR="$3/stage"' sh "$mask_" "$jobs_" "$world/$name_" "$top_srcdir" >"$world/$name_.log" 2>&1
}

oneTimeSetUp() {
  world=$SHUNIT_TMPDIR/world
  mkdir -p "$world/one" "$world/other/longer"
  chmod 755 "$SHUNIT_TMPDIR" "$world" "$world/other"
  other="other/longer" why_not='' as_other=''
  mkdir -p "$world/one/build" "$world/$other/build"
  answers_of_ "$top_builddir/config.log" | tee "$world/one/build/config.cache" >"$world/$other/build/config.cache"
  # Another user: nobody, where root can become that and nobody can read the checkout.
  if test "$(id -u)" = 0 && command -v setpriv >/dev/null &&
    setpriv --reuid=65534 --regid=65534 --clear-groups test -r "$top_srcdir/configure" -a -x "$world"; then
    as_other='setpriv --reuid=65534 --regid=65534 --clear-groups'
  fi
  dated=2001-02-03
  build_ one 022 1 || why_not=$(cat "$world/one.log")
  dated=2021-12-31
  # shellcheck disable=SC2086 # words
  build_ "$other" 077 3 $as_other || why_not=$(cat "$world/$other.log")
}

setUp() {
  quick_assertions_
  cd "$world" || exit 99
}

tearDown() {
  cd "$here_" || exit 99
  test -z "$why_not" || fail "a build failed: $why_not"
}

# same_ FILE [SCRIPT]: of both builds, but for the lines that sed is told to change.
same_() {
  sed "s|$world/one|HERE|g; ${2-}" "one/$1" >first
  sed "s|$world/$other|HERE|g; ${2-}" "$other/$1" >second
  assertTrue "$1 has something in it" 'test -s first'
  assertEquals "$1" '' "$(diff first second)"
  rm -f first second
}

test_series() {
  same_ build/series
}

# The digest at the end is of a text with the directories in it.
test_decision() {
  same_ build/settings.sh '/^# sha256 /d'
  same_ build/summary.txt
}

# The package's own config.mk and config.status hold the compiler's options, and so the directory; .poolpatch-source and
# .poolpatch-compiled say what was made of what.
test_patched_tree() {
  tree=build/src/tinypool-1.0.0
  (cd one/$tree && listing_ .) >first
  (cd "$other/$tree" && listing_ .) >second
  grep -v '/config\.\(mk\|status\)$\|poolpatch-compiled$\|poolpatch-configured$' first >first.known
  grep -v '/config\.\(mk\|status\)$\|poolpatch-compiled$\|poolpatch-configured$' second >second.known
  assertContains "$(cat first.known)" .poolpatch/stamp
  assertEquals '' "$(diff first.known second.known)"
  same_ $tree/config.mk
  same_ $tree/config.status
  rm -f first second first.known second.known
}

test_staged_tree() {
  (cd one/stage && listing_ .) >first
  (cd "$other/stage" && listing_ .) >second
  assertContains "$(cat first)" ./usr/bin/tinypool
  assertEquals '' "$(diff first second)"
  rm -f first second
}

. shunit2
