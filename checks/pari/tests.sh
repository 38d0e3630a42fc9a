# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/pari/tests.sh: which tests gp has of its own; for what looks at it, and what measures it.
# shellcheck shell=sh disable=SC2034,SC2154 # get_tests of the tree reads TOP; settings.sh sets tree

# own_tests_ LIST: what the makefile of the tree has in that list of tests; a number behind a name is its weight.
own_tests_() {
  (
    TOP=$tree
    # shellcheck source=/dev/null
    . "$tree/config/get_tests"
    eval "echo \"\$$1\"" | sed 's/_[0-9]*//g'
  )
}
