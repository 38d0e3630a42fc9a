#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What tools say of the C programs that read or run them: clang, cppcheck, clang-tidy, valgrind, the sanitizers.
# checks/pool/random_test.sh and checks/fuzz/ have the pool and the parsers under the sanitizers.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/style/lib.sh"

# sources_: what can be read by itself; parsers.c holds others, and the rest needs headers that are not here.
sources_() {
  files_ | grep '\.c$' | grep -v -e '/pooltest\.c$' -e '/embed\.c$' -e '/parsers\.c$' -e '^checks/example/' -e '^checks/macros/' \
    -e '^checks/tinypool/'
}

# passes_ TEST [NAME=VALUE]...: the script TEST, with these variables.
passes_() {
  test_=$1
  shift
  env SHUNIT_COLOR=none "$@" "${CHECK_SHELL:-sh}" "$top_srcdir/$test_" >log 2>&1
  assertEquals "$test_: $(grep -v '^test_' log)" 0 $?
  assertContains "$test_" "$(tail -n 3 log)" OK
}

# poolstat_ FLAG...: builds it as poolstat, and as poolstat-cygwin.
poolstat_() {
  ${CC:-cc} -std=gnu11 -g -O1 -I"$top_srcdir/poolstat" "$@" -o poolstat "$top_srcdir"/poolstat/*.c >log 2>&1 &&
    ${CC:-cc} -std=gnu11 -g -O1 -DCYGWIN_MAPS=1 -I"$top_srcdir/poolstat" "$@" -o poolstat-cygwin "$top_srcdir"/poolstat/*.c >log 2>&1
}

test_clang_has_nothing_to_say() {
  require_program_ clang || return 0
  assertEquals '' "$(compiled_by_ clang)"
}

test_cppcheck_finds_nothing() {
  require_program_ cppcheck || return 0
  cd "$top_srcdir" || return
  # That it looks at a part of the branches, later releases say of each long function.
  assertEquals '' "$(sources_ | tr '\n' '\0' | xargs -0 cppcheck --quiet --std=c11 --enable=warning,performance,portability \
    --suppress=normalCheckLevelMaxBranches -Ipool pool 2>&1)"
}

# Left out: what the C library itself asks for (_GNU_SOURCE), and functions of which another is only advised.
test_clang_tidy_finds_nothing() {
  require_program_ clang-tidy || return 0
  cd "$top_srcdir" || return
  # One file a process: clang 14 is wrong about va_start in the second.
  assertEquals '' "$(sources_ | while IFS= read -r file; do
    clang-tidy --quiet --checks='-*,bugprone-*,clang-analyzer-*,-bugprone-easily-swappable-parameters,-bugprone-reserved-identifier,-clang-analyzer-security.insecureAPI.*' \
      "$file" -- -std=gnu11 -Ipool -D_GNU_SOURCE 2>/dev/null </dev/null | grep 'warning:'
  done)"
}

test_poolstat_under_the_sanitizers() {
  poolstat_ -fsanitize=address,undefined -fno-sanitize-recover=all || {
    skip_ "this compiler has no sanitizers: $(head -n 1 log)"
    return 0
  }
  for test in proc error; do
    passes_ "checks/poolstat/poolstat_${test}_test.sh" POOLSTAT="$work/poolstat" POOLSTAT_CYGWIN="$work/poolstat-cygwin"
  done
}

test_poolstat_under_valgrind() {
  require_program_ valgrind || return 0
  poolstat_ || fail "$(cat log)"
  for program in poolstat poolstat-cygwin; do
    script_ "checked/$program" <<END
exec valgrind --quiet --error-exitcode=99 '$work/$program' "\$@"
END
  done
  passes_ checks/poolstat/poolstat_proc_test.sh POOLSTAT="$work/checked/poolstat" POOLSTAT_CYGWIN="$work/checked/poolstat-cygwin"
}

# The model is preloaded, and so can't bring a sanitizer's library: what is undefined traps.
test_model_without_undefined_behaviour() {
  test "$(uname -s)" = Linux || {
    skip_ 'the model is for Linux'
    return 0
  }
  model=$top_srcdir/checks/cygwin-model
  flags="-g -O1 -D_GNU_SOURCE -fsanitize=undefined -fsanitize-undefined-trap-on-error"
  mkdir -p b/checks/cygwin-model
  # shellcheck disable=SC2046,SC2086 # words
  ${CC:-cc} $flags -std=c11 -fPIC -fvisibility=hidden -shared -o b/checks/cygwin-model/cygwin-model.so \
    $(sed -n "s|^  \$(srcdir)/\(checks/cygwin-model/.*\.c\).*|$top_srcdir/\1|p" "$model/local.mk") -lpthread -ldl -lutil >log 2>&1 || {
    skip_ "this compiler does not trap: $(head -n 1 log)"
    return 0
  }
  for program in cygwin-account cygwin-run rules; do
    # shellcheck disable=SC2086 # words
    ${CC:-cc} $flags -std=c11 -o "b/checks/cygwin-model/$program" "$model/$program.c" "$model/account.c" "$model/settings.c" \
      -lpthread -lutil >log 2>&1 || fail "$(cat log)"
  done
  passes_ checks/cygwin-model/model_test.sh top_builddir="$work/b"
}

. shunit2
