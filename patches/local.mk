# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room patches/.

EXTRA_DIST += \
  patches/gap/series.conf \
  patches/gap/mails/series \
  patches/gap/mails/huge-pages.diff \
  patches/gap/mails/new-bag-test.diff \
  patches/gap/commit/control-groups.patch \
  patches/gap/commit/gap.patch \
  patches/gap/commit/gap-4.10.0.patch \
  patches/gap/commit/gap-4.11.0.patch \
  patches/gap/commit/gap-4.12.0.patch \
  patches/gap/commit/huge-pages.patch \
  patches/gap/commit/new-bag.patch \
  patches/gap/commit/pool.patch \
  patches/gap/noreserve/gap-4.10.0.patch \
  patches/gap/noreserve/gap-4.10.0-gmp.patch \
  patches/gap/noreserve/gap-4.11.0.patch \
  patches/pari/series.conf \
  patches/pari/commit/huge-pages.patch \
  patches/pari/commit/pari.patch \
  patches/pari/commit/pool.patch
