#include "tidu/stage.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * What libraries read before main, so that the program starts itself once more with it, which takes 1 ms; a value
 * that the caller has set stays.
 *
 * OMP_WAIT_POLICY: threads that wait for others sleep. A thread that has read its part would otherwise turn in a
 * circle on a core that the server's process needs for the other part (a city's first night: 0.12 of the 1.4
 * processor seconds of check, 0.17 of the 1.3 of score).
 *
 * GLIBC_TUNABLES: arrays come in pages of 2 MiB and memory given back stays with the program, for the next stage. A
 * page that is touched for the first time costs less than 1 µs on a bare machine, 11 in some virtual ones, where the
 * 360,000 small ones of a city's first night took 4 of 40 processor seconds. The library gives large pages only to the
 * one heap that all threads share, and only where that grows by much at a time: with a heap for each thread and 4 MB at
 * a time 84,000 small ones were left, as it is here 5,000. Address space that is not touched takes no memory.
 */
static const struct {
    const char *name, *value;
} start_with[] = {
    {"OMP_WAIT_POLICY", "passive"},
    {"GLIBC_TUNABLES", "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1:glibc.malloc.mmap_threshold=33554432:"
                       "glibc.malloc.trim_threshold=268435456:glibc.malloc.top_pad=67108864"},
};

static void
start_prepared(char **argv)
{
    char path[4096] = ""; /* by its own name, for who looks for its process */
    bool ready = true;

    if (readlink("/proc/self/exe", path, sizeof path - 1) <= 0 ||
        strcmp(strrchr(path, '/') + 1, TIDU_EXECUTABLE) != 0) /* the loader, when it was started by that */
        return;
    for (size_t i = 0; i < sizeof start_with / sizeof *start_with; i++) {
        if (getenv(start_with[i].name))
            continue;
        if (setenv(start_with[i].name, start_with[i].value, 1) != 0)
            return;
        ready = false;
    }
    if (!ready)
        execv(path, argv); /* returns if it cannot be: then it goes on as it is */
}

/* Compiled once per executable: TIDU_EXECUTABLE is "tidu", "tidu-load" … */
int
main(int argc, char **argv)
{
    start_prepared(argv);
    return td_main(TIDU_EXECUTABLE, argc, argv);
}
