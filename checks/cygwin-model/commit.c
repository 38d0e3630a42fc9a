/* Commit and decommit of reserved granules.
   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include "model.h"

#include <sys/mman.h>

/* What the host must allow for PROT: Windows has no page that can be written
   and not read (gen_protect in mmap.cc). */
static int host_prot(int prot)
{
    return (prot & PROT_WRITE) != 0 ? prot | PROT_READ : prot;
}

/* VirtualAlloc (MEM_COMMIT): all or nothing, committed granules count once and
   get the protection too. */
enum commit commit_range(struct record *record, char *low, char *high, int prot)
{
    size_t number = (size_t)(high - low) / model.page
                    - record_count(record, low, high, PAGE_COMMITTED);

    if (number > 0
        && !account_charge(model.account, model.slot, number * model.page))
        return COMMIT_REFUSED;
    if (host_protect(low, (size_t)(high - low), host_prot(prot)) != 0) {
        account_release(model.account, model.slot, number * model.page);
        return COMMIT_REFUSED;
    }
    record->committed += number;
    record_mark(record, low, high, PAGE_MAPPED, PAGE_COMMITTED, prot);
    return COMMIT_DONE;
}

/* VirtualFree (MEM_DECOMMIT): contents and charge are gone, the addresses
   stay. */
void decommit_range(struct record *record, char *low, char *high)
{
    size_t number = record_count(record, low, high, PAGE_COMMITTED);

    if (number > 0) {
        (void)host_advise(low, (size_t)(high - low), MADV_DONTNEED);
        account_release(model.account, model.slot, number * model.page);
        record->committed -= number;
    }
    if (rule_holds(RULE_TOUCH))
        (void)host_protect(low, (size_t)(high - low), PROT_NONE);
    record_mark(record, low, high, PAGE_MAPPED, 0, PROT_NONE);
}

/* True if NORESERVE records cover [LOW, HIGH) without a gap. */
static bool covered(const char *low, const char *high)
{
    while (low < high) {
        struct record *record = record_at(low);

        if (record == NULL || !record->noreserve)
            return false;
        low = record_end(record);
    }
    return true;
}

static enum region commit_covered(char *low, char *high)
{
    while (low < high) {
        struct record *record = record_at(low);
        char *end = record_end(record) < high ? record_end(record) : high;

        if (commit_range(record, low, end, record->prot) != COMMIT_DONE)
            return REGION_SIGBUS;
        low = end;
    }
    return REGION_COMMITTED;
}

/* mmap_is_attached_or_noreserve in mmap.cc (mm/mmap.cc since 3.4.0), all
   releases: whole granules, with the protection the map was created with,
   whatever mprotect made of them since and whether munmap took them or not. */
enum region commit_touched(const char *address, size_t length)
{
    char *low = round_down(address, model.page);
    char *high = (char *)round_up((uintptr_t)address + length, model.page);

    return covered(low, high) ? commit_covered(low, high) : REGION_NONE;
}
