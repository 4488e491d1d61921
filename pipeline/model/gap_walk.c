/* Which leaves the least weight of a firm is made of: from the root down, by what the registers hold. */
#include "gap.h"

struct walk {
    const struct td_rules *r;
    const struct gap *g;
    const struct td_scratch *s;
    size_t at;
    struct gap_moves *out;
};

static int
weight_at(const struct walk *w, int reg)
{
    return w->s->gap[(size_t)reg * BLOCK + w->at];
}

static int
weight_of(const struct walk *w, int node)
{
    return weight_at(w, w->g->nodes[node].reg);
}

static void
walk_node(const struct walk *w, int node);

static void
walk_leaves(const struct walk *w, const struct gap_node *n)
{
    for (int k = 0; k < n->count; k++) {
        int leaf = w->g->links[n->first + k];
        struct gap_move move = {.leaf = leaf, .condition = n->condition, .indicator = n->indicator};

        move.weight = weight_at(w, w->g->leaves[leaf].reg);
        if ((w->out->all || move.weight > 0) && w->out->count < GAP_MOVES_MAX)
            w->out->at[w->out->count++] = move;
    }
}

static void
walk_any(const struct walk *w, const struct gap_node *n)
{
    for (int k = 0; k < n->count; k++)
        if (weight_of(w, w->g->links[n->first + k]) == weight_at(w, n->reg)) {
            walk_node(w, w->g->links[n->first + k]);
            return;
        }
}

static void
walk_open_any(const struct walk *w, const struct gap_node *n)
{
    const int *links = w->g->links + n->first;
    int least = weight_at(w, n->reg);
    bool open = false;

    for (int k = 0; k < n->count; k++)
        open = open || w->s->states[(size_t)links[3 * k + 2] * BLOCK + w->at] == S_UNKNOWN;
    for (int k = 0; k < n->count; k++) {
        int child = links[3 * k + (open ? 0 : 1)];

        if (weight_of(w, child) == least) {
            walk_node(w, child);
            return;
        }
    }
    for (int k = 0; k < n->count; k++)
        if (w->s->states[(size_t)links[3 * k + 2] * BLOCK + w->at] == S_UNKNOWN)
            walk_node(w, links[3 * k + 1]);
        else if (!open && weight_of(w, links[3 * k]) == least) {
            walk_node(w, links[3 * k]);
            return;
        }
}

/* How at least t points come about: the last indicator's or group's part, then the rest. */
static void
walk_array(const struct walk *w, const struct gap_node *n, int t)
{
    const struct gap_node *in = n->in >= 0 ? &w->g->nodes[n->in] : NULL;
    const struct gap_node *group = n->kind == GAP_FOLD ? &w->g->nodes[n->base] : NULL;
    int least = weight_at(w, n->reg + t - n->low), count = group ? group->size : n->count;

    if (least == 0 && !w->out->all)
        return;
    for (int k = group ? n->floor : 0; k < count; k++) {
        int points = group ? k : w->g->links[n->first + 2 * k], left = t > points ? t - points : 0;
        int node = group ? -1 : w->g->links[n->first + 2 * k + 1];
        int own = group ? weight_at(w, group->reg + k) : weight_of(w, node);

        if ((in ? left < in->low || left >= in->low + in->size : left > 0) ||
            own + (in ? weight_at(w, in->reg + left - in->low) : 0) != least)
            continue;
        if (in)
            walk_array(w, in, left);
        if (group)
            walk_array(w, group, k);
        else
            walk_node(w, node);
        return;
    }
}

static void
walk_node(const struct walk *w, int node)
{
    const struct gap_node *n = &w->g->nodes[node];

    if (weight_at(w, n->reg) == 0 && !w->out->all && n->kind != GAP_MARGINAL)
        return;
    switch (n->kind) {
    case GAP_CONST:
        break;
    case GAP_LEAVES:
    case GAP_MARGINAL:
        walk_leaves(w, n);
        break;
    case GAP_ALL:
        for (int k = 0; k < n->count; k++)
            walk_node(w, w->g->links[n->first + k]);
        break;
    case GAP_ANY:
        walk_any(w, n);
        break;
    case GAP_OPEN_ANY:
        walk_open_any(w, n);
        break;
    case GAP_GUARD:
        w->out->manual = true;
        walk_node(w, n->base);
        break;
    case GAP_PICK:
        walk_array(w, &w->g->nodes[n->in], n->pick);
        break;
    case GAP_ITEM:
    case GAP_FOLD:
        break; /* arrays are entered by a pick */
    }
}

int
gap_weight(const struct td_rules *r, const struct td_scratch *s, int program, size_t at)
{
    int root = r->gap ? r->gap->roots[program] : -1;

    return root < 0 ? GAP_FAR : s->gap[(size_t)r->gap->nodes[root].reg * BLOCK + at];
}

void
gap_walk(const struct td_rules *r, const struct td_scratch *s, int program, size_t at,
         struct gap_moves *out)
{
    struct walk w = {.r = r, .g = r->gap, .s = s, .at = at, .out = out};

    out->count = 0;
    out->manual = false;
    if (gap_weight(r, s, program, at) < GAP_FAR)
        walk_node(&w, r->gap->roots[program]);
}

/* ---- months
 * --------------------------------------------------------------------------------------------- */
static double
needed(const struct td_rules *r, const struct td_scratch *s, const struct gap_leaf *leaf,
       const struct op *op, size_t at)
{
    double b, factor;

    if (op->kind == OP_GE || op->kind == OP_GE_INTERVAL)
        return gap_border(leaf, op);
    b = column_value(r, s, op->b, at);
    factor = (double)op->p / (double)op->q;
    if (op->kind == OP_RATIO)
        return b * factor;
    return b * factor - b * b / column_value(r, s, op->c, at);
}

int
gap_move_months(const struct td_rules *r, const struct td_scratch *s, const struct gap_leaf *leaf,
                size_t at)
{
    const struct op *op = &r->ops[leaf->compare];
    int effort = r->gap->levers[leaf->lever].effort;
    uint8_t state = s->states[(size_t)leaf->op * BLOCK + at];
    double x, need;

    if (state != (leaf->met ? S_UNMET : S_MET) || leaf->steps == 0)
        return 0;
    if (leaf->older > 0)
        return leaf->months[0];
    x = column_value(r, s, op->kind == OP_GE_INTERVAL && !leaf->up ? op->b : op->a, at);
    need = needed(r, s, leaf, op, at);
    if (r->gap->efforts[effort].time && !leaf->up)
        return gap_months_of_days((int64_t)(x - need));
    if (r->gap->efforts[effort].time)
        return r->gap->efforts[effort].year_end ? gap_months_of_years(r, (int)(need - x))
                                                : 12 * (int)(need - x);
    for (int k = 0; k < leaf->steps; k++)
        if (leaf->sign * x >= need * (leaf->sign * leaf->times[k]) + leaf->plus[k])
            return leaf->months[k];
    return 0;
}
