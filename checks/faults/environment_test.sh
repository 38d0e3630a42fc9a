#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# ROWS=all: one odd thing at a time.
#
# Odd environments: with each, the stages make the same tree and the same prefix as without, and leave nothing elsewhere.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"
. "$top_srcdir/checks/faults/lib.sh"

# NAME | commands of the shell before each stage
table() {
  cat <<'END'
    umask_of_nobody_else   | umask 077
    umask_of_everybody     | umask 000
    every_name_of_ours     | every_name_
END
  test "${ROWS-}" = all || echo "all_else_at_once | $(more | sed 's/^[^|]*|//' | paste -s -d ';' -)"
  test "${ROWS-}" != all || more
}

# more: these one by one if ROWS=all, else all at once.
more() {
  cat <<'END'
    options_of_tar         | export TAR_OPTIONS='--exclude=*.c --no-such-option'
    options_of_compressors | export GZIP=--no-such-option XZ_OPT=--no-such-option XZ_DEFAULTS=--no-such-option BZIP2=--no-such-option
    options_of_grep        | export GREP_OPTIONS=-v
    options_of_quilt       | export QUILT_PATCH_OPTS=--dry-run QUILT_PUSH_ARGS=--no-such-option QUILT_PATCHES=nowhere QUILT_PC=pc QUILT_SERIES=none
    options_of_patch       | export PATCH_GET=1 VERSION_CONTROL=numbered QUOTING_STYLE=c SIMPLE_BACKUP_SUFFIX=.old
    strict_posix           | export POSIXLY_CORRECT=1
    where_cd_looks         | export CDPATH=/:/usr:/tmp
    dry_run_of_no_make     | export MAKEFLAGS=n
    question_of_no_make    | export MAKEFLAGS=q
    what_bash_reads        | echo 'echo read; exit 3' >"$work/tmp/rc"; export BASH_ENV="$work/tmp/rc" ENV="$work/tmp/rc"
    language               | export LC_ALL=C.UTF-8 LANG=de_DE.UTF-8 LANGUAGE=de
    relative_temporaries   | export TMPDIR=../tmp; temporary=../tmp
    no_home                | unset HOME
END
}

suite() {
  rows_of_ in_environment_
  functions_
}

# every_name_: whatever a script of ours calls a variable has a value already.
every_name_() {
  for name_ in $(cat "$real_srcdir"/build/lib/*.sh "$real_srcdir"/build/stages/*.sh "$real_srcdir"/build/decide/*.sh |
    grep -o '\<[a-z][a-z_]*_*=' | tr -d = | sort -u); do
    case $name_ in work | tmp | status | out | err | name_ | shell* | check_shell | real_srcdir | top_srcdir | temporary | script_path_ | room_) ;;
      *) eval "$name_=' odd value'; export $name_" ;;
    esac
  done
}

pipeline_() {
  for stage_of_ in fetch unpack patch compile install; do
    (
      eval "$1"
      stage_ "$stage_of_"
      test "$status" = 0 || echo "$stage_of_: status $status; it said: $out $err"
    )
  done
}

new_place_() {
  new_world_
  make_tarball_ source.tar.gz
  settle_ "source=$work/source.tar.gz"
}

# same_: what must not differ.
same_() {
  (cd build/src/tinypool-1.0.0 && find . ! -name '*.o' ! -name tinypool ! -path './.poolpatch*' ! -name config.status -exec ls -dn {} + |
    awk '{ print $1, $NF }' | sort && cksum src/*.c)
  (cd prefix && find . -exec ls -dn {} + | awk '{ print $1, $NF }' | sort && find . -type f -exec cksum {} +)
}

# in_environment_ COMMANDS
in_environment_() {
  if test ! -f "$SHUNIT_TMPDIR/plain"; then
    new_place_
    assertEquals '' "$(pipeline_ :)"
    same_ >"$SHUNIT_TMPDIR/plain"
    setUp
  fi
  new_place_
  assertEquals '' "$(pipeline_ "$1")"
  assertEquals '' "$(same_ | diff "$SHUNIT_TMPDIR/plain" -)"
  rm -f tmp/rc
  assertEquals 'left behind' '' "$(ls -A tmp)"
}

# What make runs with -n only says what would be done.
test_dry_run_of_make_is_obeyed() {
  new_place_
  (export MAKELEVEL=1 MAKEFLAGS=n && stage_ fetch)
  assertEquals 'what it made' 'series settings.sh' "$(cd build && echo *)"
}

. shunit2
