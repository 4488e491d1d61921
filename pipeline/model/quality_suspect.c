/*
 * Which fields of a record that fails rules are wrong? The fewest whose values could be others so that every rule which the
 * data can check holds: I. P. Fellegi and D. Holt, A Systematic Approach to Automatic Edit and Imputation, JASA 71 (1976).
 * A set of fields is tried by leaving their values free: what the rules ask of them then are linear inequalities, of
 * which one of each alternative has to be taken (search), and whether some values satisfy them all is exact (Fourier-Motzkin
 * elimination in whole numbers). Values are taken as fractions, not as whole 分 or persons.
 */
#include "quality.h"
#include "scratch.h"

#include <stdlib.h>
#include <string.h>

enum {
    FREE_MOST = 3,     /* fields wrong at a time: beyond that the record is a case for a person */
    BOUNDS_MOST = 512, /* inequalities at a time, also those that an elimination makes */
    WISHES_MOST = 256,
    STEPS_MOST = 20000 /* of one search; one that needs more leaves the record open */
};

struct bound { /* coef · free values + rest >= 0, or > 0 */
    int128 coef[FREE_MOST], rest;
    bool strict;
};

struct wish { /* the op is to come out so; or the rule's concerns not, where it has any */
    int op, concerns;
    bool met;
};

struct search {
    const struct td_rules *rules;
    const struct quality_kind_rules *kind;
    int64_t values[TD_Q_FACTS];
    uint32_t known;
    int free[FREE_MOST], free_count;
    struct bound bounds[FREE_MOST + 1][BOUNDS_MOST]; /* [0] as asked, the others as eliminated */
    int bound_count;
    struct wish wishes[WISHES_MOST];
    int wish_count, steps;
    bool given_up;
};

static bool
give_up(struct search *s)
{
    s->given_up = true;
    return false;
}

/* ---- can all bounds hold? ---------------------------------------------------------------------------------- */
static int128
common_divisor(int128 a, int128 b)
{
    a = a < 0 ? -a : a;
    b = b < 0 ? -b : b;
    while (b) {
        int128 c = a % b;
        a = b;
        b = c;
    }
    return a;
}

/* low has a positive coefficient of the variable, high a negative one: their sum, weighted so that it goes away. */
static bool
eliminate_pair(const struct bound *low, const struct bound *high, int var, struct bound *out)
{
    int128 of_low = -high->coef[var], of_high = low->coef[var], divisor = 0;
    int128 *to[FREE_MOST + 1];
    const int128 *from[2][FREE_MOST + 1];

    for (int i = 0; i <= FREE_MOST; i++) {
        to[i] = i < FREE_MOST ? &out->coef[i] : &out->rest;
        from[0][i] = i < FREE_MOST ? &low->coef[i] : &low->rest;
        from[1][i] = i < FREE_MOST ? &high->coef[i] : &high->rest;
    }
    for (int i = 0; i <= FREE_MOST; i++) {
        int128 a, b;

        if (__builtin_mul_overflow(*from[0][i], of_low, &a) || __builtin_mul_overflow(*from[1][i], of_high, &b) ||
            __builtin_add_overflow(a, b, to[i]))
            return false;
        divisor = common_divisor(divisor, *to[i]);
    }
    for (int i = 0; i <= FREE_MOST && divisor > 1; i++)
        *to[i] /= divisor;
    out->strict = low->strict || high->strict;
    return true;
}

static bool
holds_without_values(const struct bound *b)
{
    return b->strict ? b->rest > 0 : b->rest >= 0;
}

/* Of the bounds at `level`, which speak of the variables from `level` on only. */
static bool
bounds_can(struct search *s, int level, int count)
{
    const struct bound *from = s->bounds[level];
    struct bound *to = s->bounds[level + 1];
    int made = 0;

    if (level == s->free_count) {
        for (int i = 0; i < count; i++)
            if (!holds_without_values(&from[i]))
                return false;
        return true;
    }
    for (int i = 0; i < count; i++) {
        bool speaks = from[i].coef[level] != 0;

        for (int k = 0; k < (speaks ? count : 1); k++) {
            if (speaks && (from[i].coef[level] < 0 || from[k].coef[level] >= 0))
                continue;
            if (made == BOUNDS_MOST)
                return give_up(s);
            if (!speaks)
                to[made] = from[i];
            else if (!eliminate_pair(&from[i], &from[k], level, &to[made]))
                return give_up(s);
            made++;
        }
    }
    return bounds_can(s, level + 1, made);
}

