/* Usual sizes of firms by industry, from integer histograms: counted by parts, added up, then settled. */
#include "quality.h"

#include <stdlib.h>
#include <string.h>

enum { CLASSES = 2, LETTERS = 26, DIVISIONS = 100, BUCKETS = 32, WIDE = 2 * OCTAVE };

struct histogram {
    int64_t buckets[BUCKETS], firms;
};
struct td_quality_sizes {
    /* of a division; what stands under a section and under all is their sum */
    struct histogram (*divisions)[LETTERS][DIVISIONS][TD_Q_SIZES];
    int8_t medians[CLASSES][LETTERS][DIVISIONS][TD_Q_SIZES]; /* settled: -1 nothing is known */
    int8_t sections[CLASSES][LETTERS][TD_Q_SIZES], all[CLASSES][TD_Q_SIZES];
};

int
td_quality_bucket(bool known, int64_t value)
{
    int32_t log = known ? quality_log(value) : NO_LOG;

    return log == NO_LOG ? -1 : log / WIDE;
}

void
td_quality_buckets(const struct td_quality *q, const struct td_quality_data *data, size_t unit, int buckets[TD_Q_SIZES])
{
    const struct td_quality_records *r = &data->records[TD_Q_FINANCE];
    const int fields[TD_Q_SIZES] = {q->revenue, q->assets};
    size_t own = q->kinds[TD_Q_FINANCE].own;

    for (int k = 0; k < TD_Q_SIZES; k++) {
        int32_t year = INT32_MIN;

        buckets[k] = -1;
        /* records of a unit stand by year: the last that has the figure; of several departments the first */
        for (size_t i = r->first ? r->first[unit] : 1; r->first && i < r->first[unit + 1]; i++) {
            int bucket = td_quality_bucket(r->at[i].known >> fields[k] & 1, r->values[i * own + (size_t)fields[k]]);

            if (bucket < 0 || r->at[i].year == year)
                continue;
            buckets[k] = bucket;
            year = r->at[i].year;
        }
    }
}

struct td_quality_sizes *
td_quality_sizes_new(void)
{
    struct td_quality_sizes *s = td_alloc(1, sizeof *s);

    s->divisions = td_alloc(CLASSES, sizeof *s->divisions);
    memset(s->medians, -1, sizeof s->medians);
    memset(s->sections, -1, sizeof s->sections);
    memset(s->all, -1, sizeof s->all);
    return s;
}

void
td_quality_sizes_free(struct td_quality_sizes *s)
{
    if (!s)
        return;
    free(s->divisions);
    free(s);
}

/* "C34" -> 2, 34; false for what is no division: it counts among all. */
static bool
place(const char *division, int *letter, int *number)
{
    *letter = *number = 0;
    if (division[0] < 'A' || division[0] > 'Z' || division[1] < '0' || division[1] > '9' || division[2] < '0' || division[2] > '9')
        return false;
    *letter = division[0] - 'A';
    *number = (division[1] - '0') * 10 + division[2] - '0';
    return true;
}

void
td_quality_sizes_add(struct td_quality_sizes *s, bool individual, const char *division, int size, int bucket, int64_t firms)
{
    int letter, number;

    if (bucket < 0 || bucket >= BUCKETS)
        return;
    place(division, &letter, &number); /* what is not known is counted under A00: it is part of all */
    struct histogram *h = &s->divisions[individual][letter][number][size];
    h->buckets[bucket] += firms;
    h->firms += firms;
}

static int8_t
median(const struct histogram *h, int64_t least)
{
    int64_t below = 0;

    if (h->firms < least || h->firms == 0)
        return -1;
    for (int b = 0; b < BUCKETS; b++) {
        below += h->buckets[b];
        if (2 * below >= h->firms)
            return (int8_t)b;
    }
    return -1;
}

static void
add_up(struct histogram *to, const struct histogram *from)
{
    for (int b = 0; b < BUCKETS; b++)
        to->buckets[b] += from->buckets[b];
    to->firms += from->firms;
}

void
td_quality_sizes_settle(struct td_quality_sizes *s, const struct td_quality *q)
{
    int64_t least = q->swap.rule < 0 ? 1 : q->swap.least_firms;

    for (int class = 0; class < CLASSES; class++)
        for (int size = 0; size < TD_Q_SIZES; size++) {
            struct histogram all = {.firms = 0};

            for (int letter = 0; letter < LETTERS; letter++) {
                struct histogram section = {.firms = 0};

                for (int n = 0; n < DIVISIONS; n++) {
                    add_up(&section, &s->divisions[class][letter][n][size]);
                    s->medians[class][letter][n][size] = median(&s->divisions[class][letter][n][size], least);
                }
                s->sections[class][letter][size] = median(&section, least);
                add_up(&all, &section);
            }
            s->all[class][size] = median(&all, least);
        }
}

/* What is asked of a division: its own, its section's, that of all. */
static int8_t
settled(const struct td_quality_sizes *s, bool individual, const char *division, int size)
{
    int letter, number;

    if (place(division, &letter, &number)) {
        if (s->medians[individual][letter][number][size] >= 0)
            return s->medians[individual][letter][number][size];
        if (s->sections[individual][letter][size] >= 0)
            return s->sections[individual][letter][size];
    }
    return s->all[individual][size];
}

bool
td_quality_sizes_equal(const struct td_quality_sizes *a, const struct td_quality_sizes *b)
{
    return memcmp(a->medians, b->medians, sizeof a->medians) == 0 && memcmp(a->sections, b->sections, sizeof a->sections) == 0 &&
           memcmp(a->all, b->all, sizeof a->all) == 0;
}

int32_t
quality_size_log(const struct td_quality_sizes *s, const struct td_quality_unit *unit, int size)
{
    int8_t bucket = s ? settled(s, unit->individual, unit->division, size) : -1;

    return bucket < 0 ? NO_LOG : bucket * WIDE + OCTAVE; /* its middle */
}
