# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/patches/lint.sh: what can be said of a package's patches and of its series.conf without the source of the program;
# sourced after checks/lib.sh by a test that sets
#
#   package       whose patches they are
#   bug_pattern   the addresses that a field Bug may have, an extended regular expression
#   unused        the symbols that series.conf declares, as configure defines them, and no guard asks for
#   hosts         the symbols of hosts and options that configure can produce together, a set a line; the first is empty
#
# and defines
#
#   ranges        prints the series of all versions from each boundary of series.conf to the next, and of those before the
#                 first: a version, and a word for each strategy, as series_of_ reads them, `-` for none
#   series_of_ STRATEGY HOST RANGE...   prints the series that is expected there, on one line, RANGE being a line of ranges
# shellcheck shell=sh disable=SC2154 # who sources this sets them

# shellcheck source=build/lib/words.sh
. "$top_srcdir/build/lib/words.sh"
# shellcheck source=build/decide/version.sh
. "$top_srcdir/build/decide/version.sh"
# shellcheck source=build/upkeep/lib.sh
. "$top_srcdir/build/upkeep/lib.sh"

# The patches looked at; another directory of the same form may be given, to try this test on something broken.
patches=${PATCHES_UNDER_TEST:-$top_srcdir/patches/$package}
conf=$patches/series.conf
declared_pattern='^#:[[:space:]][[:space:]]*\([^[:space:]]*\)[[:space:]][[:space:]]*\([^[:space:]].*\)$'

# each_patch: every patch file there is, relative to $patches.
each_patch() {
  (cd "$patches" && find . -name '*.patch' | sed 's|^\./||' | sort)
}

# header_of PATCH: what stands before the line '---'.
header_of() {
  sed '/^---$/,$d' "$patches/$1"
}

# diff_of PATCH: what stands behind it.
diff_of() {
  sed '1,/^---$/d' "$patches/$1"
}

# field PATCH NAME: the first lines of the fields NAME of its header.
field() {
  header_of "$1" | sed -n "s/^$2: //p"
}

# symbols_of VERSION: the boundaries that VERSION has reached, as configure finds them.
symbols_of() {
  # shellcheck disable=SC2046 # symbols are words
  version_symbols "$package" "$1" $(boundaries "$package" "$conf") && printf '%s\n' "$version_symbols"
}

# each_combination: strategy, host symbols, those of the version, and the series expected, separated by colons, of all
# that configure can produce.
each_combination() {
  ranges | while IFS= read -r range_; do
    symbols_=$(symbols_of "${range_%% *}")
    printf '%s\n' "$hosts" | while IFS= read -r host_; do
      for strategy_ in upstream noreserve commit; do
        # shellcheck disable=SC2086 # columns
        printf '%s:%s:%s:%s\n' "$strategy_" "$host_" "$symbols_" "$(series_of_ "$strategy_" "$host_" $range_)"
      done
    done
  done
}

# series_for SYMBOL...: what guards selects, on one line.
series_for() {
  guards --config="$conf" "$@" | paste -s -d ' ' -
}

test_every_header_says_what_and_why() {
  for patch_ in $(each_patch); do
    assertEquals "$patch_: one field Description" 1 "$(field "$patch_" Description | grep -c .)"
    assertEquals "$patch_: Description first" "Description: $(field "$patch_" Description)" "$(header_of "$patch_" | head -n 1)"
    assertTrue "$patch_: a synopsis of at most 72 characters" "test $(field "$patch_" Description | wc -c) -le 73"
    assertTrue "$patch_: the reason below the synopsis" "test $(header_of "$patch_" | grep -c '^ [^.]') -ge 3"
    assertEquals "$patch_: nothing but fields" '' "$(header_of "$patch_" | grep -v '^ \|^[A-Z][A-Za-z-]*: .')"
  done
}

