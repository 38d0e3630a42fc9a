// mmap_pool_cgroup.h: how much more the control groups of this process may hold
//
// Copyright (C) 2026 The poolpatch developers
//
// Copying and distribution of this file, with or without modification, are
// permitted in any medium without royalty provided the copyright notice and
// this notice are preserved.  This file is offered as-is, without any
// warranty.
//
// Included before mmap_pool.h.  Linux refuses nothing for the memory limit of a
// control group, but kills the process at a touch.  So the pool looks here
// how much may still be had, refuses more than that, and touches at once what
// it commits under such a limit: no other process of the group can take it
// then.  One entry point, mmap_pool_cgroup_room(); the rest is its own.
//
// "v1" and "v2" below are Documentation/admin-guide/cgroup-v1/memory.rst and
// Documentation/admin-guide/cgroup-v2.rst of Linux.  No function here calls
// malloc or what a signal handler must not call.

#if !defined(MMAP_POOL_CGROUP_H) && defined(__linux__)
#define MMAP_POOL_CGROUP_H

#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long long mmap_pool_bytes_;

// Any file that is read here, and any path, is shorter, or is cut: memory.stat
// has some 50 lines of at most 50 characters.
enum { mmap_pool_text_ = 8192 };

// Return what is in the file DIR/NAME, or "" if it cannot be read, until the
// next call.
static inline const char * mmap_pool_read_(const char * dir, const char * name)
{
    static char text[mmap_pool_text_];
    size_t      length = strlen(dir);
    size_t      rest = strlen(name);
    ssize_t     got;
    int         fd = -1;

    if (length + rest + 2 <= sizeof(text)) {
        memcpy(text, dir, length);
        text[length] = '/';
        memcpy(text + length + 1, name, rest + 1);
        fd = open(text, O_RDONLY | O_CLOEXEC);
    }
    length = 0;
    if (fd >= 0) {
        while ((got = read(fd, text + length, sizeof(text) - 1 - length)) > 0)
            length += (size_t)got;
        close(fd);
    }
    text[length] = 0;
    return text;
}

// Return the number that TEXT begins with, or the largest there is if it
// begins with none, such as "max" (v2), or with a larger one.
static inline mmap_pool_bytes_ mmap_pool_number_(const char * text)
{
    const mmap_pool_bytes_ most = (mmap_pool_bytes_)-1;
    mmap_pool_bytes_       number = 0;
    const char *           digit = text;

    for (; *digit >= '0' && *digit <= '9'; digit++) {
        if (number > most / 10 - 1)
            return most;
        number = 10 * number + (mmap_pool_bytes_)(*digit - '0');
    }
    return digit == text ? most : number;
}

// Return the number behind the first KEY in TEXT and blanks, or 0 without one.
static inline mmap_pool_bytes_ mmap_pool_behind_(const char * text,
                                                 const char * key)
{
    const char * found = strstr(text, key);
    if (!found)
        return 0;
    found += strlen(key);
    found += strspn(found, " ");
    return *found >= '0' && *found <= '9' ? mmap_pool_number_(found) : 0;
}

// Return how much memory the control group DIR holds that the kernel could
// free only by swapping or killing: so not the page cache, which usage_in_bytes
// (v1, 5.5) and memory.current (v2) count.  "memory.stat" has it by kind: v1
// (5.2) those of the group and all below behind "total_", v2 always so.  What
// a kernel does not tell counts as 0.
static inline mmap_pool_bytes_ mmap_pool_group_use_(const char * dir, int v1)
{
    static const char * const kinds[2][6] = {
        { "\nactive_anon ", "\ninactive_anon ", "\nunevictable ",
          "\nkernel_stack ", "\npagetables ", "\nslab_unreclaimable " },
        { "\ntotal_active_anon ", "\ntotal_inactive_anon ",
          "\ntotal_unevictable ", NULL, NULL, NULL },
    };
    const char *     text = mmap_pool_read_(dir, "memory.stat");
    mmap_pool_bytes_ use = 0;

    for (size_t i = 0; i < 6 && kinds[v1][i]; i++)
        use += mmap_pool_behind_(text, kinds[v1][i]);
    return use;
}

// Return how many bytes more the control group DIR may hold, or the largest
// number if it has no limit below the MEMORY of the machine, of which SWAP is
// free.
static inline mmap_pool_bytes_ mmap_pool_group_left_(const char * dir,
                                                     int              v1,
                                                     mmap_pool_bytes_ memory,
                                                     mmap_pool_bytes_ swap)
{
    // v1 (5.3): "memory.limit_in_bytes", a huge number if it was never set;
    // v2: "memory.max", "max" if it was never set
    mmap_pool_bytes_ most = mmap_pool_number_(
        mmap_pool_read_(dir, v1 ? "memory.limit_in_bytes" : "memory.max"));
    mmap_pool_bytes_ swaps;
    mmap_pool_bytes_ use;

    if (most >= memory)
        return (mmap_pool_bytes_)-1;
    // a 64th, our own choice, is left for the rest of the process
    use = mmap_pool_group_use_(dir, v1) + most / 64;
    // v1 (2.4): "memory.memsw.limit_in_bytes" limits memory and swap together;
    // v2: "memory.swap.max" limits swap
    swaps = mmap_pool_number_(mmap_pool_read_(
        dir, v1 ? "memory.memsw.limit_in_bytes" : "memory.swap.max"));
    if (v1)
        swaps = swaps > most ? swaps - most : 0;
    most += swaps < swap ? swaps : swap;
    return most > use ? most - use : 0;
}

// Return how many bytes more the control groups of this process may hold;
// the largest number: there is no limit.  To refuse memory that could be had
// would be worse than to be killed, so what cannot be read is no limit.
static inline unsigned long long mmap_pool_cgroup_room(void)
{
    static char      dir[mmap_pool_text_];
    mmap_pool_bytes_ room = (mmap_pool_bytes_)-1;
    mmap_pool_bytes_ left;
    size_t           root;
    size_t           length;

    // Documentation/filesystems/proc.rst: in kB, that is of 1024 bytes
    const char *           text = mmap_pool_read_("/proc", "meminfo");
    const mmap_pool_bytes_ memory = 1024 * mmap_pool_behind_(text, "MemTotal:");
    const mmap_pool_bytes_ swap = 1024 * mmap_pool_behind_(text, "SwapFree:");

    // The memory controller has a hierarchy of its own, of v1, or else is in
    // that of v2, whose line begins with "0::"; see cgroups(7) for where they
    // are mounted.
    text = mmap_pool_read_("/proc/self", "cgroup");
    const char * v1 = strstr(text, ":memory:/");
    const char * path = v1 ? v1 : strstr(text, "0::/");
    if (!path)
        return room;
    path = strchr(path, '/');
    strcpy(dir, v1 ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup");
    root = strlen(dir);
    length = strcspn(path, "\n");
    if (root + length >= sizeof(dir))
        return room;
    memcpy(dir + root, path, length);
    dir[root + length] = 0;

    // The limit of each group around this one holds, too.  In a container, the
    // path may be one outside; then only the root is there.
    char * end = dir + root + length;
    for (; end; end = strrchr(dir + root, '/')) {
        *end = 0;
        left = mmap_pool_group_left_(dir, v1 != NULL, memory, swap);
        room = left < room ? left : room;
    }
    return room;
}

#endif
