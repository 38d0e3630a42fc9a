/* libgap, started and asked from a program or, through ctypes, from Python.

   GAP's collector looks for its objects on the stack, between where it is
   called and where the caller entered it. So GAP_Enter and GAP_Leave stand in
   a function of their own, below which nothing is inlined: ctypes alone could
   not give a stack address that holds.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#include "embed.h"

#include <stdlib.h>
#include <string.h>

#include <gap/compiled.h> /* INT_INTOBJ: libgap-api.h tells integers from 4.12 on */
#include <gap/libgap-api.h>

/* 4.10 can't do without its packages, and raises its pool to what -o says. */
#ifdef EMBED_GAP_4_10
#define PLAIN(pool) "-r", strcmp(pool, "0") != 0 ? "-o" : "-r", \
        strcmp(pool, "0") != 0 ? pool : "-r"
#else
#define PLAIN(pool) "--bare"
#endif

#ifdef GAP_Enter
#define INITIALIZE(count, words) GAP_Initialize(count, words, NULL, NULL, 0)
#else
/* 4.10.0: GAP_Enter, GAP_Leave and what looks at an object were patches then.
   Its collector looks at the stack from where GAP_Initialize was called. */
extern char **environ;
#define INITIALIZE(count, words) \
    GAP_Initialize(count, words, environ, NULL, NULL)
#define GAP_Enter() 1
#define GAP_Leave() (void)0
#define GAP_True True
#define GAP_LenList(list) (UInt) LEN_LIST(list)
#define GAP_ElmList(list, place) ELM0_LIST(list, (Int)(place))
#define GAP_IsSmallInt IS_INTOBJ
#endif

void
embed_start(const char *roots, const char *pool, const char *least)
{
    static char root_text[4096], pool_text[32], least_text[32];
    char *arguments[] = {
        "gap", "-l", root_text, "-s", pool_text, "-m", least_text, "-A", "-q",
        "-T", PLAIN(pool_text), "--nointeract", NULL};

    strncpy(root_text, roots, sizeof root_text - 1);
    strncpy(pool_text, pool, sizeof pool_text - 1);
    strncpy(least_text, least, sizeof least_text - 1);
    INITIALIZE((int)(sizeof arguments / sizeof *arguments) - 1, arguments);
}

/* Overwrites what earlier calls left on the stack below the caller: the
   collector would take it for objects in use. */
static __attribute__((noinline)) void
forget(void)
{
    volatile char stack[1 << 16];

    for (size_t i = 0; i < sizeof stack; i++)
        stack[i] = 0;
}

/* 1 if a statement of RESULTS failed. *VALUE is that of the last. */
static __attribute__((noinline)) int
look(Obj results, long *value)
{
    int failed = 0;

    for (UInt i = 1; i <= GAP_LenList(results); i++) {
        Obj result = GAP_ElmList(results, i);

        if (GAP_ElmList(result, 1) != GAP_True)
            failed = 1;
        else if (GAP_ElmList(result, 2) != NULL
                 && GAP_IsSmallInt(GAP_ElmList(result, 2)))
            *value = INT_INTOBJ(GAP_ElmList(result, 2));
    }
    return failed;
}

int
embed_run(const char *command, long *value)
{
    volatile int failed = 1;
    int entered;

    forget();
    entered = GAP_Enter();

    if (entered)
        failed = look(GAP_EvalString(command), value);
    GAP_Leave();
    return failed;
}
