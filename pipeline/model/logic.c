/* Sets of values with exact ends. */
#include "logic.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide;

int
fraction_order(struct fraction a, struct fraction b)
{
    wide left, right;

    if (a.den == 0 && b.den == 0)
        return (a.num > b.num) - (a.num < b.num);
    left = (wide)a.num * b.den;
    right = (wide)b.num * a.den;
    return (left > right) - (left < right);
}

struct set
set_between(struct fraction lo, bool lo_open, struct fraction hi, bool hi_open)
{
    struct set s = {.count = 1};
    int order = fraction_order(lo, hi);

    s.part[0] = (struct stretch){lo, hi, lo_open, hi_open};
    if (order > 0 || (order == 0 && (lo_open || hi_open)))
        s.count = 0;
    return s;
}

struct set
set_all(void)
{
    return set_between((struct fraction){-1, 0}, true, (struct fraction){1, 0}, true);
}

struct set
set_compared(enum cmp cmp, struct fraction limit)
{
    struct fraction least = {-1, 0}, most = {1, 0};
    struct set s;

    switch (cmp) {
    case CMP_GE:
    case CMP_GT:
        return set_between(limit, cmp == CMP_GT, most, true);
    case CMP_LE:
    case CMP_LT:
        return set_between(least, true, limit, cmp == CMP_LT);
    case CMP_EQ:
        return set_between(limit, false, limit, false);
    default:
        s = set_between(least, true, limit, true);
        s.part[1] = (struct stretch){limit, most, true, true};
        s.count = 2;
        return s;
    }
}

static struct stretch
stretch_meet(const struct stretch *a, const struct stretch *b)
{
    struct stretch m = *a;
    int lo = fraction_order(a->lo, b->lo), hi = fraction_order(a->hi, b->hi);

    if (lo < 0 || (lo == 0 && b->lo_open)) {
        m.lo = b->lo;
        m.lo_open = b->lo_open;
    }
    if (hi > 0 || (hi == 0 && b->hi_open)) {
        m.hi = b->hi;
        m.hi_open = b->hi_open;
    }
    return m;
}

static struct set
codes_meet(struct logic *l, const struct set *a, const struct set *b, bool turned)
{
    uint64_t *bits = td_arena_alloc(&l->arena, CODE_WORDS, sizeof(*bits));

    for (int i = 0; i < CODE_WORDS; i++)
        bits[i] = a->codes[i] & (turned ? ~b->codes[i] : b->codes[i]);
    return (struct set){.codes = bits};
}

/* More parts than there is room for: the rest is taken into the last one, which only allows
 * more. */
static void
add_part(struct set *s, struct stretch part)
{
    int order = fraction_order(part.lo, part.hi);

    if (order > 0 || (order == 0 && (part.lo_open || part.hi_open)))
        return;
    if (s->count == SET_PARTS) {
        s->part[SET_PARTS - 1].hi = part.hi;
        s->part[SET_PARTS - 1].hi_open = part.hi_open;
        return;
    }
    s->part[s->count++] = part;
}

struct set
set_meet(struct logic *l, const struct set *a, const struct set *b)
{
    struct set s = {0};

    if (a->codes && b->codes)
        return codes_meet(l, a, b, false);
    for (int i = 0; i < a->count; i++)
        for (int k = 0; k < b->count; k++)
            add_part(&s, stretch_meet(&a->part[i], &b->part[k]));
    return s;
}

struct set
set_without(struct logic *l, const struct set *domain, const struct set *a)
{
    struct set holes = {0};
    struct stretch hole = {.lo = {-1, 0}, .lo_open = true};

    if (domain->codes && a->codes)
        return codes_meet(l, domain, a, true);
    for (int i = 0; i < a->count; i++) {
        hole.hi = a->part[i].lo;
        hole.hi_open = !a->part[i].lo_open;
        add_part(&holes, hole);
        hole.lo = a->part[i].hi;
        hole.lo_open = !a->part[i].hi_open;
    }
    if (a->count == 0 || a->part[a->count - 1].hi.den != 0) {
        hole.hi = (struct fraction){1, 0};
        hole.hi_open = true;
        add_part(&holes, hole);
    }
    return set_meet(l, domain, &holes);
}

bool
set_empty(const struct set *a)
{
    for (int i = 0; a->codes && i < CODE_WORDS; i++)
        if (a->codes[i])
            return false;
    return a->codes || a->count == 0;
}

static int64_t
floor_of(struct fraction f)
{
    int64_t q = f.num / f.den;

    return f.num % f.den < 0 ? q - 1 : q;
}

void
set_make_whole(struct set *a)
{
    int kept = 0;

    for (int i = 0; i < a->count; i++) {
        struct stretch p = a->part[i];

        if (p.lo.den != 0) {
            int64_t down = floor_of(p.lo);
            bool exact = p.lo.num % p.lo.den == 0;

            p.lo = (struct fraction){exact && !p.lo_open ? down : down + 1, 1};
            p.lo_open = false;
        }
        if (p.hi.den != 0) {
            int64_t down = floor_of(p.hi);
            bool exact = p.hi.num % p.hi.den == 0;

            p.hi = (struct fraction){exact && p.hi_open ? down - 1 : down, 1};
            p.hi_open = false;
        }
        if (fraction_order(p.lo, p.hi) <= 0)
            a->part[kept++] = p;
    }
    a->count = kept;
}

/* ---- quantities and formulas --------------------------------------------------------------
 */
static bool
same_linear(const struct linear *a, const struct linear *b)
{
    if (a->count != b->count || a->divisor != b->divisor)
        return false;
    for (int i = 0; i < a->count; i++)
        if (a->terms[i].lo != b->terms[i].lo || a->terms[i].hi != b->terms[i].hi ||
            a->terms[i].coef != b->terms[i].coef)
            return false;
    return true;
}

static bool
same_quantity(const struct quantity *p, const struct quantity *q)
{
    const struct value *v = &p->value, *w = &q->value;

    return p->register_ == q->register_ && td_str_equal(p->name, q->name) &&
           v->kind == w->kind && same_linear(&v->a, &w->a) && same_linear(&v->b, &w->b) &&
           same_linear(&v->c, &w->c);
}

int
quantity_add(struct logic *l, const struct quantity *q)
{
    for (int i = 0; i < l->quantity_count; i++)
        if (same_quantity(&l->quantities[i], q))
            return i;
    GROW(l->quantities, l->quantity_count, l->quantity_cap)[l->quantity_count] = *q;
    return l->quantity_count++;
}

void
logic_order(struct logic *l, int p, int q)
{
    GROW(l->orders, l->order_count, l->order_cap)[l->order_count] = (struct at_most){p, q};
    l->order_count++;
}

struct formula *
formula_new(struct logic *l, enum formula_kind kind, const struct td_yaml *node, int parts)
{
    struct formula *f = td_arena_alloc(&l->arena, 1, sizeof(*f));

    f->kind = kind;
    f->node = node;
    f->parts = td_arena_alloc(&l->arena, (size_t)parts + 1, sizeof(*f->parts));
    return f;
}

void
logic_free(struct logic *l)
{
    free(l->quantities);
    free(l->orders);
    td_arena_free(&l->arena);
    *l = (struct logic){0};
}
