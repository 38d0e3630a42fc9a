# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/decide/: the tables of what is decided.

TESTS += \
  checks/decide/arguments_test.sh checks/decide/contract_test.sh checks/decide/strategy_test.sh \
  checks/decide/version_test.sh

EXTRA_DIST += checks/decide/lib.sh
