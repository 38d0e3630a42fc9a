#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What can be said of the patches and of series.conf without the source of a GAP.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

# The patches looked at; another directory of the same form may be given, to try this test on something broken.
patches=${PATCHES_UNDER_TEST:-$top_srcdir/patches/gap}
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

# each_version: a version just below the first boundary of series.conf, and each boundary.
each_version() {
  echo 4.9.3
  sed -n 's/^#:[[:space:]]*gap-\([0-9.]*\)[[:space:]].*/\1/p' "$conf"
}

# symbols_of VERSION: the boundaries that VERSION has reached, as configure finds them.
symbols_of() {
  sed -n 's/^#:[[:space:]]*gap-\([0-9.]*\)[[:space:]].*/\1/p' "$conf" | awk -v version="$1" '
    function rank(text, part) {
      sub(/[^0-9.].*/, "", text)
      split(text, part, ".")
      return part[1] * 1000000 + part[2] * 1000 + part[3]
    }
    rank($0) <= rank(version) { printf "%sgap-%s", separator, $0; separator = " " }'
}

# each_combination: strategy, host symbols and version, separated by colons, of all that configure can produce.
each_combination() {
  for version_ in $(each_version); do
    for strategy_ in upstream noreserve commit; do
      for host_ in '' bits32 cygwin 'cygwin bits32'; do
        printf '%s:%s:%s\n' "$strategy_" "$host_" "$version_"
      done
    done
  done
}

# series_for SYMBOL...: what guards selects, on one line.
series_for() {
  guards --config="$conf" "$@" | paste -s -d ' ' -
}

# each_range: the symbols of each release and what releases.tsv says it gets: noreserve, the same on 64-bit Cygwin,
# commit.  Releases between the same boundaries get the same, so each range is one line if all is well.
each_range() {
  grep -v '^#' "$patches/releases.tsv" | while IFS='	' read -r release_ series_; do
    printf '%s\t%s\n' "$(symbols_of "$release_")" "$series_"
  done | sort -u
}

# expected_for STRATEGY HOST SYMBOLS: the series of the range with SYMBOLS in the file ranges.
expected_for() {
  case $1,$2 in
    upstream,*) return ;;
    commit,*) column_=4 ;;
    *,cygwin) column_=3 ;;
    *) column_=2 ;;
  esac
  awk -F '\t' -v symbols="$3" -v column="$column_" '$1 == symbols { print $column }' ranges
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
      "$(field "$patch_" Bug | grep -v -E '^https://github\.com/gap-system/gap/(pull|issues)/[0-9]+$')"
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
    assertEquals "$patch_: starts with the names" '--- a/' "$(diff_of "$patch_" | head -n 1 | cut -c 1-6)"
    assertEquals "$patch_: only lines of a unified diff without Index lines" '' \
      "$(diff_of "$patch_" | grep -v '^[-+ @]')"
    assertEquals "$patch_: a/ and b/ and no time stamps" '' \
      "$(diff_of "$patch_" | grep -E '^(---|\+\+\+) ' | grep -v -E '^(--- a|\+\+\+ b)/[^[:space:]]+$')"
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

test_every_digest_is_recorded() {
  require_program_ sha256sum || return
  assertEquals "the patches of SHA256SUMS" "$(each_patch)" "$(sed 's/^[0-9a-f]*  //' "$patches/SHA256SUMS" | sort)"
  assertTrue "digests; after a change: cd patches && sha256sum */*.patch >SHA256SUMS" \
    "(cd '$patches' && sha256sum --quiet -c SHA256SUMS)"
}

test_every_symbol_is_declared_once_and_used() {
  sed -n "s/$declared_pattern/\1/p" "$conf" | sort >declared
  assertEquals "one declaration a line" "$(grep -c '^#:' "$conf")" "$(grep -c . declared)"
  assertEquals "declared twice" '' "$(uniq -d declared)"
  guards --list --with-guards --config="$conf" | tr ' ' '\n' | sed -n 's/^[-+]!*//p' | sort -u >used
  # The strategy upstream selects nothing: no guard names it.
  assertEquals "declared, and used in a guard" "$(grep -v -x upstream declared)" "$(cat used)"
}

# An entry that nobody gets is dead, and so is a guard that changes nothing.
test_every_guard_decides_for_somebody() {
  guards --list --with-guards --config="$conf" >entries
  each_combination | while IFS=: read -r strategy_ host_ version_; do
    echo "$strategy_ $host_ $(symbols_of "$version_")"
  done >combinations
  assertEquals '' "$(awk '
    # As guards(1) does, but without guard number `left_out`.
    function included(entry, symbols, left_out,    part, count, i, symbol, defined, answer, first) {
      count = split(entry, part, " ")
      for (i = 1; i < count; i++) {
        if (i == left_out) continue
        if (first++ == 0) answer = (part[i] ~ /^-/)
        symbol = part[i]
        sub(/^[-+]!?/, "", symbol)
        defined = index(" " symbols " ", " " symbol " ") > 0
        if (defined != (part[i] ~ /^[-+]!/)) answer = (part[i] ~ /^\+/)
      }
      return answer
    }
    FILENAME == "entries" { entry[++entries] = $0; next }
    { combination[++combinations] = $0 }
    END {
      for (e = 1; e <= entries; e++) {
        guards = split(entry[e], part, " ") - 1
        for (g = 1; g <= guards; g++) {
          decides = 0
          for (c = 1; c <= combinations && !decides; c++)
            decides = included(entry[e], combination[c], 0) != included(entry[e], combination[c], g)
          if (!decides) print "guard " part[g] " changes nothing: " entry[e]
        }
      }
    }' entries combinations)"
}

# Each combination has the one outcome that releases.tsv names, and guards agrees; out of the range there is none.
test_every_combination_has_one_outcome() {
  each_range >ranges
  each_combination >combinations
  while IFS=: read -r strategy_ host_ version_; do
    symbols_=$(symbols_of "$version_")
    # shellcheck disable=SC2086 # lists of symbols
    selected_=$(series_for "$strategy_" $host_ $symbols_)
    assertEquals "$strategy_ on '$host_', GAP $version_" "$(expected_for "$strategy_" "$host_" "$symbols_")" "$selected_"
    case $strategy_,$version_ in
      upstream,* | *,4.9.3 | *,4.18.0) assertNull "$strategy_, GAP $version_: nothing fits" "$selected_" ;;
      *) assertNotNull "$strategy_ on '$host_', GAP $version_: silently empty" "$selected_" ;;
    esac
  done <combinations
}

test_every_release_is_in_one_range() {
  each_range | cut -f 1 >ranges
  assertEquals "two outcomes between the same boundaries" '' "$(uniq -d ranges)"
  each_version | while read -r version_; do symbols_of "$version_" && echo; done >known
  assertEquals "a release between no boundaries" '' "$(grep -v -x -F -f known ranges)"
  assertEquals "no release twice" '' "$(grep -v '^#' "$patches/releases.tsv" | cut -f 1 | sort | uniq -d)"
}

. shunit2
