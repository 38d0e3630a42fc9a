#!/bin/sh
# The probes run on machines of another byte order and word size, emulated by
# qemu-user.  Part of make check-macros.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

# A compiler for MACHINE whose programs run here, so that configure takes the
# build for a native one: what it links starts the emulator.
emulated_compiler_ () # TRIPLET EMULATOR
{
  require_program_ "$1-gcc" "$2" || return 1
  cat >"$work/emulated-cc" <<END
#!/bin/sh
output=a.out
linking=yes
after=
for argument; do
  test "x\$after" != x-o || output=\$argument
  after=\$argument
  case \$argument in
    -c | -E | -S | -v | -V | --version | -qversion) linking=no ;;
  esac
done
$1-gcc "\$@" || exit
test \$linking = yes || exit 0
mv "\$output" "\$output.program"
printf '#!/bin/sh\nexec $2 -L /usr/$1 "\$(dirname "\$0")/%s.program" "\$@"\n' \
  "\${output##*/}" >"\$output"
chmod +x "\$output"
END
  chmod +x "$work/emulated-cc"
}

# Asserts what is true of the emulator's Linux: that of the machine below, but
# madvise (MADV_FREE) is accepted and not passed on.
assert_emulated_ () # TRIPLET EMULATOR
{
  require_suite_ || return 0
  emulated_compiler_ "$1" "$2" || return 0
  site='' configure_ --host="$1" CC="$work/emulated-cc"
  assert_status_ 0 $? "configure"
  assertContains "$(cat "$work/log")" 'whether we are cross compiling... no'
  assertEquals yes "$(fact_ ax_cv_func_mmap_noreserve)"
  assertEquals yes "$(fact_ ax_cv_func_mmap_commit)"
  assertEquals yes "$(fact_ ax_cv_func_madvise)"
  assertEquals accepted "$(fact_ ax_cv_madvise_free)"
  assertEquals discards "$(fact_ ax_cv_madvise_dontneed)"
}

# The same without running anything.
assert_guessed_ () # TRIPLET
{
  require_suite_ || return 0
  require_program_ "$1-gcc" || return 0
  site='' configure_ --build=x86_64-pc-linux-gnu --host="$1"
  assert_status_ 0 $? "configure"
  assertContains "$(cat "$work/log")" "checking for $1-gcc... $1-gcc"
  assertEquals 'guessing yes' "$(fact_ ax_cv_func_mmap_noreserve)"
  assertEquals 'guessing yes' "$(fact_ ax_cv_func_mmap_commit)"
  assertEquals 'guessing discards' "$(fact_ ax_cv_madvise_dontneed)"
}

test_big_endian_s390x ()
{
  assert_emulated_ s390x-linux-gnu qemu-s390x
}

test_32_bit_armhf ()
{
  assert_emulated_ arm-linux-gnueabihf qemu-arm
}

test_cross_s390x ()
{
  assert_guessed_ s390x-linux-gnu
}

test_cross_armhf ()
{
  assert_guessed_ arm-linux-gnueabihf
}

# shellcheck source=/dev/null # from PATH
. shunit2
