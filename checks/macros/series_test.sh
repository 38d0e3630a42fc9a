#!/bin/sh
# AX_QUILT_SERIES: symbols and series.conf become a series, or an error that
# names what is wrong.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

ax_quilt_series='' ax_quilt_series_error='' # what the function sets
# shellcheck source=/dev/null # made by make-suite.sh
test -f "$suite/missing" || . "$suite/functions.sh"
site=$suite/site-probes
GUARDS=guards
export GUARDS
exec 5>/dev/null # where config.log is in a configure

assert_selects_ () # EXPECTED SYMBOL...
{
  expected_=$1
  shift
  ax_quilt_series_select "${conf-$suite/series.conf}" "$@"
  assertEquals "status of $*: $ax_quilt_series_error" 0 $?
  assertEquals "$*" "$expected_" "$(printf '%s' "$ax_quilt_series" | tr '\n' ' ')"
}

assert_fails_ () # TEXT SYMBOL...
{
  text_=$1
  shift
  ax_quilt_series_select "${conf-$suite/series.conf}" "$@"
  assertEquals "status of $*" 1 $?
  assertEquals '' "$ax_quilt_series"
  assertContains "$ax_quilt_series_error" "$text_"
}

test_selection_is_that_of_guards ()
{
  require_suite_ || return 0
  assert_selects_ 'always.patch old.patch'
  assert_selects_ 'always.patch red.patch old.patch' red
  assert_selects_ 'always.patch green.patch' green tree-1.2.0
  assert_selects_ 'always.patch red.patch' red green tree-1.2.0 tree-1.10.0
  for symbols in '' red green 'red green' 'red tree-1.2.0'; do
    # shellcheck disable=SC2086 # a list of words
    ax_quilt_series_select "$suite/series.conf" $symbols
    # shellcheck disable=SC2086
    assertEquals "$(guards --config="$suite/series.conf" $symbols)" "$ax_quilt_series"
  done
}

test_an_undeclared_symbol_is_named ()
{
  require_suite_ || return 0
  assert_fails_ 'symbol not declared: gren (handed over)' red gren
  assert_fails_ 'declared are: red green tree-1.2.0 tree-1.10.0' gren
  for symbol in re 're?' '*' tree-1 'red green' '' /; do
    assert_fails_ "symbol not declared: $symbol (handed over)" "$symbol"
  done
}

test_an_undeclared_guard_is_named ()
{
  require_suite_ || return 0
  conf=$work/series.conf
  for guard in +gren -gren '+!gren' '-!gren' '-green +gren'; do
    printf '#: red  meaning\n#: green  meaning\n%s a.patch\n' "$guard" >"$conf"
    assert_fails_ 'symbol not declared: gren (a guard)' red
  done
  printf '#: red  meaning\n+red \\\n  +gren a.patch\n' >"$conf"
  assert_fails_ 'symbol not declared: gren (a guard)' red
  unset conf
}

test_comments_are_no_guards ()
{
  require_suite_ || return 0
  conf=$work/series.conf
  printf '#: red  meaning\n# +gren none\n+red a.patch # +gren\nb#+c.patch\n- old.patch\n' >"$conf"
  assert_selects_ 'a.patch b#+c.patch' red
  unset conf
}

test_a_patch_selected_twice_is_an_error ()
{
  require_suite_ || return 0
  conf=$work/series.conf
  printf '#: red  m\n#: green  m\n+red a.patch\n+green a.patch\n' >"$conf"
  assert_selects_ a.patch red
  assert_fails_ 'selected twice: a.patch' red green
  unset conf
}

test_nothing_selected_is_no_error ()
{
  require_suite_ || return 0
  conf=$work/series.conf
  printf '#: red  m\n+red a.patch\n' >"$conf"
  assert_selects_ ''
  : >"$conf"
  assert_selects_ ''
  unset conf
}

test_a_file_that_can_not_be_read_is_named ()
{
  require_suite_ || return 0
  conf=$work/none
  assert_fails_ "can't read $work/none" red
  conf=$work
  assert_fails_ "can't read $work" red
  unset conf
}

