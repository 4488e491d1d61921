/* A firm's gap as steps: one for each value that moves, in the order of the clauses. */
#include "gap_plan.h"

#include <stdlib.h>

static enum gap_step_kind
kind_of(const struct td_rules *r, const struct td_scratch *s, const struct gap_leaf *leaf,
        size_t at)
{
    int effort = r->gap->levers[leaf->lever].effort;

    if (s->states[(size_t)leaf->op * BLOCK + at] != (leaf->met ? S_UNMET : S_MET))
        return GAP_FIND_OUT;
    return leaf->older > 0 || (effort >= 0 && r->gap->efforts[effort].time) ? GAP_WAIT
                                                                            : GAP_CHANGE;
}

/* Both on one value and in one direction: the stronger one says it all. */
static bool
merge_step(const struct td_rules *r, struct gap_plan *plan, const struct gap_step *step)
{
    const struct gap_leaf *leaf = &r->gap->leaves[step->leaf];

    for (int i = 0; i < plan->count; i++) {
        const struct gap_leaf *old = &r->gap->leaves[plan->steps[i].leaf];
        int order;

        if (old->lever != leaf->lever || old->up != leaf->up)
            continue;
        order = gap_threshold_order(&r->ops[leaf->compare], &r->ops[old->compare]);
        if (leaf->up ? order > 0 : order < 0)
            plan->steps[i] = *step;
        return true;
    }
    return false;
}

static void
add_words(const struct program *p, const struct td_rules *r, const struct td_scratch *s,
          size_t at, struct gap_plan *plan)
{
    for (int k = 0; k < (int)p->public.condition_count; k++) {
        bool open = s->states[(size_t)p->ops[k] * BLOCK + at] == S_MANUAL, leaf = true;

        for (int i = k + 1; i < (int)p->public.condition_count; i++)
            leaf = leaf && p->conditions[i].parent != k;
        for (int up = p->conditions[k].parent; up >= 0; up = p->conditions[up].parent)
            open = open && s->states[(size_t)p->ops[up] * BLOCK + at] != S_MET &&
                   s->states[(size_t)p->ops[up] * BLOCK + at] != S_NA;
        if (open && leaf && plan->count < GAP_MOVES_MAX)
            plan->steps[plan->count++] = (struct gap_step){
                .kind = GAP_WORD, .leaf = -1, .condition = k, .indicator = -1, .cost = r->gap->manual};
    }
}

/* The first window of the tier that is not over when all is done. */
static void
find_batch(const struct td_rules *r, const struct program *p, struct gap_plan *plan)
{
    const struct gap *g = r->gap;

    plan->batch = -1;
    plan->ready = td_date_add_months(r->as_of, plan->months);
    for (int i = 0; i < g->batch_count; i++) {
        const struct batch *b = &g->batches[i];
        int year = td_date_civil(plan->ready).year;

        if (!td_str_equal(b->tier, p->public.tier))
            continue;
        for (int y = year; y <= year + 1; y++) {
            td_date to = td_date_from((struct td_civil){y, b->to / 100, b->to % 100});

            if (to < plan->ready || (plan->batch >= 0 && to >= plan->to))
                continue;
            plan->batch = i;
            plan->to = to;
            plan->from = td_date_from((struct td_civil){y, b->from / 100, b->from % 100});
        }
    }
}

void
gap_plan_read(const struct td_rules *r, const struct td_scratch *s, int program, size_t at,
              struct gap_plan *plan)
{
    const struct program *p = &r->programs[program];
    int weight = gap_weight(r, s, program, at);
    struct gap_moves moves;

    plan->count = plan->months = 0;
    plan->way = weight < GAP_FAR;
    plan->cost = plan->way ? weight / GAP_COST : -1;
    plan->changes = plan->way ? weight % GAP_COST : -1;
    plan->batch = -1;
    if (!plan->way)
        return;
    moves.all = false;
    gap_walk(r, s, program, at, &moves);
    for (int i = 0; i < moves.count; i++) {
        const struct gap_move *m = &moves.at[i];
        const struct gap_leaf *leaf = &r->gap->leaves[m->leaf];
        struct gap_step step = {.kind = kind_of(r, s, leaf, at),
                                .leaf = m->leaf,
                                .condition = m->condition,
                                .indicator = m->indicator,
                                .cost = m->weight / GAP_COST,
                                .months = gap_move_months(r, s, leaf, at)};

        if (m->weight > 0 && !merge_step(r, plan, &step))
            plan->steps[plan->count++] = step;
    }
    for (int i = 0; i < plan->count; i++)
        plan->months = plan->steps[i].months > plan->months ? plan->steps[i].months : plan->months;
    add_words(p, r, s, at, plan);
    find_batch(r, p, plan);
}

/* ---- what to find out first
 * -------------------------------------------------------------------------------- */
static int
open_order(const void *a, const void *b)
{
    const struct gap_open *x = a, *y = b;

    if (x->alone != y->alone)
        return x->alone ? -1 : 1;
    if (x->swing != y->swing)
        return x->swing > y->swing ? -1 : 1;
    if (x->condition != y->condition)
        return x->condition < y->condition ? -1 : 1;
    if (x->indicator != y->indicator)
        return x->indicator < y->indicator ? -1 : 1;
    return x->leaf - y->leaf;
}

/* Is nothing between the condition and the whole but what must be met in any case? */
static bool
decides_alone(const struct explained *e, const struct program *p, int condition)
{
    for (int k = condition; k >= 0; k = p->conditions[k].parent) {
        int up = p->conditions[k].parent;

        if (up >= 0 && e->rules->ops[p->ops[up]].kind != OP_ALL)
            return false;
    }
    return condition >= 0;
}

static void
add_open(const struct explained *e, const struct program *p, const struct gap_node *n, int leaf,
         struct gap_open *out, int *count, int most)
{
    const struct gap_leaf *l = &e->rules->gap->leaves[leaf];
    struct gap_open one = {.leaf = leaf, .condition = n->condition, .indicator = n->indicator};

    if (e->scratch->states[(size_t)l->op * BLOCK + e->at] != S_UNKNOWN)
        return;
    for (int i = 0; i < *count; i++)
        if (e->rules->gap->leaves[out[i].leaf].lever == l->lever && out[i].indicator == n->indicator)
            return;
    if (n->indicator >= 0 && p->score >= 0) {
        size_t at = (size_t)(e->rules->scores[p->score].first_register + n->indicator) * BLOCK + e->at;

        one.swing = e->scratch->high[at] - e->scratch->low[at];
    } else {
        one.alone = decides_alone(e, p, n->condition);
    }
    if (*count < most && (one.alone || one.swing > 0 || n->indicator < 0))
        out[(*count)++] = one;
}

int
gap_open_list(const struct explained *e, int program, struct gap_open *out, int most)
{
    const struct gap *g = e->rules->gap;
    const struct program *p = &e->rules->programs[program];
    int count = 0;

    for (int i = g->spans[program][0]; i < g->spans[program][1]; i++)
        for (int k = 0; g->nodes[i].kind == GAP_LEAVES && k < g->nodes[i].count; k++)
            add_open(e, p, &g->nodes[i], g->links[g->nodes[i].first + k], out, &count, most);
    if (count > 1)
        qsort(out, (size_t)count, sizeof(*out), open_order);
    return count;
}
