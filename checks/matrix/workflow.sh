#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/matrix/workflow.sh [--check] [DIR]: write what runs the table's cells hosted, .github/workflows/ci.yml and
# docs/gitlab-ci.yml below DIR (default: the project's top); with --check, only compare.
#
# Hosted cells get a job each, of their system's kind; the fast ones of the others run in one job.  actions.tsv pins the
# actions.
# Exit status: 0; 1 a file differs from what the table gives, or can't be written; 2 wrong usage.
# shellcheck disable=SC2016,SC2154 # the workflow's own ${{ }}; what a row and lib.sh set

set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=checks/matrix/lib.sh
. "$here/lib.sh"

# Nobody looks at a job that hangs: minutes.
limit_fast=30 limit_hosted=120
linux=ubuntu-24.04 windows=windows-2022 macos=macos-15

main() {
  check=no
  case ${1-} in --check) check=yes; shift ;; esac
  dir=${1:-$top}
  if test "$check" = yes; then
    compare .github/workflows/ci.yml github
    compare docs/gitlab-ci.yml gitlab
  else
    write .github/workflows/ci.yml github
    write docs/gitlab-ci.yml gitlab
  fi
}

write() { # write FILE FUNCTION
  mkdir -p "$dir/$(dirname "$1")"
  "$2" >"$dir/$1.new"
  mv "$dir/$1.new" "$dir/$1"
}

# compare FILE FUNCTION: a release has no .github.
compare() {
  case $1 in .github/*) test -e "$dir/.github" || return 0 ;; esac
  "$2" | cmp -s - "$dir/$1" || {
    printf 'matrix-check: %s is not what %s gives: run make workflow\n' "$dir/$1" "$table" >&2
    exit 1
  }
}

# uses NAME: the action, pinned.
uses() {
  awk -F '\t' -v name="$1" '$1 == name { print "uses: " $1 "@" $3 " # " $2; found = 1 } END { exit !found }' "$here/actions.tsv"
}

made_from='# Made by `make workflow` from checks/matrix/matrix.tsv: edit nothing here.  docs/ci.md.'

github() {
  cat <<END
$made_from
name: matrix
on:
  push:
    branches: [main]
  pull_request:
  workflow_dispatch:
permissions:
  contents: read
concurrency:
  group: matrix-\${{ github.ref }}
  cancel-in-progress: true
jobs:
END
  job_fast
  job_linux
  job_cygwin
  job_msys2
  job_macos
  job_freebsd
}

# steps_checkout: without the token left behind.
steps_checkout() {
  cat <<END
      - $(uses actions/checkout)
        with:
          persist-credentials: false
END
}

steps_checkout_windows() {
  cat <<END
      - name: Line ends
        shell: pwsh
        run: git config --global core.autocrlf input
END
  steps_checkout
}

# steps_results NAME: the summary, always; results and logs where something failed.
steps_results() {
  cat <<END
      - name: Summary
        if: always()
        run: test ! -f b/matrix/summary.md || cat b/matrix/summary.md >>"\$GITHUB_STEP_SUMMARY"
      - name: Results, and logs of what failed
        if: always()
        $(uses actions/upload-artifact)
        with:
          name: $1
          if-no-files-found: ignore
          path: |
            b/matrix/results.tsv
            b/matrix/junit.xml
            b/matrix/index.html
            b/matrix/*/log
            b/matrix/*/result
            b/matrix/*/config.log
            b/matrix/*/decision
            b/matrix/*/build/logs
            b/config.log
END
}

# configure_here: a build directory for make matrix; what cells build, they say themselves.
configure_here='./bootstrap && mkdir b && cd b && ../configure --quiet --with-recipe="$PWD/../checks/tinypool" --with-source="$PWD/../checks/tinypool/source"'
run_cell='make -C b matrix CELLS="$CELL" HOSTED=yes'

# steps_cell: the cell of the job.
steps_cell() {
  cat <<END
      - name: Configure
        run: $configure_here
      - name: The cell
        run: $run_cell
END
  steps_results '${{ matrix.cell }}'
}

job_fast() {
  cat <<END
  fast:
    name: fast cells
    runs-on: $linux
    timeout-minutes: $limit_fast
    steps:
END
  steps_checkout
  cat <<END
      - name: What the cells call
        run: build/prereqs/prereqs.sh --install --for tools --for build --for tests --for more
      - name: Configure
        run: $configure_here
      - name: The table
        run: make -C b matrix-check
      - name: Fast cells
        run: make -C b -j4 matrix TIER=fast
END
  steps_results fast
}

# hosted_rows PATTERN: the hosted cells of these hosts, for include; each with whether it may fail, and an old Cygwin with a day.
hosted_rows() {
  rows | while read_row; do
    test "$runs" = hosted || continue
    # shellcheck disable=SC2254 # a pattern
    case $host in
      $1)
        printf '          - cell: %s\n            allow: %s\n' "$id" \
          "$(if test "$allow" = -; then echo false; else echo true; fi)"
        case $host,$release in *cygwin,*+) ;; *cygwin,*) printf '            newest: %s\n' "'$(newest_until "$release")'" ;; esac ;;
    esac
  done
}

