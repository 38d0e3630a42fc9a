/* mmap and munmap: rules 1, 2 (which maps are reserved), 4 and 7.
   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include "model.h"

#include <errno.h>
#include <sys/mman.h>

/* Rule 3, the page. mmap in mmap.cc, all releases: what makes it refuse with
   EINVAL before it looks at anything. */
static bool well_formed(const void *address, size_t length, int prot, int flags,
                        off_t offset)
{
    int type = flags & MAP_TYPE;

    return length > 0 && length < SIZE_MAX / 2
           && (size_t)offset % model.page == 0
           && (prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC)) == 0
           && (type == MAP_SHARED || type == MAP_PRIVATE)
           && ((flags & MAP_FIXED) == 0
               || (uintptr_t)address % model.page == 0);
}

/* Rule 1. fhandler_dev_zero::mmap in mmap.cc, all releases: without
   MAP_NORESERVE it is VirtualAlloc (MEM_RESERVE | MEM_COMMIT), whatever the
   protection. */
static bool charge_map(size_t length)
{
    return !rule_holds(RULE_CHARGE)
           || account_charge(model.account, model.slot, length);
}

static void uncharge_map(size_t length)
{
    if (rule_holds(RULE_CHARGE))
        account_release(model.account, model.slot, length);
}

/* Rule 2. fhandler_dev_zero::mmap, all releases: with MAP_NORESERVE it is
   MEM_RESERVE, addresses that can't be touched. */
static int prot_at_first(int prot, bool noreserve)
{
    return noreserve && rule_holds(RULE_TOUCH) ? PROT_NONE : prot;
}

/* The host address of a new map, NULL with errno. At a fixed address it may
   not replace anything: VirtualAlloc fails where something is. */
static char *place_map(void *address, size_t length, int prot, bool fixed)
{
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    char *base;

    if (!fixed)
        return host_map_aligned(address, length, prot, flags, -1, 0);
    base = host_map(address, length, prot, flags | MAP_FIXED_NOREPLACE);
    if (base != NULL && base != address) {
        (void)host_unmap(base, length);
        base = NULL;
    }
    if (base == NULL)
        errno = EINVAL;
    return base;
}

/* A map of its own. EAGAIN is what Cygwin's errno.cc makes of Windows error
   1455, ERROR_COMMITMENT_LIMIT. */
static void *new_map(void *address, size_t length, int prot, bool noreserve, bool fixed)
{
    char *base;

    if (!noreserve && !charge_map(length)) {
        errno = EAGAIN;
        return MAP_FAILED;
    }
    base = place_map(address, length, prot_at_first(prot, noreserve), fixed);
    if (base == NULL) {
        if (!noreserve)
            uncharge_map(length);
        return MAP_FAILED;
    }
    (void)record_add(base, length, prot, noreserve,
                     !noreserve && rule_holds(RULE_CHARGE));
    return base;
}

/* Mark LENGTH bytes of RECORD from LOW as mapped with PROT; without NORESERVE
   they are committed all along and only get their protection. */
static int reuse(struct record *record, char *low, size_t length, int prot)
{
    if (!record->noreserve && host_protect(low, length, prot) != 0)
        return -1;
    record->mapped += length / model.page
                      - record_count(record, low, low + length, PAGE_MAPPED);
    record_mark(record, low, low + length, PAGE_COMMITTED, PAGE_MAPPED, prot);
    return 0;
}

/* The first run of GRANULES of RECORD that munmap took, NULL if none. */
static char *find_unmapped(struct record *record, size_t granules)
{
    const unsigned char *page = record_page(record, record->base);
    size_t all = record->length / model.page;
    size_t run = 0;

    if (all - record->mapped < granules)
        return NULL;
    for (size_t i = 0; i < all; i++) {
        run = (page[i] & PAGE_MAPPED) != 0 ? 0 : run + 1;
        if (run == granules)
            return record->base + (i + 1 - granules) * model.page;
    }
    return NULL;
}

/* Rule 7, its other half. mmap_list::try_map in mmap.cc, all releases: what
   munmap took of a map with the same flags is used again before new memory is
   requested. Windows leaves the old contents there; here they are zero. */
static void *recycled_map(size_t length, int prot, bool noreserve)
{
    if (!rule_holds(RULE_PARTIAL))
        return NULL;
    for (struct record *record = record_first(); record != NULL;
         record = record_next(record)) {
        char *low;

        if (record->noreserve != noreserve
            || (low = find_unmapped(record, length / model.page)) == NULL)
            continue;
        (void)host_advise(low, length, MADV_DONTNEED);
        return reuse(record, low, length, prot) == 0 ? low : MAP_FAILED;
    }
    return NULL;
}

/* Rule 4. mmap_list::try_map and mmap_record::map_pages (caddr_t, ...) in
   mmap.cc: MAP_FIXED over part of a map is EINVAL unless it lies in one map
   with the same flags; there, over live pages, it is EINVAL with NORESERVE in
   every release and without it before 3.6.0. NULL: no map is there. */
