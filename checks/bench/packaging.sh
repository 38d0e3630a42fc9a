#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/packaging.sh PAIRS [FORM...]: what poolpatch adds to the build of a package: the same tool
# and source with the recipe and without, in pairs run one after the other, the order changing from pair to pair.
# FORM (default: all whose tool is there):
#   debian-export debian-apply   dpkg-buildpackage -b
#   rpm-export rpm-apply         rpmbuild -bb
#   arch-export arch-apply       makepkg
#   sage-export                  the stand-in for sage-spkg, its folder without the patches beside it
# The source is what `make fetch` of the build directory has, packed once more.  The tests of the package are not run.  The
# cache of poolpatch is empty in each build, as on a machine that builds packages.
# Prints the median of the pairs' ratios, with over without (checks/bench/pairs.sh); the table also goes to
# checks/bench/packaging.tsv, in the form of docs/results.tsv.  Needs hyperfine, and the tools.  Environment: top_srcdir,
# top_builddir, KEEP=DIR: where the packages go.
# Exit status: 0; 1 a median is over 1.05; 99 it can't be measured.

set -eu

: "${top_srcdir:?is to be set}" "${top_builddir:?is to be set}"
# shellcheck source=checks/bench/pairs.sh
. "$top_srcdir/checks/bench/pairs.sh"
# shellcheck source=checks/lib.sh
. "$top_srcdir/checks/lib.sh"
# shellcheck source=checks/packaging/lib.sh
. "$top_srcdir/checks/packaging/lib.sh"
results=$top_builddir/checks/bench/packaging.tsv
mkdir -p "${results%/*}"
where=$(cd "$top_builddir" && sh "$top_srcdir/checks/bench/where.sh")
pairs=$1 name=$(setting_ package) version=$(setting_ package_version) recipe=$(setting_ recipe)
shift
fetched=$(sed -n 1p "$top_builddir/stamps/fetch")
# shellcheck disable=SC2034 # read there
fixture=$recipe packaged=$name packaged_version=$version
jobs=$(getconf _NPROCESSORS_ONLN)
source_=$name-$version
export XDG_CACHE_HOME="$work/cache" DEB_BUILD_OPTIONS="nocheck parallel=$jobs" MAKEFLAGS="-j$jobs" SAGE_CHECK=no

# export_ SYSTEM: what the page says is done once, in the current directory.
export_() {
  block_ "$1" sh >"$work/export.sh"
  sh -eu "$work/export.sh" >"$work/log" 2>&1 || give_up "$(cat "$work/log")"
}

# room_ FORM WAY: a directory of its own for it, empty; the current one.
room_() {
  room=$work/$1-$2
  mkdir "$room"
  cd "$room"
}

# Each makes, in a room of its own, all that a build with or without the recipe needs; and build.sh, and again.sh, which
# makes the room as it was before.

