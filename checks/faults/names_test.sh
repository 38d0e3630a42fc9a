#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# Odd characters in the names of directories: each reaches settings.sh and the Makefile as it is, or is refused in one line before
# anything is made. Nothing in a name is ever run.
# ROWS=all: all rows.
# shellcheck disable=SC2016,SC2154 # nothing here is to be expanded; what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"
. "$top_srcdir/checks/faults/lib.sh"

# NAME | what is in the name | what refuses it. In the name, ^ is a bar, as | separates here.
table() {
  cat <<'END'
    single_quote        | '               | prefix recipe DESTDIR
  + double_quote        | "               | prefix recipe DESTDIR
    commands            | $(touch ran)    | prefix recipe DESTDIR
  + old_commands        | `touch ran`     | prefix recipe DESTDIR
  + commands_of_a_quote | ';touch ran;'   | prefix recipe DESTDIR
  + variable            | ${HOME}         | prefix recipe DESTDIR
  + variable_of_make    | $(HOME)         | prefix recipe DESTDIR
  + dollar              | $               | prefix recipe DESTDIR
    comment             | #               | prefix recipe DESTDIR
  + backslash           | \               | prefix recipe DESTDIR
    line_break          | \nx             | prefix recipe DESTDIR
    semicolon           | ;touch ran      | recipe
  + bar                 | ^touch ran      | recipe
  + colon               | :               | recipe
END
}

suite() {
  rows_of_ odd_name_
  functions_
}

oneTimeSetUp() {
  answers_of_ "$top_builddir/config.log" >"$SHUNIT_TMPDIR/config.cache"
}

# configure_ WORD...: configures in build/.
configure_() {
  mkdir -p build
  cp "$SHUNIT_TMPDIR/config.cache" build/
  status=0
  (cd build && shell_ "$top_srcdir/configure" --quiet --cache-file=config.cache --with-pool=commit --disable-fetch "$@") \
    >out.txt 2>err.txt </dev/null || status=$?
  out=$(cat out.txt) err=$(cat err.txt)
}

# odd_name_ PART PLACES
odd_name_() {
  odd=$(printf '%s' "$1" | sed 's/\^/|/; s/\\n/\
/')
  case $2 in
    *prefix*)
      configure_ --with-recipe="$fixture" --with-source="$fixture/source" --prefix="$work/a${odd}b"
      assert_refused_ 'handed on'
      configure_ --with-recipe="$fixture" --with-source="$fixture/source" --mandir="\${prefix}/a${odd}b"
      assert_refused_ 'handed on' ;;
  esac
  mkdir "a${odd}b"
  cp -R "$fixture" "a${odd}b/recipe"
  configure_ --with-recipe="$work/a${odd}b/recipe" --with-source="$fixture/source"
  assert_refused_ 'handed on'
  assertEquals 'what it made' '' "$(find build -mindepth 1 ! -name config.log ! -name config.cache ! -name configure.lineno)"
  case $2 in
    *DESTDIR*)
      new_world_for_install_
      stage_with_destdir_ "$work/a${odd}b"
      assert_refused_ DESTDIR 'handed on' ;;
  esac
  assertEquals 'what was run' '' "$(find . -name ran)"
}

new_world_for_install_() {
  rm -rf build
  new_world_
}

# stage_with_destdir_ DIR: as make calls it.
stage_with_destdir_() {
  export DESTDIR="$1"
  stage_ install --check
  unset DESTDIR
}

# All that is taken, in one: blanks, and what means something to a shell, to make, to awk, to sed or to printf.
test_other_names_are_carried() {
  require_toolkit_ || return 0
  given="a '\"\$(touch ran)\`touch ran\`\${HOME}#\\\\;|&*?[a]%s ö"
  installed='a &;*?[a]|~%s=,:(<>!@ ö'
  mkdir "$given"
  cp -R "$fixture/source" "$given/source"
  configure_ --with-recipe="$fixture" --with-source="$work/$given/source" --with-distfiles="$work/$given" \
    --prefix="$work/$installed" --mandir='${datarootdir}/man'
  assert_status_ 0
  (umask 077 && cd build && ${MAKE:-make} -s install DESTDIR="$work/to $installed") >log 2>&1
  assertEquals "make: $(tail -n 20 log)" 0 $?
  assertTrue 'the program is there' "test -x 'to $installed$work/$installed/bin/tinypool'"
  assertTrue 'what was decided is there' "test -f 'to $installed$work/$installed/lib/pkgconfig/poolpatch-tinypool.pc'"
  assertEquals 'whatever the umask' '' "$(find "to $installed" -type d ! -perm 755)"
  assertEquals 'what was made' "a $(printf '%s' "$installed" | cut -c 3-)" "$(cd "to $installed$work" && echo *)"
  assertEquals 'what was run' '' "$(find . -name ran)"
  for time in 1 2; do
    (cd build && ${MAKE:-make} -s uninstall DESTDIR="$work/to $installed") >log 2>&1
    assertEquals "make uninstall, time $time: $(tail -n 20 log)" 0 $?
    assertEquals 'left behind in the prefix' '' "$(find "to $installed$work/$installed" -mindepth 1)"
  done
  (cd build && ${MAKE:-make} -s install DESTDIR="$work/x\`touch ran\`") >log 2>&1
  assertContains 'before a rule of Automake' "$(cat log)" 'in DESTDIR can not be handed on'
  assertEquals 'what was run' '' "$(find . -name ran)"
}

. shunit2
