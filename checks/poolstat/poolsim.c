/* SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The poolpatch developers
 *
 * poolsim: a program with a pool, for the checks of poolstat.
 *
 *   poolsim [WORD[=VALUE]]...
 *
 * Does what the words say, in their order; sizes in MiB, times in milliseconds:
 *   upstream=N noreserve=N commit=N  maps a pool of N as that strategy does (commit: nothing of it yet)
 *   use=N       makes the first N of the pool usable (commit) and touches them
 *   protect=N   takes the access to the first N of the pool away, keeps contents and charge
 *   down=N      maps N as a pool that grows downwards: reserved below, 16 usable above
 *   reserve=N   maps N that nobody uses: no access at all
 *   arenas=N    starts N threads that wait, each with an arena of malloc and a stack with a guard
 *   stacks=N    the same with stacks of 32, and without arenas
 *   small=N     N private mappings of 1, scattered
 *   heap=N      enlarges the heap by N
 *   sleep=T     sleeps; busy=T: computes
 *   grow=N      like use=N, but 1 at a time with 10 ms between
 *   child       forks; the child goes on with the words, the parent waits for it and exits with its status
 *   zombie      forks a child that ends and is not asked for its status; says its pid
 *   exec        starts itself anew with the words that follow
 *   fail=N      exits with status N; signal=N: dies of signal N
 *   say=TEXT    writes a line
 *   byte        waits for a byte of input; read: for the end of it; forever: for a signal
 * Exit status: 0; 2 wrong word; 99 the system refused.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MIB ((size_t)1024 * 1024)

/* Where GAP asks for its pool: 16 TiB, far from everything else. */
#define POOL_HINT ((void *)((uintptr_t)16 << 40))

enum { STACK_MIB = 32, DOWN_USED_MIB = 16 };

static struct {
    char *base;
    size_t size, used;
    int commit;
} pool;

static void refuse(const char *what)
{
    fprintf(stderr, "poolsim: %s: %s\n", what, strerror(errno));
    exit(99);
}

static void *map(void *hint, size_t mib, int access, int flags)
{
    void *base = mmap(hint, mib * MIB, access, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
    if (base == MAP_FAILED)
        refuse("mmap");
    return base;
}

static void allow(void *base, size_t mib, int access)
{
    if (mprotect(base, mib * MIB, access) != 0)
        refuse("mprotect");
}

static void map_pool(size_t mib, int access, int flags)
{
    pool.base = map(POOL_HINT, mib, access, flags);
    pool.size = mib;
    pool.commit = access == PROT_NONE;
}

static void use(size_t mib)
{
    if (pool.commit)
        allow(pool.base, mib, PROT_READ | PROT_WRITE);
    memset(pool.base, 1, mib * MIB);
    pool.used = mib;
}

static void rest(long milliseconds)
{
    struct timespec time = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};
    while (nanosleep(&time, &time) != 0 && errno == EINTR)
        ;
}

static void compute(long milliseconds)
{
    clock_t end = clock() + (clock_t)milliseconds * CLOCKS_PER_SEC / 1000;
    while (clock() < end)
        ;
}

/* cppcheck-suppress constParameter ; pthread_create wants it so */
static void *wait_in_thread(void *arena)
{
    /* Kept for as long as the program runs: that is what makes the arena. */
    volatile char *block = arena != NULL ? malloc(1000) : NULL;
    if (block != NULL)
        block[0] = 1;
    pause();
    free((void *)block);
    return NULL;
}

static void start_threads(size_t number, size_t stack_mib, void *arena)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    if (stack_mib > 0)
        pthread_attr_setstacksize(&attributes, stack_mib * MIB);
    for (size_t i = 0; i < number; i++) {
        pthread_t thread;
        errno = pthread_create(&thread, &attributes, wait_in_thread, arena);
        if (errno != 0)
            refuse("pthread_create");
    }
    pthread_attr_destroy(&attributes);
    rest(100); /* until each has its arena */
}

