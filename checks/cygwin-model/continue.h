/* What a program under the model has of Windows' vectored exception handling.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#ifndef CYGWIN_MODEL_CONTINUE_H
#define CYGWIN_MODEL_CONTINUE_H

/* Called after an access violation at ADDRESS (Windows hands over a record of
   it), in the thread that touched it. Returns CONTINUE_EXECUTION. */
typedef long continue_handler(void *address);
enum { CONTINUE_EXECUTION = -1 }; /* winnt.h */

/* Have HANDLER called. FIRST: before others. NULL: there is one already.
   Only the model has this function: outside of it the address is NULL. */
extern void *AddVectoredContinueHandler(unsigned long first,
                                        continue_handler *handler)
    __attribute__((weak));

#endif