prepare_debian() { # prepare_debian export|apply with|without; so the others, but sage, which is only exported
  cp "$plain" "${name}_$version.orig.tar.xz"
  mkdir debian-only && cd debian-only
  debian_directory_ "$name" "$version" override_dh_autoreconf : override_dh_auto_clean :
  echo own.patch >debian/patches/series
  packaged_patch_ >debian/patches/own.patch
  case $1,$2 in
    export,with)
      ln -s "$work/source/$source_"/* . # the export asks the tree for its version
      export_ debian ;;
    apply,with) { echo && block_ debian make; } >>debian/rules ;;
  esac
  cd ..
  echo "rm -rf $source_ *.deb && tar -x -f ${name}_$version.orig.tar.xz && cp -R debian-only/debian $source_/debian" >again.sh
  echo "cd $source_ && exec dpkg-buildpackage -us -uc -b -d" >build.sh
}

prepare_rpm() {
  mkdir SOURCES
  cp "$plain" SOURCES/
  packaged_patch_ >SOURCES/own.patch
  preamble='' prep=''
  case $1,$2 in
    export,with) export_ rpm; preamble=$(block_ rpm spec) ;;
    apply,with) prep=$(block_ rpm prep) ;;
  esac
  spec_ "$name" "$version" "$preamble" "$prep" >"$name.spec"
  echo 'rm -rf BUILD BUILDROOT RPMS' >again.sh
  echo "exec rpmbuild --define '_topdir $room' --define 'debug_package %{nil}' -bb $name.spec" >build.sh
}

# makepkg refuses to be run by root.
prepare_arch() {
  cp "$plain" .
  arrays='' prepare='  :'
  case $1,$2 in
    export,with) export_ arch; arrays=$(block_ arch bash) prepare=$(block_ arch prepare) ;;
    apply,with) prepare=$(block_ arch apply) ;;
  esac
  pkgbuild_ "$name" "$version" "$arrays" "$prepare" >PKGBUILD
  echo 'rm -rf src pkg ./*.pkg.tar' >again.sh
  as_user=
  test "$(id -u)" != 0 || { as_user='setpriv --reuid=65534 --regid=65534 --clear-groups'; chown -R 65534:65534 .; }
  echo "exec $as_user env PKGEXT=.pkg.tar PKGDEST= SRCDEST= BUILDDIR= XDG_CACHE_HOME=$room/cache makepkg -f --nodeps --nocheck" >build.sh
  echo 'rm -rf cache' >>again.sh
}

prepare_sage() {
  mkdir -p build/pkgs upstream
  cp "$plain" upstream/
  export_ sage
  {
    echo "tarball=$name-VERSION.tar.xz"
    echo "sha1=$(sha1sum <"$plain" | cut -d ' ' -f 1)"
    echo "sha256=$(sha256sum <"$plain" | cut -d ' ' -f 1)"
  } >"build/pkgs/$name/checksums.ini"
  test "$1" = with || rm -f "build/pkgs/$name/patches"/*
  echo 'rm -rf local' >again.sh
  echo "SAGE_ROOT=$room SAGE_LOCAL=$room/local SAGE_DISTFILES=$room/upstream MAKE='make -j$jobs' \
exec sh '$top_srcdir/checks/packaging/sage-spkg.sh' today $name" >build.sh
}

# is_there_ SYSTEM: are its tools?
is_there_() {
  case $1 in
    debian) set -- dpkg-buildpackage dh fakeroot ;;
    rpm) set -- rpmbuild ;;
    arch) set -- makepkg pacman fakeroot bsdtar ;;
    sage) set -- bash sha1sum ;;
    *) give_up "no such form: $form; the header of checks/bench/packaging.sh has them" ;;
  esac
  for program in "$@"; do
    command -v "$program" >/dev/null || { echo "# SKIP $form: $program is not installed"; return 1; }
  done
}

# Whatever it is named and has on top.
mkdir "$work/source" "$work/unpacked"
if test -d "$fetched"; then cp -R "$fetched" "$work/unpacked/"; else tar -x -f "$fetched" -C "$work/unpacked"; fi
mv "$work/unpacked"/* "$work/source/$source_" || give_up "$fetched has more than one directory on top"
chmod -R u+w "$work/source"
plain=$work/$source_.tar.xz
XZ_OPT=-0 tar -c -J -f "$plain" -C "$work/source" "$source_"
chmod 755 "$work"
script_ "$work/bin/poolpatch" <<END
verb=\$1
shift
exec '$top_srcdir/poolpatch' "\$verb" '--with-recipe=$recipe' "\$@"
END
PATH=$work/bin:$PATH

test $# -gt 0 || set -- debian-export debian-apply rpm-export rpm-apply arch-export arch-apply sage-export
status=0
what="package builds with poolpatch over without: median of $pairs pairs"
printf '\ntable\tbench-packaging\t%s\tmake bench-packaging\t%s\n' "$where" "$what" >"$results"
printf 'form\twall time\tleast to greatest\tcpu time\tleast to greatest\tlimit\n' >>"$results"
printf '%s %s, %s (least to greatest)\n' "$name" "$version" "$what"
heads_
for form in "$@"; do
  is_there_ "${form%-*}" || continue
  for way in without with; do
    room_ "$form" "$way"
    case $form in
      debian-*) prepare_debian "${form#*-}" "$way" ;;
      rpm-*) prepare_rpm "${form#*-}" "$way" ;;
      arch-*) prepare_arch "${form#*-}" "$way" ;;
      sage-*) prepare_sage "$way" ;;
    esac
    cd "$room"
    printf 'cd %s\nrm -rf %s/cache\n. ./again.sh\n' "$room" "$work" >"$work/before-$form-$way.sh"
    printf 'cd %s\n(. ./build.sh) >log 2>&1 || { tail -n 5 log; exit 1; }\n' "$room" >"$work/$form-$way.sh"
  done
  pairs_ "$pairs" "$form-with.sh" "$form-without.sh"
  ratios_ "$form" 1.05 || status=1
  test -z "${KEEP-}" || cp -R "$work/$form-with" "$KEEP/"
  rm -rf "${work:?}/$form-with" "${work:?}/$form-without"
done
exit "$status"
