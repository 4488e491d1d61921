/* Leaves of the gap: a comparison, what it takes to turn it, and by what distance. */
#include "gap.h"

#include <string.h>

__extension__ typedef __int128 int128;

/* ---- columns and facts
 * ----------------------------------------------------------------------------------- */
static int
slot_fact(const struct td_rules *r, int slot, int *index)
{
    for (int f = 0; f < r->fact_count; f++)
        for (*index = 0; *index < r->facts[f].slot_count; ++*index)
            if (r->facts[f].slots[*index] == slot)
                return f;
    return -1;
}

static int
add_slot(const struct td_rules *r, int slot, int64_t coef, bool denominator, struct gap_slot *out,
         int count, int most)
{
    if (count == most)
        return count;
    out[count] = (struct gap_slot){.slot = slot, .coef = coef, .denominator = denominator};
    out[count].fact = slot_fact(r, slot, &out[count].index);
    return count + 1;
}

static int
column_slots(const struct td_rules *r, int column, int64_t coef, bool denominator,
             struct gap_slot *out, int count, int most)
{
    const struct column *c = &r->columns[column];

    switch (c->kind) {
    case COL_PLAIN:
        return add_slot(r, c->slot, coef, denominator, out, count, most);
    case COL_SUM:
        for (int t = 0; t < c->lin.count; t++)
            count = add_slot(r, c->lin.terms[t].lo, c->lin.terms[t].coef, denominator, out,
                             count, most);
        return count;
    case COL_LOW:
    case COL_HIGH:
    case COL_POSITIVE:
        return column_slots(r, c->arg, coef, denominator, out, count, most);
    case COL_ADD:
    case COL_LEAST:
        for (int k = 0; k < c->arg_count; k++)
            count = column_slots(r, c->args[k],
                                 c->kind == COL_ADD ? (int64_t)c->coefs[k] : 1, denominator,
                                 out, count, most);
    }
    return count;
}

int
gap_slots(const struct td_rules *r, const struct op *op, struct gap_slot *out, int most)
{
    int count = 0;

    switch (op->kind) {
    case OP_GE:
        return column_slots(r, op->a, 1, false, out, 0, most);
    case OP_GE_INTERVAL:
        count = column_slots(r, op->a, 1, false, out, 0, most);
        for (int k = column_slots(r, op->b, 1, false, out, count, most); count < k; count++)
            if (out[count].slot == out[0].slot)
                return count; /* low and high of the same columns */
        return count;
    case OP_RATIO:
    case OP_MEAN_GROWTH:
        count = column_slots(r, op->a, 1, false, out, 0, most);
        count = column_slots(r, op->b, 1, true, out, count, most);
        return op->kind == OP_RATIO ? count
                                    : column_slots(r, op->c, 1, true, out, count, most);
    case OP_INDUSTRY:
        return add_slot(r, op->a, 1, false, out, 0, most);
    default:
        return 0;
    }
}

/* ---- entries of efforts.yaml
 * ------------------------------------------------------------------------------ */
static int
effort_named(const struct td_rules *r, struct td_str name)
{
    for (int i = 0; i < r->gap->effort_count; i++)
        if (td_str_equal(r->gap->efforts[i].name, name))
            return i;
    return -1;
}

static int
effort_of_fact(const struct td_rules *r, int fact)
{
    for (int i = 0; i < r->gap->effort_count; i++)
        if (r->gap->efforts[i].fact == fact && fact >= 0)
            return i;
    return -1;
}

/* A metric's own entry; else that of the fact, for a ratio that of the numerator. */
int
effort_of(const struct td_rules *r, const struct op *op)
{
    struct gap_slot slots[4 * TERMS_MAX];

    for (int i = 0; i < r->gap->effort_count; i++)
        for (int k = 0; k < r->gap->efforts[i].key_count; k++)
            if (r->gap->efforts[i].keys[k].kind == op->kind &&
                r->gap->efforts[i].keys[k].a == op->a && r->gap->efforts[i].keys[k].b == op->b &&
                r->gap->efforts[i].keys[k].c == op->c)
                return i;
    if (op->kind == OP_SIZE)
        return effort_named(r, TD_STR("size"));
    return gap_slots(r, op, slots, 4 * TERMS_MAX) > 0 ? effort_of_fact(r, slots[0].fact) : -1;
}

