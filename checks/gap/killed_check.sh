#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# GAP is fetched, unpacked, patched, built, installed and proved once more, killed ten times on the way, and each time called
# again: what is installed then is what the undisturbed build has installed.  Two minutes.
# shellcheck disable=SC2016,SC2154 # words for eval; settings.sh sets what configure found
# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/gap/installed.sh
. "$top_srcdir/checks/gap/installed.sh"

inject=$top_builddir/checks/faults/inject

# The target of make | at which change of the file system it and all that it started are killed.
table() {
  cat <<'END'
fetch 3
unpack 300
unpack 6000
patch 60
patch 200
compile 100
compile 3000
install 300
install 3000
proof 2
END
}

# make_ TARGET [OPTION...]: by inject, with its options.
make_() {
  target_=$1
  shift
  DESTDIR=$work/stage "$inject" -t 900 "$@" make -s "$("$top_srcdir/build/lib/jobs.sh")" -C build "$target_" >log 2>&1 </dev/null
}

# configure_: as the undisturbed build was.
configure_() {
  mkdir build
  words_=$("$top_builddir/config.status" --config)
  answers_of_ "$top_builddir/config.log" >build/config.cache
  (
    cd build &&
      eval "\"\$top_srcdir/configure\" --quiet $words_ --cache-file=config.cache --disable-fetch" \
        '--with-recipe="$recipe" --with-distfiles="$distfiles"'
  ) >log 2>&1
}

# What an installation holds, a line each file: its name, mode, where it leads or digest.  GAP's programs have a digest of
# themselves and what a debugger needs in them, which name the directory they were built in, as do some of its texts; and the time
# when they were built.
built_at_='20[0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9][-+][0-9]*'
contents_of_() { # contents_of_ ROOT BUILD: of the names on standard input
  while IFS= read -r file_; do
    if test -h "$1$file_"; then
      readlink "$1$file_"
    elif test "$(head -c 4 "$1$file_" | tail -c 3)" = ELF; then
      objcopy --strip-debug --remove-section=.note.gnu.build-id "$1$file_" "$work/program" &&
        sed "s/$built_at_/TIME/" "$work/program" | cksum
    else
      sed "s|$2|BUILD|g" "$1$file_" | cksum
    fi | sed "s|^|$file_ $(find "$1$file_" -printf '%M') |"
  done
}

manifest_() { # manifest_ BUILD ROOT: the names in its list of what it has installed, without ROOT
  (
    cd "$1" || exit
    lib=$top_srcdir/build/lib build_dir=$1 stage=manifest
    # shellcheck source=build/lib/messages.sh
    . "$lib/messages.sh"
    # shellcheck source=build/lib/transaction.sh
    . "$lib/transaction.sh"
    read_manifest "$(manifest_of "$2$prefix")" | sed "s|^$2||"
  )
}

test_killed_ten_times() {
  require_gap_ || return 0
  require_program_ objcopy || return 0
  "$inject" true || { skip_ 'nothing can be traced here'; return; }
  configure_
  assertEquals "$(cat log)" 0 $?
  before_='' kills_=0
  while read -r target point_; do
    if test "$target" != "${before_:-$target}"; then
      make_ "$before_"
      assertEquals "make $before_ once more; it said: $(cat log)" 0 $?
    fi
    make_ "$target" -k "$point_" -r "$work/report"
    assertEquals "make $target, killed; it said: $(cat log)" 137 $?
    kills_=$((kills_ + 1)) before_=$target
    printf '# make %s was killed at change %s\n' "$target" "$(cat report)"
  done <<END
$(table)
END
  make_ "$before_"
  assertEquals "make $before_ once more; it said: $(cat log)" 0 $?
  assertEquals 10 "$kills_"
  manifest_ "$top_builddir" "$destdir" >right.names
  manifest_ "$work/build" "$work/stage" >names
  assertTrue 'something is installed' 'test -s names'
  contents_of_ "$destdir" "$top_builddir" <right.names >right
  contents_of_ "$work/stage" "$work/build" <names >is
  assertEquals '' "$(diff right is)"
  assertEquals 'left over' '' "$(find build stage -name '.poolpatch-new*' -o -name .poolpatch-tmp -o -name .poolpatch-install)"
}

. shunit2
