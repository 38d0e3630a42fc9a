#!/bin/sh
# Generates the configure of checks/macros/suite once for all tests, with the
# macros of m4/, and runs it once:
#   native/        what it made and found here, and its log
#   site           a config.site with what it found about the compiler
#   site-probes    the same, and what its probes found
# usage: make-suite.sh TOP_SRCDIR DIRECTORY
# If a tool is missing, DIRECTORY/missing names it and there is nothing else.
# Environment: ACLOCAL, AUTOCONF, AUTOHEADER, AUTOMAKE: the tools to use.
# Exit status: 0; 1: the macros can't be turned into a configure; 2: wrong usage.
# Copyright (C) 2026 The poolpatch developers
# SPDX-License-Identifier: GPL-2.0-or-later

set -eu

if test $# -ne 2; then
  echo 'make-suite.sh: two directories expected; usage: make-suite.sh TOP_SRCDIR DIRECTORY' >&2
  exit 2
fi
top=$(cd "$1" && pwd)
directory=$2
aclocal=${ACLOCAL-aclocal}
autoconf=${AUTOCONF-autoconf}
autoheader=${AUTOHEADER-autoheader}
automake=${AUTOMAKE-automake}

rm -rf "$directory"
mkdir -p "$directory/aux"
cp "$top"/checks/macros/suite/* "$directory"
cd "$directory"

# A tool is a command of the shell ("sh 'missing' aclocal-1.16" of Automake).
for tool in "$aclocal" "$autoconf" "$autoheader" "$automake" "${CC-cc}" quilt; do
  if ! eval "$tool --version" >/dev/null 2>&1; then
    echo "$tool" >missing
    exit 0
  fi
done

auxiliary=$(eval "$automake --print-libdir")
cp "$auxiliary/config.guess" "$auxiliary/config.sub" "$auxiliary/install-sh" aux
eval "$aclocal -Wall,error -I \"\$top/m4\""
eval "$autoconf -Wall,error"
eval "$autoheader -Wall,error"

mkdir native
cd native
if ! CONFIG_SITE='' ../configure -C >log 2>&1 </dev/null; then
  cat log >&2
  exit 1
fi
grep -v -e '^ac_cv_env' -e '^ac_cv_host' -e '^ac_cv_build' \
  -e '^ac_cv_prog_.*CC=' -e release= config.cache >../site-probes
grep -v '^ax_cv' ../site-probes >../site
