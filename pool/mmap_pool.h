// mmap_pool.h: one large range of addresses, with memory only where it is used
//
// Copyright (C) 2026 The poolpatch developers
//
// Copying and distribution of this file, with or without modification, are
// permitted in any medium without royalty provided the copyright notice and
// this notice are preserved.  This file is offered as-is, without any
// warranty.
//
// A program that keeps all its data in one block which grows at its end, such
// as the workspace of a garbage collector, reserves the addresses at start and
// has the system promise memory for as much as the block holds:
//
//     static struct mmap_pool pool;
//     mmap_pool_reserve(&pool, hint, size, most, pagesize);   // at start
//     mmap_pool_commit(&pool, end);           // before the block grows to end
//     mmap_pool_collected(&pool, end, full);  // after each collection
//     mmap_pool_extend(&pool, size);          // where the range is too small
//     mmap_pool_room(&pool);                  // how much can still be had
//
// One that grows at its start, as a stack does, takes the steps by itself:
//
//     start = mmap_pool_map(0, size);         // or MAP_FAILED
//     mprotect(from, length, PROT_READ | PROT_WRITE);         // commits
//     mmap_pool_decommit(from, end);          // all else, also at start
//
// So what the pool costs is what the block holds, whatever was reserved, and a
// system that is short of memory refuses where the program can report it,
// instead of killing the program at a touch.
//
// Include mmap_pool_huge.h before this file and the pool asks Linux for huge
// pages; include mmap_pool_cgroup.h before it and the pool keeps within the
// limits of control groups.
//
// C99; the program sees to it that <sys/mman.h> declares MAP_ANONYMOUS and
// madvise (with -std=c99 glibc wants _DEFAULT_SOURCE defined).  Nothing here
// calls malloc or anything else that a signal handler must not call.

#ifndef MMAP_POOL_H
#define MMAP_POOL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

#if !defined(MAP_ANONYMOUS) && defined(MAP_ANON)
#define MAP_ANONYMOUS MAP_ANON
#endif

// PROT_NONE alone reserves nothing but addresses on most systems.  It must not
// be combined with MAP_NORESERVE there: what is mapped so is never charged,
// and running out of memory would kill the program after all.  On Cygwin and
// MSYS2 it is the reverse (winsup/cygwin/mm/mmap.cc): only MAP_NORESERVE
// leaves memory uncommitted, whatever the protection, and the protection must
// allow access, because a stray touch of a page mapped PROT_NONE would never
// end, while of this one it commits the page.
#if defined(__CYGWIN__) && !defined(MMAP_POOL_CYGWIN)
#define MMAP_POOL_CYGWIN 1
#endif
#ifdef MMAP_POOL_CYGWIN
#define MMAP_POOL_PROT (PROT_READ | PROT_WRITE)
#define MMAP_POOL_FLAGS (MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE)
#else
#define MMAP_POOL_PROT PROT_NONE
#define MMAP_POOL_FLAGS (MAP_PRIVATE | MAP_ANONYMOUS)
#endif

// A pool.  start <= advised <= committed <= end; all are multiples of page.
// The program may read these four, and changes nothing.
struct mmap_pool {
    char * start;        // the addresses from here
    char * end;          // up to here are reserved,
    char * committed;    // those up to here with memory,
    char * advised;      // which from here on is advised as free
    size_t page;         // the system's page, in bytes
    size_t unit;         // memory is committed and given back in these
    unsigned long long room;    // the control groups may hold this much more;
                                // the largest number: there is no limit
    int looked;                 // since the last collection: room is known
    // when to give memory back; see mmap_pool_trim_
    unsigned long full;        // number of full collections up to now
    unsigned long when;        // number of the one that last gave back
    unsigned long calm;        // how many of the last were calm
    unsigned long patience;    // how many there must be to give back
    size_t        least;       // least size of the block in those
    size_t        half;    // where half of what was given back is needed again
};

// Return ADDRESS, which is in the pool, rounded up to a multiple of UNIT, but
// at most the pool's end.
static inline char *
mmap_pool_up_(const struct mmap_pool * pool, char * address, size_t unit)
{
    size_t over = (size_t)((uintptr_t)address % unit);
    size_t left = (size_t)(pool->end - address);
    if (over == 0)
        return address;
    return unit - over < left ? address + (unit - over) : pool->end;
}

