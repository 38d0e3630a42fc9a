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
  test -z "${CONFIG_SITE-}" || idle_compiler_ "$CONFIG_SITE"
}

# unknown_host_: from here on the answers of the probes are not known, until known_host_.
unknown_host_() {
  idle=
  test -n "${CONFIG_SITE-}" || return 0
  CONFIG_SITE=$SHUNIT_TMPDIR/paths
  grep '^ac_cv_path_' "$SHUNIT_TMPDIR/answers" >"$CONFIG_SITE"
}
known_host_() {
  oneTimeSetUp
}

# poolpatch_ WORD...: poolpatch; where it knows the answers of the probes, with an idle compiler.  What it prints goes to out
# and err, its exit status is $status.
poolpatch_() {
  status=0 path_=$PATH
  test -z "${CONFIG_SITE-}" || PATH=$idle$PATH
  "$top_srcdir/poolpatch" "$@" >out 2>err </dev/null || status=$?
  PATH=$path_
}

# pp_ VERB WORD...: the same, of the fixture.
pp_() {
  verb_=$1
  shift
  poolpatch_ "$verb_" "--with-recipe=$fixture" "$@"
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

# Where a patch adds a file, extracting leaves that as it is.
test_a_file_that_a_patch_added_does_not_count_when_the_tree_is_extracted_again() {
  require_toolkit_ || return 0
  cp -R "$fixture" recipe && chmod -R u+w recipe
  printf '%s\n' '--- /dev/null' '+++ b/new/added.h' '@@ -0,0 +1 @@' '+/* added */' >>recipe/patches/tinypool/commit/tinypool-1.0.0.patch
  make_tree_ tree
  pp_ apply --with-recipe=recipe --with-pool=commit tree
  assertEquals "$(cat err)" '0 /* added */' "$status $(cat tree/new/added.h)"
  cp -R "$fixture/source/." tree
  pp_ status --with-recipe=recipe tree
  assertEquals "$(cat out)" 1 "$status"
  pp_ apply --with-recipe=recipe --with-pool=commit tree
  assertEquals "$(cat err)" 0 "$status"
  assertContains "$(cat tree/src/pool.c)" PROT_NONE
  cp -R "$fixture/source/." tree
  pp_ unapply --with-recipe=recipe tree
  assertEquals "$(cat err)" 0 "$status"
  assert_same_tree_ tree
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

test_configure_starts_once_also_where_the_shell_has_no_line_numbers() {
  require_toolkit_ || return 0
  pp_ series --with-pool=commit
  assertEquals '' "$(find "$XDG_CACHE_HOME" -name configure.lineno)"
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
  pp_ serial
  assertEquals "$(cat err)" '1 parallel' "$status $(cat out)"
  pp_ serial --enable-serial-build=maybe
  assertEquals '2 ' "$status $(cat out)"
}

# exported_ FORMAT NAME SHA256: the file that an export in FORMAT writes beside the patch NAME.
exported_() {
  case $1 in
    debian | quilt) echo "$2"; return ;;
  esac
  echo "# The pool patches of tinypool 1.0.0, made by 'poolpatch export --format=$1'."
  case $1 in
    rpm) printf '%s\n' '%bcond_without pool_patches' 'Source9000: poolpatch.inc' '%if %{with pool_patches}' "Patch9001: $2" '%endif' ;;
    arch)
      cat <<END
source+=('$2')
sha256sums+=('$3')

# In prepare(), in the top of the source.
poolpatch_prepare() {
  rm -f 'src/added.h'
  patch --forward --strip=1 --fuzz=0 --input="\$srcdir/$2" || return
}
END
      ;;
    cygport) echo "PATCH_URI+=\" $2\"" ;;
    spack) echo "    patch(\"$2\", sha256=\"$3\", when=\"@1.0.0\")" ;;
    conda) printf '%s\n' source: '  patches:' "    - $2" ;;
  esac
}

