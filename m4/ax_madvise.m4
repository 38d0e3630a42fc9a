# ============================================================================
#  ax_madvise.m4
# ============================================================================
#
# SYNOPSIS
#
#   AX_MADVISE
#
# DESCRIPTION
#
#   Finds out whether there is madvise, and what MADV_FREE and MADV_DONTNEED
#   really do to touched pages of a private anonymous mapping: whether their
#   contents go, and whether they stop being resident.  One program answers
#   all of it in one run.  In a cross build the declarations are checked and
#   the effect is a guess by host_os; an unknown host obeys
#   --enable-cross-guesses.  Without a compiler for the host (AX_PROG_CC_HOST)
#   all is a guess.
#
#   Success is a return value of 0, not "other than -1": Cygwin's madvise
#   returns the error number.
#
#   If ac_cv_func_madvise is "no", in the environment or by an earlier
#   AC_CHECK_FUNCS, there is no madvise, whatever else is known.
#
#   Cache variables:
#
#     ax_cv_func_madvise       yes or no: the function is declared and links;
#                              guessing yes or guessing no without a compiler
#                              for the host
#     ax_cv_madvise_free       what MADV_FREE does
#     ax_cv_madvise_dontneed   what MADV_DONTNEED does
#
#   The values of the latter two; a guess has "guessing " in front:
#
#     no         not declared (or no madvise)
#     fails      declared, but the call fails
#     accepted   the call succeeds; contents and pages stay, so far as can
#                be seen
#     lazy       the pages are marked, and go when the system needs memory
#     releases   the pages go, their contents can be had again
#     zeroes     the contents go, the pages stay resident
#     discards   contents and pages go at once (or the contents, where the
#                system does not tell what is resident)
#
#   To ask whether memory can be given back, match *lazy and *discards.
#
#   C macros:
#
#     HAVE_MADVISE                 defined to 1 if there is madvise
#     MADV_FREE_GIVES_BACK         defined to 1 for *lazy and *discards
#     MADV_DONTNEED_GIVES_BACK     defined to 1 for *lazy and *discards
#
#   Requires AX_CROSS_GUESSES, AX_CYGWIN_RELEASE and AX_MMAP_ACCOUNT: copy
#   ax_cross_guesses.m4, ax_cygwin_release.m4 and ax_mmap_account.m4 with this
#   file.
#
# ON WHICH SYSTEMS
#
#   | system | MADV_DONTNEED | MADV_FREE | source |
#   |---|---|---|---|
#   | Linux | discards | lazy, since 4.5 | madvise(2); Linux, mm/madvise.c |
#   | qemu-user | as the machine's kernel | accepted and ignored | QEMU 7.2, linux-user/mmap.c, target_madvise |
#   | Cygwin 1.7.8 to 2.2, MSYS2 | accepted | no | winsup/cygwin/mmap.cc, posix_madvise |
#   | Cygwin 2.3.0 and later, MSYS2 | discards, keeps the charge | no | winsup/cygwin/release/2.3.0 |
#   | macOS | accepted | lazy: "pages unneeded, discard contents" | xnu, bsd/sys/mman.h; madvise(2) |
#   | FreeBSD, DragonFly | accepted: lowers the priority in memory | lazy | madvise(2) of FreeBSD |
#   | NetBSD, OpenBSD | accepted: lowers the priority in memory | lazy | madvise(2) of each |
#   | Solaris, illumos | accepted: starts to free the pages | lazy | madvise(3C) of illumos |
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

#serial 3

AC_DEFUN([AX_MADVISE], [dnl
AC_REQUIRE([AC_CANONICAL_HOST])dnl for the guesses
AC_REQUIRE([AC_PROG_CC])dnl
AC_REQUIRE([AX_CROSS_GUESSES])dnl
AC_REQUIRE([AX_CYGWIN_RELEASE])dnl
AC_LANG_PUSH([C])dnl
# One probe for the answers that are not known yet.
ax_madvise_func=no ax_madvise_free=no ax_madvise_dontneed=no
AS_IF([test "x$ac_cv_func_madvise" = xno], [ax_cv_func_madvise=no])
AS_IF([test "x$ax_cv_func_madvise" = xno], [],
  [test ${ax_cv_func_madvise+y}${ax_cv_madvise_free+y}${ax_cv_madvise_dontneed+y}n != yyyn],
  [_AX_MADVISE_PROBE])
AC_CACHE_CHECK([for madvise], [ax_cv_func_madvise],
  [ax_cv_func_madvise=$ax_madvise_func])
AC_CACHE_CHECK([what MADV_FREE does], [ax_cv_madvise_free],
  [ax_cv_madvise_free=$ax_madvise_free])
AC_CACHE_CHECK([what MADV_DONTNEED does], [ax_cv_madvise_dontneed],
  [ax_cv_madvise_dontneed=$ax_madvise_dontneed])
AC_LANG_POP([C])dnl
AS_IF([test "$ax_cv_func_madvise" = yes],
  [AC_DEFINE([HAVE_MADVISE], [1],
    [Define to 1 if you have the 'madvise' function.])])
AS_CASE([$ax_cv_madvise_free],
  [*lazy|*discards], [AC_DEFINE([MADV_FREE_GIVES_BACK], [1],
    [Define to 1 if MADV_FREE gives memory back, at once or when it is needed.])])
AS_CASE([$ax_cv_madvise_dontneed],
  [*lazy|*discards], [AC_DEFINE([MADV_DONTNEED_GIVES_BACK], [1],
    [Define to 1 if MADV_DONTNEED gives memory back, at once or when it is needed.])])
])

