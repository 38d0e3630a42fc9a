/* Vectored continue handlers: rule 12.

   Windows calls them when an exception handler has said that the program goes
   on, as Cygwin's does after it has committed a page (exception::handle in
   exceptions.cc returns ExceptionContinueExecution). cysignals installs one.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#define _GNU_SOURCE

#include "model.h"

#include "continue.h"

static continue_handler *installed;

/* Windows keeps a list; one is enough for a program here, and a second is
   refused. */
INTERPOSED void *AddVectoredContinueHandler(unsigned long first,
                                            continue_handler *handler)
{
    (void)first;
    if (installed != NULL || handler == NULL)
        return NULL;
    installed = handler;
    return (void *)&installed;
}

bool continue_wanted(void)
{
    return installed != NULL && rule_holds(RULE_CONTINUE);
}

void continue_call(void *address)
{
    (void)installed(address);
}
