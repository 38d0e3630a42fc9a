#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The manual pages are clean, each command has --help and --version, and bash completes what they take.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

# pages_here_: both manual pages, in the working directory.
pages_here_() {
  cp "$top_srcdir/poolstat/poolstat.1" .
  sh "$top_srcdir/build/commands/make-man.sh" "$top_srcdir" >poolpatch.1
}

test_groff_has_nothing_to_say() {
  require_program_ groff || return 0
  pages_here_
  for page in poolstat.1 poolpatch.1; do
    assertEquals "$page" '' "$(groff -ww -man -Tutf8 "$page" 2>&1 >text)"
    assertTrue "$page" 'test -s text'
  done
}

test_mandoc_has_nothing_to_say() {
  require_program_ mandoc || return 0
  pages_here_
  assertEquals '' "$(mandoc -T lint poolstat.1 poolpatch.1 2>&1)"
}

test_mandoc_can_fail() {
  require_program_ mandoc || return 0
  pages_here_
  sed 's/^\.SH NAME/.SX NAME/' poolstat.1 >bad.1
  assertContains "$(mandoc -T lint bad.1 2>&1)" bad.1
}

# What troff would take for its own is spelt otherwise, and lines end before 80 characters.
test_a_page_is_made_of_the_headers() {
  echo 'echo "poolpatch 7"' | script_ top/poolpatch
  mkdir -p top/build/commands
  sed 's/^| \{0,1\}//' >top/build/commands/b.sh <<'END'
| #!/bin/sh
| # one
| # two
| #
| # poolpatch b [OPTION...] TREE: look at TREE, which may be long: one two three four five six seven eight
| #
| # Say a\b and what 'quotes' mean.
| # .dots too, until a line of seventy-eight characters is full, where the next one begins with .x
| #
| #
| # With these words:
| #   -a  all
| #   -b  a word whose meaning goes on until the line is full, and then in another one, '' and no more
| # Then more.
| # Exit status: 0;
| # 1 failed
|
| # poolpatch c: no header
END
  sed 's/poolpatch/another/' top/build/commands/b.sh >top/build/commands/other.sh
  sh "$top_srcdir/build/commands/make-man.sh" top >page
  assertEquals 0 $?
  assertEquals '.TH POOLPATCH 1 poolpatch 7 User Commands' "$(sed -n '/^\.TH/{ s/ [0-9-]* "/ "/; s/"//g; p; }' page)"
  assertEquals 'NAME SYNOPSIS DESCRIPTION VERBS FILES ENVIRONMENT SEE ALSO' "$(sed -n 's/^\.SH //p' page | paste -s -d ' ' -)"
  assertEquals 'poolstat (1), quilt (1), guards (1)' "$(sed -n '/^\.SH SEE/,$s/^\.BR //p' page | paste -s -d ' ' -)"
  cat >expected <<'END'
.SS poolpatch b [OPTION...] TREE
Look at TREE, which may be long: one two three four five six seven eight
.PP
Say a\eb and what 'quotes' mean.
\&.dots too, until a line of seventy\-eight characters is full, where the next
one begins with .x
.PP
With these words:
.TP
.B \-a
all
.TP
.B \-b
a word whose meaning goes on until the line is full, and then in another one,
\&'' and no more
.PP
Then more.
.PP
Exit status: 0;
1 failed
END
  assertEquals '' "$(sed '1,/^\.SH VERBS/d; /^\.SH FILES/,$d' page | diff expected - 2>&1)"
}

test_every_command_has_help_and_a_version() {
  for command in spkg-install spkg-check bootstrap poolpatch; do
    "$top_srcdir/$command" --help >out 2>err
    assertEquals "$command --help: $(cat err)" '0 ' "$? $(cat err)"
    assertContains "$command" "$(cat out)" "usage: $command"
    "$top_srcdir/$command" --version >out 2>err
    assertEquals "$command --version: $(cat err)" 0 $?
    assertContains "$command" "$(cat out)" 'poolpatch 0'
  done
  version=$("$top_srcdir/poolpatch" --version | sed 's/.* //')
  for program in poolstat/poolstat checks/cygwin-model/cygwin-run checks/cygwin-model/cygwin-account; do
    test -x "$top_builddir/$program" || continue
    assertEquals "$program" "${program##*/} (poolpatch) $version" "$("$top_builddir/$program" --version 2>&1 | head -n 1)"
    assertContains "$program" "$("$top_builddir/$program" --help 2>&1 | head -n 1)" "sage: ${program##*/} "
  done
}

