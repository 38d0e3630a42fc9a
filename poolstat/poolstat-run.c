/* SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The poolpatch developers
 *
 * poolstat: starts a command, waits until a process is at rest, passes an exit status on.
 */
#define _GNU_SOURCE
#include "poolstat.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Seconds between two looks while waiting: two clock ticks, so that a busy process is seen to be busy. */
#define LOOK 0.02

static volatile sig_atomic_t forward_to;

double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void sleep_for(double seconds)
{
    if (seconds <= 0)
        return;
    struct timespec time = {.tv_sec = (time_t)seconds};
    time.tv_nsec = (long)((seconds - (double)time.tv_sec) * 1e9);
    nanosleep(&time, NULL);
}

/* Sleeps, but not beyond the end of COMMAND (may be NULL). */
void pause_for(double seconds, struct command *command)
{
    double end = now() + seconds;
    if (command == NULL) {
        sleep_for(seconds);
        return;
    }
    for (double left = seconds; left > 0 && !command_ended(command); left = end - now())
        sleep_for(left < LOOK ? left : LOOK);
}

static void forward(int number)
{
    if (forward_to > 0)
        kill((pid_t)forward_to, number);
}

/* The terminal sends its signals to the command too, and what to do about them is the command's business. */
static void forward_signals(pid_t pid)
{
    struct sigaction action = {.sa_handler = forward};
    forward_to = (sig_atomic_t)pid;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGQUIT, &action, NULL);
}

/* In the new process: becomes the command, or tells why not. INPUT: -1, or what to read from. */
_Noreturn static void run(char **argv, int input, int report)
{
    if (input < 0 || dup2(input, STDIN_FILENO) >= 0)
        execvp(argv[0], argv);
    int error = errno;
    _exit(write(report, &error, sizeof error) > 0 ? POOLSTAT_NOT_FOUND : POOLSTAT_CANNOT_RUN);
}

static void close_pair(const int *pair)
{
    if (pair[0] >= 0)
        close(pair[0]);
    if (pair[1] >= 0)
        close(pair[1]);
}

/* Starts ARGV. HOLD: its input is a pipe that stays empty and open until finish_command. Returns OK,
 * NOT_FOUND, CANNOT_RUN or SYSTEM with errno. */
enum status start_command(char **argv, bool hold, struct command *command)
{
    int report[2] = {-1, -1}, input[2] = {-1, -1};
    *command = (struct command){.pid = -1, .hold = -1};
    signal(SIGCHLD, SIG_DFL); /* ignored, it would take the exit status away */
    if (pipe2(report, O_CLOEXEC) != 0 || (hold && pipe2(input, O_CLOEXEC) != 0) || (command->pid = fork()) < 0) {
        int error = errno;
        close_pair(report);
        close_pair(input);
        errno = error;
        return POOLSTAT_SYSTEM;
    }
    if (command->pid == 0)
        run(argv, input[0], report[1]);
    forward_signals(command->pid);
    close(report[1]);
    if (hold)
        close(input[0]);

    int error = 0;
    ssize_t got;
    while ((got = read(report[0], &error, sizeof error)) < 0 && errno == EINTR)
        ;
    close(report[0]);
    command->hold = input[1];
    if (got != sizeof error)
        return POOLSTAT_OK;
    finish_command(command, 1);
    errno = error;
    return error == ENOENT ? POOLSTAT_NOT_FOUND : POOLSTAT_CANNOT_RUN;
}

/* Has it ended by now? Its status is kept. */
bool command_ended(struct command *command)
{
    if (!command->ended)
        command->ended = waitpid(command->pid, &command->status, WNOHANG) == command->pid;
    return command->ended;
}

/* Its exit status, once ended; 128 + signal if one ended it. */
int exit_status(const struct command *command)
{
    return WIFSIGNALED(command->status) ? 128 + WTERMSIG(command->status) : WEXITSTATUS(command->status);
}

/* Gives a command whose input was held the end of it; stops it if that doesn't end it within SECONDS. */
static void release(struct command *command, double seconds)
{
    static const int signals[] = {SIGTERM, SIGKILL};
    close(command->hold);
    command->hold = -1;
    for (int i = 0; i < 2; i++) {
        pause_for(seconds, command);
        if (command->ended)
            return;
        complain("the command goes on after the end of its input: pid %ld; expected its end within %g s; sent %s",
                 (long)command->pid, seconds, i == 0 ? "SIGTERM" : "SIGKILL");
        kill(command->pid, signals[i]);
    }
}

/* Waits for the end of COMMAND and returns its exit status. SECONDS bounds what is told to end. */
int finish_command(struct command *command, double seconds)
{
    if (command->hold >= 0)
        release(command, seconds);
    while (!command->ended) {
        pid_t pid = waitpid(command->pid, &command->status, 0);
        command->ended = pid == command->pid || (pid < 0 && errno != EINTR);
    }
    return exit_status(command);
}

static bool same_activity(const struct activity *a, const struct activity *b)
{
    return a->ticks == b->ticks && a->pages == b->pages && a->processes == b->processes;
}

/* Reads what ROOT does; VANISHED if it is COMMAND, and has ended. */
static enum status look(pid_t root, struct command *command, struct activity *activity)
{
    enum status status = read_activity(root, activity);
    if (command == NULL || (status == POOLSTAT_OK && !command_ended(command)))
        return status;
    return command_ended(command) ? POOLSTAT_VANISHED : status;
}

static enum status seek_pool(pid_t root, const struct command *command, const struct limits *limits,
                             struct pool *pool, uint64_t *largest)
{
    /* A command may be a script that starts the program; a PID is the program. */
    return command != NULL ? find_pool(root, limits, pool, largest) : read_pool(root, limits, pool, largest);
}

/* Waits until ROOT (started as COMMAND, and then also its descendants; or COMMAND is NULL) has a pool and is
 * at rest: for SETTLE seconds it and its descendants were asleep at every look, and none used a tick of
 * processor time, gained or lost a page, started or ended. A program that still loads runs, or waits for
 * its disk, which is another state than asleep. SETTLE 0: until there is a pool.
 * Returns OK with POOL; after TIMEOUT seconds BUSY (there is a pool) or NO_POOL with LARGEST; VANISHED: ROOT
 * ended meanwhile; what else read_pool returns. */
enum status wait_at_rest(pid_t root, struct command *command, const struct limits *limits,
                         const struct patience *patience, struct pool *pool, uint64_t *largest)
{
    struct activity last = {.pages = UNKNOWN}, current;
    double start = now(), since = start;
    bool seen = false;      /* ROOT was there */
    bool fruitless = false; /* no pool was found since the last change */
    *largest = 0;
    for (;; sleep_for(LOOK)) {
        enum status status = look(root, command, &current);
        if (status != POOLSTAT_OK)
            return seen && status == POOLSTAT_NO_PROCESS ? POOLSTAT_VANISHED : status;
        seen = true;
        if (!current.asleep || !same_activity(&last, &current)) {
            since = now();
            fruitless = false;
        }
        last = current;
        bool late = now() - start >= patience->timeout;
        bool rested = current.asleep && now() - since >= patience->settle;
        if (!late && (fruitless || (!rested && patience->settle > 0)))
            continue;
        status = seek_pool(root, command, limits, pool, largest);
        if (status == POOLSTAT_OK && late && !rested && patience->settle > 0)
            return POOLSTAT_BUSY;
        if (status != POOLSTAT_NO_POOL || late)
            return status;
        fruitless = true;
    }
}
