# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/wrap.sh: a compiler whose programs are run in another way; sourced with $work, a directory.
#
#   wrapping_compiler_ COMPILER RUN   makes wrapping-cc, which is COMPILER, but keeps each test program of configure that it
#                                     is given, in $work/kept/, and whose programs begin with the words RUN of the shell
# shellcheck shell=sh disable=SC2154 # who sources this sets work

wrapping_compiler_() {
  mkdir -p "$work/kept"
  { echo '#!/bin/sh' && cat; } >wrapping-cc <<END
output=a.out linking=yes after=
for argument; do
  test "x\$after" != x-o || output=\$argument
  after=\$argument
  case \$argument in
    *conftest.c) cp "\$argument" "$work/kept/\$\$.c" ;;
    -c | -E | -S | -v | -V | --version | -qversion) linking=no ;;
  esac
done
$1 "\$@" || exit
test \$linking = yes || exit 0
mv "\$output" "\$output.program"
echo '$2 "\$0.program" "\$@"' | { echo '#!/bin/sh' && cat; } >"\$output"
chmod +x "\$output"
END
  chmod +x wrapping-cc
}
