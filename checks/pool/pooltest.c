// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The poolpatch developers
//
// pooltest: drives the pool of a program: of a toy (checks/pool/toy.h), or of GAP (checks/patches/gap.h).
//
// It is compiled together with that program (POOLTEST_PROGRAM, the include below), so that it sees how far the pool is
// committed and can have mmap and mprotect fail.  checks/pool/lib.sh knows how.
//
// Usage: pooltest SITUATION...   Each situation is one function below and starts in a process of its own.
// Exit status: 0 all is well, 1 a check failed (file, line and condition on standard error), 2 wrong usage, 77 the
// situation can't be had here, 99 the set-up failed.

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

// How many more calls succeed that commit memory, and that give it back: by mmap with MAP_FIXED, on Cygwin by mprotect.
enum { all = 1 << 30 };
static int commits_allowed = all;
static int give_backs_allowed = all;
static int first_commit_refused;
static int failure_leaves_hole;   // a failing mmap has unmapped part of the range already
static int give_backs_tried;
static int address_bits;   // the system has so many; it gives no address where this one would be set.  0: all there are
static int maps_tried;

static int refused(int *allowed)
{
    errno = ENOMEM;
    return (*allowed)-- <= 0;
}

static int try_mprotect(void *addr, size_t size, int prot)
{
    give_backs_tried += prot == PROT_NONE;
    if (prot != PROT_NONE && first_commit_refused) {
        first_commit_refused = 0;
        errno = ENOMEM;
        return -1;
    }
    return refused(prot == PROT_NONE ? &give_backs_allowed : &commits_allowed) ? -1 : mprotect(addr, size, prot);
}

static void *try_mmap(void *addr, size_t size, int prot, int flags, int fd, off_t offset)
{
    if (!(flags & MAP_FIXED)) {
        maps_tried++;
        if (address_bits != 0 && (uintptr_t)addr >> (address_bits - 1) != 0)
            addr = NULL;
        return mmap(addr, size, prot, flags, fd, offset);
    }
    give_backs_tried++;
    if (!refused(&give_backs_allowed))
        return mmap(addr, size, prot, flags, fd, offset);
    if (failure_leaves_hole)
        munmap((char *)addr + size / 2, size - size / 2);
    return MAP_FAILED;
}

static size_t advised_bytes, advised_huge_bytes;

static int try_madvise(void *addr, size_t size, int advice)
{
#ifdef MADV_HUGEPAGE
    *(advice == MADV_HUGEPAGE ? &advised_huge_bytes : &advised_bytes) += size;
#else
    advised_bytes += size;
#endif
    return madvise(addr, size, advice);
}

#ifdef __linux__
// What sysmem.c reads of the control groups is below the directory `groups` of the current one; without it there are
// none, whatever this process is in.
static int files_read, files_open;

static int try_open(const char *path, int flags)
{
    char fake[512];
    files_read++;
    if ((size_t)snprintf(fake, sizeof(fake), "groups%s", path) >= sizeof(fake))
        exit(99);
    int fd = open(fake, flags);
    files_open += fd >= 0;
    return fd;
}

static int try_close(int fd)
{
    files_open--;
    return close(fd);
}

#define open(path, flags) try_open(path, flags)
#define close(fd) try_close(fd)
#endif
#define mprotect try_mprotect
#define mmap try_mmap
#define madvise try_madvise
#include POOLTEST_PROGRAM
#undef open
#undef close
#undef mprotect
#undef mmap
#undef madvise

