#!/bin/sh
# The probes run on machines of another byte order and word size, emulated by
# qemu-user.  Part of make check-macros.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

# Asserts what is true of the emulator's Linux: that of the machine below, but
# madvise (MADV_FREE) is accepted and not passed on, nor is MADV_DONTNEED before QEMU 7.1 (linux-user/mmap.c,
# target_madvise).  What the compiler links starts the emulator, so that configure takes
# the build for a native one.
assert_emulated_() { # TRIPLET EMULATOR
  require_program_ "$1-gcc" "$2" || return 0
  wrapping_compiler_ "$1-gcc" "exec $2 -L /usr/$1"
  site='' configured_ --host="$1" CC="$work/wrapping-cc"
  assertContains "$(cat "$work/log")" 'whether we are cross compiling... no'
  dontneed=discards
  case $("$2" --version | sed -n 's/^.* version \([0-9.]*\).*/\1/p') in [1-6].* | 7.0*) dontneed=accepted ;; esac
  assert_facts_ func_mmap_noreserve=yes func_mmap_commit=yes func_madvise=yes madvise_free=accepted \
    "madvise_dontneed=$dontneed"
}

# The same without running anything.
assert_guessed_() { # TRIPLET
  require_program_ "$1-gcc" || return 0
  site='' configured_ --build=x86_64-pc-linux-gnu --host="$1"
  assertContains "$(cat "$work/log")" "checking for $1-gcc... $1-gcc"
  assert_facts_ 'func_mmap_noreserve=guessing yes' 'func_mmap_commit=guessing yes' \
    'madvise_dontneed=guessing discards'
}

test_big_endian_s390x() {
  assert_emulated_ s390x-linux-gnu qemu-s390x
}

test_32_bit_armhf() {
  assert_emulated_ arm-linux-gnueabihf qemu-arm
}

test_cross_s390x() {
  assert_guessed_ s390x-linux-gnu
}

test_cross_armhf() {
  assert_guessed_ arm-linux-gnueabihf
}

. shunit2
