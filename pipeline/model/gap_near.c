/* Who is near, what the target of a firm takes, and how far it is above its thresholds. */
#include "gap.h"

#include <string.h>

/* Near is only who is known well enough beside what is unmet: else every firm of which nothing but the lack
 * of a title is known would be near. */
void
near_if_known(const struct td_rules *r, const struct program *p, const uint8_t *restrict decided,
              const uint8_t *restrict unmet, size_t rows, uint8_t *restrict out)
{
    int32_t num = (int32_t)r->coverage_num, den = (int32_t)r->coverage_den, all = p->data_total;

    for (size_t i = 0; i < rows; i++) {
        bool known = (decided[i] - unmet[i]) * den >= (all - unmet[i]) * num;

        out[i] = out[i] == TD_NEAR && !known ? TD_NO : out[i];
    }
}

/* Near is what the gap reaches; what it does not reach is no. */
void
settle_near(const struct td_rules *r, struct td_scratch *s, size_t rows)
{
    gap_block(r, s, rows);
    for (int p = 0; p < r->program_count; p++) {
        const int16_t *restrict weight =
            r->gap->roots[p] < 0 ? NULL
                                 : s->gap + (size_t)r->gap->nodes[r->gap->roots[p]].reg * BLOCK;
        uint8_t *restrict v = s->verdicts + (size_t)p * BLOCK;

        for (size_t i = 0; weight && i < rows; i++)
            v[i] = v[i] == TD_NEAR && weight[i] >= GAP_FAR ? TD_NO : v[i];
    }
}

/* Whom nothing else is a target for: the tier that is nearest, of two the higher. */
void
near_targets(const struct td_rules *r, const struct td_scratch *s, const int8_t *held, size_t rows,
             int8_t *restrict target)
{
    int16_t best[BLOCK];
    int8_t near[BLOCK];

    memset(near, -1, sizeof(near));
    for (size_t i = 0; i < rows; i++)
        best[i] = GAP_FAR;
    for (int p = 0; p < r->program_count; p++) {
        const struct td_program *program = &r->programs[p].public;
        const uint8_t *restrict v = s->verdicts + (size_t)p * BLOCK;
        const int16_t *restrict weight;

        if (program->ladder < 0 || r->gap->roots[p] < 0)
            continue;
        weight = s->gap + (size_t)r->gap->nodes[r->gap->roots[p]].reg * BLOCK;
        for (size_t i = 0; i < rows; i++) {
            bool nearer = v[i] == TD_NEAR && program->ladder > held[i] && weight[i] <= best[i];

            best[i] = nearer ? weight[i] : best[i];
            near[i] = nearer ? (int8_t)p : near[i];
        }
    }
    for (size_t i = 0; i < rows; i++)
        target[i] = target[i] < 0 ? near[i] : target[i];
}

/* ---- the target
 * ------------------------------------------------------------------------------------------ */
/* What the target takes: 0 of all where nothing is to be done. */
struct target_gap
target_gap(const struct td_rules *r, const struct td_scratch *s, size_t i)
{
    int target = s->tiers[2 * (size_t)BLOCK + i];
    int weight = target < 0 ? GAP_FAR : gap_weight(r, s, target, i), months = 0;
    struct gap_moves moves;

    if (weight >= GAP_FAR)
        return (struct target_gap){-1, -1, -1};
    moves.all = false;
    if (weight > 0)
        gap_walk(r, s, target, i, &moves);
    for (int k = 0; weight > 0 && k < moves.count; k++) {
        int n = gap_move_months(r, s, &r->gap->leaves[moves.at[k].leaf], i);

        months = n > months ? n : months;
    }
    return (struct target_gap){(int16_t)(weight / GAP_COST), (int16_t)months,
                               (int16_t)(weight % GAP_COST)};
}

/* How far above a threshold that has to be met, in hundredths of it; -1: not a figure, or not met. */
static int
leaf_margin(const struct td_rules *r, const struct td_scratch *s, const struct gap_leaf *leaf,
            size_t i)
{
    const struct op *op = &r->ops[leaf->compare];
    double x, need, margin;

    if ((op->kind != OP_RATIO && (op->kind != OP_GE || !leaf->figure)) ||
        s->states[(size_t)leaf->op * BLOCK + i] != (leaf->met ? S_MET : S_UNMET))
        return -1;
    x = column_value(r, s, op->a, i);
    need = op->kind == OP_RATIO
               ? column_value(r, s, op->b, i) * ((double)op->p / (double)op->q)
               : gap_border(leaf, op);
    if (!(need > 0))
        return -1;
    margin = 100 * (leaf->up ? x - need : need - x) / need;
    return margin < 0 ? 0 : margin > MARGIN_MOST ? MARGIN_MOST : (int)margin;
}

/* The least of the thresholds that the target asks for in any case: smaller is better, as a key. */
uint8_t
target_margin(const struct td_rules *r, const struct td_scratch *s, int target, size_t i)
{
    const struct gap *g = r->gap;
    const struct gap_node *root = g && g->roots[target] >= 0 ? &g->nodes[g->roots[target]] : NULL;
    int least = MARGIN_MOST + 1;

    for (int k = 0; root && root->kind == GAP_ALL && k < root->count; k++) {
        const struct gap_node *n = &g->nodes[g->links[root->first + k]];

        for (int q = 0; n->kind == GAP_LEAVES && q < n->count; q++) {
            int margin = leaf_margin(r, s, &g->leaves[g->links[n->first + q]], i);

            least = margin >= 0 && margin < least ? margin : least;
        }
    }
    return least > MARGIN_MOST ? UINT8_MAX : (uint8_t)(MARGIN_MOST - least);
}
