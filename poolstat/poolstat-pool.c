/* SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The poolpatch developers
 *
 * poolstat: recognises the pool among the mappings of a process.
 *
 * The file with the mappings is read once, as a stream, into a fixed buffer; nothing of it is kept but the
 * range being put together and the largest one so far.
 *
 * Linux tells all that is asked for in /proc/PID/smaps. Cygwin has /proc/PID/maps only (written by
 * format_process_maps in winsup/cygwin/fhandler/process.cc): what is reserved and what is committed, by
 * allocation, but neither flags nor what is resident of a range.
 */
#define _GNU_SOURCE
#include "poolstat-proc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A mapping without access of at most this size, directly below an accessible one, is a guard: glibc
 * makes it one page by default, musl 8 KiB, and pages have at most 64 KiB on the systems in question. */
#define GUARD_MAX ((uint64_t)64 * 1024)

/* HEAP_MAX_SIZE of glibc's malloc/arena.c on 64 bit: size and alignment of the pieces that an arena, the heap of
 * a thread, is made of. */
#define ARENA ((uint64_t)64 * MIB)

/* One line of a mapping file at a time; the longest line kept. Longer ones (paths) are cut. */
#define LINE_MAX_KEPT 512

/* The kernel's PF_EXITING (include/linux/sched.h), shown in the flags of /proc/PID/stat. Cygwin has other
 * flags there. */
#define EXITING (CYGWIN_MAPS ? 0UL : 0x4UL)

/* One mapping, as the kernel tells it. */
struct vma {
    uint64_t start, end;
    uint64_t resident, huge, swapped, lazyfree;
    uint64_t allocation; /* Cygwin: address of the allocation it is a piece of */
    bool candidate;      /* private, anonymous, not heap or stack */
    bool accessible;
    bool noreserve; /* VmFlags nr; on Cygwin always, there each allocation is one range */
    bool account;   /* VmFlags ac; on Cygwin: committed */
    char label[96]; /* [anon:...], if the program named it */
};

/* Sums over the neighbouring mappings of one kind. */
struct part {
    uint64_t size, committed, charged, resident, huge, swapped, lazyfree;
    unsigned vmas;
};

/* A contiguous range under construction: reserved below, accessible, reserved above. What is reserved is not
 * charged, with MAP_NORESERVE or without; so only the accessible pieces say of which kind the range is. */
struct range {
    uint64_t start;
    struct part below, body, above;
    bool noreserve;
    bool accessible;   /* some piece is */
    bool holes;        /* some piece is not */
    bool ends_open;    /* the last piece is accessible */
    bool spans_arenas; /* there is an inaccessible piece where an arena would have to begin */
    uint64_t allocation;
    char label[96];
};

struct scan {
    const struct limits *limits;
    struct range range;
    struct pool best;
    bool found;
    uint64_t largest; /* of the ranges too small to be a pool */
};

const char *strategy_name(enum strategy strategy)
{
    static const char *const names[] = {"upstream", "noreserve", "commit", "noreserve-or-commit"};
    return names[strategy];
}

static void add_part(struct part *part, const struct vma *vma)
{
    uint64_t size = vma->end - vma->start;
    part->size += size;
    part->vmas++;
    part->resident += vma->resident;
    part->huge += vma->huge;
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
    sum->huge += part->huge;
    sum->swapped += part->swapped;
    sum->lazyfree += part->lazyfree;
    sum->charged += part->charged;
    sum->committed += part->committed;
}

/* Is it one or more arenas of glibc's malloc? They are accessible at their start, and of one size and
 * alignment. Up to glibc 2.40 they are NORESERVE. From 2.41 on, and with vm.overcommit_memory=2, they are not,
 * and nothing tells one from a pool of 64 MiB mapped by 'commit': only who names the size of the pool on
 * purpose is then shown it. */
static bool is_arena(const struct scan *scan, const struct range *range, uint64_t start, uint64_t size)
{
    bool open_start = start > range->start || range->below.size == 0;
    if (CYGWIN_MAPS || start % ARENA != 0 || size % ARENA != 0 || !open_start)
        return false;
    if (range->noreserve)
        return !range->spans_arenas && (range->holes || size == ARENA);
    return size == ARENA && range->above.size > 0 && !scan->limits->min_pool_given;
}

/* A pool without a charge was mapped with MAP_NORESERVE; one that is charged in full, or accessible in
 * full, is upstream's; what is reserved without a charge and made accessible piece by piece is commit's. */
static enum strategy recognise(const struct range *range, const struct part *sum)
{
    if (sum->charged == sum->size)
        return UPSTREAM;
    if (CYGWIN_MAPS)
        return UNCOMMITTED;
    if (range->noreserve)
        return NORESERVE;
    return range->holes ? COMMIT : UPSTREAM;
}

