/* Shares and rates in steps: compared with each edge as a condition's threshold would be, exactly. */
#include "rules.h"

#include "tidu/spread.h"

#include <string.h>

__extension__ typedef __int128 int128;

/* Half a per cent wide where the criteria have their figures; what lies beyond is one step. */
const struct td_spread_edges td_spread_edges[2] = {
    {{0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100, 110, 120, 130, 140, 150}, 26},
    {{-500, -450, -400, -350, -300, -250, -200, -150, -100, -50, 0,   50,  100, 150,
      200,  250,  300,  350,  400,  450,  500,  550,  600,  650, 700, 750, 800},
     27}};
const char *const td_spread_metrics[TD_SPREADS] = {"rd_ratio", "rd_ratio_3y", "revenue_growth", "revenue_cagr"};

bool
spread_read(struct compiler *c)
{
    struct td_rules *r = c->rules;
    bool ok = true;

    r->spread = td_arena_alloc(&r->arena, TD_SPREADS, sizeof(*r->spread));
    for (int s = 0; s < TD_SPREADS; s++)
        r->spread[s].kind = V_CONST;
    for (int i = 0; ok && i < r->metric_count; i++)
        for (int s = 0; ok && s < TD_SPREADS; s++)
            if (r->metrics[i].value && td_str_equal(r->metrics[i].name, td_str(td_spread_metrics[s]))) {
                c->node = r->metrics[i].node;
                ok = value_of(c, r->metrics[i].value, 0, &r->spread[s]);
            }
    return ok;
}

static bool
sum_of(const struct linear *l, const struct td_columns *in, size_t row, int128 *sum)
{
    *sum = 0;
    for (int t = 0; t < l->count; t++) {
        const struct term *term = &l->terms[t];
        if (!(in->known[term->lo][row / 64] >> (row % 64) & 1))
            return false;
        *sum += (int128)term->coef * in->values[term->lo][row];
    }
    return true;
}

/* a/b is at least `edge` tenths of a per cent; cagr: ((1000 + edge)/1000)^2, as its root is compared. */
static bool
reaches(const struct value *v, int128 a, int128 b, int edge)
{
    if (v->kind == V_CAGR)
        return a * 1000 * 1000 >= b * (1000 + edge) * (1000 + edge);
    return a * v->b.divisor * 1000 >= b * v->a.divisor * (edge + 1000 * v->num);
}

static uint8_t
step_of(const struct value *v, const struct td_columns *in, size_t row)
{
    const struct linear *base = v->kind == V_CAGR ? &v->c : &v->b;
    bool rate = v->kind == V_CAGR || v->num != 0;
    const struct td_spread_edges *edges = &td_spread_edges[rate ? TD_SPREAD_RATE : TD_SPREAD_SHARE];
    int128 a, b;
    int step = 0;

    if ((v->kind != V_RATIO && v->kind != V_CAGR) || !sum_of(&v->a, in, row, &a) || !sum_of(base, in, row, &b))
        return TD_SPREAD_UNKNOWN;
    if (b <= 0)
        return TD_SPREAD_NO_BASE;
    while (step < edges->count && reaches(v, a, b, edges->at[step]))
        step++;
    return (uint8_t)(TD_SPREAD_FIRST + step);
}

void
td_spread_row(const struct td_rules *rules, const struct td_columns *columns, size_t row, uint8_t out[TD_SPREADS])
{
    for (int s = 0; s < TD_SPREADS; s++)
        out[s] = step_of(&rules->spread[s], columns, row);
}
