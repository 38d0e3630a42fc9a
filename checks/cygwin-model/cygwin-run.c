/* cygwin-run: run a program under the model of Cygwin's memory.

   Usage: cygwin-run [--release=X.Y.Z] [--limit=MiB] [--off=RULE[,RULE]...]
                     [--summary[=FILE]] [--] PROGRAM [ARGUMENT]...
          cygwin-run --help | --version

   The options' defaults are the environment's CYGWIN_MODEL_RELEASE,
   CYGWIN_MODEL_COMMIT_LIMIT and CYGWIN_MODEL_OFF, else release 3.0.4, no limit
   and no rule off. The library is cygwin-model.so beside this program, or
   CYGWIN_MODEL_LIBRARY.

   Exit status: PROGRAM's; 128 + n if signal n ended it; 126 or 127 if it can't
   be started; 2 for wrong usage; 99 if the model can't be set up.

   Two processes wait for PROGRAM. Each cleans up if the other is killed, so
   whatever PROGRAM left running ends with this run, also after kill -9.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "account.h"

enum { USAGE = 2, SETUP = 99 };

static const char usage_line[] =
    "usage: cygwin-run [--release=X.Y.Z] [--limit=MiB] [--off=RULE,...] "
    "[--summary[=FILE]] [--] PROGRAM [ARGUMENT]...\n";

struct options {
    struct settings settings;
    bool summary;
    const char *summary_file; /* NULL: standard error */
    char **program;
};

/* What is waited for, and what the program's signals were before they were
   blocked here. */
static sigset_t signals, first_mask;

static void fail(int status, const char *what, const char *name, const char *expected)
{
    (void)fprintf(stderr, "cygwin-run: %s: %s; %s\n", what, name, expected);
    exit(status);
}

static const struct setting {
    const char *option, *variable, *otherwise;
    bool (*take)(struct settings *settings, const char *text);
    const char *wrong, *expected;
} table[] = {
    {"release", "CYGWIN_MODEL_RELEASE", "3.0.4", settings_release,
     "no release of Cygwin",
     "expected X.Y.Z; give what uname -r begins with, as 3.0.4"},
    {"limit", "CYGWIN_MODEL_COMMIT_LIMIT", "0", settings_limit,
     "no commit limit", "expected a number of MiB"},
    {"off", "CYGWIN_MODEL_OFF", "", settings_off, "unknown rule",
     "expected names of the table in docs/cygwin-model.md"},
};
enum { SETTINGS = sizeof table / sizeof *table };

static void take(struct options *options, const struct setting *setting, const char *text)
{
    if (!setting->take(&options->settings, text))
        fail(USAGE, setting->wrong, text, setting->expected);
}

static void take_environment(struct options *options)
{
    for (int i = 0; i < SETTINGS; i++) {
        const char *text = getenv(table[i].variable);

        take(options, &table[i], text != NULL ? text : table[i].otherwise);
    }
}

static void take_arguments(struct options *options, int argc, char **argv)
{
    struct option known[SETTINGS + 4] = {
        [SETTINGS] = {"summary", optional_argument, NULL, 's'},
        [SETTINGS + 1] = {"help", no_argument, NULL, 'h'},
        [SETTINGS + 2] = {"version", no_argument, NULL, 'V'},
    };
    int found;

    for (int i = 0; i < SETTINGS; i++)
        known[i] = (struct option){table[i].option, required_argument, NULL, i};
    while ((found = getopt_long(argc, argv, "+", known, NULL)) != -1)
        if (found < SETTINGS) {
            take(options, &table[found], optarg);
        } else if (found == 's') {
            options->summary = true;
            options->summary_file = optarg;
        } else if (found == 'h') {
            (void)fputs(usage_line, stdout);
            exit(0);
        } else if (found == 'V') {
            (void)puts("cygwin-run (poolpatch) " PACKAGE_VERSION);
            exit(0);
        } else {
            exit(USAGE);
        }
    options->program = argv + optind;
    if (*options->program == NULL) {
        (void)fputs(usage_line, stderr);
        exit(USAGE);
    }
}

/* The path of the library in PATH. */
static void find_library(char *path, size_t size)
{
    const char *named = getenv("CYGWIN_MODEL_LIBRARY");
    char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    char *slash;

    if (length < 0)
        length = 0;
    self[length] = '\0';
    slash = strrchr(self, '/');
    if (named != NULL)
        (void)snprintf(path, size, "%s", named);
    else if (slash != NULL)
        (void)snprintf(path, size, "%.*s/cygwin-model.so",
                       (int)(slash - self), self);
    if (access(path, R_OK) != 0)
        fail(SETUP, "no library", path,
             "make checks/cygwin-model/cygwin-model.so builds it");
}

/* The name of the library for the loader, which splits LD_PRELOAD at blanks and
   colons: a path with one goes by the number of the open file. */
static void name_library(const char *path, char *name, size_t size)
{
    int fd;

    (void)snprintf(name, size, "%s", path);
    if (strpbrk(path, " :") == NULL)
        return;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        fail(SETUP, "can't open", path, strerror(errno));
    (void)snprintf(name, size, "/proc/%ld/fd/%d", (long)getpid(), fd);
}

static void set_preload(const char *path)
{
    const char *old = getenv("LD_PRELOAD");
    char library[PATH_MAX];
    char value[2 * PATH_MAX];

    name_library(path, library, sizeof library);
    (void)snprintf(value, sizeof value, "%s%s%s", library,
                   old != NULL && *old != '\0' ? ":" : "",
                   old != NULL ? old : "");
    (void)setenv("LD_PRELOAD", value, 1);
}

/* A killed program shall leave no core file. */
static void forbid_core(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_CORE, &limit) == 0) {
        limit.rlim_cur = 0;
        (void)setrlimit(RLIMIT_CORE, &limit);
    }
}

