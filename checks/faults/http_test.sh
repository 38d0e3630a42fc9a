#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# HTTP servers that misbehave: the stage fetch gets the right file, or gives the source up in bounded time, and keeps of it no
# more than a part that it can go on with. checks/faults/server.pl has the ways.
# ROWS=all: the rows that differ little from others, and all of them with wget, too.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"
. "$top_srcdir/checks/faults/lib.sh"

parts=distfiles/.poolpatch-$(id -u)
unset http_proxy HTTP_PROXY all_proxy ALL_PROXY

# NAME | way of the server | what is there of the file before: none, half, whole, long, other | what comes of it: got, or told
table() {
  cat <<'END'
    well_after_half   | well          | half  | got
    well_after_long   | well          | long  | got
    well_after_other  | well          | other | got
    whole_after_half  | whole         | half  | got
    nolength          | nolength      | none  | got
    away              | away          | none  | got
    fromstart         | fromstart     | half  | got
    cut               | cut           | none  | no success
    tooshort          | tooshort      | none  | kept as
    otherrest         | otherrest     | half  | got
    never_after_whole | never         | whole | got
    never_after_long  | never         | long  | no success
    endless           | endless       | none  | sends more than 1 MiB
    endlessrest       | endlessrest   | half  | no success
    drips             | drips         | none  | no success
    silent            | silent        | none  | no success
    continues         | continues     | none  | no success
    loop              | loop          | none  | no success
    tofile            | tofile        | none  | no success
    missing_after_half | missing      | half  | no success
    later             | later         | none  | no success
    portal            | portal        | none  | kept as
END
  test "${ROWS-}" != all || cat <<'END'
    well              | well          | none  | got
    well_after_whole  | well          | whole | got
    whole_after_long  | whole         | long  | got
    nolength_after_half | nolength    | half  | got
    chunked           | chunked       | none  | got
    packed            | packed        | none  | got
    away_after_long   | away          | long  | got
    chunkcut          | chunkcut      | none  | no success
    never             | never         | none  | no success
    never_after_half  | never         | half  | no success
    endless_after_half | endless      | half  | sends more than 1 MiB
    endlesschunks     | endlesschunks | none  | sends more than 1 MiB
    huge              | huge          | none  | no success
    stops             | stops         | none  | no success
    driphead          | driphead      | none  | no success
    heads             | heads         | none  | no success
    missing           | missing       | none  | no success
    broken            | broken        | none  | no success
    portal_after_half | portal        | half  | kept as
    nothing           | nothing       | none  | could not be fetched
    noise             | noise         | none  | no success
    closes            | closes        | none  | no success
END
}

suite() {
  rows_of_ serve_
  functions_
}

oneTimeSetUp() {
  # What it still serves when the tests are over must hold nobody up.
  perl "$top_srcdir/checks/faults/server.pl" "$SHUNIT_TMPDIR/port" >/dev/null 2>&1 &
  server=$!
  until test -f "$SHUNIT_TMPDIR/port" || ! kill -0 "$server"; do sleep 0.05; done
  port=$(cat "$SHUNIT_TMPDIR/port")
}

oneTimeTearDown() {
  test -z "${server-}" || kill "$server" 2>/dev/null
  server=
}

# serve_ WAY BEFORE OUTCOME
serve_() {
  require_program_ curl || return 0
  serve_with_ "$@"
}

serve_with_() {
  new_world_
  # Who is to be given up is so soon; nobody else, however slow the machine is.
  patience=15
  test "$3" = got || patience=1
  constant_ stages/fetch.sh "slow_time=$patience"
  settle_ source= "top_srcdir=$top_srcdir"
  head -c 20000 /dev/urandom >source/random
  make_tarball_ right.tar.gz
  serves_ "$1"
  mkdir -m 700 "$parts"
  case $2 in
    none) ;;
    half) head -c 10000 right.tar.gz >"$parts/right.tar.gz" ;;
    whole) cat right.tar.gz >"$parts/right.tar.gz" ;;
    long) cat right.tar.gz right.tar.gz >"$parts/right.tar.gz" ;;
    other) head -c 10000 /dev/zero >"$parts/right.tar.gz" ;;
  esac
  note_outside_ "$work/distfiles*"
  stage_ fetch
  assert_outside_ "$work/distfiles*"
  if test "$3" = got; then
    assert_status_ 0
  else
    assert_fails_ "$3" "into $work/distfiles "
    assertFalse 'not under its name' 'test -e distfiles/right.tar.gz'
    assert_no_stamp_ fetch
    assertEquals 'too much is kept' '' "$(find distfiles -type f -size +2048)"
    # What one server has left is in no other's way.
    serves_ well
    constant_ stages/fetch.sh slow_time=15
    stages_ fetch
  fi
  assertEquals 'the right one' "$(digest_ right.tar.gz)" "$(digest_ distfiles/right.tar.gz)"
  assertEquals 'no part' '' "$(ls -A "$parts")"
}

serves_() { # serves_ WAY: in this way is the tarball of the table to be had
  printf '1.0.0\tright.tar.gz\t%s\thttp://127.0.0.1:%s/%s%s/right.tar.gz\t1\n' "$(digest_ right.tar.gz)" "$port" "$1" "$work" \
    >recipe/build/packages/tinypool/distfiles.tsv
}

test_more_ways_and_all_with_wget() {
  if test "${ROWS-}" != all; then
    skip_ 'takes a minute: ROWS=all'
    return 0
  fi
  require_program_ wget || return 0
  mkdir bin
  tools_ "$SHUNIT_TMPDIR/bin"
  ln -s "$(command -v wget)" "$(command -v timeout)" "$SHUNIT_TMPDIR/bin/"
  path_=$PATH
  PATH=$SHUNIT_TMPDIR/bin
  table | sed 's/ *| */|/g; s/^ *//' >"$SHUNIT_TMPDIR/rows"
  while IFS='|' read -r name way before outcome <&7; do
    # It does not tell that a server sends another part than was requested from the network being gone.
    test "$name" != fromstart || continue
    printf '# %s\n' "$name"
    setUp
    test "$outcome" = got || outcome='could not be fetched'
    serve_with_ "$way" "$before" "$outcome"
  done 7<"$SHUNIT_TMPDIR/rows"
  PATH=$path_
}

. shunit2
