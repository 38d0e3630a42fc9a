/* fork: rule 5.

   Cygwin's child begins empty and copies from its parent every page that is
   committed there; Linux's shares them until one is written to. So the model
   charges the child with them before it is made, and then really makes both
   hold each page.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include "model.h"

#include <errno.h>
#include <pty.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14, <linux/mman.h> */
#endif

/* <linux/futex.h>, which not every C library's headers come with. */
enum { FUTEX_WAIT = 0, FUTEX_WAKE = 1 };

/* The slot that the next child of this thread takes, NULL if it must find its
   own: a fork inside the C library that the model doesn't see coming. */
static __thread struct slot *child_slot
    __attribute__((tls_model("initial-exec")));
static uint64_t fork_mask; /* under the lock, between prepare and after */

/* Write each page with what it holds. */
static void touch_pages(volatile char *low, const volatile char *high)
{
    for (; low < high; low += model.host_page) {
        char held = *low;

        *low = held;
    }
}

/* Make [LOW, HIGH) resident and this process's own. A page that can't be
   written can only be populated while it can. */
static void make_resident(char *low, char *high, int prot)
{
    size_t length = (size_t)(high - low);
    bool writable = (prot & PROT_WRITE) != 0;

    if (!writable)
        (void)host_protect(low, length, PROT_READ | PROT_WRITE);
    /* EINVAL: a Linux before 5.14. */
    if (host_advise(low, length, MADV_POPULATE_WRITE) != 0 && errno == EINVAL)
        touch_pages(low, high);
    if (!writable)
        (void)host_protect(low, length, prot);
}

/* The end of the run of granules from LOW in the same state as its first. */
static char *run_end(struct record *record, char *low)
{
    const unsigned char *page = record_page(record, low);
    char *end = record_end(record);
    char *high = low;

    while (high < end && page[(size_t)(high - low) / model.page] == page[0])
        high += model.page;
    return high;
}

/* Rule 5. fixup_mmaps_after_fork in mmap.cc, all releases: reserved pages are
   skipped, all others of a private map are copied. */
static void copy_committed(void)
{
    for (struct record *record = record_first(); record != NULL;
         record = record_next(record)) {
        char *low = record->base;

        while (low < record_end(record)) {
            unsigned state = *record_page(record, low);
            char *high = run_end(record, low);

            if ((state & PAGE_COMMITTED) != 0)
                make_resident(low, high,
                              (state & PAGE_MAPPED) != 0
                                  ? (int)(state >> PAGE_PROT_SHIFT)
                                  : PROT_NONE);
            low = high;
        }
    }
}

/* The heap is copied, too: child_info_fork::handle_fork in dcrt0.cc. */
static void copy_heap(void)
{
    char *low, *high;

    heap_range(&low, &high);
    if (low < high)
        make_resident(round_down(low, model.host_page), high,
                      PROT_READ | PROT_WRITE);
}

static void copy_all(void)
{
    if (!rule_holds(RULE_FORK))
        return;
    copy_committed();
    copy_heap();
}

static void before_fork(void)
{
    fork_mask = model_lock();
    copy_all();
}

static void after_fork_in_parent(void)
{
    model_unlock(fork_mask);
}

static void after_fork_in_child(void)
{
    struct slot *slot = child_slot;

    child_slot = NULL;
    model.slot = account_enter(model.account, slot);
    if (model.slot == NULL)
        _exit(99);
    if (slot == NULL && rule_holds(RULE_FORK))
        account_force(model.account, model.slot, records_charge());
    copy_all();
    atomic_store(&model.slot->pending, 0u);
    (void)syscall(SYS_futex, &model.slot->pending, (long)FUTEX_WAKE, 1l, NULL,
                  NULL, 0l);
    model_unlock(fork_mask);
}

/* True if the child PID is still there: neither ended nor, with SIGCHLD
   ignored, reaped already. */
static bool child_lives(pid_t pid)
{
    siginfo_t info;

    memset(&info, 0, sizeof info);
    return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT | WNOHANG) == 0
           && info.si_pid == 0;
}

