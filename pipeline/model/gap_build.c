/* Nodes of the gap, and leaves put together by levers; see gap.h. */
#include "gap_build.h"

#include <string.h>

/* ---- nodes
 * ---------------------------------------------------------------------------------------------- */
static int
link_width(const struct gap_node *n)
{
    return n->kind == GAP_OPEN_ANY ? 3 : n->kind == GAP_ITEM ? 2 : 1;
}

/* The same node, built before: places of a shared lever repeat all that does not hang on it. */
static int
same_node(const struct build *b, const struct gap_node *node)
{
    const struct gap *g = b->r->gap;

    for (int i = b->first; i < g->node_count; i++) {
        const struct gap_node *n = &g->nodes[i];

        if (n->kind == node->kind && n->size == node->size && n->low == node->low &&
            n->count == node->count && n->base == node->base && n->in == node->in &&
            n->pick == node->pick && n->floor == node->floor && n->score == node->score &&
            (n->kind == GAP_CONST ||
             (n->condition == b->condition && n->indicator == b->indicator)) &&
            (node->count == 0 || /* there may be no links at all */
             memcmp(g->links + n->first, g->links + node->first,
                    (size_t)(node->count * link_width(node)) * sizeof(int)) == 0))
            return i;
    }
    return -1;
}

int
build_node(struct build *b, const struct gap_node *node)
{
    struct gap *g = b->r->gap;
    int size = node->size > 0 ? node->size : 1, at = g->node_count, same = same_node(b, node);

    if (same >= 0) {
        if (node->count > 0 && node->first + node->count * link_width(node) == g->link_count)
            g->link_count = node->first;
        return same;
    }
    if (g->registers + size > GAP_REGISTERS_MAX) {
        b->full = true;
        return 0;
    }
    GROW(g->nodes, g->node_count, g->node_cap)[g->node_count] = *node;
    g->node_count++;
    g->nodes[at].condition = b->condition;
    g->nodes[at].indicator = b->indicator;
    if (node->kind == GAP_PICK) {
        g->nodes[at].reg = g->nodes[node->in].reg + node->pick - g->nodes[node->in].low;
        return at;
    }
    g->nodes[at].reg = g->registers;
    g->registers += size;
    return at;
}

int
build_links(struct build *b, const int *links, int count)
{
    struct gap *g = b->r->gap;
    int first = g->link_count;

    for (int i = 0; i < count; i++) {
        GROW(g->links, g->link_count, g->link_cap)[g->link_count] = links[i];
        g->link_count++;
    }
    return first;
}

/* The weight stands in `pick`. */
int
build_const(struct build *b, int weight)
{
    return build_node(b, &(struct gap_node){.kind = GAP_CONST, .pick = weight});
}

bool
is_const(const struct build *b, int node, int weight)
{
    const struct gap_node *n = &b->r->gap->nodes[node];

    return n->kind == GAP_CONST && n->pick == weight;
}

int
build_any(struct build *b, const int *children, int count)
{
    int kept[2 * ITEMS_MAX], k = 0;

    for (int i = 0; i < count; i++) {
        if (is_const(b, children[i], 0))
            return children[i];
        if (!is_const(b, children[i], GAP_FAR))
            kept[k++] = children[i];
    }
    if (k == 0)
        return build_const(b, GAP_FAR);
    if (k == 1)
        return kept[0];
    return build_node(b, &(struct gap_node){.kind = GAP_ANY,
                                            .first = build_links(b, kept, k),
                                            .count = k});
}

int
join_all(struct build *b, const int *children, int count)
{
    int kept[2 * ITEMS_MAX], k = 0;

    for (int i = 0; i < count; i++) {
        if (is_const(b, children[i], GAP_FAR))
            return children[i];
        if (!is_const(b, children[i], 0))
            kept[k++] = children[i];
    }
    if (k == 0)
        return build_const(b, 0);
    if (k == 1)
        return kept[0];
    return build_node(b, &(struct gap_node){.kind = GAP_ALL,
                                            .first = build_links(b, kept, k),
                                            .count = k});
}

/* ---- what an op is
 * -------------------------------------------------------------------------------------- */
int
comparison_of(const struct td_rules *r, int op)
{
    if (r->ops[op].kind == OP_EXTERNAL)
        op = r->ops[op].a;
    switch (r->ops[op].kind) {
    case OP_GE:
    case OP_GE_INTERVAL:
    case OP_RATIO:
    case OP_MEAN_GROWTH:
    case OP_SIZE:
    case OP_INDUSTRY:
        return op;
    default:
        return -1;
    }
}

bool
is_all(const struct op *op, bool met)
{
    return op->kind == (met ? OP_ALL : OP_ANY);
}

