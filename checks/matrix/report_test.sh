#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What is made of results: JUnit's XML, a page, and the difference of two.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

room=$top_srcdir/checks/matrix
tab=$(printf '\t')

# result_ DIR ID WORD SECONDS PATCHES MODE NOTE
result_() {
  mkdir -p "$1/$2"
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$2" "$3" "$4" "$5" "$6" "$7" >"$1/$2/result"
}

# some_ DIR: three results of cells of the real table.
some_() {
  result_ "$1" linux-auto pass 1.5 upstream parallel 'upstream: host is not Cygwin'
  result_ "$1" linux-commit fail 12.3 refused - "a <b> & \"c\" d'e"
  # shellcheck disable=SC1112 # no ASCII, on purpose
  printf 'a log with <tags>, %b and “quotes”\n' '\001\033[1m' >"$1/linux-commit/log"
  result_ "$1" hosted-linux skip 0.1 - - 'runs hosted only'
}

report_() {
  sh "$room/report.sh" "$1" >report.txt 2>&1
  assertEquals "$(cat report.txt)" 0 $?
}

test_junit_is_xml_and_has_each_cell() {
  require_program_ xmllint || return 0
  some_ results
  report_ results
  assertEquals 'well-formed' '' "$(xmllint --noout results/junit.xml 2>&1)"
  asked_() { xmllint --xpath "$1" results/junit.xml; }
  assertEquals '3 1 1' "$(asked_ 'concat(//testsuite/@tests, " ", //testsuite/@failures, " ", //testsuite/@skipped)')"
  assertEquals "a <b> & \"c\" d'e" "$(asked_ 'string(//testcase[@name="linux-commit"]/failure/@message)')"
  assertContains "$(asked_ 'string(//testcase[@name="linux-commit"]/failure)')" 'a log with <tags>, ??[1m and '
  assertEquals 'runs hosted only' "$(asked_ 'string(//testcase[@name="hosted-linux"]/skipped/@message)')"
  assertEquals 12.3 "$(asked_ 'string(//testcase[@name="linux-commit"]/@time)')"
}

test_page_stands_alone_and_shows_failures_first() {
  some_ results
  report_ results
  page=$(cat results/index.html)
  assertEquals 'nothing runs, nothing is fetched' '' \
    "$(grep -n -i -E '<script|<link|<img|@import|url\(|src=|href="?[^#]| on[a-z]+=' results/index.html | grep -v 'href=#' | grep -v 'xlink:href="\?#\|xlink:href=.\?#')"
  assertContains "$page" 'name=viewport'
  assertContains "$page" prefers-color-scheme:dark
  assertContains 'a word, not a colour alone' "$page" 'FAILED'
  assertContains "$page" 'a &lt;b&gt; &amp; &quot;c&quot;'
  assertContains "$page" '<th scope=row role=rowheader>linux-auto'
  assertContains "$page" '<th scope=col role=columnheader>Decision'
  assertEquals 'failures first' linux-commit "$(sed -n 's/.*<th scope=row role=rowheader>\([^<]*\).*/\1/p' results/index.html | head -n 1)"
  assertContains "$page" '1 passed, <a href=#failed>1 failed</a>, 1 skipped'
}

test_page_of_the_whole_table_is_small() {
  awk -F '\t' '!/^#/ && NF {
    id = $1
    system("mkdir -p results/" id)
    printf "%s\tpass\t%d.5\t%s\t%s\tpool: commit, reserved 4096 MiB, committed 128 MiB, resident 128 MiB, and some more\n", id, NR, $13, $14 \
      >("results/" id "/result")
    close("results/" id "/result")
  }' "$room/matrix.tsv"
  report_ results
  size=$(wc -c <results/index.html)
  assertTrue "$size bytes, at most 200000" "test $size -le 200000"
  assertEquals 'a row a cell' "$(grep -c . results/results.tsv)" "$(grep -c 'scope=row' results/index.html)"
}

test_plot_has_the_slowest_cells() {
  require_program_ gnuplot || return 0
  some_ results
  report_ results
  assertEquals 'linux-commit linux-auto' "$(cut -f 1 results/time.tsv | paste -s -d ' ' -)"
  assertContains "$(cat results/index.html)" '<svg role="img" aria-label='
  assertNotContains 'text has the colour of the page' "$(cat results/time.svg)" '"black"'
}

test_page_shows_what_forked_children_are_charged() {
  require_program_ gnuplot || return 0
  some_ results
  for id in gap-gcc-upstream gap-gcc-commit gap-thp-never model-3.0.4-commit; do
    result_ results "$id" pass 1.0 x parallel x
    printf '0\t%s\n8\t%s\n' 128 1152 >"results/$id/forks.tsv"
  done
  report_ results
  assertEquals "children${tab}gap-gcc-upstream${tab}gap-thp-never" "$(head -n 1 results/forks_real.tsv)"
  assertEquals "8${tab}1152${tab}1152" "$(tail -n 1 results/forks_real.tsv)"
  page=$(cat results/index.html)
  assertContains "$page" '<tr><th scope=col>children</th><th scope=col>model-3.0.4-commit</th></tr>'
  assertContains "$page" '<tr><th scope=row>8</th><td>1152</td></tr>'
  assertEquals 'plots' 3 "$(grep -c '<svg role="img"' results/index.html)"
}

test_summary_names_what_failed() {
  some_ results
  result_ results linux-commit fail 1.0 refused - 'a | b'
  report_ results
  assertEquals '1 passed, 1 failed, 1 skipped

| failed | reason |
|---|---|
| linux-commit | a \| b |' "$(cat results/summary.md)"
}

test_difference_names_what_changed() {
  some_ old
  result_ old gap-4.12.2-commit pass 1.0 upstream parallel x
  report_ old
  some_ new
  result_ new linux-auto fail 1.0 upstream parallel 'it broke'
  result_ new linux-commit pass 1.0 "commit:pool" parallel x
  result_ new linux-noreserve pass 1.0 noreserve:x parallel x
  report_ new
  said=$(sh "$room/diff.sh" old new)
  assertEquals 'something is worse' 1 $?
  assertEquals 'fails now  linux-auto: pass, now fail: it broke' "$(printf '%s\n' "$said" | head -n 1)"
  assertContains "$said" 'mended     linux-commit: fail, now pass: x'
  assertContains "$said" 'new        linux-noreserve: pass'
  assertContains "$said" 'gone       gap-4.12.2-commit'
  assertContains "$said" '4 cells before, 4 now; 1 fail now that did not, 3 changed otherwise'
  sh "$room/diff.sh" new new >same.txt
  assertEquals 0 $?
  assertEquals '4 cells before, 4 now; 0 fail now that did not, 0 changed otherwise' "$(cat same.txt)"
  said=$(sh "$room/diff.sh" old nowhere 2>&1)
  assertEquals 2 $?
  assertEquals 'matrix-diff: nowhere does not exist: make matrix writes it; usage: diff.sh OLD NEW' "$said"
}

. shunit2
