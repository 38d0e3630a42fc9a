/* The shared account of charge.

   Windows keeps one commit charge for the whole system and refuses what would
   lift it over the commit limit. The account is that charge, for the processes
   of one run.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include "account.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/ipc.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char account_magic[8] = "cygacc1";

/* How often this thread has blocked its signals. Initial-exec, so that a signal
   handler may read it. */
static __thread unsigned depth __attribute__((tls_model("initial-exec")));

static void set_mask(const uint64_t *mask, uint64_t *old)
{
    int saved = errno;

    /* The raw call, as our own library interposes the others. */
    (void)syscall(SYS_rt_sigprocmask, (long)SIG_SETMASK, mask, old,
                  sizeof *mask);
    errno = saved;
}

uint64_t signals_block(void)
{
    uint64_t all = ~UINT64_C(0);
    uint64_t old = 0;

    if (depth == 0)
        set_mask(&all, &old);
    depth++;
    return old;
}

void signals_restore(uint64_t mask)
{
    depth--;
    if (depth == 0)
        set_mask(&mask, NULL);
}

void signals_enter(void)
{
    depth++;
}

void signals_leave(void)
{
    depth = 0;
}

/* Take the lock with all signals blocked: a handler of the program that ran
   while we hold it could touch reserved memory and wait for it for ever. */
static uint64_t lock(struct account *account)
{
    uint64_t old = signals_block();

    if (pthread_mutex_lock(&account->lock) == EOWNERDEAD)
        (void)pthread_mutex_consistent(&account->lock);
    return old;
}

static void unlock(struct account *account, uint64_t old)
{
    (void)pthread_mutex_unlock(&account->lock);
    signals_restore(old);
}

static void initialise(struct account *account, const struct settings *settings)
{
    pthread_mutexattr_t attributes;

    memcpy(account->magic, account_magic, sizeof account->magic);
    account->settings = *settings;
    (void)pthread_mutexattr_init(&attributes);
    (void)pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    (void)pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    (void)pthread_mutex_init(&account->lock, &attributes);
    (void)pthread_mutexattr_destroy(&attributes);
}

static struct account *attach(int id)
{
    void *address = shmat(id, NULL, 0);

    return (intptr_t)address == -1 ? NULL : address;
}

/* Any user may attach it: a program may change its own. */
struct account *account_create(const struct settings *settings, int *id)
{
    struct account *account;
    int saved;

    *id = shmget(IPC_PRIVATE, sizeof *account, IPC_CREAT | 0666);
    if (*id < 0)
        return NULL;
    account = attach(*id);
    saved = errno;
    (void)shmctl(*id, IPC_RMID, NULL);
    if (account != NULL)
        initialise(account, settings);
    errno = saved;
    return account;
}

struct account *account_open(const char *text)
{
    struct account *account;
    struct shmid_ds status;
    char *end;
    long id;

    id = text != NULL ? strtol(text, &end, 10) : -1;
    if (id < 0 || id > INT_MAX || *text == '\0' || *end != '\0') {
        errno = ENOENT;
        return NULL;
    }
    if (shmctl((int)id, IPC_STAT, &status) != 0)
        return NULL;
    account = status.shm_segsz == sizeof *account ? attach((int)id) : NULL;
    if (account == NULL
        || memcmp(account->magic, account_magic, sizeof account_magic) != 0) {
        if (account != NULL)
            (void)shmdt(account);
        errno = EPROTO;
        return NULL;
    }
    return account;
}

/* The name in the line may hold anything, brackets and blanks too, so fields
   are counted from the last bracket: the state is the first behind it, the
   parent the second, the start time the 20th. By raw calls, as our own library
   interposes read. */
uint64_t process_start(pid_t pid, pid_t *parent)
{
    char path[32];
    char line[1024];
    const char *field;
    int saved = errno;
    long length;
    int fd;

    (void)snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    length = fd < 0 ? -1 : syscall(SYS_read, (long)fd, line, sizeof line - 1);
    if (fd >= 0)
        (void)close(fd);
    errno = saved;
    line[length > 0 ? length : 0] = '\0';
    field = strrchr(line, ')');
    if (field == NULL || field[1] != ' ')
        return 0;
    if (parent != NULL)
        *parent = (pid_t)strtol(field + 3, NULL, 10);
    if (strchr("ZXx", field[2]) != NULL)
        return 0;
    for (int i = 0; i < 20 && field != NULL; i++)
        field = strchr(field + 1, ' ');
    return field == NULL ? 0 : strtoull(field, NULL, 10);
}

/* True while the process of SLOT lives and maps the account where the slot
   says: an exec of a program that doesn't take part leaves it without. */
static bool slot_lives(const struct slot *slot)
{
    char path[80];
    struct stat status;

    if (process_start(slot->pid, NULL) != slot->start)
        return false;
    (void)snprintf(path, sizeof path, "/proc/%ld/map_files/%llx-%llx",
                   (long)slot->pid, (unsigned long long)slot->map_low,
                   (unsigned long long)slot->map_high);
    return lstat(path, &status) == 0 || errno != ENOENT;
}

