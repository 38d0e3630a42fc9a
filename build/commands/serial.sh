#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolpatch serial [OPTION...]: must this host build with one job at a time?  Prints serial or parallel.
#
# OPTION as for apply: --host=, whose compiler is not needed, --with-cygwin-release=X.Y.Z, --enable-serial-build=auto|yes|no.
# Exit status: 0 serial; 1 parallel; 2 wrong usage, or nothing can be decided.

stage='poolpatch serial'
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/verb.sh
. "$lib/verb.sh"

verb_option() {
  take_version "$1"
}

word=
at_exit error_is_2
error_is_2() {
  test -n "$word" || test "$status_" = 0 || status_=2
}

read_arguments "$@"
test -z "$tree" || wrong_usage "unexpected argument: $tree"
decide_by_names >&2
case $(setting serial_build) in
  yes) word=serial ;;
  *) word=parallel ;;
esac
echo "$word"
test "$word" = serial
