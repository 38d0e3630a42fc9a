#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What `make mutants` would plant, and that every file has tests which should find it.
# shellcheck disable=SC2016 # not for this shell

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/style/lib.sh"

tab=$(printf '\t')

# plants_ NAME ROW...: the faults of the lines on standard input, as a file NAME, are these: KIND LINE-INSTEAD.
plants_() {
  name_=$1
  shift
  cat >"$name_"
  assertEquals "$name_" "$(printf '%s\n' "$@")" "$(perl "$top_srcdir/checks/mutants/mutate.pl" "$name_" | cut -f 2,4 | tr '\t' ' ')"
}

test_faults_of_the_shell() {
  require_program_ perl || return 0
  plants_ a.sh 'drop :' 'swap copy "$b" "$a"' 'negate   if ! test -f "$a" && test 1 -ge "$b"; then' \
    'negate   if test ! -f "$a" && test 1 -ge "$b"; then' 'negate   if test -f "$a" && test 1 -lt "$b"; then' \
    'negate   if test -f "$a" || test 1 -ge "$b"; then' 'change   if test -f "$a" && test 0 -ge "$b"; then' \
    'drop     a*) :' 'change     a*) a=no' "empty     '') a=yes" 'drop     *) :' "empty     '') b=\${b##*/}" 'empty     *) b=${b}' <<'END'
# one comment
copy "$a" "$b"
  if test -f "$a" && test 1 -ge "$b"; then
    a*) a=yes
    *) b=${b##*/}
END
}

test_faults_of_c() {
  require_program_ perl || return 0
  plants_ a.c 'drop     ;' 'change     total += 0;' 'drop     ;' 'swap     copy(b, a);' 'negate     if (a >= b)' \
    'negate     if (!(a < b))' <<'END'
/* 1 < 2 */
int one;
    total += 1;
    copy(a, b);
    if (a < b)
END
}

test_faults_of_a_patch_are_in_added_lines() {
  require_program_ perl || return 0
  plants_ a.patch 'drop +    ;' 'change +    added = 0;' <<'END'
--- a/x.c
+++ b/x.c
@@ -1,2 +1,2 @@
-    gone = 1;
     kept = 1;
+    added = 1;
END
}

test_every_file_has_tests_that_are_there() {
  files_ | grep -e '^build/.*\.sh$' -e '^build/.*\.awk$' -e '^m4/[ap][xo].*\.m4$' -e '^pool/.*\.h$' -e '^poolstat/.*\.c$' \
    -e '^patches/.*\.patch$' -e '^configure\.ac$' -e '^spkg-[a-z]*$' -e '^poolpatch$' >product
  assertContains "$(cat product)" build/stages/fetch.sh
  while IFS= read -r file; do
    while IFS=$tab read -r pattern tests _; do
      # shellcheck disable=SC2254 # it is a pattern
      case $file in $pattern) break ;; esac
      tests=
    done <"$top_srcdir/checks/mutants/rooms.tsv"
    test -n "$tests" || echo "$file"
    stem=${file##*/}
    for test_ in $tests; do
      test_=$(printf '%s\n' "$test_" | sed "s|STAGE|${stem%.sh}|")
      test -f "$top_srcdir/$test_" || echo "$file: $test_"
    done
  done <product >without
  assertEquals '' "$(cat without)"
}

. shunit2