test_a_path_with_blanks ()
{
  require_suite_ || return 0
  mkdir "$work/two words"
  conf="$work/two words/series.conf"
  cp "$suite/series.conf" "$conf"
  assert_selects_ 'always.patch red.patch old.patch' red
  unset conf
}

test_configure_and_config_status_make_the_series ()
{
  require_suite_ || return 0
  configure_ SYMBOLS='red tree-1.2.0'
  assertEquals 0 $?
  assertFalse 'not before config.status' "[ -f build/made/series ]"
  created_
  assertEquals 0 $?
  assertEquals 'always.patch red.patch ' "$(grep -v '^#' build/made/series | tr '\n' ' ')"
  assertContains "$(cat build/made/series)" 'symbols: red tree-1.2.0'
}

test_quilt_takes_the_series ()
{
  require_suite_ || return 0
  configure_ SYMBOLS='red'
  created_
  assertEquals 'always.patch red.patch old.patch ' \
    "$(QUILT_PATCHES="$work/build/made" quilt --quiltrc=- series | tr '\n' ' ')"
}

test_the_series_is_left_alone_if_it_is_the_same ()
{
  require_suite_ || return 0
  configure_ SYMBOLS=red
  created_
  touch -t 200001010000 build/made/series
  cp -p build/made/series before
  created_
  assertEquals 0 $?
  assertEquals '' "$(find build/made/series -newer before)"
}

test_configure_stops_at_an_undeclared_symbol ()
{
  require_suite_ || return 0
  assert_refused_ 'symbol not declared: gren' SYMBOLS='red gren'
}

test_config_status_stops_if_series_conf_has_changed_for_the_worse ()
{
  require_suite_ || return 0
  mkdir tree
  cp -R "$suite/aux" "$suite"/*.in "$suite/configure" "$suite/series.conf" tree
  mkdir build
  (cd build && CONFIG_SITE=$site $CONFIG_SHELL ../tree/configure SYMBOLS=red) >log 2>&1
  assertEquals 0 $?
  cp build/made/series before
  echo '+gren new.patch' >>tree/series.conf
  created_
  assertEquals 1 $?
  assertContains "$(cat log)" 'symbol not declared: gren (a guard)'
  assertTrue 'the series stays as it was' 'cmp -s before build/made/series'
}

# guards_ LINES: makes GUARDS, a guards that starts with the shell's LINES, and has configure take it.
guards_ ()
{
  printf '#!/bin/sh\n%s\nexec guards "$@"\n' "$1" >my-guards
  chmod +x my-guards
  grep -v GUARDS "$suite/site-probes" >site
  site=$work/site
  GUARDS=$work/my-guards
}

real_guards_ ()
{
  site=$suite/site-probes
  GUARDS=guards
}

# As Perl does it to a guards it finds old-fashioned.
test_what_guards_says_as_a_warning_goes_to_the_log ()
{
  require_suite_ || return 0
  guards_ 'echo "Possible precedence issue" >&2'
  configure_ SYMBOLS=red
  assert_status_ 0 $? configure
  created_
  assertEquals 'always.patch red.patch old.patch ' "$(grep -v '^#' build/made/series | tr '\n' ' ')"
  assertNotContains "$(cat log)" precedence
  assertContains "$(cat build/config.log)" precedence
  real_guards_
}

test_guards_that_fails_is_told ()
{
  require_suite_ || return 0
  guards_ 'echo "out of order" >&2; exit 1'
  assert_refused_ "guards can't select from it; what it said is in config.log" SYMBOLS=red
  assertContains "$(cat build/config.log)" 'out of order'
  real_guards_
}

test_without_guards_configure_names_the_package ()
{
  require_suite_ || return 0
  grep -v GUARDS "$site" >"$work/site"
  site=$work/site
  # A PATH with all of the usual tools but that one.
  mkdir "$work/bin"
  ln -s /usr/bin/* /bin/* "$work/bin" 2>/dev/null
  rm -f "$work/bin/guards"
  PATH=$work/bin assert_refused_ 'install the package quilt or set GUARDS'
  site=$suite/site-probes
}

# shellcheck source=/dev/null # from PATH
. shunit2
