#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The pool by itself: random sequences of calls on a system that refuses at any call, what compilers say of it, and few
# bits of addresses.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

warnings='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror'

# randomtest_ FORM CFLAG...: builds it; status 1 if this compiler can't.
randomtest_() {
  form_=$1
  shift
  # shellcheck disable=SC2086 # CC may hold options, and warnings are words
  ${CC:-cc} -std=gnu99 -g $warnings -I"$top_srcdir/pool" "$@" -o "$form_" "$top_srcdir/checks/pool/randomtest.c" >log 2>&1
}

# walk_ FORM CALLS [UNIT]...: in pages of 4, 16 and 64 KiB, and units of a page and of the UNITs.
walk_() {
  form_=$1 calls_=$2
  shift 2
  for page_ in 4096 16384 65536; do
    for unit_ in "$page_" "$@"; do
      said_=$(./"$form_" "$page_" "$unit_" "$calls_" 1 2>&1)
      assertEquals "$form_ $page_ $unit_: $said_" 0 $?
    done
  done
}

test_random_calls() {
  randomtest_ plain -O2 || fail "$(cat log)"
  walk_ plain 100000 2097152
}

test_random_calls_in_the_form_for_cygwin() {
  randomtest_ cygwin -O2 -DMMAP_POOL_CYGWIN || fail "$(cat log)"
  walk_ cygwin 100000
}

test_random_calls_under_the_sanitizers() {
  randomtest_ sane -O1 -fsanitize=address,undefined -fno-sanitize-recover || {
    skip_ "this compiler has no sanitizers: $(head -n 1 log)"
    return
  }
  walk_ sane 5000 2097152
}

test_no_compiler_has_a_warning() {
  seen_=0
  for compiler_ in gcc clang; do
    command -v "$compiler_" >/dev/null || continue
    for bits_ in -m64 -m32; do
      echo '#include <stdlib.h>' | "$compiler_" "$bits_" -fsyntax-only -x c - 2>/dev/null || continue
      for files_ in mmap_pool.h 'mmap_pool_cgroup.h mmap_pool.h' 'mmap_pool_huge.h mmap_pool.h' \
        'mmap_pool_huge.h mmap_pool_cgroup.h mmap_pool.h'; do
        for file_ in $files_; do echo "#include \"$file_\""; done >all.c
        cat >>all.c <<'END'
int main(void)
{
    struct mmap_pool pool;
    if (mmap_pool_reserve(&pool, 0, 1 << 20, 1 << 20, 65536) != 0 || mmap_pool_commit(&pool, pool.start + 1) != 0)
        return 1;
    mmap_pool_collected(&pool, pool.start, 1);
    return mmap_pool_extend(&pool, 65536) != 0 && mmap_pool_room(&pool) == 0;
}
END
        # shellcheck disable=SC2086 # words
        assertEquals "$compiler_ $bits_ with $files_" '' \
          "$("$compiler_" "$bits_" -std=c99 -D_DEFAULT_SOURCE -O2 $warnings -I"$top_srcdir/pool" -o all all.c 2>&1)"
        seen_=$((seen_ + 1))
      done
    done
  done
  test "$seen_" -gt 0 || skip_ 'neither gcc nor clang'
}

# SV39, emulated: the upper half of 39 bits is the kernel's.
test_riscv64_with_38_bits_of_addresses() {
  require_program_ riscv64-linux-gnu-gcc qemu-riscv64 || return 0
  riscv64-linux-gnu-gcc -static -g -O1 -std=gnu99 -I"$top_srcdir/pool" -DPOOLTEST_CGROUP -DPOOLTEST_HUGE \
    -DPOOLTEST_PROGRAM="\"$top_srcdir/checks/pool/toy.h\"" -o emulated "$top_srcdir/checks/pool/pooltest.c" || fail 'it does not compile'
  for situation_ in start_commits_the_workspace_only given_back_at_the_first_full_collection few_address_bits \
    pool_grows_beyond_its_first_size no_room_to_extend_reserves_all_at_once refused_commit_leaves_all_as_it_was \
    refused_commit_in_an_extended_pool any_order_of_events; do
    said_=$(qemu-riscv64 -R 0x4000000000 ./emulated "$situation_" 2>&1)
    assertEquals "$situation_: $said_" 0 $?
  done
}

# The pool knows no program; its main part stays small.
test_pool_is_small_and_knows_no_program() {
  assertEquals '' "$(grep -i -n -w -e gap -e gasman -e sage -e pari "$top_srcdir"/pool/*.h)"
  assertTrue "at most 350 lines" "test $(wc -l <"$top_srcdir/pool/mmap_pool.h") -le 350"
  assertEquals 'no line over 80 characters' '' "$(grep -n -E '.{81}' "$top_srcdir"/pool/*.h)"
}

. shunit2
