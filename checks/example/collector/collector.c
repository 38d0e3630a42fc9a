/* A toy collector: a list of blocks in a pool of 64 GiB that grows, is collected, goes through a fork, and at last runs
   out of memory and says so.  Prints one line for each, with what is committed.  Exit status: 0, or 1 and a message.  */
#include "config.h"
#include "mmap_pool_huge.h"
#include "mmap_pool.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const size_t mib = (size_t)1024 * 1024;
static struct mmap_pool pool;
static size_t used;                  /* bytes */
static unsigned long collections;

static void tell(const char *what)
{
    printf("%s: %lu MiB used, %lu MiB committed\n", what, (unsigned long)(used / mib),
        (unsigned long)((size_t)(pool.committed - pool.start) / mib));
    fflush(stdout);
}

/* take: SIZE bytes more, filled; or the program ends as it should: with a message.  */
static void take(size_t size)
{
    if (size > (size_t)(pool.end - pool.start) - used
        || mmap_pool_commit(&pool, pool.start + used + size) != 0) {
        tell("out of memory");
        exit(1);
    }
    memset(pool.start + used, 'x', size);
    used += size;
}

/* collect: all but the first SIZE bytes is garbage.  */
static void collect(size_t size)
{
    memset(pool.start + size, 0, used - size);
    used = size;
    mmap_pool_collected(&pool, pool.start + used, ++collections);
}

int main(void)
{
    struct rlimit limit = { 0, 0 };
    int status;
    pid_t child;

    if (mmap_pool_reserve(&pool, 0, (size_t)1 << 36, 0, (size_t)sysconf(_SC_PAGESIZE)) != 0) {
        puts("no 64 GiB of addresses");
        return 1;
    }
    tell("reserved 64 GiB");
    take(200 * mib);
    tell("grown");
    collect(10 * mib);
    tell("collected");

    child = fork();
    if (child == 0) {
        take(mib);
        exit(pool.start[0] == 'x' && pool.start[used - 1] == 'x' ? 0 : 1);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        puts("the child failed");
        return 1;
    }
    tell("forked");

    limit.rlim_cur = limit.rlim_max = 100 * mib;
    setrlimit(RLIMIT_DATA, &limit);
    for (;;)
        take(mib);
}