test_every_header_says_who_and_where() {
  for patch_ in $(each_patch); do
    assertNotNull "$patch_: Author or Origin" "$(field "$patch_" Author)$(field "$patch_" Origin)"
    assertNotNull "$patch_: Bug" "$(field "$patch_" Bug)"
    assertEquals "$patch_: Bug is upstream's pull or issue" '' \
      "$(field "$patch_" Bug | grep -v -E -x -e "$bug_pattern")"
    assertTrue "$patch_: Forwarded is no, not-needed or an address" \
      "field '$patch_' Forwarded | grep -q -E '^(no|not-needed|https://.*)$'"
    assertTrue "$patch_: Last-Update is a date" \
      "field '$patch_' Last-Update | grep -q -E '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'"
  done
}

# What upstream has applied is not to be forwarded, and is not offered to the versions that have it.
test_applied_upstream_agrees_with_the_range() {
  for patch_ in $(each_patch); do
    since_=$(field "$patch_" Applied-Upstream | sed 's/[ ,].*//')
    if test "$(field "$patch_" Forwarded)" != not-needed; then
      assertNull "$patch_: Applied-Upstream, but Forwarded says otherwise" "$since_"
      continue
    fi
    assertTrue "$patch_: Applied-Upstream starts with a version" "expr '$since_' : '[0-9]*\.[0-9]*\.[0-9]*\$' >/dev/null"
    # shellcheck disable=SC2046 # a list of symbols
    series_for noreserve cygwin $(symbols_of "$since_") | tr ' ' '\n' >series
    assertNull "$patch_: offered to $since_, which has it" "$(grep -x -F "$patch_" series)"
  done
}

test_every_diff_is_as_quilt_refreshes_it() {
  for patch_ in $(each_patch); do
    assertNotNull "$patch_: a diff behind the line ---" "$(diff_of "$patch_")"
    assertContains "$patch_: starts with the names" '--- a/--- /d' "$(diff_of "$patch_" | head -n 1 | cut -c 1-6)"
    assertEquals "$patch_: only lines of a unified diff without Index lines" '' \
      "$(diff_of "$patch_" | grep -v '^[-+ @]')"
    assertEquals "$patch_: a/ and b/ and no time stamps" '' \
      "$(diff_of "$patch_" | grep -E '^(---|\+\+\+) ' | grep -v -E '^((--- a|\+\+\+ b)/[^[:space:]]+|--- /dev/null)$')"
    assertEquals "$patch_: one file, one pair of names" '' "$(diff_of "$patch_" | grep -E '^\+\+\+ b' | sort | uniq -d)"
    assertEquals "$patch_: no carriage returns" 0 "$(grep -c "$(printf '\r')" "$patches/$patch_")"
  done
}

# The added lines are ours, so they keep to our rules.
test_added_lines_are_tidy() {
  for patch_ in $(each_patch); do
    assertEquals "$patch_: no trailing blanks, no tabs" '' "$(diff_of "$patch_" | grep -E '^\+.*([[:blank:]]$|	)')"
    assertEquals "$patch_: no line over 80 characters" '' "$(diff_of "$patch_" | grep -E '^\+.{81}')"
  done
}

test_generated_patches_are_what_they_are_made_from() {
  made_=
  for patch_ in $(each_patch); do
    test -n "$(field "$patch_" X-Generated-From)" || continue
    sh "$top_srcdir/build/upkeep/generate-patch.sh" "$patches/$patch_" "$top_srcdir" >made
    assertTrue "$patch_ differs from its files: 'make refresh-patches' makes it anew" "cmp made '$patches/$patch_'"
    made_=yes
  done
  assertNotNull 'there is one' "$made_"
}

# What keeps upkeep cheap: the pool is written once, and what each release needs of its own is small.
test_patches_stay_small() {
  sum_=0
  for patch_ in $(each_patch); do
    test -z "$(field "$patch_" X-Generated-From)" || continue
    sum_=$((sum_ + $(wc -l <"$patches/$patch_")))
    assertTrue "$patch_: at most 60 lines of commit are added" \
      "case $patch_ in commit/*) test $(diff_of "$patch_" | grep -c '^+[^+]') -le 60 ;; esac"
  done
  assertTrue "all patches have $sum_ lines, at most 700" "test $sum_ -le 700"
}

