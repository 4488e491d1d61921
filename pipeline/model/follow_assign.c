/*
 * Service specialists for the firms of the pool (tidu/follow.h). By county: what stood is kept, who has none is given
 * one of those with the fewest firms, and only where loads have drifted apart are firms moved. Firms and specialists
 * are worked through in the order of their codes, so that neither list's own order matters.
 */
#include "tidu/follow.h"

#include <stdlib.h>

struct office { /* a county's specialists and firms, by index, in the order of their codes */
    const struct td_follow *follow;
    struct td_specialist *specialists;
    struct td_tended *firms;
    const size_t *who, *whom;
    size_t who_count, whom_count;
};

/* qsort has no context: pairs of what to sort by and where it stands. */
struct keyed {
    struct td_str county, code;
    size_t at;
};

static int
by_code(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int order = td_str_order(x->county, y->county);

    return order ? order : td_str_order(x->code, y->code);
}

static bool
fits(const struct office *o, size_t who, size_t whom)
{
    return td_follow_fits(o->follow, o->specialists[who].field, o->firms[whom].industry);
}

static void
give(struct office *o, size_t whom, size_t who)
{
    struct td_tended *f = &o->firms[whom];

    if (f->now >= 0)
        o->specialists[f->now].firms--;
    f->now = (int)who;
    f->fits = fits(o, who, whom);
    o->specialists[who].firms++;
}

/* The first, by code, of those with the fewest firms; one whose field fits goes before. */
static size_t
emptiest(const struct office *o, size_t whom, bool by_field)
{
    size_t best = o->who[0];
    bool best_fits = by_field && fits(o, best, whom);

    for (size_t i = 1; i < o->who_count; i++) {
        size_t who = o->who[i];
        bool who_fits = by_field && fits(o, who, whom);
        int64_t more = o->specialists[who].firms - o->specialists[best].firms;

        if (more < 0 || (more == 0 && who_fits && !best_fits)) {
            best = who;
            best_fits = who_fits;
        }
    }
    return best;
}

static size_t
fullest(const struct office *o)
{
    size_t most = o->who[0];

    for (size_t i = 1; i < o->who_count; i++)
        if (o->specialists[o->who[i]].firms > o->specialists[most].firms)
            most = o->who[i];
    return most;
}

/* Which of a specialist's firms is moved to another: where that one fits and this one does not; without a fit; the latest; the last. */
static size_t
dispensable(const struct office *o, size_t from, size_t to)
{
    size_t chosen = 0;
    int worth = 0;
    bool found = false;

    for (size_t i = 0; i < o->whom_count; i++) {
        const struct td_tended *f = &o->firms[o->whom[i]];
        if (f->now != (int)from)
            continue;
        int own = (f->fits ? 0 : 2) + (fits(o, to, o->whom[i]) ? 1 : 0);
        int64_t since = f->before == f->now ? f->since : INT64_MAX;
        const struct td_tended *c = &o->firms[chosen];
        int64_t chosen_since = found && c->before == c->now ? c->since : INT64_MAX;
        if (!found || own > worth || (own == worth && since >= chosen_since)) {
            chosen = o->whom[i];
            worth = own;
            found = true;
        }
    }
    return chosen;
}

static void
settle(struct office *o)
{
    for (size_t i = 0; i < o->whom_count; i++) {
        struct td_tended *f = &o->firms[o->whom[i]];
        if (f->before >= 0 && td_str_equal(o->specialists[f->before].county, f->county))
            give(o, o->whom[i], (size_t)f->before);
    }
    if (o->who_count == 0)
        return;
    for (size_t i = 0; i < o->whom_count; i++)
        if (o->firms[o->whom[i]].now < 0)
            give(o, o->whom[i], emptiest(o, o->whom[i], true));
    for (;;) { /* every turn brings the loads nearer to each other */
        size_t most = fullest(o), least = emptiest(o, 0, false);
        if (o->specialists[most].firms - o->specialists[least].firms <= o->follow->spread)
            break;
        give(o, dispensable(o, most, least), least);
    }
}

static size_t *
order_of(struct keyed *keys, size_t count)
{
    size_t *order = td_alloc(count + 1, sizeof *order);

    if (count)
        qsort(keys, count, sizeof *keys, by_code);
    for (size_t i = 0; i < count; i++)
        order[i] = keys[i].at;
    return order;
}

void
td_assign(const struct td_follow *follow, struct td_specialist *specialists, size_t specialist_count,
          struct td_tended *firms, size_t firm_count)
{
    struct keyed *who = td_alloc(specialist_count + 1, sizeof *who), *whom = td_alloc(firm_count + 1, sizeof *whom);

    for (size_t i = 0; i < specialist_count; i++) {
        specialists[i].firms = 0;
        who[i] = (struct keyed){specialists[i].county, specialists[i].id, i};
    }
    for (size_t i = 0; i < firm_count; i++) {
        firms[i].now = -1;
        firms[i].fits = false;
        whom[i] = (struct keyed){firms[i].county, firms[i].uscc, i};
    }
    size_t *who_order = order_of(who, specialist_count), *whom_order = order_of(whom, firm_count);
    size_t s = 0;
    for (size_t from = 0, to; from < firm_count; from = to) {
        struct td_str county = whom[from].county;
        for (to = from; to < firm_count && td_str_equal(whom[to].county, county); to++)
            ;
        while (s < specialist_count && td_str_order(who[s].county, county) < 0)
            s++;
        size_t end = s;
        while (end < specialist_count && td_str_equal(who[end].county, county))
            end++;
        if (county.len > 0) /* a county that is not known has no specialists */
            settle(&(struct office){follow, specialists, firms, who_order + s, whom_order + from, end - s, to - from});
        s = end;
    }
    free(who_order);
    free(whom_order);
    free(who);
    free(whom);
}
