#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# configure: what it refuses, each with one clear line and nothing made, and what it reports.
# shellcheck disable=SC2154 # what the libraries set

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/stages/lib.sh"

# The probes were asked when this build was configured; their answers spare the tests most of the time.
oneTimeSetUp() {
  cache=$SHUNIT_TMPDIR/config.cache
  answers_of_ "$top_builddir/config.log" >"$cache"
  quick_guards_ "$cache"
  idle_compiler_ "$cache"
  good=$SHUNIT_TMPDIR/good
  work=$good
  mkdir "$good" && cd "$good" || exit 99
  configure_ --with-pool=commit --with-pol=commit --prefix="$good/a prefix" --disable-fetch --with-distfiles=../kept \
    "CFLAGS=-O0 -DA='b'"
  good_status=$status
  cd "$here_" || exit 99
}

# good_: what came of the one configure here that has nothing to refuse; several tests look at it.
good_() {
  cd "$good" || return
  status=$good_status
  out=$(cat out.txt)
  err=$(cat err.txt)
  assert_status_ 0
}

# configure_ [OPTION]...: configures tinypool in build/; sets status, out and err.
configure_() {
  mkdir -p build
  cp "$cache" build/config.cache
  status=0
  (cd build && HOME=$work PATH=$idle$PATH shell_ "$top_srcdir/configure" --cache-file=config.cache \
    --with-recipe="$fixture" --with-source="$fixture/source" "$@") >out.txt 2>err.txt </dev/null || status=$?
  out=$(cat out.txt)
  err=$(cat err.txt)
}

# assert_configure_refused_ TEXT...: it fails with one line that has each TEXT, and makes nothing.
assert_configure_refused_() {
  assert_refused_ "$@"
  assertEquals 'what it made' '' "$(find build -mindepth 1 ! -name config.log ! -name config.cache ! -name configure.lineno)"
  assertFalse 'config.status' 'test -e build/config.status'
}

test_unknown_strategy_is_refused() {
  configure_ --with-pool=x
  assert_configure_refused_ --with-pool "'x'" 'auto, noreserve, commit or upstream'
}

test_unknown_value_of_in_place_is_refused() {
  configure_ --enable-in-place=x
  assert_configure_refused_ --enable-in-place=x 'yes no'
}

test_unknown_value_of_serial_build_is_refused() {
  configure_ --enable-serial-build=x
  assert_configure_refused_ --enable-serial-build "'x'" 'auto, yes or no'
}

test_unknown_value_of_fetch_is_refused() {
  configure_ --enable-fetch=x
  assert_configure_refused_ --enable-fetch=x 'yes no'
}

test_unknown_value_of_manuals_is_refused() {
  configure_ --enable-manuals=x
  assert_configure_refused_ --enable-manuals=x 'yes no'
}

# on_cygwin_ VERSION [OPTION]...: configure_, as on a Cygwin whose Python has cysignals of that VERSION.
on_cygwin_() {
  mkdir -p "site/cysignals-$1.dist-info"
  printf 'Metadata-Version: 2.1\nName: cysignals\nVersion: %s\n' "$1" >"site/cysignals-$1.dist-info/METADATA"
  { grep -v -e ac_cv_host -e ac_cv_build -e cygwin "$cache" && printf '%s\n' ac_cv_build=x86_64-pc-cygwin ac_cv_host=x86_64-pc-cygwin \
    ax_cv_sys_cygwin_release=3.0.4 ax_cv_sys_cygwin_headers=none; } >cygwin.cache
  shift
  cache=$work/cygwin.cache PYTHONPATH=$work/site configure_ "$@"
  assert_status_ 0
}

test_cysignals_of_the_python_is_asked_for() {
  require_program_ python3 || return 0
  on_cygwin_ 1.8.1 --with-pool=noreserve
  assertContains "$err" 'WARNING: on Cygwin cysignals 1.8.1 takes each first touch of reserved memory for a crash'
  assertContains "$err" 'install cysignals 1.10.2 or later, or use --with-pool=commit'
}

test_cysignals_that_lets_first_touches_pass_is_no_warning() {
  require_program_ python3 || return 0
  on_cygwin_ 1.10.2 --with-pool=noreserve
  assertContains "$out" 'which cysignals the Python that will be used has... 1.10.2'
  assertNotContains "$err" cysignals
}

