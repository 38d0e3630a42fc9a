/* cygwin-account: print the account of the run of the model it is called in.

   Usage: cygwin-account [PID]...
          cygwin-account --help | --version

   Prints a table, one process a line, KiB, and a last line `sum`. With PIDs
   only those processes, and no sum.

   Exit status: 0; 1 if a PID is not in the account; 2 for wrong usage; 99 if
   there is no account.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "account.h"

static struct slot slots[ACCOUNT_SLOTS];

/* Resident memory of PID in KiB, 0 if it is gone. The host's page, not the
   model's, as this program may run under it. */
static unsigned long long resident(pid_t pid)
{
    char path[32];
    unsigned long long total, pages = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "/proc/%ld/statm", (long)pid);
    file = fopen(path, "re");
    if (file == NULL)
        return 0;
    if (fscanf(file, "%llu %llu", &total, &pages) != 2)
        pages = 0;
    (void)fclose(file);
    return pages * getauxval(AT_PAGESZ) / 1024;
}

static void print_slot(const struct slot *slot)
{
    (void)printf("%ld\t%llu\t%llu\t%llu\t%llu\t%llu\t%s\n", (long)slot->pid,
                 (unsigned long long)slot->charge >> 10,
                 (unsigned long long)slot->peak >> 10, resident(slot->pid),
                 (unsigned long long)slot->touches,
                 (unsigned long long)slot->repeats, slot->name);
}

static int print_one(const char *argument, unsigned count)
{
    char *end;
    long pid = strtol(argument, &end, 10);

    if (*end != '\0' || end == argument || pid <= 0) {
        (void)fprintf(stderr, "cygwin-account: no process number: %s\n",
                      argument);
        exit(2);
    }
    for (unsigned i = 0; i < count; i++)
        if (slots[i].pid == pid) {
            print_slot(&slots[i]);
            return 0;
        }
    (void)fprintf(stderr, "cygwin-account: not in the account: %ld\n", pid);
    return 1;
}

static void print_all(unsigned count, const struct totals *totals)
{
    unsigned long long sum = 0;

    (void)puts("pid\tcharge\tpeak\trss\ttouches\trepeats\tname");
    for (unsigned i = 0; i < count; i++)
        if (slots[i].pid != getpid()) {
            print_slot(&slots[i]);
            sum += slots[i].charge >> 10;
        }
    (void)printf("sum\t%llu\t%llu\n", sum,
                 (unsigned long long)totals->peak >> 10);
}

/* Does ARGUMENT ask for the program itself? */
static bool about(const char *argument)
{
    if (strcmp(argument, "--help") == 0)
        (void)puts("usage: cygwin-account [PID]...   charge of each process "
                   "of the cygwin-run it is called in, in KiB");
    else if (strcmp(argument, "--version") == 0)
        (void)puts("cygwin-account (poolpatch) " PACKAGE_VERSION);
    else
        return false;
    return true;
}

int main(int argc, char **argv)
{
    const char *number = getenv(ACCOUNT_VARIABLE);
    struct account *account = account_open(number);
    struct totals totals;
    unsigned count;
    int status = 0;

    if (argc == 2 && about(argv[1]))
        return 0;
    if (account == NULL) {
        (void)fprintf(stderr, "cygwin-account: no account: %s=%s: %s; call it "
                      "in a program that cygwin-run started\n",
                      ACCOUNT_VARIABLE, number != NULL ? number : "",
                      strerror(errno));
        return 99;
    }
    account_collect(account);
    count = account_read(account, &totals, slots);
    if (argc < 2)
        print_all(count, &totals);
    for (int i = 1; i < argc; i++)
        status |= print_one(argv[i], count);
    return status;
}