# Sets ax_madvise_func, ax_madvise_free and ax_madvise_dontneed.
AC_DEFUN([_AX_MADVISE_PROBE], [dnl
rm -f conftest.out
AS_IF([test "x$ax_cv_prog_cc_host" = xno],
  [AS_CASE([$host_os],
    [linux*|android*|cygwin*|msys*|darwin*|*bsd*|dragonfly*|solaris*],
      [ax_madvise_func='guessing yes'],
    # mingw-w64 has no <sys/mman.h>.
    [mingw*], [ax_madvise_func='guessing no'],
    [ax_madvise_func=$ax_cross_guess])
  AS_CASE([$ax_madvise_func], [*yes],
    [ax_madvise_free=unknown ax_madvise_dontneed=unknown])],
  [AC_RUN_IFELSE([AC_LANG_SOURCE([_AX_MADVISE_PROGRAM])], [], [],
    [AC_LINK_IFELSE([_AX_MADVISE_DECLARED([0])],
      [ax_madvise_func=yes
      AC_COMPILE_IFELSE([_AX_MADVISE_DECLARED([MADV_FREE])],
        [ax_madvise_free=unknown])
      AC_COMPILE_IFELSE([_AX_MADVISE_DECLARED([MADV_DONTNEED])],
        [ax_madvise_dontneed=unknown])])])])
AS_IF([test -f conftest.out],
  [ax_madvise_func=yes
  read ax_madvise_free ax_madvise_dontneed <conftest.out])
rm -f conftest.out
AS_CASE([$host_os],
  # madvise(2): FREE needs Linux 4.5.
  [linux*|android*],
    [ax_madvise_guess_free=lazy ax_madvise_guess_dontneed=discards],
  # Release notes of 2.3.0; there is no MADV_FREE.
  [cygwin*|msys*],
    [ax_madvise_guess_free=accepted
    AS_VERSION_COMPARE([$ax_cv_sys_cygwin_release], [2.3.0],
      [ax_madvise_guess_dontneed=accepted],
      [ax_madvise_guess_dontneed=discards],
      [ax_madvise_guess_dontneed=discards])],
  # The manual pages named in the table at the head of this file.
  [darwin*|*bsd*|dragonfly*|solaris*],
    [ax_madvise_guess_free=lazy ax_madvise_guess_dontneed=accepted],
  # Any other: as --enable-cross-guesses says.
  [AS_CASE([$ax_cross_guess],
    [*yes], [ax_madvise_guess_free=lazy ax_madvise_guess_dontneed=discards],
    [ax_madvise_guess_free=accepted ax_madvise_guess_dontneed=accepted])])
AS_IF([test $ax_madvise_free = unknown],
  [ax_madvise_free="guessing $ax_madvise_guess_free"])
AS_IF([test $ax_madvise_dontneed = unknown],
  [ax_madvise_dontneed="guessing $ax_madvise_guess_dontneed"])
])

m4_define([_AX_MADVISE_DECLARED],
[AC_LANG_PROGRAM([[#include <sys/types.h>
#include <sys/mman.h>]], [[return madvise (0, 0, $1);]])])

m4_define([_AX_MADVISE_PROGRAM],
[AX_MMAP_ACCOUNT
[
#define SIZE ((size_t)1048576)

/* Whether the first page at P is resident; -1 if the system does not tell.  */
static int resident(void *p)
{
#ifdef __linux__
    unsigned char first[1];

    return mincore(p, (size_t)1, first) == 0 ? first[0] & 1 : -1;
#else
    return p == NULL ? 0 : -1;
#endif
}

/* What ADVICE does to touched pages.  */
static char const *effect(int advice)
{
    unsigned char *p = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int here, empty, lazy;

    if (p == (void *)MAP_FAILED)
        return "unknown";
    memset(p, 0x5a, SIZE);
    if (madvise((void *)p, SIZE, advice) != 0)
        return "fails";
    lazy = ax_number("/proc/self/smaps", p, "LazyFree:") > 0;
    here = resident(p);
    empty = p[0] == 0 && p[SIZE - 1] == 0;
    munmap((void *)p, SIZE);
    if (empty)
        return here == 1 ? "zeroes" : "discards";
    if (here == 0)
        return "releases";
    return lazy ? "lazy" : "accepted";
}

int main(void)
{
    char answer[64];
    char const *free_does = "no";
    char const *dontneed_does = "no";

    (void)ax_charged, (void)ax_flag, (void)ax_huge; /* not needed here */
    ax_answer("unknown unknown");
#ifdef MADV_FREE
    free_does = effect(MADV_FREE);
#endif
#ifdef MADV_DONTNEED
    dontneed_does = effect(MADV_DONTNEED);
#endif
    sprintf(answer, "%s %s", free_does, dontneed_does);
    ax_answer(answer);
    return 0;
}
]])
