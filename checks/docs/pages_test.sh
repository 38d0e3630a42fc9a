#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What the pages say agrees with what there is: links, names of files, options, variables, targets, tables, and who finds what.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/docs/lib.sh
. "$top_srcdir/checks/docs/lib.sh"
# shellcheck source=checks/style/lib.sh
. "$top_srcdir/checks/style/lib.sh"
# shellcheck source=build/decide/version.sh
. "$top_srcdir/build/decide/version.sh"
# shellcheck source=build/upkeep/lib.sh
. "$top_srcdir/build/upkeep/lib.sh"

# all_pages_: the pages, and what else a reader is sent to.
all_pages_() {
  pages_
  (cd "$top_srcdir" && printf '%s\n' SPKG.rst pool/README.md build/packages/README.md packaging/*.md packaging/*/README.md)
}

# anchors_ FILE: the names that its headings have on a page made of it.
anchors_() {
  # shellcheck disable=SC2016 # not for this shell
  sed -n '/^```/,/^```/d; s/^##* //p' "$1" | tr '[:upper:]' '[:lower:]' | sed 's/[^a-z0-9 _-]//g; s/ /-/g'
}

test_every_link_leads_somewhere() {
  (cd "$top_srcdir" && files_ | grep '\.md$') >all
  while IFS= read -r page <&3; do
    grep -o '](\([^)]*\))' "$top_srcdir/$page" | sed 's/^](//; s/)$//' | while IFS= read -r link; do
      file=${link%%#*}
      case $link in
        https://*) continue ;;
        '#'*) file=$(basename "$page") ;;
      esac
      path=$top_srcdir/$(dirname "$page")/$file
      test -e "$path" || { echo "$page: $link is not there"; continue; }
      case $link in
        *'#'*) anchors_ "$path" | grep -q -x -e "${link#*#}" || echo "$page: $link: no such heading" ;;
      esac
    done
  done 3<all >broken
  assertEquals '' "$(cat broken)"
  assertTrue 'there are pages' 'grep -q docs/packaging.md all'
}

# A path in backticks that begins with a directory of ours; what is made, or is another's, is named here.
no_files_of_ours='checks/gap/results.tsv patches/series build/pkgs/gap build/pkgs/gap/'
test_every_file_that_is_named_is_there() {
  cd "$top_srcdir" || return
  rooms=$(files_ | sed -n 's|/.*||p' | sort -u | grep -v '^\.' | paste -s -d '|' -)
  for page in $(files_ | grep '\.md$'); do
    # shellcheck disable=SC2016 # not for this shell
    grep -o '`[^` ]*`' "$page" | tr -d '`' | grep -E "^($rooms)/" | grep -v '[<A-Z$({]' | sort -u | while IFS= read -r name; do
      case " $no_files_of_ours " in *" $name "*) continue ;; esac
      # shellcheck disable=SC2086 # a pattern
      set -- $name
      test -e "$1" || echo "$page: $name is not there"
    done
  done >"$work/missing"
  assertEquals '' "$(cat "$work/missing")"
}

# options_ FILE...: the long options in help texts.
options_() {
  grep -o -h -E -e '--[a-z][a-z0-9-]+' "$@" | sort -u
}

