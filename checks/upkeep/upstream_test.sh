#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# upstream-series.sh makes mails of the patches, which git takes.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

make_world_() {
  cp -R "$top_srcdir/checks/tinypool" recipe
  chmod -R u+w recipe
  cp -R recipe/source tree
  (cd tree && git init -q && git add . && git_ commit -q -m 1.0.0)
  printf 'Description: add a file\n For the reason below.\n .\n Twice.\nAuthor: nobody\n---\n--- /dev/null\n+++ b/added\n@@ -0,0 +1 @@\n+added\n' \
    >recipe/patches/tinypool/commit/added.patch
  mkdir recipe/patches/tinypool/mails
  printf '# mails\ncommit/added.patch\ncommit/tinypool-1.0.0.patch\n' >recipe/patches/tinypool/mails/series
}

git_() {
  git -c user.name=me -c user.email=me@example.org "$@"
}

mails_() {
  status=0
  sh "$top_srcdir/build/upkeep/upstream-series.sh" --recipe recipe "$@" >out 2>err || status=$?
}

test_git_takes_each_mail() {
  require_program_ git patch || return 0
  make_world_
  cp -R tree by-hand
  for patch_ in added tinypool-1.0.0; do
    patch -s -p1 -d by-hand <"recipe/patches/tinypool/commit/$patch_.patch"
  done
  mails_ tree mails
  assertEquals "$(cat err)" 0 "$status"
  assertEquals 2 "$(grep -c '^mails/000[12]-.*\.patch$' out)"
  (cd tree && git_ am -q ../mails/*.patch) >log 2>&1
  assertEquals "$(cat log)" 0 $?
  assertEquals '' "$(diff -r -x .git by-hand tree)"
  assertEquals 'add a file

For the reason below.

Twice.' "$(cd tree && git log -1 --format=%B HEAD^ | sed '${/^$/d;}')"
}

test_patch_that_does_not_apply_leaves_nothing() {
  require_program_ git || return 0
  make_world_
  (cd tree && echo changed >src/pool.c && git_ commit -q -a -m changed)
  mails_ tree mails
  assertEquals 1 "$status"
  assertContains "$(cat err)" 'commit/tinypool-1.0.0.patch does not apply to'
  assertFalse 'no mails' 'test -e mails'
}

test_what_is_there_is_not_overwritten() {
  require_program_ git || return 0
  make_world_
  mkdir mails
  mails_ tree mails
  assertEquals 2 "$status"
  mails_ recipe other
  assertEquals 2 "$status"
  assertContains "$(cat err)" 'recipe is no git repository'
}

. shunit2