/* Cygwin's parent waits until its child has copied everything; so does this
   one. The time-out is only how soon a child that was killed is noticed. */
static void wait_for_child(pid_t pid, struct slot *slot)
{
    struct timespec timeout = {.tv_sec = 0, .tv_nsec = 20L * 1000 * 1000};

    while (atomic_load(&slot->pending) != 0 && child_lives(pid))
        (void)syscall(SYS_futex, &slot->pending, (long)FUTEX_WAIT, 1l,
                      &timeout, NULL, 0l);
    if (atomic_load(&slot->pending) != 0)
        account_leave(model.account, slot);
}

/* Rule 5, its end. child_info_fork::handle_fork in dcrt0.cc: the child gives
   up; frok::parent in fork.cc: the parent sees it die, tries again, and ends
   with EAGAIN. */
static void report_failed_fork(uint64_t bytes)
{
    account_count(model.account, &model.account->totals.failed_forks);
    say("%s: fork: VirtualAlloc failed for MAP_PRIVATE, %llu MiB to copy, "
        "Win32 error 1455", model.slot->name,
        (unsigned long long)(bytes >> 20));
    say("%s: fork: child -1 - forked process died unexpectedly, errno %d",
        model.slot->name, EAGAIN);
    errno = EAGAIN;
}

static struct slot *reserve_child(void)
{
    uint64_t mask = model_lock();
    uint64_t bytes = rule_holds(RULE_FORK) ? records_charge() : 0;
    struct slot *slot;

    model_unlock(mask);
    slot = account_reserve_child(model.account, bytes);
    if (slot == NULL)
        report_failed_fork(bytes);
    return slot;
}

INTERPOSED pid_t fork(void)
{
    struct slot *slot;
    pid_t pid;
    int saved;

    model_start();
    NEXT(fork);
    slot = reserve_child();
    if (slot == NULL)
        return -1;
    child_slot = slot;
    pid = next();
    if (pid == 0)
        return 0;
    saved = errno;
    child_slot = NULL;
    if (pid < 0)
        account_leave(model.account, slot);
    else
        wait_for_child(pid, slot);
    errno = saved;
    return pid;
}

/* vfork in fork.cc, all releases: it is fork. */
INTERPOSED pid_t vfork(void)
{
    return fork();
}

/* The C library's own calls its fork past this one; ptys are opened by this
   function. */
INTERPOSED pid_t forkpty(int *master, char *name, const struct termios *terminal,
                         const struct winsize *size)
{
    int master_fd, slave_fd;
    pid_t pid;

    if (openpty(&master_fd, &slave_fd, name, terminal, size) != 0)
        return -1;
    pid = fork();
    if (pid == 0) {
        (void)close(master_fd);
        if (login_tty(slave_fd) != 0)
            _exit(1);
        return 0;
    }
    (void)close(slave_fd);
    if (pid < 0)
        (void)close(master_fd);
    else
        *master = master_fd;
    return pid;
}

#define SPAWN_PARAMETERS \
    pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions, \
    const posix_spawnattr_t *attributes, char *const argv[], char *const envp[]

/* newlib's posix_spawn.c: do_posix_spawn calls vfork, so there is a whole copy
   for as long as it takes the child to exec. */
static int spawn(int (*next)(SPAWN_PARAMETERS), SPAWN_PARAMETERS)
{
    struct slot *slot;
    int result;

    model_start();
    slot = reserve_child();
    if (slot == NULL)
        return EAGAIN;
    result = next(pid, file, actions, attributes, argv, envp);
    account_leave(model.account, slot);
    return result;
}

INTERPOSED int posix_spawn(SPAWN_PARAMETERS)
{
    NEXT(posix_spawn);
    return spawn(next, pid, file, actions, attributes, argv, envp);
}

INTERPOSED int posix_spawnp(SPAWN_PARAMETERS)
{
    NEXT(posix_spawnp);
    return spawn(next, pid, file, actions, attributes, argv, envp);
}

void fork_start(void)
{
    if (pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child)
        != 0) {
        say("pthread_atfork: no memory");
        _exit(99);
    }
}