static int
fact_find_out(const struct td_rules *r, int fact)
{
    for (int i = 0; fact >= 0 && i < r->gap->dataset_count; i++)
        if (td_str_equal(r->gap->datasets[i].name, r->facts[fact].from))
            return r->gap->datasets[i].find_out;
    return r->gap->find_out;
}

/* The dearest of the facts: all of them may be missing. */
int
effort_find_out(const struct td_rules *r, const struct op *op)
{
    struct gap_slot slots[4 * TERMS_MAX];
    int effort = effort_of(r, op), most = -1;
    int count = gap_slots(r, op, slots, 4 * TERMS_MAX);

    if (effort >= 0 && r->gap->efforts[effort].find_out >= 0)
        return r->gap->efforts[effort].find_out;
    for (int i = 0; i < count; i++)
        most = fact_find_out(r, slots[i].fact) > most ? fact_find_out(r, slots[i].fact) : most;
    return most < 0 ? r->gap->find_out : most;
}

/* ---- levers
 * --------------------------------------------------------------------------------------------- */
int
gap_lever_of(struct td_rules *r, const struct op *op)
{
    struct gap *g = r->gap;
    bool wide = op->kind == OP_RATIO || op->kind == OP_MEAN_GROWTH ||
                op->kind == OP_GE_INTERVAL || op->kind == OP_INDUSTRY;
    struct lever lever = {.kind = op->kind, .a = op->a, .b = wide ? op->b : 0};

    lever.c = op->kind == OP_MEAN_GROWTH ? op->c : 0;
    for (int i = 0; i < g->lever_count; i++)
        if (g->levers[i].kind == lever.kind && g->levers[i].a == lever.a &&
            g->levers[i].b == lever.b && g->levers[i].c == lever.c)
            return i;
    lever.effort = effort_of(r, op);
    GROW(g->levers, g->lever_count, g->lever_cap)[g->lever_count] = lever;
    return g->lever_count++;
}

int
gap_threshold_order(const struct op *a, const struct op *b)
{
    bool ratio = a->kind == OP_RATIO || a->kind == OP_MEAN_GROWTH;
    int128 left = (int128)a->p * (ratio ? b->q : 1), right = (int128)b->p * (ratio ? a->q : 1);

    if (left != right)
        return left < right ? -1 : 1;
    return (int)a->strict - (int)b->strict;
}

/* ---- months
 * --------------------------------------------------------------------------------------------- */
/* A figure of a year counts in the application of the year after it: months to that January. */
int
gap_months_of_years(const struct td_rules *r, int years)
{
    int months = 12 * years - (td_date_civil(r->as_of).month - 1);

    return months > 0 ? months : 0;
}

int
gap_months_of_days(int64_t days)
{
    return days <= 0 ? 0 : (int)((days * 4800 + 146096) / 146097); /* 400 years, rounded up */
}

/* ---- weights
 * -------------------------------------------------------------------------------------------- */
static void
add_step(const struct td_rules *r, struct gap_leaf *leaf, double times, double plus, int cost,
         int months)
{
    if (months > r->gap->horizon || cost * GAP_COST + 1 >= GAP_FAR)
        return;
    leaf->times[leaf->steps] = times;
    leaf->plus[leaf->steps] = plus;
    leaf->months[leaf->steps] = months;
    leaf->weights[leaf->steps++] = (int16_t)(cost * GAP_COST + 1);
}

