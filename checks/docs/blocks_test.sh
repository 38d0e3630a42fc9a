#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The commands on the pages do what they say: each page's are run, in their order and in one shell, in a directory that looks
# like a checkout, with tinypool in the place of GAP.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/docs/lib.sh
. "$top_srcdir/checks/docs/lib.sh"

oneTimeSetUp() {
  own_cache_
  # What nobody looks at need not be fast.
  export CFLAGS=-O0
}

# for_tinypool_: the text on standard input, for it instead of GAP.
for_tinypool_() {
  sed 's/gap-4\.14\.0/tinypool-1.0.0/g; s/4\.14\.0/1.0.0/g; s|patches/gap|patches/tinypool|g; s|poolpatch-gap|poolpatch-tinypool|g; s|src/sysmem\.c|src/pool.c|g'
}

# new_top_: a directory like a checkout, whose default package is tinypool; go there. Its commands are ours.
new_top_() {
  require_toolkit_ && require_program_ make tar || return 1
  test -x "$top_builddir/poolstat/poolstat" || { skip_ 'poolstat is not built'; return 1; }
  top=$work/top
  mkdir -p "$top/checks" "$work/bin"
  cp -R "$top_srcdir/checks/tinypool" "$top/checks/"
  chmod -R u+w "$top"
  cd "$top" || return 1
  cp -R checks/tinypool/build checks/tinypool/patches checks/tinypool/checksums.ini checks/tinypool/package-version.txt .
  cp -R checks/tinypool/source tinypool-1.0.0
  tar -c -z -f tinypool-1.0.0.tar.gz tinypool-1.0.0
  echo 'exit 0' | script_ bootstrap
  echo "exec '$top_srcdir/configure' '--with-recipe=$top' \"\$@\"" | script_ configure
  # Called as Sage does it, it takes the source in ./src.
  {
    echo "test -d src || set -- '--with-source=$top/tinypool-1.0.0.tar.gz' \"\$@\""
    echo "exec '$top_srcdir/spkg-install' '--with-recipe=$top' \"\$@\""
  } | script_ spkg-install
  # shellcheck disable=SC2016 # for that shell
  printf 'verb=$1\nshift\nexec "%s/poolpatch" "$verb" "--with-recipe=%s" "$@"\n' "$top_srcdir" "$top" | script_ poolpatch
  ln -s "$top/poolpatch" "$work/bin/poolpatch"
  # shellcheck disable=SC2016 # for that shell
  echo 'echo "/* edited */" >>"$1"' | script_ "$work/bin/editor"
  PATH=$work/bin:$top_builddir/poolstat:$top_builddir/checks/cygwin-model:$PATH
  EDITOR=editor POOLPATCH=$top_srcdir
  export PATH EDITOR POOLPATCH
}