test_every_hunk_holds_what_its_head_says() {
  for patch_ in $(each_patch); do
    assertEquals "$patch_" '' "$(diff_of "$patch_" | awk '
      function settle() { if (old != 0 || new != 0) print "line " NR ": " head }
      /^@@ / {
        settle()
        head = $0
        split($2, a, ","); split($3, b, ",")
        old = a[2] == "" ? 1 : a[2]; new = b[2] == "" ? 1 : b[2]
        next
      }
      old == 0 && new == 0 { next }
      /^ / { old--; new-- }
      /^-/ { old-- }
      /^\+/ { new-- }
      END { settle() }')"
  done
}

test_every_patch_is_listed_once() {
  guards --list --config="$conf" >listed
  assertEquals "there and listed" "$(each_patch)" "$(sort listed)"
}

test_every_symbol_is_declared_once_and_used() {
  sed -n "s/$declared_pattern/\1/p" "$conf" | sort >declared
  assertEquals "one declaration a line" "$(grep -c '^#:' "$conf")" "$(grep -c . declared)"
  assertEquals "declared twice" '' "$(uniq -d declared)"
  guards --list --with-guards --config="$conf" | tr ' ' '\n' | sed -n 's/^[-+]!*//p' | sort -u >used
  # shellcheck disable=SC2086 # words
  printf '%s\n' $unused | sort >unused
  assertEquals "declared, and used in a guard" "$(grep -v -x -F -f unused declared)" "$(cat used)"
}

test_every_boundary_has_its_range() {
  assertEquals "$(boundaries "$package" "$conf" | sed "s/^$package-//" | paste -s -d ' ' -)" \
    "$(ranges | sed 1d | cut -d ' ' -f 1 | paste -s -d ' ' -)"
}

# An entry that nobody gets is dead, and so is a guard that changes nothing.
test_every_guard_decides_for_somebody() {
  guards --list --with-guards --config="$conf" >entries
  each_combination | cut -d : -f 1-3 | tr : ' ' >combinations
  assertEquals '' "$(awk "$(cat "$top_srcdir/build/upkeep/guards.awk")"'
    FILENAME == "combinations" { combination[++combinations] = $0; next }
    {
      for (g = 1; g < NF; g++) {
        decides = 0
        for (c = 1; c <= combinations && !decides; c++)
          decides = is_chosen($0, combination[c], 0) != is_chosen($0, combination[c], g)
        if (!decides) print "guard " $g " changes nothing: " $0
      }
    }' combinations entries)"
}

# guards.awk chooses as guards(1) does, as checks/fuzz/ has seen, which would take a perl for each.
test_every_combination_has_the_series_of_its_range() {
  guards --list --with-guards --config="$conf" >entries
  each_combination >combinations
  assertTrue 'there are some' 'test -s entries && test -s combinations'
  assertEquals '' "$(awk "$(cat "$top_srcdir/build/upkeep/guards.awk")"'
    FILENAME == "entries" { entry[++entries] = $0; file[entries] = $NF; next }
    {
      split($0, part, ":")
      series = ""
      for (e = 1; e <= entries; e++)
        if (is_chosen(entry[e], part[1] " " part[2] " " part[3], 0)) series = series (series == "" ? "" : " ") file[e]
      if (series != part[4]) print part[1] " on \"" part[2] "\", " part[3] ": " series ", expected " part[4]
    }' entries combinations)"
}

# shunit2 looks for tests only in the script that was called.
suite() {
  sed -n 's/^\(test_[A-Za-z0-9_]*\)().*/\1/p' "$top_srcdir/checks/patches/lint.sh" >"$SHUNIT_TMPDIR/names"
  while IFS= read -r test_; do
    suite_addTest "$test_"
  done <"$SHUNIT_TMPDIR/names"
}
