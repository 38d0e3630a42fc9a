/* rules: try the rules of the model, one at a time, as a program sees them.

   Usage: cygwin-run rules RULE, with RULE a name of the table below.

   Exit status: 0: the rule holds; 1: it doesn't, file, line and what should be
   true are told; 2: wrong usage; 99: not started by cygwin-run.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "account.h"

#define GRANULE ((size_t)65536)
#define MIB ((size_t)1 << 20)

static struct account *account;

/* State what must hold; always compiled in. */
#define MUST(condition) \
    do { \
        if (!(condition)) { \
            (void)fprintf(stderr, "%s:%d: must hold: %s\n", __FILE__, \
                          __LINE__, #condition); \
            _exit(1); \
        } \
    } while (0)

static struct slot slot_of(pid_t pid)
{
    static const struct slot none = {.pid = 0};

    for (unsigned i = 0; i < ACCOUNT_SLOTS; i++)
        if (account->slots[i].pid == pid)
            return account->slots[i];
    return none;
}

static uint64_t charge(void)
{
    return slot_of(getpid()).charge;
}

static struct totals totals(void)
{
    struct totals now;

    account_collect(account);
    (void)account_read(account, &now, NULL);
    return now;
}

static char *map(size_t length, int prot, int flags)
{
    return mmap(NULL, length, prot, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

static char *reserve(size_t length)
{
    char *base = map(length, PROT_READ | PROT_WRITE, MAP_NORESERVE);

    MUST(base != MAP_FAILED);
    return base;
}

typedef void *body(void *argument);

/* Run it in a forked process; its wait status. */
static int in_child(body *run, void *argument)
{
    int status;
    pid_t pid = fork();

    MUST(pid >= 0);
    if (pid == 0) {
        (void)run(argument);
        _exit(0);
    }
    MUST(waitpid(pid, &status, 0) == pid);
    return status;
}

static void in_thread(body *run, void *argument)
{
    pthread_t thread;

    MUST(pthread_create(&thread, NULL, run, argument) == 0);
    MUST(pthread_join(thread, NULL) == 0);
}

static void *touch(void *address)
{
    *(volatile char *)address = 'x';
    return NULL;
}

/* An address where nothing is. */
#define NOTHING ((void *)(GRANULE / 2))

static bool killed_by(int status, int number)
{
    return WIFSIGNALED(status) && WTERMSIG(status) == number;
}

static bool succeeded(int status)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Rule 1. */

static void charge_holds(void)
{
    uint64_t before = charge();
    char *base = map(4 * MIB, PROT_READ | PROT_WRITE, 0);
    char *none = map(MIB, PROT_NONE, 0);

    MUST(base != MAP_FAILED && none != MAP_FAILED);
    MUST(charge() == before + 5 * MIB);
    MUST(munmap(base, 4 * MIB) == 0 && munmap(none, MIB) == 0);
    MUST(charge() == before);
}

/* A chroot without /dev/pts has no terminals to open, and forkpty() fails there before it forks. */
static bool has_terminals(void)
{
    int master;
    int slave;

    if (openpty(&master, &slave, NULL, NULL, NULL) != 0) {
        (void)printf("no terminal can be opened here: forkpty() is not tried\n");
        return false;
    }
    (void)close(master);
    (void)close(slave);
    return true;
}

/* The limit of the account is 64 MiB. */
static void limit_holds(void)
{
    errno = 0;
    MUST(map(65 * MIB, PROT_READ | PROT_WRITE, 0) == MAP_FAILED);
    MUST(errno == EAGAIN);
    MUST(totals().refused == 1);
    MUST(map(32 * MIB, PROT_READ | PROT_WRITE, 0) != MAP_FAILED);
}

/* Rule 2. */

/* MAP_NORESERVE counts only with MAP_PRIVATE and MAP_ANONYMOUS: a shared map
   is there when it is made. */
static void touch_shared(void)
{
    char *base = mmap(NULL, MIB, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    MUST(base != MAP_FAILED);
    base[0] = 'x';
    MUST(slot_of(getpid()).touches == 0);
}

static void touch_holds(void)
{
    uint64_t before = charge();
    char *base = reserve(4 * MIB);

    touch_shared();
    MUST(charge() == before);
    base[GRANULE + 1] = 'x';
    MUST(charge() == before + GRANULE);
    base[2 * GRANULE - 1] = 'x';
    MUST(charge() == before + GRANULE);
    MUST(base[3 * GRANULE] == 0 && charge() == before + 2 * GRANULE);
    MUST(base[GRANULE + 1] == 'x' && slot_of(getpid()).touches == 2);
    MUST(munmap(base, 4 * MIB) == 0 && charge() == before);
}

/* What mprotect (PROT_READ) forbids, a write undoes: it commits the granule
   with the protection the map was created with. */
static void undone_holds(void)
{
    char *base = reserve(MIB);

    MUST(mprotect(base, GRANULE, PROT_READ) == 0);
    MUST(succeeded(in_child(touch, base)));
}

/* A touch of a map created PROT_NONE with MAP_NORESERVE comes again for ever. */
static void spin_holds(void)
{
    void *page = map(MIB, PROT_NONE, MAP_NORESERVE);
    pid_t pid;
    int status;

    MUST(page != MAP_FAILED);
    pid = fork();
    if (pid == 0) {
        (void)touch(page);
        _exit(0);
    }
    while (slot_of(pid).repeats < 1000)
        MUST(waitpid(pid, &status, WNOHANG) == 0);
    MUST(kill(pid, SIGKILL) == 0 && waitpid(pid, &status, 0) == pid);
}

static void *fill(void *base)
{
    return memset(base, 'x', 128 * MIB);
}

/* The limit of the account is 64 MiB: the touch over it is SIGBUS. */
static void exhausted_holds(void)
{
    MUST(killed_by(in_child(fill, reserve(128 * MIB)), SIGBUS));
    MUST(totals().refused > 0);
    MUST(charge() < MIB);
}

/* Rule 3. */

static void protect_holds(void)
{
    uint64_t before = charge();
    char *base = reserve(4 * MIB);

    MUST(mprotect(base, MIB, PROT_READ | PROT_WRITE) == 0);
    MUST(charge() == before + MIB);
    base[0] = 'x';
    MUST(slot_of(getpid()).touches == 0);
    MUST(mprotect(base, MIB, PROT_NONE) == 0);
    MUST(charge() == before);
    MUST(mprotect(base, MIB, PROT_READ | PROT_WRITE) == 0 && base[0] == 0);
}

/* The limit of the account is 64 MiB: mprotect tells. */
static void told_holds(void)
{
    uint64_t before = charge();
    char *base = reserve(128 * MIB);

    errno = 0;
    MUST(mprotect(base, 100 * MIB, PROT_READ | PROT_WRITE) == -1);
    MUST(errno == EAGAIN && charge() == before);
    MUST(mprotect(base, 32 * MIB, PROT_READ | PROT_WRITE) == 0);
}

static void page_holds(void)
{
    char *base;

    MUST(sysconf(_SC_PAGESIZE) == 65536 && getpagesize() == 65536);
    MUST(sysconf(_SC_PHYS_PAGES) < 1l << 24);
    for (int i = 0; i < 20; i++) {
        base = map(4096, PROT_READ | PROT_WRITE, 0);
        MUST(base != MAP_FAILED && (uintptr_t)base % GRANULE == 0);
        base[GRANULE - 1] = 'x';
    }
    MUST(mprotect(base + 4096, 4096, PROT_READ) == -1 && errno == EINVAL);
    MUST(munmap(base + 4096, 4096) == -1 && errno == EINVAL);
    MUST(mmap(base + 4096, 4096, PROT_READ,
              MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED);
}

/* Rule 4. */

static void *map_over(char *base, int flags)
{
    errno = 0;
    return mmap(base, GRANULE, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | flags, -1, 0);
}

static void fixed_holds(void)
{
    char *reserved = reserve(MIB);
    char *committed = map(MIB, PROT_READ | PROT_WRITE, 0);

    MUST(map_over(reserved, MAP_NORESERVE) == MAP_FAILED && errno == EINVAL);
    MUST(map_over(committed, MAP_NORESERVE) == MAP_FAILED && errno == EINVAL);
    if (account->settings.release < RELEASE(3, 6, 0))
        MUST(map_over(committed, 0) == MAP_FAILED && errno == EINVAL);
    else
        MUST(map_over(committed, 0) == committed);
    MUST(munmap(reserved, GRANULE) == 0);
    MUST(map_over(reserved, MAP_NORESERVE) == reserved);
}

/* Rule 5. */

static uint64_t forked_charge;

static size_t resident(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    size_t whole, pages;

    MUST(file != NULL && fscanf(file, "%zu %zu", &whole, &pages) == 2);
    MUST(fclose(file) == 0);
    return pages * 4096;
}

static void *look_at_copy(void *base)
{
    MUST(resident() > 16 * MIB);
    MUST(charge() == forked_charge);
    MUST(totals().charge >= 2 * forked_charge);
    MUST(*(char *)base == 'x');
    *(char *)base = 'y';
    return NULL;
}

static void fork_holds(void)
{
    char *base = map(16 * MIB, PROT_READ | PROT_WRITE, 0);

    MUST(base != MAP_FAILED);
    base[0] = 'x';
    (void)reserve(16 * MIB);
    forked_charge = charge();
    MUST(forked_charge < 17 * MIB);
    MUST(succeeded(in_child(look_at_copy, base)));
    MUST(base[0] == 'x');
    MUST(totals().charge == forked_charge);
}

/* The limit of the account is 64 MiB. */
static void failing_fork_holds(void)
{
    char *base = map(40 * MIB, PROT_READ | PROT_WRITE, 0);
    const bool terminals = has_terminals();
    pid_t pid;
    int master;

    MUST(base != MAP_FAILED);
    errno = 0;
    MUST(fork() == -1 && errno == EAGAIN);
    MUST(vfork() == -1); // NOLINT(clang-analyzer-unix.Vfork): where it does not fail, MUST ends it
    MUST(!terminals || forkpty(&master, NULL, NULL, NULL) == -1);
    MUST(posix_spawn(&pid, "/bin/true", NULL, NULL, (char *[]){"true", NULL},
                     NULL) == EAGAIN);
    MUST(totals().failed_forks == (terminals ? 4 : 3));
    MUST(munmap(base, 40 * MIB) == 0);
    MUST(succeeded(in_child(touch, reserve(MIB))));
}

/* Rule 6. */

static void advise_holds(void)
{
    char *base = map(MIB, PROT_READ | PROT_WRITE, 0);
    uint64_t before = charge();

    MUST(base != MAP_FAILED);
    errno = 0;
    if (account->settings.release < RELEASE(3, 7, 0))
        MUST(madvise(base, MIB, 77) == EINVAL && errno == 0);
    else
        MUST(madvise(base, MIB, 77) == -1 && errno == EINVAL);
    base[0] = 'x';
    MUST(madvise(base, MIB, MADV_DONTNEED) == 0);
    MUST(base[0] == (account->settings.release < RELEASE(2, 3, 0) ? 'x' : 0));
    MUST(charge() == before);
}

/* Rule 7. */

static void partial_holds(void)
{
    uint64_t before = charge();
    char *base = map(4 * MIB, PROT_READ | PROT_WRITE, 0);
    char *again;

    MUST(base != MAP_FAILED && munmap(base + MIB, MIB) == 0);
    MUST(charge() == before + 4 * MIB);
    again = map(MIB, PROT_READ | PROT_WRITE, 0);
    MUST(again == base + MIB && charge() == before + 4 * MIB);
    MUST(again[0] == 0);
    MUST(munmap(base, 4 * MIB) == 0 && charge() == before);
}

/* Rule 8. */

static void read_holds(void)
{
    uint64_t before = charge();
    char *base = reserve(MIB);
    int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    int ends[2];

    MUST(file >= 0 && read(file, base, 100) == 100);
    MUST(charge() == before + GRANULE && memcmp(base, "\177ELF", 4) == 0);
    MUST(pread(file, base + 4 * GRANULE, 100, 0) == 100);
    MUST(charge() == before + 2 * GRANULE);
    MUST(pipe(ends) == 0 && write(ends[1], "x", 1) == 1);
    MUST(read(ends[0], base + 8 * GRANULE, 1) == -1 && errno == EFAULT);
    MUST(getcwd(base + 8 * GRANULE, 100) == NULL && errno == EFAULT);
}

/* Rule 9. */

static int status_from_thread;

static void *fork_and_touch(void *base)
{
    status_from_thread = in_child(touch, base);
    return NULL;
}

static void *touch_in_thread(void *address)
{
    in_thread(touch, address);
    return NULL;
}

static void exit_zero(int number)
{
    (void)number;
    _exit(0);
}

static void *fault_in_thread(void *address)
{
    (void)signal(SIGSEGV, exit_zero);
    in_thread(touch, address);
    _exit(1);
}

static void thread_holds(void)
{
    bool old = account->settings.release < RELEASE(3, 0, 0);
    int touched, faulted;

    MUST(succeeded(in_child(touch, reserve(MIB))));
    in_thread(fork_and_touch, reserve(MIB));
    touched = in_child(touch_in_thread, reserve(MIB));
    faulted = in_child(fault_in_thread, NOTHING);
    if (old) {
        MUST(killed_by(touched, SIGSEGV));
        MUST(killed_by(status_from_thread, SIGSEGV));
        MUST(killed_by(faulted, SIGSEGV));
        MUST(totals().unhandled == 3);
    } else {
        MUST(succeeded(touched));
        MUST(succeeded(status_from_thread));
        MUST(succeeded(faulted));
    }
}

/* Rule 10. */

static char *touched_in_handler;

static void touch_in_handler(int number)
{
    (void)number;
    touched_in_handler[0] = 'x';
}

static void *handle_and_touch(void *flags)
{
    static char stack[1 << 16];
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = touch_in_handler;
    action.sa_flags = *(int *)flags;
    touched_in_handler = reserve(MIB);
    MUST(sigaltstack(&alternate, NULL) == 0);
    MUST(sigaction(SIGUSR1, &action, NULL) == 0);
    MUST(raise(SIGUSR1) == 0);
    return NULL;
}

static void altstack_holds(void)
{
    MUST(succeeded(in_child(handle_and_touch, &(int){0})));
    MUST(killed_by(in_child(handle_and_touch, &(int){SA_ONSTACK}), SIGSEGV));
    MUST(totals().unhandled == 1);
}

/* The program's own SIGSEGV is still its own. */

static sigjmp_buf back;
static volatile sig_atomic_t caught;

static void jump_back(int number, siginfo_t *info, void *context)
{
    (void)context;
    caught = number == SIGSEGV && info->si_addr == NOTHING;
    siglongjmp(back, 1);
}

static void segv_holds(void)
{
    struct sigaction action, old;
    sigset_t all, before;
    char *base = reserve(MIB);

    memset(&action, 0, sizeof action);
    action.sa_sigaction = jump_back;
    action.sa_flags = SA_SIGINFO;
    MUST(sigaction(SIGSEGV, &action, &old) == 0 && old.sa_handler == SIG_DFL);
    MUST(sigaction(SIGSEGV, NULL, &old) == 0);
    MUST(old.sa_sigaction == jump_back && old.sa_flags == SA_SIGINFO);
    for (int i = 0; i < 3; i++) {
        caught = 0;
        if (sigsetjmp(back, 1) == 0)
            (void)touch(NOTHING);
        MUST(caught);
    }
    MUST(sigfillset(&all) == 0 && sigprocmask(SIG_BLOCK, &all, &before) == 0);
    MUST(sigismember(&before, SIGSEGV) == 0);
    base[0] = 'x';
    MUST(sigprocmask(SIG_SETMASK, &before, &all) == 0);
    MUST(sigismember(&all, SIGSEGV) == 1);
    MUST(signal(SIGSEGV, SIG_DFL) != SIG_ERR);
    base[GRANULE] = 'x';
}

static void *die_of_sent_segv(void *unused)
{
    (void)raise(SIGSEGV);
    return unused;
}

static void default_holds(void)
{
    MUST(killed_by(in_child(touch, NOTHING), SIGSEGV));
    MUST(killed_by(in_child(die_of_sent_segv, NULL), SIGSEGV));
    MUST(totals().unhandled == 0);
}

/* What a killed process held is free again, and an exec leaves nothing. */

static void *hold_and_die(void *unused)
{
    MUST(map(32 * MIB, PROT_READ | PROT_WRITE, 0) != MAP_FAILED);
    (void)kill(getpid(), SIGKILL);
    return unused;
}

static void hold_and_exec(void)
{
    MUST(map(32 * MIB, PROT_READ | PROT_WRITE, 0) != MAP_FAILED);
    MUST(unsetenv("LD_PRELOAD") == 0);
    (void)execl("/bin/sleep", "sleep", "600", (char *)NULL);
}

/* True when process PID runs the program NAME. */
static bool runs(pid_t pid, const char *name)
{
    char path[32];
    char line[32] = "";
    FILE *file;

    (void)snprintf(path, sizeof path, "/proc/%ld/comm", (long)pid);
    file = fopen(path, "r");
    MUST(file != NULL && fgets(line, sizeof line, file) != NULL);
    MUST(fclose(file) == 0);
    return strncmp(line, name, strlen(name)) == 0;
}

static void collect_holds(void)
{
    pid_t pid;
    int status;

    MUST(killed_by(in_child(hold_and_die, NULL), SIGKILL));
    MUST(totals().charge < MIB);
    pid = fork();
    if (pid == 0)
        hold_and_exec();
    while (!runs(pid, "sleep"))
        MUST(waitpid(pid, &status, WNOHANG) == 0);
    MUST(totals().charge < MIB);
    MUST(kill(pid, SIGKILL) == 0 && waitpid(pid, &status, 0) == pid);
}

/* Rule 11. */

static void *look_at_heap(void *base)
{
    MUST(charge() == forked_charge);
    MUST(*(char *)base == 'x');
    return NULL;
}

/* The limit of the account is 64 MiB. */
static void heap_holds(void)
{
    uint64_t before = charge();
    char *base = sbrk((intptr_t)MIB);

    MUST((intptr_t)base != -1 && charge() == before + MIB);
    base[0] = 'x';
    forked_charge = charge();
    MUST(succeeded(in_child(look_at_heap, base)));
    errno = 0;
    MUST((intptr_t)sbrk((intptr_t)(64 * MIB)) == -1 && errno == ENOMEM);
    MUST((intptr_t)sbrk(-(intptr_t)MIB) != -1 && charge() == before);
}

/* A program that closes all files before it runs another one, as Python's
   subprocess does, doesn't lose the account. */
static void closed_holds(void)
{
    for (int file = 3; file < 1024; file++)
        (void)close(file);
    (void)execl("/proc/self/exe", "rules", "charge", (char *)NULL);
    MUST(false);
}

static const struct {
    const char *name;
    void (*holds)(void);
} table[] = {
    {"charge", charge_holds},     {"limit", limit_holds},
    {"touch", touch_holds},       {"undone", undone_holds},
    {"spin", spin_holds},         {"exhausted", exhausted_holds},
    {"protect", protect_holds},   {"told", told_holds},
    {"page", page_holds},         {"fixed", fixed_holds},
    {"fork", fork_holds},         {"failing-fork", failing_fork_holds},
    {"advise", advise_holds},     {"partial", partial_holds},
    {"read", read_holds},         {"thread", thread_holds},
    {"altstack", altstack_holds}, {"segv", segv_holds},
    {"default", default_holds},   {"collect", collect_holds},
    {"closed", closed_holds},     {"heap", heap_holds},
};

int main(int argc, char **argv)
{
    account = account_open(getenv(ACCOUNT_VARIABLE));
    if (account == NULL) {
        (void)fprintf(stderr, "rules: no account: %s: %s; start it with "
                      "cygwin-run\n", ACCOUNT_VARIABLE, strerror(errno));
        return 99;
    }
    for (size_t i = 0; argc == 2 && i < sizeof table / sizeof *table; i++)
        if (strcmp(argv[1], table[i].name) == 0) {
            table[i].holds();
            return 0;
        }
    (void)fprintf(stderr, "usage: cygwin-run rules RULE\n");
    return 2;
}