#define CHECK(condition) \
    ((condition) ? (void)0 : (fprintf(stderr, "%s:%d: fails: %s\n", __FILE__, __LINE__, #condition), exit(1)))

static const size_t block = 512, mib = 1024;   // in kB: the unit GASMAN asks in; one MiB
static const size_t stride = 64 * 1024;      // in bytes: how far apart the places are that are written to

static size_t committed(void) { return (size_t)(pool_of()->committed - pool_of()->start); }
static size_t unit(void) { return pool_of()->unit; }

// whole: how many bytes are committed for the first KB of the pool, which need not begin where a unit does: there may be
// no hint on 32 bits.
static size_t whole(size_t kb)
{
    uintptr_t start = (uintptr_t)pool_of()->start;
    return (size_t)((start + kb * 1024 + unit() - 1) / unit() * unit() - start);
}

// next_place: the first multiple of stride from offset on; mark: what is written there.
static size_t next_place(size_t offset) { return (offset + stride - 1) / stride * stride; }
static char mark(size_t place) { return (char)(1 + place / stride % 100); }

// touch_new: like GASMAN, rely on new memory being zero, and write to it.
static void touch_new(size_t from, size_t to)
{
    CHECK(workspace()[from] == 0 && workspace()[to - 1] == 0);
    for (size_t i = next_place(from); i < to; i += stride) {
        CHECK(workspace()[i] == 0);
        workspace()[i] = mark(i);
    }
}

// check_old: what was written is still there.
static void check_old(void)
{
    for (size_t i = 0; i < used(); i += stride)
        CHECK(workspace()[i] == mark(i));
}

static int grow(size_t kb)
{
    size_t before = used();
    if (!program_grow(kb)) {
        CHECK(used() == before);
        return 0;
    }
    CHECK(used() == before + kb * 1024);
    touch_new(before, used());
    return 1;
}

// shrink: like GASMAN, clear what is given up.
static int shrink(size_t kb)
{
    size_t before = used();
    if (!program_shrink(kb))
        return 0;
    for (size_t i = next_place(used()); i < before; i += stride)
        workspace()[i] = 0;
    return 1;
}

static void grow_to(size_t kb)
{
    while (used() < kb * 1024)
        CHECK(grow(block));
}

static void shrink_to(size_t kb)
{
    while (used() > kb * 1024 && shrink(block))
        ;
}

// collect: what a full collection, or a partial one, tells the program.
static void collect(int full)
{
    program_collect(full);
}

#ifndef MMAP_POOL_CYGWIN   // there all is mapped writable, and what is committed is not in /proc/self/maps
// mapped_writable: how many bytes of the pool the system says are readable and writable.
static size_t mapped_writable(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    if (!maps)
        exit(99);
    char line[512];
    size_t sum = 0;
    while (fgets(line, sizeof(line), maps)) {
        unsigned long long from, to;
        char prot[5];
        if (sscanf(line, "%llx-%llx %4s", &from, &to, prot) != 3 || strncmp(prot, "rw", 2) != 0)
            continue;
        uintptr_t start = (uintptr_t)pool_of()->start, end = (uintptr_t)pool_of()->end;
        if (from < start)
            from = start;
        if (to > end)
            to = end;
        if (from < to)
            sum += (size_t)(to - from);
    }
    fclose(maps);
    return sum;
}
#endif

// consistent: the books agree with each other, and with the system's.
static void consistent(void)
{
    const struct mmap_pool *pool = pool_of();
    CHECK(workspace() == pool->start);
    CHECK(committed() % pool->page == 0);
    CHECK(committed() >= used());
    CHECK(pool->start <= pool->advised && pool->advised <= pool->committed && pool->committed <= pool->end);
#ifndef MMAP_POOL_CYGWIN
    CHECK(mapped_writable() == committed());
#endif
#ifdef __linux__
    CHECK(files_open == 0);
#endif
}

// only_without_noreserve: this situation can't be had in the form for Cygwin.
static void only_without_noreserve(void)
{
#ifdef MMAP_POOL_CYGWIN
    exit(77);
#endif
}

static void start(size_t pool_mib, size_t least_mib)
{
    program_start(pool_mib, least_mib);
    CHECK(grow(least_mib * mib));
    consistent();
}

static void start_commits_the_workspace_only(void)
{
    start(1024, 16);
    CHECK(committed() == used());
    CHECK(grow(1));   // a size that is no multiple of a page
    CHECK(grow(block + 3));
    CHECK(committed() < used() + unit());
    consistent();
}

// peak: the workspace grows to 400 MiB and shrinks.
static void peak(void)
{
    grow_to(400 * mib);
    collect(1);
    shrink_to(0);
}

static void given_back_at_the_first_full_collection(void)
{
    start(1024, 16);
    peak();
    collect(0);
    CHECK(committed() == 400 * mib * 1024);
    collect(1);
    CHECK(committed() == used());
    consistent();
    check_old();
    grow_to(100 * mib);
    consistent();
    check_old();
}

static void given_back_at_the_second_if_it_was_needed_again(void)
{
    start(1024, 16);
    peak();
    collect(1);
    peak();
    collect(1);
    CHECK(committed() == 400 * mib * 1024);
    collect(0);
    collect(0);
    CHECK(committed() == 400 * mib * 1024);
    collect(1);
    CHECK(committed() == used());
    consistent();
}

static void what_is_left_is_advised_at_once(void)
{
    start(1024, 16);
    grow_to(400 * mib);
    shrink_to(0);
    collect(0);
    CHECK(advised_bytes == (size_t)(400 - 16) * mib * 1024);
    collect(0);
    CHECK(advised_bytes == (size_t)(400 - 16) * mib * 1024);
}

static void an_eighth_may_stay(void)
{
    start(1024, 16);
    grow_to(80 * mib);
    for (int i = 0; i < 40; i++) {
        shrink_to(72 * mib);
        collect(1);
    }
    CHECK(give_backs_tried == 0);
    consistent();
}

// A turn of a loop that fills and frees its memory has some collections with nothing in use.
static int give_backs_in_loop(int turns, int calm)
{
    start(1024, 16);
    for (int i = 0; i < turns; i++) {
        for (size_t kb = 18 * mib; kb < 200 * mib; kb += kb / 7) {
            grow_to(kb);
            collect(1);
        }
        shrink_to(0);
        for (int k = 0; k < calm; k++)
            collect(1);
        consistent();
    }
    return give_backs_tried;
}

static void loop_of_one_calm_collection(void)
{
    // one that was of no use; then it waits for a second
    CHECK(give_backs_in_loop(12, 1) == 1);
}

static void loop_of_six_calm_collections(void)
{
    // three that were of no use, at the first, the second and the fourth; then it waits for the eighth
    CHECK(give_backs_in_loop(12, 6) == 3);
}

static void every_loop_gives_back_in_the_end(void)
{
    give_backs_in_loop(7, 6);
    for (int k = 0; k < 16; k++)
        collect(1);
    CHECK(committed() <= used() + used() / 8);
}

static void patience_comes_back(void)
{
    CHECK(give_backs_in_loop(10, 1) == 1);
    collect(1);
    CHECK(give_backs_tried == 2);
    for (int k = 0; k < 64; k++)
        collect(1);
    peak();
    collect(1);
    CHECK(give_backs_tried == 3);
}

static void slightly_growing_workspace_is_calm(void)
{
    start(1024, 16);
    peak();
    collect(1);
    grow_to(400 * mib);
    collect(1);
    shrink_to(100 * mib);
    collect(1);
    CHECK(committed() == 400 * mib * 1024);
    CHECK(grow(block));
    collect(1);
    CHECK(committed() == used());
    consistent();
}

// start_extended: with a pool that has grown once; not to be had where the addresses behind the pool are taken.
static void start_extended(void)
{
    start(64, 16);
    if (program_extend() != 0)
        exit(77);
}

static void pool_grows_beyond_its_first_size(void)
{
    start_extended();
    grow_to(200 * mib);
    consistent();
    check_old();
    shrink_to(0);
    collect(1);
    collect(1);
    CHECK(committed() == used());
    consistent();
    grow_to(220 * mib);
    consistent();
    check_old();
}

// Like RISC-V's SV39: of 39 bits, programs have 38, and the hint is beyond them.
static void few_address_bits(void)
{
    if (sizeof(void *) < 8)
        exit(77);
    address_bits = 39;
    start_extended();
    CHECK((uintptr_t)pool_of()->start == (uintptr_t)((unsigned long long)1 << 37));
    grow_to(200 * mib);
    consistent();
    check_old();
}

static void no_room_to_extend_reserves_all_at_once(void)
{
    if (sizeof(void *) < 8)
        exit(77);
    address_bits = 30;
    start(64, 16);
    CHECK((size_t)(pool_of()->end - pool_of()->start) >= 1024 * mib * 1024);
    int tried = maps_tried;
    grow_to(400 * mib);
    CHECK(maps_tried == tried);
    consistent();
    check_old();
}

static void refused_commit_leaves_all_as_it_was(void)
{
    start(1024, 16);
    size_t before = committed();
    commits_allowed = 0;
    CHECK(!grow(64 * mib));
    CHECK(!grow(block));
    CHECK(committed() == before);
    commits_allowed = all;
    consistent();
    CHECK(grow(64 * mib));
    consistent();
    check_old();
}

static void refused_commit_that_cannot_be_undone(void)
{
    start(1024, 16);
    commits_allowed = 0;
    give_backs_allowed = 0;
    CHECK(!grow(64 * mib));
    CHECK(pool_of()->end == workspace() + used());
    commits_allowed = give_backs_allowed = all;
    consistent();
    check_old();
    // what stands behind the pool is not touched: it can't grow
    CHECK(!grow(block));
    check_old();
}

static void refused_give_back_is_tried_again(void)
{
    start(1024, 16);
    grow_to(200 * mib);
    collect(1);
    shrink_to(0);
    give_backs_allowed = 0;
    for (int i = 0; i < 5; i++)
        collect(1);
    CHECK(committed() == (size_t)200 * mib * 1024);
    consistent();
    grow_to(150 * mib);
    shrink_to(0);
    give_backs_allowed = all;
    collect(1);
    collect(1);
    CHECK(committed() == used());
    consistent();
    check_old();
}

// qemu-user keeps all addresses of a 32-bit program for it: they stay mapped, and what was unmapped can be had again.
static void only_where_munmap_makes_holes(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    void *hole = mmap(NULL, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (hole == MAP_FAILED || munmap(hole, page) != 0)
        exit(99);
    if (mprotect(hole, page, PROT_READ) == 0)
        exit(77);
}

static void give_back_that_leaves_a_hole_ends_the_pool(void)
{
    only_without_noreserve();   // mprotect makes no holes
    only_where_munmap_makes_holes();
    start(256, 16);
    grow_to(200 * mib);
    collect(1);
    shrink_to(0);
    give_backs_allowed = 0;
    failure_leaves_hole = 1;
    collect(1);
    collect(1);
    give_backs_allowed = all;
    CHECK(pool_of()->end == workspace() + used());
    CHECK(committed() == used());
    // growing either fails, or gets a range of its own right behind; it must not crash
    for (int i = 0; i < 400 && grow(block); i++)
        ;
    collect(1);
    check_old();
}

static void refused_commit_in_an_extended_pool(void)
{
    start_extended();
    grow_to(60 * mib);
    commits_allowed = 1;
    CHECK(grow(2 * mib));
    CHECK(!grow(30 * mib));
    commits_allowed = all;
    consistent();
    CHECK(grow(30 * mib));
    consistent();
    check_old();
}

// LIMIT: a macro, as glibc has a type of its own for RESOURCE, and musl has none.  qemu-user says that it sets these, and
// does not (TARGET_NR_setrlimit in its linux-user/syscall.c): the situation can't be had there.
#define LIMIT(resource, bytes) \
    do { \
        struct rlimit most = { (bytes), (bytes) }; \
        if (setrlimit((resource), &most) != 0 || getrlimit((resource), &most) != 0) \
            exit(99); \
        if (most.rlim_cur != (bytes)) \
            exit(77); \
    } while (0)

static void data_limit_is_refused_not_killed(void)
{
    only_without_noreserve();   // Linux counts the whole pool then
    start(1024, 16);
    LIMIT(RLIMIT_DATA, (size_t)128 * 1024 * 1024);
    int blocks = 0;
    while (grow(block))
        blocks++;
    CHECK(blocks > 100 && blocks < 256);
    CHECK(!grow(600 * mib));
    consistent();
    shrink_to(0);
    collect(1);
    collect(1);
    consistent();
    CHECK(grow(50 * mib));
    check_old();
}

static void address_limit_is_refused_not_killed(void)
{
    start(64, 16);
    LIMIT(RLIMIT_AS, (size_t)256 * 1024 * 1024);
    while (grow(block))
        ;
    consistent();
    check_old();
}

// put: TEXT into the file PATH below the directory groups; its directories are made.
static void put(const char *path, const char *text)
{
    char name[512];
    int length = snprintf(name, sizeof(name), "groups%s", path);
    if (length < 0 || (size_t)length >= sizeof(name))
        exit(99);
    for (char *slash = name; (slash = strchr(slash, '/')); *slash++ = '/') {
        *slash = 0;
        mkdir(name, 0777);
    }
    FILE *file = fopen(name, "w");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        exit(99);
}

static const char version1[] = "/sys/fs/cgroup/memory", version2[] = "/sys/fs/cgroup";

// only_on_linux: elsewhere there are no control groups, and nothing is looked at.
static void only_on_linux(void)
{
#ifndef __linux__
    exit(77);
#endif
}

// member_of: the control groups this process is in, on a machine of 64 GiB with swap.
static void member_of(const char *groups, int swap_mib)
{
    char text[128];
    snprintf(text, sizeof(text), "MemTotal:       67108864 kB\nMemFree:  1 kB\nSwapFree:  %d kB\n", swap_mib * 1024);
    put("/proc/meminfo", text);
    put("/proc/self/cgroup", groups);
}

// group: the control group PATH with a limit and with memory in use, both in MiB; it also has much page cache.
static void group(const char *root, const char *path, int limit_mib, int use_mib)
{
    char name[256], text[512];
    int first = root == version1;
    snprintf(name, sizeof(name), "%s%s/%s", root, path, first ? "memory.limit_in_bytes" : "memory.max");
    snprintf(text, sizeof(text), "%llu\n", (unsigned long long)limit_mib << 20);
    put(name, text);
    snprintf(name, sizeof(name), "%s%s/memory.stat", root, path);
    unsigned long long anon = (unsigned long long)use_mib << 20;
    if (first)
        snprintf(text, sizeof(text), "cache 0\nactive_anon %llu\ninactive_anon 0\ntotal_cache 90000000000\n"
            "total_inactive_anon %llu\ntotal_active_anon 4096\ntotal_inactive_file 90000000000\ntotal_unevictable 0\n",
            anon / 2, anon);
    else
        snprintf(text, sizeof(text), "anon %llu\nfile 90000000000\nkernel_stack 16384\npagetables 4096\n"
            "inactive_anon %llu\nactive_anon 4096\nactive_file 90000000000\nunevictable 0\nslab_unreclaimable 4096\n",
            anon, anon);
    put(name, text);
}

// grows_by: how many MiB more the workspace gets, up to 400, without a collection.
static int grows_by(void)
{
    size_t before = used();
    while (used() < before + ((size_t)400 << 20) && grow(block))
        ;
    consistent();
    check_old();
    return (int)((used() - before) >> 20);
}

static void limit_of_the_own_group(const char *root)
{
    only_on_linux();
    member_of(root == version1 ? "9:cpu:/x\n4:memory:/a/b\n0::/\n" : "0::/a/b\n", 0);
    group(root, "/a/b", 300, 100);
    start(1024, 16);
    // 100 MiB and the 16 of the start are in use, 300/64 are left
    int more = grows_by();
    CHECK(more >= 177 && more <= 180);
    CHECK(!grow(64 * mib));
    // the next collection looks again
    group(root, "/a/b", 600, 300);
    collect(1);
    more = grows_by();
    CHECK(more >= 288 && more <= 291);
}

static void group_limit_of_version_1(void) { limit_of_the_own_group(version1); }
static void group_limit_of_version_2(void) { limit_of_the_own_group(version2); }

static void group_limit_of_a_parent(void)
{
    only_on_linux();
    member_of("0::/a/b/c\n", 0);
    put("/sys/fs/cgroup/a/b/c/memory.max", "max\n");
    group(version2, "/a/b", 1000, 100);
    group(version2, "/a", 300, 200);
    start(1024, 16);
    int more = grows_by();
    CHECK(more >= 77 && more <= 80);
}

static void group_limit_of_a_container(void)
{
    only_on_linux();
    member_of("12:pids:/docker/1\n4:memory:/docker/1\n", 0);   // a path outside
    group(version1, "", 300, 200);
    start(1024, 16);
    int more = grows_by();
    CHECK(more >= 77 && more <= 80);
}

static void group_limit_and_swap(void)
{
    only_on_linux();
    member_of("0::/a\n", 1024);   // of which the group may have 100 MiB
    group(version2, "/a", 300, 200);
    put("/sys/fs/cgroup/a/memory.swap.max", "104857600\n");
    start(1024, 16);
    int more = grows_by();
    CHECK(more >= 177 && more <= 180);
}

static void group_without_a_limit(void)
{
    only_on_linux();
    member_of("0::/a/b\n", 0);
    put("/sys/fs/cgroup/a/b/memory.max", "max\n");
    put("/sys/fs/cgroup/a/memory.max", "");
    put("/sys/fs/cgroup/memory.max", "9223372036854771712\n");
    start(1024, 16);
    CHECK(grow(300 * mib));
    CHECK(grows_by() == 400);
    // nothing is used up that was not touched, and one look is enough
    CHECK(files_read <= 7);
}

static void group_limit_counts_what_was_committed(void)
{
    only_on_linux();
    member_of("0::/a\n", 0);
    group(version2, "/a", 300, 0);
    start(1024, 16);
    // like a list that is not filled yet
    CHECK(program_grow(100 * mib));
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    unsigned char there[4096] = { 0 };
    CHECK(mincore(workspace() + ((size_t)20 << 20), sizeof(there) * page, there) == 0);
    for (size_t i = 0; i < sizeof(there); i++)
        CHECK(there[i] & 1);
    CHECK(!grow(200 * mib));
}

// What is advised as free, the group has free, too, and might give it away.
static void group_limit_keeps_what_is_left(void)
{
    only_on_linux();
    member_of("0::/a\n", 0);
    group(version2, "/a", 300, 0);
    start(1024, 16);
    CHECK(grow(200 * mib));
    shrink_to(16 * mib);
    collect(0);
    CHECK(advised_bytes == 0);
    // it is given back all the same
    collect(1);
    CHECK(give_backs_tried == 1);
    consistent();
}

// system_has_huge_pages: of SIZE bytes; otherwise there are none in a test.
static void system_has_huge_pages(const char *size)
{
    only_on_linux();
    only_without_noreserve();   // and none on Cygwin
    put("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", size);
}

static const size_t huge = 2048;   // in kB

static void start_with_huge_pages(size_t pool_mib, size_t least_mib)
{
    system_has_huge_pages("2097152\n");
    start(pool_mib, least_mib);
    if (unit() == pool_of()->page)
        exit(77);   // this program asks for none
}

static void huge_pages_are_committed_whole(void)
{
    start_with_huge_pages(1024, 16);
    CHECK(committed() == whole(16 * mib));
    CHECK(grow(1));
    CHECK(committed() == whole(16 * mib + 1));
    CHECK(advised_huge_bytes == committed());
    consistent();
    CHECK(grow(3 * huge));
    CHECK(committed() == whole(16 * mib + 1 + 3 * huge));
    CHECK(advised_huge_bytes == committed());
    CHECK(advised_bytes == 0);
    consistent();
    check_old();
}

static void huge_pages_are_given_back_whole_and_advised_again(void)
{
    start_with_huge_pages(1024, 16);
    grow_to(400 * mib);
    shrink_to(20 * mib + 2 * block);
    size_t left = whole(20 * mib + 2 * block);
    collect(0);
    CHECK(advised_bytes == whole(400 * mib) - left);
    collect(1);
    CHECK(committed() == left);
    CHECK(give_backs_tried == 1);
    consistent();
    check_old();
    advised_huge_bytes = 0;
    grow_to(100 * mib);
    CHECK(advised_huge_bytes == whole(100 * mib) - left);
    consistent();
    check_old();
}

static void less_than_a_huge_page_is_committed_where_there_is_no_more(void)
{
    start_with_huge_pages(1024, 16);
    if (used() < committed())
        CHECK(grow((committed() - used()) / 1024));
    size_t before = committed();
    commits_allowed = 0;
    CHECK(!grow(block));
    CHECK(committed() == before);
    first_commit_refused = 1;
    commits_allowed = all;
    CHECK(grow(block));
    CHECK(committed() == before + block * 1024);
    consistent();
    CHECK(grow(block));
    CHECK(committed() == before + huge * 1024);
    consistent();
    check_old();
}

static void last_huge_page_ends_with_the_pool(void)
{
    start_with_huge_pages(65, 16);
    while (used() < 65 * mib * 1024)
        CHECK(grow(block));
    CHECK(committed() <= (size_t)(pool_of()->end - pool_of()->start));
    consistent();
    check_old();
}

static void no_huge_pages(const char *size)
{
    system_has_huge_pages(size);
    start(1024, 16);
    CHECK(unit() == pool_of()->page);
    CHECK(grow(1));
    CHECK(committed() <= used() + pool_of()->page);
    CHECK(advised_huge_bytes == 0);
}

static void huge_pages_that_are_too_large_are_left_alone(void) { no_huge_pages("536870912\n"); }
static void huge_pages_of_nonsense_are_left_alone(void) { no_huge_pages("2097152000000000000000\n"); }

static void huge_pages_under_a_group_limit(void)
{
    member_of("0::/a\n", 0);
    group(version2, "/a", 300, 100);
    start_with_huge_pages(1024, 16);
    int more = grows_by();
    CHECK(more >= 177 && more <= 180);
}

// some: a number from 0 up to, not including, LIMIT.
static size_t some(size_t limit) { return (size_t)rand() % limit; }

static void any_order_of_events(void)
{
    start(256, 16);
    srand(1);
    for (int i = 0; i < 800; i++) {
        size_t what = some(100);
        if (what < 45)
            grow(block * (1 + some(8)));
        else if (what < 50)
            grow(1 + some(5000));
        else if (what < 55)
            shrink_to(16 * mib + some(100 * mib));
        else if (what < 75)
            shrink(block);
        else
            collect(what < 90);
        commits_allowed = some(40) == 0 ? 0 : all;
        give_backs_allowed = some(3) == 0 ? 0 : all;
        if (used() / 1024 > 350 * mib)
            shrink_to(0);
        consistent();
        if (i % 100 == 0)
            check_old();
    }
}

#define SITUATION(name) { #name, name }
static const struct situation {
    const char *name;
    void (*run)(void);
} situations[] = {
    SITUATION(start_commits_the_workspace_only),
    SITUATION(given_back_at_the_first_full_collection),
    SITUATION(given_back_at_the_second_if_it_was_needed_again),
    SITUATION(what_is_left_is_advised_at_once),
    SITUATION(an_eighth_may_stay),
    SITUATION(loop_of_one_calm_collection),
    SITUATION(loop_of_six_calm_collections),
    SITUATION(every_loop_gives_back_in_the_end),
    SITUATION(patience_comes_back),
    SITUATION(slightly_growing_workspace_is_calm),
    SITUATION(pool_grows_beyond_its_first_size),
    SITUATION(few_address_bits),
    SITUATION(no_room_to_extend_reserves_all_at_once),
    SITUATION(refused_commit_leaves_all_as_it_was),
    SITUATION(refused_commit_that_cannot_be_undone),
    SITUATION(refused_give_back_is_tried_again),
    SITUATION(give_back_that_leaves_a_hole_ends_the_pool),
    SITUATION(refused_commit_in_an_extended_pool),
    SITUATION(data_limit_is_refused_not_killed),
    SITUATION(address_limit_is_refused_not_killed),
    SITUATION(group_limit_of_version_1),
    SITUATION(group_limit_of_version_2),
    SITUATION(group_limit_of_a_parent),
    SITUATION(group_limit_of_a_container),
    SITUATION(group_limit_and_swap),
    SITUATION(group_without_a_limit),
    SITUATION(group_limit_counts_what_was_committed),
    SITUATION(group_limit_keeps_what_is_left),
    SITUATION(huge_pages_are_committed_whole),
    SITUATION(huge_pages_are_given_back_whole_and_advised_again),
    SITUATION(less_than_a_huge_page_is_committed_where_there_is_no_more),
    SITUATION(last_huge_page_ends_with_the_pool),
    SITUATION(huge_pages_that_are_too_large_are_left_alone),
    SITUATION(huge_pages_of_nonsense_are_left_alone),
    SITUATION(huge_pages_under_a_group_limit),
    SITUATION(any_order_of_events),
};
enum { situation_count = sizeof(situations) / sizeof(situations[0]) };

int main(int argc, char **argv)
{
    if (argc == 2)
        for (int i = 0; i < situation_count; i++)
            if (strcmp(argv[1], situations[i].name) == 0) {
                situations[i].run();
                return 0;
            }
    fprintf(stderr, "usage: pooltest SITUATION, one of\n");
    for (int i = 0; i < situation_count; i++)
        fprintf(stderr, "  %s\n", situations[i].name);
    return 2;
}
