#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# packaging/nix: Nix evaluates the expression and builds what it says, with a stand-in for nixpkgs: its package gap is
# tinypool, built with this machine's tools.  The store is the test's own.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/packaging/lib.sh
. "$top_srcdir/checks/packaging/lib.sh"

# new_expression_: pool.nix, of the recipe, beside its export; pkgs.nix, the stand-in.
new_expression_() {
  require_program_ nix-instantiate nix-build && prepare_ || return 1
  make_tarball_ tinypool-1.0.0.tar.xz
  own_patch_ own.patch
  run_block_ nix
  block_ nix nix >pool.nix
  cat >pkgs.nix <<'END_OF_FILE'
let
  build = package: derivation (package // {
    name = "tinypool-${package.version}";
    system = builtins.currentSystem;
    builder = "/bin/sh";
    args = [ "-euc" ''
      PATH=/usr/bin:/bin
      tar -x -f "$src"
      cd tinypool-*
      for patch in $patches; do patch -p1 <"$patch"; done
      ./configure --prefix="$out"
      make install
    '' ];
    src = ./tinypool-1.0.0.tar.xz;
  });
  gap = { version = "1.0.0"; patches = [ ./own.patch ]; };
in {
  gap.overrideAttrs = change: let package = gap // change gap; in { inherit (package) patches; built = build package; };
}
END_OF_FILE
  for name in STORE STATE LOG CONF; do
    eval "NIX_${name}_DIR=\$work/nix/$name; export NIX_${name}_DIR"
  done
  mkdir -p nix/CONF
  printf '%s\n' 'sandbox = false' 'build-users-group =' 'substitute = false' >nix/CONF/nix.conf
}

# evaluate_ ATTRIBUTE
evaluate_() {
  HOME=$work nix-instantiate --eval --strict -E "(import ./pool.nix { pkgs = import ./pkgs.nix; }).$1"
}

test_the_patches_come_after_the_packages_own() {
  new_expression_ || return 0
  assertEquals "[ $work/own.patch $work/poolpatch/poolpatch-01-tinypool-1.0.0.patch ]" "$(evaluate_ patches 2>&1)"
}

test_another_version_is_refused_in_one_line() {
  new_expression_ || return 0
  sed 's/version = "1.0.0"/version = "1.0.1"/' pkgs.nix >new && mv new pkgs.nix
  evaluate_ patches >out 2>&1 && fail 'evaluated'
  assertContains "$(grep error: out)" 'poolpatch/ is for 1.0.0, not 1.0.1: export it again'
}

test_what_is_built_has_the_patches() {
  new_expression_ || return 0
  HOME=$work nix-build -E '(import ./pool.nix { pkgs = import ./pkgs.nix; }).built' >build.log 2>&1 || fail "$(cat build.log)"
  assert_built_ "$work/result/bin/tinypool" commit
  assertContains "$(cat result/share/tinypool/VERSION)" 'a patch of its own'
}

. shunit2
