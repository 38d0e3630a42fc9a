/* SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The poolpatch developers
 *
 * poolstat: measures what forks cost a process with a given pool.
 *
 * Another process can't be made to fork, so a helper of poolstat's own is given a pool of the same sizes,
 * protections, flags and number of resident pages, and forks. The children hold still until all are there
 * and what they cost has been read.
 */
#define _GNU_SOURCE
#include "poolstat.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Bytes of the pool to be touched. Cygwin doesn't tell what is resident; its fork copies what is committed. */
static uint64_t to_touch(const struct pool *pool)
{
    return pool->resident == UNKNOWN ? pool->committed : pool->resident;
}

/* Maps a pool like POOL and touches as many pages as are resident there. NULL with errno: it can't be had. */
static volatile char *map_like(const struct pool *pool)
{
    size_t size = (size_t)(pool->end - pool->start), page = (size_t)sysconf(_SC_PAGESIZE);
    bool commit = pool->strategy == COMMIT, noreserve = pool->strategy == NORESERVE || pool->strategy == UNCOMMITTED;
    uint64_t available = read_meminfo("MemAvailable"), touched = to_touch(pool);
    if (available != UNKNOWN && touched > available) { /* the kernel would rather kill than refuse */
        errno = ENOMEM;
        return NULL;
    }
    size_t usable = commit ? (size_t)pool->committed : size;
    volatile char *base = mmap((void *)(uintptr_t)pool->start, size, commit ? PROT_NONE : PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS | (noreserve ? MAP_NORESERVE : 0), -1, 0);
    if (base == MAP_FAILED || (commit && mprotect((void *)base, usable, PROT_READ | PROT_WRITE) != 0))
        return NULL;
    for (size_t at = 0; at < touched && at < usable; at += page)
        base[at] = 1;
    return base;
}

/* In the helper: forks as often as wanted. The children wait for the end of HOLD. */
static void fork_children(const int *hold, struct forks *forks)
{
    double start = now();
    while (forks->done < forks->wanted) {
        pid_t pid = fork();
        if (pid < 0) {
            forks->error = errno;
            break;
        }
        if (pid == 0) {
            char byte;
            close(hold[1]);
            _exit(read(hold[0], &byte, 1) == 0 ? 0 : 1);
        }
        forks->last = pid;
        forks->done++;
    }
    forks->seconds = now() - start;
}

/* What the children with the pool WINDOW cost: they are all alike, so the last one is looked at. */
static void read_children(const struct limits *window, struct forks *forks)
{
    struct pool pool;
    uint64_t largest, tables = UNKNOWN;
    forks->charged = forks->page_tables = forks->done > 0 ? UNKNOWN : 0;
    if (forks->done > 0 && read_pool(forks->last, window, &pool, &largest) == POOLSTAT_OK)
        forks->charged = pool.charged * forks->done;
    if (forks->done > 0)
        tables = read_page_tables(forks->last);
    if (tables != UNKNOWN)
        forks->page_tables = tables * forks->done;
}

/* In the helper: forks, measures, ends the children. */
static void fork_and_measure(const struct limits *window, struct forks *forks)
{
    int hold[2];
    if (pipe(hold) != 0) {
        forks->error = errno;
        return;
    }
    uint64_t before = read_meminfo("Committed_AS");
    fork_children(hold, forks);
    uint64_t after = read_meminfo("Committed_AS");
    /* The account is the machine's: others may have given back meanwhile. */
    forks->committed_as = before == UNKNOWN || after == UNKNOWN ? UNKNOWN : after > before ? after - before : 0;
    read_children(window, forks);
    close(hold[1]);
    while (wait(NULL) > 0 || errno == EINTR)
        ;
}

/* Measures NUMBER forks of a process with a pool like POOL. SYSTEM with errno: such a pool can't be had. */
enum status measure_forks(const struct pool *pool, unsigned number, struct forks *forks)
{
    struct {
        int error;
        struct forks forks;
    } answer = {.error = EPIPE};
    int pipes[2];
    if (pipe(pipes) != 0)
        return POOLSTAT_SYSTEM;
    pid_t helper = fork();
    if (helper == 0) {
        close(pipes[0]);
        answer.forks.wanted = number;
        volatile char *base = map_like(pool);
        answer.error = base != NULL ? 0 : errno;
        struct limits window = {.min_pool = 1, .from = (uintptr_t)base};
        window.until = window.from + (pool->end - pool->start);
        if (base != NULL)
            fork_and_measure(&window, &answer.forks);
        _exit(write(pipes[1], &answer, sizeof answer) == (ssize_t)sizeof answer ? 0 : 1);
    }
    answer.error = helper < 0 ? errno : EPIPE;
    close(pipes[1]);
    if (helper > 0 && read(pipes[0], &answer, sizeof answer) != (ssize_t)sizeof answer)
        answer.error = ENOMEM; /* it was killed before it could tell: the memory was not there */
    close(pipes[0]);
    if (helper > 0)
        waitpid(helper, NULL, 0);
    *forks = answer.forks;
    errno = answer.error;
    return answer.error == 0 ? POOLSTAT_OK : POOLSTAT_SYSTEM;
}