# The exported patches, whatever the format, are those of the series.
test_export_writes_what_each_format_wants() {
  require_toolkit_ || return 0
  cp -R "$fixture" recipe && chmod -R u+w recipe
  patch=recipe/patches/tinypool/commit/tinypool-1.0.0.patch name=poolpatch-01-tinypool-1.0.0.patch
  printf '%s\n' '--- /dev/null' '+++ b/src/added.h' '@@ -0,0 +1 @@' '+/* added */' >>"$patch"
  digest=$(sha256sum <"$patch" | sed 's/ .*//')
  while read -r format file; do
    pp_ export --with-recipe=recipe --format="$format" --with-pool=commit --output="$format"
    assertEquals "$format: $(cat err)" "0 poolpatch export: tinypool 1.0.0, pool strategy commit: requested: 1 patches in $format" \
      "$status $(cat out)"
    assertEquals "$format" "$(printf '%s\n' "$file" "$name" | LC_ALL=C sort)" "$(LC_ALL=C ls -A "$format")"
    assertTrue "$format" "cmp '$patch' $format/$name"
    assertEquals "$format" "$(exported_ "$format" "$name" "$digest")" "$(cat "$format/$file")"
  done <<'END'
quilt series
debian series
rpm poolpatch.inc
arch poolpatch.PKGBUILD
cygport poolpatch.cygport
spack poolpatch.py
conda poolpatch.yaml
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

# names_ FORMAT RELEASE...: each RELEASE with each patch that an export in all/ has for it, as the tool of FORMAT reads it.
names_() {
  format_=$1
  shift
  case $format_ in
    json) python3 -c '
import json, sys
def key(release):
    return [int(number) for number in release.split(".")]
patches = json.load(open("all/poolpatch.json"))["patches"]
for word in sys.argv[1:]:
    release = key(word)
    for patch in patches:
        if key(patch["from"]) <= release and (release <= key(patch["to"]) if "to" in patch else release < key(patch["before"])):
            print(word, patch["file"])' "$@" ;;
    conda) python3 -c '
import jinja2, sys, yaml
template = jinja2.Template(open("all/poolpatch.yaml").read())
for word in sys.argv[1:]:
    for patch in yaml.safe_load(template.render(version=word))["source"]["patches"]:
        print(word, patch)' "$@" ;;
    *) for release_ in "$@"; do "names_of_${format_}_" "$release_" | sed "s/^/$release_ /"; done ;;
  esac
}

names_of_cygport_() { # names_of_cygport_ RELEASE
  bash -euc 'error() { echo "$1" >&2; exit 1; }
    PV=("$1" ${1//./ }) PATCH_URI=""; . all/poolpatch.cygport; printf "%s\n" $PATCH_URI' bash "$1"
}

names_of_rpm_() { # names_of_rpm_ RELEASE
  cat >all.spec <<END
Name: gap
Version: $1
Release: 1
Summary: -
License: -
%include all/poolpatch.inc
%description
END
  rpmspec --parse all.spec | sed -n 's/^Patch[0-9]*: //p'
}

# can_read_ FORMAT: is its tool there?
can_read_() {
  case $1 in
    json) require_program_ python3 ;;
    cygport) require_program_ bash ;;
    conda) python3 -c 'import jinja2, yaml' 2>/dev/null || { skip_ 'no jinja2 and yaml of Python'; return 1; } ;;
    rpm) require_program_ rpmspec ;;
  esac
}

