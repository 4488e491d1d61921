/*
 * A firm as it would stand when its gap is closed: every leaf of the way is brought to where it has to be,
 * plain facts first, then ratios, round by round, for a changed denominator moves the ratios above it.
 */
#include "gap_plan.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 12, SLOTS_MAX = 4 * TERMS_MAX };

__extension__ typedef __int128 int128;

struct after { /* a firm of its own */
    const struct td_rules *r;
    struct td_columns columns;
    int64_t *values;
    uint64_t *known;
    const int64_t **value_at;
    const uint64_t **known_at;
    struct td_scratch *s;
};

static void
after_open(struct after *f, const struct td_rules *r, const struct td_columns *in, size_t row)
{
    size_t slots = (size_t)r->slot_count + 1;

    *f = (struct after){.r = r, .s = td_scratch_new(r)};
    f->values = td_alloc(slots * LINE, sizeof(*f->values)); /* blocks are read by whole lines */
    f->known = td_alloc(slots, sizeof(*f->known));
    f->value_at = td_alloc(slots, sizeof(*f->value_at));
    f->known_at = td_alloc(slots, sizeof(*f->known_at));
    for (int i = 0; i < r->slot_count; i++) {
        f->value_at[i] = &f->values[i * LINE];
        f->known_at[i] = &f->known[i];
        f->values[i * LINE] = in->values[i][row];
        f->known[i] = in->known[i][row / 64] >> (row % 64) & 1;
    }
    f->columns = (struct td_columns){1, f->value_at, f->known_at};
}

static void
after_close(struct after *f)
{
    td_scratch_free(f->s);
    free(f->values);
    free(f->known);
    free(f->value_at);
    free(f->known_at);
}

static int64_t
get(const struct after *f, int slot)
{
    return f->known[slot] ? f->values[slot * LINE] : 0;
}

static void
set(struct after *f, int slot, int64_t value)
{
    f->values[slot * LINE] = value;
    f->known[slot] = 1;
}

static int64_t
ceil_div(int128 a, int128 b) /* b > 0 */
{
    int128 q = a / b;

    return (int64_t)(a % b > 0 ? q + 1 : q);
}

static int64_t
total_of(const struct after *f, const struct gap_slot *slots, int count)
{
    int64_t sum = 0;

    for (int i = 0; i < count; i++)
        sum += slots[i].coef * get(f, slots[i].slot);
    return sum;
}

/* Bring a sum to `want`: by the fact that efforts.yaml names, else the first. */
static void
set_sum(struct after *f, const struct gap_leaf *leaf, const struct gap_slot *slots, int count,
        int64_t want)
{
    int effort = f->r->gap->levers[leaf->lever].effort, by = -1;
    int64_t rest, coef;

    for (int i = 0; i < count; i++) {
        if (!f->known[slots[i].slot])
            set(f, slots[i].slot, 0);
        if (slots[i].coef > 0 &&
            (by < 0 || (effort >= 0 && slots[i].fact == f->r->gap->efforts[effort].by &&
                        slots[by].fact != slots[i].fact)))
            by = i;
    }
    if (by < 0)
        return;
    coef = slots[by].coef;
    rest = want - (total_of(f, slots, count) - coef * get(f, slots[by].slot));
    set(f, slots[by].slot,
        leaf->up ? ceil_div(rest, coef) : -ceil_div(-(int128)rest, coef));
}

/* ---- whole numbers
 * ------------------------------------------------------------------------------------ */
static void
set_least(struct after *f, const struct gap_leaf *leaf, const struct gap_slot *slots, int count,
          int64_t want)
{
    for (int i = 0; i < count; i++) {
        int64_t value = f->known[slots[i].slot] ? get(f, slots[i].slot) : 999;

        if (leaf->up ? value < want : i == 0)
            value = want;
        set(f, slots[i].slot, value);
    }
}

static void
set_range(struct after *f, const struct gap_leaf *leaf, const struct gap_slot *slot, int64_t want)
{
    const struct fact *fact = &f->r->facts[slot->fact];
    int low = fact->slots[0], high = fact->slots[1];

    if (low >= 0 && (leaf->up ? !f->known[low] || get(f, low) < want : !f->known[low] || get(f, low) > want))
        set(f, low, want);
    if (high >= 0 && (leaf->up ? !f->known[high] || get(f, high) < want : !f->known[high] || get(f, high) > want))
        set(f, high, want);
}

