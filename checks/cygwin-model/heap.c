/* sbrk: rule 11. GAP's pool of size 0 (gap -s 0) is memory from it.
   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include "model.h"

#include <errno.h>
#include <unistd.h>

/* What the program requested, in bytes, and the addresses it lies between;
   malloc's own parts of the heap may lie there, too. */
static uint64_t held;
static char *heap_low, *heap_high;

uint64_t heap_charge(void)
{
    return held;
}

void heap_range(char **low, char **high)
{
    *low = heap_low;
    *high = heap_high;
}

static void *next_sbrk(intptr_t increment)
{
    NEXT(sbrk);
    return next(increment);
}

static void note_range(char *low, intptr_t increment)
{
    if (heap_low == NULL)
        heap_low = low;
    heap_high = low + increment;
}

static void *grow(intptr_t increment)
{
    uint64_t bytes = (uint64_t)increment;
    char *low;

    if (!account_charge(model.account, model.slot, bytes)) {
        errno = ENOMEM;
        return (void *)-1;
    }
    low = next_sbrk(increment);
    if ((intptr_t)low == -1) {
        account_release(model.account, model.slot, bytes);
        return low;
    }
    held += bytes;
    note_range(low, increment);
    return low;
}

/* What is given back may be more than the program ever took by sbrk. */
static void *shrink(intptr_t increment)
{
    char *high = next_sbrk(increment);
    uint64_t bytes = (uint64_t)-increment;

    if ((intptr_t)high == -1)
        return high;
    if (bytes > held)
        bytes = held;
    held -= bytes;
    heap_high = high + increment;
    account_release(model.account, model.slot, bytes);
    return high;
}

/* Rule 11. user_heap_info::sbrk in heap.cc, all releases: what is added is
   committed at once and ENOMEM over the limit; what is taken away is
   decommitted. handle_fork in dcrt0.cc copies the heap. */
INTERPOSED void *sbrk(intptr_t increment)
{
    uint64_t mask;
    void *result;

    model_start();
    if (increment == 0 || !rule_holds(RULE_HEAP))
        return next_sbrk(increment);
    mask = model_lock();
    result = increment > 0 ? grow(increment) : shrink(increment);
    model_unlock(mask);
    return result;
}
