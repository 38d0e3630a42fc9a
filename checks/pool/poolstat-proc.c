/* SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The poolpatch developers
 *
 * poolstat: reads /proc and recognises the pool.
 *
 * The file with a process's mappings is read once, as a stream, into a fixed buffer; nothing of it is
 * kept but the range being put together and the largest one so far. Every other reading is of one
 * short file. Nothing is ever written to.
 */
#define _GNU_SOURCE
#include "poolstat.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A mapping without access of at most this size, directly below an accessible one, is a guard: glibc
 * makes it one page by default, musl 8 KiB, and pages have at most 64 KiB on the systems in question. */
#define GUARD_MAX ((uint64_t)64 * 1024)

/* HEAP_MAX_SIZE of glibc's malloc/arena.c on 64 bit: size and alignment of a thread's arena. */
#define ARENA ((uint64_t)64 * MIB)

/* The kernel's PF_EXITING (include/linux/sched.h), shown in the flags of /proc/PID/stat. */
#define EXITING 0x4UL

/* One line of a mapping file at a time; the longest line kept. Longer ones (paths) are cut. */
#define LINE_MAX_KEPT 512

/* One mapping, as the kernel tells it. */
struct vma {
    uint64_t start, end;
    uint64_t resident, swapped, lazyfree;
    uint64_t allocation; /* Cygwin: address of the allocation it is a piece of */
    bool candidate;      /* private, anonymous, not executable, not heap or stack */
    bool accessible;
    bool uncommitted; /* Cygwin: reserved only */
    bool noreserve;   /* VmFlags nr */
    bool account;     /* VmFlags ac */
    char label[96];   /* [anon:...], if the program named it */
};

/* Sums over the neighbouring mappings of one kind. */
struct part {
    uint64_t size, committed, charged, resident, swapped, lazyfree;
    unsigned vmas;
};

/* A contiguous range under construction: reserved below, accessible, reserved above. */
struct range {
    uint64_t start;
    struct part below, body, above;
    bool noreserve;
    bool spans_arenas; /* has an inaccessible piece where an arena would have to begin */
    bool open_start;   /* its first mapping is accessible */
    bool holes;        /* noreserve: some piece is inaccessible */
    uint64_t allocation;
    char label[96];
};

struct scan {
    const struct limits *limits;
    int overcommit;
    struct range range;
    struct pool best;
    bool found;
    uint64_t largest; /* of the ranges too small to be a pool */
};

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

/* The value of "FIELD:  N kB" in the file PATH, in bytes; UNKNOWN if there is none. */
uint64_t read_kib_field(const char *path, const char *field)
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

void read_account(struct account *account)
{
    char text[32];
    account->commit_limit = read_kib_field("/proc/meminfo", "CommitLimit");
    account->committed_as = read_kib_field("/proc/meminfo", "Committed_AS");
    account->overcommit = -1;
    if (read_short("/proc/sys/vm/overcommit_memory", text, sizeof text) > 0)
        account->overcommit = atoi(text);
}

/* The command name of PID, for messages; "?" if it can't be read. */
void read_name(pid_t pid, char *name, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/comm", (long)pid);
    if (read_short(path, name, size) <= 0)
        snprintf(name, size, "?");
    name[strcspn(name, "\n")] = '\0';
}

const char *strategy_name(enum strategy strategy)
{
    static const char *const names[] = {"upstream", "noreserve", "commit", "noreserve-or-commit"};
    return names[strategy];
}

/* What /proc/PID/stat tells: enough to know a process again, and whether it works. */
struct process {
    char state;
    unsigned long flags;
    uint64_t ticks;
    uint64_t identity[3]; /* start time, and code and stack of the program it runs */
};

