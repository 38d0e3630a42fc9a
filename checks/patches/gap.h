// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The poolpatch developers
//
// gap.h: the program that pooltest.c drives is GAP's sysmem.c, patched for the strategy commit, with pooltest in GASMAN's
// place; -I names the tree's src/.  checks/pool/toy.h has the same functions for a program of a few lines.

#include "sysmem.c"

// What sysmem.c needs of the rest of GAP.
Int SyDebugLoading;
UInt SyTime(void) { return 0; }
void InterruptExecStat(void) { }
#ifdef Panic
void Panic_(const char *file, int line, const char *format, ...)
{
    (void)file;
    (void)line;
    fprintf(stderr, "Panic: %s\n", format);
    exit(1);
}
void SyFputs(const Char *text, Int file) { (void)text; (void)file; }
void syWinPut(Int file, const Char *command, const Char *text) { (void)file; (void)command; (void)text; }
#else   // 4.10
void Panic(const char *message)
{
    fprintf(stderr, "Panic: %s\n", message);
    exit(1);
}
void SyFputs(const Char *text, Int file) { (void)text; (void)file; }
void syWinPut(Int file, const Char *command, const Char *text) { (void)file; (void)command; (void)text; }
UInt SyMsgsFlagBags;
#endif

static struct mmap_pool *pool_of(void) { return &SyPool; }
static char *workspace(void) { return (char *)syWorkspace; }
static size_t used(void) { return (size_t)syWorksize * 1024; }

static void program_start(size_t pool_mib, size_t least_mib)
{
    SyAllocPool = (UInt)pool_mib * 1024 * 1024;
    SyStorMin = (Int)least_mib * 1024;
    SyStorMax = 1024 * 1024;
}

static int program_grow(size_t kb) { return SyAllocBags((Int)kb, 0) != NULL; }

static int program_shrink(size_t kb)
{
    if ((Int)(syWorksize - kb) < SyStorMin)
        return 0;
#ifdef POOLTEST_HAS_FREEBAGS
    return SyFreeBags((Int)kb) != 0;
#else
    return SyAllocBags(-(Int)kb, 0) != NULL;
#endif
}

static void program_collect(int full)
{
    SyMsgsBags((UInt)full, 0, 0);
    SyMAdviseFree();
}

static int program_extend(void) { return SyTryToIncreasePool(); }
