#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The table of cells: it is in order, it has what it should have, and each thing that can be wrong with it is told.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

room=$top_srcdir/checks/matrix
tab=$(printf '\t')

# told_ LINE TEXT: there is one line of that row, and it says TEXT.
told_() {
  line_=$(printf '%s\n' "$err" | grep "^table.tsv:$1: ")
  assertEquals "lines of row $1 in: $err" 1 "$(printf '%s\n' "$line_" | grep -c .)"
  assertContains "$line_" "$2"
}

test_the_table_is_in_order() {
  require_program_ guards || return 0
  said=$(sh "$room/check.sh" 2>&1)
  assertEquals "$said" 0 $?
}

linux='x86_64-pc-linux-gnu real - gcc glibc - - gap 4.14.0'
cygwin='x86_64-pc-cygwin modelled 3.0.4 gcc cygwin - - gap 4.10.2'

test_what_is_wrong_is_told_with_file_and_row() {
  require_program_ guards || return 0
  sed "s/  */$tab/g; s/|/$tab/" >table.tsv <<END
# a remark
good $linux upstream - upstream parallel fast -|decide
good $linux upstream - upstream parallel fast -|decide
short $linux upstream -|decide
Capital $linux upstream - upstream parallel fast -|decide
host x86_64-pc-vms real - gcc glibc - - gap 4.14.0 upstream - upstream parallel fast -|decide
compiler x86_64-pc-linux-gnu real - tcc glibc - - gap 4.14.0 upstream - upstream parallel fast -|decide
version x86_64-pc-linux-gnu real - gcc glibc - - gap 4.99.0 upstream - upstream parallel fast -|decide
kind $linux upstream - upstream parallel fast -|hosted
reason $linux upstream - upstream parallel fast because|decide
system $linux upstream - upstream parallel fast -|system:debian-3
patches $cygwin auto - upstream parallel fast -|decide
mode $cygwin auto - noreserve:gap-4.10.0,gap-4.10.0-gmp serial fast -|decide
refused x86_64-pc-linux-gnu real - gcc glibc - - gap 4.9.3 commit - commit:pool - fast -|decide
release x86_64-pc-cygwin modelled - gcc cygwin - - gap 4.10.2 auto - upstream parallel fast -|decide
musl x86_64-pc-linux-gnu real - clang musl - - gap 4.14.0 upstream - upstream parallel fast -|decide
END
  status=0
  err=$(MATRIX_TABLE=table.tsv sh "$room/check.sh" 2>&1) || status=$?
  assertEquals status 1 "$status"
  told_ 3 'good: id: line 2 has it already'
  told_ 4 'short: it has 13 columns, expected 17'
  told_ 5 'Capital: id: expected small letters'
  told_ 6 'host: host: unknown: x86_64-pc-vms'
  told_ 7 'compiler: compiler: unknown: tcc; expected one of: gcc clang'
  told_ 8 'version: version: unknown: gap-4.99.0'
  told_ 9 "kind: runs: hosted can't be real"
  told_ 10 'reason: allow: why may it fail?'
  told_ 11 'system: runs: checks/systems/systems.tsv has no system debian-3'
  told_ 12 'patches: patches: upstream; build/decide and series.conf say noreserve:gap-4.10.0,gap-4.10.0-gmp'
  told_ 13 'mode: mode: serial; expected parallel'
  told_ 14 'refused: patches: commit:pool; build/decide and series.conf say refused'
  told_ 15 'release: release: -; expected X.Y.Z'
  told_ 16 'musl: libc: musl comes with gcc'
  assertNotContains "$err" 'table.tsv:2:'
}

test_a_table_that_is_not_there_is_told() {
  require_program_ guards || return 0
  said=$(MATRIX_TABLE=nowhere.tsv sh "$room/check.sh" 2>&1)
  assertEquals 1 $?
  assertEquals 'matrix-check: nowhere.tsv is missing' "$said"
}

# words_ COLUMN: what rows have there.
words_() {
  awk -F '\t' -v column="$1" '!/^#/ && NF { print $column }' "$room/matrix.tsv" | sort -u
}

test_each_release_that_can_be_had_has_a_cell() {
  words_ 10 >versions
  assertEquals '' "$(awk -F '\t' '!/^#/ { print $1 }' "$top_srcdir/build/packages/gap/distfiles.tsv" | sort -u | comm -23 - versions)"
}

test_each_bare_system_has_a_cell() {
  words_ 17 >runs
  assertEquals '' "$(sed '/^#/d; s/^/system:/' "$top_srcdir/checks/systems/systems.tsv" | cut -f 1 | sort | comm -23 - runs)"
}

test_every_word_is_used() {
  used=$(awk -F '\t' '!/^#/ && NF {
    split("id host how release compiler libc shell autoconf package version pool thp patches mode tier allow runs", name, " ")
    for (i = 1; i <= NF; i++) print name[i] "\t" (name[i] == "version" ? $9 "-" : "") $i
    sub(/:.*/, "", $17)
    print "runs\t" $17
  }' "$room/matrix.tsv" | sort -u)
  printf '%s\n' "$used" >used
  assertEquals '' "$(awk -F '\t' '!/^#/ { print $1 "\t" $2 }' "$room/words.tsv" | sort | comm -23 - used)"
}

. shunit2
