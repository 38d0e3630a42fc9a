/* The process's own side of the model: start, lock, messages.
   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include "model.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

struct model model;

static pthread_mutex_t records_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t start_once = PTHREAD_ONCE_INIT;
static atomic_bool started;

uint64_t model_lock(void)
{
    uint64_t mask = signals_block();

    (void)pthread_mutex_lock(&records_lock);
    return mask;
}

void model_unlock(uint64_t mask)
{
    (void)pthread_mutex_unlock(&records_lock);
    signals_restore(mask);
}

void say(const char *format, ...)
{
    static const char prefix[] = "cygwin-model: ";
    char line[400];
    int saved = errno;
    int length;
    va_list arguments;

    memcpy(line, prefix, sizeof prefix);
    va_start(arguments, format);
    length = vsnprintf(line + sizeof prefix - 1, sizeof line - sizeof prefix,
                       format, arguments);
    va_end(arguments);
    if (length > 0) {
        size_t end = strlen(line);

        line[end] = '\n';
        (void)syscall(SYS_write, (long)STDERR_FILENO, line, end + 1);
    }
    errno = saved;
}

void next_function(void *function, size_t size, const char *name)
{
    void *address = dlsym(RTLD_NEXT, name);

    if (address == NULL || size != sizeof address) {
        say("the C library has no %s; expected glibc 2.34 or later", name);
        _exit(99);
    }
    memcpy(function, &address, sizeof address);
}

/* A process that can't join would run outside the model and make every check
   pass: stop it. */
static void join_account(void)
{
    const char *number = getenv(ACCOUNT_VARIABLE);

    model.account = account_open(number);
    if (model.account == NULL) {
        say("no account: %s=%s: %s; start programs with cygwin-run",
            ACCOUNT_VARIABLE, number != NULL ? number : "", strerror(errno));
        _exit(99);
    }
    model.settings = model.account->settings;
    model.slot = account_enter(model.account, NULL);
    if (model.slot == NULL) {
        say("more than %d processes at once", ACCOUNT_SLOTS);
        _exit(99);
    }
}

static void start(void)
{
    int saved = errno;

    model.host_page = getauxval(AT_PAGESZ);
    join_account();
    model.page = rule_holds(RULE_PAGE) ? GRANULE : model.host_page;
    fault_start();
    fork_start();
    atomic_store(&started, true);
    errno = saved;
}

void model_start(void)
{
    if (!atomic_load_explicit(&started, memory_order_acquire))
        (void)pthread_once(&start_once, start);
}

static __attribute__((constructor)) void
start_early(void)
{
    model_start();
}
