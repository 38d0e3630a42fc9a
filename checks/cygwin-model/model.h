/* What the parts of the model share. The program's process is the only user:
   nothing here is seen outside the library.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#ifndef CYGWIN_MODEL_H
#define CYGWIN_MODEL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "account.h"

/* A function the program calls in place of the C library's. */
#define INTERPOSED __attribute__((visibility("default")))

/* The allocation granularity of Windows: what Cygwin takes for a page. */
#define GRANULE ((size_t)65536)

/* model.c: the process and its part in the account. */

struct model {
    struct account *account;
    struct slot *slot;
    struct settings settings; /* a copy of the account's */
    size_t page;              /* GRANULE, or the host's if RULE_PAGE is off */
    size_t host_page;
};
extern struct model model;

/* Join the account; the first call of any interposed function does it. */
void model_start(void);
static inline bool rule_holds(enum rule rule)
{
    return (model.settings.off & 1u << rule) == 0;
}

/* LENGTH or an address rounded up to a multiple of UNIT, and down. */
static inline uintptr_t round_up(uintptr_t length, size_t unit)
{
    return (length + unit - 1) / unit * unit;
}
static inline char *round_down(const void *address, size_t unit)
{
    return (char *)((uintptr_t)address / unit * unit);
}

/* Hold the process's own records, with all signals blocked. What lies between
   must not touch memory of the program. Returns the mask to give back. */
uint64_t model_lock(void);
void model_unlock(uint64_t mask);

/* Look NAME up behind this library and store its address in *FUNCTION, which
   must be a pointer to a function of that type. */
void next_function(void *function, size_t size, const char *name);
/* Declare next, a pointer to the function NAME that this library hides. */
#define NEXT(name) \
    static __typeof__(name) *next; \
    if (next == NULL) \
        next_function(&next, sizeof next, #name)

/* Write one line, printf's format, to standard error without stdio. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* record.c: the private anonymous maps of this process. */

/* State of a granule: bits, and the protection (PROT_*) above them. */
enum { PAGE_MAPPED = 1, PAGE_COMMITTED = 2, PAGE_PROT_SHIFT = 2 };
enum { FEW_PAGES = 32 };

struct record {
    char *base;
    size_t length;        /* bytes, a multiple of model.page */
    int prot;             /* as given to mmap */
    bool noreserve;
    size_t mapped;        /* granules */
    size_t committed;     /* granules */
    unsigned char *many;  /* states, if there are more than FEW_PAGES */
    unsigned char few[FEW_PAGES];
};

/* All under model_lock. Records are sorted by address; the pointers hold until
   the next record_add or record_remove. */
struct record *record_add(char *base, size_t length, int prot, bool noreserve,
                          bool committed);
void record_remove(struct record *record);
/* The first record that ends above ADDRESS, NULL if none. */
struct record *record_from(const char *address);
/* The record ADDRESS lies in, NULL if none. */
struct record *record_at(const char *address);
struct record *record_first(void);
struct record *record_next(struct record *record);
unsigned char *record_page(struct record *record, const char *address);
/* How many of the granules of [LOW, HIGH) have the bit. */
size_t record_count(struct record *record, const char *low, const char *high,
                    unsigned bit);
/* Set the states of [LOW, HIGH): of the old bits those of KEPT stay, those of
   ADDED come, and PROT. */
void record_mark(struct record *record, const char *low, const char *high,
                 unsigned kept, unsigned added, int prot);
/* Call INSIDE for each part of [LOW, HIGH) that is in a record, and OUTSIDE for
   each part of [LOW, END) that is in none, where pages are the host's and not
   of GRANULE; until one is not 0. */
typedef int inside_function(struct record *, char *low, char *high, int prot);
typedef int outside_function(void *low, size_t length, int prot);
int records_walk(char *low, char *end, char *high, int prot,
                 inside_function *inside, outside_function *outside);
static inline char *record_end(const struct record *record)
{
    return record->base + record->length;
}
/* The charge of this process, in bytes, by its records and its heap. */
uint64_t records_charge(void);
/* True if any record is NORESERVE; may be asked without the lock. */
bool records_reserved(void);

/* heap.c: what the program has from sbrk. Under the lock. */

uint64_t heap_charge(void);
/* The addresses it lies between; NULL both if there is none. */
void heap_range(char **low, char **high);

/* commit.c: commit and decommit of granules of a NORESERVE record. */

enum commit { COMMIT_DONE, COMMIT_REFUSED };

/* Commit [LOW, HIGH) of RECORD with PROT: charge what is not committed yet and
   set the protection of all. Refused: nothing is changed. */
enum commit commit_range(struct record *record, char *low, char *high,
                         int prot);
void decommit_range(struct record *record, char *low, char *high);

enum region { REGION_NONE, REGION_COMMITTED, REGION_SIGBUS };
/* What Cygwin does with [ADDRESS, ADDRESS + LENGTH) after an access violation:
   commit it if all of it is NORESERVE. Under the lock. */
enum region commit_touched(const char *address, size_t length);

/* host.c: the host's own calls, past the model. */

void *host_map(void *address, size_t length, int prot, int flags);
/* Map LENGTH bytes of private anonymous memory, or of FD, at a multiple of
   model.page; at HINT if that is free. NULL with errno. */
void *host_map_aligned(void *hint, size_t length, int prot, int flags, int fd,
                       off_t offset);
int host_unmap(void *address, size_t length);
int host_protect(void *address, size_t length, int prot);
int host_advise(void *address, size_t length, int advice);

/* fault.c */

/* Install the handler of SIGSEGV that heals first touches. */
void fault_start(void);
/* Read and set what the program believes its disposition of SIGSEGV is. */
int fault_action(const struct sigaction *new_action,
                 struct sigaction *old_action);
/* Send the calling thread SIGBUS as Cygwin does, for a touch of ADDRESS. */
void raise_sigbus(const void *address);

/* continue.c: rule 12. */

/* True if the program has a vectored continue handler. */
bool continue_wanted(void);
/* Call it for a touch of ADDRESS. */
void continue_call(void *address);

/* fork.c */

void fork_start(void);

/* disposition.c: the C library's own functions. */

int next_sigaction(int number, const struct sigaction *new_action,
                   struct sigaction *old_action);

#endif
