#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/decide.sh DECISION ANSWERS OPTION...: what configure decides, kept in the directory DECISION: settings.sh,
# series, summary.txt, and warnings, what it said on standard error; and their digests, as a damaged one is made anew.
#
# ANSWERS: configure's cache file of this compiler and host, so that one is probed once.  OPTION: configure's.
# Environment: CONFIG_SHELL, the shell that runs configure (default sh; empty: that which configure prefers); CONFIG_LOG, where
# its log goes if it fails.

stage=configure
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"

main() {
  decision=$1 answers=$2
  shift 2
  lock "$(dirname "$decision")"
  ! are_recorded "$decision" || return 0
  test ! -f "$answers" || is_sealed "$answers" || rm -f "$answers"
  test -f "$answers" ||
    say "finding out what this host does with a pool; the answers are kept in $answers for the next time"
  begin "$decision.new"
  cd "$decision.new"
  mkdir tmp
  TMPDIR=$PWD/tmp
  export TMPDIR
  # Else it looks for one with more features than it needs, which takes longer to start.
  export CONFIG_SHELL="${CONFIG_SHELL-$(command -v sh)}"
  # shellcheck disable=SC2086 # a shell and its options
  status=0
  (leave_unasked && exec $CONFIG_SHELL "$lib/../decide/configure" --quiet --no-create --srcdir="$lib/../.." \
    --cache-file="$answers" --enable-option-checking=fatal "$@" >/dev/null 2>warnings) || status=$?
  test ! -f "$answers" || seal "$answers" || rm -f "$answers"
  # What the shell says of configure is no warning: it could not write something.
  ! grep -q -F "/decide/configure: " warnings || status=1
  test "$status" = 0 || report_error
  ./config.status --quiet settings.sh series summary.txt
  sha256_lines settings.sh series summary.txt warnings >digests
  rm -rf tmp config.status "$decision"
  mv "$decision.new" "$decision"
}

# leave_unasked: nothing is compiled but the probes, which are plain C: what the compiler does for speed, for a debugger and
# for newer C need not be found out.
leave_unasked() {
  export ac_cv_c_compiler_gnu=no ac_cv_prog_cc_g=no ac_cv_prog_cc_stdc='' ac_cv_prog_cc_c23='' ac_cv_prog_cc_c11='' \
    ac_cv_prog_cc_c99='' ac_cv_prog_cc_c89='' am_cv_prog_cc_c_o=yes ac_cv_path_SED=sed \
    ax_cv_prog_cc_unprototyped='none needed'
}

report_error() {
  test -z "${CONFIG_LOG-}" || test ! -f config.log || cp config.log "$CONFIG_LOG"
  sed -n 's/^configure: error: /configure: /p' warnings | grep . >&2 || {
    cat warnings >&2
    die "it failed; the last lines of its log are: $(tail -n 5 config.log)"
  }
  exit 1
}

main "$@"
