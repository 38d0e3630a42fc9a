/* SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The poolpatch developers
 *
 * poolstat: what the memory pool of a running program costs.
 *
 *   poolstat [OPTION]... PID
 *   poolstat [OPTION]... -- COMMAND [ARGUMENT]...
 *
 * Reads, never changes, the process it looks at. Options, what counts as a pool, how its strategy is
 * recognised, and the exit statuses: poolstat(1). This file holds the options and the report.
 */
#define _GNU_SOURCE
#include "poolstat.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unreleased"
#endif

/* Defaults of --min-pool (MiB), --settle (ms), --timeout (s) and --watch (s). */
#define MIN_POOL 64
#define SETTLE 250
#define TIMEOUT 30
#define WATCH 1

/* Longest path of --proc. */
#define PROC_MAX 255

static double started; /* when poolstat was */

struct options {
    bool json, verbose, watch, hold, wait;
    int expect; /* an enum strategy, -1: any */
    unsigned forks;
    unsigned long count; /* 0: no bound */
    double interval;
    struct patience patience;
    struct limits limits;
    pid_t pid;
    char **command;
    const char *path; /* NULL: standard output */
    FILE *output;
};

static const char usage[] = "Usage: poolstat [OPTION]... PID\n"
                            "   or: poolstat [OPTION]... -- COMMAND [ARGUMENT]...\n";

static const char help[] =
    "Report what the memory pool of a running program costs.\n"
    "\n"
    "  -e, --expect=STRATEGY   exit 1 unless the pool is upstream, noreserve or commit\n"
    "  -f, --forks=N           measure what N forks of such a process cost\n"
    "  -j, --json              one JSON object a line instead of text\n"
    "  -v, --verbose           further lines: address, charge, mappings, system account\n"
    "  -w, --watch[=SECONDS]   report again and again until it ends (every second)\n"
    "  -n, --count=N           at most N reports (with --watch)\n"
    "  -m, --min-pool=MIB      the least that counts as a pool (64)\n"
    "  -s, --settle=MS         wait until at rest for MS milliseconds (250 with COMMAND)\n"
    "  -t, --timeout=SECONDS   wait no longer than that (30)\n"
    "  -o, --output=FILE       write the report to FILE\n"
    "      --proc=DIR          read DIR instead of /proc\n"
    "      --hold              COMMAND's input stays open and empty until the report\n"
    "  -h, --help              this text\n"
    "  -V, --version           version and licence\n"
    "\n"
    "Exit status: 0 reported; 1 another strategy; 2 wrong usage; 3 no such process;\n"
    "4 no permission; 5 ended meanwhile; 6 no pool; 7 not at rest in time; 8 the system\n"
    "does not allow it; with COMMAND, once reported, COMMAND's own.\n";

/* One line on stderr. */
void complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("poolstat: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

_Noreturn static void wrong_usage(const char *what, const char *value, const char *expected)
{
    complain("%s: '%s'; expected %s; see poolstat --help", what, value, expected);
    exit(POOLSTAT_USAGE);
}

/* A whole decimal number between LEAST and MOST, or wrong usage. */
static unsigned long whole(const char *what, const char *text, unsigned long least, unsigned long most)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || value < least || value > most) {
        char expected[80];
        snprintf(expected, sizeof expected, "a whole number from %lu to %lu", least, most);
        wrong_usage(what, text, expected);
    }
    return value;
}

/* Seconds, with or without a decimal point. */
static double seconds(const char *what, const char *text, double least)
{
    char *end;
    double value = strtod(text, &end);
    if (strspn(text, "0123456789.") != strlen(text) || end == text || *end != '\0' || value < least || value > 86400) {
        char expected[80];
        snprintf(expected, sizeof expected, "seconds from %g to 86400", least);
        wrong_usage(what, text, expected);
    }
    return value;
}

