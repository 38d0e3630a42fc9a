/* SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The poolpatch developers
 *
 * poolstat: measures what forks cost a process with a given pool.
 *
 * Another process can't be made to fork, so a helper of poolstat's own is given a pool of the same sizes,
 * protections, flags and number of resident pages, and forks. Each child holds still until all are there;
 * then the system's charge and the children's page tables are read.
 */
#define _GNU_SOURCE
#include "poolstat.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Maps a pool like POOL and touches as many pages as are resident there. -1 with errno: it can't be had. */
static int map_like(const struct pool *pool)
{
    size_t size = (size_t)(pool->end - pool->start), page = (size_t)sysconf(_SC_PAGESIZE);
    int access = pool->strategy == COMMIT ? PROT_NONE : PROT_READ | PROT_WRITE;
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | (pool->strategy == NORESERVE ? MAP_NORESERVE : 0);
    size_t usable = pool->strategy == COMMIT ? (size_t)pool->committed : size;
    volatile char *base = mmap(NULL, size, access, flags, -1, 0);
    if (base == MAP_FAILED)
        return -1;
    if (pool->strategy == COMMIT && mprotect((void *)base, usable, PROT_READ | PROT_WRITE) != 0)
        return -1;
    for (size_t at = 0; at < pool->resident && at < usable; at += page)
        base[at] = 1;
    return 0;
}

static uint64_t page_tables_of(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
    return read_kib_field(path, "VmPTE");
}

/* In the helper: forks, measures, ends the children. */
static void fork_and_measure(struct forks *forks)
{
    struct account before, after;
    int hold[2];
    if (pipe(hold) != 0) {
        forks->error = errno;
        return;
    }
    read_account(&before);
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
        uint64_t tables = page_tables_of(pid);
        forks->page_tables = tables == UNKNOWN ? UNKNOWN : forks->page_tables + tables;
        forks->done++;
    }
    forks->seconds = now() - start;
    read_account(&after);
    forks->charged = UNKNOWN;
    if (before.committed_as != UNKNOWN && after.committed_as != UNKNOWN)
        forks->charged = after.committed_as > before.committed_as ? after.committed_as - before.committed_as : 0;
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
        answer.error = map_like(pool) == 0 ? 0 : errno;
        if (answer.error == 0)
            fork_and_measure(&answer.forks);
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
