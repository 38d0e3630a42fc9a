# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/lib.sh: what every test script shares; sourced first.
#
# Sets top_srcdir and top_builddir (absolute).  Each test runs in $work, an empty directory of its own, which is
# removed afterwards.  skip_ REASON marks the running test as skipped, loudly; require_program_ NAME... does so if a
# program is missing, and returns 1; require_toolkit_ if configure or what it calls is.  script_ FILE makes FILE, a
# program of the shell, of the lines on standard input; its directory is made, too; forbid_ NAME... makes bin/NAME,
# which fails.  For a function suite(), as shunit2 calls it: rows_ FUNCTION makes a test of each row of standard
# input, NAME|WORDS: FUNCTION with these WORDS of the shell; functions_ adds those of the script; skip_all_ REASON
# skips all that were added.  page_block_ prints a block of a page.  answers_of_ CONFIG.LOG prints the answers in it,
# as a cache for another configure.  own_cache_, in oneTimeSetUp, gives poolpatch a cache of this script's own, and
# the probes those answers.  idle_compiler_ ANSWERS sets idle, which belongs in front of PATH, to where a compiler is that makes
# programs that do nothing, at once: for a configure that has ANSWERS, and asks it no more than whether it works.
# quick_guards_ ANSWERS has them name a guards that remembers what it has once answered, as each time takes a perl.
# shellcheck shell=sh

top_srcdir=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
top_builddir=${top_builddir:-$top_srcdir}
export top_srcdir top_builddir
# What a user's shell holds must not reach a test; what make says to its children neither.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKE DESTDIR CDPATH CONFIG_SITE V
unset SAGE_ROOT SAGE_LOCAL SAGE_INST_LOCAL SAGE_DESTDIR SAGE_DISTFILES SAGE_NUM_THREADS SAGE_CHECK SAGE_DEBUG
unset SAGE_CONFIGURE_GMP SAGE_SPKG_INSTALL_DOCS CFLAGS_NON_NATIVE CXXFLAGS_NON_NATIVE POOL_STRATEGY
unset QUILT_PATCHES QUILT_SERIES QUILT_PC
LC_ALL=C
# Autoconf prefers a shell with more features to sh, which takes less time.
: "${CONFIG_SHELL=/bin/sh}"
export LC_ALL CONFIG_SHELL

here_=$PWD

setUp() {
  quick_assertions_
  work=$SHUNIT_TMPDIR/work
  test ! -e "$work" || rm -rf "$work"
  mkdir "$work" && cd "$work" || exit 99
}

tearDown() {
  cd "$here_" || exit 99
  rm -rf "${work-}" 2>/dev/null || { chmod -R u+w "$work" && rm -rf "$work"; }
}

skip_() {
  printf '# SKIP %s\n' "$*"
  startSkipping
}

require_program_() {
  for program_ in "$@"; do
    command -v "$program_" >/dev/null 2>&1 || {
      skip_ "$program_ is not installed"
      return 1
    }
  done
}

require_toolkit_() {
  require_program_ quilt guards cc || return 1
  test -f "$top_srcdir/configure" || {
    skip_ 'no configure in the source directory'
    return 1
  }
}

script_() {
  mkdir -p "$(dirname "$1")"
  { echo '#!/bin/sh' && cat; } >"$1" && chmod +x "$1"
}

forbid_() {
  for program_ in "$@"; do
    script_ "bin/$program_" <<'END'
echo "called: $0" >&2
exit 1
END
  done
}