# helps_: what our programs say of their options, in help.
helps_() {
  "$top_srcdir/configure" --help >help
  {
    "$top_srcdir/spkg-install" --help
    "$top_srcdir/spkg-check" --help
    "$top_srcdir/bootstrap" --help
    "$top_srcdir/poolpatch" --help
    for verb in "$top_srcdir"/build/commands/*.sh; do sed -n '5,/^$/p' "$verb"; done
    "$top_builddir/poolstat/poolstat" --help
  } >>help
}

require_help_() {
  if test -f "$top_srcdir/configure" && test -x "$top_builddir/poolstat/poolstat"; then
    helps_
  else
    skip_ 'no configure, or poolstat is not built'
    return 1
  fi
}

# Those of our own configure are in its sections Optional Features and Optional Packages; the two that Automake adds are
# every package's.
test_every_option_of_configure_is_on_the_page() {
  require_help_ || return 0
  sed -n '/^Optional Features/,/^Some influential/p' help | sed -n 's/^  \(--[a-z-]*\).*/\1/p' |
    grep -v -x -e --disable-option-checking -e --disable-FEATURE -e --enable-FEATURE -e --with-PACKAGE -e --without-PACKAGE \
      -e --enable-silent-rules -e --disable-silent-rules -e --enable-dependency-tracking -e --disable-dependency-tracking \
      -e --with- -e --without- -e --enable- -e --disable- >ours
  assertTrue 'there are some' 'grep -q -x -e --with-pool ours'
  while IFS= read -r option; do
    grep -q -e "^| .*\`${option}[=\`]" "$top_srcdir/docs/configure.md" ||
      fail "$option is not in the table of docs/configure.md"
  done <ours
}

# Whose else they are.
foreign_options='--bare:gap --enable-hpcgap:gap --enable-memory-checking:gap --with-gc:gap --quitonbreak:gap --disable-mmap:pari
  --without:rpmbuild --file:guix --no-timestamps:quilt --no-index:quilt --fuzz:quilt --install:autoreconf --mode:libtool
  --host:configure --prefix:configure --libdir:configure --srcdir:configure --cache-file:configure --quiet:configure --variable:pkg-config --docbuild:sage
  --release:cygwin-run --limit:cygwin-run --off:cygwin-run --summary:cygwin-run --variant:debootstrap --logs:checks/systems/run --built:checks/faults/faults.sh'

test_every_option_on_the_pages_is_known() {
  require_help_ || return 0
  options_ help >known
  for word in $foreign_options; do printf '%s\n' "${word%%:*}"; done >>known
  for page in $(all_pages_); do
    options_ "$top_srcdir/$page" | grep -v -x -F -f known | sed "s|^|$page: |"
  done >unknown
  assertEquals '' "$(cat unknown)"
}

# The other way round; poolstat's are in its manual page, as its own tests see.
test_every_option_of_the_scripts_is_on_a_page() {
  require_help_ || return 0
  (cd "$top_srcdir" && all_pages_ | xargs cat) >text
  for command in spkg-install spkg-check; do
    "$top_srcdir/$command" --help | options_ - | while IFS= read -r option; do
      grep -q -e "$option" text || echo "$command: $option"
    done
  done >lacking
  assertEquals '' "$(cat lacking)"
}

# read_variables_: what our scripts take from the environment: read with a default, or exported by configure.
read_variables_() {
  # shellcheck disable=SC2016 # not for this shell
  (cd "$top_srcdir" && files_ | grep -e '^build/.*\.sh$' -e '^spkg-' -e '^poolpatch$' -e '^bootstrap$' -e '^m4/' | tr '\n' '\0' |
    xargs -0 grep -o -h -E '\$\{[A-Z][A-Z_]+[:-]' | tr -d '${:-')
  sed -n '/^Some influential/,$s/^  \([A-Z][A-Z_]*\) .*/\1/p' help
}

# Not a user's: our own between processes, the system's, and what a recipe of another tool sets.
inner_variables='POOLPATCH_LOCKED|PROOF_FORKS|ID|HOME|PATCH_URI'

test_every_variable_is_on_the_page_and_is_read() {
  require_help_ || return 0
  read_variables_ | sort -u | grep -v -x -E "($inner_variables)" >variables
  sed -n '/^## Variables/,/^## Targets/s/^| \(`[A-Z][^|]*\)|.*/\1/p' "$top_srcdir/docs/configure.md" | tr -d '`' | tr ' ' '\n' | grep . |
    sort -u >said
  assertTrue 'there are some' 'grep -q -x SAGE_LOCAL said'
  assertEquals 'read, and not on the page' '' "$(grep -v -x -F -f said variables)"
  while IFS= read -r name; do
    # shellcheck disable=SC2046 # files
    (cd "$top_srcdir" && grep -q -w "$name" spkg-install spkg-check configure.ac m4/*.m4 build/local.mk $(files_ | grep '^build/.*\.sh$')) ||
      grep -q -w "$name" help || echo "$name"
  done <said >unread
  assertEquals 'on the page, and not read' '' "$(cat unread)"
}

# What a command on a page sets, NAME=VALUE, is read by our makefiles or scripts, or by who is named here.
foreign_variables='LC_ALL:all QUILT_SERIES:quilt'

test_every_variable_that_is_set_on_a_page_is_read() {
  cd "$top_srcdir" || return
  for page in $(pages_) packaging/README.md pool/README.md; do
    grep -o -E '(^|[ `(])[A-Z][A-Z_]+=' "$page" | tr -d ' `(='
  done | sort -u >"$work/set"
  for word in $foreign_variables; do printf '%s\n' "${word%%:*}"; done >"$work/known"
  assertTrue 'there are some' "grep -q -x POINTS '$work/set'"
  grep -v -x -F -f "$work/known" "$work/set" | while IFS= read -r name; do
    files_ | grep -e '\.mk$' -e '\.am$' -e '\.sh$' -e '^spkg-' | tr '\n' '\0' |
      xargs -0 grep -q -E "\\\$[({]?$name([^A-Z_]|\$)|^$name *[?:]?=" || echo "$name"
  done >"$work/unread"
  assertEquals '' "$(cat "$work/unread")"
}

test_every_target_of_make_that_is_named_is_one() {
  test -f "$top_builddir/Makefile" || { skip_ 'not configured'; return 0; }
  {
    for page in $(pages_); do commands_ "$page"; done | sed -n 's/^make \([a-z-]*\).*/\1/p'
    # those of the blocks that are not run
    for page in $(pages_); do
      awk '/^```/ { inside = /^```sh not/ } inside' "$top_srcdir/$page"
    done | grep -o 'make [^&;#]*' | tr ' ' '\n' | grep -x '[a-z][a-z-]*' | grep -v -x make
    sed -n '/^## Targets/,/^## Files/s/^| \([^|]*\)|.*/\1/p' "$top_srcdir/docs/configure.md" | tr -d '`,' | tr ' ' '\n' | grep '^[a-z]' | grep -v -x target
  } | sort -u >named
  assertTrue 'there are some' 'grep -q -x check-releases named'
  while IFS= read -r target; do
    grep -q -E "^([^#:=]* )?$target( [^:=]*)?:" "$top_builddir/Makefile" || grep -q "^compile_stage = $target\$" "$top_builddir/Makefile" || echo "$target"
  done <named >unknown
  assertEquals '' "$(cat unknown)"
}

test_the_figures_are_those_of_the_results() {
  mkdir copy copy/docs
  cp "$top_srcdir/README.md" copy/
  cp "$top_srcdir"/docs/*.md "$top_srcdir/docs/results.tsv" copy/docs/
  chmod -R u+w copy
  sh "$top_srcdir/checks/bench/measurements.sh" copy >out 2>err
  assertEquals "$(cat err)" 0 $?
  assertEquals 'pages that make measurements would change' '' "$(cat out)"
  # A figure that somebody changes is found.
  sed 's/^| commit | \([0-9]\)/| commit | 9\1/' "$top_srcdir/docs/measurements.md" >copy/docs/measurements.md
  assertEquals 'measurements: measurements.md' "$(sh "$top_srcdir/checks/bench/measurements.sh" copy 2>&1)"
}

# A table without figures may stand in a page by itself; one with figures is made.
test_no_table_of_figures_is_made_by_hand() {
  for page in $(pages_); do
    awk -v page="$page" '
      /^<!-- results / { made = 1 }
      /^<!-- end/ { made = 0 }
      !made && /^\|.*\| *[0-9][0-9.]* *\|/ { print page ": " $0 }' "$top_srcdir/$page"
  done >byhand
  assertEquals '' "$(cat byhand)"
}

test_new_results_replace_the_old_ones() {
  mkdir copy copy/docs
  printf '# head\n\ntable\ta\tp-1\tx86\tmake a\tA\nh\tn\nx\t1\n\ntable\tb\tp-1\tx86\tmake b\tB\nh\tn\ny\t2\n' >copy/docs/results.tsv
  printf '<!-- results a p-1 2 -->\n<!-- end -->\n' >copy/README.md
  echo '# page' >copy/docs/page.md
  printf '\ntable\ta\tp-1\tarm\tmake a\tA\nh\tn\nx\t3\n\ntable\tc\tp-1\tarm\tmake c\tC\nh\tn\nz\t4\n' >new
  sh "$top_srcdir/checks/bench/measurements.sh" copy new >out 2>err
  assertEquals "$(cat err)" 0 $?
  # shellcheck disable=SC2016 # not for this shell
  assertEquals 'A (`make a`; p-1; arm): | n | |---:| | 3 |' "$(sed '1d; /^$/d; /^<!-- end/d' copy/README.md | paste -s -d ' ' -)"
  assertEquals 'a b c' "$(sed -n 's/^table	\([a-z]\).*/\1/p' copy/docs/results.tsv | paste -s -d ' ' -)"
  echo '<!-- results d p-1 -->' >copy/docs/page.md
  sh "$top_srcdir/checks/bench/measurements.sh" copy >out 2>err && fail 'a table that is not there'
  assertContains "$(cat err)" 'no table d of p-1'
  printf '\ntable\ta\t\tmake a\tA\nh\tn\n' >new
  before=$(cat copy/docs/results.tsv)
  sh "$top_srcdir/checks/bench/measurements.sh" copy new >out 2>err && fail 'a table without a version'
  assertContains "$(cat err)" 'new:2: a table has 6 fields'
  assertEquals "$before" "$(cat copy/docs/results.tsv)"
}

# The terminal's form: numbers to the right.
test_results_are_shown_in_columns() {
  printf '\ntable\ta\tp-1\tx86\tmake a\tTitle\nname\tmany words\nx\t1\nlonger\t22\n' >results
  awk -f "$top_srcdir/checks/bench/show.awk" results >out
  assertEquals 'Title
name    many words
x                1
longer          22' "$(sed 1d out)"
}

test_the_files_that_are_installed() {
  test -f "$top_builddir/Makefile" || { skip_ 'not configured: nothing to install from'; return 0; }
  prefix=$(sed -n 's/^prefix = //p' "$top_builddir/Makefile")
  make -s -C "$top_builddir" DESTDIR="$work/stage" install-toolkit >log 2>&1 || fail "$(cat log)"
  (cd "stage$prefix" && find . -type f) | sed 's|^\./||; s|^\(share/poolpatch/\).*|\1|; s|ax_[a-z_]*\.m|ax_*.m|' | sort -u >there
  blocks_ docs/configure.md blocks
  cat "$(grep -l -x 'text files' blocks/*.fence | sed 's/\.fence$//')" >said
  assertEquals '' "$(diff said there)"
  assertEquals 'a manual page for each command' "$(sed -n 's|^bin/\(.*\)|\1.1|p' there)" "$(sed -n 's|.*/man1/||p' there)"
}

test_the_summary_has_the_lines_that_are_shown() {
  test -f "$top_builddir/summary.txt" || { skip_ 'not configured'; return 0; }
  blocks_ docs/configure.md blocks
  cut -c 1-18 "$(grep -l -x 'text summary' blocks/*.fence | sed 's/\.fence$//')" | sed 's/^gap version/PACKAGE version/' >said
  sed 's/^  //' "$top_builddir/summary.txt" | cut -c 1-18 | sed 's/^[a-z]* version/PACKAGE version/' >printed
  assertEquals '' "$(diff -b said printed)"
}

test_continuous_integration_runs_the_two_commands() {
  test -f "$top_srcdir/.ci/run" || { skip_ 'a release has no .ci/run'; return 0; }
  blocks_ README.md blocks
  assertEquals "$(cat "$(grep -l -x 'sh ci' blocks/*.fence | sed 's/\.fence$//')")" "$(grep '^\./spkg' "$top_srcdir/.ci/run")"
}

test_a_test_can_be_run_alone() {
  blocks_ CONTRIBUTING.md blocks
  line=$(cat blocks/*[0-9] | grep -e ' -- test_' | sed "s|\.\./|'$top_srcdir'/|")
  assertContains "$line" version_test.sh
  (cd "$top_builddir" && sh -c "$line") >log 2>&1
  assertEquals "$(cat log)" 0 $?
  assertContains "$(cat log)" 'Ran 1 test'
}

test_make_check_builds_no_program_of_others() {
  test -f "$top_builddir/Makefile" || { skip_ 'not configured'; return 0; }
  ${MAKE:-make} -n -C "$top_builddir" check TESTS= >of_check 2>&1
  ${MAKE:-make} -n -C "$top_builddir" all >of_all 2>&1
  assertContains 'all compiles' "$(cat of_all)" stages/compile.sh
  assertNotContains 'check compiles' "$(cat of_check)" stages/compile.sh
}

# Somebody who has the README alone.
test_the_readme_names_the_command_of_each_role() {
  while IFS='|' read -r role command; do
    awk -v role="- **$role" 'index($0, role) == 1 { inside = 1 } inside && /^- / && index($0, role) != 1 { exit } inside' \
      "$top_srcdir/README.md" | tr '\n' ' ' >entry
    assertContains "$role" "$(cat entry)" "$command"
    assertContains "$role: a page" "$(cat entry)" ']('
  done <<'END'
Debian packager|poolpatch export --format=debian --with-pool=commit
Fedora|poolpatch export --format=rpm --with-pool=commit
Arch packager|poolpatch export --format=arch --with-pool=commit
Cygwin|poolpatch export --format=cygport --with-pool=commit
Sage builder|./spkg-install --with-pool=commit
CI engineer|make check
author of another C program|poolstat -- ./my-program
patch fixer|poolpatch explain --with-pool=commit
END
}

# Which patches are just the patch.
test_the_patches_that_are_listed_are_those_that_apply() {
  require_program_ guards || return 0
  listed=$(sed -n 's/^for patch in \(.*\); do$/\1/p' "$top_srcdir/README.md")
  conf=$top_srcdir/patches/gap/series.conf
  for row in 4.10.2:gap-4.10.0 4.11.1:gap-4.11.0 4.12.0:gap-4.12.0 4.14.0:gap-4.12.0 4.17.0:gap-4.12.0; do
    # shellcheck disable=SC2046 # words
    version_symbols gap "${row%:*}" $(boundaries gap "$conf")
    # shellcheck disable=SC2086,SC2154 # words; version_symbols sets it
    assertEquals "$row" "$(printf '%s' "$listed" | sed "s/gap-4.12.0/${row#*:}/")" \
      "$(guards --config="$conf" commit $version_symbols | sed 's|.*/||; s|\.patch$||' | paste -s -d ' ' -)"
  done
}

test_the_releases_that_were_tested_are_those_of_the_check() {
  # shellcheck disable=SC2016 # not for this shell
  tested=$(sed -n 's/^tested=\${TESTS-\(.*\)}$/\1/p' "$top_srcdir/checks/gap/releases.sh")
  assertContains "$(cat "$top_srcdir/README.md")" "| $(printf '%s' "$tested" | sed 's/ /, /g') | built, run"
}

# The macros' table: each macro, and with it what it requires.
test_the_table_of_macros_is_whole() {
  for file in "$top_srcdir"/m4/ax_*.m4; do
    name=$(basename "$file" .m4 | tr '[:lower:]' '[:upper:]')
    row=$(grep "| $name |" "$top_srcdir/docs/macros/README.md")
    assertContains "$name" "$row" "\`m4/$(basename "$file")\`"
    sed '1,/^#serial/d; s/#.*//' "$file" | grep -o -w 'AX_[A-Z_]*[A-Z]' | sort -u | tr '[:upper:]' '[:lower:]' | while IFS= read -r needed; do
      test ! -f "$top_srcdir/m4/$needed.m4" || assertContains "$name" "$row" "m4/$needed.m4"
    done
  done
}

test_the_strategies_formats_and_systems_are_all_named() {
  for format in "$top_srcdir"/build/commands/formats/*.sh; do
    grep -q "^| .*\`$(basename "$format" .sh)\`" "$top_srcdir/docs/packaging.md" || fail "$(basename "$format" .sh) is not in docs/packaging.md"
  done
  for strategy in upstream noreserve commit; do
    assertTrue "$strategy" "grep -q '^| \`$strategy\` |' '$top_srcdir/README.md'"
  done
  for page in "$top_srcdir"/packaging/*/README.md; do
    page=${page#"$top_srcdir/"}
    cat "$top_srcdir/README.md" "$top_srcdir"/docs/*.md | grep -q "($page)\|(../$page)" || fail "no page leads to $page"
  done
}

# recipe_lines_ PAGE: how many lines its blocks add to the packaging, all its forms together: not those that are typed once, and
# of a whole file those that name poolpatch.
recipe_lines_() {
  awk '/^```/ { kind = substr($0, 4); next }
    kind == "" || kind ~ /^(sh|shell|build)$/ || /^$/ { next }
    (kind ~ /^cygport-|^cmake$/ || FILENAME ~ /\/make\//) && !/poolpatch/ { next }
    { count++ }
    END { print count + 0 }' "$1"
}

test_a_recipe_is_at_most_eight_lines() {
  for page in "$top_srcdir"/packaging/*/README.md; do
    lines=$(recipe_lines_ "$page")
    assertTrue "$page: $lines lines" "test $lines -ge 1 && test $lines -le 8"
  done
}

. shunit2