/* What comes by waiting: years a whole number, dates by days. */
static void
add_waiting(const struct td_rules *r, struct gap_leaf *leaf, const struct effort *effort)
{
    const struct op *op = &r->ops[leaf->compare];
    struct gap_slot slot[1];
    int64_t most = 0;

    if (op->kind != OP_GE || gap_slots(r, op, slot, 1) != 1 || slot[0].fact < 0)
        return;
    if (r->facts[slot[0].fact].unit == UNIT_DATE) {
        if (leaf->up)
            return;
        while (gap_months_of_days(most + 1) <= r->gap->horizon)
            most++;
    } else {
        if (!leaf->up)
            return;
        while ((effort->year_end ? gap_months_of_years(r, (int)most + 1) : 12 * (int)(most + 1)) <=
               r->gap->horizon)
            most++;
    }
    add_step(r, leaf, 1, -(double)most, 0, 0);
}

/* Years of figures that have to be good, when a step takes so many months. */
static int
step_months(const struct td_rules *r, const struct gap_leaf *leaf, int months)
{
    int years = (months + 11) / 12;

    if (leaf->years == 0)
        return months;
    return gap_months_of_years(r, years > leaf->years ? years : leaf->years);
}

static void
add_steps(const struct td_rules *r, struct gap_leaf *leaf)
{
    const struct effort *effort =
        r->gap->levers[leaf->lever].effort < 0 ? NULL : &r->gap->efforts[r->gap->levers[leaf->lever].effort];
    const struct effort_way *way;

    leaf->sign = leaf->up ? 1 : -1;
    if (leaf->stay)
        return;
    if (leaf->older > 0) {
        if (gap_months_of_years(r, leaf->older) <= r->gap->horizon)
            add_step(r, leaf, 0, -HUGE_END, 0, gap_months_of_years(r, leaf->older));
        return;
    }
    if (!effort || r->ops[leaf->compare].kind == OP_SIZE ||
        r->ops[leaf->compare].kind == OP_INDUSTRY)
        return;
    if (effort->time) {
        add_waiting(r, leaf, effort);
        return;
    }
    way = leaf->up ? &effort->raise : &effort->lower;
    for (int i = 0; i < way->count; i++) {
        const struct effort_step *s = &way->steps[i];
        double times = !s->relative ? 1 : leaf->up ? 1 - s->within : 1 + s->within;

        add_step(r, leaf, times, s->any ? -HUGE_END : s->relative ? 0 : -s->within, s->cost,
                 step_months(r, leaf, s->months));
    }
}

static bool
same_leaf(const struct gap_leaf *a, const struct gap_leaf *b)
{
    return a->op == b->op && a->compare == b->compare && a->met == b->met &&
           a->strict == b->strict && a->stay == b->stay && a->older == b->older &&
           a->years == b->years;
}

static bool
is_figure(const struct td_rules *r, const struct op *op)
{
    struct gap_slot slot[1];
    enum unit unit = UNIT_NUMBER;

    if (op->kind == OP_GE && gap_slots(r, op, slot, 1) == 1 && slot[0].fact >= 0)
        unit = r->facts[slot[0].fact].unit;
    return unit == UNIT_MONEY || unit == UNIT_SHARE || unit == UNIT_SCORE;
}

int
gap_leaf_of(struct td_rules *r, struct gap_leaf leaf)
{
    struct gap *g = r->gap;
    const struct op *op = &r->ops[leaf.compare];

    leaf.up = leaf.met != op->negate;
    leaf.lever = gap_lever_of(r, op);
    for (int i = 0; i < g->leaf_count; i++)
        if (same_leaf(&g->leaves[i], &leaf))
            return i;
    leaf.figure = is_figure(r, op);
    leaf.unknown = (int16_t)(leaf.stay ? GAP_FAR : effort_find_out(r, op) * GAP_COST + 1);
    leaf.manual = (int16_t)(leaf.strict ? leaf.unknown : g->manual * GAP_COST);
    add_steps(r, &leaf);
    leaf.reg = g->registers++;
    GROW(g->leaves, g->leaf_count, g->leaf_cap)[g->leaf_count] = leaf;
    return g->leaf_count++;
}
