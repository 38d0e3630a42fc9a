# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/stages/: the stages, tried on tinypool, a package of a second.

# These are the last of all, so the longest come first: or one processor waits for the other.
TESTS += \
  checks/stages/configure_test.sh checks/stages/patch_test.sh checks/stages/whole_test.sh checks/stages/patch_refuse_test.sh \
  checks/stages/compile_test.sh checks/stages/install_test.sh checks/stages/docs_test.sh checks/stages/disk_test.sh \
  checks/stages/unpack_test.sh checks/stages/fetch_test.sh checks/stages/proof_test.sh checks/stages/identify_test.sh
LONG_TESTS += checks/stages/variant_test.sh

EXTRA_DIST += checks/tinypool checks/stages/lib.sh

# make distcheck goes through the whole pipeline, without a network.
AM_DISTCHECK_CONFIGURE_FLAGS = --with-pool=commit --disable-fetch \
  --with-recipe=../../checks/tinypool --with-source=../../checks/tinypool/source
