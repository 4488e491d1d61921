/* Values as quantities: one form for the same thing, what it can be, and what is never larger.
 */
#include "check.h"

#include <limits.h>

__extension__ typedef __int128 wide;

/* ---- one form for the same quantity
 * ------------------------------------------------------------- */
static int64_t
common(const struct linear *l)
{
    int64_t g = 0;

    for (int i = 0; i < l->count; i++) {
        int64_t a = g, b = l->terms[i].coef < 0 ? -l->terms[i].coef : l->terms[i].coef;

        while (b != 0) {
            int64_t rest = a % b;

            a = b;
            b = rest;
        }
        g = a;
    }
    return g ? g : 1;
}

static void
sort_terms(struct linear *l)
{
    for (int i = 1; i < l->count; i++)
        for (int k = i; k > 0 && l->terms[k - 1].lo > l->terms[k].lo; k--) {
            struct term t = l->terms[k];

            l->terms[k] = l->terms[k - 1];
            l->terms[k - 1] = t;
        }
}

/* The sum divided by what its factors share; returns by how much it was divided, with the sign.
 */
static struct fraction
reduce(struct linear *l)
{
    int64_t g = common(l), divisor = l->divisor;

    sort_terms(l);
    if (l->count > 0 && l->terms[0].coef < 0)
        g = -g;
    for (int i = 0; i < l->count; i++)
        l->terms[i].coef /= g;
    l->divisor = 1;
    return (struct fraction){g, divisor > 0 ? divisor : 1};
}

/* The limit as it is for the reduced quantity; false if it is too large to be said exactly. */
static bool
scale(struct fraction *limit, wide up, wide down)
{
    wide num = limit->num * up, den = limit->den * down;

    if (den < 0) {
        num = -num;
        den = -den;
    }
    for (wide a = num < 0 ? -num : num, b = den; b != 0;) {
        wide rest = a % b;

        a = b;
        b = rest;
        if (b == 0 && a > 1) {
            num /= a;
            den /= a;
        }
    }
    if (num > INT64_MAX / 4 || num < INT64_MIN / 4 || den > INT64_MAX / 4)
        return false;
    *limit = (struct fraction){(int64_t)num, (int64_t)den};
    return true;
}

enum cmp
cmp_turned(enum cmp cmp)
{
    static const enum cmp turned[] = {[CMP_GE] = CMP_LE, [CMP_GT] = CMP_LT, [CMP_LE] = CMP_GE,
                                      [CMP_LT] = CMP_GT, [CMP_EQ] = CMP_EQ, [CMP_NE] = CMP_NE};

    return turned[cmp];
}

static bool
not_negative(const struct td_rules *r, const struct linear *l)
{
    for (int i = 0; i < l->count; i++) {
        const struct fact *f = &r->facts[l->terms[i].fact];
        bool counted = f->list || f->unit == UNIT_COUNT || f->unit == UNIT_NUMBER ||
                       f->unit == UNIT_SHARE || f->unit == UNIT_SCORE ||
                       f->unit == UNIT_YEARS || f->unit == UNIT_BOOL;

        if (!counted || l->terms[i].coef < 0)
            return false;
    }
    return true;
}

static struct set
domain_of(const struct td_rules *r, const struct value *v)
{
    struct fraction none = {-1, 0}, zero = {0, 1}, end = {1, 0};
    const struct fact *f = v->a.count == 1 ? &r->facts[v->a.terms[0].fact] : NULL;

    if (v->kind == V_SIZE)
        return set_between((struct fraction){1, 1}, false, (struct fraction){4, 1}, false);
    if (v->kind == V_YEARS || v->kind == V_DAYS)
        return set_between(zero, false, end, true);
    if (v->kind == V_LINEAR && f && f->unit == UNIT_BOOL)
        return set_between(zero, false, (struct fraction){1, 1}, false);
    if (v->kind == V_LINEAR && f && f->unit == UNIT_SHARE)
        return set_between(zero, false, (struct fraction){1000000, 1}, false);
    if (v->kind != V_MEAN_GROWTH && v->kind != V_CAGR && not_negative(r, &v->a))
        return set_between(zero, false, end, true);
    return set_between(none, true, end, true);
}

