# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/packaging/lib.sh: what the tests of the recipes share; sourced after checks/lib.sh.
#
#   block_ SYSTEM KIND     prints the block ```KIND of the recipe of SYSTEM, for what is packaged instead of GAP
#   run_block_ SYSTEM      runs its block sh
#   prepare_               puts poolpatch on PATH, for what is packaged; 1 if it can't be tried, and says so
#   make_tarball_ FILE     packs tinypool's source as tinypool-1.0.0
#   own_patch_ FILE        makes FILE, a patch of the distribution's own, of tinypool
#   packaged_patch_        prints one of any source: it adds packager.txt
#   assert_built_ PROGRAM STRATEGY   PROGRAM runs, and its pool is of STRATEGY
#   debian_directory_ NAME VERSION [RULE...]   makes debian/, as it is without poolpatch
#   spec_ NAME VERSION PREAMBLE PREP [AUTOSETUP-OPTION...]   prints a spec file with these lines more than without poolpatch
#   pkgbuild_ NAME VERSION ARRAYS PREPARE      prints a PKGBUILD with these lines more
#   autopkgtest_ FILE...   runs autopkgtest with these packages, as on a machine that is like this one: what it installs goes to
#                          a layer in memory, and with it; what it says goes to log
#   require_autopkgtest_   skips if that can't be tried, and returns 1
# What is packaged is tinypool, or what the variables fixture (its recipe), packaged and packaged_version then say.
# shellcheck shell=sh
# shellcheck disable=SC2154 # checks/lib.sh sets work

fixture=$top_srcdir/checks/tinypool packaged=tinypool packaged_version=1.0.0

block_() {
  page_block_ "packaging/$1/README.md" "$2" |
    sed "s/gap-4\.1[04]\.[02]/$packaged-$packaged_version/g; s/4\.1[04]\.[02]/$packaged_version/g; s/gap -A -q -T/$packaged/"
}

run_block_() {
  block_ "$1" sh >"$work/block.sh"
  sh -eu "$work/block.sh" >"$work/block.log" 2>&1 || fail "$(cat "$work/block.sh" "$work/block.log")"
}

oneTimeSetUp() {
  own_cache_
}

prepare_() {
  require_toolkit_ || return 1
  test -x "$top_builddir/poolstat/poolstat" || { skip_ 'poolstat is not built'; return 1; }
  script_ "$work/bin/poolpatch" <<END
verb=\$1
shift
exec '$top_srcdir/poolpatch' "\$verb" '--with-recipe=$fixture' "\$@"
END
  case :$PATH: in *":$work/bin:"*) ;; *) PATH=$work/bin:$PATH ;; esac
}

make_tarball_() {
  mkdir -p pack
  cp -R "$fixture/source" pack/tinypool-1.0.0
  chmod -R u+w pack
  tar -c -J -f "$1" -C pack tinypool-1.0.0
  rm -rf pack
}

packaged_patch_() {
  printf '%s\n' 'Description: of the distribution' '--- /dev/null' '+++ b/packager.txt' '@@ -0,0 +1 @@' '+packaged'
}

own_patch_() {
  cat >"$1" <<'END'
Description: a patch of the distribution's own
--- a/VERSION
+++ b/VERSION
@@ -1 +1,2 @@
 tinypool 1.0.0
+with a patch of its own
END
}

assert_built_() {
  assertTrue "$1 is there" "test -x '$1'"
  "$top_builddir/poolstat/poolstat" --hold --expect="$2" -- "$1" >"$work/report" 2>&1
  assertEquals "$(cat "$work/report")" 0 $?
}

debian_directory_() {
  mkdir -p debian/source debian/patches
  echo '3.0 (quilt)' >debian/source/format
  cat >debian/control <<END
Source: $1
Maintainer: Nobody <nobody@example.org>
Section: misc
Priority: optional
Standards-Version: 4.6.2
Build-Depends: debhelper-compat (= 13)

Package: $1
Architecture: any
Depends: \${shlibs:Depends}, \${misc:Depends}
Description: program with a pool
 It has a pool.
END
  cat >debian/changelog <<END
$1 ($2-1) unstable; urgency=medium

  * First.

 -- Nobody <nobody@example.org>  Tue, 24 Nov 2026 00:00:00 +0000
END
  {
    printf '#!/usr/bin/make -f\n%%:\n\tdh $@\n'
    shift 2
    test $# -eq 0 || printf '\n%s:\n\t%s\n' "$@"
  } >debian/rules
  chmod +x debian/rules
}

spec_() {
  name_=$1 version_=$2 preamble_=$3 prep_=$4
  shift 4
  cat <<END
Name: $name_
Version: $version_
Release: 1
Summary: A program with a pool
License: GPL-2.0-or-later
Source0: $name_-$version_.tar.xz
Patch0: own.patch
$preamble_

%description
It has a pool.

%prep
%autosetup -p1 $*
$prep_

%build
./configure --prefix=/usr
make %{?_smp_mflags}

%install
make install DESTDIR=%{buildroot}

%files
/usr
END
}

pkgbuild_() {
  cat <<END
pkgname=$1
pkgver=$2
pkgrel=1
pkgdesc='A program with a pool'
arch=(any)
license=(GPL)
source=($1-$2.tar.xz)
sha256sums=(SKIP)
options=(!strip !debug)
$3

prepare() {
  cd $1-$2
$4
}

build() {
  cd $1-$2
  ./configure --prefix=/usr
  make
}

package() {
  cd $1-$2
  make install DESTDIR="\$pkgdir"
}
END
}

in_layer_() { # in_layer_ COMMAND...: with a root file system over this one in ./layer/root, which goes when COMMAND ends
  mkdir -p layer
  # shellcheck disable=SC2016 # that of the inner shell
  unshare --mount sh -euc '
    mount -t tmpfs none layer
    cd layer
    mkdir upper work root
    mount -t overlay -o "lowerdir=/,upperdir=$PWD/upper,workdir=$PWD/work" none root
    for directory in proc sys dev; do mount --rbind "/$directory" "root/$directory"; done
    cd ..
    exec "$@"' layer "$@"
}

require_autopkgtest_() {
  require_program_ autopkgtest unshare || return 1
  in_layer_ true >log 2>&1 || { skip_ "no file system can be laid over this one, as root can: $(head -n 1 log)"; return 1; }
}

autopkgtest_() {
  in_layer_ autopkgtest "$@" -- chroot "$PWD/layer/root" >log 2>&1
}
