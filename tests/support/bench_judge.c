/*
 * How many firms a second the judge does, memory to memory: random columns with holes, the whole ladder
 * as it stands in a criteria folder.
 *   bench_judge CRITERIA [FIRMS [THREADS [ROUNDS [SEED]]]]
 * COARSE=1: many firms exactly on a border; WILD=1: numbers far out of the ordinary among them.
 * Seconds are processor seconds: other programs on the machine do not count. The digest is of every
 * byte of the results: it stays what it was while only the speed changes.
 */
#include "criteria_load.h"

#include <time.h>

static double
seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static uint64_t
digest(uint64_t hash, const void *bytes, size_t count)
{
    const uint8_t *at = bytes;

    for (size_t i = 0; i < count; i++)
        hash = (hash ^ at[i]) * 0x100000001B3u;
    return hash;
}

static uint64_t
digest_results(const struct td_rules *rules, const struct td_results *r, size_t rows)
{
    size_t cells = rows * td_rules_program_count(rules);
    uint64_t hash = digest(0xCBF29CE484222325u, r->states, rows * td_rules_state_count(rules));

    hash = digest(hash, r->verdicts, cells);
    hash = digest(hash, r->met, cells);
    hash = digest(hash, r->unmet, cells);
    hash = digest(hash, r->unknown, cells);
    hash = digest(hash, r->points_lo, cells * sizeof(*r->points_lo));
    hash = digest(hash, r->points_hi, cells * sizeof(*r->points_hi));
    hash = digest(hash, r->size_lo, rows);
    hash = digest(hash, r->size_hi, rows);
    hash = digest(hash, r->tags, rows * sizeof(*r->tags));
    hash = digest(hash, r->tags_possible, rows * sizeof(*r->tags_possible));
    hash = digest(hash, r->certain_tier, rows);
    hash = digest(hash, r->possible_tier, rows);
    hash = digest(hash, r->target, rows);
    return digest(hash, r->rank_key, rows * sizeof(*r->rank_key));
}

static void
describe(const struct td_rules *rules)
{
    printf("%zu columns, %zu states, %zu tags\n", td_rules_slot_count(rules),
           td_rules_state_count(rules), td_rules_tag_count(rules));
    for (size_t p = 0; p < td_rules_program_count(rules); p++) {
        const struct td_program *t = td_rules_program(rules, p);

        printf("  %-14.*s %.*s %s  %zu conditions, points %d\n", (int)t->tier.len, t->tier.at,
               (int)t->version.len, t->version.at, t->kind == TD_REVIEW ? "review" : "new",
               t->condition_count, t->points_max);
    }
}

struct measured {
    size_t rows;
    int threads, rounds;
    uint64_t seed;
};

static void
describe_gaps(const struct td_results *results, size_t rows)
{
    size_t ways = 0, closed = 0;

    for (size_t i = 0; i < rows; i++) {
        ways += results->gap_cost[i] > 0;
        closed += results->gap_cost[i] == 0;
    }
    printf("gaps: of %zu firms %zu have a way to their target, %zu need nothing\n", rows, ways, closed);
}

static void
judge_rounds(const struct td_rules *rules, const struct measured *m)
{
    struct td_results results;
    struct firms firms;
    double best = 0;

    firms_new(&firms, rules, m->rows, m->seed, 10, getenv("COARSE") != NULL);
    if (getenv("WILD"))
        firms_make_wild(&firms, rules, m->seed);
    td_results_init(&results, rules, m->rows);
    for (int i = 0; i < m->rounds; i++) {
        double start = seconds(), rate;

        td_judge_all(rules, &firms.columns, m->threads, &results);
        rate = (double)m->rows / (seconds() - start); /* of all threads together */
        printf("round %d: %.0f firms a second, %d thread(s)\n", i + 1, rate, m->threads);
        best = rate > best ? rate : best;
    }
    printf("best: %.2f million firms a second\n", best / 1e6);
    printf("digest: %016llx\n", (unsigned long long)digest_results(rules, &results, m->rows));
    describe_gaps(&results, m->rows);
    td_results_free(&results);
    firms_free(&firms);
}

static bool
bench(const struct criteria *criteria, const char *what, const struct measured *m)
{
    struct td_complete_list complete[] = {{TD_STR("ip"), {0}}, {TD_STR("title"), TD_STR("srdi")}};
    struct td_rules_options options = {.region = TD_STR("371500"), .complete = complete, .complete_count = 2};
    struct td_rules *rules;
    struct td_error err = {0};
    double before = seconds();

    options.as_of = td_date_from((struct td_civil){2026, 6, 1});
    if (!td_rules_compile(&rules, criteria->files, criteria->count, &options, &err)) {
        fprintf(stderr, "%s:%zu:%zu: %s\n", err.file, err.line, err.column, err.text);
        return false;
    }
    printf("%s\ncriteria compiled in %.1f ms\n", what, (seconds() - before) * 1e3);
    describe(rules);
    judge_rounds(rules, m);
    td_rules_free(rules);
    return true;
}

/* The same folder without its efforts: no gaps, no verdict near. */
static void
drop_efforts(struct criteria *criteria)
{
    size_t kept = 0;

    for (size_t i = 0; i < criteria->count; i++)
        if (!td_str_equal(criteria->files[i].name, TD_STR("efforts.yaml")))
            criteria->files[kept++] = criteria->files[i];
    criteria->count = kept;
}

int
main(int argc, char **argv)
{
    struct criteria criteria = {0};
    struct measured m = {.rows = argc > 2 ? (size_t)strtoull(argv[2], NULL, 10) : 200000,
                         .threads = argc > 3 ? atoi(argv[3]) : 1,
                         .rounds = argc > 4 ? atoi(argv[4]) : 7,
                         .seed = argc > 5 ? strtoull(argv[5], NULL, 10) : 42};
    bool ok;

    if (argc < 2)
        return 64;
    criteria_read(&criteria, argv[1]);
    ok = bench(&criteria, "the ladder with the gap of every firm", &m);
    drop_efforts(&criteria);
    ok = ok && bench(&criteria, "the ladder alone", &m);
    criteria_free(&criteria);
    return ok ? 0 : 78;
}
