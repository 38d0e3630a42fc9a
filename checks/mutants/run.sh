#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# run.sh [FILE...]: can the tests fail?  Plants one-line faults (mutate.pl) into the FILEs, or into every file of rooms.tsv, one at
# a time, and runs the tests that rooms.tsv has for the file.  A fault is found if one of them fails, does not come to
# its end, or takes longer than LIMIT; it survives if all pass.  What does not compile is no fault.  Run in a build directory; what is planted
# is planted into copies of the release (make distdir) below ./mutants, never into the source directory.
#
# Variables: EVERY=N plants only each Nth fault of all there are (1); JOBS=N, at a time (1); LIMIT=SECONDS of one test (180);
# CPU=SECONDS of the processor for one program of it (20).
# ./mutants/results.tsv keeps what was found out: a fault that was found is not tried again until its file changes, one
# that survived until its file or the tests do.  At the end the report (report.awk) is printed.
# Exit status: 0; 1 the tests fail without a fault, or a file is in no room; 2 wrong usage or no tool.

set -eu

here=$(cd "${0%/*}" && pwd)
top=$(cd "$here/../.." && pwd)
tab=$(printf '\t')
results=$PWD/mutants/results.tsv
limit=${LIMIT:-180}

die() {
  echo "make mutants: $2" >&2
  exit "$1"
}

# room_ FILE: sets pattern, tests and targets to those of its row.
room_() {
  while IFS=$tab read -r pattern tests targets; do
    # shellcheck disable=SC2254 # it is a pattern
    case $1 in $pattern) break ;; esac
    tests=''
  done <"$here/rooms.tsv"
  stem_=${1##*/}
  tests=$(printf '%s\n' "$tests" | sed "s|STAGE|${stem_%.sh}|")
  test "$targets" != - || targets=''
}

# passes_ TEST [FUNCTION]: ends it at the first failure, as shunit2 itself would go on; a loop without end by its time of the
# processor.  $copy/failed: the function that failed.  The test that wants the source of GAP looks for it here, as a copy
# has none.
passes_() {
  built_=$copy/b
  case $1 in checks/patches/commit_test.sh) built_=$PWD ;; esac
  {
    status=0
    # shellcheck disable=SC2016 # sh expands it
    SHUNIT_ONLY=${2-} PATH=$PWD/mutants/bin:$PATH SHUNIT_COLOR=none TMPDIR=$copy/tmp top_srcdir=$copy top_builddir=$built_ \
      sh -c 'ulimit -t "${CPU:-20}"; echo $$ >"$TMPDIR/pid" && exec "$@"' sh \
      timeout -k 5 "$limit" sh "$copy/$1" </dev/null 2>&1 || status=$?
    echo "status $status"
  } | awk -v pid_file="$copy/tmp/pid" -v log_file="$copy/test.log" -v failed_file="$copy/failed" '
    { print >log_file }
    /^test_[A-Za-z0-9_]*$/ { name = $0 }
    /^ASSERT:|^shunit2:ERROR|^not ok/ && !failed { failed = 1; getline pid <pid_file; system("kill " pid " 2>/dev/null") }
    /^Ran [0-9]+ tests?\.$/ { ended = 1 }
    /^status [0-9]+$/ { late = $2 == 124; status = $2 }
    END { print name >failed_file; exit failed || !ended || status != 0 ? late && !failed ? 2 : 1 : 0 }'
}

build_() { # build_ TARGET...
  test $# = 0 || make -s -C "$copy/b" "$@" >"$copy/make.log" 2>&1
}

# The copy as it was: what was planted is taken out, and what was built with it is built again when it is needed.
heal_() {
  test ! -f "$copy/planted" || {
    # cp gives it the time of now, for make.
    cp "$release/$(cat "$copy/planted")" "$copy/$(cat "$copy/planted")"
    rm "$copy/planted"
  }
}

