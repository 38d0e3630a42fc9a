/* The page size a program sees: rule 3, its other half.
   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include "model.h"

#include <limits.h>
#include <sys/sysinfo.h>
#include <unistd.h>

static long next_sysconf(int name)
{
    NEXT(sysconf);
    return next(name);
}

/* A number of the host's pages as one of the model's. */
static long in_pages(long host_pages)
{
    return host_pages / (long)(model.page / model.host_page);
}

/* get_page_size, get_phys_pages and get_avphys in sysconf.cc, all releases:
   the allocation granularity is the page. */
INTERPOSED long sysconf(int name)
{
    model_start();
    switch (name) {
    case _SC_PAGESIZE:
        return (long)model.page;
    case _SC_PHYS_PAGES:
    case _SC_AVPHYS_PAGES:
        return in_pages(next_sysconf(name));
    default:
        return next_sysconf(name);
    }
}

INTERPOSED int getpagesize(void)
{
    return (int)sysconf(_SC_PAGESIZE);
}

INTERPOSED long get_phys_pages(void)
{
    return sysconf(_SC_PHYS_PAGES);
}

INTERPOSED long get_avphys_pages(void)
{
    return sysconf(_SC_AVPHYS_PAGES);
}
