/* cygwin-run: run a program under the model of Cygwin's memory.

   Usage: cygwin-run [--release=X.Y.Z] [--limit=MiB] [--off=RULE[,RULE]...]
                     [--summary[=FILE]] [--] PROGRAM [ARGUMENT]...

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

/* What the programs' signals were before they were blocked here. */
static sigset_t first_mask;

static void
fail(int status, const char *what, const char *name, const char *expected)
{
    (void)fprintf(stderr, "cygwin-run: %s: %s; %s\n", what, name, expected);
    exit(status);
}

static void
take_release(struct options *options, const char *text)
{
    if (!settings_release(&options->settings, text))
        fail(USAGE, "no release of Cygwin", text,
             "expected X.Y.Z; give what uname -r begins with, as 3.0.4");
}

static void
take_limit(struct options *options, const char *text)
{
    if (!settings_limit(&options->settings, text))
        fail(USAGE, "no commit limit", text, "expected a number of MiB");
}

static void
take_off(struct options *options, const char *text)
{
    if (!settings_off(&options->settings, text))
        fail(USAGE, "unknown rule", text,
             "expected names of the table in checks/cygwin-model/README.md");
}

/* The text behind NAME= if ARGUMENT is that option. */
static const char *
value_of(const char *argument, const char *name)
{
    size_t length = strlen(name);

    if (strncmp(argument, name, length) != 0 || argument[length] != '=')
        return NULL;
    return argument + length + 1;
}

static void
take_option(struct options *options, const char *argument)
{
    const char *value;

    if ((value = value_of(argument, "--release")) != NULL)
        take_release(options, value);
    else if ((value = value_of(argument, "--limit")) != NULL)
        take_limit(options, value);
    else if ((value = value_of(argument, "--off")) != NULL)
        take_off(options, value);
    else if ((value = value_of(argument, "--summary")) != NULL)
        options->summary = true, options->summary_file = value;
    else if (strcmp(argument, "--summary") == 0)
        options->summary = true;
    else
        fail(USAGE, "unknown option", argument, "cygwin-run --help lists them");
}

static void
take_environment(struct options *options)
{
    const char *release = getenv("CYGWIN_MODEL_RELEASE");
    const char *limit = getenv("CYGWIN_MODEL_COMMIT_LIMIT");
    const char *off = getenv("CYGWIN_MODEL_OFF");

    take_release(options, release != NULL ? release : "3.0.4");
    take_limit(options, limit != NULL ? limit : "0");
    take_off(options, off != NULL ? off : "");
}

static void
take_arguments(struct options *options, char **arguments)
{
    for (; *arguments != NULL && **arguments == '-'; arguments++) {
        if (strcmp(*arguments, "--help") == 0) {
            (void)fputs(usage_line, stdout);
            exit(0);
        }
        if (strcmp(*arguments, "--") == 0) {
            arguments++;
            break;
        }
        take_option(options, *arguments);
    }
    if (*arguments == NULL) {
        (void)fputs(usage_line, stderr);
        exit(USAGE);
    }
    options->program = arguments;
}

/* The path of the library in PATH. */
static void
find_library(char *path, size_t size)
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
static void
name_library(const char *path, char *name, size_t size)
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

static void
set_preload(const char *path)
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
static void
forbid_core(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_CORE, &limit) == 0) {
        limit.rlim_cur = 0;
        (void)setrlimit(RLIMIT_CORE, &limit);
    }
}

/* In the child: become PROGRAM. */
static void
start_program(char **program, pid_t parent)
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

/* The parent of PID, 0 if there is no such process. */
static pid_t
parent_of(const char *pid)
{
    char path[300];
    char line[512];
    FILE *file;
    size_t length;
    const char *field;

    (void)snprintf(path, sizeof path, "/proc/%s/stat", pid);
    file = fopen(path, "re");
    if (file == NULL)
        return 0;
    length = fread(line, 1, sizeof line - 1, file);
    (void)fclose(file);
    line[length] = '\0';
    field = strrchr(line, ')');
    if (field == NULL || strlen(field) < 5)
        return 0;
    return (pid_t)strtol(field + 4, NULL, 10);
}

