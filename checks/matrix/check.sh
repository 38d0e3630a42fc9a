#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/matrix/check.sh: is the table of cells in order?  Before anything runs: each row has its columns, its words are
# known, and what it expects is what build/decide/ and series.conf say of its facts.
#
# Prints a line on standard error for each thing that is wrong, with the file and the number of the row.
# Environment: MATRIX_TABLE, another table.
# Exit status: 0 in order, 1 not, 99 guards is missing.
# shellcheck disable=SC2034,SC2154 # what the decisions read and set, and what lib.sh and a row set

set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=checks/matrix/lib.sh
. "$here/lib.sh"
for file in lib/words decide/version decide/strategy; do
  # shellcheck source=/dev/null
  . "$top/build/$file.sh"
done

errors=0
complain() { # complain MESSAGE: of the row at hand
  printf '%s:%s: %s: %s\n' "$table" "$line" "$id" "$*" >&2
  errors=$((errors + 1))
}

main() {
  command -v guards >/dev/null || { echo 'matrix-check: guards is missing: install quilt' >&2; exit 99; }
  test -r "$table" || { printf 'matrix-check: %s is missing\n' "$table" >&2; exit 1; }
  words=$(awk -F '\t' '!/^#/ { printf " %s=%s ", $1, $2 }' "$here/words.tsv")
  # AX_SERIAL_BUILD's own.  shellcheck takes M4's $1 for the shell's.
  # shellcheck disable=SC2016
  oldest_parallel=$(sed -n 's/.*m4_default_quoted(\[$1\], \[\([0-9.]*\)\]).*/\1/p' "$top/m4/ax_serial_build.m4")
  known_series='' known_package=''
  well_formed=$(check_form) || errors=$((errors + 1))
  while read_row; do
    check_row
  done <<END
$well_formed
END
  test "$errors" -eq 0
}

# check_form: prints the rows that have all columns and an id of their own, each with its line number.
check_form() {
  rows | awk -F '\t' -v file="$table" -v columns="$columns" '
    function complain(text) {
      printf "%s:%s: %s: %s\n", file, $1, $2, text | "cat >&2"
      failed = 1
    }
    BEGIN { count = split(columns, name, " ") }
    NF - 1 != count { complain("it has " NF - 1 " columns, expected " count ": " columns); next }
    {
      for (i = 1; i <= count; i++)
        if ($(i + 1) == "" || $(i + 1) ~ /^ | $/) { complain(name[i] ": a word, or - for none, is missing"); next }
    }
    $2 !~ /^[a-z0-9][a-z0-9_.-]*$/ { complain("id: expected small letters, digits, and . _ -"); next }
    $2 in line { complain("id: line " line[$2] " has it already"); next }
    { line[$2] = $1; print }
    END { close("cat >&2"); exit failed }'
}

check_row() {
  test -n "$line" || return 0
  before_=$errors
  for column in how compiler libc pool tier; do
    eval "check_word \$column \"\$$column\""
  done
  for column in shell autoconf thp; do
    eval "test \"\$$column\" = - || check_word \$column \"\$$column\""
  done
  check_word runs "${runs%%:*}"
  check_word version "$package-$package_version"
  host_facts "$host" || complain "host: unknown: $host; expected one of hosts.tsv"
  test "$errors" -eq "$before_" || return 0
  host_os "$host"
  check_allow
  check_kind
  check_release
  test "$errors" -ne "$before_" || check_decision
}

check_word() { # check_word COLUMN WORD
  case $words in
    *" $1=$2 "*) ;;
    *) complain "$1: unknown: $2; expected one of: $(known_words "$1" | paste -s -d ' ' -)" ;;
  esac
}

check_allow() {
  case $allow in
    - | *' '*) ;;
    *) complain "allow: why may it fail?  expected a reason of some words, or -" ;;
  esac
}

