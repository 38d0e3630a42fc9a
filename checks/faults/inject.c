/* SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The poolpatch developers
 *
 * inject.c: run a command and let one of its changes of the file system go wrong.
 *
 * inject [-k N | -o N | -f N | -b N -c TEXT] [-t SECONDS] [-r REPORT] COMMAND [ARGUMENT...]
 *
 * Counts the calls by which COMMAND and all it starts change the file system, from 1 on, and at the Nth of them
 *   -k  kills them all (SIGKILL), before the call is made
 *   -o  lets this one call fail with ENOSPC
 *   -f  lets this call and all that come after it fail with ENOSPC
 *   -b  begin TEXT, a command of the shell, beside them, and keep who makes the call waiting for 0.1 s; TEXT may outlive
 *       COMMAND, and is waited for
 * Without N, or if there are fewer, nothing goes wrong.  -k and -b count all changes; -o and -f only those that take room on a
 * disk: what a full disk still does, removing and renaming within it apart, is not made to fail.
 * -t kills them all after SECONDS in which this one could run: a machine that sleeps does not count; -r writes one line into
 * REPORT: how many calls there were, and the one that went wrong.
 *
 * Counted are the calls in the table below, on files and directories: not on pipes, terminals and devices, nor below /dev and
 * /proc.  What is written through mmap is not seen; no program of a build here does so.
 *
 * Exit status: that of COMMAND; 137 killed by -k; 124 killed by -t; 125 wrong usage, or nothing can be traced; 77 not on
 * x86_64 Linux.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#if !defined __linux__ || !defined __x86_64__ || defined __ILP32__

#include <stdio.h>

int main(void) {
    fputs("inject: only for Linux on x86_64\n", stderr);
    return 77;
}

#else

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_TIMEOUT = 124, EXIT_TROUBLE = 125, EXIT_KILLED = 137 };

/* What is looked at when a call is made: does it count, and does it take room? */
enum kind {
    OPENS,   /* by its flags, and whether there is such a file */
    OPENS2,  /* the same, flags in a structure */
    WRITES,  /* to a descriptor: counts if that is a file; takes room */
    CHANGES, /* a descriptor: counts if that is a file; takes none */
    MAKES,   /* a name that may be there; takes room */
    CREATES, /* a name, which fails if it is there; takes room */
    REMOVES  /* or changes what has a name; takes none */
};

/* path: the argument that is a path, or the descriptor; base: the one that says where a relative path begins, or -1;
 * flags: of OPENS. */
struct call {
    const char *name;
    long number;
    enum kind kind;
    int base, path, flags;
};

#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

