# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room patches/.

EXTRA_DIST += \
  patches/series.conf patches/releases.tsv patches/SHA256SUMS \
  patches/commit/gap-4.10.0.patch \
  patches/commit/gap-4.11.0.patch \
  patches/commit/gap-4.12.0.patch \
  patches/commit/gap-4.13.0.patch \
  patches/noreserve/gap-4.10.0.patch \
  patches/noreserve/gap-4.10.0-gmp.patch \
  patches/noreserve/gap-4.11.0.patch