/* In the child: become PROGRAM. */
static void start_program(char **program, pid_t parent)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(SETUP);
    forbid_core();
    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGQUIT, SIG_DFL);
    (void)sigprocmask(SIG_SETMASK, &first_mask, NULL);
    (void)execvp(program[0], program);
    (void)fprintf(stderr, "cygwin-run: can't start: %s: %s\n", program[0],
                  strerror(errno));
    _exit(errno == ENOENT ? 127 : 126);
}

static void kill_children(void)
{
    DIR *processes = opendir("/proc");
    struct dirent *entry;

    if (processes == NULL)
        return;
    while ((entry = readdir(processes)) != NULL) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        pid_t parent = 0;

        (void)process_start(pid, &parent);
        if (pid > 0 && parent == getpid())
            (void)kill(pid, SIGKILL);
    }
    (void)closedir(processes);
}

/* End every process below this one: as a subreaper it is the parent of those
   whose own parent is gone, so kill children until there are none. */
static void end_descendants(void)
{
    for (;;) {
        pid_t pid = waitpid(-1, NULL, WNOHANG);

        if (pid < 0)
            return;
        if (pid == 0) {
            kill_children();
            (void)waitpid(-1, NULL, 0);
        }
    }
}

/* Reap whatever ended. True when CHILD was among it; its status in *STATUS. */
static bool reap(pid_t child, int *status)
{
    int ended;
    pid_t pid;

    while ((pid = waitpid(-1, &ended, WNOHANG)) > 0)
        if (pid == child) {
            *status = ended;
            return true;
        }
    return false;
}

/* Ask CHILD to end; two seconds later it is killed by its parent's clean-up. */
static void ask_to_end(pid_t child, int *status)
{
    struct timespec grace = {.tv_sec = 2, .tv_nsec = 0};

    *status = SIGTERM;
    (void)kill(child, SIGTERM);
    while (!reap(child, status)
           && sigtimedwait(&signals, NULL, &grace) == SIGCHLD)
        continue;
}

/* Wait for CHILD; its status. SIGTERM and SIGHUP end it early. */
static int wait_for(pid_t child)
{
    int status = 0;

    while (!reap(child, &status)) {
        int number = sigwaitinfo(&signals, NULL);

        if (number == SIGTERM || number == SIGHUP) {
            ask_to_end(child, &status);
            break;
        }
    }
    return status;
}

static int exit_status(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void print_summary(const struct options *options, struct account *account)
{
    struct totals totals;
    uint32_t release = options->settings.release;
    FILE *file = stderr;

    account_collect(account);
    (void)account_read(account, &totals, NULL);
    const struct {
        const char *name;
        uint64_t value;
    } rows[] = {
        {"limit_kib", options->settings.limit >> 10},
        {"peak_kib", totals.peak >> 10},
        {"left_kib", totals.charge >> 10},
        {"processes", totals.processes},
        {"first_touches", totals.touches},
        {"refused_commits", totals.refused},
        {"failed_forks", totals.failed_forks},
        {"unhandled_violations", totals.unhandled},
    };

    if (options->summary_file != NULL)
        file = fopen(options->summary_file, "we");
    if (file == NULL)
        fail(SETUP, "can't write", options->summary_file, strerror(errno));
    (void)fprintf(file, "release %u.%u.%u\n", release / 1000000u,
                  release / 1000u % 1000u, release % 1000u);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        (void)fprintf(file, "%s %llu\n", rows[i].name,
                      (unsigned long long)rows[i].value);
    if (file != stderr)
        (void)fclose(file);
}

static void hold_signals(void)
{
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGCHLD);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGHUP);
    (void)sigprocmask(SIG_BLOCK, &signals, &first_mask);
    (void)signal(SIGINT, SIG_IGN);
    (void)signal(SIGQUIT, SIG_IGN);
}

/* The inner of the two processes: PROGRAM's parent. */
static int guard_program(const struct options *options, struct account *account,
                         const char *library)
{
    pid_t self = getpid();
    pid_t child;
    int status;

    (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
    set_preload(library);
    child = fork();
    if (child == 0)
        start_program(options->program, self);
    if (child < 0)
        fail(SETUP, "can't fork", options->program[0], strerror(errno));
    status = wait_for(child);
    end_descendants();
    if (options->summary)
        print_summary(options, account);
    return exit_status(status);
}

/* Start the guard; SIGTERM tells it that this process is gone. */
static pid_t start_guard(const struct options *options, struct account *account,
                         const char *library)
{
    pid_t parent = getpid();
    pid_t guard = fork();

    if (guard != 0)
        return guard;
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(SETUP);
    exit(guard_program(options, account, library));
}

/* Make the account and tell its number to whom it may concern. */
static struct account *make_account(const struct settings *settings)
{
    int id;
    struct account *account = account_create(settings, &id);
    char number[16];

    if (account == NULL)
        fail(SETUP, "can't make the account", "shared memory",
             strerror(errno));
    (void)snprintf(number, sizeof number, "%d", id);
    (void)setenv(ACCOUNT_VARIABLE, number, 1);
    return account;
}

int main(int argc, char **argv)
{
    struct options options = {.summary = false};
    struct account *account;
    char library[PATH_MAX];
    int status;
    pid_t guard;

    take_environment(&options);
    take_arguments(&options, argc, argv);
    find_library(library, sizeof library);
    account = make_account(&options.settings);
    hold_signals();
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
    guard = start_guard(&options, account, library);
    if (guard < 0)
        fail(SETUP, "can't fork", options.program[0], strerror(errno));
    status = wait_for(guard);
    end_descendants();
    return exit_status(status);
}
