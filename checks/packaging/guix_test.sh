#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# packaging/guix: Guile reads the expression, and the export has what it asks for.

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/packaging/lib.sh
. "$top_srcdir/checks/packaging/lib.sh"

test_guile_reads_the_expression() {
  require_program_ guile || return 0
  block_ guix scheme >gap.scm
  assertEquals 'use-modules define unless package' "$(GUILE_AUTO_COMPILE=0 guile -c '
    (with-input-from-file "gap.scm"
      (lambda ()
        (let loop ((form (read)) (words (quote ())))
          (if (eof-object? form)
              (display (string-join (reverse words)))
              (loop (read) (cons (symbol->string (car form)) words))))))' 2>&1)"
}

test_the_export_has_what_it_asks_for() {
  require_program_ perl && prepare_ || return 0
  run_block_ guix
  block_ guix scheme >gap.scm
  grep -o '(assoc-ref [a-z]* "[a-z]*")' gap.scm | sed 's/.* "\(.*\)")/\1/' >names
  assertEquals 'version file patches' "$(paste -s -d ' ' names)"
  while read -r name; do
    assertContains "$(cat poolpatch/poolpatch.json)" "\"$name\" : "
  done <names
}

. shunit2