static void *fixed_map(char *low, size_t length, int prot, bool noreserve)
{
    struct record *record = record_from(low);

    if (record == NULL || record->base >= low + length)
        return NULL;
    errno = EINVAL;
    if (record->base > low || record_end(record) < low + length
        || record->noreserve != noreserve)
        return MAP_FAILED;
    if ((noreserve || model.settings.release < RELEASE(3, 6, 0))
        && record_count(record, low, low + length, PAGE_MAPPED) > 0)
        return MAP_FAILED;
    return reuse(record, low, length, prot) == 0 ? low : MAP_FAILED;
}

/* What Linux does instead: the old pages give way. */
static void *replace_map(char *low, size_t length, int prot, bool noreserve)
{
    struct record *record = record_at(low);

    if (record == NULL || record_end(record) < low + length)
        return new_map(low, length, prot, noreserve, true);
    if (record->noreserve)
        decommit_range(record, low, low + length);
    (void)host_advise(low, length, MADV_DONTNEED);
    return reuse(record, low, length, prot) == 0 ? low : MAP_FAILED;
}

static void *map_private(void *address, size_t length, int prot, bool noreserve, bool fixed)
{
    uint64_t mask = model_lock();
    void *result;

    if (fixed && !rule_holds(RULE_FIXED))
        result = replace_map(address, length, prot, noreserve);
    else if (fixed)
        result = fixed_map(address, length, prot, noreserve);
    else
        result = recycled_map(length, prot, noreserve);
    if (result == NULL)
        result = new_map(address, length, prot, noreserve, fixed);
    model_unlock(mask);
    return result;
}

/* Maps of files and shared ones: only their alignment is Cygwin's. */
static void *map_other(void *address, size_t length, int prot, int flags, int fd,
                       off_t offset)
{
    int kept = flags & (MAP_TYPE | MAP_ANONYMOUS);
    void *result;

    if ((flags & MAP_FIXED) != 0 && rule_holds(RULE_FIXED)) {
        errno = EINVAL;
        return MAP_FAILED;
    }
    result = host_map_aligned(address, length, prot, kept, fd, offset);
    return result == NULL ? MAP_FAILED : result;
}

INTERPOSED void *mmap(void *address, size_t length, int prot, int flags, int fd, off_t offset)
{
    bool anonymous = (flags & MAP_ANONYMOUS) != 0 || fd == -1;
    bool noreserve = (flags & MAP_NORESERVE) != 0;
    bool fixed = (flags & MAP_FIXED) != 0;

    model_start();
    if (!well_formed(address, length, prot, flags, offset)) {
        errno = EINVAL;
        return MAP_FAILED;
    }
    address = round_down(address, model.page);
    /* MAP_NORESERVE counts only for private anonymous maps. */
    if (anonymous && (flags & MAP_TYPE) == MAP_PRIVATE)
        return map_private(address, round_up(length, model.page), prot, noreserve, fixed);
    if (anonymous)
        flags |= MAP_ANONYMOUS;
    return map_other(address, length, prot, flags, anonymous ? -1 : fd,
                     offset);
}

#ifdef mmap64
#undef mmap64
#endif
INTERPOSED void *mmap64(void *address, size_t length, int prot, int flags,
                        int fd, off_t offset) __attribute__((alias("mmap")));

static void drop(struct record *record)
{
    account_release(model.account, model.slot,
                    record->committed * model.page);
    (void)host_unmap(record->base, record->length);
    record_remove(record);
}

/* Rule 7. mmap_record::unmap_pages in mmap.cc, all releases: NORESERVE pages
   are decommitted, the others only made PAGE_NOACCESS and stay charged until
   the last page of their map goes. */
static int unmap_pages(struct record *record, char *low, char *high, int unused)
{
    (void)unused;
    if (record->noreserve || !rule_holds(RULE_PARTIAL))
        decommit_range(record, low, high);
    (void)host_protect(low, (size_t)(high - low), PROT_NONE);
    record->mapped -= record_count(record, low, high, PAGE_MAPPED);
    record_mark(record, low, high, PAGE_COMMITTED, 0, PROT_NONE);
    if (record->mapped == 0)
        drop(record);
    return 0;
}

static int unmap_other(void *low, size_t length, int unused)
{
    (void)unused;
    return host_unmap(low, length);
}

INTERPOSED int munmap(void *address, size_t length)
{
    uint64_t mask;
    int result;

    model_start();
    if (address == NULL || length == 0
        || (uintptr_t)address % model.page != 0) {
        errno = EINVAL;
        return -1;
    }
    mask = model_lock();
    result = records_walk(address, (char *)address + length,
                          (char *)address + round_up(length, model.page), 0,
                          unmap_pages, unmap_other);
    model_unlock(mask);
    return result;
}

/* Cygwin has no mremap; a program built here may still call it. */
INTERPOSED void *mremap(void *address, size_t old_length, size_t new_length, int flags, ...)
{
    (void)address;
    (void)old_length;
    (void)new_length;
    (void)flags;
    errno = ENOSYS;
    return MAP_FAILED;
}
