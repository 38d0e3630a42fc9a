# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
"""Comment 23 of Sage's ticket 27214: libgap in the jobs of a multiprocessing.Pool.

Usage: worker.py MODE LIBRARY ROOTS POOL LEAST COMMAND
MODE is `pool` (Pool(1, maxtasksperchild=1), the job twice) or `serial` (the job twice, in this process).
LIBRARY is embed.so.  Prints `job N: works` or `job N: worker lost`, and stops at the first that is lost.

The pool starts its first worker in the main thread and every later one in a thread of its own.  A worker that dies
takes its job along and the pool waits for ever (bpo-9205), so the wait here ends when the worker is gone.
"""
import ctypes
import multiprocessing
import os
import sys
import time

MODE, LIBRARY, ROOTS, POOL, LEAST, COMMAND = sys.argv[1:7]
started = False


def job(place):
    """Start libgap if this process has none, and have it run COMMAND; 0 is success."""
    global started
    if place is not None:
        with open(place + ".new", "w") as file:
            file.write(str(os.getpid()))
        os.rename(place + ".new", place)
    library = ctypes.PyDLL(LIBRARY)
    if not started:
        library.embed_start(ROOTS.encode(), POOL.encode(), LEAST.encode())
        started = True
    return library.embed_run(COMMAND.encode(), ctypes.byref(ctypes.c_long()))


def lost(place):
    """True if the worker that took the job is gone."""
    if not os.path.exists(place):
        return False
    with open(place) as file:
        pid = file.read()
    try:
        with open("/proc/%s/stat" % pid) as file:
            return file.read().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):  # before it was opened, or since
        return True


def in_pool(pool, place):
    """The result of one job of POOL, None if its worker was lost."""
    result = pool.apply_async(job, (place,))
    give_up = time.monotonic() + 120
    while not result.ready() and time.monotonic() < give_up:
        result.wait(0.05)
        # A worker ends after its job, too: then the result is under way.
        if lost(place) and not result.ready():
            result.wait(2)
            break
    return result.get() if result.ready() else None


def main():
    pool = multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) if MODE == "pool" else None
    for number in (1, 2):
        value = in_pool(pool, os.path.abspath("worker.%d" % number)) if pool else job(None)
        print("job %d: %s" % (number, {0: "works", None: "worker lost"}.get(value, "failed")), flush=True)
        if value is None:
            break
    # Pool.terminate waits for threads that wait for the lost job; the launcher ends what is left.
    os._exit(0)


main()
