#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolpatch and its verbs, on the fixture's tree.  What configure decides is kept for all tests, as it is for a user.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

fixture=$top_srcdir/checks/tinypool

oneTimeSetUp() {
  own_cache_
}

# pp_ VERB WORD...: poolpatch VERB; what it prints goes to out and err, its exit status is $status.
pp_() {
  verb_=$1
  shift
  status=0
  "$top_srcdir/poolpatch" "$verb_" "--with-recipe=$fixture" "$@" >out 2>err </dev/null || status=$?
}

make_tree_() { # make_tree_ DIR
  cp -R "$fixture/source" "$1"
  chmod -R u+w "$1"
}

assert_same_tree_() {
  assertEquals '' "$(diff -r "$1" "$fixture/source" 2>&1)"
}

assert_refused_() { # assert_refused_ STATUS PART...
  assertEquals "$(cat out err)" "$1" "$status"
  shift
  for part_ in "$@"; do assertContains "$(cat err)" "$part_"; done
}

test_apply_patches_and_then_has_nothing_to_do() {
  require_toolkit_ || return 0
  make_tree_ 'a tree'
  pp_ apply --with-pool=commit 'a tree'
  assertEquals "$(cat err)" 0 "$status"
  assertContains "$(cat out)" 'poolpatch apply: tinypool 1.0.0: pool strategy commit: requested'
  assertContains "$(cat 'a tree/src/pool.c')" PROT_NONE
  before=$(find 'a tree' -type f -exec cksum {} +)
  pp_ apply --with-pool=commit 'a tree'
  assertEquals "$(cat err)" 0 "$status"
  assertContains "$(cat out)" "poolpatch apply: nothing to do: $(pwd -P)/a tree is patched"
  assertEquals "$before" "$(find 'a tree' -type f -exec cksum {} +)"
}

test_unapply_gives_back_the_tree() {
  require_toolkit_ || return 0
  make_tree_ tree
  pp_ apply --with-pool=commit tree
  pp_ unapply tree
  assertEquals "$(cat err)" 0 "$status"
  assert_same_tree_ tree
  pp_ unapply tree
  assertEquals "$(cat err)" 0 "$status"
  assertContains "$(cat out)" 'nothing to do'
}

test_another_strategy_takes_the_first_out() {
  require_toolkit_ || return 0
  make_tree_ tree
  pp_ apply --with-pool=commit tree
  pp_ apply --with-pool=upstream tree
  assertEquals "$(cat err)" 0 "$status"
  assert_same_tree_ tree
}

test_apply_says_why_there_is_no_patch() {
  require_toolkit_ || return 0
  case $(uname -s) in CYGWIN* | MSYS*) skip_ 'there is a patch here'; return 0 ;; esac
  make_tree_ tree
  pp_ apply tree
  assertEquals "$(cat err)" 0 "$status"
  assertContains "$(cat out)" 'pool strategy upstream: host is not Cygwin'
  assert_same_tree_ tree
}

test_a_tree_that_was_extracted_again_is_patched_again() {
  require_toolkit_ || return 0
  make_tree_ tree
  pp_ apply --with-pool=commit tree
  cp "$fixture/source/src/pool.c" tree/src/pool.c
  pp_ status tree
  assertEquals "$(cat out)" 1 "$status"
  pp_ apply --with-pool=commit tree
  assertEquals "$(cat err)" 0 "$status"
  assertContains "$(cat tree/src/pool.c)" PROT_NONE
}

test_status_tells_patched_edited_and_unpatched() {
  require_toolkit_ || return 0
  make_tree_ tree
  pp_ status tree
  assertEquals "1 $(pwd -P)/tree: not patched" "$status $(cat out)"
  pp_ apply --with-pool=commit tree
  pp_ status tree
  assertEquals 0 "$status"
  assertContains "$(cat out)" 'patched, untouched since'
  assertContains "$(cat out)" 'commit/tinypool-1.0.0.patch sha256'
  echo '/* mine */' >>tree/src/pool.c
  pp_ status tree
  assertEquals 3 "$status"
  assertContains "$(cat out)" 'src/pool.c edited since'
}

test_an_edited_tree_is_left_alone() {
  require_toolkit_ || return 0
  make_tree_ tree
  pp_ apply --with-pool=commit tree
  echo '/* mine */' >>tree/src/pool.c
  before=$(find tree -type f -exec cksum {} +)
  for verb in apply unapply; do
    pp_ $verb tree
    assert_refused_ 1 src/pool.c edited
  done
  assertEquals "$before" "$(find tree -type f -exec cksum {} +)"
}

test_explain_says_what_becomes_of_each_patch() {
  require_toolkit_ || return 0
  make_tree_ tree
  pp_ explain --with-pool=commit tree
  assertEquals "$(cat err)" 0 "$status"
  assertContains "$(cat out)" 'commit/tinypool-1.0.0.patch        applies'
  assertContains "$(cat out)" 'noreserve/tinypool-1.0.0.patch     skipped'
  assert_same_tree_ tree
}

