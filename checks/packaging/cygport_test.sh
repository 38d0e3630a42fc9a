#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# packaging/cygport: cygport's own functions read the files of the recipe, unpack and patch the source, which then is built for
# this machine.  Takes the cygport that is installed, or with CYGPORT_DIR=DIR a checkout of its sources.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/packaging/lib.sh
. "$top_srcdir/checks/packaging/lib.sh"

# What is known of this machine is not true of Cygwin.
oneTimeSetUp() {
  own_cache_
  unset CONFIG_SITE
}

# prepare_cygport_: makes cygport, in $work.
prepare_cygport_() {
  if command -v cygport >/dev/null 2>&1; then
    printf 'exec cygport "$@"\n' >cygport
  elif test -n "${CYGPORT_DIR-}"; then
    sed -e "s|@sysconfdir@|$CYGPORT_DIR/data|; s|@pkgdatadir@|$CYGPORT_DIR/data|; s|@cygclassdir@|$CYGPORT_DIR/cygclass|" \
      -e "s|@cygpartdir@|$CYGPORT_DIR/lib|; s|@gnuconfigdir@|$top_srcdir/build-aux|" "$CYGPORT_DIR/bin/cygport.in" >cygport
  else
    skip_ 'cygport is not installed: name a checkout of its sources with CYGPORT_DIR'
    return 1
  fi
  require_program_ bash rsync dos2unix diffstat gawk bzip2 xz && prepare_ || return 1
  # What it takes for the compiler of a Cygwin.
  printf 'exec cc "$@"\n' | script_ bin/x86_64-pc-cygwin-gcc
}

# new_package_ KIND: tinypool.cygport, of the recipe's block KIND.
new_package_() {
  prepare_cygport_ || return 1
  make_tarball_ tinypool-1.0.0.tar.gz
  block_ cygport "$1" | sed 's/^NAME="gap"/NAME="tinypool"/; s|^SRC_URI=.*|SRC_URI=tinypool-1.0.0.tar.gz|' >tinypool.cygport
}

cygport_() { # cygport_ COMMAND...
  HOME=$work bash cygport tinypool.cygport "$@" >build.log 2>&1
}

exported_() { # exported_ KIND
  new_package_ "$1" || return 0
  run_block_ cygport
  sed '/^PATCH_URI/d' tinypool.cygport >file
  tail -n 1 poolpatch.cygport | cat file - >tinypool.cygport
  assert_prepared_
  cygport_ srcpkg || fail "$(cat build.log)"
  assertContains "$(tar -t -f tinypool-1.0.0-1.x86_64/dist/tinypool/tinypool-1.0.0-1-src.tar.*)" poolpatch-01-tinypool-1.0.0.patch
}

applied_() { # applied_ KIND
  new_package_ "$1" || return 0
  sed '/^PATCH_URI/d' tinypool.cygport >file
  block_ cygport hook | cat file - >tinypool.cygport
  assert_prepared_
}

# assert_prepared_: twice, and what was prepared is built.
assert_prepared_() {
  for _ in 1 2; do
    cygport_ prep || fail "$(cat build.log)"
  done
  (cd tinypool-1.0.0-1.x86_64/src/tinypool-1.0.0 && sh ./configure && make) >build.log 2>&1 || fail "$(cat build.log)"
  assert_built_ "$work/tinypool-1.0.0-1.x86_64/src/tinypool-1.0.0/tinypool" commit
}

test_exported_patches_of_the_first_file() {
  exported_ cygport-4.10
}
test_exported_patches_of_the_second_file() {
  exported_ cygport-4.14
}
test_apply_in_the_hook() {
  applied_ cygport-4.14
}

test_a_source_that_does_not_fit_stops_the_build() {
  new_package_ cygport-4.14 || return 0
  sed '/^PATCH_URI/d' tinypool.cygport >file
  {
    cat file
    block_ cygport hook
    printf 'src_unpack_hook() { sed -i s/PROT_READ/PROT_ANY/ src/pool.c; }\n'
  } >tinypool.cygport
  cygport_ all && fail 'built'
  assertContains "$(cat build.log)" 'nothing was changed'
  assertContains "$(cat build.log)" 'poolpatch apply has failed'
}

# What the page says of GAP: the lines are those that export writes.
test_the_lines_of_the_page_are_those_of_export() {
  require_toolkit_ || return 0
  for release in 4.10.2 4.14.0; do
    "$top_srcdir/poolpatch" export --format=cygport --with-pool=commit "--version=$release" --host=x86_64-pc-cygwin \
      --with-cygwin-release=3.6.0 --output="$release" >log 2>&1 || fail "$(cat log)"
    assertEquals "$release" "$(sed -n "/^VERSION=$release/,/^PATCH_URI/{ /^PATCH_URI/p; }" "$top_srcdir/packaging/cygport/README.md")" \
      "$(tail -n 1 "$release/poolpatch.cygport")"
  done
}

. shunit2
