# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/docs/: do the pages say what is true?

TESTS += checks/docs/blocks_test.sh checks/docs/pages_test.sh checks/docs/figures_test.sh checks/docs/manual_test.sh
LONG_TESTS += checks/docs/run_test.sh

# As docs alone is the stage, which would build the program for a release.
EXTRA_DIST += docs/.
EXTRA_DIST += checks/docs/lib.sh checks/docs/run.sh checks/docs/blocks.tsv checks/docs/figures.awk checks/docs/figures.tsv
