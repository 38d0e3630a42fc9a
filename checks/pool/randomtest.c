// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The poolpatch developers
//
// randomtest: random sequences of calls of pool/mmap_pool.h on a simulated system that refuses at any call, against a plain
// model of what must be committed.
//
// Usage: randomtest PAGE UNIT CALLS SEED   PAGE: bytes of the system's page; UNIT: of its huge page, or PAGE without any, as
// on Cygwin; CALLS: how many; SEED: of the random numbers.  Compiled with -DMMAP_POOL_CYGWIN, system and pool are Cygwin's.
// Exit status: 0 all is well; 1 a check failed (which one, and at which call, on standard error); 2 wrong usage.
//
// The system's memory is an array; of each page the system knows its state, and only the first and the last byte of it are
// ever written.  The rules: a fresh mapping is not accessible and reads as zeros later; mprotect to READ|WRITE charges; what
// is refused may have been done in part.

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static unsigned long call;

#define CHECK(condition) \
    ((condition) ? (void)0 \
                 : (fprintf(stderr, "%s:%d: fails at call %lu: %s\n", __FILE__, __LINE__, call, #condition), exit(1)))

enum state { FOREIGN, RESERVED, CHARGED };
enum { most_pages = 4096 };
static size_t page_size, unit_size, pages;         // pages: of the array
static size_t charged;                   // how many are CHARGED
static enum state states[most_pages];
static char huge[most_pages];            // is it advised for huge pages?
static char *memory;
static char elsewhere[1];                // what is mapped where nobody wanted it
static int refusing;                     // in how many of 100 calls the system refuses
static int refused;                      // has it, since the last look?
static size_t group_limit = SIZE_MAX;    // of the control group, in pages
static size_t limit_seen;                // what it was at the pool's last look
static int looks;                        // how many there were since the last collection

// some: a number from 0 up to, not including, LIMIT, which is not 0.
static size_t some(size_t limit)
{
    static unsigned long long number;
    if (limit == 0)
        abort();
    if (number == 0)
        number = call;
    number = number * 6364136223846793005U + 1442695040888963407U;
    return (size_t)(number >> 33) % limit;
}

static void set(size_t at, enum state state)
{
    charged += (state == CHARGED) - (size_t)(states[at] == CHARGED);
    states[at] = state;
}

// renew: what a fresh mapping makes of the page AT.
static void renew(size_t at, enum state state)
{
    set(at, state);
    huge[at] = 0;
    memory[at * page_size] = memory[at * page_size + page_size - 1] = 0;
}

static size_t index_of(const void *address)
{
    size_t offset = (size_t)((const char *)address - memory);
    CHECK(offset % page_size == 0 && offset / page_size <= pages);
    return offset / page_size;
}

// refuses: whether the call that is being made fails; and if so, how many of COUNT pages were done before.
static int refuses(size_t count, size_t *done)
{
    *done = count;
    if (some(100) >= (size_t)refusing)
        return 0;
    refused = 1;
    *done = some(2) ? 0 : some(count);
    return 1;
}

static void *system_mmap(void *address, size_t size, int protection, int flags)
{
    size_t count = size / page_size, done;
    CHECK(size > 0 && size % page_size == 0);
#ifdef MMAP_POOL_CYGWIN
    CHECK(protection == (PROT_READ | PROT_WRITE) && (flags & MAP_NORESERVE) && !(flags & MAP_FIXED));
#else
    CHECK(protection == PROT_NONE && !(flags & MAP_NORESERVE));
#endif
    if (address == NULL)
        address = memory;   // where the system puts what has no hint
    size_t from = index_of(address);
    if (!(flags & MAP_FIXED)) {
        // only behind what there is; elsewhere if something else is there
        if (refuses(count, &done))
            return MAP_FAILED;
        int is_free = from + count <= pages && some(8) != 0;
        for (size_t i = from; is_free && i < from + count; i++)
            is_free = states[i] == FOREIGN;
        if (!is_free)
            return elsewhere;
    }
    int fails = (flags & MAP_FIXED) && refuses(count, &done);
    if (!(flags & MAP_FIXED))
        done = count;
    CHECK(from + count <= pages);
    for (size_t i = from; i < from + done; i++)
        renew(i, fails ? FOREIGN : RESERVED);
    return fails ? MAP_FAILED : address;
}

static int system_munmap(void *address, size_t size)
{
    CHECK(address == elsewhere && size % page_size == 0);   // nothing but what was had elsewhere
    return 0;
}

static int system_mprotect(void *address, size_t size, int protection)
{
    size_t from = index_of(address), count = size / page_size, done;
    CHECK(size > 0 && size % page_size == 0 && from + count <= pages);
    for (size_t i = from; i < from + count; i++)
        if (states[i] == FOREIGN)
            return -1;
    int fails = refuses(count, &done);
    for (size_t i = from; i < from + done; i++)
        if (protection == PROT_NONE)
            renew(i, RESERVED);
        else
            set(i, CHARGED);
    return fails ? -1 : 0;
}

static int system_madvise(void *address, size_t size, int advice)
{
    size_t from = index_of(address);
    CHECK(size > 0 && size % page_size == 0 && advice != PROT_NONE);
    for (size_t i = from; i < from + size / page_size; i++)
        CHECK(states[i] == CHARGED);
    return 0;
}

#define mmap(address, size, protection, flags, fd, offset) system_mmap(address, size, protection, flags)
#define munmap system_munmap
#define mprotect system_mprotect
#define madvise system_madvise
#define MMAP_POOL_HUGE_H
#define MMAP_POOL_CGROUP_H

static size_t mmap_pool_huge_size(size_t system_page)
{
    CHECK(system_page == page_size);
    return unit_size;
}

static void mmap_pool_huge_advise(char *from, size_t size)
{
    for (size_t i = index_of(from); i < index_of(from + size); i++)
        huge[i] = 1;
}

static unsigned long long mmap_pool_cgroup_room(void)
{
    looks++;
    limit_seen = group_limit;
    if (group_limit == SIZE_MAX)
        return (unsigned long long)-1;
    return group_limit > charged ? (unsigned long long)(group_limit - charged) * page_size : 0;
}

#include "mmap_pool.h"

static struct mmap_pool pool;
static size_t used;             // what the program uses, in bytes
static unsigned long full;      // collections
static unsigned calm;           // full collections in a row without a growth or a refusal

static char mark(size_t at) { return (char)(1 + at % 100); }

// check_all: each page is what the model says.
static void check_all(void)
{
    size_t committed = (size_t)(pool.committed - pool.start) / page_size;
    size_t end = (size_t)(pool.end - pool.start) / page_size;
    for (size_t i = 0; i < end; i++) {
        CHECK(states[i] == (i < committed ? CHARGED : RESERVED));
        CHECK(i >= committed || unit_size == page_size || huge[i]);
        CHECK(memory[i * page_size] == (i * page_size < used ? mark(i) : 0));
    }
}

static void check_books(void)
{
    CHECK(pool.start == memory && pool.start <= pool.advised && pool.advised <= pool.committed &&
          pool.committed <= pool.end);
    CHECK(used <= (size_t)(pool.committed - pool.start));
    CHECK((size_t)(pool.committed - pool.start) % page_size == 0 && (size_t)(pool.end - pool.start) % page_size == 0);
    CHECK(pool.unit == unit_size);
    // what stands behind an end that was cut may have stayed charged
    if (pool.end == memory + pages * page_size)
        CHECK(charged * page_size == (size_t)(pool.committed - pool.start));
}

static void grow(size_t size)
{
    struct mmap_pool before = pool;
    size_t target = used + size;
    size_t range = (size_t)(pool.end - pool.start);
    if (target > range) {
        size_t more = (1 + some(pages / 8)) * page_size;
        refused = 0;
        if (mmap_pool_extend(&pool, more) == 0)
            CHECK(pool.end == before.end + more);
        else
            CHECK(pool.end == before.end);
        return;
    }
    refused = 0;
    char *end = pool.start + target;
    if (mmap_pool_commit(&pool, end) != 0) {
        CHECK(pool.committed == before.committed && pool.start == before.start);
        CHECK(pool.end == before.end || (refused && pool.end == pool.committed));
        // by the system, or by the control group as it was at the last look
        CHECK(refused || pool.room < (target + page_size - 1) / page_size * page_size - (size_t)(pool.committed - pool.start));
    }
    else {
        CHECK(pool.committed >= end && pool.end == before.end);
        CHECK(pool.committed == before.committed || (size_t)(pool.committed - end) < pool.unit);
        CHECK(pool.committed == before.committed || (looks == 1 && charged <= limit_seen));
        for (size_t i = (used + page_size - 1) / page_size; i * page_size < target; i++) {
            CHECK(states[i] == CHARGED && memory[i * page_size] == 0 && memory[i * page_size + page_size - 1] == 0);
            memory[i * page_size] = mark(i);
        }
        used = target;
    }
    calm = 0;
}

static void shrink(size_t size)
{
    size = size < used ? size : used;
    for (size_t i = (used - size + page_size - 1) / page_size; i * page_size < used; i++)
        memory[i * page_size] = 0;
    used -= size;
    calm = 0;
}

static void collect(int is_full)
{
    struct mmap_pool before = pool;
    full += is_full != 0;
    refused = 0;
    looks = 0;
    mmap_pool_collected(&pool, pool.start + used, full);
    if (pool.committed != before.committed) {
        CHECK(is_full && pool.committed < before.committed);
        CHECK((size_t)(pool.committed - pool.start) - used < pool.unit);
        CHECK(pool.end == before.end || (refused && pool.end == pool.committed));
    }
    CHECK(pool.room == (unsigned long long)-1 || pool.advised >= before.advised || pool.committed != before.committed);
    calm = refused ? 0 : calm + (is_full != 0);
    // the seventeenth: the first of them may be no calm one, as the block had shrunk before it
    if (calm > 17)
        CHECK((size_t)(pool.committed - pool.start) - used <= (used + pool.unit) / 8 + pool.unit);
}

// begin: a new pool on a new system.
static void begin(void)
{
    for (size_t i = 0; i < pages; i++)
        renew(i, FOREIGN);
    used = 0;
    calm = 0;
    full = 0;
    group_limit = SIZE_MAX;
    refusing = 0;
    looks = 0;
    size_t size = (pages / 4 + some(pages / 2)) * page_size - some(page_size);
    while (mmap_pool_reserve(&pool, 0, size, size, page_size) != 0 || pool.start != memory)
        for (size_t i = 0; i < pages; i++)
            renew(i, FOREIGN);
    CHECK((size_t)(pool.end - pool.start) == (size + page_size - 1) / page_size * page_size);
    check_books();
}

static size_t number_of(const char *text)
{
    char *end;
    unsigned long long number = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != 0) {
        fprintf(stderr, "randomtest: %s is no number; usage: randomtest PAGE UNIT CALLS SEED\n", text);
        exit(2);
    }
    return (size_t)number;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: randomtest PAGE UNIT CALLS SEED\n");
        return 2;
    }
    page_size = number_of(argv[1]);
    if (page_size == 0 || page_size > (size_t)8 << 20) {
        fprintf(stderr, "randomtest: wrong PAGE: %s; expected 1 to %d bytes\n", argv[1], 8 << 20);
        return 2;
    }
    unit_size = number_of(argv[2]);
    size_t calls = number_of(argv[3]);
    call = (unsigned long)number_of(argv[4]) + 1;
    pages = ((size_t)64 << 20) / page_size < most_pages ? ((size_t)64 << 20) / page_size : most_pages;
    void *array = NULL;
    if (posix_memalign(&array, unit_size, pages * page_size) != 0)
        return 2;
    memory = array;
    memset(memory, 0, pages * page_size);
    some(1);
    for (call = 1; call <= calls; call++) {
        if (call % 2000 == 1)
            begin();
        size_t what = some(100);
        if (what < 40)
            grow(some(4) ? some(unit_size * 2) : some(pages * page_size / 4));
        else if (what < 60)
            shrink(some(4) ? some(unit_size * 2) : some(pages * page_size / 2));
        else if (what < 95)
            collect(what < 85);
        else if (what < 97)
            for (int i = 0; i < 20; i++)
                collect(1);
        else if (what == 97)
            CHECK(mmap_pool_room(&pool) <= (size_t)(pool.end - pool.committed) && looks == 1);
        else if (what < 99)
            refusing = (int)(some(2) ? 0 : some(60));
        else
            group_limit = some(3) == 0 ? SIZE_MAX : charged + some(pages);
        check_books();
        if (call % 50 == 0)
            check_all();
    }
    check_all();
    free(array);
    return 0;
}
