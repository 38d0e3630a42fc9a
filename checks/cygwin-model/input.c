/* Reading files into reserved memory: rule 8.

   Of the other system calls that are given reserved memory, the host's answer
   is Cygwin's already: EFAULT.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE
#undef _FORTIFY_SOURCE /* its inline functions call what is defined here */

#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* Some C libraries have no more than a macro for these. */
#undef pread64
#undef preadv64

static bool is_regular(int fd)
{
    struct stat status;

    return fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

/* Rule 8. fhandler_base::raw_read in fhandler.cc (fhandler/base.cc since
   3.4.0) and fhandler_disk_file::pread, all releases: commit the buffer, if
   that can't be raise SIGBUS, and read (again). Most calls are over at the
   first test: no map is NORESERVE. */
static void commit_buffer(int fd, const void *buffer, size_t length)
{
    uint64_t mask;
    enum region region;

    model_start();
    if (length == 0 || !records_reserved() || !rule_holds(RULE_READ)
        || !is_regular(fd))
        return;
    mask = model_lock();
    region = commit_touched(buffer, length);
    model_unlock(mask);
    if (region == REGION_SIGBUS)
        raise_sigbus(buffer);
}

static void commit_buffers(int fd, const struct iovec *part, int count)
{
    for (int i = 0; i < count; i++)
        commit_buffer(fd, part[i].iov_base, part[i].iov_len);
}

INTERPOSED ssize_t read(int fd, void *buffer, size_t length)
{
    NEXT(read);
    commit_buffer(fd, buffer, length);
    return next(fd, buffer, length);
}

INTERPOSED ssize_t pread(int fd, void *buffer, size_t length, off_t offset)
{
    NEXT(pread);
    commit_buffer(fd, buffer, length);
    return next(fd, buffer, length, offset);
}

INTERPOSED ssize_t pread64(int fd, void *buffer, size_t length, off_t offset)
    __attribute__((alias("pread")));

INTERPOSED ssize_t readv(int fd, const struct iovec *part, int count)
{
    NEXT(readv);
    commit_buffers(fd, part, count);
    return next(fd, part, count);
}

INTERPOSED ssize_t preadv(int fd, const struct iovec *part, int count, off_t offset)
{
    NEXT(preadv);
    commit_buffers(fd, part, count);
    return next(fd, part, count, offset);
}

INTERPOSED ssize_t preadv64(int fd, const struct iovec *part, int count,
                            off_t offset) __attribute__((alias("preadv")));

/* newlib's fread reads through the same code; glibc's own reading is out of
   reach, so commit where it may go. */
INTERPOSED size_t fread(void *buffer, size_t size, size_t number, FILE *file)
{
    NEXT(fread);
    if (size > 0 && number <= SIZE_MAX / size)
        commit_buffer(fileno(file), buffer, size * number);
    return next(buffer, size, number, file);
}

/* What _FORTIFY_SOURCE makes of them: ROOM bytes are in the buffer. */
INTERPOSED ssize_t __read_chk(int fd, void *buffer, size_t length, size_t room)
{
    if (length > room)
        abort();
    return read(fd, buffer, length);
}

INTERPOSED ssize_t __pread_chk(int fd, void *buffer, size_t length, off_t offset, size_t room)
{
    if (length > room)
        abort();
    return pread(fd, buffer, length, offset);
}

INTERPOSED ssize_t __pread64_chk(int fd, void *buffer, size_t length,
                                 off_t offset, size_t room)
    __attribute__((alias("__pread_chk")));

INTERPOSED size_t __fread_chk(void *buffer, size_t room, size_t size, size_t number, FILE *file)
{
    if (size > 0 && number > room / size)
        abort();
    return fread(buffer, size, number, file);
}