/* ---- what the rules ask ------------------------------------------------------------------------------------- */
enum side { SIDE_UNKNOWN, SIDE_KNOWN, SIDE_OPEN /* holds what cannot be reasoned about */ };

/* The column's value as a sum over the free fields, times `factor`, added to `b`. */
static enum side
add_side(const struct search *s, int column, int128 factor, struct bound *b)
{
    const struct column *c = &s->rules->columns[column];

    if (c->kind == COL_POSITIVE)
        c = &s->rules->columns[c->arg];
    if (c->kind != COL_PLAIN && c->kind != COL_SUM)
        return SIDE_OPEN;
    for (int t = 0; t < c->lin.count; t++) {
        int fact = s->kind->slot_fact[c->lin.terms[t].lo], at = 0;
        int128 weight = factor * c->lin.terms[t].coef;

        while (at < s->free_count && s->free[at] != fact)
            at++;
        if (at < s->free_count)
            b->coef[at] += weight;
        else if (s->known >> fact & 1)
            b->rest += weight * s->values[fact];
        else
            return SIDE_UNKNOWN;
    }
    return SIDE_KNOWN;
}

static bool solve(struct search *s);

static bool
with_bound(struct search *s, const struct bound *b)
{
    bool speaks = false;

    for (int i = 0; i < s->free_count; i++)
        speaks = speaks || b->coef[i] != 0;
    if (!speaks)
        return holds_without_values(b) && solve(s);
    if (s->bound_count == BOUNDS_MOST)
        return give_up(s);
    s->bounds[0][s->bound_count++] = *b;
    bool can = solve(s);
    s->bound_count--;
    return can;
}

/* Sums are whole numbers: not >= p is <= p - 1. */
static void
oppose(struct bound *b, bool whole)
{
    for (int i = 0; i < FREE_MOST; i++)
        b->coef[i] = -b->coef[i];
    b->rest = -b->rest - whole;
    b->strict = !whole && !b->strict;
}

/* A comparison of what is not known fails no rule: nothing is asked. */
static bool
with_comparison(struct search *s, const struct op *op, bool met)
{
    struct bound b = {.strict = op->kind == OP_RATIO && op->strict}, above = {.strict = true};
    enum side left = add_side(s, op->a, op->kind == OP_RATIO ? op->q : 1, &b), right = SIDE_KNOWN;

    if (op->kind == OP_RATIO)
        right = add_side(s, op->b, -(int128)op->p, &b);
    else
        b.rest -= op->p;
    if (left == SIDE_OPEN || right == SIDE_OPEN || op->open)
        return give_up(s);
    if (left == SIDE_UNKNOWN || right == SIDE_UNKNOWN)
        return solve(s);
    if (met == op->negate)
        oppose(&b, op->kind == OP_GE);
    if (op->kind != OP_RATIO)
        return with_bound(s, &b);
    add_side(s, op->b, 1, &above);
    bool fixed = true;
    for (int i = 0; i < s->free_count; i++)
        fixed = fixed && above.coef[i] == 0;
    if (fixed && above.rest <= 0)
        return solve(s);
    if (s->bound_count == BOUNDS_MOST)
        return give_up(s);
    s->bounds[0][s->bound_count++] = above;
    bool can = with_bound(s, &b);
    s->bound_count--;
    return can;
}

static bool
with_wish(struct search *s, int op, bool met)
{
    if (s->wish_count == WISHES_MOST)
        return give_up(s);
    int before = s->wish_count;
    s->wishes[s->wish_count++] = (struct wish){.op = op, .concerns = -1, .met = met};
    bool can = solve(s);
    s->wish_count = before;
    return can;
}

static bool
with_group(struct search *s, const struct op *op, bool met)
{
    const int *children = s->rules->children + op->first;
    int before = s->wish_count;
    bool can = false;

    if ((op->kind == OP_ANY) == met) {
        for (int i = 0; i < op->count && !can && !s->given_up; i++)
            can = with_wish(s, children[i], met);
        return can;
    }
    if (before + op->count > WISHES_MOST)
        return give_up(s);
    for (int i = 0; i < op->count; i++)
        s->wishes[s->wish_count++] = (struct wish){.op = children[i], .concerns = -1, .met = met};
    can = solve(s);
    s->wish_count = before;
    return can;
}

static bool
with_op(struct search *s, const struct wish *wish)
{
    const struct op *op = &s->rules->ops[wish->op];

    switch (op->kind) {
    case OP_STATE:
        return op->a != (wish->met ? S_UNMET : S_MET) && solve(s);
    case OP_GE:
    case OP_RATIO:
        return with_comparison(s, op, wish->met);
    case OP_ALL:
    case OP_ANY:
        return with_group(s, op, wish->met);
    case OP_NOT:
        return with_wish(s, op->a, !wish->met);
    default:
        return give_up(s);
    }
}