# As guards chooses for each.
test_an_export_of_a_range_holds_for_each_release() {
  require_toolkit_ || return 0
  while read -r release symbols; do
    # shellcheck disable=SC2086 # words
    guards --config="$top_srcdir/patches/gap/series.conf" commit $symbols 2>/dev/null | sed "s,.*/,$release ,"
  done >chosen <<'END'
4.10.2 gap-4.10.0
4.11.0 gap-4.10.0 gap-4.11.0
4.12.0 gap-4.10.0 gap-4.11.0 gap-4.12.0
4.14.0 gap-4.10.0 gap-4.11.0 gap-4.12.0
END
  for format in json cygport conda rpm; do
    poolpatch_ export --format="$format" --with-pool=commit --versions=4.10.0-4.14.0 --output=all
    assertEquals "$format: $(cat err)" 0 "$status"
    can_read_ "$format" || continue
    assertEquals "$format" "$(cat chosen)" "$(names_ "$format" 4.10.2 4.11.0 4.12.0 4.14.0 | sed 's/ poolpatch-[0-9]*-/ /')"
  done
}

# Spack's ranges include all that begins with their end.
test_an_export_of_a_range_for_spack() {
  require_toolkit_ || return 0
  poolpatch_ export --format=spack --with-pool=commit --versions=4.10.0-4.14.0
  assertEquals "$(cat err)" 0 "$status"
  assertEquals 'pool.patch@4.10.0:4.14.0 gap-4.10.0.patch@4.10.0:4.10 gap-4.11.0.patch@4.11.0:4.11 gap-4.12.0.patch@4.12.0:4.14.0' \
    "$(sed -n 's/^    patch("poolpatch-0[1-4]-\(.*\)", sha256="[0-9a-f]*", when="\(.*\)")$/\1\2/p' poolpatch.py | paste -s -d ' ' -)"
}

test_an_export_of_a_range_refuses_other_releases() {
  require_toolkit_ || return 0
  for format in cygport conda rpm; do
    can_read_ "$format" || continue
    pp_ export --format="$format" --with-pool=commit --versions=1.0.0-1.5.0 --output=all
    assertEquals "$format: $(cat err)" 0 "$status"
    assertContains "$format" "$(names_ "$format" 1.5.0)" poolpatch-01-tinypool-1.0.0.patch
    refusal=$(names_ "$format" 1.5.1 2>&1)
    assertContains "$format" "$refusal" 1.5.1
    assertNotContains "$format" "$refusal" poolpatch-01
  done
}

test_wrong_ranges_are_refused() {
  require_toolkit_ || return 0
  while read -r text words; do
    # shellcheck disable=SC2086 # words
    pp_ export --with-pool=commit --output=out_ $words
    assertTrue "$words" "test $status -ne 0 && test ! -e out_"
    assertEquals "$words: $(cat err)" 1 "$(grep -c -v '^usage: ' err)"
    assertContains "$words" "$(tr ' ' _ <err)" "$text"
  done <<'END'
expected_FIRST-LAST --format=json --versions=1.0.0
expected_X.Y_or_X.Y.Z --format=json --versions=one-2
the_first_release_is_later_than_the_last --format=json --versions=1.5.0-1.0.0
give_no_TREE_and_no_--version --format=json --versions=1.0.0-1.5.0 --version=1.0.0
is_for_one_release --format=debian --versions=1.0.0-1.5.0
is_for_one_release --format=quilt --versions=1.0.0-1.5.0
is_for_one_release --format=arch --versions=1.0.0-1.5.0
there_are_patches_for_tinypool_1.0.0_up_to,_not_including,_2.0.0 --format=json --versions=1.0.0-2.0.0
END
}


test_without_the_hosts_compiler_it_is_decided_by_the_names() {
  require_toolkit_ || return 0
  unknown_host_
  while IFS='|' read -r host release mode series; do
    set -- "--host=$host" "--with-cygwin-release=$release" --version=4.10.2
    poolpatch_ serial "$@"
    assertEquals "$(cat err)" "$mode" "$status $(cat out)"
    poolpatch_ series "$@"
    assertEquals "$(cat err)" "0 $series" "$status $(sed 's,.*/,,' out | paste -s -d ' ' -)"
  done <<'END'
x86_64-pc-cygwin|3.0.3|0 serial|gap-4.10.0.patch gap-4.10.0-gmp.patch
i686-pc-cygwin|3.0.4|1 parallel|gap-4.10.0.patch
END
  poolpatch_ export --format=cygport --host=x86_64-pc-cygwin --with-cygwin-release=3.6.0 --with-pool=commit --version=4.14.0
  assertEquals "$(cat err)" 0 "$status"
  known_host_
}