test_every_verb_has_help_and_a_version() {
  for verb in "$top_srcdir"/build/commands/*.sh; do
    verb=$(basename "$verb" .sh)
    test "$verb" != make-man || continue
    assertContains "$verb" "$("$top_srcdir/poolpatch" "$verb" --help 2>&1)" "poolpatch $verb "
    assertEquals "$verb" "$("$top_srcdir/poolpatch" --version)" "$("$top_srcdir/poolpatch" "$verb" --version 2>&1)"
  done
}

# Words that would have configure tell of itself, instead of deciding.
test_a_verb_takes_no_word_that_ends_configure() {
  for word in --version -V --help=short; do
    said=$("$top_srcdir/poolpatch" series --with-pool=commit "$word" 2>&1)
    assertEquals "$word: $said" 2 $?
    assertContains "$said" "poolpatch series: unexpected argument: $word"
  done
}

test_a_word_that_bootstrap_does_not_know_is_refused() {
  "$top_srcdir/bootstrap" --now >out 2>err
  assertEquals 2 $?
  assertContains "$(cat err)" 'unexpected argument: --now'
}

test_configure_says_where_faults_are_reported() {
  test -f "$top_srcdir/configure" || { skip_ 'no configure in the source directory'; return 0; }
  assertContains "$("$top_srcdir/configure" --help)" 'Report bugs to <README.md, section Bugs>'
  assertTrue 'there is such a section' "grep -q '^## Bugs' '$top_srcdir/README.md'"
}

# offers_ LINE: what bash offers at the end of LINE, one a line.
offers_() {
  PATH=$top_builddir/poolstat:$top_srcdir:$PATH bash -c '
    . "$1/build/commands/completion.bash"
    . "$1/poolstat/completion.bash"
    compopt() { :; }
    read -r -a COMP_WORDS <<<"$2"
    case $2 in *" ") COMP_WORDS+=("") ;; esac
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    "_${COMP_WORDS[0]}"
    printf "%s\n" "${COMPREPLY[@]}"' bash "$top_srcdir" "$1"
}

assert_offers_() { # assert_offers_ LINE WORD...
  line_=$1
  shift
  offers_ "$line_" >offered
  for word_ in "$@"; do
    grep -q -x -e "$word_" offered || fail "$line_: $word_ is not offered, but: $(paste -s -d ' ' offered)"
  done
}

require_poolstat_and_bash_() {
  require_program_ bash || return 1
  test -x "$top_builddir/poolstat/poolstat" || { skip_ 'poolstat is not built'; return 1; }
}

# Each as its help writes it, with the equals sign if it takes a value.
test_bash_completes_every_option_of_poolstat() {
  require_poolstat_and_bash_ || return 0
  "$top_builddir/poolstat/poolstat" --help | grep -o -e '--[a-z][a-z-]*=\{0,1\}' | sort -u >options
  assertTrue 'there are some' 'grep -q -x -e --expect= options'
  # shellcheck disable=SC2046 # words
  assert_offers_ 'poolstat --' $(cat options)
  # shellcheck disable=SC2046 # words
  assert_offers_ 'poolpatch check --' $(cat options)
}

test_bash_completes_values_processes_and_commands_of_poolstat() {
  require_poolstat_and_bash_ || return 0
  assert_offers_ 'poolstat --expect =' upstream noreserve commit
  assert_offers_ 'poolstat --hold -- moun' mount
  test ! -d /proc/self || assert_offers_ "poolstat $$" $$
}

test_bash_completes_verbs_values_and_trees_of_poolpatch() {
  require_program_ bash || return 0
  assert_offers_ 'poolpatch un' unapply
  assert_offers_ 'poolpatch ' export
  assert_offers_ 'poolpatch apply --with-pool = co' commit
  assert_offers_ 'poolpatch export --format =' debian
  mkdir a-tree
  assert_offers_ 'poolpatch status a-' a-tree
}

# configure's, but those that a verb has another word for.
test_bash_completes_every_option_of_poolpatch_that_decides() {
  require_program_ bash || return 0
  test -f "$top_srcdir/configure" || { skip_ 'no configure in the source directory'; return 0; }
  "$top_srcdir/configure" --help | sed -n '/^Optional Features/,/^Some influential/s/^  \(--[a-z-]*\).*/\1/p' |
    grep -v -e '-option-checking$' -e '-silent-rules$' -e '-dependency-tracking$' -e '-$' |
    grep -v -x -e --with-source -e --enable-in-place -e --with-distfiles -e --disable-fetch -e --without-compiler -e --enable-manuals -e '--with-[a-z]*-configure-args' >options
  assertTrue 'there are some' 'grep -q -x -e --with-pool options'
  offers_ 'poolpatch apply --' | sed 's/=$//' >offered
  assertEquals '' "$(grep -v -x -F -f offered options)"
  assert_offers_ 'poolpatch serial --enable-serial-build =' auto yes no
}

. shunit2
