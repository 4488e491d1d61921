/* The weights of a block: leaves, then nodes in the order they were built (parts come first). */
#include "gap_kernels.h"

#include <string.h>

static int16_t *
reg(const struct td_scratch *s, int at)
{
    return s->gap + (size_t)at * BLOCK;
}

/* Whole numbers: the threshold itself, or the last one below it. */
double
gap_border(const struct gap_leaf *leaf, const struct op *op)
{
    return (double)(leaf->up ? op->p : op->p - 1);
}

static void
run_ratio(const struct td_rules *r, const struct td_scratch *s, const struct gap_leaf *leaf,
          size_t rows, int16_t *out)
{
    const struct op *op = &r->ops[leaf->compare];
    double factor = (double)op->p / (double)op->q, need[BLOCK];

    if (op->kind == OP_RATIO)
        gap_need_ratio(wide_column(r, s, op->b), factor, rows, need);
    else
        gap_need_mean(wide_column(r, s, op->b), wide_column(r, s, op->c), factor, rows, need);
    gap_distance(leaf, wide_column(r, s, op->a), need, 0, rows, out);
}

static void
run_leaf(const struct td_rules *r, const struct td_scratch *s, const struct gap_leaf *leaf,
         size_t rows)
{
    const struct op *op = &r->ops[leaf->compare];
    int column = op->kind == OP_GE_INTERVAL && !leaf->up ? op->b : op->a;
    int16_t *out = reg(s, leaf->reg);

    if (leaf->steps == 0)
        gap_fill(GAP_FAR, rows, out);
    else if (op->kind != OP_GE && op->kind != OP_GE_INTERVAL)
        run_ratio(r, s, leaf, rows, out);
    else if (r->columns[column].narrow)
        gap_distance_narrow(leaf, narrow_column(r, s, column), gap_border(leaf, op), rows, out);
    else
        gap_distance(leaf, wide_column(r, s, column), NULL, gap_border(leaf, op), rows, out);
    gap_by_state(s->states + (size_t)leaf->op * BLOCK, leaf, rows, out);
}

static void
run_item(const struct gap *g, const struct td_scratch *s, const struct gap_node *n, size_t rows)
{
    const struct gap_node *in = n->in >= 0 ? &g->nodes[n->in] : NULL;

    for (int t = 0; t < n->size; t++) {
        int16_t *out = reg(s, n->reg + t);

        gap_fill(GAP_FAR, rows, out);
        for (int k = 0; k < n->count; k++) {
            int points = g->links[n->first + 2 * k];
            const int16_t *w = reg(s, g->nodes[g->links[n->first + 2 * k + 1]].reg);

            if (in)
                gap_least_sum(reg(s, in->reg + (t > points ? t - points : 0)), w, rows, out);
            else if (points >= t)
                gap_least(w, rows, out);
        }
    }
}

/* A group that is asked for `floor` points of its own never gets fewer. */
static void
run_fold(const struct gap *g, const struct td_scratch *s, const struct gap_node *n, size_t rows)
{
    const struct gap_node *in = n->in >= 0 ? &g->nodes[n->in] : NULL, *group = &g->nodes[n->base];

    for (int k = 0; k < n->size; k++) {
        int16_t *out = reg(s, n->reg + k);
        int t = n->low + k;

        int most = t > n->floor ? t : n->floor; /* more points than are asked for cost no less */

        gap_fill(GAP_FAR, rows, out);
        if (!in && most < group->size)
            gap_least(reg(s, group->reg + most), rows, out);
        for (int points = n->floor; in && points <= most && points < group->size; points++)
            gap_least_sum(reg(s, in->reg + (t > points ? t - points : 0) - in->low),
                          reg(s, group->reg + points), rows, out);
    }
}

static void
run_open_any(const struct gap *g, const struct td_scratch *s, const struct gap_node *n,
             size_t rows)
{
    int16_t sum[BLOCK] = {0}, met[BLOCK], *out = reg(s, n->reg);
    uint8_t marked[BLOCK] = {0};

    gap_fill(GAP_FAR, rows, met);
    gap_fill(GAP_FAR, rows, out);
    for (int k = 0; k < n->count; k++) {
        const int *link = g->links + n->first + 3 * k;

        gap_least(reg(s, g->nodes[link[0]].reg), rows, met);
        gap_least(reg(s, g->nodes[link[1]].reg), rows, out);
        gap_add_unknown(s->states + (size_t)link[2] * BLOCK, reg(s, g->nodes[link[1]].reg), rows,
                        sum, marked);
    }
    gap_choose(marked, sum, rows, out);
    gap_least(met, rows, out);
}

static void
run_node(const struct td_rules *r, const struct td_scratch *s, const struct gap_node *n,
         size_t rows)
{
    const struct gap *g = r->gap;
    const int *links = g->links + n->first;
    int16_t *out = reg(s, n->reg), far[BLOCK];

    switch (n->kind) {
    case GAP_CONST:
    case GAP_PICK:
        break;
    case GAP_LEAVES:
    case GAP_MARGINAL:
        memcpy(out, reg(s, g->leaves[links[0]].reg), rows * sizeof(*out));
        for (int k = 1; k < n->count; k++)
            gap_most(reg(s, g->leaves[links[k]].reg), rows, out);
        if (n->kind == GAP_MARGINAL)
            gap_less(reg(s, g->nodes[n->base].reg), rows, out);
        break;
    case GAP_ALL:
        memcpy(out, reg(s, g->nodes[links[0]].reg), rows * sizeof(*out));
        for (int k = 1; k < n->count; k++)
            gap_add(reg(s, g->nodes[links[k]].reg), rows, out);
        break;
    case GAP_ANY:
        memcpy(out, reg(s, g->nodes[links[0]].reg), rows * sizeof(*out));
        for (int k = 1; k < n->count; k++)
            gap_least(reg(s, g->nodes[links[k]].reg), rows, out);
        break;
    case GAP_OPEN_ANY:
        run_open_any(g, s, n, rows);
        break;
    case GAP_GUARD:
        memcpy(out, reg(s, g->nodes[n->base].reg), rows * sizeof(*out));
        gap_fill(GAP_FAR, rows, far);
        gap_choose(s->open + (size_t)score_register(&r->scores[n->score], -1) * BLOCK, far, rows,
                   out);
        break;
    case GAP_ITEM:
        run_item(g, s, n, rows);
        break;
    case GAP_FOLD:
        run_fold(g, s, n, rows);
        break;
    }
}

size_t
gap_registers(const struct td_rules *r)
{
    return r->gap ? (size_t)r->gap->registers : 0;
}

void
gap_constants(const struct td_rules *r, struct td_scratch *s)
{
    for (int i = 0; r->gap && i < r->gap->node_count; i++)
        if (r->gap->nodes[i].kind == GAP_CONST)
            gap_fill((int16_t)r->gap->nodes[i].pick, BLOCK, reg(s, r->gap->nodes[i].reg));
}

void
gap_block(const struct td_rules *r, struct td_scratch *s, size_t rows)
{
    const struct gap *g = r->gap;

    for (int i = 0; i < g->leaf_count; i++)
        run_leaf(r, s, &g->leaves[i], rows);
    for (int i = 0; i < g->node_count; i++)
        run_node(r, s, &g->nodes[i], rows);
}
