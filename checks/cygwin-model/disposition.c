/* What the program may do to SIGSEGV, without losing the model's handler.

   SIGSEGV is never really blocked: a first touch with it blocked would kill
   the process, where Cygwin's exception handler doesn't ask for signal masks.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include "model.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/select.h>

/* Whether the program believes that this thread blocks SIGSEGV. */
static __thread bool blocked __attribute__((tls_model("initial-exec")));

int next_sigaction(int number, const struct sigaction *new_action,
                   struct sigaction *old_action)
{
    NEXT(sigaction);
    return next(number, new_action, old_action);
}

/* A copy of MASK without SIGSEGV in *COPY; NULL stays NULL. */
static const sigset_t *without_segv(const sigset_t *mask, sigset_t *copy)
{
    if (mask == NULL)
        return NULL;
    *copy = *mask;
    (void)sigdelset(copy, SIGSEGV);
    return copy;
}

INTERPOSED int sigaction(int number, const struct sigaction *new_action,
                         struct sigaction *old_action)
{
    struct sigaction copy;

    model_start();
    if (number == SIGSEGV)
        return fault_action(new_action, old_action);
    if (new_action == NULL)
        return next_sigaction(number, NULL, old_action);
    copy = *new_action;
    (void)sigdelset(&copy.sa_mask, SIGSEGV);
    return next_sigaction(number, &copy, old_action);
}

static sighandler_t set_handler(int number, sighandler_t handler, int flags)
{
    struct sigaction action, old;

    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    return sigaction(number, &action, &old) == 0 ? old.sa_handler : SIG_ERR;
}

INTERPOSED sighandler_t signal(int number, sighandler_t handler)
{
    return set_handler(number, handler, SA_RESTART);
}

INTERPOSED sighandler_t ssignal(int number, sighandler_t handler)
    __attribute__((alias("signal")));

INTERPOSED sighandler_t sysv_signal(int number, sighandler_t handler)
{
    return set_handler(number, handler, (int)SA_RESETHAND | SA_NODEFER);
}

INTERPOSED sighandler_t __sysv_signal(int number, sighandler_t handler)
    __attribute__((alias("sysv_signal")));

/* Note what the program asked for SIGSEGV in MASK. */
static void note_blocked(int how, const sigset_t *mask)
{
    bool named = sigismember(mask, SIGSEGV) == 1;

    if (how == SIG_SETMASK)
        blocked = named;
    else if (named)
        blocked = how == SIG_BLOCK;
}

/* The work of sigprocmask and pthread_sigmask, by the one that CALLs. */
static int change_mask(int (*call)(int, const sigset_t *, sigset_t *), int how,
                       const sigset_t *mask, sigset_t *old)
{
    sigset_t copy;
    bool was_blocked = blocked;
    int result;

    if (mask != NULL)
        note_blocked(how, mask);
    result = call(how, without_segv(mask, &copy), old);
    if (result == 0 && old != NULL && was_blocked)
        (void)sigaddset(old, SIGSEGV);
    return result;
}

INTERPOSED int sigprocmask(int how, const sigset_t *mask, sigset_t *old)
{
    NEXT(sigprocmask);
    return change_mask(next, how, mask, old);
}

INTERPOSED int pthread_sigmask(int how, const sigset_t *mask, sigset_t *old)
{
    NEXT(pthread_sigmask);
    return change_mask(next, how, mask, old);
}

INTERPOSED int sigsuspend(const sigset_t *mask)
{
    sigset_t copy;

    NEXT(sigsuspend);
    return next(without_segv(mask, &copy));
}

INTERPOSED int pselect(int number, fd_set *read_set, fd_set *write_set, fd_set *error_set,
                       const struct timespec *timeout, const sigset_t *mask)
{
    sigset_t copy;

    NEXT(pselect);
    return next(number, read_set, write_set, error_set, timeout,
                without_segv(mask, &copy));
}

INTERPOSED int ppoll(struct pollfd *files, nfds_t number, const struct timespec *timeout,
                     const sigset_t *mask)
{
    sigset_t copy;

    NEXT(ppoll);
    return next(files, number, timeout, without_segv(mask, &copy));
}
