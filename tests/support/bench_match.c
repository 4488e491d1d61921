/*
 * How fast are names compared? A registry of link_names.h, and names that are not written as they are registered:
 * the time for reading the registry's names and for comparing, and candidate pairs a second.
 * bench_match CRITERIA [firms] [names] [threads]; the memory that the matching holds is the process's largest
 * resident set.
 */
#include "criteria_load.h"
#include "link_names.h"

#include <sys/resource.h>
#include <time.h>

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
processor(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
    size_t firms = argc > 2 ? (size_t)atol(argv[2]) : 200000, names = argc > 3 ? (size_t)atol(argv[3]) : 20000;
    int threads = argc > 4 ? atoi(argv[4]) : 1;
    struct criteria all = {0};
    struct td_linkage *linkage = NULL;
    struct td_error err = {0};
    struct link_set set;
    struct td_match *m = td_match_new();
    struct td_buf name = {0}, id = {0};
    struct rusage usage;
    uint64_t seed = 5;
    char code[19];

    if (argc < 2)
        return 64;
    criteria_read(&all, argv[1]);
    if (!td_linkage_read(&linkage, criteria_text(&all, "linkage.yaml"), &err))
        return 1;
    link_set_make(&set, firms, 1);
    for (size_t i = 0; i < names;) {
        enum link_kind kind = (enum link_kind)link_random(&seed, LINK_TYPO_BRAND);
        if (!link_distort(&set, link_random(&seed, (uint32_t)firms), kind, &seed, &name))
            continue;
        td_buf_reset(&id);
        td_buf_printf(&id, "~%.*s", (int)name.len, name.at);
        td_match_holder(m, td_buf_view(&id), (struct td_str){0});
        i++;
    }
    double start = now();
    for (size_t i = 0; i < firms; i++) {
        struct td_match_unit unit = link_unit(&set, i, code, &name);
        td_match_unit(m, &unit);
    }
    double given = now(), used = processor();
    td_match_finish(m, linkage, threads);
    double done = now(), busy = processor() - used;
    getrusage(RUSAGE_SELF, &usage);
    printf("%zu firms, %zu names, %d threads\n", firms, names, threads);
    printf("the registry streams past: %.3f s (the making of its names included)\n", given - start);
    printf("names read and compared:   %.3f s, %.3f s of processors\n", done - given, busy);
    printf("pairs: %llu, %.1f million a second of a processor (the reading included)\n",
           (unsigned long long)td_match_pairs(m), (double)td_match_pairs(m) / busy / 1e6);
    printf("largest resident set: %ld MiB\n", usage.ru_maxrss / 1024);
    td_match_free(m);
    td_linkage_free(linkage);
    td_buf_free(&name);
    td_buf_free(&id);
    free(set.firms);
    criteria_free(&all);
    return 0;
}
