/* Condition trees of a program as nodes of its gap; see gap.h for what is paid for once. */
#include "gap_build.h"

#include <stdlib.h>

/* ---- all
 * ------------------------------------------------------------------------------------------------ */
/* The condition of the program that stands for op below `condition`. */
static int
condition_of(const struct build *b, int op, int condition)
{
    const struct program *p = b->program;
    bool found = b->indicator < 0;

    while (found) {
        found = false;
        for (int k = 0; !found && k < (int)p->public.condition_count; k++)
            if (p->conditions[k].parent == condition && p->ops[k] == op) {
                condition = k;
                found = true;
            }
    }
    return condition;
}

static void
flatten(const struct build *b, struct item item, struct item *out, int *count)
{
    const struct td_rules *r = b->r;
    const struct op *op = &r->ops[item.op];
    struct item group[ITEMS_MAX];
    int n = 0;

    item.condition = condition_of(b, item.op, item.condition);
    if (op->kind == OP_NOT) {
        item.op = op->a;
        item.met = !item.met;
        flatten(b, item, out, count);
        return;
    }
    if (!is_all(op, item.met)) {
        if (*count < ITEMS_MAX)
            out[(*count)++] = item;
        return;
    }
    for (int i = 0; i < op->count && n < ITEMS_MAX; i++) {
        group[n] = item;
        group[n++].op = r->children[op->first + i];
    }
    find_years(r, group, n);
    for (int i = 0; i < n; i++)
        flatten(b, group[i], out, count);
}

static int
lever_at(const struct build *b, const struct item *item)
{
    int compare = comparison_of(b->r, item->op);

    return compare < 0 ? -1 : gap_lever_of(b->r, &b->r->ops[compare]);
}

/* How often beside its own comparisons could the lever be charged here? */
static int
charges_beside(const struct build *b, int lever, const struct item *items, int count)
{
    int sum = 0;
    bool scored[64] = {false};

    for (int i = 0; i < count; i++) {
        const struct op *op = &b->r->ops[items[i].op];

        if (op->kind == OP_MARK && op->a < 64 && !scored[op->a]) {
            scored[op->a] = true;
            sum += charges_score(b, op->a, lever);
        } else if (op->kind != OP_MARK && lever_at(b, &items[i]) < 0) {
            sum += charges_op(b, items[i].op, items[i].met, lever);
        }
    }
    return sum;
}

static int
lever_items(const struct build *b, int lever, const struct item *items, int count,
            struct item *own)
{
    int n = 0;

    for (int i = 0; i < count; i++)
        if (lever_at(b, &items[i]) == lever)
            own[n++] = items[i];
    return n;
}

/* A lever that is to be enumerated here, -1 = none. `due`: those paid for here and built upon. */
static int
shared_lever(const struct build *b, const struct item *items, int count, bool *due)
{
    struct item own[ITEMS_MAX];

    for (int l = 0; l < b->r->gap->lever_count; l++) {
        int beside, mine;

        if (b->fixed[l] != PLACE_FREE)
            continue;
        beside = charges_beside(b, l, items, count);
        mine = beside ? lever_items(b, l, items, count, own) : 0;
        due[l] = mine > 0 && beside == 1 && b->forced[l] < 0;
        if (!due[l] && beside + (mine > 0) > 1)
            return l;
    }
    return -1;
}

static int
build_rest(struct build *b, const struct item *item, const struct item *items, int count)
{
    struct item marks[ITEMS_MAX];
    const struct op *op = &b->r->ops[item->op];
    int n = 0, before = b->condition, node;

    b->condition = item->condition;
    if (op->kind == OP_MARK && item->met) {
        for (int i = 0; i < count; i++)
            if (b->r->ops[items[i].op].kind == OP_MARK && b->r->ops[items[i].op].a == op->a)
                marks[n++] = items[i];
        node = marks[0].op == item->op ? build_score(b, op->a, marks, n) : build_const(b, 0);
    } else {
        node = build_op(b, item->op, item->met);
    }
    b->condition = before;
    return node;
}

