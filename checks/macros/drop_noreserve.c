/*
 * A system that declares MAP_NORESERVE and ignores it: to be preloaded, so
 * that a test sees what a probe answers there.
 *
 * Copyright (C) 2026 The poolpatch developers
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#define _GNU_SOURCE 1 /* MAP_NORESERVE, syscall */
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

void *mmap(void *address, size_t size, int prot, int flags, int fd,
           off_t offset)
{
    return (void *)syscall(SYS_mmap, address, size, prot,
                           flags & ~MAP_NORESERVE, fd, offset);
}
