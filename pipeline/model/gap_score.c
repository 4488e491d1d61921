/*
 * Points of the gap: an exact knapsack over whole points. An array of registers says for t = low,
 * low + 1 … what at least t points take; each indicator is folded into its group's array, the groups
 * into the total's. Points go in steps of their greatest common divisor.
 */
#include "gap_build.h"

enum { OPTIONS_MAX = 250, POINTS_TOP = 260 };

struct options { /* ways to so many points, best last; in steps */
    int points[OPTIONS_MAX], nodes[OPTIONS_MAX];
    int count;
};

static int
gcd(int a, int b)
{
    while (b) {
        int rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

static int
points_step(const struct td_rules *r, const struct score *score)
{
    int step = 0;

    for (int i = 0; i < score->indicator_count; i++)
        for (int p = 0; p < score->indicators[i].count; p++) {
            const struct part *part = &r->parts[score->indicators[i].first + p];

            step = gcd(gcd(step, part->floor),
                       part->kind == PART_BEST ? 0 : part->cap);
            for (int k = 0; k < part->count; k++)
                step = gcd(step, r->choices[part->first + k].points);
        }
    return step ? step : 1;
}

/* ---- what is charged where
 * -------------------------------------------------------------------------------- */
static int
charges_part(const struct build *b, const struct part *part, int lever)
{
    int sum = 0, most = 0;

    for (int k = 0; k < part->count; k++) {
        int n = charges_op(b, b->r->choices[part->first + k].op, true, lever);

        sum += n;
        most = n > most ? n : most;
    }
    return part->kind == PART_SUM ? sum : most;
}

int
charges_score(const struct build *b, int which, int lever)
{
    const struct score *score = &b->r->scores[which];
    int sum = 0;

    for (int i = 0; i < score->indicator_count; i++) {
        int most = 0;

        for (int p = 0; p < score->indicators[i].count; p++) {
            int n = charges_part(b, &b->r->parts[score->indicators[i].first + p], lever);

            most = n > most ? n : most;
        }
        sum += most;
    }
    return sum;
}

void
axis_collect_score(const struct build *b, int which, int lever, struct gap_axis *axis)
{
    const struct score *score = &b->r->scores[which];

    for (int i = 0; i < score->indicator_count; i++)
        for (int p = 0; p < score->indicators[i].count; p++) {
            const struct part *part = &b->r->parts[score->indicators[i].first + p];

            for (int k = 0; k < part->count; k++)
                axis_collect(b, b->r->choices[part->first + k].op, lever, axis);
        }
}

bool
score_has_word(const struct td_rules *r, int which)
{
    const struct score *score = &r->scores[which];

    for (int i = 0; i < score->indicator_count; i++)
        for (int p = 0; p < score->indicators[i].count; p++) {
            const struct part *part = &r->parts[score->indicators[i].first + p];

            if (part->kind == PART_OPEN && part->manual)
                return true;
            for (int k = 0; k < part->count; k++)
                if (op_has_word(r, r->choices[part->first + k].op))
                    return true;
        }
    return false;
}

/* ---- options of an indicator
 * ------------------------------------------------------------------------------- */
static void
option_add(const struct build *b, struct options *o, int points, int node)
{
    int at = o->count;

    if (o->count == OPTIONS_MAX || is_const(b, node, GAP_FAR))
        return;
    while (at > 0 && o->points[at - 1] > points) {
        o->points[at] = o->points[at - 1];
        o->nodes[at] = o->nodes[at - 1];
        at--;
    }
    o->points[at] = points;
    o->nodes[at] = node;
    o->count++;
}

/* One more array: at least t points, from `in` (-1: nothing so far) and the options. */
static int
item_node(struct build *b, int in, int size, const struct options *o)
{
    int links[2 * OPTIONS_MAX];

    for (int i = 0; i < o->count; i++) {
        links[2 * i] = o->points[i];
        links[2 * i + 1] = o->nodes[i];
    }
    return build_node(b, &(struct gap_node){.kind = GAP_ITEM,
                                            .in = in,
                                            .size = size,
                                            .first = build_links(b, links, 2 * o->count),
                                            .count = o->count});
}

static int
pick_node(struct build *b, int array, int at)
{
    const struct gap_node *a = &b->r->gap->nodes[array];
    int top = a->low + a->size - 1;

    return build_node(b, &(struct gap_node){.kind = GAP_PICK,
                                            .in = array,
                                            .pick = at > top ? top : at < a->low ? a->low : at});
}

/* Points that add up, to the cap: an array of their own. */
static void
sum_options(struct build *b, const struct part *part, int step, struct options *out)
{
    int array = -1, size = part->cap / step + 1;

    for (int k = 0; k < part->count; k++) {
        const struct choice *choice = &b->r->choices[part->first + k];
        struct options one = {.points = {0}, .nodes = {build_const(b, 0)}, .count = 1};

        option_add(b, &one, choice->points / step, build_op(b, choice->op, true));
        array = item_node(b, array, size, &one);
    }
    for (int t = 1; t < size && array >= 0 && !b->full; t++)
        option_add(b, out, t, pick_node(b, array, t));
}

static void
part_options(struct build *b, const struct part *part, int step, struct options *out)
{
    if (part->floor > 0)
        option_add(b, out, part->floor / step, build_const(b, 0));
    if (part->kind == PART_OPEN && part->manual && !b->strict)
        option_add(b, out, part->cap / step, build_const(b, b->r->gap->manual * GAP_COST));
    if (part->kind == PART_SUM)
        sum_options(b, part, step, out);
    for (int k = 0; part->kind == PART_BEST && k < part->count; k++) {
        const struct choice *choice = &b->r->choices[part->first + k];

        option_add(b, out, choice->points / step, build_op(b, choice->op, true));
    }
}

static int
indicator_array(struct build *b, const struct score *score, int which, int step, int array)
{
    const struct indicator *in = &score->indicators[which];
    struct options options = {.points = {0}, .count = 0};
    int before = b->indicator, size;

    size = (in->group < 0 ? score->max : score->groups[in->group].max) / step + 1;
    b->indicator = which;
    option_add(b, &options, 0, build_const(b, 0));
    for (int p = 0; p < in->count; p++)
        part_options(b, &b->r->parts[in->first + p], step, &options);
    array = item_node(b, array, size, &options);
    b->indicator = before;
    return array;
}

/* ---- groups and the total
 * ---------------------------------------------------------------------------------- */
struct marks { /* in steps, rounded up; 0 = not asked for */
    int total, groups[POINTS_TOP];
};

static int
fold_groups(struct build *b, const struct score *score, const int *arrays, int count, int step,
            const struct marks *m)
{
    int last = -1, rest = 0;

    for (int g = 0; g < count; g++)
        rest += b->r->gap->nodes[arrays[g]].size - 1;
    (void)score;
    (void)step;
    for (int g = 0; g < count && !b->full; g++) {
        int low;

        rest -= b->r->gap->nodes[arrays[g]].size - 1;
        low = m->total - rest > 0 ? m->total - rest : 0;
        last = build_node(b, &(struct gap_node){.kind = GAP_FOLD,
                                                .in = last,
                                                .base = arrays[g],
                                                .floor = m->groups[g],
                                                .low = low,
                                                .size = m->total - low + 1});
    }
    return b->full || last < 0 ? build_const(b, m->total > 0 ? GAP_FAR : 0)
                               : pick_node(b, last, m->total);
}

static int
score_node(struct build *b, const struct score *score, int step, const struct marks *m)
{
    int groups = score->group_count ? score->group_count : 1, arrays[POINTS_TOP], used = 0;
    struct marks kept = {.total = m->total};

    for (int g = 0; g < groups; g++) {
        int array = -1;

        if (m->total == 0 && m->groups[g] == 0)
            continue;
        for (int i = 0; i < score->indicator_count && !b->full; i++)
            if (score->indicators[i].group == g || score->group_count == 0)
                array = indicator_array(b, score, i, step, array);
        if (array < 0 || b->full)
            continue;
        kept.groups[used] = m->groups[g];
        arrays[used++] = array;
    }
    return fold_groups(b, score, arrays, used, step, &kept);
}

int
build_score(struct build *b, int which, const struct item *items, int count)
{
    const struct score *score = &b->r->scores[which];
    int step = points_step(b->r, score), nodes[2];
    struct marks m = {0};
    bool strict = b->strict;

    for (int i = 0; i < count; i++) {
        const struct op *op = &b->r->ops[items[i].op];
        int least = ((int)op->p + step - 1) / step;
        int *at = op->b < 0 ? &m.total : &m.groups[op->b];

        *at = least > *at ? least : *at;
    }
    b->strict = true;
    nodes[0] = score_node(b, score, step, &m);
    b->strict = strict;
    if (strict || b->full || !score_has_word(b->r, which))
        return nodes[0];
    nodes[1] = score_node(b, score, step, &m);
    nodes[1] = build_node(b, &(struct gap_node){.kind = GAP_GUARD, .base = nodes[1], .score = which});
    return build_any(b, nodes, 2);
}
