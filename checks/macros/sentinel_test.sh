#!/bin/sh
# AX_LINK_SENTINEL: a toolchain that can't link stops configure, with a remedy.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

# A compiler whose linker can't read debug information.
old_linker_ ()
{
  cat >"$work/broken-cc" <<END
#!/bin/sh
linking=yes
debugging=no
for argument; do
  case \$argument in
    -c | -E) linking=no ;;
    -g0) debugging=no ;;
    -g) debugging=yes ;;
  esac
done
case \$linking,\$debugging in
  yes,yes) echo "ld: unknown form of debug information" >&2; exit 1 ;;
esac
exec ${CC-cc} "\$@"
END
  chmod +x "$work/broken-cc"
}

test_a_working_toolchain_passes ()
{
  require_suite_ || return 0
  assertEquals yes "$(sed -n 's/^ax_cv_prog_cc_links=//p' "$suite/native/facts")"
}

# The trap: AC_PROG_CC links without -g, everything after it with -g.
test_debug_information_that_the_linker_can_not_read ()
{
  require_suite_ || return 0
  old_linker_
  assert_refused_ "the compiler can't link a program that calls malloc
$work/broken-cc
CFLAGS='-O2 -g -gdwarf-4'" CC="$work/broken-cc"
}

test_the_trap_in_a_cross_configure ()
{
  require_suite_ || return 0
  old_linker_
  assert_refused_ "the compiler can't link a program that calls malloc
CFLAGS='-O2 -g -gdwarf-4'" --build=x86_64-pc-linux-gnu --host=x86_64-pc-cygwin \
    --with-cygwin-release=3.0.4 CC="$work/broken-cc" CPPFLAGS=-D__CYGWIN__
}

test_the_named_remedy_helps ()
{
  require_suite_ || return 0
  old_linker_
  configure_ CC="$work/broken-cc" CFLAGS='-O2 -g0'
  assertEquals 0 $?
  assertEquals yes "$(fact_ ax_cv_prog_cc_links)"
}

test_a_linker_that_always_fails ()
{
  require_suite_ || return 0
  # AC_PROG_CC has linked its empty program: only what calls malloc fails.
  cat >"$work/broken-cc" <<END
#!/bin/sh
if grep malloc conftest.c >/dev/null 2>&1; then
  echo "undefined reference to malloc" >&2
  exit 1
fi
exec ${CC-cc} "\$@"
END
  chmod +x "$work/broken-cc"
  assert_refused_ "the compiler can't link a program that calls malloc
$work/broken-cc
see config.log, then set CC, LDFLAGS and LIBS" CC="$work/broken-cc"
}

# shellcheck source=/dev/null # from PATH
. shunit2