test_another_package_is_asked_for_by_its_name() {
  require_toolkit_ || return 0
  poolpatch_ series --with-package=pari --with-pool=commit
  assertEquals "$(cat err)" '0 pool.patch pari.patch huge-pages.patch ' "$status $(sed 's,.*/pari/commit/,,' out | tr '\n' ' ')"
  poolpatch_ series --with-package=pari --version=2.17.2
  assertEquals "$(cat err)" '0 ' "$status $(cat out)"
  unknown_host_
  poolpatch_ series --host=x86_64-pc-cygwin --with-cygwin-release=3.0.4 --with-package=pari --version=2.15.2
  assertEquals "$(cat err)" '0 pool.patch pari.patch ' "$status $(sed 's,.*/pari/commit/,,' out | tr '\n' ' ')"
  known_host_
  poolpatch_ export --format=debian --with-package=pari --with-pool=commit --version=2.15.2
  assertEquals "$(cat err)" 0 "$status"
  assertEquals 'poolpatch-01-pool.patch poolpatch-02-pari.patch poolpatch-03-huge-pages.patch' \
    "$(grep -v '^#' debian/patches/series | paste -s -d ' ' -)"
}

test_package_without_the_strategy_or_the_format_is_refused() {
  require_toolkit_ || return 0
  while read -r text words; do
    # shellcheck disable=SC2086 # words
    poolpatch_ $words
    assertEquals "$words" 1 "$status"
    assertEquals "$words: $(cat err)" 1 "$(wc -l <err | tr -d ' ')"
    assertContains "$words" "$(tr ' ' _ <err)" "$text"
  done <<'END'
PARI_has_no_noreserve_patch;_use_--with-pool=commit_or_upstream series --with-package=pari --with-pool=noreserve
--with-package=junk:_expected_one_of:_gap_pari series --with-package=junk
no_patch_for_PARI_2.9.5;_there_are_patches_for_pari_2.13.1_up_to,_not_including,_2.18.0 series --with-package=pari --with-pool=commit --version=2.9.5
--format=sage_is_for_gap_alone export --format=sage --with-package=pari --with-pool=commit --version=2.15.2
END
  assertFalse 'something was written' 'test -e build'
}