static const struct call calls[] = {
    {"open", SYS_open, OPENS, -1, 0, 1},
    {"openat", SYS_openat, OPENS, 0, 1, 2},
    {"openat2", SYS_openat2, OPENS2, 0, 1, 2},
    {"creat", SYS_creat, MAKES, -1, 0, 0},
    {"write", SYS_write, WRITES, -1, 0, 0},
    {"pwrite", SYS_pwrite64, WRITES, -1, 0, 0},
    {"writev", SYS_writev, WRITES, -1, 0, 0},
    {"pwritev", SYS_pwritev, WRITES, -1, 0, 0},
    {"pwritev2", SYS_pwritev2, WRITES, -1, 0, 0},
    {"sendfile", SYS_sendfile, WRITES, -1, 0, 0},
    {"splice", SYS_splice, WRITES, -1, 2, 0},
    {"copy_file_range", SYS_copy_file_range, WRITES, -1, 2, 0},
    {"fallocate", SYS_fallocate, WRITES, -1, 0, 0},
    {"ftruncate", SYS_ftruncate, CHANGES, -1, 0, 0},
    {"truncate", SYS_truncate, REMOVES, -1, 0, 0},
    {"rename", SYS_rename, MAKES, -1, 1, 0},
    {"renameat", SYS_renameat, MAKES, 2, 3, 0},
    {"renameat2", SYS_renameat2, MAKES, 2, 3, 0},
    {"link", SYS_link, CREATES, -1, 1, 0},
    {"linkat", SYS_linkat, CREATES, 2, 3, 0},
    {"symlink", SYS_symlink, CREATES, -1, 1, 0},
    {"symlinkat", SYS_symlinkat, CREATES, 1, 2, 0},
    {"mkdir", SYS_mkdir, CREATES, -1, 0, 0},
    {"mkdirat", SYS_mkdirat, CREATES, 0, 1, 0},
    {"mknod", SYS_mknod, CREATES, -1, 0, 0},
    {"mknodat", SYS_mknodat, CREATES, 0, 1, 0},
    {"unlink", SYS_unlink, REMOVES, -1, 0, 0},
    {"unlinkat", SYS_unlinkat, REMOVES, 0, 1, 0},
    {"rmdir", SYS_rmdir, REMOVES, -1, 0, 0},
    {"chmod", SYS_chmod, REMOVES, -1, 0, 0},
    {"fchmod", SYS_fchmod, CHANGES, -1, 0, 0},
    {"fchmodat", SYS_fchmodat, REMOVES, 0, 1, 0},
    {"fchmodat2", SYS_fchmodat2, REMOVES, 0, 1, 0},
    {"chown", SYS_chown, REMOVES, -1, 0, 0},
    {"lchown", SYS_lchown, REMOVES, -1, 0, 0},
    {"fchown", SYS_fchown, CHANGES, -1, 0, 0},
    {"fchownat", SYS_fchownat, REMOVES, 0, 1, 0},
    {"utime", SYS_utime, REMOVES, -1, 0, 0},
    {"utimes", SYS_utimes, REMOVES, -1, 0, 0},
    {"futimesat", SYS_futimesat, REMOVES, 0, 1, 0},
    {"utimensat", SYS_utimensat, REMOVES, 0, 1, 0},
    {"setxattr", SYS_setxattr, MAKES, -1, 0, 0},
    {"lsetxattr", SYS_lsetxattr, MAKES, -1, 0, 0},
    {"fsetxattr", SYS_fsetxattr, WRITES, -1, 0, 0},
    {"removexattr", SYS_removexattr, REMOVES, -1, 0, 0},
    {"lremovexattr", SYS_lremovexattr, REMOVES, -1, 0, 0},
    {"fremovexattr", SYS_fremovexattr, CHANGES, -1, 0, 0},
    {"ioctl(FICLONE)", SYS_ioctl, WRITES, -1, 0, 0},
};
enum { CALLS = sizeof calls / sizeof *calls };

static struct {
    char fault;   /* k, o, f, b or 0 */
    long point;   /* N */
    long seconds; /* 0: as long as it takes */
    char *beside; /* TEXT of -b */
    const char *report;
} options;

static long counted;
static char hit[3 * PATH_MAX]; /* the call that went wrong: its name and path */
static volatile sig_atomic_t ticks; /* seconds that went by */
static pid_t beside;                /* who runs TEXT, or 0 */

static void fail(const char *what) {
    fprintf(stderr, "inject: %s: %s\n", what, strerror(errno));
    exit(EXIT_TROUBLE);
}

/* ---- the command's side: stop at these calls, and only at these ---- */

enum { WRITE_FLAGS = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC };

#define ARGUMENT(n) ((uint32_t)(offsetof(struct seccomp_data, args) + (size_t)(n) * sizeof(uint64_t)))
#define LOAD(offset) ((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (offset)))
#define RETURN(value) ((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, (value)))
#define IF_EQUAL(value, yes, no) ((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (yes), (no)))
#define IF_SET(bits, yes, no) ((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), (yes), (no)))