/* Reads /proc/PID/stat; NO_PROCESS if it is not there. Fields by number as in proc(5). */
static enum status read_process(pid_t pid, struct process *process)
{
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
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

static bool has_ended(const struct process *process)
{
    return process->state == 'Z' || process->state == 'X' || process->state == 'x';
}

/* ---- ranges ---- */

static void add_part(struct part *part, const struct vma *vma)
{
    uint64_t size = vma->end - vma->start;
    part->size += size;
    part->vmas++;
    part->resident += vma->resident;
    part->swapped += vma->swapped;
    part->lazyfree += vma->lazyfree;
    if (vma->account)
        part->charged += size;
    if (vma->account && vma->accessible)
        part->committed += size;
}

static void join_parts(struct part *sum, const struct part *part)
{
    sum->size += part->size;
    sum->vmas += part->vmas;
    sum->resident += part->resident;
    sum->swapped += part->swapped;
    sum->lazyfree += part->lazyfree;
    sum->charged += part->charged;
    sum->committed += part->committed;
}

/* Is it one or more arenas of glibc's malloc? They are NORESERVE, accessible at their start, and of one
 * size and alignment. With vm.overcommit_memory=2 the flag is gone, and one arena looks exactly like a
 * pool of 64 MiB mapped by 'commit': only who names a smaller pool on purpose is then shown it. */
static bool is_arena(const struct scan *scan, const struct range *range, uint64_t size)
{
    if (range->start % ARENA != 0 || size % ARENA != 0 || !range->open_start)
        return false;
    if (range->noreserve)
        return !range->spans_arenas && (range->holes || size == ARENA);
    return size == ARENA && range->above.size > 0 && scan->overcommit == 2 && !scan->limits->min_pool_given;
}

/* The range is complete: is it the largest pool so far? Then starts an empty one. */
static void finish_range(struct scan *scan)
{
    struct range *range = &scan->range;
    struct part sum = range->body;
    uint64_t start = range->start;
    if (range->body.size == 0)
        goto done; /* addresses nobody uses yet */
    if (range->above.size > 0) {
        /* A pool grows upwards as a rule: what lies below then belongs to something else. */
        start += range->below.size;
        join_parts(&sum, &range->above);
    } else {
        join_parts(&sum, &range->below);
    }
    if (is_arena(scan, range, sum.size))
        goto done;
    if (sum.size > scan->largest)
        scan->largest = sum.size;
    if (sum.size < scan->limits->min_pool || (scan->found && sum.size <= scan->best.end - scan->best.start))
        goto done;
    scan->found = true;
    scan->best = (struct pool){
        .start = start,
        .end = start + sum.size,
        .committed = sum.committed,
        .charged = sum.charged,
        .resident = sum.resident,
        .swapped = sum.swapped,
        .lazyfree = sum.lazyfree,
        .vmas = sum.vmas,
        .strategy = range->noreserve ? NORESERVE : sum.charged == sum.size ? UPSTREAM : COMMIT,
    };
done:
    memset(range, 0, sizeof *range);
}

static uint64_t range_end(const struct range *range)
{
    return range->start + range->below.size + range->body.size + range->above.size;
}

static bool is_empty(const struct range *range)
{
    return range_end(range) == range->start;
}

/* Puts the next mapping into the range, or closes the range and begins the next with it. */
static void add_vma(struct scan *scan, const struct vma *vma)
{
    struct range *range = &scan->range;
    uint64_t size = vma->end - vma->start;
    if (!is_empty(range) && (!vma->candidate || vma->start != range_end(range) || vma->noreserve != range->noreserve ||
                             strcmp(vma->label, range->label) != 0))
        finish_range(scan);
    if (!vma->candidate || size == 0)
        return;
    if (vma->accessible && range->above.size > 0) {
        if (range->above.size <= GUARD_MAX) /* that was the guard of this one */
            memset(&range->above, 0, sizeof range->above);
        finish_range(scan);
    }
    if (vma->accessible && range->body.size == 0 && range->below.size > 0 && range->below.size <= GUARD_MAX)
        memset(range, 0, sizeof *range);
    if (is_empty(range)) {
        range->start = vma->start;
        range->noreserve = vma->noreserve;
        range->open_start = vma->accessible;
        memcpy(range->label, vma->label, sizeof range->label);
    }
    if (vma->noreserve) {
        /* Nobody but a pool and malloc's arenas asks for it; a pool touched here and there is one pool. */
        uint64_t boundary = (vma->start + ARENA - 1) / ARENA * ARENA;
        range->holes |= !vma->accessible;
        range->spans_arenas |= !vma->accessible && boundary < vma->end;
        add_part(&range->body, vma);
    } else if (vma->accessible) {
        add_part(&range->body, vma);
    } else {
        add_part(range->body.size > 0 ? &range->above : &range->below, vma);
    }
}

/* ---- smaps ---- */

/* "start-end rwxp offset device inode  path" begins a mapping. */
static void parse_head(const char *line, struct vma *vma)
{
    char *rest;
    memset(vma, 0, sizeof *vma);
    vma->start = strtoull(line, &rest, 16);
    if (*rest != '-')
        return;
    vma->end = strtoull(rest + 1, &rest, 16);
    if (*rest != ' ' || strlen(rest) < 6)
        return;
    const char *mode = rest + 1;
    strtoull(mode + 4, &rest, 16); /* offset */
    while (*rest == ' ')
        rest++;
    rest += strcspn(rest, " "); /* device */
    uint64_t inode = strtoull(rest, &rest, 10);
    while (*rest == ' ')
        rest++;
    bool named = strncmp(rest, "[anon:", 6) == 0;
    if (named)
        snprintf(vma->label, sizeof vma->label, "%s", rest);
    vma->accessible = mode[0] == 'r' || mode[1] == 'w';
    vma->candidate = mode[2] != 'x' && mode[3] == 'p' && inode == 0 && (*rest == '\0' || named);
}

/* Every further line tells a figure or the flags of it. */
static void parse_detail(const char *line, struct vma *vma)
{
    if (strncmp(line, "Rss:", 4) == 0)
        vma->resident = strtoull(line + 4, NULL, 10) * 1024;
    else if (strncmp(line, "Swap:", 5) == 0)
        vma->swapped = strtoull(line + 5, NULL, 10) * 1024;
    else if (strncmp(line, "LazyFree:", 9) == 0)
        vma->lazyfree = strtoull(line + 9, NULL, 10) * 1024;
    else if (strncmp(line, "VmFlags:", 8) == 0) {
        vma->noreserve = strstr(line + 8, " nr") != NULL;
        vma->account = strstr(line + 8, " ac") != NULL;
    }
}

struct parser {
    struct scan *scan;
    struct vma vma;
    bool any;
    char line[LINE_MAX_KEPT];
    size_t used;
};

static void parse_line(struct parser *parser)
{
    parser->line[parser->used] = '\0';
    parser->used = 0;
    if (parser->line[0] >= 'A' && parser->line[0] <= 'Z') {
        parse_detail(parser->line, &parser->vma);
        return;
    }
    if (parser->any)
        add_vma(parser->scan, &parser->vma);
    parse_head(parser->line, &parser->vma);
    parser->any = true;
}

/* Cuts what was read into lines; a line too long to be kept loses its end. */
static void parse_text(struct parser *parser, const char *text, size_t size)
{
    while (size > 0) {
        const char *newline = memchr(text, '\n', size);
        size_t length = newline != NULL ? (size_t)(newline - text) : size;
        size_t room = sizeof parser->line - 1 - parser->used;
        size_t kept = length < room ? length : room;
        memcpy(parser->line + parser->used, text, kept);
        parser->used += kept;
        if (newline == NULL)
            return;
        parse_line(parser);
        text += length + 1;
        size -= length + 1;
    }
}

static enum status status_of_errno(int error)
{
    if (error == ENOENT || error == ESRCH)
        return POOLSTAT_NO_PROCESS;
    if (error == EACCES || error == EPERM)
        return POOLSTAT_DENIED;
    return POOLSTAT_SYSTEM;
}

/* Reads the mappings of PID and fills POOL with its pool. LARGEST: size of the largest range that could
 * be a pool, for the message when none is large enough. */
enum status read_pool(pid_t pid, const struct limits *limits, struct pool *pool, uint64_t *largest)
{
    char path[64], text[4096];
    struct process before, after;
    struct account account;
    enum status status = read_process(pid, &before);
    *largest = 0;
    if (status != POOLSTAT_OK)
        return access("/proc/self/stat", R_OK) == 0 ? status : POOLSTAT_SYSTEM;
    if (has_ended(&before))
        return POOLSTAT_NO_PROCESS;
    snprintf(path, sizeof path, "/proc/%ld/smaps", (long)pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return status_of_errno(errno) == POOLSTAT_NO_PROCESS ? POOLSTAT_VANISHED : status_of_errno(errno);

    read_account(&account);
    struct scan scan = {.limits = limits, .overcommit = account.overcommit};
    struct parser parser = {.scan = &scan};
    ssize_t got;
    while ((got = read(file, text, sizeof text)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            break;
        parse_text(&parser, text, (size_t)got);
    }
    int error = got < 0 ? errno : 0;
    close(file);
    if (parser.any)
        add_vma(&scan, &parser.vma);
    finish_range(&scan);

    /* A process that ends, or becomes another program, cuts the file short without an error. */
    if (error == ESRCH || read_process(pid, &after) != POOLSTAT_OK || has_ended(&after) ||
        (after.flags & EXITING) != 0 || memcmp(before.identity, after.identity, sizeof before.identity) != 0)
        return POOLSTAT_VANISHED;
    if (error != 0)
        return status_of_errno(error);
    *largest = scan.largest;
    if (!scan.found)
        return POOLSTAT_NO_POOL;
    *pool = scan.best;
    pool->pid = pid;
    return POOLSTAT_OK;
}

/* ---- a process and its descendants ---- */

/* Calls VISIT for ROOT and all its descendants, parents first, until it answers true. The kernel lists
 * children by thread (CONFIG_PROC_CHILDREN; without it only ROOT is visited). DEPTH bounds a chain that
 * forks as fast as it is followed. */
static bool visit_tree(pid_t root, int depth, bool (*visit)(pid_t, void *), void *data)
{
    char path[64];
    if (visit(root, data))
        return true;
    snprintf(path, sizeof path, "/proc/%ld/task", (long)root);
    DIR *tasks = depth > 0 ? opendir(path) : NULL;
    if (tasks == NULL)
        return false;
    bool stop = false;
    for (struct dirent *task; !stop && (task = readdir(tasks)) != NULL;) {
        char list[sizeof path + sizeof task->d_name + 16], text[1024];
        if (task->d_name[0] == '.')
            continue;
        snprintf(list, sizeof list, "%s/%s/children", path, task->d_name);
        if (read_short(list, text, sizeof text) <= 0)
            continue;
        char *next = text;
        for (long child; !stop && (child = strtol(next, &next, 10)) > 0;)
            stop = visit_tree((pid_t)child, depth - 1, visit, data);
    }
    closedir(tasks);
    return stop;
}

#define TREE_DEPTH 16

struct search {
    const struct limits *limits;
    struct pool *pool;
    uint64_t largest;
    enum status status;
};

static bool search_pool(pid_t pid, void *data)
{
    struct search *search = data;
    uint64_t largest;
    enum status status = read_pool(pid, search->limits, search->pool, &largest);
    if (largest > search->largest)
        search->largest = largest;
    if (status == POOLSTAT_OK || search->status == POOLSTAT_OK)
        search->status = status;
    return status == POOLSTAT_OK;
}

/* Like read_pool, for the first of ROOT and its descendants that has a pool; without any, the status and
 * the largest range are ROOT's own and the tree's. */
enum status find_pool(pid_t root, const struct limits *limits, struct pool *pool, uint64_t *largest)
{
    struct search search = {.limits = limits, .pool = pool, .status = POOLSTAT_OK};
    visit_tree(root, TREE_DEPTH, search_pool, &search);
    *largest = search.largest;
    return search.status;
}

static bool add_activity(pid_t pid, void *data)
{
    struct activity *sum = data;
    struct process process;
    char path[64], text[128];
    if (read_process(pid, &process) != POOLSTAT_OK || has_ended(&process))
        return false;
    sum->processes++;
    sum->ticks += process.ticks;
    sum->asleep &= process.state == 'S';
    snprintf(path, sizeof path, "/proc/%ld/statm", (long)pid);
    if (read_short(path, text, sizeof text) > 0) {
        char *rest;
        sum->pages += strtoull(text, &rest, 10);
        sum->pages += strtoull(rest, NULL, 10);
    }
    return false;
}

/* Sums up what ROOT and its descendants do; NO_PROCESS when ROOT is gone. */
enum status read_activity(pid_t root, struct activity *activity)
{
    *activity = (struct activity){.asleep = true};
    visit_tree(root, TREE_DEPTH, add_activity, activity);
    return activity->processes > 0 ? POOLSTAT_OK : POOLSTAT_NO_PROCESS;
}