static void
set_whole(struct after *f, const struct gap_leaf *leaf)
{
    const struct op *op = &f->r->ops[leaf->compare];
    struct gap_slot slots[SLOTS_MAX];
    int count = gap_slots(f->r, op, slots, SLOTS_MAX);
    int64_t want = leaf->up ? op->p : op->p - 1;

    if (count == 1 && slots[0].fact >= 0 && f->r->facts[slots[0].fact].range)
        set_range(f, leaf, &slots[0], want);
    else if (f->r->columns[op->a].kind == COL_LEAST)
        set_least(f, leaf, slots, count, want);
    else
        set_sum(f, leaf, slots, count, want);
}

/* ---- ratios
 * ------------------------------------------------------------------------------------------- */
/* A denominator that is missing or not above 0 has to be something. */
static int64_t
denominator(struct after *f, const struct gap_slot *slots, int count, int64_t otherwise)
{
    int64_t sum = 0;

    for (int i = 0; i < count; i++)
        if (!f->known[slots[i].slot])
            set(f, slots[i].slot, otherwise / (slots[i].coef > 0 ? count * slots[i].coef : count));
    sum = total_of(f, slots, count);
    if (sum <= 0 && count > 0) {
        set(f, slots[0].slot, otherwise / slots[0].coef);
        sum = total_of(f, slots, count);
    }
    return sum;
}

static int64_t
usual(const struct after *f, const struct gap_slot *slot)
{
    return slot->fact >= 0 && f->r->facts[slot->fact].unit == UNIT_MONEY ? 1000000000 : 100;
}

static bool
all_known(const struct after *f, const struct gap_slot *slots, int count)
{
    for (int i = 0; i < count; i++)
        if (!f->known[slots[i].slot])
            return false;
    return true;
}

static void
set_ratio(struct after *f, const struct gap_leaf *leaf)
{
    const struct op *op = &f->r->ops[leaf->compare];
    struct gap_slot slots[SLOTS_MAX];
    int count = gap_slots(f->r, op, slots, SLOTS_MAX), above = 0;
    int64_t a, b, otherwise;
    int128 need;

    while (above < count && !slots[above].denominator)
        above++;
    otherwise = usual(f, &slots[above]);
    a = total_of(f, slots, above);
    if (all_known(f, slots, above) && a > 0 && op->p > 0 && op->q > 0)
        otherwise = leaf->up ? (int64_t)((int128)a * op->q / op->p) : ceil_div((int128)a * op->q, op->p) + 1;
    b = denominator(f, slots + above, count - above, otherwise > 0 ? otherwise : 1);
    need = (int128)b * op->p;
    /* up: a·q >= need (strict: >); down: what does not hold any more */
    if (leaf->up)
        a = op->strict ? -ceil_div(-need, op->q) + 1 : ceil_div(need, op->q);
    else
        a = op->strict ? -ceil_div(-need, op->q) : ceil_div(need, op->q) - 1;
    set_sum(f, leaf, slots, above, a);
}

/* a·c·q >= p·b·c - q·b² */
static void
set_mean_growth(struct after *f, const struct gap_leaf *leaf)
{
    const struct op *op = &f->r->ops[leaf->compare];
    struct gap_slot slots[SLOTS_MAX];
    int count = gap_slots(f->r, op, slots, SLOTS_MAX);
    int64_t b, c;

    if (count != 3)
        return;
    b = f->known[slots[1].slot] && get(f, slots[1].slot) > 0 ? get(f, slots[1].slot) : 0;
    c = f->known[slots[2].slot] && get(f, slots[2].slot) > 0 ? get(f, slots[2].slot) : 0;
    if (b == 0)
        b = c > 0 ? c : f->known[slots[0].slot] && get(f, slots[0].slot) > 0 ? get(f, slots[0].slot) : usual(f, &slots[0]);
    if (c == 0)
        c = b;
    set(f, slots[1].slot, b);
    set(f, slots[2].slot, c);
    set(f, slots[0].slot,
        ceil_div((int128)op->p * b * c - (int128)op->q * b * b, (int128)op->q * c) +
            (op->strict ? 1 : 0) - (leaf->up ? 0 : 1));
}