/* The range is complete: is it the largest pool so far? Then starts an empty one. */
static void finish_range(struct scan *scan)
{
    struct range *range = &scan->range;
    struct part sum = range->body;
    uint64_t start = range->start;
    if (!range->accessible)
        goto done; /* addresses nobody uses yet */
    if (range->above.size > 0) {
        /* A pool grows upwards as a rule: what lies below then belongs to something else. */
        start += range->below.size;
        join_parts(&sum, &range->above);
    } else {
        join_parts(&sum, &range->below);
    }
    if (is_arena(scan, range, start, sum.size))
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
        .huge = sum.huge,
        .swapped = sum.swapped,
        .lazyfree = sum.lazyfree,
        .vmas = sum.vmas,
        .strategy = recognise(range, &sum),
    };
    if (CYGWIN_MAPS)
        scan->best.resident = scan->best.huge = scan->best.swapped = scan->best.lazyfree = UNKNOWN;
done:
    memset(range, 0, sizeof *range);
}

static uint64_t range_end(const struct range *range)
{
    return range->start + range->below.size + range->body.size + range->above.size;
}

/* May VMA be the first arena of several? One that follows reserved addresses is none of theirs. */
static bool begins_arena(const struct range *range, const struct vma *vma)
{
    return !CYGWIN_MAPS && vma->accessible && vma->noreserve && vma->start % ARENA == 0 && !range->ends_open;
}

/* Is VMA directly behind RANGE, and may be of it? */
static bool is_behind(const struct range *range, const struct vma *vma)
{
    return vma->candidate && vma->start == range_end(range) && !begins_arena(range, vma) &&
           vma->allocation == range->allocation && strcmp(vma->label, range->label) == 0;
}

/* Are both of one kind? */
static bool is_same_kind(const struct range *range, const struct vma *vma)
{
    return !vma->accessible || !range->accessible || vma->noreserve == range->noreserve;
}

static void begin_range(struct range *range, const struct vma *vma)
{
    memset(range, 0, sizeof *range);
    range->start = vma->start;
    range->allocation = vma->allocation;
    memcpy(range->label, vma->label, sizeof range->label);
}

/* Which part of the range does VMA belong to? From its first accessible piece on, all of a noreserve range is one:
 * nobody but a pool and malloc's arenas asks for it, and a pool touched here and there is one pool. Otherwise
 * reserved, accessible and reserved addresses follow each other. */
static struct part *part_for(struct range *range, const struct vma *vma)
{
    if (range->accessible && range->noreserve)
        return &range->body;
    if (!vma->accessible)
        return range->body.size > 0 ? &range->above : &range->below;
    return &range->body;
}

/* Forgets a reserved piece of RANGE that is only the guard of the accessible mapping above it. */
static void drop_guard(struct range *range)
{
    if (range->above.size > 0 && range->above.size <= GUARD_MAX)
        memset(&range->above, 0, sizeof range->above);
    if (range->body.size == 0 && range->below.size > 0 && range->below.size <= GUARD_MAX) {
        range->start += range->below.size;
        memset(&range->below, 0, sizeof range->below);
    }
    range->holes = range->below.size + range->above.size > 0;
}

/* What lies reserved between two accessible mappings is of the larger one, as a pool uses more than its neighbour, which may
 * be any small mapping. VMA is the second: finishes the range of the first, and begins that of VMA. */
static void divide(struct scan *scan, const struct vma *vma)
{
    struct range *range = &scan->range;
    struct part between = range->above;
    bool upwards = vma->end - vma->start <= range->body.size ||
                   is_arena(scan, range, range->start + range->below.size, range->body.size + between.size);
    if (upwards)
        memset(&between, 0, sizeof between);
    else
        memset(&range->above, 0, sizeof range->above);
    range->holes = range->below.size + range->above.size > 0;
    finish_range(scan);
    begin_range(range, vma);
    range->start -= between.size;
    range->below = between;
    range->holes = between.size > 0;
}

/* Puts the next mapping into the range, or finishes the range and begins the next with it. */
static void add_vma(struct scan *scan, const struct vma *vma)
{
    struct range *range = &scan->range;
    bool divided = is_behind(range, vma) && vma->accessible && range->above.size > 0;
    if (!divided && !(is_behind(range, vma) && is_same_kind(range, vma))) {
        finish_range(scan);
        if (!vma->candidate)
            return;
        begin_range(range, vma);
    } else if (divided || (vma->accessible && !vma->noreserve)) {
        drop_guard(range);
        if (divided)
            divide(scan, vma);
    }
    uint64_t boundary = (vma->start + ARENA - 1) / ARENA * ARENA;
    struct part *part = part_for(range, vma);
    if (vma->accessible)
        range->noreserve = vma->noreserve;
    range->accessible |= vma->accessible;
    range->ends_open = vma->accessible;
    range->holes |= !vma->accessible;
    range->spans_arenas |= !vma->accessible && boundary < vma->end;
    add_part(part, vma);
}

/* ---- smaps ---- */

/* Skips what comes up to the next field of a line. */
static const char *next_field(const char *text)
{
    text += strcspn(text, " ");
    return text + strspn(text, " ");
}

