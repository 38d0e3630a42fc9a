# ============================================================================
#  ax_mmap_account.m4
# ============================================================================
#
# SYNOPSIS
#
#   AX_MMAP_ACCOUNT
#
# DESCRIPTION
#
#   No probe: it expands to the C functions by which the programs of
#   AX_MADVISE, AX_MMAP_COMMIT and AX_MMAP_NORESERVE ask the system for its
#   account of a mapping.  The text goes before the main of a test program.
#
#     void ax_answer (TEXT)
#       Writes TEXT to conftest.out; the last one counts.
#
#     double ax_number (FILE, ADDRESS, NAME)
#       The number after NAME in FILE (/proc/meminfo, /proc/self/smaps), or
#       -1.  With an ADDRESS only the lines of the mapping that holds it.
#
#     size_t ax_huge (void)
#       A size that memory and swap together can't back (twice their sum and
#       1 GiB), or 0 if the address space is too small for it.
#
#     int ax_flag (ADDRESS, " xx")
#       Whether the kernel lists the two-letter flag xx of that mapping in
#       VmFlags of /proc/self/smaps; -1 if it tells no flags.
#
#     int ax_charged (PROT, FLAGS)
#       Whether a mapping of 256 MiB adds to Committed_AS of /proc/meminfo;
#       -1 if that can't be said, as other processes change it too.
#
# ON WHICH SYSTEMS
#
#   | system | what is true | source |
#   |---|---|---|
#   | Linux 3.8 and later | VmFlags holds "ac" for a charged mapping, "nr" for one whose MAP_NORESERVE took effect | Linux, Documentation/filesystems/proc.rst |
#   | Linux 2.6 and later | Committed_AS is what is charged on the whole machine | Linux, Documentation/filesystems/proc.rst |
#   | qemu-user | makes up /proc/self/smaps: neither "ac" nor "nr" is ever in it; /proc/meminfo is the machine's | QEMU 7.2, linux-user/syscall.c, open_self_maps_1 |
#   | Cygwin | /proc/meminfo has MemTotal and SwapTotal, /proc/self/smaps has no VmFlags | winsup/cygwin/fhandler/proc.cc |
#   | others | sysconf (_SC_PHYS_PAGES) at most; the size of the swap is not told | sysconf(3) of macOS, FreeBSD, Solaris |
#
# LICENSE
#
#   Copyright (C) 2026 The poolpatch developers
#
#   Copying and distribution of this file, with or without modification, are
#   permitted in any medium without royalty provided the copyright notice
#   and this notice are preserved.  This file is offered as-is, without any
#   warranty.
#
#   SPDX-License-Identifier: FSFAP

#serial 4

AC_DEFUN([AX_MMAP_ACCOUNT], [[
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/mman.h>
#include <unistd.h>

static void ax_answer(char const *text)
{
    FILE *out = fopen("conftest.out", "w");

    if (out == NULL || fprintf(out, "%s\n", text) < 0 || fclose(out) != 0)
        exit(99);
}

/* Puts what follows NAME at the start of a line of FILE into REST, with an
   ADDRESS only from the lines of the mapping that holds it.  */
static int ax_line(char const *file, void const *address, char const *name,
                   char *rest, size_t size)
{
    unsigned long const at = (unsigned long)address;
    unsigned long from, to;
    int inside = address == NULL;
    int found = 0;
    FILE *in = fopen(file, "r");

    if (in == NULL)
        return 0;
    while (!found && fgets(rest, (int)size, in) != NULL) {
        if (address != NULL && sscanf(rest, "%lx-%lx", &from, &to) == 2)
            inside = from <= at && at < to;
        else if (inside && strncmp(rest, name, strlen(name)) == 0)
            found = 1;
    }
    fclose(in);
    if (found)
        memmove(rest, rest + strlen(name), strlen(rest + strlen(name)) + 1);
    return found;
}

static double ax_number(char const *file, void const *address,
                        char const *name)
{
    char rest[512];

    return ax_line(file, address, name, rest, sizeof rest) ? atof(rest) : -1;
}

static int ax_flag(void const *address, char const *flag)
{
    char rest[512];

    if (!ax_line("/proc/self/smaps", address, "VmFlags:", rest, sizeof rest))
        return -1;
    return strstr(rest, flag) != NULL;
}

static size_t ax_huge(void)
{
    double memory = ax_number("/proc/meminfo", NULL, "MemTotal:") * 1024;
    double swap = ax_number("/proc/meminfo", NULL, "SwapTotal:") * 1024;
    double huge;

#ifdef _SC_PHYS_PAGES
    if (memory <= 0)
        memory = (double)sysconf(_SC_PHYS_PAGES)
                 * (double)sysconf(_SC_PAGESIZE);
#endif
    huge = 2 * (memory + (swap > 0 ? swap : 0)) + 1073741824;
    if (memory <= 0 || huge > (double)((size_t)-1 / 4))
        return 0;
    return (size_t)huge / 1048576 * 1048576;
}

static int ax_charged(int prot, int flags)
{
    size_t const size = (size_t)256 * 1048576;
    int round, all = 0, none = 0;

    for (round = 0; round < 3; round++) {
        double before = ax_number("/proc/meminfo", NULL, "Committed_AS:");
        void *map = mmap(NULL, size, prot, flags, -1, 0);
        double part = ax_number("/proc/meminfo", NULL, "Committed_AS:")
                      - before;

        if (map == MAP_FAILED)
            return -1;
        munmap(map, size);
        part = part * 1024 / (double)size;
        all += before >= 0 && part > 0.75;
        none += before >= 0 && part < 0.25;
    }
    return all == 3 ? 1 : none == 3 ? 0 : -1;
}
]])

# _AX_MMAP_PROBE(VARIABLE, PROGRAM, DECLARATIONS, SYSTEMS-WITH, SYSTEMS-WITHOUT)
# Sets VARIABLE to what PROGRAM answers in its one run: no, if it does not link.  Where it can't run or can't tell, and
# DECLARATIONS link, the answer is a guess by host_os, which the tables in the headers of the macros account for; and so it
# is without a compiler for the host.
m4_define([_AX_MMAP_PROBE], [rm -f conftest.out
AS_IF([test "x$ax_cv_prog_cc_host" = xno], [echo unknown >conftest.out],
  [AC_RUN_IFELSE([AC_LANG_SOURCE([$2])], [], [],
    [AC_LINK_IFELSE([$3], [echo unknown >conftest.out])])])
AS_IF([test -f conftest.out], [$1=`cat conftest.out`], [$1=no])
rm -f conftest.out
AS_IF([test "x$$1" = xunknown],
  [AS_CASE([$host_os],
    [$4], [$1='guessing yes'],
    [$5], [$1='guessing no'],
    # Any other: as --enable-cross-guesses says.
    [$1=$ax_cross_guess])])])
