/* libpari, started and asked from a program.

   As Sage's interface does it, the stack is set after the start to the size
   and the largest size that are wanted. As gp does it, before each command the
   stack is emptied and shrinks to its size.

   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#include "embed.h"

#include <stdlib.h>
#include <string.h>

#include <pari/pari.h>

static pari_sp empty; /* where the stack begins */

/* The bytes that TEXT means: a number and m or g. */
static size_t
bytes(const char *text)
{
    char *end;
    size_t number = strtoul(text, &end, 10);

    return number << (*end == 'g' ? 30 : *end == 'm' ? 20 : 0);
}

/* With a POOL of 0 the stack can't grow, as without parisizemax. */
void
embed_start(const char *roots, const char *pool, const char *least)
{
    (void)roots;
    pari_init_opts(1 << 20, 0, INIT_DFTm);
    paristack_setsize(bytes(least), bytes(pool));
    empty = avma;
}

/* `stack` is no command of gp: how many KiB the stack has. */
int
embed_run(const char *command, long *value)
{
    volatile int failed = 0;

    if (strcmp(command, "stack") == 0) {
        *value = (long)(pari_mainstack->size >> 10);
        return 0;
    }
    set_avma(empty);
    parivstack_reset();
    pari_CATCH(CATCH_ALL)
    {
        failed = 1;
        err_printf("%s\n", pari_err2str(pari_err_last()));
    }
    pari_TRY
    {
        GEN result = gp_read_str(command);

        if (typ(result) == t_INT)
            *value = itos(result);
    }
    pari_ENDCATCH;
    return failed;
}