// Take the memory from FROM up to END away; the addresses stay reserved and
// read as zeros when they are committed again.  Return 0, or -1 if the system
// refuses; then part of the range may be lost.
static inline int mmap_pool_decommit(char * from, const char * end)
{
    size_t size = (size_t)(end - from);
#ifdef MMAP_POOL_CYGWIN
    // there, MAP_FIXED over such a mapping is an error
    return mprotect(from, size, PROT_NONE);
#else
    // mprotect would keep both the pages and the charge
    void * result = mmap(from, size, MMAP_POOL_PROT,
                         MMAP_POOL_FLAGS | MAP_FIXED, -1, 0);
    return result == (void *)from ? 0 : -1;
#endif
}

// Reserve SIZE bytes of addresses at HINT.  Return where they are, or
// MAP_FAILED; the system may take another place.
static inline void * mmap_pool_map(uintptr_t hint, size_t size)
{
    return mmap((void *)hint, size, MMAP_POOL_PROT, MMAP_POOL_FLAGS, -1, 0);
}

// Reserve SIZE bytes of addresses, rounded up to whole pages of PAGE bytes
// each, and set POOL up.  PAGE: what sysconf(_SC_PAGESIZE) says, which on
// Cygwin is 64 KiB.  HINT: where to reserve them, a power of 2, so that
// nothing is behind them and the pool can be extended; 0: anywhere.  Where the
// system does not give that place, because it has not so many address bits or
// something is there, a half of it is tried, and so on down to 4 GiB; if it
// gives none, the pool will hardly be extended, and as much of MOST bytes, all
// the program may ever want, is reserved as can be had.  Return 0, or -1 if
// there are no SIZE bytes of addresses; then POOL is not usable.
static inline int mmap_pool_reserve(struct mmap_pool * pool,
                                    uintptr_t          hint,
                                    size_t             size,
                                    size_t             most,
                                    size_t             page)
{
    const struct mmap_pool none = { 0 };
    void *                 result = MAP_FAILED;

    *pool = none;
    if (size > SIZE_MAX - page || most > SIZE_MAX - page)
        return -1;
    size = (size + page - 1) / page * page;
    most = (most + page - 1) / page * page;
    if (most < size || hint == 0)
        most = size;
    for (; hint >> 16 >> 16 != 0; hint /= 2) {
        result = mmap_pool_map(hint, size);
        if (result == (void *)hint)
            break;
        if (result != MAP_FAILED)
            munmap(result, size);
        result = MAP_FAILED;
    }
    if (result == MAP_FAILED) {
        while ((result = mmap_pool_map(0, most)) == MAP_FAILED && most > size)
            most = most / 2 > size ? most / 2 / page * page : size;
        size = most;
    }
    if (result == MAP_FAILED)
        return -1;
    pool->start = pool->committed = pool->advised = result;
    pool->end = pool->start + size;
    pool->page = pool->unit = page;
#ifdef MMAP_POOL_HUGE_H
    pool->unit = mmap_pool_huge_size(page);
#endif
    pool->room = (unsigned long long)-1;
    pool->least = SIZE_MAX;
    pool->patience = 1;
    return 0;
}

// Let the pool end SIZE bytes later, a multiple of its page.  Return 0, or -1
// if the addresses behind it can't be had; then it is as it was.
static inline int mmap_pool_extend(struct mmap_pool * pool, size_t size)
{
    void * result =
        mmap(pool->end, size, MMAP_POOL_PROT, MMAP_POOL_FLAGS, -1, 0);
    if (result == MAP_FAILED)
        return -1;
    if (result != (void *)pool->end) {
        munmap(result, size);
        return -1;
    }
    pool->end += size;
    return 0;
}

// Return how many more bytes the control groups may hold.  A collection may
// commit many times, a little each: one look is enough for it.
static inline unsigned long long mmap_pool_group_room_(struct mmap_pool * pool)
{
#ifdef MMAP_POOL_CGROUP_H
    if (!pool->looked)
        pool->room = mmap_pool_cgroup_room();
    pool->looked = 1;
#endif
    return pool->room;
}

// Return how many more bytes can be committed at most, as far as is known
// beforehand: the system may still refuse.
static inline size_t mmap_pool_room(struct mmap_pool * pool)
{
    size_t             left = (size_t)(pool->end - pool->committed);
    unsigned long long room = mmap_pool_group_room_(pool);
    return room < left ? (size_t)room : left;
}

