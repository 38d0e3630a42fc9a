#!/bin/sh
# AX_PROG_CC_UNPROTOTYPED: the option with which a compiler takes what C23 has
# no more.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

# Asserts that a compiler whose default is C23, and which takes functions declared without arguments only with an option
# that matches PATTERN, has ANSWER.
assert_strict_() { # PATTERN ANSWER
  script_ strict-cc <<END
for argument; do
  case \$argument in $1) exec ${CC-cc} "\$@" ;; esac
done
if grep '_function) ()' conftest.c >/dev/null 2>&1; then
  echo 'error: incompatible pointer type' >&2
  exit 1
fi
exec ${CC-cc} "\$@"
END
  configured_ CC="$work/strict-cc"
  assert_facts_ "prog_cc_unprototyped=$2"
}

test_a_compiler_of_c17_needs_nothing() {
  configured_ CFLAGS=-std=gnu17
  assert_facts_ 'prog_cc_unprototyped=none needed'
}

test_a_compiler_of_c23_gets_the_option() {
  assert_strict_ -std=gnu17 -std=gnu17
}

test_one_that_does_not_know_c17_gets_c11() {
  assert_strict_ -std=gnu11 -std=gnu11
}

test_one_that_no_option_helps() {
  assert_strict_ -none no
}

test_the_compilers_here() {
  for cc in gcc clang; do
    command -v $cc >/dev/null 2>&1 || continue
    rm -rf build
    configure_ CC=$cc
    assertNotEquals "$cc" no "$(fact_ prog_cc_unprototyped)"
  done
}

. shunit2
