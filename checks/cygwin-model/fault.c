/* The access violation: rules 2, 9, 10 and 12.

   Cygwin heals a first touch in its exception handler, before a signal is
   made of it. Here the same fault arrives as SIGSEGV, so the model owns that
   signal and the program only believes it does: what the program sets is kept
   here, and called when the fault is really the program's.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include "model.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

/* What the program believes. */
static struct sigaction program_action;

/* True in the thread main ran in, and in the only thread of a process forked
   from it; a forked thread keeps its own value. Initial-exec, so that reading
   it in a signal handler allocates nothing. */
static __thread bool main_thread __attribute__((tls_model("initial-exec")));

/* Touches in a row that changed nothing, for the message below. */
static __thread unsigned repeats __attribute__((tls_model("initial-exec")));

/* Rule 9. pthread::thread_init_wrapper in thread.cc: threads have Cygwin's
   exception handler since 3.0.0 (commit 9a5abcc89, x86_64; frok::child in
   fork.cc runs on the forking thread's stack and installs none either). */
static bool thread_has_handler(void)
{
    return main_thread || !rule_holds(RULE_THREAD)
           || model.settings.release >= RELEASE(3, 0, 0);
}

static uintptr_t stack_pointer(const ucontext_t *context)
{
#if defined __x86_64__
    return (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
#elif defined __aarch64__
    return (uintptr_t)context->uc_mcontext.sp;
#else
#error "the model needs to know where this machine keeps its stack pointer"
#endif
}

static bool on_alternate_stack(const ucontext_t *context)
{
    uintptr_t low = (uintptr_t)context->uc_stack.ss_sp;

    return context->uc_stack.ss_size > 0
           && stack_pointer(context) - low < context->uc_stack.ss_size;
}

/* Rule 10. myfault_altstack_handler in exceptions.cc, 2.1.0 and later (its
   comment): Windows takes an alternate signal stack for a broken one and skips
   the exception handlers. */
static bool stack_has_handler(const ucontext_t *context)
{
    return !rule_holds(RULE_ALTSTACK) || !on_alternate_stack(context);
}

/* A touch that heals nothing comes again for ever: a page without access whose
   map was made PROT_NONE. Cygwin spins silently; here it spins too, but says
   so. */
static void report_repeats(const char *address)
{
    if (++repeats == 10000)
        say("a touch of %p spins: its map was made without access, and that "
            "is what it is committed with", (const void *)address);
}

/* True if RECORD's granule at ADDRESS has all that a first touch could give
   it. */
static bool already_committed(struct record *record, const char *address)
{
    unsigned state = *record_page(record, address);

    return (state & PAGE_COMMITTED) != 0
           && state >> PAGE_PROT_SHIFT == (unsigned)record->prot;
}

enum outcome { HEALED, SIGBUS_DUE, NOT_OURS };

/* Rule 2. exception::handle in exceptions.cc, all releases, its
   STATUS_ACCESS_VIOLATION case. Under the lock. */
static enum outcome heal_locked(const char *address)
{
    struct record *record = record_at(address);
    bool repeated;

    if (record == NULL || !record->noreserve || !rule_holds(RULE_TOUCH))
        return NOT_OURS;
    repeated = already_committed(record, address);
    if (!repeated)
        repeats = 0;
    else
        report_repeats(address);
    if (commit_touched(address, 1) == REGION_SIGBUS)
        return SIGBUS_DUE;
    account_count_touch(model.account, model.slot, repeated);
    return HEALED;
}

static enum outcome heal(const char *address)
{
    uint64_t mask = model_lock();
    enum outcome outcome = heal_locked(address);

    model_unlock(mask);
    return outcome;
}

static void send_self(int number, siginfo_t *info)
{
    (void)syscall(SYS_rt_tgsigqueueinfo, (long)getpid(),
                  (long)syscall(SYS_gettid), (long)number, info);
}

void raise_sigbus(const void *address)
{
    siginfo_t info;

    memset(&info, 0, sizeof info);
    info.si_signo = SIGBUS;
    info.si_code = BUS_OBJERR;
    memcpy(&info.si_addr, &address, sizeof address);
    send_self(SIGBUS, &info);
}

/* Let SIGSEGV have its default effect. A fault comes again when the handler
   returns; a signal that was sent must be sent again. */
static void die(siginfo_t *info)
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    (void)next_sigaction(SIGSEGV, &action, NULL);
    if (info->si_code <= 0)
        send_self(SIGSEGV, info);
}

