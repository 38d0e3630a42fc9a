#!/bin/sh
# A foreign project finds the installed macros, and needs nothing else; and each way of packaging/autotools passes distcheck.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

# Installs the macros below $work/stage and lets the example's aclocal look
# for them there, as it looks below /usr after an installation.
prepared_() {
  require_program_ autoreconf automake make guards || return 1
  test -f "$top_builddir/Makefile" ||
    { skip_ 'not configured: nothing to install from'; return 1; }
  make -s -C "$top_builddir" DESTDIR="$work/stage" install-toolkit >"$work/log" 2>&1
  assert_status_ 0 $? "make install-toolkit"
  ACLOCAL_PATH=$(dirname "$(find "$work/stage" -name ax_madvise.m4)")
  export ACLOCAL_PATH
  cp -R "$top_srcdir/checks/example" "$work/arena" && chmod -R u+w "$work/arena" && cd "$work/arena" || return 1
}

test_a_foreign_project_builds_with_the_installed_macros() {
  prepared_ || return 0
  autoreconf --install --warnings=all,error >log 2>&1
  assert_status_ 0 $? "autoreconf" log
  assertEquals 'macros left over' '' "$(grep -n 'AX_[A-Z]' configure)"

  mkdir "$work/parallel" && cd "$work/parallel" || return 1
  ../arena/configure >log 2>&1
  assert_status_ 0 $? "configure" log
  make -j2 >make.log 2>&1
  assert_status_ 0 $? "make" make.log
  assertEquals 'arena: commit' "$(./arena)"
  assertEquals bundled-commits.patch "$(grep -v '^#' patches/series)"
  assertContains 'the jobserver' "$(grep bundled: make.log)" jobserver

  mkdir "$work/serial" && cd "$work/serial" || return 1
  ../arena/configure -q --build=x86_64-pc-linux-gnu --host=x86_64-pc-cygwin \
    --with-cygwin-release=3.0.7 CC="${CC-cc}" CPPFLAGS=-D__CYGWIN__ ax_cv_func_mmap_commit=no >log 2>&1
  assert_status_ 0 $? "configure" log
  make -j2 >make.log 2>&1
  assert_status_ 0 $? "make" make.log
  assertEquals bundled-spares.patch "$(grep -v '^#' patches/series)"
  assertNotContains 'no jobserver' "$(grep bundled: make.log)" jobserver
  assertContains "$(cat Makefile)" '
.NOTPARALLEL:
'
  make distclean >make.log 2>&1
  assertEquals 'left after make distclean' 'log make.log ' "$(find . -type f | sed 's,./,,' | sort | tr '\n' ' ')"
}

# block_ KIND: the block ```KIND of packaging/autotools.
block_() {
  page_block_ packaging/autotools/README.md "$1"
}

# takes_macros_from_ LINE: the example's configure.ac says where they are.
takes_macros_from_() {
  printf '%s\n' "$1" >line
  sed '/^AC_CONFIG_AUX_DIR/r line' configure.ac >configure.new && mv configure.new configure.ac && rm line
}

# assert_distcheck_: what is asked about the compiler is known from this build.
assert_distcheck_() {
  answers_of_ "$top_builddir/config.log" >"$work/answers"
  (
    CONFIG_SITE=$work/answers
    export CONFIG_SITE
    autoreconf --install && ./configure && make distcheck
  ) >log 2>&1
  assert_status_ 0 $? "make distcheck" log
}

test_distcheck_with_the_installed_macros() {
  prepared_ || return 0
  eval "$(block_ installed | sed "s,=.*,='$ACLOCAL_PATH',")"
  assert_distcheck_
}

test_distcheck_with_copied_macros() {
  prepared_ || return 0
  takes_macros_from_ 'AC_CONFIG_MACRO_DIRS([m4])'
  block_ copied | sh -e >log 2>&1
  assert_status_ 0 $? "aclocal --install" log
  unset ACLOCAL_PATH
  assert_distcheck_
}

test_distcheck_with_a_subproject() {
  prepared_ || return 0
  unset ACLOCAL_PATH
  takes_macros_from_ "$(block_ subproject)"
  mkdir poolpatch && cp -R "$top_srcdir/m4" poolpatch
  assert_distcheck_
}

# The page has the names of the defaults.
test_the_page_names_what_goes_with_distclean() {
  assertEquals "$(grep ^DISTCLEANFILES "$top_srcdir/checks/example/Makefile.am")" \
    "$(block_ make | sed 's/serial-run/one-at-a-time/')"
}

. shunit2