test_commit_asks_for_no_cysignals() {
  on_cygwin_ 1.8.1 --with-pool=commit PYTHON=false
  assertNotContains "$out$err" cysignals
}

test_python_given_is_the_one_that_is_asked() {
  on_cygwin_ 1.8.1 --with-pool=noreserve PYTHON=false
  assertContains "$out" 'which cysignals the Python that will be used has... no'
  assertNotContains "$err" cysignals
}

test_cysignals_given_is_not_asked_for() {
  on_cygwin_ 1.10.2 --with-pool=noreserve --with-cysignals=1.9 PYTHON=false
  assertNotContains "$out" 'which cysignals'
  assertContains "$err" 'WARNING: on Cygwin cysignals 1.9 takes'
}

test_cysignals_that_is_no_version_is_refused() {
  configure_ --with-cysignals=x
  assert_configure_refused_ --with-cysignals "'x'" 'X.Y'
}

test_option_that_is_none_is_refused() {
  configure_ --pool=commit
  assert_status_ 1
  assertContains "$err" 'unrecognized option: '
  assertContains "$err" --pool=commit
  assertFalse 'config.status' 'test -e build/config.status'
}

# As every configure does: packagers hand the same options to all.
test_option_of_another_package_is_a_warning() {
  good_
  assertContains "$err" 'unrecognized options: --with-pol'
}

test_in_place_needs_a_tree() {
  configure_ --enable-in-place --with-source=
  assert_configure_refused_ --enable-in-place --with-source=DIR
}

test_source_without_a_path_is_refused() {
  configure_ --with-source
  assert_configure_refused_ '--with-source needs a path'
}

test_source_that_does_not_exist_is_told_even_when_quiet() {
  configure_ --quiet --with-source="$work/nowhere"
  assert_configure_refused_ "$work/nowhere does not exist"
}

test_truncated_tarball_is_told() {
  tar -c -z -f whole.tar.gz -C "$fixture" source
  head -c 1500 whole.tar.gz >cut.tar.gz
  configure_ --quiet --with-source="$work/cut.tar.gz"
  assert_configure_refused_ "$work/cut.tar.gz is not a whole tarball"
}

test_recipe_that_is_none_is_refused() {
  configure_ --with-recipe="$work"
  assert_configure_refused_ "--with-recipe=$work" build/packages
}

test_version_without_a_patch_is_refused_and_the_others_named() {
  cp -R "$fixture/source" .
  chmod -R u+w source
  echo 'tinypool 2.1.0' >source/VERSION
  configure_ --with-source=../source --with-pool=commit
  assert_configure_refused_ --with-pool=commit 'no patch' 2.1.0 '1.0.0'
}

test_build_without_a_pool_is_refused() {
  configure_ --with-pool=commit --with-package-configure-args=--without-pool
  assert_configure_refused_ --with-pool=commit 'would do nothing' --without-pool
}

test_missing_tool_is_named_with_its_command() {
  tools_ "$work/bin"
  rm bin/quilt
  for tool_ in cc ld as nm ar ranlib hostname uname expr tr dd od egrep fgrep diff sum; do
    ! path_=$(command -v "$tool_") || test -e "bin/$tool_" || ln -s "$path_" "bin/$tool_"
  done
  echo ID=debian >os-release
  path_=$PATH
  PATH=$work/bin
  export OS_RELEASE="$work/os-release"
  configure_
  PATH=$path_
  unset OS_RELEASE
  assert_status_ 1
  assertContains "$err" 'missing: quilt'
  assertContains "$err" 'apt-get install --yes --no-install-recommends quilt'
  assertFalse 'config.status' 'test -e build/config.status'
}

# unprobed_: nothing was asked of the compiler yet.
unprobed_() {
  assertNotContains "$out" 'checking for gcc'
}

test_source_that_does_not_tell_its_version_is_refused_before_any_probe() {
  cp -R "$fixture/source" .
  chmod -R u+w source
  echo 'tinypool 1.dev' >source/VERSION
  configure_ --with-source=../source --with-pool=upstream
  assert_configure_refused_ '../source is tinypool' '(1.dev)' --with-source-version=X.Y.Z
  unprobed_
}

test_source_version_that_is_none_is_refused() {
  configure_ --with-source-version=x
  assert_configure_refused_ --with-source-version "'x'" 'X.Y.Z'
  unprobed_
}

