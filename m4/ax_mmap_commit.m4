# ============================================================================
#  ax_mmap_commit.m4
# ============================================================================
#
# SYNOPSIS
#
#   AX_MMAP_COMMIT
#
# DESCRIPTION
#
#   Finds out whether address space can be reserved without charge and
#   committed piece by piece, which takes four things:
#
#     reserve     a private anonymous mapping larger than memory and swap
#                 together can be had, and the kernel does not charge it
#     commit      mprotect makes a part of it readable and writable
#     use         that part holds what is written
#     give back   the part is reserved again: its pages are no longer
#                 resident, and committing it again yields zeroes
#
#   How this is done differs: with PROT_NONE and without MAP_NORESERVE, given
#   back by a fresh PROT_NONE mapping over it; on Cygwin, where PROT_NONE
#   alone is committed in full and a mapping over a reserved one is refused,
#   with PROT_READ | PROT_WRITE and MAP_NORESERVE, given back by
#   mprotect (PROT_NONE).  One program tries it in one run.  In a cross build,
#   and where the charge can't be seen, the answer is a guess by host_os; an
#   unknown host obeys --enable-cross-guesses.  Without a compiler for the host
#   (AX_PROG_CC_HOST) it is a guess, too.
#
#   Cache variable:
#
#     ax_cv_func_mmap_commit
#       yes            all four were seen to work
#       no             the program does not link, or one of the four fails
#       guessing yes   the program links; documented to work
#       guessing no    the program links; not known to work
#
#   To read it, match *yes.
#
#   C macro:
#
#     HAVE_MMAP_COMMIT   defined to 1 if the answer is *yes
#
#   Requires AX_CROSS_GUESSES and AX_MMAP_ACCOUNT: copy
#   ax_cross_guesses.m4 and ax_mmap_account.m4 with this file.
#
# ON WHICH SYSTEMS
#
#   | system | what is true | source |
#   |---|---|---|
#   | Linux, Android | a private mapping is charged when it becomes writable | Linux, Documentation/mm/overcommit-accounting.rst; mm/mprotect.c |
#   | Cygwin 1.5 and later, MSYS2 | mprotect of a MAP_NORESERVE mapping commits and, with PROT_NONE, decommits | winsup/cygwin/mmap.cc, mprotect |
#   | Solaris, illumos | swap is reserved for writable private mappings only | mmap(2), mprotect(2): EAGAIN |
#   | macOS, FreeBSD, NetBSD, OpenBSD | no charge before the first touch; MAP_FIXED replaces pages | mmap(2) of each; OCaml 5 reserves its heap this way on all of them (runtime/unix.c) |
#   | MinGW | no mmap | mingw-w64 has no <sys/mman.h> |
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

AC_DEFUN([AX_MMAP_COMMIT], [dnl
AC_REQUIRE([AC_CANONICAL_HOST])dnl for the guesses
AC_REQUIRE([AC_PROG_CC])dnl
AC_REQUIRE([AX_CROSS_GUESSES])dnl
AC_LANG_PUSH([C])dnl
AC_CACHE_CHECK([whether mprotect commits what mmap has reserved],
  [ax_cv_func_mmap_commit],
  [_AX_MMAP_PROBE([ax_cv_func_mmap_commit],
    [_AX_MMAP_COMMIT_PROGRAM], [_AX_MMAP_COMMIT_DECLARED],
    [linux*|android*|cygwin*|msys*|solaris*|darwin*|*bsd*|dragonfly*],
    [mingw*])])
AC_LANG_POP([C])dnl
AS_CASE([$ax_cv_func_mmap_commit],
  [*yes], [AC_DEFINE([HAVE_MMAP_COMMIT], [1],
    [Define to 1 if address space can be reserved without charge and committed with mprotect.])])
])

m4_define([_AX_MMAP_COMMIT_DECLARED],
[AC_LANG_PROGRAM([[#include <sys/types.h>
#include <sys/mman.h>
#ifdef __CYGWIN__
static int const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
#else
static int const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
#endif]],
[[return mmap (0, 65536, PROT_NONE, flags, -1, 0) == MAP_FAILED
       || mprotect (0, 65536, PROT_READ | PROT_WRITE) != 0;]])])

m4_define([_AX_MMAP_COMMIT_PROGRAM],
[AX_MMAP_ACCOUNT
[
#define PART ((size_t)4 * 1048576)
#define LEAST ((size_t)64 * 1048576)

#ifdef __CYGWIN__
static int const reserved = PROT_READ | PROT_WRITE;
static int const reserving = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
#else
static int const reserved = PROT_NONE;
static int const reserving = MAP_PRIVATE | MAP_ANONYMOUS;
#endif

static void stop(char const *answer)
{
    ax_answer(answer);
    exit(0);
}

/* Whether the reservation at P, larger than memory and swap if HUGE, is free
   of charge; -1 if that can't be seen.  */
static int is_free(void *p, int huge)
{
    int charged = ax_flag(p, " ac");

    if (charged != 1 && huge)
        return 1;
    if (charged != 1)
        charged = ax_charged(reserved, reserving);
    return charged < 0 ? -1 : !charged;
}

static int commit(char *p)
{
    return mprotect((void *)p, PART, PROT_READ | PROT_WRITE) == 0;
}

static int give_back(char *p)
{
#ifdef __CYGWIN__
    return mprotect((void *)p, PART, PROT_NONE) == 0;
#else
    return mmap((void *)p, PART, reserved, reserving | MAP_FIXED, -1, 0) == p;
#endif
}

/* Whether all of the part holds the byte C.  */
static int holds(char const *p, int c)
{
    size_t i;

    for (i = 0; i < PART; i++)
        if (p[i] != c)
            return 0;
    return 1;
}

/* Whether the first page at P is resident, so far as the system tells.  */
static int resident(char *p)
{
#ifdef __linux__
    unsigned char first[1];

    return mincore((void *)p, (size_t)1, first) == 0 && (first[0] & 1) != 0;
#else
    return p == NULL;
#endif
}

int main(void)
{
    size_t size = ax_huge();
    void *p = MAP_FAILED;
    int huge, spared;

    ax_answer("unknown");
    if (size > 0)
        p = mmap(NULL, size, reserved, reserving, -1, 0);
    huge = p != MAP_FAILED;
    if (!huge) {
        size = LEAST;
        p = mmap(NULL, size, reserved, reserving, -1, 0);
    }
    if (p == MAP_FAILED)
        return 0;
    spared = is_free(p, huge);
    if (spared == 0 || !commit(p))
        stop("no");
    memset(p, 'x', PART);
    if (!holds(p, 'x') || !give_back(p) || resident(p)
        || !commit(p) || !holds(p, 0) || munmap(p, size) != 0)
        stop("no");
    if (spared == 1)
        stop("yes");
    return 0;
}
]])
