/* mprotect and madvise: rules 3 and 6.
   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include "model.h"

#include <errno.h>
#include <sys/mman.h>

/* Rule 3. mprotect in mmap.cc, all releases: on a NORESERVE map no access is
   VirtualFree (MEM_DECOMMIT), any other is VirtualAlloc (MEM_COMMIT), which
   can fail; Windows error 1455 is EAGAIN in Cygwin's errno.cc. */
static int
protect_reserved(struct record *record, char *low, char *high, int prot)
{
    if (prot == PROT_NONE) {
        decommit_range(record, low, high);
        return 0;
    }
    if (commit_range(record, low, high, prot) == COMMIT_DONE)
        return 0;
    errno = EAGAIN;
    return -1;
}

static int
protect_committed(struct record *record, char *low, char *high, int prot)
{
    unsigned char *page = record_page(record, low);
    size_t granules = (size_t)(high - low) / model.page;

    if (host_protect(low, (size_t)(high - low), prot) != 0)
        return -1;
    for (size_t i = 0; i < granules; i++)
        page[i] = (unsigned char)((page[i] & (PAGE_MAPPED | PAGE_COMMITTED))
                                  | (unsigned)prot << PAGE_PROT_SHIFT);
    return 0;
}

static int
protect_record(struct record *record, char *low, char *high, int prot)
{
    if (record->noreserve && rule_holds(RULE_PROTECT))
        return protect_reserved(record, low, high, prot);
    return protect_committed(record, low, high, prot);
}

/* [LOW, HIGH) of the records, [LOW, END) of what is in none: code, data, heap
   and files, whose pages are the host's. */
static int
protect(char *low, char *end, char *high, int prot)
{
    int result = 0;

    while (low < high && result == 0) {
        struct record *record = record_from(low);
        char *stop = record == NULL || record->base > high ? high
                                                           : record->base;

        if (low < stop && low < end)
            result = host_protect(low,
                                  (size_t)((stop < end ? stop : end) - low),
                                  prot);
        if (stop == high || result != 0)
            break;
        low = low < stop ? stop : low;
        stop = record_end(record) < high ? record_end(record) : high;
        result = protect_record(record, low, stop, prot);
        low = stop;
    }
    return result;
}

INTERPOSED int
mprotect(void *address, size_t length, int prot)
{
    size_t whole;
    uint64_t mask;
    int result;

    model_start();
    if ((uintptr_t)address % model.page != 0) {
        errno = EINVAL;
        return -1;
    }
    whole = (length + model.page - 1) / model.page * model.page;
    mask = model_lock();
    result = protect(address, (char *)address + length,
                     (char *)address + whole, prot);
    model_unlock(mask);
    return result;
}

/* DiscardVirtualMemory on whole granules, as posix_madvise rounds them; the
   charge stays. Reserved granules hold nothing that could go. What is in no
   record keeps its contents: advice need not be taken. */
static void
discard_range(char *low, char *high)
{
    struct record *record = record_from(low);

    while (record != NULL && record->base < high) {
        char *from = record->base > low ? record->base : low;
        char *to = record_end(record) < high ? record_end(record) : high;

        (void)host_advise(from, (size_t)(to - from), MADV_DONTNEED);
        record = record_next(record);
    }
}

/* Rule 6. posix_madvise in mmap.cc: the error number is the result. DONTNEED
   discards since 2.3.0. MADV_FREE, which Cygwin has not, is in the numbers a
   program built here uses what DONTNEED is to one built there. */
static int
advise(char *address, size_t length, int advice)
{
    uintptr_t from = (uintptr_t)address / model.page * model.page;
    uintptr_t to = ((uintptr_t)address + length + model.page - 1) / model.page
                   * model.page;
    uint64_t mask;

    if (advice == MADV_FREE)
        advice = MADV_DONTNEED;
    if (advice < MADV_NORMAL || advice > MADV_DONTNEED || length == 0)
        return EINVAL;
    if (host_advise((void *)((uintptr_t)address / model.host_page
                             * model.host_page),
                    length, MADV_NORMAL) != 0 && errno == ENOMEM)
        return ENOMEM;
    if (advice != MADV_DONTNEED || model.settings.release < RELEASE(2, 3, 0))
        return 0;
    mask = model_lock();
    discard_range((char *)from, (char *)to);
    model_unlock(mask);
    return 0;
}

INTERPOSED int
posix_madvise(void *address, size_t length, int advice)
{
    int saved = errno;
    int result;

    model_start();
    result = advise(address, length, advice);
    errno = saved;
    return result;
}

/* Rule 6, its trap. cygwin.din (common.din before 3.4.0): madvise is an alias
   of posix_madvise, so an error is a positive number, until 3.7.0. */
INTERPOSED int
madvise(void *address, size_t length, int advice)
{
    int result;

    model_start();
    if (!rule_holds(RULE_ADVISE))
        return host_advise(address, length, advice);
    result = posix_madvise(address, length, advice);
    if (result == 0 || model.settings.release < RELEASE(3, 7, 0))
        return result;
    errno = result;
    return -1;
}