test_series_prints_paths() {
  require_toolkit_ || return 0
  pp_ series --with-pool=commit
  assertEquals "$(cat err)" "0 $fixture/patches/tinypool/commit/tinypool-1.0.0.patch" "$status $(cat out)"
}

test_series_of_a_version_without_patches_is_refused() {
  require_toolkit_ || return 0
  pp_ series --with-pool=commit --version=2.0.0
  assert_refused_ 1 'no patch for' 2.0.0 'there are patches for tinypool 1.0.0 up to'
  assertEquals '' "$(cat out)"
}

test_serial_answers_by_word_and_status() {
  require_toolkit_ || return 0
  pp_ serial --enable-serial-build=yes
  assertEquals "$(cat err)" '0 serial' "$status $(cat out)"
  pp_ serial --enable-serial-build=no
  assertEquals "$(cat err)" '1 parallel' "$status $(cat out)"
  pp_ serial --enable-serial-build=maybe
  assertEquals '2 ' "$status $(cat out)"
}

# The exported patches, whatever the format, are those of the series.
test_export_writes_what_each_format_wants() {
  require_toolkit_ || return 0
  while read -r format file text; do
    pp_ export --format="$format" --with-pool=commit --output="$format"
    assertEquals "$format: $(cat err)" 0 "$status"
    assertTrue "$format" "cmp '$fixture/patches/tinypool/commit/tinypool-1.0.0.patch' $format/poolpatch-01-tinypool-1.0.0.patch"
    assertContains "$format" "$(cat "$format/$file")" "$text"
  done <<'END'
quilt series poolpatch-01-tinypool-1.0.0.patch
debian series poolpatch-01-tinypool-1.0.0.patch
rpm poolpatch.inc Patch9001: poolpatch-01-tinypool-1.0.0.patch
arch poolpatch.PKGBUILD source+=('poolpatch-01-tinypool-1.0.0.patch')
cygport poolpatch.cygport PATCH_URI="${PATCH_URI:-} poolpatch-01-tinypool-1.0.0.patch"
spack poolpatch.py patch("poolpatch-01-tinypool-1.0.0.patch", sha256="
conda poolpatch.yaml - poolpatch-01-tinypool-1.0.0.patch
END
}

test_export_of_json_can_be_read() {
  require_toolkit_ || return 0
  require_program_ python3 || return 0
  pp_ export --format=json --with-pool=commit --output=json
  assertEquals "$(cat err)" 0 "$status"
  assertEquals 'tinypool 1.0.0 commit poolpatch-01-tinypool-1.0.0.patch' "$(python3 -c '
import json
all = json.load(open("json/poolpatch.json"))
print(all["package"], all["version"], all["strategy"], all["patches"][0]["file"])')"
}

test_an_exported_series_is_pushed_by_quilt() {
  require_toolkit_ || return 0
  make_tree_ tree
  pp_ export --format=quilt --with-pool=commit --output=tree/patches
  (cd tree && quilt --quiltrc=- push -a --fuzz=0) >log 2>&1
  assertEquals "$(cat log)" 0 $?
  assertContains "$(cat tree/src/pool.c)" PROT_NONE
}

test_export_replaces_an_earlier_one_and_nothing_else() {
  require_toolkit_ || return 0
  mkdir -p debian/patches
  printf '%s\n' fix.patch poolpatch-01-old.patch later.patch >debian/patches/series
  echo fix >debian/patches/fix.patch
  echo old >debian/patches/poolpatch-01-old.patch
  for _ in 1 2; do
    pp_ export --format=debian --with-pool=commit
    assertEquals "$(cat err)" 0 "$status"
    assertEquals 'fix.patch later.patch poolpatch-01-tinypool-1.0.0.patch' "$(paste -s -d ' ' debian/patches/series)"
    assertEquals 'fix.patch poolpatch-01-tinypool-1.0.0.patch series' \
      "$(cd debian/patches && echo *)"
  done
}

test_export_of_no_patch_is_refused() {
  require_toolkit_ || return 0
  mkdir out_
  pp_ export --format=debian --with-pool=upstream --output=out_
  assert_refused_ 1 'no patch to write: pool strategy upstream'
  assertEquals '' "$(ls -A out_)"
}

test_wrong_words_are_refused() {
  require_toolkit_ || return 0
  make_tree_ tree
  pp_ apply
  assert_refused_ 2 'a TREE is missing'
  pp_ apply nowhere
  assert_refused_ 1 'nowhere is no directory'
  pp_ apply tree tree
  assert_refused_ 2 'unexpected argument: tree'
  pp_ apply --with-pool=much tree
  assert_refused_ 1 "'much'" 'expected auto, noreserve, commit or upstream'
  pp_ apply --with-pol=commit tree
  assert_refused_ 1 'unrecognized option' --with-pol
  pp_ apply --with-source=tree tree
  assert_refused_ 2 'TREE is what is patched'
  pp_ apply .
  assert_refused_ 1 'is not a source tree of a known package'
  pp_ export --format=nix
  assert_refused_ 2 --format=nix 'expected one of:'
  pp_ patch tree
  assert_refused_ 2 'no such verb: patch'
  assert_same_tree_ tree
}

test_works_where_no_cache_can_be_kept() {
  require_toolkit_ || return 0
  make_tree_ tree
  mkdir tmp
  TMPDIR=$work/tmp XDG_CACHE_HOME=/dev/null/cache pp_ apply --with-pool=commit tree
  assertEquals "$(cat err)" 0 "$status"
  assertContains "$(cat tree/src/pool.c)" PROT_NONE
  assertEquals '' "$(ls -A tmp)"
}

test_a_cache_of_somebody_else_is_not_used() {
  require_toolkit_ || return 0
  test "$(id -u)" = 0 || { skip_ 'only root can give it away'; return 0; }
  mkdir -p cache/poolpatch/decisions cache/poolpatch/hosts cache/poolpatch/trees tmp
  chown -R 65534 cache
  TMPDIR=$work/tmp XDG_CACHE_HOME=$work/cache pp_ series --with-pool=commit
  assertEquals "$(cat err)" 0 "$status"
  assertEquals '' "$(find cache -type f)"
}

test_a_decision_of_another_copy_of_the_toolkit_is_not_taken() {
  require_toolkit_ || return 0
  pp_ series --with-pool=commit
  first=$(cat out)
  mkdir copy
  (cd "$top_srcdir" && tar -c -f - poolpatch configure configure.ac build-aux checksums.ini package-version.txt build patches \
    checks/tinypool) | tar -x -C copy -f -
  copy/poolpatch series "--with-recipe=$fixture" --with-pool=commit >out 2>err
  assertEquals "$(cat err)" "$first" "$(cat out)"
  assertEquals "decisions for two copies" 2 \
    "$(grep -l -e "^top_srcdir='$top_srcdir'" -e "^top_srcdir='.*/copy'" "$XDG_CACHE_HOME"/poolpatch/decisions/*/settings.sh |
      xargs sed -n 's/^top_srcdir=//p' | sort -u | wc -l | tr -d ' ')"
}