/* Can all that is still wished for come true, with the bounds so far? */
static bool
solve(struct search *s)
{
    if (s->given_up || ++s->steps > STEPS_MOST)
        return give_up(s);
    if (s->wish_count == 0)
        return bounds_can(s, 0, s->bound_count);
    struct wish wish = s->wishes[--s->wish_count];
    bool can = false;
    if (wish.concerns >= 0)
        can = with_op(s, &(struct wish){.op = wish.concerns, .concerns = -1, .met = false});
    can = can || with_op(s, &wish);
    s->wishes[s->wish_count++] = wish;
    return can;
}

/* ---- sets of fields ------------------------------------------------------------------------------------------ */
struct record {
    const struct td_quality_rule *rules; /* of the kind */
    const uint8_t *states;
    uint32_t failing; /* fields of rules that fail */
};

/* Every rule that fails must speak of one of the fields: cheap, and mostly enough to say no. */
static bool
reaches_all(const struct search *s, const struct record *r, uint32_t fields)
{
    for (int i = 0; i < s->kind->rule_count; i++)
        if (r->states[i] == TD_UNMET && !(r->rules[i].facts & fields))
            return false;
    return true;
}

static bool
could_mend(struct search *s, const struct record *r, uint32_t fields)
{
    s->free_count = s->bound_count = s->wish_count = s->steps = 0;
    for (int f = 0; f < TD_Q_FACTS; f++)
        if (fields >> f & 1)
            s->free[s->free_count++] = f;
    for (int i = 0; i < s->kind->rule_count; i++) {
        if (!(r->rules[i].facts & fields))
            continue;
        if (s->wish_count == WISHES_MOST)
            return give_up(s);
        s->wishes[s->wish_count++] = (struct wish){s->kind->check[i], s->kind->concerns[i], true};
    }
    return solve(s);
}

/* Of rules that hold: what they would have to hold of as well if the field were changed. */
static int
held_by(const struct search *s, const struct record *r, uint32_t fields)
{
    int held = 0;

    for (int f = 0; f < (int)s->kind->own; f++)
        for (int i = 0; i < s->kind->rule_count; i++)
            held += (fields >> f & 1) && r->states[i] == TD_MET && (r->rules[i].facts >> f & 1);
    return held;
}

/* The next larger number with as many bits. */
static uint32_t
next_set(uint32_t set)
{
    uint32_t low = set & -set, ripple = set + low;

    return ripple | (((set ^ ripple) >> 2) / low);
}

/*
 * The fewest fields; of several such sets the one that fewest rules hold in place that are met now. Two that are equal there
 * leave it open, and so does one with a fact from another record (the registry's date, the year's staff): the rules
 * of this record do not tell which of the two is wrong.
 */
uint32_t
quality_suspects(const struct td_quality *q, const struct td_quality_data *data, enum td_quality_kind kind, size_t record,
                 const uint8_t *states)
{
    const struct quality_kind_rules *k = &q->kinds[kind];
    struct search *s = td_realloc(NULL, 1, sizeof *s); /* not zeroed: of 160 KB a few are used */
    struct record r = {.rules = q->rules + k->rule_first, .states = states};
    uint32_t best = 0, own = ((uint32_t)1 << k->own) - 1;
    int least = 0, ties = 0;
    bool elsewhere = false;

    s->rules = k->rules;
    s->kind = k;
    s->given_up = false;
    quality_values(data, kind, record, s->values, &s->known);
    for (int i = 0; i < k->rule_count; i++)
        if (states[i] == TD_UNMET)
            r.failing |= r.rules[i].facts & s->known;
    for (int size = 1; size <= FREE_MOST && best == 0 && !elsewhere && !s->given_up; size++)
        for (uint32_t set = ((uint32_t)1 << size) - 1; set <= r.failing && !s->given_up; set = next_set(set)) {
            if ((set & ~r.failing) || !reaches_all(s, &r, set) || !could_mend(s, &r, set))
                continue;
            elsewhere = elsewhere || (set & ~own);
            int held = held_by(s, &r, set);
            ties = best && held == least ? ties + 1 : best && held > least ? ties : 0;
            if (!best || held < least) {
                best = set;
                least = held;
            }
        }
    if (s->given_up || ties || elsewhere)
        best = 0;
    free(s);
    return best;
}
