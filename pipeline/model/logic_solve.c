/*
 * Can these formulas hold together? Every quantity starts as its whole domain. Atoms narrow it
 * at once; alternatives wait until nothing else is left, then one after the other is tried, and
 * what it narrowed is taken back from a trail.
 */
#include "logic.h"

#include <stdlib.h>

enum { STEPS_MAX = 20000, WAITING_MAX = 400 };

struct undo {
    int quantity;
    struct set before;
};

struct search {
    struct logic *l;
    struct set *now;
    struct undo *trail;
    int trail_count, trail_cap;
    struct literal waiting[WAITING_MAX]; /* alternatives that are not tried yet */
    int waiting_count;
    int steps;
};

static bool
narrow(struct search *s, int quantity, const struct set *to)
{
    struct set met = set_meet(s->l, &s->now[quantity], to);

    GROW(s->trail, s->trail_count, s->trail_cap)
    [s->trail_count] = (struct undo){quantity, s->now[quantity]};
    s->trail_count++;
    if (s->l->quantities[quantity].whole)
        set_make_whole(&met);
    s->now[quantity] = met;
    return !set_empty(&met);
}

static void
take_back_to(struct search *s, int trail)
{
    while (s->trail_count > trail) {
        s->trail_count--;
        s->now[s->trail[s->trail_count].quantity] = s->trail[s->trail_count].before;
    }
}

static bool
assume(struct search *s, struct literal x)
{
    const struct formula *f = x.formula;
    bool all = (f->kind == F_ALL) != x.no;

    if (++s->steps > STEPS_MAX)
        return true;
    switch (f->kind) {
    case F_TRUE:
        return !x.no;
    case F_NOT:
        return assume(s, (struct literal){f->parts[0], !x.no});
    case F_ATOM: {
        struct set to =
            x.no ? set_without(s->l, &s->l->quantities[f->quantity].domain, &f->set) : f->set;

        return narrow(s, f->quantity, &to);
    }
    default:
        break;
    }
    if (!all) {
        if (s->waiting_count == WAITING_MAX)
            s->steps = STEPS_MAX;
        else
            s->waiting[s->waiting_count++] = x;
        return true;
    }
    for (int i = 0; i < f->count; i++)
        if (!assume(s, (struct literal){f->parts[i], x.no}))
            return false;
    return true;
}

/* ---- what one quantity says of another ----------------------------------------------------
 */
static struct fraction
low_end(const struct search *s, int quantity)
{
    return s->now[quantity].part[0].lo;
}

static struct fraction
high_end(const struct search *s, int quantity)
{
    return s->now[quantity].part[s->now[quantity].count - 1].hi;
}

static bool
at_least(struct search *s, int quantity, struct fraction lo)
{
    struct set to = set_compared(CMP_GE, lo);

    if (lo.den == 0 || fraction_order(low_end(s, quantity), lo) >= 0)
        return true;
    return narrow(s, quantity, &to);
}

static bool
at_most(struct search *s, int quantity, struct fraction hi)
{
    struct set to = set_compared(CMP_LE, hi);

    if (hi.den == 0 || fraction_order(high_end(s, quantity), hi) <= 0)
        return true;
    return narrow(s, quantity, &to);
}

/* The groups make up the total; points are small whole numbers. */
static bool
carry_points(struct search *s)
{
    const struct logic *l = s->l;
    int64_t least = 0, most = 0;

    for (int i = 0; i < l->group_count; i++) {
        least += low_end(s, l->groups[i]).num;
        most += high_end(s, l->groups[i]).num;
    }
    if (l->group_count == 0)
        return true;
    if (!at_least(s, l->total, (struct fraction){least, 1}) ||
        !at_most(s, l->total, (struct fraction){most, 1}))
        return false;
    for (int i = 0; i < l->group_count; i++) {
        int g = l->groups[i];
        int64_t others = most - high_end(s, g).num, floor = least - low_end(s, g).num;

        if (!at_least(s, g, (struct fraction){low_end(s, l->total).num - others, 1}) ||
            !at_most(s, g, (struct fraction){high_end(s, l->total).num - floor, 1}))
            return false;
    }
    return true;
}

static bool
carry(struct search *s)
{
    for (int i = 0; i < s->l->order_count; i++) {
        const struct at_most *o = &s->l->orders[i];

        if (!at_least(s, o->q, low_end(s, o->p)) || !at_most(s, o->p, high_end(s, o->q)))
            return false;
    }
    return carry_points(s);
}

static bool
search_on(struct search *s)
{
    struct literal x;
    int trail, waiting;

    if (s->steps > STEPS_MAX)
        return true;
    if (!carry(s))
        return false;
    if (s->waiting_count == 0)
        return true;
    x = s->waiting[--s->waiting_count];
    trail = s->trail_count;
    waiting = s->waiting_count;
    for (int i = 0; i < x.formula->count; i++) {
        struct literal kept[WAITING_MAX];

        for (int k = 0; k < waiting; k++)
            kept[k] = s->waiting[k];
        if (assume(s, (struct literal){x.formula->parts[i], x.no}) && search_on(s))
            return true;
        take_back_to(s, trail);
        for (int k = 0; k < waiting; k++)
            s->waiting[k] = kept[k];
        s->waiting_count = waiting;
    }
    s->waiting[s->waiting_count++] = x;
    return false;
}

bool
logic_can(struct logic *l, const struct literal *all, int count)
{
    struct search *s = td_alloc(1, sizeof(*s));
    bool can = true;

    s->l = l;
    s->now = td_alloc((size_t)l->quantity_count + 1, sizeof(*s->now));
    for (int i = 0; i < l->quantity_count; i++)
        s->now[i] = l->quantities[i].domain;
    for (int i = 0; can && i < count; i++)
        can = assume(s, all[i]);
    can = can && search_on(s);
    free(s->now);
    free(s->trail);
    free(s);
    return can;
}