test_source_version_without_a_source_is_the_version_to_be_fetched() {
  configure_ --with-source= --with-source-version=1.2.3
  assertEquals "$out" 0 "$status"
  assertEquals 'tinypool 1.2.3' "$(. build/settings.sh && echo "$package $package_version")"
}

test_long_value_is_cut_in_the_message() {
  long=$(printf '%010000d' 0)
  for option in --enable-in-place --with-recipe --with-source --with-source-version; do
    configure_ "$option=$long"
    assert_refused_ "${option%-version}" ...
    assertTrue "$option: ${#err} characters" "test ${#err} -lt 400"
  done
}

test_line_break_in_a_value_is_refused() {
  configure_ '--with-package-configure-args=a
b'
  assert_configure_refused_ 'line break' '--with-package-configure-args=a b'
}

test_directory_that_names_no_directory_is_refused() {
  # shellcheck disable=SC2016 # what nobody is to expand
  configure_ '--libdir=$(touch run)/lib'
  # shellcheck disable=SC2016 # likewise
  assert_refused_ 'libdir=$(touch run)/lib: ' dollar
  assertEquals 'what was run' '' "$(find . -name run)"
}

# Autoconf takes the build machine's own compiler, and its answers for those of the host.
test_compiler_of_another_system_is_refused() {
  require_program_ gcc || return 0
  grep -v -e ac_cv_host -e ac_cv_build -e ac_cv_prog "$cache" >native
  for host in x86_64-pc-cygwin x86_64-unknown-freebsd14; do
    idle='' cache=native configure_ --host=$host CC=gcc
    assert_configure_refused_ 'does not compile for' "$host-gcc"
  done
}

test_report_has_at_most_twelve_lines_with_their_origin() {
  good_
  report=$(cat build/summary.txt)
  assertTrue "$report" "test $(printf '%s\n' "$report" | wc -l) -le 12"
  assertEquals 'each with its origin' '' "$(printf '%s\n' "$report" | grep -v '\[[a-z.-]*\]$')"
  assertContains 'it is what configure prints' "$out" "$report"
  assertContains "$report" 'pool strategy      commit: requested [given]'
  assertContains "$report" 'patches            commit/tinypool-1.0.0.patch'
  assertContains 'what a cache file says was not detected here' "$report" 'madvise            yes [preset]'
}

test_configure_again_makes_nothing_newer() {
  good_
  touch -t 203001010000 build/settings.sh build/series
  (cd build && shell_ ./config.status) >/dev/null 2>&1
  assertEquals 'status' 0 $?
  touch -t 202901010000 old
  assertEquals 'build/series build/settings.sh' "$(find build/settings.sh build/series -newer old | sort | paste -s -d ' ' -)"
}

test_settings_hold_what_was_given() {
  good_
  prefix='' distfiles='' fetch_allowed='' configure_args='' package_version=''
  # shellcheck source=/dev/null # made by configure
  build_dir=$good/build && . build/settings.sh
  assertEquals "$good/a prefix" "$prefix"
  assertEquals "$good/build/../kept" "$distfiles"
  assertEquals no "$fetch_allowed"
  assertEquals 1.0.0 "$package_version"
  eval "set -- $configure_args"
  assertEquals "CFLAGS=-O0 -DA='b'" "$(for word in "$@"; do printf '%s\n' "$word"; done | grep ^CFLAGS)"
  assertEquals "--prefix=$good/a prefix" "$(for word in "$@"; do printf '%s\n' "$word"; done | grep ^--prefix)"
}

