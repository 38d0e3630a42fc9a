/* What a run of the model is asked to be: release, commit limit, rules off.
   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#ifndef CYGWIN_MODEL_SETTINGS_H
#define CYGWIN_MODEL_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

/* The rules in the order of the table in README.md. */
enum rule {
    RULE_CHARGE,   /* 1: a map without MAP_NORESERVE is charged at once */
    RULE_TOUCH,    /* 2: a first touch commits a granule */
    RULE_PROTECT,  /* 3: mprotect commits and decommits */
    RULE_PAGE,     /* 3: the page is 64 KiB */
    RULE_FIXED,    /* 4: MAP_FIXED over live pages is refused */
    RULE_FORK,     /* 5: fork copies every committed page */
    RULE_ADVISE,   /* 6: madvise is posix_madvise */
    RULE_PARTIAL,  /* 7: what munmap leaves of a map stays charged */
    RULE_READ,     /* 8: read() of a file commits its buffer */
    RULE_THREAD,   /* 9: no exception handler in threads before 3.0.0 */
    RULE_ALTSTACK, /* 10: none on an alternate signal stack either */
    RULE_HEAP,     /* 11: sbrk is charged and copied */
    RULE_CONTINUE, /* 12: a continue handler sees each first touch */
    RULE_COUNT
};

/* Releases are compared as one number; 3.0.4 is 3000004. */
#define RELEASE(major, minor, patch) \
    ((uint32_t)(major) * 1000000u + (uint32_t)(minor) * 1000u \
     + (uint32_t)(patch))

struct settings {
    uint64_t limit;   /* commit limit of the whole account in bytes, 0: none */
    uint32_t release; /* see RELEASE */
    uint32_t off;     /* bit 1 << rule is set: that rule is off */
};

extern const char *const rule_names[RULE_COUNT];

/* Each parses one value of the environment or command line into SETTINGS.
   True when it could be read; on false SETTINGS is unchanged. */
bool settings_release(struct settings *settings, const char *text);
bool settings_limit(struct settings *settings, const char *text);
bool settings_off(struct settings *settings, const char *text);

#endif
