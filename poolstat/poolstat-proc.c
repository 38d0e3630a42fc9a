/* SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The poolpatch developers
 *
 * poolstat: reads the short files of /proc, and follows a process to its descendants. Nothing there is
 * ever written to.
 */
#define _GNU_SOURCE
#include "poolstat-proc.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *proc_root = "/proc";

/* Reads a short file of /proc into BUFFER, ends it with a NUL. -1 with errno: it can't be read. */
static ssize_t read_short(const char *path, char *buffer, size_t size)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -1;
    size_t used = 0;
    ssize_t got;
    while (used < size - 1 && (got = read(file, buffer + used, size - 1 - used)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            int error = errno;
            close(file);
            errno = error;
            return -1;
        }
        used += (size_t)got;
    }
    close(file);
    buffer[used] = '\0';
    return (ssize_t)used;
}

/* The path of the file NAME of a process; PATH has PATH_ROOM. */
void path_of(pid_t pid, const char *name, char *path)
{
    snprintf(path, PATH_ROOM, "%s/%ld/%s", proc_root, (long)pid, name);
}

/* The value of "FIELD:  N kB" in the file PATH, in bytes; UNKNOWN if there is none. */
static uint64_t read_field(const char *path, const char *field)
{
    char text[4096];
    if (read_short(path, text, sizeof text) < 0)
        return UNKNOWN;
    size_t length = strlen(field);
    for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, field, length) == 0 && line[length] == ':')
            return strtoull(line + length + 1, NULL, 10) * 1024;
    }
    return UNKNOWN;
}

/* A field of /proc/meminfo, in bytes; UNKNOWN if there is none. */
uint64_t read_meminfo(const char *field)
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/meminfo", proc_root);
    return read_field(path, field);
}

/* Size of the page tables of PID, in bytes; UNKNOWN if the system doesn't tell. */
uint64_t read_page_tables(pid_t pid)
{
    char path[PATH_ROOM];
    path_of(pid, "status", path);
    return read_field(path, "VmPTE");
}

/* vm.overcommit_memory, -1 if there is no such thing. */
int read_overcommit(void)
{
    char path[PATH_ROOM], text[32];
    snprintf(path, sizeof path, "%s/sys/vm/overcommit_memory", proc_root);
    return read_short(path, text, sizeof text) > 0 ? atoi(text) : -1;
}

/* The command name of PID; "?" if it can't be read. */
void read_name(pid_t pid, char *name, size_t size)
{
    char path[PATH_ROOM];
    path_of(pid, "comm", path);
    if (read_short(path, name, size) <= 0)
        snprintf(name, size, "?");
    name[strcspn(name, "\n")] = '\0';
}

/* Reads /proc/PID/stat; NO_PROCESS if it is not there. Fields by number as in proc(5). */
enum status read_process(pid_t pid, struct process *process)
{
    char path[PATH_ROOM], text[1024];
    path_of(pid, "stat", path);
    if (read_short(path, text, sizeof text) <= 0)
        return errno == EACCES || errno == EPERM ? POOLSTAT_DENIED : POOLSTAT_NO_PROCESS;
    memset(process, 0, sizeof *process);
    char *field = strrchr(text, ')'); /* the name before it may hold anything */
    for (int number = 3; field != NULL && (field = strchr(field, ' ')) != NULL; number++) {
        field++;
        uint64_t value = strtoull(field, NULL, 10);
        switch (number) {
        case 3:
            process->state = *field;
            break;
        case 9:
            process->flags = (unsigned long)value;
            break;
        case 14:
        case 15:
            process->ticks += value;
            break;
        case 22:
            process->identity[0] = value;
            break;
        case 26:
            process->identity[1] = value;
            break;
        case 28:
            process->identity[2] = value;
            break;
        default:
            break;
        }
    }
    return POOLSTAT_OK;
}

bool has_ended(const struct process *process)
{
    return process->state == 'Z' || process->state == 'X' || process->state == 'x';
}

/* ---- a process and its descendants ---- */

/* Generations that are followed: a bound on a chain that forks as fast as it is read. */
#define GENERATIONS 16

/* Calls VISIT for ROOT and its descendants, parents first, until it answers true. The kernel lists the
 * children of each thread; where it doesn't (no CONFIG_PROC_CHILDREN, Cygwin), ROOT alone is visited. */
static bool visit_tree(pid_t root, int generations, bool (*visit)(pid_t, void *), void *data)
{
    char path[PATH_ROOM];
    if (visit(root, data))
        return true;
    path_of(root, "task", path);
    DIR *tasks = generations > 0 ? opendir(path) : NULL;
    if (tasks == NULL)
        return false;
    bool stop = false;
    for (struct dirent *task; !stop && (task = readdir(tasks)) != NULL;) {
        char list[PATH_ROOM + sizeof task->d_name + sizeof "//children"];
        long child;
        if (task->d_name[0] == '.')
            continue;
        snprintf(list, sizeof list, "%s/%s/children", path, task->d_name);
        FILE *children = fopen(list, "re");
        if (children == NULL)
            continue;
        while (!stop && fscanf(children, "%ld", &child) == 1)
            stop = visit_tree((pid_t)child, generations - 1, visit, data);
        fclose(children);
    }
    closedir(tasks);
    return stop;
}

struct search {
    const struct limits *limits;
    struct pool *pool;
    uint64_t *largest;
    enum status status; /* of ROOT, unless a descendant has the pool */
    bool started;
};

static bool search_pool(pid_t pid, void *data)
{
    struct search *search = data;
    uint64_t largest;
    enum status status = read_pool(pid, search->limits, search->pool, &largest);
    if (largest > *search->largest)
        *search->largest = largest;
    if (!search->started || status == POOLSTAT_OK)
        search->status = status;
    search->started = true;
    return status == POOLSTAT_OK;
}

/* Like read_pool, for the first of ROOT and its descendants that has a pool. */
enum status find_pool(pid_t root, const struct limits *limits, struct pool *pool, uint64_t *largest)
{
    struct search search = {.limits = limits, .pool = pool, .largest = largest};
    *largest = 0;
    visit_tree(root, GENERATIONS, search_pool, &search);
    return search.status;
}

static bool add_activity(pid_t pid, void *data)
{
    struct activity *sum = data;
    struct process process;
    char path[PATH_ROOM], text[128];
    if (read_process(pid, &process) != POOLSTAT_OK || has_ended(&process))
        return false;
    sum->processes++;
    sum->ticks += process.ticks;
    sum->asleep &= process.state == 'S';
    path_of(pid, "statm", path);
    if (read_short(path, text, sizeof text) > 0) {
        char *rest;
        sum->pages += strtoull(text, &rest, 10);
        sum->pages += strtoull(rest, NULL, 10);
    }
    return false;
}

/* Sums up what ROOT and its descendants do; NO_PROCESS when ROOT has ended, DENIED as read_pool. */
enum status read_activity(pid_t root, struct activity *activity)
{
    struct process process;
    enum status status = read_process(root, &process);
    if (status == POOLSTAT_OK && has_ended(&process))
        status = POOLSTAT_NO_PROCESS;
    *activity = (struct activity){.asleep = true};
    visit_tree(root, GENERATIONS, add_activity, activity);
    return status;
}
