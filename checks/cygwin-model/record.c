/* The list of the process's private anonymous maps.

   Models what Cygwin's mmap.cc keeps in its mmap_record objects: address,
   length, creation protection, flags, and one state a 64 KiB granule.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include "model.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static struct record *records; /* sorted by base */
static size_t count, room;
static atomic_size_t reserved_count;

/* Memory that is not the program's: nothing here may call malloc, as a first
   touch can come in the middle of one. */
static void *own_memory(size_t size)
{
    void *memory = host_map(NULL, size, PROT_READ | PROT_WRITE, 0);

    if (memory == NULL) {
        say("no memory for %zu bytes of the model's own", size);
        _exit(99);
    }
    return memory;
}

static void make_room(void)
{
    size_t more = room == 0 ? 64 : room * 2;
    struct record *larger;

    if (count < room)
        return;
    larger = own_memory(more * sizeof *larger);
    if (room > 0) {
        memcpy(larger, records, count * sizeof *larger);
        (void)host_unmap(records, room * sizeof *larger);
    }
    records = larger;
    room = more;
}

/* The index of the first record that ends above ADDRESS. */
static size_t index_from(const char *address)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (record_end(&records[middle]) > address)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static unsigned char *pages(struct record *record)
{
    return record->many != NULL ? record->many : record->few;
}

struct record *record_add(char *base, size_t length, int prot, bool noreserve, bool committed)
{
    size_t granules = length / model.page;
    size_t place;
    struct record *record;
    unsigned state = PAGE_MAPPED | (unsigned)prot << PAGE_PROT_SHIFT;

    make_room();
    place = index_from(base);
    record = &records[place];
    memmove(record + 1, record, (count - place) * sizeof *record);
    count++;
    memset(record, 0, sizeof *record);
    record->base = base;
    record->length = length;
    record->prot = prot;
    record->noreserve = noreserve;
    record->mapped = granules;
    record->committed = committed ? granules : 0;
    if (granules > FEW_PAGES)
        record->many = own_memory(granules);
    if (committed)
        state |= PAGE_COMMITTED;
    if (noreserve)
        atomic_fetch_add(&reserved_count, 1u);
    memset(pages(record), (int)state, granules);
    return record;
}

void record_remove(struct record *record)
{
    size_t place = (size_t)(record - records);

    if (record->noreserve)
        atomic_fetch_sub(&reserved_count, 1u);
    if (record->many != NULL)
        (void)host_unmap(record->many, record->length / model.page);
    count--;
    memmove(record, record + 1, (count - place) * sizeof *record);
}

struct record *record_from(const char *address)
{
    size_t place = index_from(address);

    return place < count ? &records[place] : NULL;
}

struct record *record_at(const char *address)
{
    struct record *record = record_from(address);

    return record != NULL && record->base <= address ? record : NULL;
}

struct record *record_first(void)
{
    return count > 0 ? records : NULL;
}

struct record *record_next(struct record *record)
{
    return record + 1 < records + count ? record + 1 : NULL;
}

unsigned char *record_page(struct record *record, const char *address)
{
    return pages(record) + (size_t)(address - record->base) / model.page;
}

size_t record_count(struct record *record, const char *low, const char *high,
                    unsigned bit)
{
    const unsigned char *page = record_page(record, low);
    size_t granules = (size_t)(high - low) / model.page;
    size_t number = 0;

    for (size_t i = 0; i < granules; i++)
        number += (page[i] & bit) != 0;
    return number;
}

void record_mark(struct record *record, const char *low, const char *high,
                 unsigned kept, unsigned added, int prot)
{
    unsigned char *page = record_page(record, low);
    size_t granules = (size_t)(high - low) / model.page;

    for (size_t i = 0; i < granules; i++)
        page[i] = (unsigned char)((page[i] & kept) | added
                                  | (unsigned)prot << PAGE_PROT_SHIFT);
}

int records_walk(char *low, char *end, char *high, int prot,
                 inside_function *inside, outside_function *outside)
{
    int result = 0;

    while (low < high && result == 0) {
        struct record *record = record_from(low);
        char *stop = high;

        if (record != NULL && record->base <= low) {
            if (record_end(record) < high)
                stop = record_end(record);
            result = inside(record, low, stop, prot);
        } else {
            if (record != NULL && record->base < high)
                stop = record->base;
            if (low < end)
                result = outside(low, (size_t)((stop < end ? stop : end) - low),
                                 prot);
        }
        low = stop;
    }
    return result;
}

uint64_t records_charge(void)
{
    uint64_t charge = heap_charge();

    for (size_t i = 0; i < count; i++)
        charge += records[i].committed * model.page;
    return charge;
}

bool records_reserved(void)
{
    return atomic_load_explicit(&reserved_count, memory_order_acquire) > 0;
}
