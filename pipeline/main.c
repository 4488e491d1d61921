#include "tidu/stage.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Threads that wait for others sleep: a thread that has read its part would otherwise turn in a circle on a core
 * that the server's process needs for the other part. OpenMP's library reads this before main, so that the
 * program starts itself once more with it, which takes 1 ms (a city's first night: 0.12 of the 1.4 processor seconds of
 * check, 0.17 of the 1.3 of score).
 */
static void
let_threads_sleep(char **argv)
{
    char path[4096] = ""; /* by its own name, for who looks for its process */

    if (!getenv("OMP_WAIT_POLICY") && readlink("/proc/self/exe", path, sizeof path - 1) > 0 &&
        strcmp(strrchr(path, '/') + 1, TIDU_EXECUTABLE) == 0 && /* and not the loader, when it was started by that */
        setenv("OMP_WAIT_POLICY", "passive", 1) == 0)
        execv(path, argv); /* returns if it cannot be: then they turn */
}

/* Compiled once per executable: TIDU_EXECUTABLE is "tidu", "tidu-load" … */
int
main(int argc, char **argv)
{
    let_threads_sleep(argv);
    return td_main(TIDU_EXECUTABLE, argc, argv);
}
