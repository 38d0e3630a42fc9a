/* The host's own memory calls, by their raw numbers: the C library's names are
   the model's.
   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include "model.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *raw_map(void *address, size_t length, int prot, int flags, int fd, off_t offset)
{
    return (void *)syscall(SYS_mmap, address, length, (long)prot, (long)flags,
                           (long)fd, offset);
}

void *host_map(void *address, size_t length, int prot, int flags)
{
    void *result = raw_map(address, length, prot,
                           flags | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return result == MAP_FAILED ? NULL : result;
}

int host_unmap(void *address, size_t length)
{
    return (int)syscall(SYS_munmap, address, length);
}

/* Protecting granules one by one can use up the host's number of maps a
   process, which is no limit of Cygwin's: say so, once. */
static void report_map_count(void)
{
    static atomic_flag said = ATOMIC_FLAG_INIT;

    if (!atomic_flag_test_and_set(&said))
        say("this host allows a process no more maps: its vm.max_map_count "
            "is too small for so sparse a use of reserved memory");
}

int host_protect(void *address, size_t length, int prot)
{
    int result = (int)syscall(SYS_mprotect, address, length, (long)prot);

    if (result != 0 && errno == ENOMEM)
        report_map_count();
    return result;
}

int host_advise(void *address, size_t length, int advice)
{
    return (int)syscall(SYS_madvise, address, length, (long)advice);
}

/* An aligned free range of LENGTH bytes, held by a map without access: take
   more, and give back what lies before and behind. */
static char *take_range(size_t length)
{
    size_t slack = model.page - model.host_page;
    char *whole = host_map(NULL, length + slack, PROT_NONE, MAP_NORESERVE);
    size_t before;

    if (whole == NULL)
        return NULL;
    before = (model.page - (uintptr_t)whole % model.page) % model.page;
    if (before > 0)
        (void)host_unmap(whole, before);
    if (before < slack)
        (void)host_unmap(whole + before + length, slack - before);
    return whole + before;
}

void *host_map_aligned(void *hint, size_t length, int prot, int flags, int fd,
                       off_t offset)
{
    char *range;
    void *result;

    flags &= ~(MAP_FIXED | MAP_FIXED_NOREPLACE);
    result = raw_map(hint, length, prot, flags, fd, offset);
    if (result == MAP_FAILED)
        return NULL;
    if ((uintptr_t)result % model.page == 0)
        return result;
    (void)host_unmap(result, length);
    range = take_range(round_up(length, model.host_page));
    if (range == NULL)
        return NULL;
    result = raw_map(range, length, prot, flags | MAP_FIXED, fd, offset);
    if (result == MAP_FAILED)
        (void)host_unmap(range, round_up(length, model.host_page));
    return result == MAP_FAILED ? NULL : result;
}