# check_kind: does what the cell runs go with where?
check_kind() {
  case $how,$runs in
    emulated,probes | emulated,pool | cross,decide | cross,probes | modelled,decide | modelled,build | hosted,hosted) ;;
    real,decide | real,probes | real,pool | real,build) ;;
    real,system:*)
      grep -q "^${runs#*:}$tab" "$top/checks/systems/systems.tsv" ||
        complain "runs: checks/systems/systems.tsv has no system ${runs#*:}" ;;
    *) complain "runs: $runs can't be $how; docs/ci.md says what can" ;;
  esac
  case $how,$emulator in emulated,-) complain "how: hosts.tsv has no emulator for $host" ;; esac
  case $how,$host_os in
    modelled,linux*) complain "how: $host is Linux, which needs no model" ;;
    real,linux* | emulated,linux* | cross,linux* | modelled,* | hosted,*) ;;
    *) complain "how: there is no $how $host here; expected modelled or hosted" ;;
  esac
  case $libc,$how,$compiler,$host in
    musl,real,gcc,x86_64-*) ;;
    musl,*) complain "libc: musl comes with gcc on a real x86_64 only (musl-gcc)" ;;
  esac
}

# check_release: with a + it is that one or a later.
check_release() {
  case $host_os,$release in
    cygwin,[0-9]*.[0-9]*.[0-9]* | msys,[0-9]*.[0-9]*.[0-9]*) ;;
    cygwin,* | msys,*) complain "release: $release; expected X.Y.Z, the release of Cygwin" ;;
    *,-) ;;
    *) complain "release: $release; expected -, as $host is not Cygwin" ;;
  esac
  case $release,$how in *+,hosted) ;; *+,*) complain "release: $release; only a hosted one can be this or later" ;; esac
}

# check_decision: what build/decide/ and guards say.
check_decision() {
  test "$package" = "$known_package" || {
    use_package "$package"
    known_package=$package
    declared=$(sed -n "s/^#:[ $tab]*\([^ $tab]*\).*/\1/p" "$conf" | paste -s -d ' ' -)
  }
  # shellcheck disable=SC2086 # symbols are words
  version_symbols "$package" "$package_version" $declared || { complain "version: $version_error"; return 0; }
  symbols=$version_symbols
  ! host_is_cygwin "$host_os" || symbols="$symbols cygwin"
  test "$bits" != 32 || symbols="$symbols bits32"
  fact_symbols=$declared fact_host_os=$host_os fact_address_bits=$bits fact_request=$pool fact_version=$package_version
  fact_map_noreserve=$map_noreserve fact_madvise=$madvise fact_mmap_commit=$mmap_commit
  for symbol in no-huge-pages no-control-groups; do
    decide_extra yes "$symbol"
    symbols="$symbols $extra_symbol"
  done
  fact_patched='' fact_noreserve_range='other versions' fact_commit_range='other versions'
  for strategy in noreserve commit; do
    series_of "$strategy $symbols"
    test -z "$series" || fact_patched="$fact_patched $strategy"
  done
  decided_mode=parallel
  if ! decide_strategy; then
    label=refused decided_mode=- pool_reason=$pool_error
  else
    series_of "$pool_strategy $symbols"
    # shellcheck disable=SC2086 # patches are words
    label_of "$pool_strategy" $series
    ! host_is_cygwin "$host_os" || version_reaches "$release" "$oldest_parallel" || decided_mode=serial
  fi
  test "$patches" = "$label" ||
    complain "patches: $patches; build/decide and series.conf say $label ($pool_reason)"
  test "$mode" = "$decided_mode" ||
    complain "mode: $mode; expected $decided_mode, as AX_SERIAL_BUILD decides for $host ${release#-}"
}

# series_of SYMBOLS: sets series to the patches; each question is asked once.
series_of() {
  case $known_series in
    *"<$package $1>"*)
      series=${known_series#*"<$package $1>"}
      series=${series%%<*}
      return ;;
  esac
  # shellcheck disable=SC2086 # symbols are words
  series=$(guards --config="$conf" $1 | paste -s -d ' ' -)
  known_series="$known_series<$package $1>$series"
}

main
