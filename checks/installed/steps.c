/* steps: a program that embeds another's library, by embed.h, and does what its
   arguments say, in order.

   Usage: steps STEP [ARGUMENT]...

   start ROOTS POOL LEAST  start the library
   eval COMMAND            have it run COMMAND
   value NAME COMMAND      print NAME and the number that COMMAND gives
   fork N                  fork N children that wait; print how many there are
   account                 print the account of the model (PATH has its program)
   shell COMMAND           have a shell, whose $PPID is this process, run COMMAND
   child                   fork; the child does the steps that follow, and this
                           process prints how it ended and is done
   thread                  the same, forked from a thread
   handler STACK COMMAND   have it run COMMAND in a signal handler; on the
                           `normal` or an `alternate` stack
   own                     install a handler of SIGSEGV of its own, on an
                           alternate stack, that ends the program with status 3

   Exit status: 0; 1: a COMMAND failed; 2: wrong usage; 3: see own.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "embed.h"

enum { STACK_SIZE = 1 << 20 };

static int hold[2]; /* a pipe; children wait until its writing end is gone */

/* End with a message. */
static void
usage(const char *what)
{
    (void)fprintf(stderr, "steps: %s; the comment in steps.c lists the steps\n",
                  what);
    exit(2);
}

/* The value of COMMAND, -1 if that is no number. */
static long
must_run(const char *command)
{
    long value = -1;

    if (embed_run(command, &value) != 0) {
        (void)fprintf(stderr, "steps: this failed: %s\n", command);
        exit(1);
    }
    return value;
}

static void
wait_for_parent(void)
{
    char byte;

    (void)close(hold[1]);
    (void)read(hold[0], &byte, 1);
    _exit(0);
}

/* Children inherit what is in a buffer and would print it again. */
static pid_t
clean_fork(void)
{
    (void)fflush(NULL);
    return fork();
}

static void
fork_many(int wanted)
{
    int there = 0;
    int error = 0;

    while (there < wanted && error == 0) {
        pid_t pid = clean_fork();

        if (pid == 0)
            wait_for_parent();
        if (pid < 0)
            error = errno;
        else
            there++;
    }
    (void)printf("forked %d of %d, errno %d\n", there, wanted, error);
}

static void
print_account(void)
{
    (void)fflush(NULL);
    if (system("cygwin-account") != 0)
        usage("cygwin-account is not on PATH, or there is no account");
}

static void
run_in_shell(const char *command)
{
    (void)fflush(NULL);
    if (system(command) != 0)
        usage("the command of a step `shell` failed");
}

static void
print_end(pid_t pid)
{
    int status;

    if (pid < 0 || waitpid(pid, &status, 0) != pid)
        (void)printf("no child, errno %d\n", errno);
    else if (WIFSIGNALED(status))
        (void)printf("child ended by signal %d\n", WTERMSIG(status));
    else
        (void)printf("child ended with status %d\n", WEXITSTATUS(status));
}

static void do_steps(char **step);

/* Fork; the child does the steps from STEP on. */
static void *
fork_for(void *step)
{
    pid_t pid = clean_fork();

    if (pid == 0) {
        do_steps(step);
        exit(0);
    }
    print_end(pid);
    return NULL;
}

static void
fork_in_thread(char **step)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, fork_for, step) != 0
        || pthread_join(thread, NULL) != 0)
        usage("no thread");
}

static void
set_alternate_stack(void)
{
    static char stack[STACK_SIZE];
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};

    (void)sigaltstack(&alternate, NULL);
}

static const char *handler_command;

static void
run_in_handler(int number)
{
    (void)number;
    (void)must_run(handler_command);
}

static void
set_action(int number, void (*handler)(int), int flags)
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    (void)sigaction(number, &action, NULL);
}

static void
run_by_signal(const char *stack, const char *command)
{
    handler_command = command;
    set_alternate_stack();
    set_action(SIGUSR1, run_in_handler,
               strcmp(stack, "alternate") == 0 ? SA_ONSTACK : 0);
    (void)raise(SIGUSR1);
}

static void
end_by_own_handler(int number)
{
    static const char text[] = "own handler\n";

    (void)number;
    (void)write(STDOUT_FILENO, text, sizeof text - 1);
    _exit(3);
}

static void
install_own_handler(void)
{
    set_alternate_stack();
    set_action(SIGSEGV, end_by_own_handler, SA_ONSTACK);
}

/* How many arguments the step NAME takes, -1 if there is no such step. */
static int
arguments_of(const char *name)
{
    static const struct {
        const char *name;
        int arguments;
    } steps[] = {
        {"start", 3},   {"eval", 1},  {"value", 2},  {"fork", 1}, {"account", 0},
        {"handler", 2}, {"child", 0}, {"thread", 0}, {"own", 0},  {"shell", 1},
    };

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (strcmp(steps[i].name, name) == 0)
            return steps[i].arguments;
    return -1;
}

/* Do the one step at STEP, whose arguments are there. */
static void
do_step(char **step)
{
    if (strcmp(step[0], "start") == 0)
        embed_start(step[1], step[2], step[3]);
    else if (strcmp(step[0], "eval") == 0)
        (void)must_run(step[1]);
    else if (strcmp(step[0], "value") == 0)
        (void)printf("%s %ld\n", step[1], must_run(step[2]));
    else if (strcmp(step[0], "fork") == 0)
        fork_many((int)strtol(step[1], NULL, 10));
    else if (strcmp(step[0], "account") == 0)
        print_account();
    else if (strcmp(step[0], "shell") == 0)
        run_in_shell(step[1]);
    else if (strcmp(step[0], "handler") == 0)
        run_by_signal(step[1], step[2]);
    else
        install_own_handler();
}

static void
do_steps(char **step)
{
    while (*step != NULL) {
        int arguments = arguments_of(*step);

        for (int i = 1; i <= arguments; i++)
            if (step[i] == NULL)
                usage("a step lacks an argument");
        if (arguments < 0)
            usage("no such step");
        if (strcmp(*step, "child") == 0 || strcmp(*step, "thread") == 0) {
            if (strcmp(*step, "child") == 0)
                (void)fork_for(step + 1);
            else
                fork_in_thread(step + 1);
            return;
        }
        do_step(step);
        step += arguments + 1;
    }
}

int
main(int argc, char **argv)
{
    if (argc < 2 || pipe(hold) != 0)
        usage("no steps");
    do_steps(argv + 1);
    return 0;
}