static int strategy(const char *text)
{
    for (int i = UPSTREAM; i <= COMMIT; i++)
        if (strcmp(text, strategy_name((enum strategy)i)) == 0)
            return i;
    wrong_usage("unknown strategy", text, "upstream, noreserve or commit");
}

static FILE *open_output(const char *path)
{
    FILE *file = fopen(path, "we");
    if (file == NULL) {
        complain("cannot write: %s: %s", path, strerror(errno));
        exit(POOLSTAT_SYSTEM);
    }
    return file;
}

enum { OPTION_HOLD = 256, OPTION_PROC };

static void set_option(struct options *options, int letter, const char *value)
{
    switch (letter) {
    case 'e':
        options->expect = strategy(value);
        break;
    case 'f':
        options->forks = (unsigned)whole("wrong number of forks", value, 1, 10000);
        break;
    case 'j':
        options->json = true;
        break;
    case 'm':
        options->limits.min_pool = whole("wrong pool size in MiB", value, 1, ULONG_MAX / MIB) * MIB;
        options->limits.min_pool_given = true;
        break;
    case 'n':
        options->count = whole("wrong number of reports", value, 1, ULONG_MAX);
        break;
    case 'o':
        options->path = value;
        break;
    case 's':
        options->patience.settle = (double)whole("wrong time to settle in ms", value, 0, 86400000) / 1e3;
        options->wait = true;
        break;
    case 't':
        options->patience.timeout = seconds("wrong timeout", value, 0);
        options->wait = true;
        break;
    case 'v':
        options->verbose = true;
        break;
    case 'w':
        options->watch = true;
        if (value != NULL)
            options->interval = seconds("wrong interval", value, 0.001);
        break;
    case OPTION_HOLD:
        options->hold = true;
        break;
    case OPTION_PROC:
        if (strlen(value) > PROC_MAX)
            wrong_usage("path too long", value, "at most 255 bytes");
        proc_root = value;
        break;
    case 'h':
        printf("%s%s", usage, help);
        exit(POOLSTAT_OK);
    case 'V':
        puts("poolstat (poolpatch) " PACKAGE_VERSION "\nCopyright (C) 2026 The poolpatch developers\n"
             "Licence GPL-2.0-or-later. There is no warranty.");
        exit(POOLSTAT_OK);
    default:
        fputs(usage, stderr);
        exit(POOLSTAT_USAGE);
    }
}

static void parse_options(int argc, char **argv, struct options *options)
{
    static const struct option names[] = {
        {"expect", required_argument, NULL, 'e'},   {"forks", required_argument, NULL, 'f'},
        {"json", no_argument, NULL, 'j'},           {"min-pool", required_argument, NULL, 'm'},
        {"count", required_argument, NULL, 'n'},    {"output", required_argument, NULL, 'o'},
        {"settle", required_argument, NULL, 's'},   {"timeout", required_argument, NULL, 't'},
        {"verbose", no_argument, NULL, 'v'},        {"watch", optional_argument, NULL, 'w'},
        {"hold", no_argument, NULL, OPTION_HOLD},   {"proc", required_argument, NULL, OPTION_PROC},
        {"help", no_argument, NULL, 'h'},           {"version", no_argument, NULL, 'V'},
        {NULL, 0, NULL, 0},
    };
    int letter;
    /* "-" in front: arguments that are no options come as 1, in their order, and only "--" ends it. */
    while ((letter = getopt_long(argc, argv, "-e:f:jm:n:o:s:t:vw::hV", names, NULL)) != -1) {
        if (letter != 1)
            set_option(options, letter, optarg);
        else if (options->pid != 0)
            wrong_usage("a second argument", optarg, "one PID, or '--' and a command");
        else
            options->pid = (pid_t)whole("not a process id", optarg, 1, INT_MAX);
    }
    if (optind < argc)
        options->command = argv + optind;
    if ((options->pid == 0) == (options->command == NULL)) {
        fputs(usage, stderr);
        exit(POOLSTAT_USAGE);
    }
    if (options->hold && options->command == NULL)
        wrong_usage("--hold needs a command", "--hold", "'--' and a command");
    if (options->count != 0 && !options->watch)
        wrong_usage("--count needs --watch", "--count", "--watch");
    if (options->patience.settle < 0)
        options->patience.settle = options->command != NULL ? SETTLE / 1e3 : 0;
    options->wait |= options->command != NULL;
}