# What debhelper passes, what a site's rules pass, and values that a careless quoting would run.
test_quiet_configure_hands_on_all_words_and_prints_nothing() {
  # shellcheck disable=SC2016 # what nobody is to expand
  configure_ --quiet --with-pool=commit --prefix=/usr '--libdir=${prefix}/lib/a b' --disable-maintainer-mode \
    --disable-option-checking --with-package-configure-args="--with-x='a b' \"--y=it's\" '--z=\$(touch run)\`touch run\`'" CXX='g++ -std=c++11' CPP='cc -E'
  assert_status_ 0
  assertEquals "$out" '' "$out$err"
  # shellcheck disable=SC2034 source=/dev/null # made by configure, it reads build_dir
  build_dir=$work/build && . build/settings.sh
  assertEquals '/usr/lib/a b' "$libdir"
  eval "set -- $configure_args"
  assertEquals "--bindir=/usr/bin
--datadir=/usr/share
--datarootdir=/usr/share
--disable-maintainer-mode
--exec-prefix=/usr
--includedir=/usr/include
--libdir=/usr/lib/a b
--prefix=/usr
--with-x=a b
--y=it's
--z=\$(touch run)\`touch run\`
CPP=cc -E
CXX=g++ -std=c++11" "$(printf '%s\n' "$@" | grep -v '^CC=' | sort)"
  assertEquals 'what was run' '' "$(find . -name run)"
}

# compiler_ NAME LINES: makes bin/NAME, a C++ compiler, or a C compiler whose default is C17, that begins with the shell's
# LINES.
compiler_() {
  mkdir -p bin
  {
    printf '#!/bin/sh\n%s\n' "$2"
    case $1 in *++*) echo 'exec c++ "$@"' ;; *) echo 'exec cc -std=gnu17 "$@"' ;; esac
  } >"bin/$1"
  chmod +x "bin/$1"
}

# ask_compilers_ WORD...: configure_ that looks for the compilers again, finds those of bin/, and asks what they take for C17.
# Autoconf 2.73 and later add an option for C23 of their own.
ask_compilers_() {
  { grep -v -e '_prog_.*CC=' -e cc_c23 -e cc_unprototyped -e ac_cv_env "$cache" && echo 'ac_cv_prog_cc_c23='; } >other.cache
  idle='' cache=$work/other.cache PATH=$work/bin:$PATH configure_ "$@"
}

configure_with_() { # WORD...: ask_compilers_, which must succeed
  ask_compilers_ "$@"
  assert_status_ 0
  # shellcheck disable=SC2034 source=/dev/null # made by configure, it reads build_dir
  words=$(build_dir=$work/build && . build/settings.sh && printf '%s\n' "$configure_args")
}

# It refuses a function declared without arguments that is called with some, as long as no -std comes.
c23='case " $* " in *" -std=gnu17 "*) ;; *) ! grep -q "_function) ()" conftest.c 2>/dev/null || exit 1 ;; esac'

test_compiler_of_c23_gets_the_option_an_old_version_needs_and_cxx_that_is_given_stays() {
  compiler_ my-gcc "$c23"
  compiler_ my-g++ ''
  configure_with_ CC=my-gcc CXX=c++
  assertContains "$words" "'CXX=c++'"
  assertNotContains "$words" my-g++
  assertContains "$words" "'CC=my-gcc -std=gnu17'"
  assertContains "$out" 'compilers          my-gcc -std=gnu17: tinypool before 2 is not C23 [decided]'
}

test_compiler_of_c17_gets_nothing_and_cxx_that_is_not_there_is_not_named() {
  compiler_ my-gcc ''
  configure_with_ CC=my-gcc
  assertContains "$words" "'CC=my-gcc'"
  assertNotContains "$words" CXX
  assertContains "$out" 'compilers          my-gcc [given]'
}

test_version_that_is_mended_gets_nothing() {
  compiler_ my-gcc "$c23"
  cp -R "$fixture/source" .
  chmod -R u+w source
  echo 'tinypool 2.1.0' >source/VERSION
  configure_with_ CC=my-gcc --with-source=../source --with-pool=upstream
  assertNotContains "$words" gnu17
}

test_compiler_that_no_option_helps_is_refused() {
  compiler_ my-gcc '! grep -q "_function) ()" conftest.c 2>/dev/null || exit 1'
  ask_compilers_ CC=my-gcc
  assert_configure_refused_ 'my-gcc' 'tinypool before 2 is not C23' -std
}

test_cxx_goes_with_the_cc_given() {
  for pair in 'clang-99 clang++-99' 'some-target-gcc-99 some-target-g++-99'; do
    compiler_ "${pair% *}" ''
    compiler_ "${pair#* }" ''
    configure_with_ "CC=${pair% *} -O1 -std=gnu11"
    assertContains "$pair" "$words" "'CXX=${pair#* } -O1'"
    assertContains "$pair" "$out" "compilers          ${pair% *} -O1 -std=gnu11; ${pair#* } -O1 goes with it [given]"
  done
}

. shunit2
