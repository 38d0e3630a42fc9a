/* SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The poolpatch developers
 *
 * What reads files in C, for libFuzzer: poolstat's readers of /proc, and the pool's reader of control groups. An input is the texts
 * of the files, with a NUL between them; no file is ever opened. -DCYGWIN_MAPS=1: Cygwin's form of the mappings.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXTS = 6 };
static const char *texts[TEXTS];
static size_t lengths[TEXTS];
static const char *next;
static size_t left;

/* Which text stands for the file PATH: several files may have the same. */
static int fuzz_open(const char *path, int flags)
{
    static const char *const names[TEXTS] = {"maps", "/stat", "mem", "cgroup", "memory.stat", "memory."};
    (void)flags;
    for (int i = TEXTS - 1; i >= 0; i--)
        if (strstr(path, names[i]) != NULL || i == 0) {
            next = texts[i];
            left = lengths[i];
            return next != NULL ? 3 : (errno = ENOENT, -1);
        }
    return -1;
}

static ssize_t fuzz_read(int file, void *buffer, size_t size)
{
    (void)file;
    size_t part = left < size ? left : size;
    memcpy(buffer, next, part);
    next += part;
    left -= part;
    return (ssize_t)part;
}

static int fuzz_close(int file)
{
    (void)file;
    return 0;
}

#define open fuzz_open
#define read fuzz_read
#define close fuzz_close
#include "../../pool/mmap_pool_cgroup.h"
#include "../../poolstat/poolstat-pool.c"
#include "../../poolstat/poolstat-proc.c"

static void must(bool true_)
{
    if (!true_)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct limits limits = {.min_pool = 64 * MIB};
    struct pool pool;
    struct activity activity;
    uint64_t largest;
    const char *text = (const char *)data;
    for (int i = 0; i < TEXTS; i++) {
        size_t length = text != NULL ? strnlen(text, size) : 0;
        texts[i] = text;
        lengths[i] = length;
        text = text != NULL && length < size ? text + length + 1 : NULL;
        size -= length < size ? length + 1 : length;
    }
    proc_root = "/nowhere";
    if (find_pool(77, &limits, &pool, &largest) == POOLSTAT_OK) {
        must(pool.end > pool.start && pool.end - pool.start >= limits.min_pool && pool.end - pool.start <= largest);
        must(pool.committed <= pool.end - pool.start && pool.charged <= pool.end - pool.start);
        must(pool.vmas > 0 && strategy_name(pool.strategy) != NULL);
    } else {
        must(largest < UINT64_MAX);
    }
    read_activity(77, &activity);
    must(activity.processes <= 1);
    char name[16];
    read_name(77, name, sizeof name);
    must(strlen(name) < sizeof name && strchr(name, '\n') == NULL);
    read_meminfo("CommitLimit");
    read_page_tables(77);
    read_overcommit();
    must(mmap_pool_cgroup_room() == mmap_pool_cgroup_room());
    return 0;
}