int
charges_op(const struct build *b, int at, bool met, int lever)
{
    const struct td_rules *r = b->r;
    const struct op *op = &r->ops[at];
    int compare = comparison_of(r, at), sum = 0, most = 0;

    if (compare >= 0)
        return gap_lever_of(b->r, &r->ops[compare]) == lever;
    if (op->kind == OP_NOT)
        return charges_op(b, op->a, !met, lever);
    if (op->kind == OP_MARK)
        return charges_score(b, op->a, lever) > 0;
    for (int i = 0; (op->kind == OP_ALL || op->kind == OP_ANY) && i < op->count; i++) {
        int n = charges_op(b, r->children[op->first + i], met, lever);

        sum += n;
        most = n > most ? n : most;
    }
    return is_all(op, met) ? (sum > 0) : most; /* an `all` inside settles its own */
}

/* ---- years one after the other
 * ----------------------------------------------------------------------------- */
/* How many years back are all of the comparison's figures, at least? -1: none by year. */
static int
newest_year(const struct td_rules *r, const struct op *op)
{
    struct gap_slot slots[4 * TERMS_MAX];
    int count = gap_slots(r, op, slots, 4 * TERMS_MAX), newest = -1;

    for (int i = 0; i < count; i++)
        if (slots[i].fact >= 0 && r->facts[slots[i].fact].years > 0 &&
            (newest < 0 || slots[i].index < newest))
            newest = slots[i].index;
    return newest;
}

static bool
same_shifted(const struct td_rules *r, const struct op *a, const struct op *b, int shift)
{
    struct gap_slot left[4 * TERMS_MAX], right[4 * TERMS_MAX];
    int n = gap_slots(r, a, left, 4 * TERMS_MAX);

    if (a->kind != b->kind || a->p != b->p || a->q != b->q || a->negate != b->negate ||
        a->strict != b->strict || n != gap_slots(r, b, right, 4 * TERMS_MAX))
        return false;
    for (int i = 0; i < n; i++)
        if (left[i].fact != right[i].fact || left[i].index + shift != right[i].index)
            return false;
    return true;
}

/* The newest has to be good for all of them; the older ones drop out. */
void
find_years(const struct td_rules *r, struct item *items, int count)
{
    for (int i = 0; i < count; i++) {
        int at = comparison_of(r, items[i].op);

        if (at < 0 || !items[i].met || newest_year(r, &r->ops[at]) != 0)
            continue;
        items[i].years = 1;
        for (int k = 0; k < count; k++) {
            int other = comparison_of(r, items[k].op);

            if (other >= 0 && items[k].met &&
                same_shifted(r, &r->ops[at], &r->ops[other], items[i].years)) {
                items[k].older = items[i].years++;
                k = -1;
            }
        }
        for (int k = 0; k < count; k++) {
            int other = comparison_of(r, items[k].op);

            if (items[k].older > 0 && other >= 0 &&
                same_shifted(r, &r->ops[at], &r->ops[other], items[k].older))
                items[k].older = items[i].years - items[k].older; /* n - k */
        }
    }
}

/* ---- leaves
 * --------------------------------------------------------------------------------------------- */
static int
leaf_of(struct build *b, const struct item *item, bool stay)
{
    const struct td_rules *r = b->r;
    int compare = comparison_of(r, item->op), newest = newest_year(r, &r->ops[compare]);
    struct gap_leaf leaf = {.op = item->op,
                            .compare = compare,
                            .met = item->met,
                            .strict = b->strict && r->ops[item->op].kind == OP_EXTERNAL,
                            .stay = stay,
                            .older = item->older};

    leaf.years = item->years > 0 ? item->years : newest >= 0 ? newest + 1 : 0;
    return gap_leaf_of(b->r, leaf);
}

/* Both have to hold, and no value does: above one threshold and below another that is lower. */
static bool
contradicts(const struct td_rules *r, const struct gap_leaf *a, const struct gap_leaf *b)
{
    const struct gap_leaf *up = a->up ? a : b, *down = a->up ? b : a;

    if (a->up == b->up)
        return false;
    if (r->ops[a->compare].kind == OP_INDUSTRY)
        return a->compare == b->compare;
    return gap_threshold_order(&r->ops[up->compare], &r->ops[down->compare]) >= 0;
}

/* Leaves of one lever as a node, beyond those of `due` (-1 = nothing is due); -1 if they contradict. */
static int
leaves_node(struct build *b, const int *leaves, int count, int due)
{
    const struct gap *g = b->r->gap;

    for (int i = 0; i < count; i++)
        for (int k = 0; k < i; k++)
            if (contradicts(b->r, &g->leaves[leaves[i]], &g->leaves[leaves[k]]))
                return -1;
    return build_node(b, &(struct gap_node){.kind = due < 0 ? GAP_LEAVES : GAP_MARGINAL,
                                            .first = build_links(b, leaves, count),
                                            .count = count,
                                            .base = due});
}

