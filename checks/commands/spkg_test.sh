#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# spkg-install and spkg-check: options, Sage's environment, what they say and refuse.  The program is the fixture.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

fixture=$top_srcdir/checks/tinypool

# The probes were asked when this build was configured, and what is compiled here need not be fast.
oneTimeSetUp() {
  own_cache_
  export CFLAGS=-O0
}

# install_ OPTION...: spkg-install of the fixture; what it prints goes to out and err, its exit status is $status.
install_() {
  status=0
  "$top_srcdir/spkg-install" "--with-recipe=$fixture" "$@" >out 2>err </dev/null || status=$?
}

# installed_: goes where the fixture is installed, for several tests once; what that printed is in first.
installed_() {
  require_built_toolkit_ || return 1
  world=$SHUNIT_TMPDIR/world
  if test ! -d "$world"; then
    mkdir "$world"
    cd "$world" || exit 99
    CONFIG_SHELL='' install_ "--with-source=$fixture/source" --with-pool=commit
    assertEquals "$(cat err)" 0 "$status"
    mv out first
  fi
  cd "$world" || exit 99
}

require_built_toolkit_() {
  require_toolkit_ && require_program_ make || return 1
  "$top_srcdir/build/prereqs/prereqs.sh" >/dev/null 2>&1 || {
    skip_ "what GAP needs is not installed, and spkg-install looks for it"
    return 1
  }
}

test_installs_and_proves() {
  installed_ || return 0
  assertContains "$(cat first)" 'pool: commit, reserved '
  assertEquals "spkg-install: tinypool 1.0.0 with pool strategy commit is in $world/local" "$(tail -n 1 first)"
  assertTrue 'installed' "test -x local/bin/tinypool"
}

test_second_installation_has_nothing_to_do() {
  installed_ || return 0
  before=$(find local _build/stamps -type f -exec cksum {} + | sort)
  install_ "--with-source=$fixture/source" --with-pool=commit
  assertEquals "$(cat err)" 0 "$status"
  assertEquals "spkg-install: nothing to do: tinypool 1.0.0 with pool strategy commit is in $world/local" \
    "$(tail -n 1 out)"
  assertEquals "$before" "$(find local _build/stamps -type f -exec cksum {} + | sort)"
}

# configure is made first, and is no sign that the rest was.
test_bootstrap_that_was_killed_is_repeated() {
  mkdir top logs
  cp "$top_srcdir/bootstrap" top/
  forbid_ automake
  echo : | script_ bin/autoreconf
  echo : | script_ top/build/upkeep/line-numbers.sh
  script_ top/build/upkeep/decide-configure.sh <<'END'
mkdir -p build/decide
echo made >>build/decide/configure
test ! -f die || kill -9 $PPID
END
  : >top/die
  PATH=$work/bin:$PATH sh top/bootstrap >log 2>&1
  assertTrue 'it was killed late' 'test -f top/build/decide/configure'
  rm top/die
  for time in 1 2; do
    (
      stage='a test'
      PATH=$work/bin:$PATH
      # shellcheck source=build/lib/messages.sh
      . "$top_srcdir/build/lib/messages.sh"
      # shellcheck source=build/lib/configure.sh
      . "$top_srcdir/build/lib/configure.sh"
      make_configure top logs
    )
    assertEquals "time $time: made how often" 2 "$(grep -c made top/build/decide/configure)"
  done
}

test_other_words_in_the_environment_are_not_nothing_to_do() {
  installed_ || return 0
  CFLAGS='-O0 -g' install_ "--with-source=$fixture/source" --with-pool=commit
  assertEquals "$(cat err)" 0 "$status"
  assertNotContains "$(cat out)" 'nothing to do'
  assertContains "$(cat _build/src/tinypool-1.0.0/config.mk)" 'CFLAGS = -O0 -g'
}

test_prefix_and_destdir_with_blanks() {
  installed_ || return 0
  install_ "--with-source=$fixture/source" "--prefix=$world/the prefix" "DESTDIR=$world/the stage"
  assertEquals "$(cat err)" 0 "$status"
  assertTrue 'staged' "test -x 'the stage$world/the prefix/bin/tinypool'"
}

# Sage installs spkg-check alone, and runs it in the directory that it built in.
test_words_of_sage_are_obeyed_and_its_check_is_the_programs() {
  require_built_toolkit_ || return 0
  cp -R "$fixture/source" src
  export SAGE_LOCAL="$work/sage" SAGE_DESTDIR="$work/stage"
  SAGE_DEBUG=yes CFLAGS=-march=none CFLAGS_NON_NATIVE=-O1 SAGE_CONFIGURE_GMP='--with-gmp=/opt/gmp --with-x' \
    POOL_STRATEGY=commit install_
  assertEquals "$(cat err)" 0 "$status"
  assertContains "$(cat out)" 'pool: commit, reserved '
  assertTrue 'staged' "test -x stage$work/sage/bin/tinypool"
  assertFalse 'nothing outside the stage' "test -e sage"
  assertTrue 'built in src' "test -f src/.poolpatch-compiled"
  assertEquals '-O1 -O0 -g3' "$(sed -n 's/^CFLAGS = //p' src/config.mk)"
  assertContains "$(grep ^configure_args= _build/settings.sh)" '--with-gmp=/opt/gmp'
  mkdir scripts
  cp "$top_srcdir/spkg-check" scripts/
  scripts/spkg-check >out 2>err </dev/null
  assertEquals "$(cat err)" '1 ' "$? $(cat out)"
  mv "stage$work/sage" sage
  unset SAGE_DESTDIR
  scripts/spkg-check >out 2>err </dev/null
  assertEquals "$(cat err)" '0 check: the checks of tinypool 1.0.0 itself passed' "$? $(cat out)"
  unset SAGE_LOCAL
}