static void free_slot(struct account *account, struct slot *slot)
{
    account->totals.charge -= slot->charge;
    memset(slot, 0, sizeof *slot);
}

static void collect(struct account *account)
{
    int saved = errno;

    for (unsigned i = 0; i < ACCOUNT_SLOTS; i++)
        if (account->slots[i].pid != 0 && !slot_lives(&account->slots[i]))
            free_slot(account, &account->slots[i]);
    errno = saved;
}

static void add(struct account *account, struct slot *slot, uint64_t bytes)
{
    struct totals *totals = &account->totals;

    slot->charge += bytes;
    totals->charge += bytes;
    if (slot->charge > slot->peak)
        slot->peak = slot->charge;
    if (totals->charge > totals->peak)
        totals->peak = totals->charge;
}

static void subtract(struct account *account, struct slot *slot, uint64_t bytes)
{
    if (bytes > slot->charge)
        bytes = slot->charge;
    slot->charge -= bytes;
    account->totals.charge -= bytes;
}

/* True if BYTES more are within the limit; the dead are collected only when
   they would make the difference. */
static bool fits(struct account *account, uint64_t bytes)
{
    uint64_t limit = account->settings.limit;

    if (limit == 0)
        return true;
    if (account->totals.charge + bytes > limit)
        collect(account);
    if (account->totals.charge + bytes <= limit)
        return true;
    account->totals.refused++;
    return false;
}

/* A free slot as the calling process's, uncharged. */
static struct slot *take_slot(struct account *account)
{
    for (int tries = 0; tries < 2; tries++) {
        for (unsigned i = 0; i < ACCOUNT_SLOTS; i++)
            if (account->slots[i].pid == 0) {
                account->totals.processes++;
                return &account->slots[i];
            }
        collect(account);
    }
    return NULL;
}

/* Note in SLOT who the calling process is. */
static void sign(struct account *account, struct slot *slot)
{
    uint64_t page = getauxval(AT_PAGESZ);

    slot->pid = getpid();
    slot->start = process_start(slot->pid, NULL);
    slot->map_low = (uint64_t)(uintptr_t)account;
    slot->map_high = (slot->map_low + sizeof *account + page - 1) / page * page;
    (void)prctl(PR_GET_NAME, slot->name);
    slot->name[sizeof slot->name - 1] = '\0';
}

static struct slot *find_slot(struct account *account, pid_t pid, uint64_t start)
{
    for (unsigned i = 0; i < ACCOUNT_SLOTS; i++)
        if (account->slots[i].pid == pid && account->slots[i].start == start
            && atomic_load(&account->slots[i].pending) == 0)
            return &account->slots[i];
    return NULL;
}

struct slot *account_enter(struct account *account, struct slot *slot)
{
    uint64_t start = process_start(getpid(), NULL);
    uint64_t old = lock(account);

    if (slot == NULL) {
        slot = find_slot(account, getpid(), start);
        if (slot != NULL)
            free_slot(account, slot);
        else
            slot = take_slot(account);
    }
    if (slot != NULL)
        sign(account, slot);
    unlock(account, old);
    return slot;
}

struct slot *account_reserve_child(struct account *account, uint64_t bytes)
{
    uint64_t old = lock(account);
    struct slot *slot = NULL;

    if (fits(account, bytes) && (slot = take_slot(account)) != NULL) {
        sign(account, slot);
        atomic_store(&slot->pending, 1u);
        add(account, slot, bytes);
    }
    unlock(account, old);
    if (slot == NULL)
        errno = EAGAIN;
    return slot;
}

void account_leave(struct account *account, struct slot *slot)
{
    uint64_t old = lock(account);

    free_slot(account, slot);
    unlock(account, old);
}

bool account_charge(struct account *account, struct slot *slot, uint64_t bytes)
{
    uint64_t old = lock(account);
    bool fit = fits(account, bytes);

    if (fit)
        add(account, slot, bytes);
    unlock(account, old);
    return fit;
}

void account_force(struct account *account, struct slot *slot, uint64_t bytes)
{
    uint64_t old = lock(account);

    add(account, slot, bytes);
    unlock(account, old);
}

void account_release(struct account *account, struct slot *slot, uint64_t bytes)
{
    uint64_t old = lock(account);

    subtract(account, slot, bytes);
    unlock(account, old);
}

void account_count_touch(struct account *account, struct slot *slot, bool repeated)
{
    uint64_t old = lock(account);

    if (repeated) {
        slot->repeats++;
    } else {
        slot->touches++;
        account->totals.touches++;
    }
    unlock(account, old);
}

void account_count(struct account *account, uint64_t *total)
{
    uint64_t old = lock(account);

    (*total)++;
    unlock(account, old);
}

void account_collect(struct account *account)
{
    uint64_t old = lock(account);

    collect(account);
    unlock(account, old);
}

unsigned account_read(struct account *account, struct totals *totals,
                      struct slot *slots)
{
    uint64_t old = lock(account);
    unsigned count = 0;

    *totals = account->totals;
    for (unsigned i = 0; slots != NULL && i < ACCOUNT_SLOTS; i++)
        if (account->slots[i].pid != 0)
            slots[count++] = account->slots[i];
    unlock(account, old);
    return count;
}
