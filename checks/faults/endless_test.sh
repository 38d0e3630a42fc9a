#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Files that never end: each that the pipeline reads, made a pipe that nobody writes to, and a link to /dev/zero. The stage says
# so or does without; none waits.
# ROWS=all: all rows.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"
. "$top_srcdir/checks/faults/lib.sh"

check_shell="timeout 5 ${check_shell#timeout 60 }"

# NAME | file | stages that come before | stage
table() {
  cat <<'END'
  + version_of_the_tree    | source/VERSION                               |                                  | unpack
    version_to_identify    | source/VERSION                               |                                  | identify
    tarball_to_identify    | source.tar.gz                                |                                  | identify
    settings               | build/settings.sh                            |                                  | fetch
  + table_of_tarballs      | recipe/build/packages/tinypool/distfiles.tsv |                                  | fetch
    kept_tarball           | distfiles/tinypool-1.0.0.tar.gz              |                                  | fetch
    stamp_of_fetch         | build/stamps/fetch                           | fetch                            | unpack
  + origin_of_the_tree     | build/src/tinypool-1.0.0/.poolpatch-source   | fetch unpack                     | unpack
    file_to_patch          | build/src/tinypool-1.0.0/src/pool.c          | fetch unpack                     | patch
    series                 | build/series                                 | fetch unpack                     | patch
    stamp_of_patch         | build/src/tinypool-1.0.0/.poolpatch/stamp    | fetch unpack patch               | unpatch
  + patched_file           | build/src/tinypool-1.0.0/src/pool.c          | fetch unpack patch               | unpatch
    stamp_to_compile_from  | build/src/tinypool-1.0.0/.poolpatch/stamp    | fetch unpack patch               | compile
    stamp_of_compile       | build/src/tinypool-1.0.0/.poolpatch-compiled | fetch unpack patch compile       | install
  + stamp_of_install       | build/stamps/install                         | fetch unpack patch compile install | install
END
}

suite() {
  rows_of_ endless_
}

# endless_ FILE BEFORE STAGE
endless_() {
  for kind in pipe zero; do
    setUp
    new_world_
    # shellcheck disable=SC2086 # words
    stages_ $2
    rm -f "$1"
    mkdir -p "$(dirname "$1")"
    if test "$kind" = pipe; then mkfifo "$1"; else ln -s /dev/zero "$1"; fi
    case $1,$3 in
      distfiles/*)
        settle_ source= fetch_allowed=no
        echo '1.0.0	tinypool-1.0.0.tar.gz	0	' >>recipe/build/packages/tinypool/distfiles.tsv
        stage_ fetch ;;
      *distfiles.tsv,*) settle_ source= fetch_allowed=no && stage_ fetch ;;
      *,identify) stage_ identify "$work/recipe" "$work/${1%/VERSION}" ;;
      *) stage_ "$3" ;;
    esac
    case $status in
      0) ;;
      1) assertNotEquals "$1, a $kind" '' "$err" ;;
      *) fail "$1, a $kind: status $status; it said: $err" ;;
    esac
  done
}

. shunit2