# From a prefix with a blank, without Autoconf and without the checkout's own files.
test_the_installed_toolkit_patches() {
  require_toolkit_ || return 0
  test -f "$top_builddir/Makefile" || { skip_ 'not configured: nothing to install from'; return 0; }
  make -s -C "$top_builddir" DESTDIR="$work/the stage" install-toolkit >log 2>&1 || fail "$(cat log)"
  toolkit=$(dirname "$(find "$work/the stage" -path '*share/poolpatch/poolpatch')")
  make_tree_ tree
  for name in autoconf automake aclocal autoreconf; do
    script_ "bin/$name" <<'END'
echo "called: $0" >&2
exit 1
END
  done
  PATH=$work/bin:$PATH "$toolkit/poolpatch" apply "--with-recipe=$fixture" --with-pool=commit tree >out 2>err
  assertEquals "$(cat err)" 0 $?
  assertEquals '' "$(cat err)"
  assertContains "$(cat tree/src/pool.c)" PROT_NONE
  assertContains "$("$toolkit/poolpatch" --version)" 'poolpatch '
}

test_check_hands_on_to_poolstat() {
  script_ stat <<'END'
printf '%s\n' "$*"
exit 1
END
  POOLSTAT=./stat "$top_srcdir/poolpatch" check --expect=commit -- sleep 1 >out 2>err
  assertEquals "$(cat err)" '1 --expect=commit -- sleep 1' "$? $(cat out)"
}

test_help_names_every_verb() {
  help=$("$top_srcdir/poolpatch" --help)
  for verb in apply unapply status explain series export serial check; do
    assertContains "$help" "  $verb "
    assertContains "$("$top_srcdir/poolpatch" $verb --help)" 'Exit status'
  done
}

test_the_manual_page_has_every_verb() {
  sh "$top_srcdir/build/commands/make-man.sh" "$top_srcdir" >page
  for verb in apply unapply status explain series export serial check; do
    assertContains "$(cat page)" ".SS poolpatch $verb "
  done
}

# completes_ LINE WORD: is WORD offered at the end of LINE?
completes_() {
  PATH=$top_srcdir:$PATH bash -c '
    . "$1/build/commands/completion.bash"
    compopt() { :; }
    read -r -a COMP_WORDS <<<"$2"
    case $2 in *" ") COMP_WORDS+=("") ;; esac
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _poolpatch
    printf "%s\n" "${COMPREPLY[@]}"' bash "$top_srcdir" "$1" | grep -q -x -e "$2" || fail "$1: $2 is not offered"
}

test_bash_completes_verbs_options_and_values() {
  require_program_ bash || return 0
  completes_ 'poolpatch un' unapply
  completes_ 'poolpatch ' export
  completes_ 'poolpatch apply --with-p' --with-pool=
  completes_ 'poolpatch apply --with-pool = co' commit
  completes_ 'poolpatch export --format =' debian
  mkdir a-tree
  completes_ 'poolpatch status a-' a-tree
}

. shunit2