test_unknown_option_is_refused() {
  require_built_toolkit_ || return 0
  install_ "--with-source=$fixture/source" --with-poool=commit
  assertEquals 1 "$status"
  assertContains "$(cat err)" 'with-poool'
  assertFalse 'nothing was unpacked' "test -e _build/src"
}

test_word_that_is_no_option_is_wrong_usage() {
  install_ commit
  assertEquals 2 "$status"
  assertContains "$(cat err)" 'usage: spkg-install'
}

test_prefix_that_cannot_be_made_is_refused_before_the_build() {
  require_built_toolkit_ || return 0
  : >file
  install_ "--with-source=$fixture/source" "--prefix=$work/file/prefix"
  assertEquals 1 "$status"
  assertContains "$(cat err)" "$work/file/prefix can't be made"
  assertFalse 'nothing was compiled' "test -e _build/src/tinypool-1.0.0/.poolpatch-compiled"
}

test_missing_prerequisites_are_listed_with_the_command() {
  mkdir bin
  for program_ in sh dirname cat sed tr grep find uname printf id; do
    ln -s "$(command -v "$program_")" "bin/$program_"
  done
  status=0
  PATH=$work/bin sh "$top_srcdir/spkg-install" >out 2>err || status=$?
  assertEquals 1 "$status"
  assertContains "$(cat err)" 'missing: make, patch, quilt'
  assertFalse 'nothing was made' "test -e _build"
}

test_check_without_an_installed_program_says_what_to_do() {
  status=0
  "$top_srcdir/spkg-check" >out 2>err </dev/null || status=$?
  assertEquals 1 "$status"
  assertContains "$(cat err)" 'run spkg-install here first'
}

# check_ WORD...: spkg-check where something is installed; its make takes a line NAME PASSED FAILED SKIPPED of suites for each.
check_() {
  mkdir -p top _build/stamps
  touch _build/stamps/install
  cp "$top_srcdir/spkg-check" top/
  echo 'echo "prereqs: $*" >&2' | script_ top/build/prereqs/prereqs.sh
  echo 'echo -j3' | script_ top/build/lib/jobs.sh
  script_ bin/make <<END
echo "make: \$* \$DESTDIR" >&2
for target; do :; done
awk -v target="\$target" '\$1 == target {
  print "# TOTAL: 99\n# PASS:  " \$2 - 1 "\n# XFAIL: 1\n# FAIL: " \$3 "\n# XPASS: " \$3 "\n# ERROR: " \$3 "\n# SKIP:  " \$4
  status = \$3 > 0
} END { exit status }' '$work/suites'
END
  status=0
  MAKE="$work/bin/make --jobs" DESTDIR=/stage top/spkg-check "$@" >out 2>err </dev/null || status=$?
}

test_check_runs_every_suite_and_adds_up() {
  : >suites
  for suite in check check-long check-outside check-macros check-packaging installcheck; do
    echo "$suite 20 0 2" >>suites
  done
  check_
  assertEquals '0 120 passed, 0 failed, 12 skipped' "$status $(tail -n 1 out)"
  assertEquals 'prereqs: --for tools --for build --for tests' "$(cat err)"
  assertEquals "$(sed 's/ .*//; s,.*,make: --jobs --no-print-directory -j3 & /stage,' suites)" "$(grep ^make: out)"
  assertEquals 'all is in the log' "$(sed '$d' out)" "$(cat _build/check.log)"
  check_ --prereqs
  assertEquals '0 120 passed, 0 failed, 12 skipped' "$status $(tail -n 1 out)"
  assertEquals 'prereqs: --install --for tools --for build --for tests --for more' "$(cat err)"
  assertEquals '. .. check.log stamps' "$(cd _build && echo .* *)"
}

test_check_goes_on_when_a_suite_fails_and_fails() {
  printf '%s\n' 'check 20 1 0' 'installcheck 4 0 1' >suites
  check_
  assertEquals '1 24 passed, 3 failed, 1 skipped' "$status $(tail -n 1 out)"
}

test_check_that_ran_no_test_fails() {
  : >suites
  check_
  assertEquals '1 0 passed, 1 failed, 0 skipped' "$status $(tail -n 1 out)"
}

test_check_refuses_an_unknown_word() {
  status=0
  "$top_srcdir/spkg-check" --prerequisites >out 2>err </dev/null || status=$?
  assertEquals 2 "$status"
  assertContains "$(cat err)" 'usage: spkg-check'
}

. shunit2