/* add_call: what a filter does at calls[i], tracing it with i for a message. */
static size_t add_call(struct sock_filter *filter, uint32_t i) {
    const struct call *call = &calls[i];
    size_t n = 0;
    bool by_flags = call->kind == OPENS, by_request = call->number == SYS_ioctl;
    filter[n++] = IF_EQUAL((uint32_t)call->number, 0, by_flags ? 4 : by_request ? 5 : 1);
    if (by_flags) {
        filter[n++] = LOAD(ARGUMENT(call->flags));
        filter[n++] = IF_SET(WRITE_FLAGS, 1, 0);
        filter[n++] = RETURN(SECCOMP_RET_ALLOW);
    } else if (by_request) {
        filter[n++] = LOAD(ARGUMENT(1));
        filter[n++] = IF_EQUAL((uint32_t)FICLONE, 2, 0);
        filter[n++] = IF_EQUAL((uint32_t)FICLONERANGE, 1, 0);
        filter[n++] = RETURN(SECCOMP_RET_ALLOW);
    }
    filter[n++] = RETURN(SECCOMP_RET_TRACE | i);
    return n;
}

static void install_filter(void) {
    struct sock_filter filter[CALLS * 6 + 6];
    size_t n = 0;
    filter[n++] = LOAD(offsetof(struct seccomp_data, arch));
    filter[n++] = IF_EQUAL(AUDIT_ARCH_X86_64, 1, 0);
    filter[n++] = RETURN(SECCOMP_RET_KILL_PROCESS); /* what could not be counted must not pass for harmless */
    filter[n++] = LOAD(offsetof(struct seccomp_data, nr));
    for (uint32_t i = 0; i < CALLS; i++) n += add_call(filter + n, i);
    filter[n++] = RETURN(SECCOMP_RET_ALLOW);
    struct sock_fprog program = {(unsigned short)n, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        fail("no filter of system calls can be set");
}

/* start: the command, in a process group of its own, once the tracer has hold of it. */
static pid_t start(char *const *command) {
    int gate[2];
    char go;
    if (pipe2(gate, O_CLOEXEC) != 0) fail("pipe");
    pid_t pid = fork();
    if (pid < 0) fail("fork");
    if (pid == 0) {
        setpgid(0, 0);
        close(gate[1]);
        if (read(gate[0], &go, 1) != 1) _exit(EXIT_TROUBLE);
        install_filter();
        execvp(*command, command);
        fail(*command);
    }
    setpgid(pid, pid);
    if (ptrace(PTRACE_SEIZE, pid, NULL,
               PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL) != 0)
        fail("ptrace");
    close(gate[0]);
    if (write(gate[1], "g", 1) != 1) fail("pipe");
    close(gate[1]);
    return pid;
}

/* ---- the tracer's side ---- */

static unsigned long argument(const struct user_regs_struct *registers, int n) {
    const unsigned long long values[] = {registers->rdi, registers->rsi, registers->rdx,
                                         registers->r10, registers->r8,  registers->r9};
    return (unsigned long)values[n];
}

/* read_memory: up to size bytes of PID's memory at address; what lies behind a page that is not there stays as it was. */
static void read_memory(pid_t pid, unsigned long address, char *buffer, size_t size) {
    char name[64];
    snprintf(name, sizeof name, "/proc/%d/mem", (int)pid);
    int memory = open(name, O_RDONLY | O_CLOEXEC);
    if (memory < 0) return;
    for (size_t done = 0; done < size;) {
        size_t part = 4096 - (address + done) % 4096;
        if (part > size - done) part = size - done;
        ssize_t got = pread(memory, buffer + done, part, (off_t)(address + done));
        if (got <= 0 || memchr(buffer + done, 0, (size_t)got) != NULL) break;
        done += (size_t)got;
    }
    close(memory);
}

/* find_path: the path that the call names, as this process can reach it. */
static void find_path(pid_t pid, const struct call *call, const struct user_regs_struct *registers, char *path, size_t size) {
    char name[PATH_MAX] = "";
    bool is_descriptor = call->kind == WRITES || call->kind == CHANGES;
    if (is_descriptor) {
        snprintf(path, size, "/proc/%d/fd/%d", (int)pid, (int)argument(registers, call->path));
        return;
    }
    if (argument(registers, call->path) != 0) read_memory(pid, argument(registers, call->path), name, sizeof name - 1);
    int base = call->base < 0 ? AT_FDCWD : (int)argument(registers, call->base);
    if (*name == '/')
        snprintf(path, size, "%s", name);
    else if (base == AT_FDCWD)
        snprintf(path, size, "/proc/%d/cwd/%s", (int)pid, name);
    else
        snprintf(path, size, "/proc/%d/fd/%d/%s", (int)pid, base, name);
}

static bool begins_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_of_the_system(const char *path) {
    return (begins_with(path, "/dev/") && !begins_with(path, "/dev/shm/")) || begins_with(path, "/proc/self/") ||
           begins_with(path, "/sys/");
}

/* counts: does this call change files, and with `takes_room`, does it take room? */
static bool counts(pid_t pid, const struct call *call, const struct user_regs_struct *registers, const char *path,
                   bool *takes_room) {
    struct stat file;
    uint64_t how = 0;
    unsigned long flags = argument(registers, call->flags);
    *takes_room = call->kind == WRITES || call->kind == MAKES || call->kind == CREATES;
    switch (call->kind) {
    case WRITES:
    case CHANGES:
        return stat(path, &file) == 0 && (S_ISREG(file.st_mode) || S_ISDIR(file.st_mode));
    case OPENS2:
        read_memory(pid, flags, (char *)&how, sizeof how); /* the first member of struct open_how */
        flags = (unsigned long)how;
        /* fall through */
    case OPENS:
        *takes_room = (flags & O_CREAT) != 0 && lstat(path, &file) != 0;
        return (flags & WRITE_FLAGS) != 0 && !is_of_the_system(path);
    case CREATES:
        return lstat(path, &file) != 0;
    case REMOVES:
        return lstat(path, &file) == 0 && !is_of_the_system(path);
    case MAKES:
        break;
    }
    return !is_of_the_system(path);
}

/* tell_hit: with the path as the user knows it. */
static void tell_hit(const struct call *call, const char *path) {
    char directory[PATH_MAX] = "";
    const char *rest = begins_with(path, "/proc/") ? strchr(path + 6, '/') : NULL;
    if (rest != NULL && begins_with(rest, "/fd/"))
        rest = strchr(rest + 4, '/');
    else if (rest != NULL)
        rest = strchr(rest + 1, '/');
    char link[PATH_MAX];
    snprintf(link, sizeof link, "%.*s", rest == NULL ? (int)strlen(path) : (int)(rest - path), path);
    if (begins_with(path, "/proc/") && readlink(link, directory, sizeof directory - 1) >= 0)
        snprintf(hit, sizeof hit, "%s %s%s", call->name, directory, rest == NULL ? "" : rest);
    else
        snprintf(hit, sizeof hit, "%s %s", call->name, path);
}

/* start_beside: and give it time to come to where it waits for the others, if it does. */
static void start_beside(void) {
    beside = fork();
    if (beside < 0) fail("fork");
    if (beside == 0) {
        setpgid(0, 0);
        execl("/bin/sh", "sh", "-c", options.beside, (char *)NULL);
        fail("/bin/sh");
    }
    setpgid(beside, beside);
    nanosleep(&(struct timespec){0, 100000000}, NULL);
}

/* at_call: a process is about to make calls[i]; returns whether everything must die now. */
static bool at_call(pid_t pid, unsigned long i) {
    struct user_regs_struct registers;
    char path[PATH_MAX + 64];
    bool takes_room;
    if (i >= CALLS || ptrace(PTRACE_GETREGS, pid, NULL, &registers) != 0) return false;
    const struct call *call = &calls[i];
    find_path(pid, call, &registers, path, sizeof path);
    if (!counts(pid, call, &registers, path, &takes_room)) return false;
    bool all_count = options.fault == 'k' || options.fault == 'b';
    if (!all_count && !takes_room) return false;
    counted++;
    if (counted == options.point) tell_hit(call, path);
    if (options.fault == 'b' && counted == options.point) start_beside();
    if (all_count) return options.fault == 'k' && counted == options.point;
    if (options.point != 0 && (options.fault == 'f' ? counted >= options.point : counted == options.point)) {
        registers.orig_rax = (unsigned long long)-1; /* no call */
        registers.rax = (unsigned long long)-ENOSPC;
        ptrace(PTRACE_SETREGS, pid, NULL, &registers);
    }
    return false;
}

/* kill_all: and see them gone; those in other process groups as they show themselves. */
static void kill_all(pid_t group) {
    pid_t pid;
    int status;
    kill(-group, SIGKILL);
    if (beside != 0) kill(-beside, SIGKILL);
    while ((pid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR)
        if (pid > 0 && WIFSTOPPED(status)) kill(pid, SIGKILL);
}

static void on_alarm(int signal) {
    (void)signal;
    ticks++;
}

/* go_on: with what stopped PID handed to it. */
static void go_on(pid_t pid, int status) {
    int signal = WSTOPSIG(status), event = status >> 16;
    bool is_group_stop = event == PTRACE_EVENT_STOP && signal != SIGTRAP;
    if (is_group_stop)
        ptrace(PTRACE_LISTEN, pid, NULL, 0);
    else
        ptrace(PTRACE_CONT, pid, NULL, event == 0 ? signal : 0);
}

/* trace: until all have ended; returns the exit status. */
static int trace(pid_t command) {
    int result = EXIT_TROUBLE, status;
    for (;;) {
        if (options.seconds != 0 && ticks >= options.seconds) {
            kill_all(command);
            return EXIT_TIMEOUT;
        }
        pid_t pid = waitpid(-1, &status, __WALL);
        if (pid < 0 && errno == EINTR) continue;
        if (pid < 0) return result;
        unsigned long message = 0;
        if (WIFSTOPPED(status)) {
            if (status >> 16 == PTRACE_EVENT_SECCOMP && ptrace(PTRACE_GETEVENTMSG, pid, NULL, &message) == 0 &&
                at_call(pid, message)) {
                kill_all(command);
                return EXIT_KILLED;
            }
            go_on(pid, status);
        } else if (pid == command) {
            result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
    }
}

static void write_report(void) {
    if (options.report == NULL) return;
    FILE *report = fopen(options.report, "w");
    if (report == NULL || fprintf(report, "%ld %s\n", counted, hit) < 0 || fclose(report) != 0) fail(options.report);
}

static long number(const char *text) {
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < 1) {
        fprintf(stderr, "inject: %s: expected a number from 1 on\n", text);
        exit(EXIT_TROUBLE);
    }
    return value;
}

int main(int argc, char **argv) {
    int option;
    while ((option = getopt(argc, argv, "+k:o:f:b:c:t:r:")) != -1) {
        switch (option) {
        case 'k':
        case 'o':
        case 'f':
        case 'b':
            options.fault = (char)option;
            options.point = number(optarg);
            break;
        case 'c': options.beside = optarg; break;
        case 't': options.seconds = number(optarg); break;
        case 'r': options.report = optarg; break;
        default: return EXIT_TROUBLE;
        }
    }
    if (optind == argc || (options.fault == 'b') != (options.beside != NULL)) {
        fputs("usage: inject [-k N | -o N | -f N | -b N -c TEXT] [-t SECONDS] [-r REPORT] COMMAND [ARGUMENT...]\n", stderr);
        return EXIT_TROUBLE;
    }
    struct sigaction action = {.sa_handler = on_alarm};
    sigaction(SIGALRM, &action, NULL);
    pid_t command = start(argv + optind);
    setitimer(ITIMER_REAL, &(struct itimerval){{1, 0}, {1, 0}}, NULL);
    int status = trace(command);
    write_report();
    return status;
}

#endif
