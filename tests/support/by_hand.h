/*
 * For tests: what the tiers say, read by a person and written in plain C, one firm at a time. Shares nothing with
 * the judge but the columns.
 */
#ifndef TIDU_TESTS_BY_HAND_H
#define TIDU_TESTS_BY_HAND_H

#include "criteria_load.h"

#include <criterion/criterion.h>

__extension__ typedef __int128 int128;

enum answer { NO, OPEN, PERSON, YES }; /* the order of any; all is its mirror */

struct number {
    bool known;
    int64_t v;
};

enum { NAMES = 4096 };

struct firm {
    const struct td_rules *rules;
    const struct td_columns *columns;
    size_t row;
    int16_t *slots; /* slot + 1 by hash of the column's name */
};

static const int64_t WAN = 1000000; /* 万元 in 分 */

static inline struct number
get(const struct firm *f, const char *name)
{
    size_t at = (size_t)td_hash64(name, strlen(name), 0) % NAMES, s = (size_t)f->slots[at];

    if (s == 0 || !td_str_equal(td_rules_slot(f->rules, s - 1).column, td_str(name))) {
        for (s = 1; s <= td_rules_slot_count(f->rules); s++)
            if (td_str_equal(td_rules_slot(f->rules, s - 1).column, td_str(name)))
                break;
        cr_assert(s <= td_rules_slot_count(f->rules), "no column %s", name);
        f->slots[at] = (int16_t)s;
    }
    s--;
    return (struct number){f->columns->known[s][f->row / 64] >> (f->row % 64) & 1, f->columns->values[s][f->row]};
}

static inline enum answer
yes_if(bool b)
{
    return b ? YES : NO;
}

static inline enum answer
both(enum answer a, enum answer b)
{
    static const int badness[] = {[NO] = 3, [OPEN] = 2, [PERSON] = 1, [YES] = 0};

    return badness[a] > badness[b] ? a : b;
}

static inline enum answer
either(enum answer a, enum answer b)
{
    static const int goodness[] = {[NO] = 0, [PERSON] = 1, [OPEN] = 2, [YES] = 3};

    return goodness[a] > goodness[b] ? a : b;
}

static inline enum answer
at_least(struct number a, int64_t least)
{
    return a.known ? yes_if(a.v >= least) : OPEN;
}

/* a / b >= num / den; open where b is not above 0. */
static inline enum answer
share(struct number a, struct number b, int64_t num, int64_t den)
{
    if (!a.known || !b.known || b.v <= 0)
        return OPEN;
    return yes_if((int128)a.v * den >= (int128)b.v * num);
}

static inline enum answer
not_above(struct number a, struct number b, int64_t num, int64_t den)
{
    if (!a.known || !b.known || b.v <= 0)
        return OPEN;
    return yes_if((int128)a.v * den <= (int128)b.v * num);
}

struct points {
    int lo, hi;
};

static inline struct points
step(const enum answer *answers, const int *points, int count, int floor)
{
    struct points p = {floor, floor};

    for (int i = 0; i < count; i++) {
        if (answers[i] == YES && points[i] > p.lo)
            p.lo = points[i];
        if (answers[i] != NO && points[i] > p.hi)
            p.hi = points[i];
    }
    return p;
}

static inline struct points
plus(struct points a, struct points b)
{
    return (struct points){a.lo + b.lo, a.hi + b.hi};
}

static inline enum answer
mark(struct points p, int least)
{
    return p.lo >= least ? YES : p.hi < least ? NO : OPEN;
}

#endif
