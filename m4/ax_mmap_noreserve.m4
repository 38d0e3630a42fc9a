# ============================================================================
#  ax_mmap_noreserve.m4
# ============================================================================
#
# SYNOPSIS
#
#   AX_MMAP_NORESERVE
#
# DESCRIPTION
#
#   Finds out whether a private anonymous mapping with MAP_NORESERVE is free
#   of charge until it is touched.  The flag is always requested together with
#   MAP_PRIVATE and MAP_ANONYMOUS, as Cygwin drops it without them.
#
#   That the three flags are declared shows in the linking of the program,
#   that MAP_NORESERVE takes effect in its one run: the kernel says so
#   (VmFlags of /proc/self/smaps), or a mapping larger than memory and swap
#   together can be had with the flag only, or the charge of the whole machine
#   (Committed_AS) does not grow.  In a cross build, and where the run can't
#   tell, the answer is a guess by host_os; an unknown host obeys
#   --enable-cross-guesses.  Without a compiler for the host (AX_PROG_CC_HOST)
#   it is a guess, too.  Nothing is ever touched, so the run costs no memory.
#
#   A Linux with vm.overcommit_memory=2 ignores the flag.  That is a setting
#   of the machine, not of the platform that the programs are built for: under
#   2 the answer is a guess.
#
#   Cache variable:
#
#     ax_cv_func_mmap_noreserve
#       yes            declared and takes effect
#       ignored        declared, but the mapping is charged all the same
#       no             not declared, or declared as 0
#       guessing yes   declared; the effect was not seen, but documented
#       guessing no    declared; the effect was not seen
#
#   To read it, match *yes.
#
#   C macro:
#
#     HAVE_WORKING_MAP_NORESERVE   defined to 1 if the answer is *yes
#
#   Requires AX_CROSS_GUESSES and AX_MMAP_ACCOUNT: copy
#   ax_cross_guesses.m4 and ax_mmap_account.m4 with this file.
#
# ON WHICH SYSTEMS
#
#   | system | what is true | source |
#   |---|---|---|
#   | Linux, Android | takes effect unless vm.overcommit_memory is 2 | Linux, mm/mmap.c, do_mmap; Documentation/mm/overcommit-accounting.rst |
#   | Cygwin 1.5 and later, MSYS2 | takes effect, with MAP_PRIVATE and MAP_ANONYMOUS only | winsup/cygwin/mmap.cc, mmap64; API 0.145 in cygwin/version.h |
#   | Solaris, illumos | takes effect; without it a writable private mapping reserves swap for all of it | mmap(2) of illumos |
#   | macOS | declared, accepted and not looked at | xnu, bsd/sys/mman.h; bsd/kern/kern_mman.c, mmap |
#   | FreeBSD 11 and later | not declared | sys/sys/mman.h |
#   | FreeBSD 10, NetBSD, DragonFly | declared for the sake of Sun's programs | sys/sys/mman.h; no effect is documented in mmap(2) |
#   | OpenBSD | declared as 0 | sys/sys/mman.h, "Legacy defines" |
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

AC_DEFUN([AX_MMAP_NORESERVE], [dnl
AC_REQUIRE([AC_CANONICAL_HOST])dnl for the guesses
AC_REQUIRE([AC_PROG_CC])dnl
AC_REQUIRE([AX_CROSS_GUESSES])dnl
AC_LANG_PUSH([C])dnl
AC_CACHE_CHECK([whether MAP_NORESERVE spares the charge of a mapping],
  [ax_cv_func_mmap_noreserve],
  [_AX_MMAP_PROBE([ax_cv_func_mmap_noreserve],
    [_AX_MMAP_NORESERVE_PROGRAM], [_AX_MMAP_NORESERVE_DECLARED],
    [linux*|android*|cygwin*|msys*|solaris*], [darwin*|*bsd*|dragonfly*])])
AC_LANG_POP([C])dnl
AS_CASE([$ax_cv_func_mmap_noreserve],
  [*yes], [AC_DEFINE([HAVE_WORKING_MAP_NORESERVE], [1],
    [Define to 1 if a private anonymous mapping with MAP_NORESERVE is not charged.])])
])

m4_define([_AX_MMAP_NORESERVE_DECLARED],
[AC_LANG_PROGRAM([[#include <sys/types.h>
#include <sys/mman.h>
typedef char ax_not_zero[MAP_NORESERVE ? 1 : -1];]],
[[return mmap (0, sizeof (ax_not_zero), PROT_READ | PROT_WRITE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
         == MAP_FAILED;]])])

m4_define([_AX_MMAP_NORESERVE_PROGRAM],
[AX_MMAP_ACCOUNT
[
typedef char ax_not_zero[MAP_NORESERVE ? 1 : -1];

static int const plain = MAP_PRIVATE | MAP_ANONYMOUS;
static int const spare = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;

/* Whether this machine ignores the flag whatever the platform does.  */
static int never_overcommits(void)
{
    return ax_number("/proc/sys/vm/overcommit_memory", NULL, "") > 1.5;
}

static void *map(size_t size, int flags)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, -1, 0);

    return p == MAP_FAILED ? NULL : p;
}

/* What the kernel says of a mapping with the flag.  */
static char const *by_flags(void)
{
    void *p = map(16 * 1048576, spare);

    if (p == NULL)
        return NULL;
    if (ax_flag(p, " nr") == 1)
        return "yes";
    if (ax_flag(p, " ac") == 1 && !never_overcommits())
        return "ignored";
    return NULL;
}

/* What can be had with the flag and can't without it.  */
static char const *by_size(void)
{
    size_t const huge = ax_huge();
    void *p = huge > 0 ? map(huge, spare) : NULL;

    if (p == NULL)
        return NULL;
    munmap(p, huge);
#ifdef __CYGWIN__
    /* Without the flag everything is committed at once: asking for it would
       make the page file grow.  */
    return "yes";
#else
    p = map(huge, plain);
    if (p == NULL)
        return "yes";
    munmap(p, huge);
    return NULL;
#endif
}

/* What it adds to the charge of the machine.  */
static char const *by_charge(void)
{
    int const read_write = PROT_READ | PROT_WRITE;

    if (ax_charged(read_write, plain) != 1)
        return NULL;
    switch (ax_charged(read_write, spare)) {
    case 0:
        return "yes";
    case 1:
        return never_overcommits() ? NULL : "ignored";
    default:
        return NULL;
    }
}

int main(void)
{
    char const *answer;

    ax_answer("unknown");
    answer = by_flags();
    if (answer == NULL)
        answer = by_size();
    if (answer == NULL)
        answer = by_charge();
    if (answer != NULL)
        ax_answer(answer);
    return 0;
}
]])
