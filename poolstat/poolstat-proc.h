/* SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The poolpatch developers
 *
 * What poolstat-proc.c (reads /proc) offers to poolstat-pool.c (recognises the pool).
 */
#ifndef POOLSTAT_PROC_H
#define POOLSTAT_PROC_H

#include "poolstat.h"

/* Reads Cygwin's form of the mappings. A check sets it on Linux to try that code on saved files. */
#ifndef CYGWIN_MAPS
#ifdef __CYGWIN__
#define CYGWIN_MAPS 1
#else
#define CYGWIN_MAPS 0
#endif
#endif

/* Room for the path of a file of /proc; --proc takes at most 255 bytes of it. */
#define PATH_ROOM 640

/* What /proc/PID/stat tells: enough to know a process again, and whether it works. */
struct process {
    char state;
    unsigned long flags;
    uint64_t ticks;
    uint64_t identity[3]; /* start time, and code and stack of the program it runs */
};

void path_of(pid_t pid, const char *name, char *path);
enum status read_process(pid_t pid, struct process *process);
bool has_ended(const struct process *process);

#endif