static int
build_parts(struct build *b, const struct item *items, int count, const bool *due)
{
    struct item own[ITEMS_MAX];
    int children[2 * ITEMS_MAX], forced[ITEMS_MAX], n = 0, k = 0, before = b->condition;

    for (int i = 0; i < count; i++) {
        int lever = lever_at(b, &items[i]);
        int mine = lever < 0 ? 0 : lever_items(b, lever, items, count, own);

        if (lever < 0 || own[0].op != items[i].op || own[0].met != items[i].met)
            continue;
        for (int q = 0; q < i; q++)
            if (lever_at(b, &items[q]) == lever)
                mine = 0;
        if (mine == 0)
            continue;
        b->condition = own[0].condition;
        children[n] = lever_node(b, lever, own, mine);
        b->condition = before;
        if (due[lever] && b->r->gap->nodes[children[n]].kind == GAP_LEAVES) {
            b->forced[lever] = children[n];
            forced[k++] = lever;
        }
        n++;
    }
    for (int i = 0; i < count; i++)
        if (lever_at(b, &items[i]) < 0)
            children[n++] = build_rest(b, &items[i], items, count);
    for (int i = 0; i < k; i++)
        b->forced[forced[i]] = -1;
    return join_all(b, children, n);
}

int
build_all(struct build *b, const struct item *asked, int count)
{
    struct item *items = td_alloc(ITEMS_MAX, sizeof(*items));
    bool due[LEVERS_MAX] = {false};
    int n = 0, shared, node = 0;

    for (int i = 0; i < count; i++)
        flatten(b, asked[i], items, &n);
    for (int i = 0; i < n; i++)
        charges_op(b, items[i].op, items[i].met, -1); /* all its levers are known from here on */
    b->work += n * b->r->gap->lever_count;
    b->full = b->full || n == ITEMS_MAX || b->work > WORK_MAX ||
              b->r->gap->lever_count > LEVERS_MAX - ITEMS_MAX;
    if (!b->full) {
        shared = shared_lever(b, items, n, due);
        node = shared >= 0 ? build_places(b, shared, items, n) : build_parts(b, items, n, due);
    }
    free(items);
    return b->full ? 0 : node;
}

/* ---- the rest
 * ------------------------------------------------------------------------------------------- */
bool
op_has_word(const struct td_rules *r, int at)
{
    const struct op *op = &r->ops[at];

    if (op->kind == OP_EXTERNAL || (op->kind == OP_STATE && op->a == S_MANUAL))
        return true;
    if (op->kind == OP_MARK)
        return score_has_word(r, op->a);
    if (op->kind == OP_NOT)
        return op_has_word(r, op->a);
    for (int i = 0; (op->kind == OP_ALL || op->kind == OP_ANY) && i < op->count; i++)
        if (op_has_word(r, r->children[op->first + i]))
            return true;
    return false;
}

/* One of the parts. Where a person's word may do, no other part may stay unknown: an `any` with an
 * unknown part is unknown. So either a part is met, or all that is unknown is brought to fit. */
static int
build_one_of(struct build *b, const struct op *op, bool met)
{
    int children[2 * ITEMS_MAX], links[3 * ITEMS_MAX], n = 0, k = 0;
    bool word = false, before = b->strict;

    b->full = b->full || op->count > ITEMS_MAX;
    for (int i = 0; i < op->count && n < ITEMS_MAX; i++) {
        int part = b->r->children[op->first + i];
        const struct op *o = &b->r->ops[part];

        if (o->kind == OP_STATE && o->a == S_NA)
            continue;
        word = word || (op_has_word(b->r, part) && !before);
        b->strict = before;
        children[n++] = build_op(b, part, met);
    }
    if (!word)
        return n ? build_any(b, children, n) : build_const(b, 0);
    n = 0;
    for (int i = 0; i < op->count && n < ITEMS_MAX; i++) {
        int part = b->r->children[op->first + i];
        const struct op *o = &b->r->ops[part];

        if (o->kind == OP_STATE && o->a == S_NA)
            continue;
        b->strict = true;
        links[k] = op_has_word(b->r, part) ? build_op(b, part, met) : children[n];
        links[k + 1] = children[n++];
        links[k + 2] = part;
        k += 3;
    }
    b->strict = before;
    return build_node(b, &(struct gap_node){.kind = GAP_OPEN_ANY,
                                            .first = build_links(b, links, k),
                                            .count = n});
}