// Have the system promise memory up to END, a multiple of the page behind what
// is committed.  Return 0, or -1 if there is not that much; then no more is
// committed than before.
static inline int mmap_pool_try_(struct mmap_pool * pool, char * end)
{
    char * from = pool->committed;
    size_t size;

    if (end > pool->end)
        return -1;
    size = (size_t)(end - from);
    if (size > mmap_pool_group_room_(pool))
        return -1;
    if (mprotect(from, size, PROT_READ | PROT_WRITE) != 0) {
        // In a pool that was extended, a part of it may have been.  If that
        // stays so, what is behind must not be used.
        if (mmap_pool_decommit(from, end) != 0)
            pool->end = from;
        return -1;
    }
    pool->committed = end;
#ifdef MMAP_POOL_HUGE_H
    if (pool->unit > pool->page)
        mmap_pool_huge_advise(from, size);
#endif
    if (pool->room != (unsigned long long)-1) {
        // Have the groups count it now, by writing the zeros that are there:
        // or the next look would not see what was not written to yet, and
        // another process of the group could take it.
        pool->room -= size;
        for (; from < end; from += pool->page)
            *(volatile char *)from = 0;
    }
    return 0;
}

// Have the system promise memory for the pool up to END, an address in it or
// its end; memory that was not in use before reads as zeros.  Return 0, or -1
// if there is not that much; then all is as it was before, but the pool may
// end earlier.  Up to a unit more than END asks for may be committed.
static inline int mmap_pool_commit(struct mmap_pool * pool, char * end)
{
    char * wanted;
    char * least;

    if (end > pool->end)
        return -1;
    wanted = mmap_pool_up_(pool, end, pool->unit);
    least = mmap_pool_up_(pool, end, pool->page);
    if (end > pool->committed && mmap_pool_try_(pool, wanted) != 0 &&
        mmap_pool_try_(pool, least) != 0)
        return -1;
    if (wanted > pool->committed)
        wanted = pool->committed;
    if (pool->advised < wanted)
        pool->advised = wanted;
    return 0;
}

// Give back what is committed from FROM, the end of what is in use, on, if it
// will probably not be needed soon.  This is called at each full collection.
//
// What is given back and needed again has to be cleared and mapped once more:
// a computation that fills and frees its memory over and over would lose a
// tenth of its time.  So if half of it is needed again within 64 collections,
// the next time it is given back only at the second full collection in a row
// that neither needs it nor, by more than a fifteenth, grows the block, then at
// the fourth, the eighth, and the sixteenth; if later, the other way round.
// An eighth of the block may stay.  These numbers were found by measuring; see
// docs/give-back-policy.md of poolpatch.
static inline void mmap_pool_trim_(struct mmap_pool * pool, char * from)
{
    size_t size = (size_t)(from - pool->start);
    size_t committed = (size_t)(pool->committed - pool->start);

    if (pool->half != 0 && committed > pool->half) {
        if (pool->full - pool->when > 64)
            pool->patience = pool->patience > 1 ? pool->patience / 2 : 1;
        else
            pool->patience = pool->patience < 16 ? pool->patience * 2 : 16;
        pool->half = 0;
    }
    if (committed - size <= size / 8 || size - size / 16 > pool->least) {
        pool->calm = 0;
        pool->least = size;
        return;
    }
    if (size < pool->least)
        pool->least = size;
    if (++pool->calm < pool->patience)
        return;

    pool->calm = 0;
    if (mmap_pool_decommit(from, pool->committed) == 0) {
        pool->when = pool->full;
        pool->half = size + (committed - size) / 2;
    }
    else if (mprotect(from, committed - size, PROT_READ | PROT_WRITE) != 0)
        pool->end = from;
    else
        return;    // it is committed as before, and the next try may succeed
    pool->committed = pool->advised = from;
}

// Tell the pool after each garbage collection that it is in use up to END, and
// that there were FULL full collections up to now.  Memory behind END may be
// given back, and all of it, which must be zeros, be taken away and read as
// zeros later: the program must not touch it before it commits it again.
static inline void mmap_pool_collected(struct mmap_pool * pool,
                                       char *             end,
                                       unsigned long      full)
{
    char * from = mmap_pool_up_(pool, end, pool->unit);

    if (from > pool->committed)
        from = pool->committed;
    pool->looked = 0;
    // a partial collection does not change the size of the block
    if (full != pool->full) {
        pool->full = full;
        mmap_pool_trim_(pool, from);
    }
    // Until it is given back it is only advised as free, which costs next to
    // nothing.  But a control group with a limit would count it as free, though
    // the program can write to it again without asking.
    if (from >= pool->advised || pool->room != (unsigned long long)-1)
        return;
#if defined(MADV_FREE)
    madvise(from, (size_t)(pool->advised - from), MADV_FREE);
#elif defined(MADV_DONTNEED)
    madvise(from, (size_t)(pool->advised - from), MADV_DONTNEED);
#endif
    pool->advised = from;
}

#endif
