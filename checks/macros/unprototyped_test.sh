#!/bin/sh
# AX_PROG_CC_UNPROTOTYPED: the option with which a compiler takes what C23 has
# no more.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

# strict_cc_ PATTERN: makes strict-cc, a compiler whose default is C23: it
# takes functions declared without arguments only with an option that matches.
strict_cc_ ()
{
  cat >strict-cc <<END
#!/bin/sh
for argument; do
  case \$argument in $1) exec ${CC-cc} "\$@" ;; esac
done
if grep '_function) ()' conftest.c >/dev/null 2>&1; then
  echo 'error: incompatible pointer type' >&2
  exit 1
fi
exec ${CC-cc} "\$@"
END
  chmod +x strict-cc
}

test_a_compiler_of_c17_needs_nothing ()
{
  require_suite_ || return 0
  configure_ CFLAGS=-std=gnu17
  assertEquals 0 $?
  assertEquals 'none needed' "$(fact_ ax_cv_prog_cc_unprototyped)"
}

test_a_compiler_of_c23_gets_the_option ()
{
  require_suite_ || return 0
  strict_cc_ -std=gnu17
  configure_ CC="$work/strict-cc"
  assertEquals 0 $?
  assertEquals -std=gnu17 "$(fact_ ax_cv_prog_cc_unprototyped)"
}

test_one_that_does_not_know_c17_gets_c11 ()
{
  require_suite_ || return 0
  strict_cc_ -std=gnu11
  configure_ CC="$work/strict-cc"
  assertEquals 0 $?
  assertEquals -std=gnu11 "$(fact_ ax_cv_prog_cc_unprototyped)"
}

test_one_that_no_option_helps ()
{
  require_suite_ || return 0
  strict_cc_ -none
  configure_ CC="$work/strict-cc"
  assertEquals 0 $?
  assertEquals no "$(fact_ ax_cv_prog_cc_unprototyped)"
}

test_the_compilers_here ()
{
  require_suite_ || return 0
  for cc in gcc clang; do
    command -v $cc >/dev/null 2>&1 || continue
    rm -rf build
    configure_ CC=$cc
    assertNotEquals "$cc" no "$(fact_ ax_cv_prog_cc_unprototyped)"
  done
}

# shellcheck source=/dev/null # from PATH
. shunit2
