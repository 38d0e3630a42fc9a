#!/bin/sh
# AX_LINK_SENTINEL: a toolchain that can't link stops configure, with a remedy.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

# A compiler whose linker can't read debug information.
old_linker_() {
  script_ broken-cc <<END
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
}

test_a_working_toolchain_passes() {
  assertEquals yes "$(native_ prog_cc_links)"
}

# The trap: AC_PROG_CC links without -g, everything after it with -g.
test_debug_information_that_the_linker_can_not_read() {
  old_linker_
  assert_refused_ "the compiler can't link a program that calls malloc
$work/broken-cc
CFLAGS='-O2 -g -gdwarf-4'" CC="$work/broken-cc"
}

test_the_trap_in_a_cross_configure() {
  old_linker_
  assert_refused_ "the compiler can't link a program that calls malloc
CFLAGS='-O2 -g -gdwarf-4'" --build=x86_64-pc-linux-gnu --host=x86_64-pc-cygwin \
    --with-cygwin-release=3.0.4 CC="$work/broken-cc" CPPFLAGS=-D__CYGWIN__
}

test_the_named_remedy_helps() {
  old_linker_
  configured_ CC="$work/broken-cc" CFLAGS='-O2 -g0'
  assert_facts_ prog_cc_links=yes
}

test_a_linker_that_always_fails() {
  # AC_PROG_CC has linked its empty program: only what calls malloc fails.
  script_ broken-cc <<END
if grep malloc conftest.c >/dev/null 2>&1; then
  echo "undefined reference to malloc" >&2
  exit 1
fi
exec ${CC-cc} "\$@"
END
  assert_refused_ "the compiler can't link a program that calls malloc
$work/broken-cc
see config.log, then set CC, LDFLAGS and LIBS" CC="$work/broken-cc"
}

. shunit2
