// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The poolpatch developers
//
// toy.h: the program that pooltest.c drives is nothing but a pool, used as a collector would.  checks/patches/gap.h has the
// same functions for GAP.

#ifdef POOLTEST_CGROUP
#include "mmap_pool_cgroup.h"
#endif
#ifdef POOLTEST_HUGE
#include "mmap_pool_huge.h"
#endif
#include "mmap_pool.h"

#ifndef POOLTEST_PAGE
#define POOLTEST_PAGE ((size_t)sysconf(_SC_PAGESIZE))
#endif

static struct mmap_pool toy_pool;
static size_t toy_pool_size, toy_least, toy_used;
static unsigned long toy_collections;

static struct mmap_pool *pool_of(void) { return &toy_pool; }
static char *workspace(void) { return toy_pool.start; }
static size_t used(void) { return toy_used; }

static void program_start(size_t pool_mib, size_t least_mib)
{
    toy_pool_size = pool_mib << 20;
    toy_least = least_mib << 20;
    // as GAP does: at 16 TiB, where nothing is behind it
    if (mmap_pool_reserve(&toy_pool, (uintptr_t)((unsigned long long)1 << 44), toy_pool_size, (size_t)1 << 30,
            POOLTEST_PAGE) != 0)
        exit(99);
}

static int program_extend(void)
{
    size_t more = toy_pool_size / 2 / toy_pool.page * toy_pool.page;
    size_t reserved = (size_t)(toy_pool.end - toy_pool.start);
    if (toy_pool_size + more > reserved && mmap_pool_extend(&toy_pool, toy_pool_size + more - reserved) != 0)
        return -1;
    toy_pool_size += more;
    return 0;
}

static int program_grow(size_t kb)
{
    size_t size = toy_used + kb * 1024;
    while (size > toy_pool_size)
        if (program_extend() != 0)
            return 0;
    if (size > (size_t)(toy_pool.end - toy_pool.start) || mmap_pool_commit(&toy_pool, toy_pool.start + size) != 0)
        return 0;
    toy_used = size;
    return 1;
}

static int program_shrink(size_t kb)
{
    if (toy_used < toy_least + kb * 1024)
        return 0;
    toy_used -= kb * 1024;
    return 1;
}

static void program_collect(int full)
{
    toy_collections += full != 0;
    mmap_pool_collected(&toy_pool, toy_pool.start + toy_used, toy_collections);
}
