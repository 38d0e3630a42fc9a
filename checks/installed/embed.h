/* A program's library, started and asked from another program or, through
   ctypes, from Python: checks/PACKAGE/embed.c does it.
   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#ifndef POOLPATCH_EMBED_H
#define POOLPATCH_EMBED_H

/* Start it with its files in ROOTS, a pool of POOL and a workspace of LEAST, as
   its own options have them: of GAP -l, -s and -m; of PARI parisizemax and
   parisize, and no ROOTS. It ends the process if it can't. */
void embed_start(const char *roots, const char *pool, const char *least);

/* Have it run the statements of COMMAND. *VALUE becomes that of the last, if
   that is a number. 0, or 1 if one of them failed. */
int embed_run(const char *command, long *value);

#endif
