# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/configure.sh: for who runs our configure; sourced after messages.sh and words.sh.
# shellcheck shell=sh disable=SC2154 # words.sh sets quoted

# make_configure TOP LOGS: bootstrap the checkout TOP if that has not been done; what it prints goes to LOGS/bootstrap.log.
make_configure() {
  test ! -f "$1/build/decide/configure" || return 0
  "$1/bootstrap" >"$2/bootstrap.log" 2>&1 || {
    tail -n 20 "$2/bootstrap.log" >&2
    die "bootstrap failed; the whole log: $2/bootstrap.log"
  }
}

# compiler_words: the variables of the environment that reach the compiler, as NAME=VALUE.
compiler_words() {
  for name_ in CC CFLAGS CPPFLAGS LDFLAGS LIBS CPP CXX CXXFLAGS PKG_CONFIG_PATH; do
    eval "test -z \"\${$name_+y}\" || printf '%s=%s ' \"\$name_\" \"\$$name_\""
  done
}

# decision_reason SUMMARY: the strategy and its reason, in words, as configure's summary.txt has them.
decision_reason() {
  sed -n 's/^  pool strategy  *\(.*[^ ]\)  *\[[a-z]*\]$/\1/p' "$1"
}

# absolute PATH: prints it.
absolute() {
  case $1 in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$PWD" "$1" ;; esac
}

# add_option WORD: to options, quoted for eval.
add_option() {
  quote "$1"
  options="$options $quoted"
}
