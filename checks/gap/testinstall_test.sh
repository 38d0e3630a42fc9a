#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# GAP's own testinstall fails in the patched GAP just where it fails in an upstream build of the same source.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/gap/installed.sh
. "$top_srcdir/checks/gap/installed.sh"

repeats=400 # a race seen in 1 of 50 runs of its file is then missed once in 10^7, on two processors

# run_gap_ GAP SCRIPT: the tests it reads are those of the tree, as GAP installs none.
run_gap_() {
  "$top_srcdir/checks/installed/start.sh" "$1" -l ";$tree" --quitonbreak -b -q -r "$2" </dev/null 2>&1
}

# failures_ OUTPUT: each difference it reports, on one line: FILE:LINE, a tab, and the whole of it.
failures_() {
  awk '
    function place(text) {
      gsub(/\\\001/, "", text)
      match(text, /tst\/testinstall\/[^:]*:[0-9]+/)
      return substr(text, RSTART, RLENGTH)
    }
    /########> Diff/ { inside = 1; text = "" }
    inside { text = text $0 "\001" }
    inside && /########[^>]*$/ { print place(text) "\t" text; inside = 0 }
  ' "$1"
}

# fails_at_ GAP FILE:LINE: does it fail there, too, in one of many runs of that file?  A race needs a busy
# machine, so that more of them run at once than there are processors to spare.
fails_at_() {
  cat >again.g <<END
for i in [1..$repeats] do Test("$tree/${2%:*}"); od;
QUIT;
END
  rm -f again.*.out
  for gap_number_ in $(seq 0 "$(getconf _NPROCESSORS_ONLN)"); do
    run_gap_ "$1" again.g >"again.$gap_number_.out" &
  done
  wait
  cat again.*.out >again.out
  failures_ again.out | cut -f 1 | grep -q -x -F "$2"
}

# excuse_races_ RECORDS OTHERS WHO: drop from RECORDS the failures at places where OTHERS has none, if WHO, the other
# GAP, fails there now and then: a test of a pseudo-terminal may lose a race in any GAP.
excuse_races_() {
  cut -f 1 "$2" | sort -u >others.places
  cut -f 1 "$1" | sort -u | grep -v -x -F -f others.places >alone.places
  : >races
  while IFS= read -r place_; do
    ! fails_at_ "$3" "$place_" || {
      echo "$place_ fails now and then in the upstream and in the patched GAP: a race, not counted"
      printf '%s\n' "$place_" >>races
    }
  done <alone.places
  awk -F '\t' 'FILENAME == "races" { race[$1]; next } !($1 in race)' races "$1" >"$1.counted"
}

test_testinstall_fails_just_where_the_upstream_gap_does() {
  require_gap_ || return 0
  directory_ upstream bindir >/dev/null || {
    skip_ "no upstream GAP to compare with: 'make variants' builds one"
    return 0
  }
  run_gap_ upstream "$tree/tst/testinstall.g" >upstream.out &
  run_gap_ installed "$tree/tst/testinstall.g" >installed.out
  wait
  assertContains 'the upstream GAP came to the end' "$(tail -n 20 upstream.out)" 'total '
  assertContains 'the patched GAP came to the end' "$(tail -n 20 installed.out)" 'total '
  echo "upstream:$(grep ' failures in \|^#I  No errors' upstream.out)"
  echo "patched: $(grep ' failures in \|^#I  No errors' installed.out)"
  for who in upstream installed; do
    failures_ $who.out >$who.failures
    grep -c '^testing: ' $who.out >$who.files
  done
  excuse_races_ upstream.failures installed.failures installed
  excuse_races_ installed.failures upstream.failures upstream
  echo "compared: $(wc -l <upstream.failures.counted) and $(wc -l <installed.failures.counted) failures"
  assertEquals 'as many test files' "$(cat upstream.files)" "$(cat installed.files)"
  assertEquals 'the failures differ' '' "$(diff upstream.failures.counted installed.failures.counted | tr '\001' '\n')"
}

. shunit2