static void
kill_children(void)
{
    DIR *processes = opendir("/proc");
    struct dirent *entry;
    char self[16];

    if (processes == NULL)
        return;
    (void)snprintf(self, sizeof self, "%ld", (long)getpid());
    while ((entry = readdir(processes)) != NULL)
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9'
            && parent_of(entry->d_name) == getpid())
            (void)kill((pid_t)strtol(entry->d_name, NULL, 10), SIGKILL);
    (void)closedir(processes);
}

/* End every process below this one: as a subreaper it is the parent of those
   whose own parent is gone, so kill children until there are none. */
static void
end_descendants(void)
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
static bool
reap(pid_t child, int *status)
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
static void
ask_to_end(pid_t child, const sigset_t *signals, int *status)
{
    struct timespec grace = {.tv_sec = 2, .tv_nsec = 0};

    *status = SIGTERM;
    (void)kill(child, SIGTERM);
    while (!reap(child, status)
           && sigtimedwait(signals, NULL, &grace) == SIGCHLD)
        continue;
}

/* Wait for CHILD; its status. SIGTERM and SIGHUP end it early. */
static int
wait_for(pid_t child)
{
    sigset_t signals;
    int status = 0;

    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGCHLD);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGHUP);
    while (!reap(child, &status)) {
        int number = sigwaitinfo(&signals, NULL);

        if (number == SIGTERM || number == SIGHUP) {
            ask_to_end(child, &signals, &status);
            break;
        }
    }
    return status;
}

static int
exit_status(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void
print_summary(const struct options *options, struct account *account)
{
    struct totals totals;
    uint32_t release = options->settings.release;
    FILE *file = stderr;

    if (options->summary_file != NULL)
        file = fopen(options->summary_file, "we");
    if (file == NULL)
        fail(SETUP, "can't write", options->summary_file, strerror(errno));
    account_collect(account);
    (void)account_read(account, &totals, NULL);
    (void)fprintf(file, "release %u.%u.%u\n", release / 1000000u,
                  release / 1000u % 1000u, release % 1000u);
    (void)fprintf(file, "limit_kib %llu\n",
                  (unsigned long long)options->settings.limit >> 10);
    (void)fprintf(file, "peak_kib %llu\n",
                  (unsigned long long)totals.peak >> 10);
    (void)fprintf(file, "left_kib %llu\n",
                  (unsigned long long)totals.charge >> 10);
    (void)fprintf(file, "processes %llu\n",
                  (unsigned long long)totals.processes);
    (void)fprintf(file, "first_touches %llu\n",
                  (unsigned long long)totals.touches);
    (void)fprintf(file, "refused_commits %llu\n",
                  (unsigned long long)totals.refused);
    (void)fprintf(file, "failed_forks %llu\n",
                  (unsigned long long)totals.failed_forks);
    (void)fprintf(file, "unhandled_violations %llu\n",
                  (unsigned long long)totals.unhandled);
    if (file != stderr)
        (void)fclose(file);
}

static void
hold_signals(void)
{
    sigset_t signals;

    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGCHLD);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGHUP);
    (void)sigprocmask(SIG_BLOCK, &signals, &first_mask);
    (void)signal(SIGINT, SIG_IGN);
    (void)signal(SIGQUIT, SIG_IGN);
}

/* The inner of the two processes: PROGRAM's parent. */
static int
guard_program(const struct options *options, struct account *account,
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
static pid_t
start_guard(const struct options *options, struct account *account,
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
static struct account *
make_account(const struct settings *settings)
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

int
main(int argc, char **argv)
{
    struct options options = {.summary = false};
    struct account *account;
    char library[PATH_MAX];
    int status;
    pid_t guard;

    (void)argc;
    take_environment(&options);
    take_arguments(&options, argv + 1);
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
