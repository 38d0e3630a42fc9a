#!/bin/sh
# configure under every shell there is finds and makes the same.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

# Lets SHELL configure in DIRECTORY, with the options of a serial build, so that
# the longer ways through the macros are taken; DIRECTORY.all is all it made.
made_under_() { # SHELL DIRECTORY
  mkdir "$2" &&
    (cd "$2" && CONFIG_SITE=$site CONFIG_SHELL=$1 $1 "$suite/configure" \
      --build=x86_64-pc-linux-gnu --host=x86_64-pc-msys CC="${CC-cc}" \
      CPPFLAGS=-D__CYGWIN__ --with-cygwin-release=3.0.3 SYMBOLS='red tree-1.2.0') >"$2.log" 2>&1
  assert_status_ 0 $? "configure under $1" "$2.log"
  cat "$2/facts" "$2/substituted" "$2/config.h" "$2/serial-run" "$2/made/series" >"$2.all"
}

assert_same_under_() { # SHELL [ARGUMENT]
  require_program_ "$1" || return 0
  # What /bin/sh makes is made once for all tests.
  sh_=$SHUNIT_TMPDIR/sh
  test -f "$sh_.all" || made_under_ /bin/sh "$sh_"
  made_under_ "$(command -v "$1")${2:+ $2}" other
  assertEquals "$*" '' "$(diff "$sh_.all" other.all)"
  assertEquals "log under $*" '' "$(diff "$sh_.log" other.log)"
  assertContains "$(cat "$sh_.all")" 'Cygwin 3.0.3 is older than 3.0.4'
}

test_dash() {
  assert_same_under_ dash
}

test_bash() {
  assert_same_under_ bash
}

test_busybox() {
  assert_same_under_ busybox sh
}

. shunit2
