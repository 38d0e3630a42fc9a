#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/packaging/sage-spkg.sh RELEASE PACKAGE: a stand-in for Sage's sage-spkg: builds and installs PACKAGE as that of
# RELEASE does, 8.7 or today.  Where they differ, as far as a package folder notices:
#
#   8.7     makes its scripts of spkg-WHAT, which may have neither run bit nor shebang; runs ./spkg-check
#   today   makes them of spkg-WHAT.in, which may have no shebang; runs an executable spkg-WHAT as it is; installs
#           spkg-check alone into SAGE_LOCAL/var/lib/sage/scripts/PACKAGE and runs it there, in the build directory
#
# Environment: SAGE_ROOT, with the folder build/pkgs/PACKAGE; SAGE_LOCAL; SAGE_DISTFILES, with the tarball;
# SAGE_CHECK=yes or warn runs spkg-check; SAGE_KEEP_BUILT_SPKGS=yes keeps the build directory; the rest reaches the
# scripts.
# Exit status: 0 installed; 1 Sage would stop, and says why.

set -eu

die() {
  printf 'sage-spkg: %s\n' "$*" >&2
  exit 1
}

main() {
  release=$1 PKG_BASE=$2
  folder=$SAGE_ROOT/build/pkgs/$PKG_BASE
  PKG_VER=$(cat "$folder/package-version.txt") PKG_NAME=$PKG_BASE-$PKG_VER
  SAGE_BUILD_DIR=$SAGE_LOCAL/var/tmp/sage/build
  SAGE_PKG_DIR=$SAGE_BUILD_DIR/$PKG_NAME
  SAGE_DESTDIR=$SAGE_PKG_DIR/inst
  scripts=$SAGE_LOCAL/var/lib/sage/scripts/$PKG_BASE
  export SAGE_BUILD_DIR SAGE_DESTDIR PKG_BASE PKG_NAME PKG_VER
  test "$release" = 8.7 || export SAGE_INST_LOCAL="$SAGE_LOCAL"
  verify_tarball
  unpack
  make_scripts
  poison_proxies
  mkdir -p "$SAGE_DESTDIR$SAGE_LOCAL/lib"
  ln -s lib "$SAGE_DESTDIR$SAGE_LOCAL/lib64"
  ./spkg-install </dev/null || die "Error installing package $PKG_NAME"
  move_destdir
  check
  cd /
  test "${SAGE_KEEP_BUILT_SPKGS-}" = yes || rm -rf "$SAGE_PKG_DIR"
}

parameter() { # parameter NAME: its value in checksums.ini
  sed -n "s/^$1 *= *//p" "$folder/checksums.ini"
}

# 8.7 knows no sha256.
verify_tarball() {
  tarball=$SAGE_DISTFILES/$(parameter tarball | sed "s/VERSION/${PKG_VER%.p*}/")
  test -f "$tarball" || die "Error downloading tarball of $PKG_BASE: $tarball"
  for sum in sha1 sha256; do
    case $release,$sum in 8.7,sha256) continue ;; esac
    test "$(parameter $sum)" = "$(${sum}sum <"$tarball" | cut -d ' ' -f 1)" || die "Invalid checksum: $sum of $tarball"
  done
}

unpack() {
  mkdir -p "$SAGE_BUILD_DIR"
  rm -rf "$SAGE_PKG_DIR"
  cp -R -L -p "$folder" "$SAGE_PKG_DIR"
  mkdir "$SAGE_PKG_DIR/src"
  cd "$SAGE_PKG_DIR/src"
  tar -x -f "$tarball" --strip-components=1
  for patch in ../patches/*.patch; do
    test ! -r "$patch" || patch -p1 --no-backup-if-mismatch <"$patch" || die "Error applying '$patch'"
  done
  cd ..
}

make_scripts() {
  for script in spkg-install spkg-check; do
    if test "$release" = 8.7; then
      test ! -x "$script" || die "$script should not be marked executable in the build/pkgs directory"
      test ! -f "$script" || wrap "$script" "$script"
    elif test -f "$script.in"; then
      wrap "$script.in" "$script"
    fi
  done
}

# wrap FILE SCRIPT: Sage's functions are sourced before it, and export all that is set from there on.
wrap() {
  case $(head -n 1 "$1") in '#!'*) die "$1 should not contain a shebang line" ;; esac
  {
    printf '%s\n' '#!/usr/bin/env bash' "export SAGE_ROOT='$SAGE_ROOT'" "export SAGE_PKG_DIR='$SAGE_PKG_DIR'"
    # shellcheck disable=SC2016 # for the script
    printf '%s\n' 'set -o allexport' 'cd "$SAGE_PKG_DIR" || exit'
    cat "$1"
  } >.script
  mv .script "$2"
  chmod +x "$2"
}

poison_proxies() {
  test "$(cat "$folder/type")" = standard || return 0
  for name in http https ftp rsync; do
    export "${name}_proxy=http://192.0.2.0:5187/"
  done
}

move_destdir() {
  rm -f "$SAGE_DESTDIR$SAGE_LOCAL/lib64" "$SAGE_DESTDIR$SAGE_LOCAL"/lib/*.la
  cp -R -p "$SAGE_DESTDIR$SAGE_LOCAL/." "$SAGE_LOCAL"
  rm -rf "$SAGE_DESTDIR"
  unset SAGE_DESTDIR
}

check() {
  case ${SAGE_CHECK-} in yes | warn) ;; *) return 0 ;; esac
  if test ! -f spkg-check; then
    echo "Package $PKG_NAME has no test suite."
    return
  fi
  script=./spkg-check
  if test "$release" = today; then
    mkdir -p "$scripts"
    cp -p spkg-check "$scripts/"
    script=$scripts/spkg-check
  fi
  "$script" </dev/null || {
    test "$SAGE_CHECK" = warn || die "Error testing package $PKG_NAME"
    echo "Warning: Failures testing package $PKG_NAME (ignored)"
    return
  }
  echo "Passed the test suite for $PKG_NAME."
}

main "$@"
