/* The account: the charge of all processes of one run of the model.

   It lives in a System V shared memory segment that is marked for destruction
   as soon as the launcher has attached it: Linux lets others attach it by its
   number still, needs neither a file nor a descriptor for that, which programs
   would close, and frees it with the last process, however that one ends.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#ifndef CYGWIN_MODEL_ACCOUNT_H
#define CYGWIN_MODEL_ACCOUNT_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "settings.h"

/* What --version of the two programs says. */
#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unreleased"
#endif

/* Environment variable with its number. */
#define ACCOUNT_VARIABLE "CYGWIN_MODEL_ACCOUNT"

/* Processes that can be in the account at once. */
#define ACCOUNT_SLOTS 4096

/* One process. A pid alone can come again, so the start time goes with it. */
struct slot {
    pid_t pid;            /* 0: the slot is free */
    _Atomic uint32_t pending; /* 1: a forked child hasn't copied its pages yet */
    uint64_t start;       /* field 22 of /proc/PID/stat */
    uint64_t charge;      /* bytes */
    uint64_t peak;        /* bytes, highest charge so far */
    uint64_t touches;     /* first touches that committed a granule */
    uint64_t repeats;     /* touches of a granule that was committed already */
    uint64_t map_low, map_high; /* where the process maps the account */
    char name[16];        /* as in /proc/PID/comm */
};

/* Totals that outlive the processes they count. */
struct totals {
    uint64_t charge;     /* bytes, now, all processes */
    uint64_t peak;       /* bytes, highest sum so far */
    uint64_t processes;  /* that ever had a slot */
    uint64_t touches;    /* first touches that committed a granule */
    uint64_t refused;    /* commits over the limit */
    uint64_t failed_forks;
    uint64_t unhandled;  /* access violations nobody handled: rules 9 and 10 */
};

struct account {
    char magic[8];
    pthread_mutex_t lock; /* process-shared, robust */
    struct settings settings;
    struct totals totals;
    struct slot slots[ACCOUNT_SLOTS];
};

/* Make and attach a new account; its number in *ID. NULL with errno. */
struct account *account_create(const struct settings *settings, int *id);

/* Attach the account with the number in TEXT, which may be NULL. NULL with
   errno: ENOENT if TEXT is no number, EPROTO if that is no account of this
   model. */
struct account *account_open(const char *text);

/* Make SLOT, from account_reserve_child, that of the calling process. With SLOT
   NULL: its slot with no charge, made or found again after an exec. NULL: all
   slots are in use. */
struct slot *account_enter(struct account *account, struct slot *slot);

/* A slot for a child about to be forked, charged with BYTES; it counts as the
   caller's until the child takes it with account_enter. NULL with errno EAGAIN
   if that is over the limit or no slot is free. */
struct slot *account_reserve_child(struct account *account, uint64_t bytes);

/* Give SLOT and its charge back. */
void account_leave(struct account *account, struct slot *slot);

/* Charge BYTES to SLOT; false, and nothing charged, if it is over the limit. */
bool account_charge(struct account *account, struct slot *slot,
                    uint64_t bytes);
/* Charge BYTES to SLOT whatever the limit. */
void account_force(struct account *account, struct slot *slot, uint64_t bytes);
void account_release(struct account *account, struct slot *slot,
                     uint64_t bytes);

/* Count one first touch (or, if REPEATED, one that changed nothing). */
void account_count_touch(struct account *account, struct slot *slot,
                         bool repeated);
/* Count one more in a field of account->totals. */
void account_count(struct account *account, uint64_t *total);

/* Free the slots of processes that are gone, or run another program now that
   doesn't take part. */
void account_collect(struct account *account);

/* A copy of the totals and, if SLOTS is not NULL, of the slots in use (room
   for ACCOUNT_SLOTS); the number of slots copied. */
unsigned account_read(struct account *account, struct totals *totals,
                      struct slot *slots);

/* Block all signals in this thread, and give the mask back for the call that
   ends it; they nest, and only the outermost asks the system. signals_enter and
   signals_leave do the same in a signal handler that runs with all signals
   blocked; after signals_leave nothing is held. */
uint64_t signals_block(void);
void signals_restore(uint64_t mask);
void signals_enter(void);
void signals_leave(void);

/* Field 22 of /proc/PID/stat, the start time in ticks since boot; 0 if there
   is no such process or it is a zombie, which holds no memory. If PARENT is not
   NULL, the number of its parent goes there, also that of a zombie. */
uint64_t process_start(pid_t pid, pid_t *parent);

#endif
