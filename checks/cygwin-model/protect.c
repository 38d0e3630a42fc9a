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
static int protect_reserved(struct record *record, char *low, char *high, int prot)
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

static int protect_record(struct record *record, char *low, char *high, int prot)
{
    if (record->noreserve && rule_holds(RULE_PROTECT))
        return protect_reserved(record, low, high, prot);
    if (host_protect(low, (size_t)(high - low), prot) != 0)
        return -1;
    record_mark(record, low, high, PAGE_MAPPED | PAGE_COMMITTED, 0, prot);
    return 0;
}

/* What is in no record is code, data, heap and files. */
INTERPOSED int mprotect(void *address, size_t length, int prot)
{
    uint64_t mask;
    int result;

    model_start();
    if ((uintptr_t)address % model.page != 0) {
        errno = EINVAL;
        return -1;
    }
    mask = model_lock();
    result = records_walk(address, (char *)address + length,
                          (char *)address + round_up(length, model.page),
                          prot, protect_record, host_protect);
    model_unlock(mask);
    return result;
}

/* DiscardVirtualMemory on whole granules, as posix_madvise rounds them; the
   charge stays. Reserved granules hold nothing that could go. What is in no
   record keeps its contents: advice need not be taken. */
static void discard_range(char *low, char *high)
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
static int advise(char *address, size_t length, int advice)
{
    uint64_t mask;

    if (advice == MADV_FREE)
        advice = MADV_DONTNEED;
    if (advice < MADV_NORMAL || advice > MADV_DONTNEED || length == 0)
        return EINVAL;
    if (host_advise(round_down(address, model.host_page), length,
                    MADV_NORMAL) != 0 && errno == ENOMEM)
        return ENOMEM;
    if (advice != MADV_DONTNEED || model.settings.release < RELEASE(2, 3, 0))
        return 0;
    mask = model_lock();
    discard_range(round_down(address, model.page),
                  (char *)round_up((uintptr_t)address + length, model.page));
    model_unlock(mask);
    return 0;
}

INTERPOSED int posix_madvise(void *address, size_t length, int advice)
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
INTERPOSED int madvise(void *address, size_t length, int advice)
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