/* "start-end rwxp offset device inode  path" begins a mapping. Cygwin's "===p" is reserved, not committed. */
static void parse_head(const char *line, struct vma *vma)
{
    char *rest;
    memset(vma, 0, sizeof *vma);
    uint64_t start = strtoull(line, &rest, 16);
    if (*rest != '-')
        return;
    uint64_t end = strtoull(rest + 1, &rest, 16);
    const char *mode = next_field(rest), *offset = next_field(mode), *device = next_field(offset);
    const char *inode = next_field(device), *path = next_field(inode);
    if (end <= start || *inode == '\0')
        return;
    vma->start = start;
    vma->end = end;
    bool named = strncmp(path, "[anon:", 6) == 0;
    if (named)
        snprintf(vma->label, sizeof vma->label, "%s", path);
    vma->candidate = mode[3] == 'p' && (*path == '\0' || named);
    vma->accessible = mode[0] == 'r' || mode[1] == 'w';
    if (CYGWIN_MAPS) {
        vma->allocation = start - strtoull(offset, NULL, 16);
        vma->noreserve = true;
        vma->account = mode[0] != '=';
    }
}

/* Every further line tells a figure or the flags of it. What was mapped with MAP_STACK is nh (no huge pages)
 * since Linux 6.7, which no pool wants to be. The stacks of glibc 2.42 and later on Linux 6.13 and later can be
 * told by nothing else: their guards are pages within one mapping, and so many stacks are one. */
static void parse_detail(const char *line, struct vma *vma)
{
    if (strncmp(line, "Rss:", 4) == 0)
        vma->resident = strtoull(line + 4, NULL, 10) * 1024;
    else if (strncmp(line, "AnonHugePages:", 14) == 0)
        vma->huge = strtoull(line + 14, NULL, 10) * 1024;
    else if (strncmp(line, "Swap:", 5) == 0)
        vma->swapped = strtoull(line + 5, NULL, 10) * 1024;
    else if (strncmp(line, "LazyFree:", 9) == 0)
        vma->lazyfree = strtoull(line + 9, NULL, 10) * 1024;
    else if (strncmp(line, "VmFlags:", 8) == 0) {
        vma->noreserve = strstr(line + 8, " nr") != NULL;
        vma->account = strstr(line + 8, " ac") != NULL;
        vma->candidate &= strstr(line + 8, " nh") == NULL;
    }
}

/* Cuts off what lies outside the addresses that count. */
static void clip(const struct limits *limits, struct vma *vma)
{
    if (limits->until == 0)
        return;
    if (vma->start < limits->from)
        vma->start = limits->from;
    if (vma->end > limits->until)
        vma->end = limits->until;
    vma->candidate &= vma->start < vma->end;
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
    clip(parser->scan->limits, &parser->vma);
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

/* Reads the file PATH with the mappings of a process into SCAN. -1 with errno: it can't be read. */
static int read_mappings(const char *path, struct scan *scan)
{
    char text[4096];
    struct parser parser = {.scan = scan};
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -1;
    ssize_t got;
    while ((got = read(file, text, sizeof text)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            break;
        parse_text(&parser, text, (size_t)got);
    }
    int error = errno;
    close(file);
    if (parser.any)
        add_vma(scan, &parser.vma);
    finish_range(scan);
    errno = error;
    return got < 0 ? -1 : 0;
}

/* Reads the mappings of PID and fills POOL with its pool. LARGEST: size of the largest range that could
 * be a pool, for the message when none is large enough. SYSTEM comes with errno. */
enum status read_pool(pid_t pid, const struct limits *limits, struct pool *pool, uint64_t *largest)
{
    char path[PATH_ROOM];
    struct process after;
    struct scan scan;
    bool same;
    *largest = 0;
    enum status status = read_process(pid, &after);
    if (status != POOLSTAT_OK)
        return status;
    if (has_ended(&after))
        return POOLSTAT_NO_PROCESS;
    path_of(pid, CYGWIN_MAPS ? "maps" : "smaps", path);
    /* A process that ends, or becomes another program, cuts the file short without an error. */
    do {
        const struct process before = after;
        scan = (struct scan){.limits = limits};
        int read = read_mappings(path, &scan), error = errno;
        if (read_process(pid, &after) != POOLSTAT_OK || has_ended(&after) || (after.flags & EXITING) != 0)
            return POOLSTAT_VANISHED;
        errno = error;
        if (read != 0 && error != ESRCH) /* ESRCH: it has no memory of its own, as a kernel thread */
            return error == EACCES || error == EPERM ? POOLSTAT_DENIED : POOLSTAT_SYSTEM;
        same = memcmp(before.identity, after.identity, sizeof before.identity) == 0;
    } while (!same);
    *largest = scan.largest;
    if (!scan.found)
        return POOLSTAT_NO_POOL;
    *pool = scan.best;
    pool->pid = pid;
    return POOLSTAT_OK;
}
