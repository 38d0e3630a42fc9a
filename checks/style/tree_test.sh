#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The tree as a whole: what must not be in it, what must agree, and that a release holds all of it.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/style/lib.sh"

table=$top_srcdir/build/packages/gap/distfiles.tsv
tab=$(printf '\t')

test_no_file_names_a_directory_of_one_machine() {
  found=$(cd "$top_srcdir" && files_ | tr '\n' '\0' |
    xargs -0 grep -n -E "(^|[^A-Za-z0-9_}\$.*/-])/(work|farm|root|home)(/|[^A-Za-z0-9_/-]|\$)")
  assertEquals '' "$found"
}

# A second program is one more directory of build/packages/, not a change all over.
test_only_its_own_places_know_a_package() {
  known=$(cd "$top_srcdir/build/packages" && for file in */package.sh; do printf -- '-e %s\n' "${file%/*}"; done)
  # shellcheck disable=SC2086 # words
  found=$(cd "$top_srcdir" && files_ | grep -e '^configure\.ac$' -e '^m4/' -e '^spkg-' \
    -e '^build/\(decide\|lib\|stages\|templates\)/' -e '^build/packages/[^/]*$' | tr '\n' '\0' |
    xargs -0 grep -n -i -w $known)
  assertEquals '' "$found"
}

# Sage reads the one, the stages the other.
test_checksums_of_sage_and_of_the_stages_agree() {
  version=$(sed 's/\.p[0-9]*$//' "$top_srcdir/package-version.txt")
  file=$(sed -n "s/^tarball=//p" "$top_srcdir/checksums.ini" | sed "s/VERSION/$version/")
  url=$(sed -n "s/^upstream_url=//p" "$top_srcdir/checksums.ini" | sed "s/VERSION/$version/g")
  row=$(grep "^$version$tab$file$tab" "$table")
  assertEquals 'one row' 1 "$(printf '%s\n' "$row" | grep -c .)"
  assertEquals 'sha256' "$(sed -n 's/^sha256=//p' "$top_srcdir/checksums.ini")" "$(printf '%s' "$row" | cut -f 3)"
  assertContains 'URL' " $(printf '%s' "$row" | cut -f 4) " " $url "
}

test_the_version_of_the_debian_package_agrees() {
  version=$(version_)
  assertContains "$(head -n 1 "$top_srcdir/packaging/debian/poolpatch/changelog")" "poolpatch ($version-"
  assertContains "$(cat "$top_srcdir/packaging/debian/README.md")" "poolpatch_$version.orig.tar.xz"
}

test_every_row_of_the_tables_is_whole() {
  bad=$(awk -F '\t' '!/^#/ && !(NF == 5 && $5 ~ /^[0-9]+$/ && $1 ~ /^[0-9.]+$/ && $2 ~ /^[^ \/]+$/ && length($3) == 64 &&
    $3 ~ /^[0-9a-f]+$/ && $4 ~ /^(https:\/\/|debian-pool:)[^ ]+( (https:\/\/|debian-pool:)[^ ]+)*$/)' \
    "$top_srcdir"/build/packages/*/distfiles.tsv)
  assertEquals '' "$bad"
  for table_ in "$top_srcdir"/build/packages/*/distfiles.tsv; do
    assertTrue "$table_ has rows" "grep -q '^[0-9]' '$table_'"
  done
}

test_no_file_of_the_tables_has_two_digests() {
  assertEquals '' "$(cat "$top_srcdir"/build/packages/*/distfiles.tsv | grep -v '^#' | cut -f 2 | sort | uniq -d)"
}

# What is installed of the toolkit: a script can be run, what is only sourced can't.
test_scripts_of_the_toolkit_are_executable_and_nothing_else_is() {
  (cd "$top_srcdir" && files_ | grep '^build/' | xargs awk 'FNR == 1 && /^#!/ { print FILENAME }') | sort >scripts
  (cd "$top_srcdir" && files_ | grep '^build/' | while IFS= read -r file; do
    test ! -x "$file" || printf '%s\n' "$file"
  done) | sort >executable
  assertEquals 'differences' '' "$(diff scripts executable)"
}

test_release_holds_every_file() {
  is_checkout_ || {
    skip_ 'no git checkout: nothing to compare the release with'
    return 0
  }
  (cd "$top_builddir" && ${MAKE:-make} -s distdir distdir="$work/release" top_distdir="$work/release") >log.txt 2>&1
  assertEquals "make distdir: $(cat log.txt)" 0 $?
  (cd release && find . -type f) | sed 's|^\./||' |
    grep -v -x -e 'build-aux/.*' -e '\(build/decide/\)\?configure' -e aclocal.m4 -e '\(.*/\)\?Makefile\.in' | sort >released
  files_ | grep -v -x -e '\.gitignore' -e '\.ci/.*' -e '\.github/.*' | sort >tracked
  assertEquals 'differences' '' "$(diff tracked released)"
}

. shunit2