static int
build_state(struct build *b, int state, bool met)
{
    if (state == S_MANUAL)
        return build_const(b, b->strict ? GAP_FAR : b->r->gap->manual * GAP_COST);
    return build_const(b, state == S_NA || (state == S_MET) == met ? 0 : GAP_FAR);
}

int
build_op(struct build *b, int at, bool met)
{
    const struct op op = b->r->ops[at];
    struct item item = {.op = at, .met = met, .condition = b->condition};
    int before = b->condition, node;

    if (b->full)
        return 0;
    b->condition = item.condition = condition_of(b, at, b->condition);
    if (op.kind == OP_NOT)
        node = build_op(b, op.a, !met);
    else if (op.kind == OP_STATE)
        node = build_state(b, op.a, met);
    else if (comparison_of(b->r, at) >= 0 || is_all(&op, met) || (op.kind == OP_MARK && met))
        node = build_all(b, &item, 1);
    else if (op.kind == OP_ALL || op.kind == OP_ANY)
        node = build_one_of(b, &op, met);
    else
        node = build_const(b, GAP_FAR); /* a mark that must not be reached: nothing asks for it */
    b->condition = before;
    return node;
}

/* ---- programs
 * --------------------------------------------------------------------------------------------- */
static bool
build_program(struct compiler *c, struct build *b, int which)
{
    const struct program *p = &c->rules->programs[which];
    struct item items[ITEMS_MAX];
    int n = 0;

    b->program = p;
    b->condition = b->indicator = -1;
    b->first = b->r->gap->node_count;
    b->full = b->strict = false;
    b->work = 0;
    for (int i = 0; i < LEVERS_MAX; i++)
        b->fixed[i] = PLACE_FREE, b->forced[i] = -1;
    for (int k = 0; k < (int)p->public.condition_count && n < ITEMS_MAX; k++)
        if (p->conditions[k].parent < 0)
            items[n++] = (struct item){.op = p->ops[k], .met = true, .condition = -1};
    c->rules->gap->roots[which] = build_all(b, items, n);
    c->rules->gap->spans[which][0] = b->first;
    c->rules->gap->spans[which][1] = c->rules->gap->node_count;
    if (!b->full)
        return true;
    td_fail(c->err, TD_E_CRITERIA,
            TD_T("“%.*s”中同一数值出现在过多相互关联的条件里，无法精确计算缺口",
                 "\"%.*s\" asks for the same values in too many places at once: its gap cannot be "
                 "worked out exactly"),
            (int)p->public.tier.len, p->public.tier.at);
    return td_hint(c->err, "%s",
                   TD_T("把对同一数值的要求写在同一个 all 里，或合并相近的指标",
                        "put what is asked of one value into one `all`, or join indicators"));
}

bool
gap_build(struct compiler *c)
{
    struct td_rules *r = c->rules;
    struct build *b = td_alloc(1, sizeof(*b));
    bool ok = true;

    b->r = r;
    r->gap->roots = td_arena_alloc(&r->arena, (size_t)r->program_count + 1, sizeof(int));
    r->gap->spans = td_arena_alloc(&r->arena, (size_t)r->program_count + 1, 2 * sizeof(int));
    for (int p = 0; p < r->program_count; p++) {
        r->gap->roots[p] = -1;
        if (ok && r->programs[p].public.kind == TD_NEW)
            ok = build_program(c, b, p);
    }
    free(b);
    return ok;
}

void
gap_free(struct gap *g)
{
    if (!g)
        return;
    free(g->levers);
    free(g->leaves);
    free(g->nodes);
    free(g->links);
}