/* ---- report ---- */

/* A size in whole MiB, to the nearest, or "unknown". TEXT has room for 32. */
static const char *in_mib(uint64_t bytes, char *text)
{
    if (bytes == UNKNOWN)
        return "unknown";
    snprintf(text, 32, "%" PRIu64 " MiB", (bytes + MIB / 2) / MIB);
    return text;
}

static const char *in_kib(uint64_t bytes, char *text)
{
    if (bytes == UNKNOWN)
        return "unknown";
    snprintf(text, 32, "%" PRIu64 " KiB", bytes / 1024);
    return text;
}

static const char *overcommit_meaning(int mode)
{
    static const char *const meanings[] = {"0 (heuristic)", "1 (always)",
                                           "2 (never: MAP_NORESERVE is ignored, all accessible memory is charged)"};
    return mode >= 0 && mode <= 2 ? meanings[mode] : "unknown";
}

static void print_verbose(FILE *output, const struct pool *pool)
{
    char text[32], name[64];
    read_name(pool->pid, name, sizeof name);
    fprintf(output, "process:      %ld (%s)\n", (long)pool->pid, name);
    fprintf(output, "address:      0x%" PRIx64 "-0x%" PRIx64 ", mappings %u\n", pool->start, pool->end, pool->vmas);
    fprintf(output, "reserved:     %s\n", in_kib(pool->end - pool->start, text));
    fprintf(output, "committed:    %s\n", in_kib(pool->committed, text));
    fprintf(output, "resident:     %s\n", in_kib(pool->resident, text));
    fprintf(output, "huge pages:   %s\n", in_kib(pool->huge, text));
    fprintf(output, "lazily free:  %s\n", in_kib(pool->lazyfree, text));
    fprintf(output, "swapped out:  %s\n", in_kib(pool->swapped, text));
    fprintf(output, "charged:      %s\n", in_kib(pool->charged, text));
    fprintf(output, "overcommit:   %s\n", overcommit_meaning(read_overcommit()));
    fprintf(output, "CommitLimit:  %s\n", in_kib(read_meminfo("CommitLimit"), text));
    fprintf(output, "Committed_AS: %s\n", in_kib(read_meminfo("Committed_AS"), text));
}

static void print_forks(FILE *output, const struct forks *forks)
{
    char text[32];
    fprintf(output, "forks: %u of %u", forks->done, forks->wanted);
    fprintf(output, ", charged %s", in_mib(forks->charged, text));
    fprintf(output, ", page tables %s", in_kib(forks->page_tables, text));
    if (forks->done > 0)
        fprintf(output, ", %.3f ms each", forks->seconds * 1e3 / forks->done);
    if (forks->error != 0)
        fprintf(output, ", then: %s", strerror(forks->error));
    fputc('\n', output);
}

/* One member of the object; null for what is unknown. Every string in it is a fixed word, so nothing has
 * to be quoted. */
static void print_member(FILE *output, const char *name, uint64_t value)
{
    if (value == UNKNOWN)
        fprintf(output, ", \"%s\": null", name);
    else
        fprintf(output, ", \"%s\": %" PRIu64, name, value);
}

