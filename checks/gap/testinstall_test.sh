#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# GAP's own testinstall fails in the patched GAP just where it fails in an unpatched build of the same source.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/gap/installed.sh
. "$top_srcdir/checks/gap/installed.sh"

stock=$top_builddir/variants/upstream/local
repeats=400 # a race seen in 1 of 50 runs of its file is then missed once in 10^7, on two processors

# run_gap_ stock|ours SCRIPT: the tests it reads are those of the tree, as GAP installs none.
run_gap_() {
  case $1 in
    stock) set -- "$stock/lib" "$stock/lib/gap;$stock/share/gap" "$stock/bin/gap" "$2" ;;
    ours) set -- "$destdir$libdir" "$destdir$libdir/gap;$destdir$datarootdir/gap" "$destdir$bindir/gap" "$2" ;;
  esac
  LD_LIBRARY_PATH=$1 "$3" -l "$2;$tree" --quitonbreak -b -q -r "$4" </dev/null 2>&1
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

# fails_at_ stock|ours FILE:LINE: does it fail there, too, in one of many runs of that file?  A race needs a busy
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
      echo "$place_ fails now and then in the unpatched and in the patched GAP: a race, not counted"
      printf '%s\n' "$place_" >>races
    }
  done <alone.places
  awk -F '\t' 'FILENAME == "races" { race[$1]; next } !($1 in race)' races "$1" >"$1.counted"
}

test_testinstall_fails_just_where_an_unpatched_gap_does() {
  require_gap_ || return 0
  test -x "$stock/bin/gap" || {
    skip_ "no unpatched GAP to compare with: 'make variants' builds one"
    return 0
  }
  run_gap_ stock "$tree/tst/testinstall.g" >stock.out &
  run_gap_ ours "$tree/tst/testinstall.g" >ours.out
  wait
  assertContains 'the unpatched GAP came to the end' "$(tail -n 20 stock.out)" 'total '
  assertContains 'the patched GAP came to the end' "$(tail -n 20 ours.out)" 'total '
  echo "unpatched:$(grep ' failures in \|^#I  No errors' stock.out)"
  echo "patched:  $(grep ' failures in \|^#I  No errors' ours.out)"
  for who in stock ours; do
    failures_ $who.out >$who.failures
    grep -c '^testing: ' $who.out >$who.files
  done
  excuse_races_ stock.failures ours.failures ours
  excuse_races_ ours.failures stock.failures stock
  echo "compared: $(wc -l <stock.failures.counted) and $(wc -l <ours.failures.counted) failures"
  assertEquals 'as many test files' "$(cat stock.files)" "$(cat ours.files)"
  assertEquals 'the failures differ' '' "$(diff stock.failures.counted ours.failures.counted | tr '\001' '\n')"
}

. shunit2