/* ---- classes
 * ------------------------------------------------------------------------------------------ */
static bool
stands(const struct after *f, const struct gap_leaf *leaf)
{
    uint8_t state = f->s->states[(size_t)leaf->op * BLOCK];

    return state == (leaf->met ? S_MET : S_UNMET) || state == S_NA ||
           (state == S_MANUAL && !leaf->strict);
}

/* Figures that are missing: few people, little money, within every small class. Then, if the industry
 * is not known to the last digit, one under which the figures that are known fit. */
static void
set_size(struct after *f, const struct gap_leaf *leaf)
{
    int slot = f->r->industry_slot, first = 0, last = INDUSTRY_CODES - 1;

    for (int i = 0; i < f->r->size_ranks->column_count; i++) {
        const struct column *c = &f->r->columns[f->r->size_ranks->columns[i]];

        if (c->kind == COL_PLAIN && !f->known[c->slot])
            set(f, c->slot, 100);
    }
    evaluate_block(f->r, &f->columns, 0, 1, f->s);
    if (slot >= 0 && f->known[slot]) {
        first = (int)(get(f, slot) / 10000);
        last = (int)(get(f, slot) % 10000);
    }
    for (int code = first; slot >= 0 && code <= last && !stands(f, leaf); code += 10) {
        set(f, slot, (int64_t)code * 10000 + code);
        evaluate_block(f->r, &f->columns, 0, 1, f->s);
    }
}

static void
set_industry(struct after *f, const struct gap_leaf *leaf)
{
    const struct op *op = &f->r->ops[leaf->compare];
    const uint16_t *before = f->r->sets[op->b].before;

    for (int code = 0; code < INDUSTRY_CODES; code++)
        if ((before[code + 1] > before[code]) == leaf->up) {
            set(f, op->a, (int64_t)code * 10000 + code);
            return;
        }
}

static void
set_leaf(struct after *f, const struct gap_leaf *leaf)
{
    switch (f->r->ops[leaf->compare].kind) {
    case OP_RATIO:
        set_ratio(f, leaf);
        break;
    case OP_MEAN_GROWTH:
        set_mean_growth(f, leaf);
        break;
    case OP_SIZE:
        set_size(f, leaf);
        break;
    case OP_INDUSTRY:
        set_industry(f, leaf);
        break;
    default:
        set_whole(f, leaf);
    }
}

static bool
is_plain(const struct after *f, const struct gap_leaf *leaf)
{
    enum op_kind kind = f->r->ops[leaf->compare].kind;

    return kind != OP_RATIO && kind != OP_MEAN_GROWTH && kind != OP_SIZE;
}

static bool
settle(struct after *f, const struct gap_moves *moves)
{
    for (int round = 0; round < ROUNDS; round++) {
        bool good = true;

        for (int plain = 1; plain >= 0; plain--) {
            evaluate_block(f->r, &f->columns, 0, 1, f->s);
            for (int i = 0; i < moves->count; i++) {
                const struct gap_leaf *leaf = &f->r->gap->leaves[moves->at[i].leaf];

                if (is_plain(f, leaf) != plain || stands(f, leaf))
                    continue;
                good = false;
                set_leaf(f, leaf);
                evaluate_block(f->r, &f->columns, 0, 1, f->s);
            }
        }
        if (good)
            return true;
    }
    return false;
}

bool
td_gap_apply(const struct td_rules *r, const struct td_columns *columns, size_t row,
             size_t program, int64_t *values, bool *known)
{
    struct gap_moves *moves = td_alloc(1, sizeof(*moves));
    struct after f;
    bool ok = false;

    after_open(&f, r, columns, row);
    evaluate_block(r, &f.columns, 0, 1, f.s);
    conclude_block(r, f.s, 1);
    moves->all = true;
    if (gap_weight(r, f.s, (int)program, 0) < GAP_FAR) {
        gap_walk(r, f.s, (int)program, 0, moves);
        ok = settle(&f, moves);
        conclude_block(r, f.s, 1);
        ok = ok && f.s->verdicts[program * BLOCK] <= TD_READY;
    }
    for (int i = 0; i < r->slot_count; i++) {
        values[i] = f.values[i * LINE];
        known[i] = f.known[i] & 1;
    }
    after_close(&f);
    free(moves);
    return ok;
}