static void print_json(FILE *output, const struct pool *pool, const struct forks *forks)
{
    int overcommit = read_overcommit();
    fprintf(output, "{\"strategy\": \"%s\", \"pid\": %ld", strategy_name(pool->strategy), (long)pool->pid);
    fprintf(output, ", \"address\": \"0x%" PRIx64 "\"", pool->start);
    print_member(output, "reserved", pool->end - pool->start);
    print_member(output, "committed", pool->committed);
    print_member(output, "resident", pool->resident);
    print_member(output, "huge", pool->huge);
    print_member(output, "lazyfree", pool->lazyfree);
    print_member(output, "swapped", pool->swapped);
    print_member(output, "charged", pool->charged);
    print_member(output, "mappings", pool->vmas);
    print_member(output, "overcommit", overcommit < 0 ? UNKNOWN : (uint64_t)overcommit);
    print_member(output, "commit_limit", read_meminfo("CommitLimit"));
    print_member(output, "committed_as", read_meminfo("Committed_AS"));
    fprintf(output, ", \"seconds\": %.3f", now() - started);
    if (forks != NULL) {
        print_member(output, "forks", forks->done);
        print_member(output, "forks_wanted", forks->wanted);
        print_member(output, "forks_errno", (uint64_t)forks->error);
        print_member(output, "forks_charged", forks->charged);
        print_member(output, "forks_committed_as", forks->committed_as);
        print_member(output, "forks_page_tables", forks->page_tables);
        fprintf(output, ", \"forks_seconds\": %.6f", forks->seconds);
    }
    fputs("}\n", output);
}

static void print_text(FILE *output, const struct pool *pool)
{
    char reserved[32], committed[32], resident[32];
    fprintf(output, "pool: %s, reserved %s, committed %s, resident %s\n", strategy_name(pool->strategy),
            in_mib(pool->end - pool->start, reserved), in_mib(pool->committed, committed),
            in_mib(pool->resident, resident));
}

/* FORKS: what they cost, or NULL. */
static void print_pool(const struct options *options, const struct pool *pool, const struct forks *forks)
{
    if (options->json) {
        print_json(options->output, pool, forks);
        return;
    }
    print_text(options->output, pool);
    if (options->verbose)
        print_verbose(options->output, pool);
    if (forks != NULL)
        print_forks(options->output, forks);
}

/* Is the pool as --expect says? On Cygwin noreserve and commit look alike. */
static bool is_expected(const struct options *options, enum strategy strategy)
{
    return options->expect < 0 || options->expect == (int)strategy ||
           (strategy == UNCOMMITTED && options->expect != UPSTREAM);
}

/* Reports POOL; UNEXPECTED if it is not as --expect says, SYSTEM if the forks can't be measured. */
static enum status report(const struct options *options, const struct pool *pool)
{
    struct forks forks;
    enum status status = POOLSTAT_OK;
    if (options->forks > 0)
        status = measure_forks(pool, options->forks, &forks);
    if (status != POOLSTAT_OK)
        complain("cannot measure forks: a pool like that of pid %ld: %s", (long)pool->pid, strerror(errno));
    print_pool(options, pool, options->forks > 0 && status == POOLSTAT_OK ? &forks : NULL);
    if (fflush(options->output) != 0) {
        complain("cannot write the report: %s", strerror(errno));
        return POOLSTAT_SYSTEM;
    }
    if (is_expected(options, pool->strategy))
        return status;
    complain("the pool is %s: pid %ld; expected %s; %s", strategy_name(pool->strategy), (long)pool->pid,
             strategy_name((enum strategy)options->expect),
             options->expect == NORESERVE && read_overcommit() == 2
                 ? "with vm.overcommit_memory=2 the kernel ignores MAP_NORESERVE"
                 : "is it the program that was patched?");
    return POOLSTAT_UNEXPECTED;
}

