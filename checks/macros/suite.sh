# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/macros/suite.sh: the suite's configure, and what it found; sourced after checks/lib.sh.  make builds it once for
# all tests; where it can't be, each test is skipped.
# shellcheck shell=sh

# shellcheck disable=SC2154 # checks/lib.sh sets top_builddir and work
suite=$top_builddir/checks/macros/generated
test -d "$suite" ||
  sh "$top_srcdir/checks/macros/make-suite.sh" "$top_srcdir" "$suite" || exit 99
# shellcheck source=checks/wrap.sh
. "$top_srcdir/checks/wrap.sh"
# The user's own choices must not reach the configures that tests run.
unset CC CFLAGS CPPFLAGS LDFLAGS LIBS MAKEFLAGS MFLAGS GNUMAKEFLAGS MAKE SYMBOLS

suite() {
  functions_
  test ! -f "$suite/missing" ||
    skip_all_ "no $(cat "$suite/missing"): the configure of the suite cannot be generated"
}

# Runs the suite's configure in $work/build; its output goes to $work/log.  What
# it would ask about the compiler is known from $site, and it makes no files:
# created_ does that.  idle_compiler_ gives it a compiler for answers that are all in $site.
site=$suite/site idle=
configure_() { # ARGUMENT...
  mkdir -p "$work/build" &&
    (cd "$work/build" &&
      PATH=$idle$PATH CONFIG_SITE=$site $CONFIG_SHELL "$suite/configure" --no-create "$@") \
      >"$work/log" 2>&1 </dev/null
}

# configure_, which must succeed.
configured_() { # ARGUMENT...
  configure_ "$@"
  assert_status_ 0 $? "configure $*"
}

# Runs the lines of SCRIPT in the suite's configure, where the shell functions of the macros are defined.
within_configure_() { # SCRIPT
  printf '%s\n' "$1" >"$work/try"
  mkdir -p "$work/build" &&
    (cd "$work/build" && TRY=$work/try CONFIG_SITE=$site $CONFIG_SHELL "$suite/configure" --quiet)
}

# Makes the files that the last configure has left out.
created_() {
  (cd "$work/build" && ./config.status) >>"$work/log" 2>&1
  assert_status_ 0 $? config.status
}

# Asserts the status of WHAT, and shows the end of LOG if it is another.  (A
# message with "$(tail log)" in it would replace $? in some shells.)
assert_status_() { # EXPECTED STATUS WHAT [LOG]
  test "$1" -eq "$2" || tail -n 5 "${4-$work/log}" | sed 's/^/# /'
  assertEquals "status of $3" "$1" "$2"
}

# What configure found for NAME, which goes without the ax_ or ax_cv_ in front: the last one, or that of make, natively
# and with nothing preset.
fact_() { # NAME
  sed -n "s/^ax_\(cv_\)\{0,1\}$1=//p" "$work/build/facts"
}
native_() { # NAME
  sed -n "s/^ax_\(cv_\)\{0,1\}$1=//p" "$suite/native/facts"
}

assert_facts_() { # NAME=VALUE...
  for word_; do
    assertEquals "${word_%%=*}" "${word_#*=}" "$(fact_ "${word_%%=*}")"
  done
}

# Asserts that configure, run with the arguments, stops, and that all it says
# as an error holds each line of TEXTS.
assert_refused_() { # TEXTS ARGUMENT...
  texts_=$1
  shift
  configure_ "$@"
  assert_status_ 1 $? "configure $*"
  printf '%s\n' "$texts_" >"$work/texts"
  while IFS= read -r text_; do
    assertContains "$(grep 'error:' "$work/log")" "$text_"
  done <"$work/texts"
  unset texts_ text_
}
