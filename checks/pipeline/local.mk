# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room checks/pipeline/: the stages, tried on tinypool, a package of a second.

TESTS += \
  checks/pipeline/compile_test.sh checks/pipeline/configure_test.sh checks/pipeline/disk_test.sh \
  checks/pipeline/explain_test.sh checks/pipeline/fetch_test.sh checks/pipeline/identify_test.sh \
  checks/pipeline/install_test.sh checks/pipeline/patch_refuse_test.sh checks/pipeline/patch_test.sh \
  checks/pipeline/prereqs_test.sh checks/pipeline/proof_test.sh checks/pipeline/unpack_test.sh \
  checks/pipeline/whole_test.sh

EXTRA_DIST += checks/fixtures/tinypool checks/pipeline/lib.sh checks/pipeline/settings.awk

# make distcheck goes through the whole pipeline, without a network.
AM_DISTCHECK_CONFIGURE_FLAGS = --with-pool=commit --disable-fetch \
  --with-recipe=../../checks/fixtures/tinypool --with-source=../../checks/fixtures/tinypool/source