/* The value as a quantity, the limit and the comparison changed with it. */
bool
check_canonical(struct checker *k, struct value *v, enum cmp *cmp, struct fraction *limit,
                int *quantity)
{
    struct fraction a = {1, 1}, b = {1, 1};
    struct quantity q = {.register_ = INT_MIN};
    wide up, down;

    if (v->kind == V_RATIO) {
        if (!scale(limit, 1, 1) || (wide)limit->num + (wide)v->num * limit->den > INT64_MAX / 4)
            return false;
        limit->num += v->num * limit->den;
        v->num = 0;
        b = reduce(&v->b);
    }
    if (v->kind == V_RATIO || v->kind == V_LINEAR || v->kind == V_INTERVAL)
        a = reduce(&v->a);
    else
        v->a.divisor = 0; /* never a sum: the same for all */
    up = (wide)a.den * b.num;
    down = (wide)a.num * b.den;
    if (!scale(limit, up, down))
        return false;
    if ((up < 0) != (down < 0))
        *cmp = cmp_turned(*cmp);
    q.value = *v;
    q.whole = v->kind != V_RATIO && v->kind != V_MEAN_GROWTH && v->kind != V_CAGR;
    q.domain = domain_of(k->c->rules, v);
    *quantity = quantity_add(&k->logic, &q);
    return true;
}

/* ---- points and orders
 * ------------------------------------------------------------------------ */
/* The least and the most that an indicator can give. */
static void
indicator_range(const struct td_rules *r, const struct indicator *in, int *least, int *most)
{
    *least = 0;
    *most = in->max;
    for (int p = in->first; p < in->first + in->count; p++) {
        int floor = r->parts[p].kind == PART_BEST ? r->parts[p].floor : 0;

        *least = floor > *least ? floor : *least;
    }
}

int
check_points_quantity(struct checker *k, int group)
{
    struct quantity q = {.register_ = group, .whole = true};
    int sum_least = 0, sum_most = 0;

    for (int i = 0; i < k->score->indicator_count; i++) {
        int least, most;

        if (group >= 0 && k->score->indicators[i].group != group)
            continue;
        indicator_range(k->c->rules, &k->score->indicators[i], &least, &most);
        sum_least += least;
        sum_most += most;
    }
    q.domain = set_between((struct fraction){sum_least, 1}, false,
                           (struct fraction){sum_most, 1}, false);
    return quantity_add(&k->logic, &q);
}

/* Is every term of p in q, with a factor that is not larger? */
static bool
within(const struct linear *p, const struct linear *q)
{
    for (int i = 0; i < p->count; i++) {
        int at = 0;

        while (at < q->count && q->terms[at].lo != p->terms[i].lo)
            at++;
        if (at == q->count || p->terms[i].coef > q->terms[at].coef)
            return false;
    }
    return true;
}

void
check_orders(struct checker *k)
{
    struct logic *l = &k->logic;

    for (int p = 0; p < l->quantity_count; p++)
        for (int q = 0; q < l->quantity_count; q++) {
            const struct value *v = &l->quantities[p].value, *w = &l->quantities[q].value;
            bool sums = (v->kind == V_LINEAR || v->kind == V_INTERVAL) &&
                        (w->kind == V_LINEAR || w->kind == V_INTERVAL);

            if (p == q || v->a.count == 0 || w->a.count == 0)
                continue;
            if (sums && not_negative(k->c->rules, &w->a) && within(&v->a, &w->a))
                logic_order(l, p, q);
            if (v->kind == V_LEAST && w->kind == V_LEAST && within(&w->a, &v->a))
                logic_order(l, p, q);
        }
    if (!k->score)
        return;
    l->total = check_points_quantity(k, -1);
    for (int g = 0; g < k->score->group_count && l->group_count < 32; g++)
        l->groups[l->group_count++] = check_points_quantity(k, g);
}
