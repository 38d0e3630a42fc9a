#!/bin/sh
# Installs a release of Autoconf that the distribution does not have, for
# make check-macros AUTOCONF_2_72=PREFIX.  Run by hand, never by a test: it may
# fetch.
# usage: get-autoconf.sh VERSION PREFIX [TARBALL]
# Exit status: 0; 1: no tarball, or not the one it should be; 2: wrong usage.
# Copyright (C) 2026 The poolpatch developers
# SPDX-License-Identifier: GPL-2.0-or-later

set -eu

usage ()
{
  echo 'get-autoconf.sh: usage: get-autoconf.sh VERSION PREFIX [TARBALL]' >&2
  exit 2
}

die ()
{
  printf 'get-autoconf.sh: %s\n' "$1" >&2
  exit 1
}

test $# -eq 2 || test $# -eq 3 || usage
case $1 in
  # sha256 of the tarball of ftp.gnu.org
  2.72) digest=ba885c1319578d6c94d46e9b0dceb4014caafe2490e437a0dbca3f270a223f5a ;;
  *) die "no digest known for version: $1; expected 2.72; add its digest" ;;
esac
version=$1
case $2 in
  /*) prefix=$2 ;;
  *) prefix=$PWD/$2 ;;
esac

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if test $# -eq 3; then
  cp "$3" "$scratch/autoconf.tar.xz"
else
  curl -fsSL -o "$scratch/autoconf.tar.xz" \
    "https://ftp.gnu.org/gnu/autoconf/autoconf-$version.tar.xz" ||
    die "can't fetch autoconf-$version.tar.xz from ftp.gnu.org; hand over the tarball as third argument"
fi
printf '%s  %s\n' "$digest" "$scratch/autoconf.tar.xz" | sha256sum -c - >/dev/null 2>&1 ||
  die "wrong digest: ${3-autoconf-$version.tar.xz}; expected sha256 $digest; get another copy"

cd "$scratch"
tar xf autoconf.tar.xz
cd "autoconf-$version"
if ! { ./configure -q --prefix="$prefix" && make -s install; } >"$scratch/log" 2>&1; then
  tail -n 20 "$scratch/log" >&2
  die "autoconf $version can't be built; the lines above say why; it needs m4 and perl"
fi
"$prefix/bin/autoconf" --version | head -n 1