test_what_names_do_not_tell_is_refused_without_the_compiler() {
  require_toolkit_ || return 0
  unknown_host_
  while read -r text words; do
    # shellcheck disable=SC2086 # words
    pp_ $words
    assertTrue "$words" "test $status -ne 0"
    assertContains "$words" "$(tr ' ' _ <err)" "$text"
  done <<'END'
set_it_with_--with-cygwin-release=X.Y.Z series --host=x86_64-pc-cygwin
install_mips64-unknown-netbsd-gcc series --host=mips64-unknown-netbsd
END
  make_tree_ tree
  pp_ apply --with-pool=commit --host=x86_64-pc-cygwin --with-cygwin-release=3.6.0 tree
  assert_refused_ 1 'expected x86_64-pc-cygwin-gcc'
  assert_same_tree_ tree
  known_host_
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

test_pool_strategy_in_the_environment_is_the_default() {
  require_toolkit_ || return 0
  POOL_STRATEGY=noreserve pp_ series
  assertEquals "$(cat err)" "0 $fixture/patches/tinypool/noreserve/tinypool-1.0.0.patch" "$status $(cat out)"
  POOL_STRATEGY=noreserve pp_ series --with-pool=commit
  assertEquals "$(cat err)" "0 $fixture/patches/tinypool/commit/tinypool-1.0.0.patch" "$status $(cat out)"
  POOL_STRATEGY=much pp_ series
  assert_refused_ 1 "POOL_STRATEGY: wrong value: 'much'; expected auto, noreserve, commit or upstream"
  assertEquals 'one line' 1 "$(wc -l <err | tr -d ' ')"
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

# As the shell says it where the disk is full, and goes on.
test_decision_that_was_not_written_whole_is_not_kept() {
  require_toolkit_ || return 0
  script_ bin/shell <<'END'
echo "$1: line 7: printf: write error: No space left on device" >&2
exec sh "$@"
END
  XDG_CACHE_HOME=$work/cache CONFIG_SHELL=$work/bin/shell pp_ series --with-pool=commit
  assertEquals 1 "$status"
  assertContains "$(cat err)" 'No space left on device'
  assertEquals '' "$(ls cache/poolpatch/decisions)"
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

# copy_toolkit_ DIR: the files that the command needs.
copy_toolkit_() {
  mkdir "$1"
  (cd "$top_srcdir" && tar -c -f - poolpatch configure.ac build-aux checksums.ini package-version.txt build patches) |
    tar -x -C "$1" -f -
}

test_a_decision_of_another_copy_of_the_toolkit_is_not_taken() {
  require_toolkit_ || return 0
  pp_ series --with-pool=commit
  first=$(cat out)
  copy_toolkit_ copy
  PATH=${idle-}$PATH copy/poolpatch series "--with-recipe=$fixture" --with-pool=commit >out 2>err
  assertEquals "$(cat err)" "$first" "$(cat out)"
  assertEquals "decisions for two copies" 2 \
    "$(grep -l -e "^top_srcdir='$(cd "$top_srcdir" && pwd -P)'" -e "^top_srcdir='.*/copy'" "$XDG_CACHE_HOME"/poolpatch/decisions/*/settings.sh |
      xargs sed -n 's/^top_srcdir=//p' | sort -u | wc -l | tr -d ' ')"
}

test_a_link_to_the_command_is_followed() {
  require_toolkit_ || return 0
  mkdir -p bin home/bin
  copy_toolkit_ 'home/a checkout'
  ln -s '../a checkout/poolpatch' home/bin/poolpatch
  ln -s "$work/home/bin/poolpatch" bin/poolpatch
  for command in home/bin/poolpatch bin/poolpatch; do
    PATH=${idle-}$PATH "$command" series "--with-recipe=$fixture" --with-pool=commit >out 2>err
    assertEquals "$(cat err)" "$fixture/patches/tinypool/commit/tinypool-1.0.0.patch" "$(cat out)"
  done
  assertEquals "$("$top_srcdir/poolpatch" --version)" "$(env "PATH=$work/bin:$PATH" poolpatch --version)"
}

test_a_checkout_that_is_configured_itself_serves() {
  require_toolkit_ || return 0
  copy_toolkit_ checkout
  touch checkout/config.status
  PATH=${idle-}$PATH checkout/poolpatch series "--with-recipe=$fixture" --with-pool=commit >out 2>err
  assertEquals "$(cat err)" "$fixture/patches/tinypool/commit/tinypool-1.0.0.patch" "$(cat out)"
}

# From a prefix with a blank, without Autoconf and without the checkout's own files.
test_the_installed_toolkit_patches() {
  require_toolkit_ || return 0
  test -f "$top_builddir/Makefile" || { skip_ 'not configured: nothing to install from'; return 0; }
  make -s -C "$top_builddir" DESTDIR="$work/the stage" install-toolkit >log 2>&1 || fail "$(cat log)"
  toolkit=$(dirname "$(find "$work/the stage" -path '*share/poolpatch/poolpatch')")
  make_tree_ tree
  forbid_ autoconf automake aclocal autoreconf
  PATH=$work/bin:${idle-}$PATH "$toolkit/poolpatch" apply "--with-recipe=$fixture" --with-pool=commit tree >out 2>err
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

. shunit2
