/* Says how it would map its arena.  */
#include "config.h"
#include <stdio.h>

int main(void)
{
    return puts("arena: " ARENA) < 0;
}