/* Windows ends a process with an access violation nobody handles; its parent
   sees SIGSEGV (pinfo::status_exit in pinfo.cc). The program's own handler
   isn't called. */
static void die_unhandled(siginfo_t *info, const char *why)
{
    account_count(model.account, &model.account->totals.unhandled);
    say("%s: access violation at %p not handled: %s",
        model.slot->name, info->si_addr, why);
    die(info);
}

/* Leave the model with the signals of MASK blocked: what follows is the
   program's. */
static void enter_program(sigset_t mask)
{
    (void)sigdelset(&mask, SIGSEGV);
    signals_leave();
    (void)syscall(SYS_rt_sigprocmask, (long)SIG_SETMASK, &mask, NULL,
                  sizeof(uint64_t));
}

static void call_program(int number, siginfo_t *info, ucontext_t *context)
{
    struct sigaction action = program_action;
    sigset_t mask = context->uc_sigmask;

    if ((action.sa_flags & (int)SA_RESETHAND) != 0)
        program_action.sa_handler = SIG_DFL;
    (void)sigorset(&mask, &mask, &action.sa_mask);
    enter_program(mask);
    if ((action.sa_flags & SA_SIGINFO) != 0)
        action.sa_sigaction(number, info, context);
    else
        action.sa_handler(number);
}

/* Rule 12. */
static void go_on(siginfo_t *info, const ucontext_t *context)
{
    if (continue_wanted()) {
        enter_program(context->uc_sigmask);
        continue_call(info->si_addr);
    }
}

static void deliver(int number, siginfo_t *info, ucontext_t *context)
{
    bool sent = info->si_code <= 0;

    if (program_action.sa_handler == SIG_IGN && sent)
        return;
    if (program_action.sa_handler == SIG_DFL
        || program_action.sa_handler == SIG_IGN)
        die(info);
    else
        call_program(number, info, context);
}

static void handle_violation(int number, siginfo_t *info, ucontext_t *context)
{
    if (!thread_has_handler()) {
        die_unhandled(info, "threads have no exception handler before 3.0.0");
    } else if (!stack_has_handler(context)) {
        die_unhandled(info, "no exception handler on an alternate stack");
    } else {
        switch (heal(info->si_addr)) {
        case HEALED:
            go_on(info, context);
            break;
        case SIGBUS_DUE:
            raise_sigbus(info->si_addr);
            break;
        case NOT_OURS:
            deliver(number, info, context);
            break;
        }
    }
}

/* The one real handler of SIGSEGV. Everything is blocked in it, so that a
   SIGBUS of ours comes when it returns, at the instruction that faulted. */
static void on_violation(int number, siginfo_t *info, void *context)
{
    int saved = errno;

    signals_enter();
    if (info->si_code > 0)
        handle_violation(number, info, context);
    else
        deliver(number, info, context);
    signals_leave();
    errno = saved;
}

/* The real handler runs on the alternate stack when the program's would, or
   when it has none: so the program's runs where it asked. */
static void install(void)
{
    struct sigaction action;
    bool own = program_action.sa_handler != SIG_DFL
               && program_action.sa_handler != SIG_IGN;

    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_violation;
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    action.sa_flags |= program_action.sa_flags & SA_RESTART;
    if (!own || (program_action.sa_flags & SA_ONSTACK) != 0)
        action.sa_flags |= SA_ONSTACK;
    (void)sigfillset(&action.sa_mask);
    (void)next_sigaction(SIGSEGV, &action, NULL);
}

int fault_action(const struct sigaction *new_action, struct sigaction *old_action)
{
    uint64_t mask = signals_block();
    struct sigaction old = program_action;

    if (new_action != NULL) {
        program_action = *new_action;
        install();
    }
    signals_restore(mask);
    if (old_action != NULL)
        *old_action = old;
    return 0;
}

void fault_start(void)
{
    main_thread = syscall(SYS_gettid) == getpid();
    (void)next_sigaction(SIGSEGV, NULL, &program_action);
    install();
}
