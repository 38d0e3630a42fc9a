/* cysignals: which pool strategy survives a program that has a handler as
   cysignals installs on Cygwin.

   Usage: cygwin-run cysignals HANDLER STRATEGY WHERE
     HANDLER   none, or old or new: of cysignals before 1.10.0, or since
     STRATEGY  upstream, noreserve or commit: how the pool is mapped
     WHERE     code or handler: where the workspace grows, in the program's
               code or inside a signal handler

   The handler is a vectored continue handler (cysignals'
   implementation_cygwin.c, win32_altstack_handler). The old one takes each
   access violation for a crash; the new one (commit 36e767f) only those that
   come while a signal handler of cysignals runs.

   Exit status: 0: the program has survived; 3: the handler took a first touch
   for a crash; 2: wrong usage; 99: not started by cygwin-run, or no memory.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#define MMAP_POOL_CYGWIN
#include "mmap_pool.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "continue.h"

#define MIB ((size_t)1 << 20)

enum { POOL = 64, WORKSPACE = 4 }; /* MiB */
enum { SURVIVED = 0, USAGE = 2, CRASH = 3, BROKEN = 99 };

static volatile sig_atomic_t inside_signal_handler;

static long take_for_crash(void *address)
{
    (void)address;
    _exit(CRASH);
}

static long let_pass(void *address)
{
    return inside_signal_handler ? take_for_crash(address) : CONTINUE_EXECUTION;
}

/* The pool of the strategies without a patch: POOL bytes that can be used. */

static char *map_plain(int flags)
{
    char *start = mmap(NULL, POOL * MIB, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);

    return start != MAP_FAILED ? start : NULL;
}

static char *map_upstream(void)
{
    return map_plain(0);
}

static char *map_noreserve(void)
{
    return map_plain(MAP_NORESERVE);
}

/* That of commit is the one that the patch brings. */

static struct mmap_pool pool;

static char *map_commit(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);

    if (mmap_pool_reserve(&pool, 0, POOL * MIB, POOL * MIB, page) != 0
        || mmap_pool_commit(&pool, pool.start + WORKSPACE * MIB) != 0)
        return NULL;
    return pool.start;
}

static char *workspace;

static void grow(int number)
{
    inside_signal_handler = number != 0;
    memset(workspace, 'x', WORKSPACE * MIB);
    inside_signal_handler = 0;
}

static const struct {
    const char *name;
    continue_handler *handler;
} handlers[] = {{"none", NULL}, {"old", take_for_crash}, {"new", let_pass}};

static const struct {
    const char *name;
    char *(*map)(void);
} strategies[] = {{"upstream", map_upstream},
                  {"noreserve", map_noreserve},
                  {"commit", map_commit}};

enum { CHOICES = 3 };

static int broken(const char *what)
{
    (void)fprintf(stderr, "cysignals: %s\n", what);
    return BROKEN;
}

static int run(continue_handler *handler, char *(*map)(void), bool in_handler)
{
    if (AddVectoredContinueHandler == NULL)
        return broken("not under the model; start it with cygwin-run");
    if (handler != NULL && AddVectoredContinueHandler(0, handler) == NULL)
        return broken("the handler can't be installed");
    workspace = map();
    if (workspace == NULL)
        return broken("no memory for the pool");
    if (!in_handler)
        grow(0);
    else if (signal(SIGUSR1, grow) == SIG_ERR || raise(SIGUSR1) != 0)
        return broken("no signal");
    return workspace[WORKSPACE * MIB - 1] == 'x' ? SURVIVED : BROKEN;
}

int main(int argc, char **argv)
{
    size_t h = 0, s = 0;

    while (argc == 4 && h < CHOICES && strcmp(argv[1], handlers[h].name) != 0)
        h++;
    while (argc == 4 && s < CHOICES && strcmp(argv[2], strategies[s].name) != 0)
        s++;
    if (argc != 4 || h == CHOICES || s == CHOICES
        || (strcmp(argv[3], "code") != 0 && strcmp(argv[3], "handler") != 0)) {
        (void)fprintf(stderr, "usage: cygwin-run cysignals none|old|new "
                      "upstream|noreserve|commit code|handler\n");
        return USAGE;
    }
    return run(handlers[h].handler, strategies[s].map, argv[3][0] == 'h');
}