/* On a lever whose place is given: does the item hold there? */
static int
leaf_at_place(struct build *b, const struct item *item, int lever)
{
    const struct td_rules *r = b->r;
    int compare = comparison_of(r, item->op), place = b->fixed[lever], leaf, at = 0;
    const struct gap_axis *axis = b->axis[lever];
    bool up = item->met != r->ops[compare].negate;

    if (place == PLACE_STAY) {
        leaf = leaf_of(b, item, true);
        return leaves_node(b, &leaf, 1, -1);
    }
    while (at < axis->count &&
           gap_threshold_order(&r->ops[axis->ops[at]], &r->ops[compare]) != 0)
        at++;
    return build_const(b, (place > at) == up ? 0 : GAP_FAR);
}

int
lever_node(struct build *b, int lever, const struct item *items, int count)
{
    int leaves[ITEMS_MAX], n = 0, node;

    if (b->fixed[lever] != PLACE_FREE) {
        for (int i = 0; i < count; i++)
            leaves[i] = leaf_at_place(b, &items[i], lever);
        return join_all(b, leaves, count);
    }
    for (int i = 0; i < count; i++)
        leaves[n++] = leaf_of(b, &items[i], false);
    if (b->forced[lever] >= 0) {
        const struct gap_node *forced = &b->r->gap->nodes[b->forced[lever]];

        for (int i = 0; i < forced->count && n < ITEMS_MAX; i++)
            leaves[n++] = b->r->gap->links[forced->first + i];
    }
    node = leaves_node(b, leaves, n, b->forced[lever]);
    return node < 0 ? build_const(b, GAP_FAR) : node;
}

/* ---- a lever in several places: every place of its value as an alternative
 * --------------------------------------- */
static void
axis_add(const struct td_rules *r, int compare, struct gap_axis *axis)
{
    int at = 0;

    while (at < axis->count &&
           gap_threshold_order(&r->ops[axis->ops[at]], &r->ops[compare]) < 0)
        at++;
    if (axis->count == AXIS_MAX ||
        (at < axis->count && gap_threshold_order(&r->ops[axis->ops[at]], &r->ops[compare]) == 0))
        return;
    memmove(axis->ops + at + 1, axis->ops + at, (size_t)(axis->count - at) * sizeof(int));
    axis->ops[at] = compare;
    axis->count++;
}

void
axis_collect(const struct build *b, int at, int lever, struct gap_axis *axis)
{
    const struct td_rules *r = b->r;
    const struct op *op = &r->ops[at];
    int compare = comparison_of(r, at);

    if (compare >= 0 && gap_lever_of(b->r, &r->ops[compare]) == lever)
        axis_add(r, compare, axis);
    else if (op->kind == OP_NOT)
        axis_collect(b, op->a, lever, axis);
    else if (op->kind == OP_MARK)
        axis_collect_score(b, op->a, lever, axis);
    for (int i = 0; (op->kind == OP_ALL || op->kind == OP_ANY) && i < op->count; i++)
        axis_collect(b, r->children[op->first + i], lever, axis);
}

/* What it takes to have the value between axis[place - 1] and axis[place]. */
static int
place_node(struct build *b, int lever, const struct gap_axis *axis, int place)
{
    struct item items[2];
    int count = 0;

    b->fixed[lever] = PLACE_FREE;
    for (int k = place - 1; k <= place; k++) {
        if (k < 0 || k >= axis->count)
            continue;
        items[count] = (struct item){.op = axis->ops[k], .condition = b->condition};
        items[count++].met = (k == place - 1) != b->r->ops[axis->ops[k]].negate;
    }
    return lever_node(b, lever, items, count);
}

int
build_places(struct build *b, int lever, const struct item *items, int count)
{
    struct gap_axis axis = {.count = 0};
    int ways[2 * ITEMS_MAX], n = 0;

    for (int i = 0; i < count; i++)
        axis_collect(b, items[i].op, lever, &axis);
    b->full = b->full || axis.count == AXIS_MAX;
    b->axis[lever] = &axis;
    for (int place = PLACE_STAY; place <= axis.count && !b->full; place++) {
        int parts[2];

        if (place == PLACE_FREE || (place == PLACE_STAY && b->forced[lever] >= 0))
            continue;
        parts[0] = place < 0 ? build_const(b, 0) : place_node(b, lever, &axis, place);
        b->fixed[lever] = place;
        parts[1] = build_all(b, items, count);
        ways[n++] = join_all(b, parts, 2);
    }
    b->fixed[lever] = PLACE_FREE;
    b->axis[lever] = NULL;
    return build_any(b, ways, n);
}

