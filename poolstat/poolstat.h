/* SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The poolpatch developers
 *
 * What the parts of poolstat share. The parts: poolstat.c (options, report), poolstat-pool.c (recognises
 * the pool), poolstat-proc.c (reads /proc), poolstat-run.c (starts a command, waits until it is at rest),
 * poolstat-forks.c (measures what forks cost).
 */
#ifndef POOLSTAT_H
#define POOLSTAT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Exit statuses. The manual page lists them; OK also stands for "no error" between functions. */
enum status {
    POOLSTAT_OK = 0,
    POOLSTAT_UNEXPECTED = 1,  /* the pool's strategy is not the one of --expect */
    POOLSTAT_USAGE = 2,       /* wrong arguments */
    POOLSTAT_NO_PROCESS = 3,  /* no such process */
    POOLSTAT_DENIED = 4,      /* not allowed to look at it */
    POOLSTAT_VANISHED = 5,    /* it ended while it was being looked at */
    POOLSTAT_NO_POOL = 6,     /* it has no pool */
    POOLSTAT_BUSY = 7,        /* it has a pool, but did not come to rest in time */
    POOLSTAT_SYSTEM = 8,      /* this system does not let poolstat do its work */
    POOLSTAT_CANNOT_RUN = 126,
    POOLSTAT_NOT_FOUND = 127
};

/* How the pool is mapped. UNCOMMITTED is for Cygwin, where noreserve and commit look alike. */
enum strategy { UPSTREAM, NORESERVE, COMMIT, UNCOMMITTED };

/* A value nothing on this system tells. */
#define UNKNOWN UINT64_MAX

#define MIB ((uint64_t)1024 * 1024)

/* A pool as it is now; sizes and addresses in bytes, each figure UNKNOWN where the system is silent. */
struct pool {
    pid_t pid;
    enum strategy strategy;
    uint64_t start, end;
    uint64_t committed; /* accessible, and promised by the system */
    uint64_t charged;   /* counted against the commit limit */
    uint64_t resident;
    uint64_t huge; /* of it, in huge pages */
    uint64_t swapped;
    uint64_t lazyfree; /* resident, but free to be taken (MADV_FREE) */
    unsigned vmas;     /* pieces the kernel keeps the range in */
};

/* How busy a process and its descendants are: what must stand still before a report. */
struct activity {
    uint64_t ticks; /* processor time, clock ticks */
    uint64_t pages; /* mapped and resident pages */
    uint64_t processes;
    bool asleep; /* every one waits for something */
};

/* Which range counts as a pool. */
struct limits {
    uint64_t min_pool; /* bytes */
    bool min_pool_given;
    uint64_t from, until; /* addresses outside do not count; UNTIL 0: all do */
};

/* What forks cost; filled by measure_forks. */
struct forks {
    unsigned wanted, done;
    pid_t last; /* child */
    int error; /* errno of the fork that failed, 0: none did */
    /* Of all children, bytes, or UNKNOWN: */
    uint64_t charged;      /* their pools */
    uint64_t committed_as; /* growth of the system's charge, whoever it is for */
    uint64_t page_tables;
    double seconds; /* for all that were done */
};

/* poolstat-pool.c */
enum status read_pool(pid_t pid, const struct limits *limits, struct pool *pool, uint64_t *largest);
const char *strategy_name(enum strategy strategy);

/* poolstat-proc.c */
extern const char *proc_root; /* "/proc", or what --proc names */
enum status find_pool(pid_t root, const struct limits *limits, struct pool *pool, uint64_t *largest);
enum status read_activity(pid_t root, struct activity *activity);
int read_overcommit(void);
uint64_t read_meminfo(const char *field);
uint64_t read_page_tables(pid_t pid);
void read_name(pid_t pid, char *name, size_t size);

/* poolstat-run.c */

/* A command that was started. */
struct command {
    pid_t pid;
    int hold;   /* writing end of the command's input, -1: it has poolstat's own */
    bool ended;
    int status; /* as waitpid gives it, once ended */
};

/* How long to wait, in seconds: until at rest for SETTLE, but TIMEOUT at most. */
struct patience {
    double settle, timeout;
};
enum status start_command(char **argv, bool hold, struct command *command);
bool command_ended(struct command *command);
int finish_command(struct command *command, double seconds);
int exit_status(const struct command *command);
enum status wait_at_rest(pid_t root, struct command *command, const struct limits *limits,
                         const struct patience *patience, struct pool *pool, uint64_t *largest);
double now(void);
void pause_for(double seconds, struct command *command);

/* poolstat-forks.c */
enum status measure_forks(const struct pool *pool, unsigned number, struct forks *forks);

/* poolstat.c */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
