# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# The room pool/: nothing here is compiled by itself; the patches carry it.

EXTRA_DIST += pool/README.md pool/mmap_pool.h pool/mmap_pool_cgroup.h pool/mmap_pool_huge.h