# judge_ FILE LINE KIND OLD NEW: one fault; adds its row to the results.
judge_() {
  # shellcheck disable=SC2153 # xargs sets it
  copy=$PWD/mutants/copy.$SLOT
  room_ "$1"
  heal_
  test ! -f "$copy/built" || test "$(cat "$copy/built")" = "$targets" || {
    # shellcheck disable=SC2046 # words
    build_ $(cat "$copy/built")
    rm "$copy/built"
  }
  echo "$1" >"$copy/planted"
  NEW=$(printf '%s' "$5" | sed 's/\\t/	/g') LINE=$2 awk 'NR == ENVIRON["LINE"] { print ENVIRON["NEW"]; next } { print }' \
    "$release/$1" >"$copy/$1"
  verdict=survived by=''
  case $1 in
    *.sh | spkg-* | poolpatch) sh -n "$copy/$1" 2>/dev/null || verdict=invalid ;;
    pool/*) "${CC:-cc}" -std=gnu99 -fsyntax-only -w "$copy/$1" 2>/dev/null || verdict=invalid ;;
  esac
  # shellcheck disable=SC2086 # words
  test -z "$targets" || { echo "$targets" >"$copy/built" && build_ $targets; } || verdict=invalid
  test "$verdict" = invalid || ! is_found_ "$1" || verdict=found
  heal_
  test -f "$PWD/mutants/stop" || printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$verdict" "$(cksum <"$release/$1" | tr -d ' ')" \
    "$(digest_)" "$1" "$3" "$2" "$4" "$5" "$by" >>"$results"
}

# is_found_ FILE: does a test fail?  by: which.  Those first, and they alone of their scripts, that found the last faults of the
# file.
is_found_() {
  {
    awk -F '\t' -v file="$1" '$1 == file { last[$2 "\t" $3] = NR; key[NR] = $2 "\t" $3 }
      END { for (n = NR; n > 0 && some < 4; n--) if (n in key && last[key[n]] == n) { print key[n]; some++ } }' mutants/killers
    # shellcheck disable=SC2086 # words
    printf '%s\t\n' $tests
  } >"$copy/order"
  while IFS=$tab read -r by function_; do
    case " $tests " in *" $by "*) ;; *) continue ;; esac
    status=0
    mkdir -p "$copy/tmp"
    passes_ "$by" "$function_" || status=$?
    # Where the machine had no time for us, a test is late that hangs not at all.
    test "$status" != 2 || { status=0; passes_ "$by" "$function_" || status=$?; }
    chmod -R u+w "$copy/tmp" && rm -rf "$copy/tmp"
    test "$status" = 0 || {
      printf '%s\t%s\t%s\n' "$1" "$by" "$(cat "$copy/failed")" >>mutants/killers
      return 0
    }
  done <"$copy/order"
  by=''
  return 1
}

# digest_: of the room's tests.
digest_() {
  for test_ in $tests; do cat "$release/$test_"; done | cksum | tr -d ' '
}

release=$PWD/mutants/release
if test "${1-}" = --judge; then
  shift
  judge_ "$@"
  exit
fi

test -f config.status || die 2 'no config.status here: run it in a build directory'
for tool in perl shunit2 xargs timeout; do
  command -v "$tool" >/dev/null || die 2 "$tool is not installed"
done
jobs=${JOBS:-1}
mkdir -p mutants/bin
touch mutants/killers
# shellcheck disable=SC2016 # shunit2 expands it
sed 's/^suite_addTest() *{$/&\n  test "${SHUNIT_ONLY:-$1}" = "$1" || return 0/' "$(command -v shunit2)" >mutants/bin/shunit2
grep -q SHUNIT_ONLY mutants/bin/shunit2 || die 2 'shunit2 is not as expected: it has no function suite_addTest'
rm -rf "$release"
make -s distdir distdir=mutants/release top_distdir=mutants/release >mutants/make.log 2>&1 || die 1 'make distdir failed: mutants/make.log'
chmod -R u+w "$release"

slot=0
while test "$slot" -lt "$jobs"; do
  copy=$PWD/mutants/copy.$slot
  mkdir -p "$copy/b"
  cp -Rp "$release/." "$copy/"
  heal_
  test -f "$copy/b/config.status" ||
    (cd "$copy/b" && ../configure --quiet --with-pool=commit --disable-fetch --with-recipe="$copy/checks/tinypool" \
      --with-source="$copy/checks/tinypool/source") >"$copy/make.log" 2>&1 || die 1 "configure failed: $copy/make.log"
  slot=$((slot + 1))
done

# Every file of the product, and how many faults there are in it.
(cd "$release" && find build m4 patches pool poolstat configure.ac poolpatch spkg-install spkg-check -type f) | sort |
  grep -e '\.sh$' -e '\.awk$' -e '\.[ch]$' -e '\.ac$' -e '/[ap][xo][^/]*\.m4$' -e '\.patch$' -e '^[a-z-]*$' >mutants/product
while IFS= read -r file; do
  printf '%s\t%s\n' "$file" "$(perl "$here/mutate.pl" "$release/$file" "$file" | wc -l)"
done <mutants/product >mutants/possible
# shellcheck disable=SC2046 # no file has a blank in its name
test $# != 0 || set -- $(cat mutants/product)
: >mutants/todo
for file; do
  test -f "$release/$file" || die 1 "$file: no such file in a release"
  room_ "$file"
  test -n "$tests" || die 1 "$file is in no room: add a row to checks/mutants/rooms.tsv"
  # The faults of all files before this one count, so that EVERY passes over no short file, and chooses the same with any FILES.
  before=$(awk -F '\t' -v file="$file" '$1 == file { print sum + 0; exit } { sum += $2 }' mutants/possible)
  perl "$here/mutate.pl" "$release/$file" "$file" | awk -v every="${EVERY:-1}" -v before="$before" -v file="$file" '(before + NR) % every == 0 { print file "\t" $0 }' |
    awk -F '\t' -v file_digest="$(cksum <"$release/$file" | tr -d ' ')" -v tests_digest="$(digest_)" '
      FILENAME == "-" { if (!(($1 FS $4 FS $5) in equivalent) && !(($1 FS $3 FS $2 FS $5) in known)) print; next }
      FILENAME ~ /equivalents/ { equivalent[$1 FS $2 FS $3]; next }
      $2 == file_digest && ($1 != "survived" || $3 == tests_digest) { known[$4 FS $5 FS $6 FS $8] }' \
      "$here/equivalents.tsv" "$(test -f "$results" && echo "$results" || echo /dev/null)" - >>mutants/todo
done

# Without a fault everything must pass.
cut -f 1 mutants/todo | sort -u >mutants/files
copy=$PWD/mutants/copy.0
state=$(find "$release" -type f ! -name '*_test.sh' ! -path "$release/docs/*" | sort | xargs cksum | cksum | tr -d ' ')
while IFS= read -r file; do
  room_ "$file"
  for test_ in $tests; do
    passed="$state $test_ $(cksum <"$release/$test_")"
    ! grep -q -s -x -F "$passed" mutants/passed || continue
    # shellcheck disable=SC2086 # words
    build_ $targets || die 1 "make $targets fails without a fault: $copy/make.log"
    mkdir -p "$copy/tmp"
    passes_ "$test_" || die 1 "$test_ fails without a fault: $copy/test.log"
    # What is skipped finds nothing.
    sed -n "s|^# SKIP|make mutants: $test_ skips:|p" "$copy/test.log" | sort -u >&2
    echo "$passed" >>mutants/passed
  done
done <mutants/files

# Rows into arguments: five a fault.
tr '\t\n' '\0\0' <mutants/todo |
  xargs -0 -r -n 5 -P "$jobs" --process-slot-var=SLOT sh "$here/run.sh" --judge

version=$("$top/poolpatch" --version | sed 's/.* //')
machine=$(sh "$top/checks/bench/where.sh" | cut -f 2)
what="poolpatch-$version$tab$machine${tab}make mutants"
awk -v table=mutants/table.tsv -v what="$what" -f "$here/report.awk" "$here/equivalents.tsv" mutants/possible "$results" >mutants/survived.txt
cat mutants/survived.txt
awk -f "$top/checks/bench/show.awk" mutants/table.tsv