/* One line for each way not to get a report. NAME: the pid or command, as the user knows it. */
static void explain(enum status status, const struct options *options, const char *name, uint64_t largest)
{
    char least[32], text[32];
    switch (status) {
    case POOLSTAT_NO_PROCESS:
        complain("no such process: %s; expected the pid of a running process", name);
        break;
    case POOLSTAT_DENIED:
        complain("no permission to look at the process: %s; be its owner or root", name);
        break;
    case POOLSTAT_VANISHED:
        complain("the process ended while it was looked at: %s; expected one that stays", name);
        break;
    case POOLSTAT_NO_POOL:
        complain("no pool: %s; expected a private anonymous range of at least %s, the largest has %s; see --min-pool",
                 name, in_mib(options->limits.min_pool, least), in_kib(largest, text));
        break;
    case POOLSTAT_BUSY:
        complain("not at rest within %g s: %s; expected no activity for %g ms; see --settle and --timeout",
                 options->patience.timeout, name, options->patience.settle * 1e3);
        break;
    default:
        complain("cannot read /proc: %s: %s", name, strerror(errno));
        break;
    }
}

/* The command itself may say why there is nothing to report. */
static void explain_command(enum status status, const struct options *options, struct command *command,
                            uint64_t largest)
{
    if (status == POOLSTAT_VANISHED)
        pause_for(1, command); /* it is ending */
    if (command_ended(command))
        complain("the command ended before its pool was seen at rest: %s, exit status %d; expected one that waits "
                 "for input; see --hold and --settle",
                 options->command[0], exit_status(command));
    else
        explain(status, options, options->command[0], largest);
}

/* Waits, reports, and with --watch reports again until the process ends or --count is reached. */
static enum status observe(const struct options *options, pid_t root, struct command *command)
{
    struct pool pool;
    uint64_t largest = 0;
    char name[32];
    enum status status;
    snprintf(name, sizeof name, "%ld", (long)root);
    if (options->wait)
        status = wait_at_rest(root, command, &options->limits, &options->patience, &pool, &largest);
    else
        status = read_pool(root, &options->limits, &pool, &largest);
    for (unsigned long done = 0;; pause_for(options->interval, command)) {
        if (done > 0)
            status = read_pool(pool.pid, &options->limits, &pool, &largest);
        if (done > 0 && (status == POOLSTAT_VANISHED || status == POOLSTAT_NO_PROCESS))
            return POOLSTAT_OK; /* watched to its end */
        if (status != POOLSTAT_OK) {
            if (command != NULL)
                explain_command(status, options, command, largest);
            else
                explain(status, options, name, largest);
            return status;
        }
        status = report(options, &pool);
        if (status != POOLSTAT_OK || !options->watch || ++done == options->count)
            return status;
    }
}

static int observe_command(const struct options *options)
{
    struct command command;
    enum status status = start_command(options->command, options->hold, &command);
    if (status != POOLSTAT_OK) {
        complain("cannot start the command: %s: %s", options->command[0], strerror(errno));
        return (int)status;
    }
    status = observe(options, command.pid, &command);
    int ended = finish_command(&command, options->patience.timeout);
    return status == POOLSTAT_OK ? ended : (int)status;
}

/* A chroot may have no /proc: then no process is there, and that would be the wrong thing to say. */
static void require_proc(void)
{
    char path[PROC_MAX + sizeof "/self"];
    bool is_default = strcmp(proc_root, "/proc") == 0;
    snprintf(path, sizeof path, "%s%s", proc_root, is_default ? "/self" : "");
    if (access(path, F_OK) == 0)
        return;
    complain("cannot read: %s: %s; expected the /proc file system; mount it", proc_root, strerror(errno));
    exit(POOLSTAT_SYSTEM);
}

int main(int argc, char **argv)
{
    struct options options = {
        .expect = -1,
        .interval = WATCH,
        .patience = {.settle = -1, .timeout = TIMEOUT},
        .limits = {.min_pool = MIN_POOL * MIB},
        .output = stdout,
    };
    started = now();
    parse_options(argc, argv, &options);
    require_proc();
    if (options.path != NULL)
        options.output = open_output(options.path);
    if (options.command != NULL)
        return observe_command(&options);
    return (int)observe(&options, options.pid, NULL);
}
