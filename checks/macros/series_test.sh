#!/bin/sh
# AX_QUILT_SERIES: symbols and series.conf become a series, or an error that
# names what is wrong.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

site=$suite/site-probes

oneTimeSetUp() {
  idle_compiler_ "$suite/native/config.log"
}

# Asserts what the function in configure makes of each row of standard input, "SERIES.CONF [SYMBOL...]=>ANSWER" in words
# of the shell: the ANSWER is "ok" with the patches, or the start of the error.
assert_selections_() {
  cat >rows
  {
    cat <<'END'
try() {
  if ax_quilt_series_select "$@"; then
    echo ok $ax_quilt_series
  else
    echo "${ax_quilt_series_error%%;*}$ax_quilt_series"
  fi
}
END
    sed 's/^/try /; s/=>.*//' rows
  } >script
  assertEquals "$(sed 's/.*=>//' rows)" "$(conf=$suite/series.conf within_configure_ ". '$work/script'" |
    sed -e "s|^$suite/series.conf: ||" -e 's|^[a-z0-9. /]*\.conf: ||')"
}

test_selection_is_that_of_guards() {
  assert_selections_ <<END
"\$conf"=>ok always.patch old.patch
"\$conf" green tree-1.2.0=>ok always.patch green.patch
"\$conf" red green tree-1.2.0 tree-1.10.0=>ok always.patch red.patch
"\$conf" red=>ok $(guards --config="$suite/series.conf" red | paste -s -d ' ')
END
}

test_an_undeclared_symbol_is_named() {
  assert_selections_ <<'END'
"$conf" red gren=>symbol not declared: gren (argument)
"$conf" re=>symbol not declared: re (argument)
"$conf" 're?'=>symbol not declared: re? (argument)
"$conf" '*'=>symbol not declared: * (argument)
"$conf" tree-1=>symbol not declared: tree-1 (argument)
"$conf" 'red green'=>symbol not declared: red green (argument)
"$conf" ''=>symbol not declared:  (argument)
END
}

test_an_undeclared_guard_is_named() {
  n=0
  for guard in +gren -gren '+!gren' '-!gren' '-green +gren' '+red \
  +gren'; do
    n=$((n + 1))
    printf '#: red  meaning\n#: green  meaning\n%s a.patch\n' "$guard" >$n.conf
    echo "../$n.conf red=>symbol not declared: gren (a guard)"
  done >guards
  assert_selections_ <guards
}

test_other_lines_and_errors() {
  printf '#: red  meaning\n# +gren none\n+red a.patch # +gren\nb#+c.patch\n- old.patch\n' >comments.conf
  printf '#: red  m\n#: green  m\n+red a.patch\n+green a.patch\n' >twice.conf
  printf '#: red  m\n+red a.patch\n' >nothing.conf
  : >empty.conf
  mkdir 'two words'
  cp "$suite/series.conf" 'two words/series.conf'
  assert_selections_ <<'END'
../comments.conf red=>ok a.patch b#+c.patch
../twice.conf red=>ok a.patch
../twice.conf red green=>selected twice: a.patch (symbols: red green)
../nothing.conf=>ok
../empty.conf=>ok
../none red=>can't read ../none
.. red=>can't read ..
'../two words/series.conf' red=>ok always.patch red.patch old.patch
END
}

test_configure_and_config_status_make_the_series() {
  configured_ SYMBOLS='red tree-1.2.0'
  assertFalse 'not before config.status' "[ -f build/made/series ]"
  created_
  assertEquals 'always.patch red.patch ' "$(grep -v '^#' build/made/series | tr '\n' ' ')"
  assertContains "$(cat build/made/series)" 'symbols: red tree-1.2.0'
}

test_quilt_takes_the_series() {
  configure_ SYMBOLS='red'
  created_
  assertEquals 'always.patch red.patch old.patch ' \
    "$(QUILT_PATCHES="$work/build/made" quilt --quiltrc=- series | tr '\n' ' ')"
}

test_the_series_is_left_alone_if_it_is_the_same() {
  configure_ SYMBOLS=red
  created_
  touch -t 200001010000 build/made/series
  cp -p build/made/series before
  created_
  assertEquals '' "$(find build/made/series -newer before)"
}

# guards_ LINES: makes my-guards, one that starts with the shell's LINES, and a site that does not know which it is.
guards_() {
  printf '%s\nexec guards "$@"\n' "$1" | script_ my-guards
  grep -v GUARDS "$suite/site-probes" >site
}

test_configure_stops_at_an_undeclared_symbol() {
  assert_refused_ 'symbol not declared: gren' SYMBOLS='red gren'
}

test_a_path_that_begins_with_srcdir_stops_autoconf_in_one_line() {
  # shellcheck disable=SC2016 # for autoconf
  for path in '$srcdir/series.conf' '${abs_top_srcdir}/series.conf'; do
    cat >configure.ac <<END
AC_INIT([x], [1])
m4_include([$top_srcdir/m4/ax_quilt_series_select.m4])
m4_include([$top_srcdir/m4/ax_quilt_series.m4])
AX_QUILT_SERIES([series], [$path], [])
AC_OUTPUT
END
    autoconf >configure 2>log && fail "$path"
    assertEquals "$(cat log)" "configure.ac:4: error: AX_QUILT_SERIES_SELECT: the path $path begins with the source directory; \
expected one relative to it; leave that part out" "$(grep "^configure.ac:4: error:" log)"
  done
}

test_config_status_stops_if_series_conf_has_changed_for_the_worse() {
  mkdir tree
  cp -R "$suite/aux" "$suite"/*.in "$suite/configure" "$suite/series.conf" tree
  mkdir build
  (cd build && CONFIG_SITE=$site $CONFIG_SHELL ../tree/configure SYMBOLS=red) >log 2>&1
  assertEquals 0 $?
  cp build/made/series before
  echo '+gren new.patch' >>tree/series.conf
  (cd build && ./config.status) >log 2>&1
  assertEquals 1 $?
  assertContains "$(cat log)" 'symbol not declared: gren (a guard)'
  assertTrue 'the series stays as it was' 'cmp -s before build/made/series'
}

# As Perl does it to a guards it finds old-fashioned.
test_what_guards_says_as_a_warning_goes_to_the_log() {
  guards_ 'echo "Possible precedence issue" >&2'
  site=$work/site GUARDS=$work/my-guards configured_ SYMBOLS=red
  created_
  assertEquals 'always.patch red.patch old.patch ' "$(grep -v '^#' build/made/series | tr '\n' ' ')"
  assertNotContains "$(cat log)" precedence
  assertContains "$(cat build/config.log)" precedence
}

test_guards_that_fails_is_told() {
  guards_ 'echo "out of order" >&2; exit 1'
  site=$work/site GUARDS=$work/my-guards \
    assert_refused_ "guards can't select from it; what it said is in config.log" SYMBOLS=red
  assertContains "$(cat build/config.log)" 'out of order'
}

test_without_guards_configure_names_the_package() {
  guards_ ''
  # A PATH with all of the usual tools but that one.
  mkdir bin
  ln -s /usr/bin/* /bin/* bin 2>/dev/null
  rm -f bin/guards
  site=$work/site PATH=$work/bin assert_refused_ 'install the package quilt or set GUARDS'
}

. shunit2