static void scatter(size_t number)
{
    for (size_t i = 0; i < number; i++)
        map((char *)POOL_HINT + (4096 + 2 * i) * MIB, 1, PROT_READ | PROT_WRITE, 0);
}

static void map_down(size_t mib)
{
    char *base = map(POOL_HINT, mib, PROT_NONE, 0);
    allow(base + (mib - DOWN_USED_MIB) * MIB, DOWN_USED_MIB, PROT_READ | PROT_WRITE);
}

static void grow(size_t mib)
{
    for (size_t used = pool.used; used < mib; used++) {
        use(used + 1);
        rest(10);
    }
}

static void fork_and_wait(void)
{
    int status;
    pid_t pid = fork();
    if (pid < 0)
        refuse("fork");
    if (pid == 0)
        return;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    exit(WIFEXITED(status) ? WEXITSTATUS(status) : 99);
}

static void make_zombie(void)
{
#ifdef WNOWAIT
    siginfo_t info;
    pid_t pid = fork();
    if (pid < 0)
        refuse("fork");
    if (pid == 0)
        _exit(0);
    waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
    printf("%ld\n", (long)pid);
#else
    errno = ENOSYS; /* Cygwin */
    refuse("waitid");
#endif
}

/* Waits for a byte of input; 0: there is no more. */
static ssize_t read_byte(void)
{
    char byte;
    ssize_t got;
    while ((got = read(STDIN_FILENO, &byte, 1)) < 0 && errno == EINTR)
        ;
    return got;
}

static int is(const char *word, const char *name)
{
    size_t length = strlen(name);
    return strncmp(word, name, length) == 0 && (word[length] == '\0' || word[length] == '=');
}

static int do_map(const char *word, size_t value)
{
    if (is(word, "upstream"))
        map_pool(value, PROT_READ | PROT_WRITE, 0);
    else if (is(word, "noreserve"))
        map_pool(value, PROT_READ | PROT_WRITE, MAP_NORESERVE);
    else if (is(word, "commit"))
        map_pool(value, PROT_NONE, 0);
    else if (is(word, "use"))
        use(value);
    else if (is(word, "grow"))
        grow(value);
    else if (is(word, "protect"))
        allow(pool.base, value, PROT_NONE);
    else if (is(word, "down"))
        map_down(value);
    else if (is(word, "reserve"))
        map(NULL, value, PROT_NONE, 0);
    else if (is(word, "arenas"))
        start_threads(value, 0, &pool);
    else if (is(word, "stacks"))
        start_threads(value, STACK_MIB, NULL);
    else if (is(word, "heap") && sbrk((intptr_t)(value * MIB)) == (void *)-1)
        refuse("sbrk");
    else if (is(word, "small"))
        scatter(value);
    else
        return is(word, "heap");
    return 1;
}

static int do_live(const char *word, const char *text, long value)
{
    if (is(word, "sleep"))
        rest(value);
    else if (is(word, "busy"))
        compute(value);
    else if (is(word, "child"))
        fork_and_wait();
    else if (is(word, "zombie"))
        make_zombie();
    else if (is(word, "fail"))
        exit((int)value);
    else if (is(word, "signal"))
        raise((int)value);
    else if (is(word, "say"))
        puts(text);
    else if (is(word, "byte"))
        read_byte();
    else if (is(word, "read"))
        while (read_byte() > 0)
            ;
    else if (is(word, "forever"))
        for (;;)
            pause();
    else
        return 0;
    return 1;
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    signal(SIGPIPE, SIG_IGN); /* nobody needs to listen to the end */
    for (int i = 1; i < argc; i++) {
        const char *text = strchr(argv[i], '=');
        text = text != NULL ? text + 1 : "0";
        if (is(argv[i], "exec")) {
            argv[i] = argv[0];
            execv("/proc/self/exe", argv + i);
            refuse("exec");
        }
        if (!do_map(argv[i], strtoul(text, NULL, 10)) && !do_live(argv[i], text, strtol(text, NULL, 10))) {
            fprintf(stderr, "poolsim: unknown word: %s; expected one of the list in poolsim.c\n", argv[i]);
            return 2;
        }
    }
    return 0;
}
