/*
 * Shows what this system does with mappings, for tests to compare with what
 * the macros answer: makes one mapping of each kind and copies the kernel's
 * own account of them.
 *
 * Output: a line "KIND ADDRESS" (hexadecimal, as in smaps) for each mapping,
 * then /proc/self/smaps.  The kinds: plain, noreserve, reserved, committed,
 * free, dontneed.
 * Exit status: 0; 77: no /proc/self/smaps or a flag is not declared; 99: a
 * mapping can't be made.
 *
 * Copyright (C) 2026 The poolpatch developers
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#define _GNU_SOURCE 1 /* MAP_ANONYMOUS, MADV_FREE whatever CFLAGS say */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define SIZE ((size_t)8 * 1024 * 1024)

/* Makes a mapping with unmapped space around it, so that it is a line of its
   own in smaps.  */
static void *lone_map(char const *kind, int prot, int flags)
{
    char *room = mmap(NULL, 3 * SIZE, PROT_NONE, MAP_SHARED | MAP_ANONYMOUS,
                      -1, 0);
    void *map;

    if (room == MAP_FAILED)
        exit(99);
    map = mmap(room + SIZE, SIZE, prot,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | flags, -1, 0);
    if (map == MAP_FAILED)
        exit(99);
    printf("%s %lx\n", kind, (unsigned long)map);
    return map;
}

static int copy_account(void)
{
    FILE *in = fopen("/proc/self/smaps", "r");
    int c;

    if (in == NULL)
        return 77;
    while ((c = getc(in)) != EOF)
        putchar(c);
    fclose(in);
    return 0;
}

int main(void)
{
#if defined MAP_NORESERVE && defined MADV_FREE && defined MADV_DONTNEED
    int const open = PROT_READ | PROT_WRITE;
    void *map;

    lone_map("plain", open, 0);
    lone_map("noreserve", open, MAP_NORESERVE);
    lone_map("reserved", PROT_NONE, 0);
    map = lone_map("committed", PROT_NONE, 0);
    if (mprotect(map, SIZE, open) != 0)
        return 99;
    map = lone_map("free", open, 0);
    memset(map, 1, SIZE);
    if (madvise(map, SIZE, MADV_FREE) != 0)
        printf("free refused\n");
    map = lone_map("dontneed", open, 0);
    memset(map, 1, SIZE);
    if (madvise(map, SIZE, MADV_DONTNEED) != 0)
        printf("dontneed refused\n");
    return copy_account();
#else
    return 77;
#endif
}