# quick_assertions_: when shunit2 has been sourced, for it has slower ones, or as Debian 11's, before 2.1.8, none.  It finds a
# text of lines where one of these is, by echo and grep, and counts what nobody reads with two processes an assertion; each
# condition takes it two, and each text that is not empty eight.
# shellcheck disable=SC2317 # the tests call them
quick_assertions_() {
  assertContains() { # assertContains [MESSAGE] TEXT PART
    test $# = 3 || set -- '' "$@"
    case $2 in *"$3"*) ;; *) fail "$1 Not found:<$3>" ;; esac
  }
  assertNotContains() { # assertNotContains [MESSAGE] TEXT PART
    test $# = 3 || set -- '' "$@"
    case $2 in *"$3"*) fail "$1 Found:<$3>" ;; esac
  }
  assertTrue() { # assertTrue [MESSAGE] COMMAND-OR-STATUS
    test $# = 2 || set -- '' "$@"
    holds_ "$2" || fail "$1 Not true:<$2>"
  }
  assertFalse() { # assertFalse [MESSAGE] COMMAND-OR-STATUS
    test $# = 2 || set -- '' "$@"
    { test -n "$2" && ! holds_ "$2"; } || fail "$1 True:<$2>"
  }
  assertNull() { # assertNull [MESSAGE] TEXT
    assertEquals "${2+$1}" '' "${2-$1}"
  }
  assertNotNull() { # assertNotNull [MESSAGE] TEXT
    test -n "${2-$1}" || fail "${2+$1} Null"
  }
  _shunit_assertPass() { :; }
}

holds_() {
  case $1 in
    '' | *[!0-9]*) eval "${1:-false}" >/dev/null 2>&1 ;;
    *) test "$1" = 0 ;;
  esac
}

# setting_ NAME: what configure of the build directory has set.
setting_() {
  # shellcheck source=/dev/null
  (build_dir=$top_builddir && . "$build_dir/settings.sh" && eval "printf '%s\n' \"\$$1\"")
}

page_block_() { # page_block_ PAGE KIND: the lines of its blocks ```KIND
  sed -n "/^\`\`\`$2\$/,/^\`\`\`\$/{ /^\`\`\`/d; p; }" "$top_srcdir/$1"
}

rows_() {
  while IFS='|' read -r row_ words_; do
    eval "test_$row_() { $1 $words_; }"
    suite_addTest "test_$row_"
  done
}

functions_() {
  eval "$(sed -n 's/^\(test_[A-Za-z0-9_]*\)().*/suite_addTest \1/p' "$0")"
}

skip_all_() {
  # shellcheck disable=SC2154 # shunit2's
  for test_ in $__shunit_suite; do
    eval "$test_() { skip_ '$1'; }"
  done
}

answers_of_() {
  awk '/^## Output variables/ { exit } /^## Cache variables/ { inside = 1 }
    inside && /^[a-z]+_cv_[A-Za-z0-9_]*=/ && !/^ac_cv_env_/' "$1"
}

# shellcheck disable=SC2034 # the tests read idle
idle_compiler_() {
  idle=
  compiler_=${CC:-$(sed -n 's/^ac_cv_prog_ac_ct_CC=//p' "$1" 2>/dev/null)}
  case $compiler_ in '' | *[!A-Za-z0-9_.+-]*) return 0 ;; esac
  script_ "$SHUNIT_TMPDIR/idle/$compiler_" <<'END'
program=a.out after=
for word; do
  test "$after" != -o || program=$word
  after=$word
done
case $* in *conftest*) echo '#!/bin/sh' >"$program" && chmod +x "$program" ;; esac
END
  idle=$SHUNIT_TMPDIR/idle:
}

quick_guards_() {
  guards_=$(command -v guards) || return 0
  script_ "$SHUNIT_TMPDIR/quick/guards" <<END
for word; do
  case \$word in --config=*) conf=\${word#*=} ;; esac
done
known="\${0%/*}/\$(printf '%s\n' "\$*" | cat - "\$conf" | cksum)"
test -f "\$known" || { '$guards_' "\$@" >"\$known.\$\$" && mv "\$known.\$\$" "\$known"; } || exit
exec cat "\$known"
END
  echo "ac_cv_path_GUARDS='$SHUNIT_TMPDIR/quick/guards'" >>"$1"
}

own_cache_() {
  XDG_CACHE_HOME=$SHUNIT_TMPDIR/cache
  export XDG_CACHE_HOME
  test -f "$top_builddir/config.log" || return 0
  answers_of_ "$top_builddir/config.log" >"$SHUNIT_TMPDIR/answers"
  quick_guards_ "$SHUNIT_TMPDIR/answers"
  CONFIG_SITE=$SHUNIT_TMPDIR/answers
  export CONFIG_SITE
}