# newest_until RELEASE: the day before the next release of Cygwin came, by the dates of the tags in Cygwin's repository.
newest_until() {
  awk -F '\t' -v word="$1" '$1 == "release" && $2 == word { print $3; found = 1 } END { exit !found }' "$here/words.tsv"
}

# job_head NAME RUNNER PATTERN
job_head() {
  cat <<END
  $1:
    name: \${{ matrix.cell }}
    runs-on: $2
    timeout-minutes: $limit_hosted
    continue-on-error: \${{ matrix.allow }}
    strategy:
      fail-fast: false
      matrix:
        include:
END
  hosted_rows "$3"
  cat <<END
    env:
      CELL: \${{ matrix.cell }}
END
}

# packages_of SYSTEM: what the tools, GAP and the tests need there, one line.
packages_of() {
  {
    awk '!/^#/ && / # (tools|build|tests) / { print $1 }' "$top/build/prereqs/$1.txt"
    sed -n "s/^$1 *\([^ ]*\) .*/\1/p" "$top/build/packages/gap/prereqs.txt"
  } | sort -u | paste -s -d ' ' -
}

job_linux() {
  job_head linux $linux '*-linux-*'
  echo '    steps:'
  steps_checkout
  cat <<END
      - name: What it calls
        run: build/prereqs/prereqs.sh --install --for tools --for build --for tests
END
  steps_cell
}

# A release that is no longer the newest comes from the time machine: its newest snapshot of a day when it was.
job_cygwin() {
  job_head cygwin $windows '*-cygwin'
  cat <<END
      CHERE_INVOKING: 1
    defaults:
      run:
        shell: bash --noprofile --norc -o igncr -eo pipefail '{0}'
    steps:
END
  steps_checkout_windows
  cat <<END
      - name: Snapshot of the time machine
        id: snapshot
        if: matrix.newest != ''
        shell: pwsh
        env:
          NEWEST: \${{ matrix.newest }}
        run: |
          \$page = (Invoke-WebRequest -UseBasicParsing http://ctm.crouchingtigerhiddenfruitbat.org/pub/cygwin/circa/64bit/index.html).Content
          \$site = [regex]::Matches(\$page, 'http://[^<"]*/circa/64bit/(\d{4}/\d\d/\d\d)/\d{6}') |
            Where-Object { \$_.Groups[1].Value -le \$env:NEWEST } | Sort-Object { \$_.Value } | Select-Object -Last 1
          if (-not \$site) { throw "no snapshot until \$env:NEWEST" }
          "site=\$(\$site.Value)" >>\$env:GITHUB_OUTPUT
      - $(uses cygwin/cygwin-install-action)
        with:
          packages: $(packages_of cygwin)
          site: \${{ steps.snapshot.outputs.site }}
          check-sig: \${{ matrix.newest == '' }}
END
  steps_cell
}

job_msys2() {
  job_head msys2 $windows '*-msys'
  cat <<END
    defaults:
      run:
        shell: msys2 {0}
    steps:
END
  steps_checkout_windows
  cat <<END
      - $(uses msys2/setup-msys2)
        with:
          msystem: MSYS
          update: true
          install: $(packages_of msys2)
END
  steps_cell
}

job_macos() {
  job_head macos $macos '*-darwin*'
  echo '    steps:'
  steps_checkout
  cat <<END
      - name: What it calls
        run: brew install $(packages_of homebrew)
END
  steps_cell
}

job_freebsd() {
  job_head freebsd $linux '*-freebsd*'
  echo '    steps:'
  steps_checkout
  cat <<END
      - name: The cell
        $(uses vmactions/freebsd-vm)
        with:
          release: '14.4'
          envs: CELL
          usesh: true
          prepare: pkg install -y autoconf automake bash curl git gmake gmp patch quilt readline shunit2
          run: |
            set -e
            $configure_here
            gmake -C b matrix CELLS="\$CELL" HOSTED=yes
END
  steps_results '${{ matrix.cell }}'
}

gitlab() {
  cat <<END
$made_from
# Not at its usual place: name it as the project's CI/CD configuration file, or include it from a .gitlab-ci.yml.
workflow:
  auto_cancel:
    on_new_commit: interruptible
matrix-fast:
  image: debian:12
  timeout: $limit_fast minutes
  interruptible: true
  script:
    - build/prereqs/prereqs.sh --install --for tools --for build --for tests --for more
    - $configure_here
    - make matrix-check
    - make -j4 matrix TIER=fast
  artifacts:
    when: always
    expose_as: matrix
    paths:
      - b/matrix/index.html
      - b/matrix/results.tsv
      - b/matrix/*/log
      - b/matrix/*/config.log
    reports:
      junit: b/matrix/junit.xml
END
}

main "$@"
