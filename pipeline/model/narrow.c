/*
 * Which columns are bytes. Most of the ladder asks small whole numbers of counts, ages, ranks
 * and yes-or-no facts: as bytes they take an eighth of the cache and of the comparisons. A
 * number beyond 0 to NARROW_MOST is drawn to the nearer end, which changes no comparison with a
 * threshold from 1 to NARROW_MOST, and no least value; sums, ratios and order need the number.
 */
#include "scratch.h"

static bool
narrow_op(const struct op *op)
{
    return (op->kind == OP_GE || op->kind == OP_GE_INTERVAL) && op->p >= 1 &&
           op->p <= NARROW_MOST;
}

static void
widen(struct td_rules *r, int column)
{
    if (column >= 0)
        r->columns[column].narrow = false;
}

static void
widen_uses(struct td_rules *r)
{
    for (int i = 0; i < r->op_count; i++) {
        const struct op *op = &r->ops[i];
        bool compares = op->kind == OP_GE || op->kind == OP_GE_INTERVAL ||
                        op->kind == OP_RATIO || op->kind == OP_MEAN_GROWTH;

        if (!compares || narrow_op(op))
            continue;
        widen(r, op->a);
        if (op->kind != OP_GE)
            widen(r, op->b);
        if (op->kind == OP_MEAN_GROWTH)
            widen(r, op->c);
    }
    for (int i = 0; i < r->key_count; i++) {
        if (r->keys[i].kind != KEY_SUM && r->keys[i].kind != KEY_RATIO)
            continue;
        widen(r, r->keys[i].a);
        if (r->keys[i].kind == KEY_RATIO)
            widen(r, r->keys[i].b);
    }
    for (int i = 0; i < r->size_ranks->column_count; i++)
        widen(r, r->size_ranks->columns[i]);
}

static bool
has_arg(const struct column *c)
{
    return c->kind == COL_LOW || c->kind == COL_HIGH || c->kind == COL_POSITIVE;
}

/* A column and what it is made of are of one width; true if something became wide. */
static bool
widen_related(struct td_rules *r, struct column *c)
{
    bool narrow = c->narrow, changed;

    if (has_arg(c))
        narrow = narrow && r->columns[c->arg].narrow;
    for (int k = 0; k < c->arg_count; k++)
        narrow = narrow && r->columns[c->args[k]].narrow;
    if (narrow)
        return false;
    changed = c->narrow || (has_arg(c) && r->columns[c->arg].narrow);
    for (int k = 0; k < c->arg_count; k++)
        changed = changed || r->columns[c->args[k]].narrow;
    c->narrow = false;
    if (has_arg(c))
        widen(r, c->arg);
    for (int k = 0; k < c->arg_count; k++)
        widen(r, c->args[k]);
    return changed;
}

/* The two ends of an interval are of one width, too. */
static bool
widen_ends(struct td_rules *r)
{
    bool changed = false;

    for (int i = 0; i < r->op_count; i++) {
        const struct op *op = &r->ops[i];

        if (op->kind != OP_GE_INTERVAL || r->columns[op->a].narrow == r->columns[op->b].narrow)
            continue;
        widen(r, op->a);
        widen(r, op->b);
        changed = true;
    }
    return changed;
}

/* An end of an interval that is open says the same of every firm, and so does what is made of
 * such ends only. */
static void
mark_constant(struct td_rules *r, struct column *c)
{
    c->constant = (c->kind == COL_LOW || c->kind == COL_HIGH) && c->open;
    if (c->kind != COL_ADD && c->kind != COL_LEAST)
        return;
    c->constant = true;
    for (int k = 0; k < c->arg_count; k++)
        c->constant = c->constant && r->columns[c->args[k]].constant;
}

/* Every column is used by some op, key or size row, or by another column. */
void
prepare_columns(struct td_rules *r)
{
    bool changed = true;

    r->wide_count = r->narrow_count = 0;
    for (int i = 0; i < r->column_count; i++) {
        enum column_kind kind = r->columns[i].kind;

        r->columns[i].narrow =
            kind == COL_PLAIN || kind == COL_LOW || kind == COL_HIGH || kind == COL_LEAST;
        mark_constant(r, &r->columns[i]);
    }
    widen_uses(r);
    while (changed) {
        changed = widen_ends(r);
        for (int i = 0; i < r->column_count; i++)
            changed = widen_related(r, &r->columns[i]) || changed;
    }
    for (int i = 0; i < r->column_count; i++)
        r->columns[i].at = r->columns[i].narrow ? r->narrow_count++ : r->wide_count++;
}
