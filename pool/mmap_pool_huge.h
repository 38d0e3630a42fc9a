// mmap_pool_huge.h: have a pool ask Linux for huge pages
//
// Copyright (C) 2026 The poolpatch developers
//
// Copying and distribution of this file, with or without modification, are
// permitted in any medium without royalty provided the copyright notice and
// this notice are preserved.  This file is offered as-is, without any
// warranty.
//
// Included before mmap_pool.h.  The pool then commits memory and gives it back
// in whole huge pages, or they would be split, and advises MADV_HUGEPAGE as it
// commits: a mapping made to give memory back has lost the advice.  Fewer
// pages mean fewer faults, and less to copy at a fork.  What the pool is
// charged for grows by less than one huge page.
// See Documentation/admin-guide/mm/transhuge.rst of Linux.

#if !defined(MMAP_POOL_HUGE_H) && defined(__linux__) &&                      \
    !defined(MMAP_POOL_CYGWIN)
#define MMAP_POOL_HUGE_H

#include <fcntl.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

// include/uapi/asm-generic/mman-common.h; not every C library declares it.
#ifndef MADV_HUGEPAGE
#define MADV_HUGEPAGE 14
#endif

// Larger ones are not worth it: with base pages of 64 KiB, a huge page of
// arm64 has 512 MiB.
#define MMAP_POOL_HUGE_MOST ((size_t)2 * 1024 * 1024)

// Return the size of the system's huge pages in bytes, or PAGE, that of its
// pages, if it has none or they are too large.
static inline size_t mmap_pool_huge_size(size_t page)
{
    char    text[24];
    size_t  size = 0;
    ssize_t length = 0;
    int     fd = open("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size",
                      O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        length = read(fd, text, sizeof(text));
        close(fd);
    }
    for (ssize_t i = 0; i < length && text[i] >= '0' && text[i] <= '9'; i++)
        if (size <= MMAP_POOL_HUGE_MOST)
            size = 10 * size + (size_t)(text[i] - '0');
    if (size > MMAP_POOL_HUGE_MOST || size <= page || size % page != 0)
        return page;
    return size;
}

// Have the SIZE bytes from FROM on be filled with huge pages where there are
// any.  Nothing depends on it, so errors don't matter.
static inline void mmap_pool_huge_advise(char * from, size_t size)
{
    madvise(from, size, MADV_HUGEPAGE);
}

#endif