# run_page_ PAGE: all its blocks, here. What they print goes to $work/log.
run_page_() {
  blocks_ "$1" "$work/blocks"
  echo 'set -eux' >"$work/script"
  for fence_ in "$work/blocks"/*.fence; do
    read -r kind_ word_ <"$fence_" || continue
    case $kind_:$word_ in
      sh:) for_tinypool_ <"${fence_%.fence}" >>"$work/script" ;;
      *:file=*) printf "cat >'%s' <<'END OF FILE'\n%s\nEND OF FILE\n" "${word_#file=}" "$(for_tinypool_ <"${fence_%.fence}")" >>"$work/script" ;;
    esac
  done
  sh "$work/script" >"$work/log" 2>&1 </dev/null
  assertEquals "$1: $(tail -n 30 "$work/log")" 0 $?
}

test_readme_builds_and_installs() {
  new_top_ || return 0
  run_page_ README.md
  assertTrue 'the program' 'test -x b/stage/usr/bin/tinypool'
  assertTrue 'the toolkit' 'test -x b/stage/usr/bin/poolstat'
  cp b/stage/usr/bin/tinypool my-program
  assertContains "$(sleep 2 | sh -c "$(commands_ README.md | grep my-program)" 2>&1)" 'pool: commit'
  ! command -v pkg-config >/dev/null || assertEquals commit "$(PKG_CONFIG_PATH=b/stage/usr/lib/pkgconfig \
    sh -c "$(grep -o 'pkg-config --variable=[^`]*' "$top_srcdir/docs/configure.md" | sed 's/-gap$/-tinypool/')")"
}

# Those with a word in capitals are patterns, and a verb that wants more is a name, not a command.  serial tells by its status.
test_commands_in_lines_work() {
  new_top_ || return 0
  for page in $(pages_); do
    commands_ "$page"
  done | grep '^poolpatch ' | grep -v -e '[A-Z][A-Z]' -e '^poolpatch [a-qt-z][a-z]*$' -e ' status$' | sort -u |
    for_tinypool_ >commands
  assertContains "$(cat commands)" 'export --format=debian'
  while IFS= read -r command <&3; do
    sh -c "$command" >log 2>&1 </dev/null
    status=$?
    case $command,$status in *serial,1) status=0 ;; esac
    assertEquals "$command: $(cat log)" 0 "$status"
  done 3<commands
  for file in debian/patches/series poolpatch.inc poolpatch.PKGBUILD poolpatch.cygport; do
    assertTrue "$file is written" "test -s $file"
  done
}

test_packaging() {
  new_top_ || return 0
  run_page_ docs/packaging.md
  assertEquals 'the tree is what it was' '' "$(diff -r checks/tinypool/source tinypool-1.0.0)"
}

# sphinx-build is the real one, and what it was told is kept; of Sage there is what its docbuild reads.
test_manuals() {
  require_program_ pkg-config sphinx-build || return 0
  new_top_ || return 0
  mkdir doc
  echo 'Title' >doc/index.rst
  echo '=====' >>doc/index.rst
  : >doc/conf.py
  echo "echo \"\$*\" >>'$work/told'; exec $(command -v sphinx-build) \"\$@\"" | script_ "$work/bin/sphinx-build"
  echo "echo \"threads: \${SAGE_NUM_THREADS-}\" >>'$work/told'" | script_ "$work/bin/sage"
  for row in '2.11.2 1 1' '3.0.4 auto'; do
    # shellcheck disable=SC2086 # words
    set -- $row
    rm -rf b "$work/told"
    { grep -v cygwin "$SHUNIT_TMPDIR/answers" && echo "ax_cv_sys_cygwin_release=$1"; } >"$work/answers"
    CONFIG_SITE=$work/answers run_page_ docs/manuals.md
    assertTrue "$1: the manuals" 'test -f b/installed/share/doc/tinypool/guide/guide.html'
    assertEquals "$1" "-j $2 doc doc/_build
-b html -j $2 doc doc/_html
threads: ${3-}" "$(cat "$work/told")"
  done
}

test_sage() {
  new_top_ || return 0
  run_page_ docs/sage.md
  assertTrue 'installed' 'test -x sage/bin/tinypool'
  assertContains "$(cat "$work/log")" 'src: patched'
}

test_other_programs() {
  new_top_ || return 0
  rm -rf tinypool-1.0.0
  run_page_ docs/other-programs.md
  assertContains "$(cat "$work/log")" 'pool: commit'
}

test_patches() {
  new_top_ || return 0
  before=$(cat patches/tinypool/commit/tinypool-1.0.0.patch)
  run_page_ docs/patches.md
  assertContains "$(cat "$work/log")" 'commit/tinypool-1.0.0.patch        applies'
  assertContains 'the edit is in the patch' "$(cat patches/tinypool/commit/tinypool-1.0.0.patch)" '+/* edited */'
  assertNotContains 'it was not before' "$before" edited
}

test_macros() {
  require_program_ autoreconf make || return 0
  new_top_ || return 0
  mkdir empty && cd empty || return
  run_page_ docs/macros/README.md
  assertContains "$(cat "$work/log")" 'pool: commit, reserved 65536 MiB, committed 16 MiB'
}

test_cygwin_model() {
  new_top_ || return 0
  test -x "$top_builddir/checks/cygwin-model/cygwin-run" || { skip_ 'the model is not built: it is for Linux'; return 0; }
  (cd tinypool-1.0.0 && ./configure "--prefix=$work/installed" && make install) >log 2>&1 || fail "$(cat log)"
  echo "exec '$work/installed/bin/tinypool'" | script_ "$work/bin/gap"
  run_page_ docs/cygwin-model.md
}

# A page with a block that is run has a test above; the other blocks are in the list, and the list has no others.
test_every_block_is_run_or_in_the_list() {
  for page in $(pages_); do
    blocks_ "$page" "blocks/$page"
    for fence in "blocks/$page"/*.fence; do
      test -f "$fence" || continue
      case $(cat "$fence") in
        sh) grep -q -F "run_page_ $page" "$top_srcdir/checks/docs/blocks_test.sh" || fail "no test runs the commands of $page" ;;
        'sh gap' | *' file='*) ;;
        *) printf '%s\t%s\n' "$page" "$(head -n 1 "${fence%.fence}")" ;;
      esac
    done
  done | sort >others
  grep -v '^#' "$top_srcdir/checks/docs/blocks.tsv" | cut -f 1,2 | sort >listed
  assertEquals 'blocks.tsv and the pages' '' "$(diff listed others)"
  assertEquals 'each with a reason' '' "$(grep -v '^#' "$top_srcdir/checks/docs/blocks.tsv" | awk -F '\t' 'NF != 3 || $3 == ""')"
}

# A block that is indented would escape all this.
test_every_block_has_a_fence() {
  for page in $(pages_); do
    awk -v page="$page" '/^```/ { inside = !inside } !inside && /^    [^ ]/ { print page ": " $0 }' "$top_srcdir/$page"
  done >indented
  assertEquals '' "$(cat indented)"
}

. shunit2
