/*
 * One block of firms: columns, then ops. Every inner loop is a plain loop over a block of doubles or
 * bytes, which the compiler makes into vector instructions.
 *
 * A ratio is screened in floating point: both sides are at most a few roundings away from the truth,
 * so a difference beyond ERROR_BOUND of their magnitude decides; what is nearer (a firm exactly on the
 * border, mostly) is decided in 128-bit integers, which hold every product by construction (compare.c).
 */
#include "rules.h"

#include <math.h>
#include <string.h>

__extension__ typedef __int128 int128;

#define ERROR_BOUND (1.0 / 281474976710656.0) /* 2^-48; the roundings add up to less than 2^-50 */

enum { S_BORDER = 7 }; /* while a ratio is decided */

/* ---- columns ----------------------------------------------------------------------------------------- */
/* Unknown becomes a NaN of all ones: or-ed in by masks of four rows. */
static void
load_plain(const int64_t *restrict values, const uint64_t *known, size_t rows, double *restrict out)
{
    for (size_t w = 0; w * 64 < rows; w++) {
        uint64_t bits = known[w];
        size_t n = rows - w * 64 < 64 ? rows - w * 64 : 64;
        const int64_t *restrict from = values + w * 64;
        double *restrict to = out + w * 64;

        for (size_t i = 0; i < n; i++)
            to[i] = (double)from[i];
        if (bits == UINT64_MAX)
            continue;
        for (size_t i = 0; i < n; i++) {
            union {
                double d;
                uint64_t u;
            } v = {.d = to[i]};

            v.u |= (bits >> i & 1) - 1;
            to[i] = v.d;
        }
    }
}

static void
load_end(const struct column *c, const int64_t *restrict values, const uint64_t *known, size_t rows,
         double *restrict out)
{
    double open = c->kind == COL_HIGH ? HUGE_END : 0;

    for (size_t i = 0; i < rows; i++) {
        bool is_known = known[i / 64] >> (i % 64) & 1;

        out[i] = !is_known ? c->nothing : c->open ? open : (double)values[i];
    }
}

static void
load_sum(const struct td_columns *in, const struct column *c, const double *columns, size_t base,
         size_t rows, double *restrict out)
{
    uint64_t sum[BLOCK] = {0}; /* wraps where a value is not known: those become NaN below */

    for (int t = 0; t < c->lin.count; t++) {
        const int64_t *restrict values = in->values[c->lin.terms[t].lo] + base;
        uint64_t coef = (uint64_t)c->lin.terms[t].coef;

        if (coef == 1)
            for (size_t i = 0; i < rows; i++)
                sum[i] += (uint64_t)values[i];
        else if (coef == UINT64_MAX)
            for (size_t i = 0; i < rows; i++)
                sum[i] -= (uint64_t)values[i];
        else
            for (size_t i = 0; i < rows; i++)
                sum[i] += coef * (uint64_t)values[i];
    }
    for (size_t i = 0; i < rows; i++)
        out[i] = (double)(int64_t)sum[i];
    for (int k = 0; k < c->arg_count; k++) {
        const double *restrict arg = columns + (size_t)c->args[k] * BLOCK;

        for (size_t i = 0; i < rows; i++)
            out[i] += arg[i] * 0.0; /* NaN stays NaN */
    }
}

static void
combine_ends(const struct column *c, const double *columns, size_t rows, double *restrict out)
{
    for (int k = 0; k < c->arg_count; k++) {
        const double *restrict arg = columns + (size_t)c->args[k] * BLOCK;
        double coef = c->coefs[k];

        if (k == 0)
            for (size_t i = 0; i < rows; i++)
                out[i] = c->kind == COL_ADD ? arg[i] * coef : arg[i];
        else if (c->kind == COL_ADD)
            for (size_t i = 0; i < rows; i++)
                out[i] += arg[i] * coef;
        else
            for (size_t i = 0; i < rows; i++)
                out[i] = arg[i] < out[i] ? arg[i] : out[i];
    }
}

static void
evaluate_column(const struct td_rules *r, const struct td_columns *in, int at, size_t base,
                size_t rows, double *columns)
{
    const struct column *c = &r->columns[at];
    double *restrict out = columns + (size_t)at * BLOCK;
    const double *restrict arg = columns + (size_t)c->arg * BLOCK;

    switch (c->kind) {
    case COL_PLAIN:
        load_plain(in->values[c->slot] + base, in->known[c->slot] + base / 64, rows, out);
        break;
    case COL_LOW:
    case COL_HIGH:
        load_end(c, in->values[c->slot] + base, in->known[c->slot] + base / 64, rows, out);
        break;
    case COL_POSITIVE:
        for (size_t i = 0; i < rows; i++)
            out[i] = arg[i] > 0 ? arg[i] : NAN;
        break;
    case COL_SUM:
        load_sum(in, c, columns, base, rows, out);
        break;
    case COL_ADD:
    case COL_LEAST:
        combine_ends(c, columns, rows, out);
        break;
    }
}

/* ---- comparisons -------------------------------------------------------------------------------------- */
static void
compare_ge(const double *restrict a, double p, uint8_t met, uint8_t unmet, size_t rows,
           uint8_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = a[i] >= p ? met : a[i] < p ? unmet : S_UNKNOWN;
}

static void
compare_interval(const double *restrict low, const double *restrict high, double p, uint8_t met,
                 uint8_t unmet, size_t rows, uint8_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = low[i] >= p ? met : high[i] < p ? unmet : S_UNKNOWN;
}

static int128
exact_linear(const struct td_rules *r, const struct td_columns *in, int column, size_t row)
{
    const struct column *c = &r->columns[column];
    int128 sum = 0;

    if (c->kind == COL_POSITIVE)
        c = &r->columns[c->arg];
    for (int t = 0; t < c->lin.count; t++)
        sum += (int128)c->lin.terms[t].coef * in->values[c->lin.terms[t].lo][row];
    return sum;
}

/* The rows that the screen left open. */
static void
decide_borders(const struct td_rules *r, const struct td_columns *in, const struct op *op,
               size_t base, size_t rows, uint8_t *out)
{
    uint8_t *at = out, *end = out + rows;

    while ((at = memchr(at, S_BORDER, (size_t)(end - at)))) {
        size_t row = base + (size_t)(at - out);
        int128 a = exact_linear(r, in, op->a, row), b = exact_linear(r, in, op->b, row);
        int128 left = a * op->q, right = b * op->p;
        bool met;

        if (op->kind == OP_MEAN_GROWTH) {
            int128 c = exact_linear(r, in, op->c, row);

            left = (b * b + a * c) * op->q;
            right = b * c * op->p;
        }
        met = op->strict ? left > right : left >= right;
        *at++ = met != op->negate ? S_MET : S_UNMET;
    }
}

static void
screen_ratio(const double *restrict a, const double *restrict b, double q, double p, uint8_t met,
             uint8_t unmet, size_t rows, uint8_t *restrict out)
{
    for (size_t i = 0; i < rows; i++) {
        double left = a[i] * q, right = b[i] * p, d = left - right;
        double e = (fabs(left) + fabs(right)) * ERROR_BOUND;

        /* d == d is false for NaN; both sides 0 is a border as well */
        out[i] = d > e ? met : d < -e ? unmet : d == d ? S_BORDER : S_UNKNOWN;
    }
}

static void
screen_mean_growth(const double *restrict a, const double *restrict b, const double *restrict c,
                   const struct op *op, uint8_t met, uint8_t unmet, size_t rows,
                   uint8_t *restrict out)
{
    double q = (double)op->q, p = (double)op->p;

    for (size_t i = 0; i < rows; i++) {
        double square = b[i] * b[i] * q, cross = a[i] * c[i] * q, right = b[i] * c[i] * p;
        double d = square + cross - right;
        double e = (square + fabs(cross) + fabs(right)) * ERROR_BOUND;

        out[i] = d > e ? met : d < -e ? unmet : d == d ? S_BORDER : S_UNKNOWN;
    }
}

static void
compare_size(const struct td_scratch *s, int p, uint8_t met, uint8_t unmet, size_t rows,
             uint8_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = s->size_lo[i] >= p ? met : s->size_hi[i] < p ? unmet : S_UNKNOWN;
}

static void
compare_industry(const struct industry_set *set, const int64_t *values, const uint64_t *known,
                 size_t rows, uint8_t *out)
{
    for (size_t i = 0; i < rows; i++) {
        bool is_known = known[i / 64] >> (i % 64) & 1;
        int64_t value = is_known && values[i] >= 0 && values[i] / 10000 < INDUSTRY_CODES ? values[i] : 9999;
        unsigned first = (unsigned)((uint32_t)value / 10000), last = (unsigned)((uint32_t)value % 10000);
        unsigned in;

        /* an unknown code is all codes: 0 to 9999 */
        last = last < first ? first : last;
        in = (unsigned)(set->before[last + 1] - set->before[first]);
        out[i] = in == 0 ? S_UNMET : in == last - first + 1 ? S_MET : S_UNKNOWN;
    }
}

/* ---- logic ---------------------------------------------------------------------------------------------- */
static inline uint8_t
swap_met(uint8_t s)
{
    return (uint8_t)(s == S_MET ? S_UNMET : s == S_UNMET ? S_MET : s);
}

static void
group_all(const struct td_rules *r, const struct op *op, const uint8_t *states, size_t rows,
          uint8_t *restrict out)
{
    memcpy(out, states + (size_t)r->children[op->first] * BLOCK, rows);
    for (int k = 1; k < op->count; k++) {
        const uint8_t *restrict in = states + (size_t)r->children[op->first + k] * BLOCK;

        for (size_t i = 0; i < rows; i++)
            out[i] = in[i] > out[i] ? in[i] : out[i];
    }
}

static void
group_any(const struct td_rules *r, const struct op *op, const uint8_t *states, size_t rows,
          uint8_t *restrict out)
{
    memset(out, S_NA, rows);
    for (int k = 0; k < op->count; k++) {
        const uint8_t *restrict in = states + (size_t)r->children[op->first + k] * BLOCK;

        for (size_t i = 0; i < rows; i++) {
            uint8_t s = swap_met(in[i]);

            out[i] = s > out[i] ? s : out[i];
        }
    }
    for (size_t i = 0; i < rows; i++)
        out[i] = swap_met(out[i]);
}

static void
mark_score(const struct td_rules *r, const struct op *op, const struct td_scratch *s, size_t rows,
           uint8_t *restrict out)
{
    const struct score *score = &r->scores[op->a];
    size_t at = (size_t)(score->first_register + score->indicator_count +
                         (op->b < 0 ? score->group_count : op->b)) *
                BLOCK;
    const uint8_t *restrict low = s->low + at, *restrict high = s->high + at, *restrict open = s->open + at;
    uint8_t mark = (uint8_t)op->p;

    for (size_t i = 0; i < rows; i++)
        out[i] = low[i] >= mark ? S_MET
                 : high[i] < mark ? S_UNMET
                 : open[i]        ? S_UNKNOWN
                                  : S_MANUAL;
}

static void
evaluate_logic(const struct td_rules *r, const struct op *op, struct td_scratch *s, size_t rows,
               uint8_t *restrict out)
{
    const uint8_t *restrict a = s->states + (size_t)op->a * BLOCK;

    switch (op->kind) {
    case OP_ALL:
        group_all(r, op, s->states, rows, out);
        break;
    case OP_ANY:
        group_any(r, op, s->states, rows, out);
        break;
    case OP_NOT:
        for (size_t i = 0; i < rows; i++)
            out[i] = swap_met(a[i]);
        break;
    case OP_EXTERNAL:
        for (size_t i = 0; i < rows; i++)
            out[i] = a[i] == S_UNKNOWN ? S_MANUAL : a[i];
        break;
    case OP_SCORE:
        evaluate_points(r, op->a, s, rows);
        break;
    case OP_MARK:
        mark_score(r, op, s, rows, out);
        break;
    default:
        memset(out, op->a, rows); /* OP_STATE */
    }
}

static void
evaluate_op(const struct td_rules *r, const struct td_columns *in, const struct op *op, size_t base,
            size_t rows, struct td_scratch *s, uint8_t *restrict out)
{
    uint8_t met = op->negate ? S_UNMET : S_MET, unmet = op->negate ? S_MET : S_UNMET;
    const double *a = s->columns + (size_t)op->a * BLOCK, *b = s->columns + (size_t)op->b * BLOCK;

    switch (op->kind) {
    case OP_GE:
        compare_ge(a, (double)op->p, met, unmet, rows, out);
        break;
    case OP_GE_INTERVAL:
        compare_interval(a, b, (double)op->p, met, unmet, rows, out);
        break;
    case OP_RATIO:
        screen_ratio(a, b, (double)op->q, (double)op->p, met, unmet, rows, out);
        decide_borders(r, in, op, base, rows, out);
        break;
    case OP_MEAN_GROWTH:
        screen_mean_growth(a, b, s->columns + (size_t)op->c * BLOCK, op, met, unmet, rows, out);
        decide_borders(r, in, op, base, rows, out);
        break;
    case OP_SIZE:
        compare_size(s, (int)op->p, met, unmet, rows, out);
        break;
    case OP_INDUSTRY:
        compare_industry(&r->sets[op->b], in->values[op->a] + base, in->known[op->a] + base / 64, rows,
                         out);
        break;
    default:
        evaluate_logic(r, op, s, rows, out);
    }
}

/* ---- points --------------------------------------------------------------------------------------------- */
static void
part_best(const struct td_rules *r, const struct part *part, const uint8_t *states, size_t rows,
          uint8_t *restrict low, uint8_t *restrict high, uint8_t *restrict open)
{
    memset(low, part->floor, rows);
    memset(high, part->floor, rows);
    for (int k = 0; k < part->count; k++) {
        const struct choice *choice = &r->choices[part->first + k];
        const uint8_t *restrict s = states + (size_t)choice->op * BLOCK;
        uint8_t points = (uint8_t)choice->points;

        for (size_t i = 0; i < rows; i++) {
            uint8_t sure = s[i] == S_MET ? points : 0;
            uint8_t could = s[i] == S_UNMET || s[i] == S_NA ? 0 : points;

            low[i] = sure > low[i] ? sure : low[i];
            high[i] = could > high[i] ? could : high[i];
            open[i] = (uint8_t)(open[i] | (s[i] == S_UNKNOWN));
        }
    }
}

static void
part_sum(const struct td_rules *r, const struct part *part, const uint8_t *states, size_t rows,
         uint8_t *restrict low, uint8_t *restrict high, uint8_t *restrict open)
{
    uint8_t cap = (uint8_t)part->cap;

    memset(low, 0, rows);
    memset(high, 0, rows);
    for (int k = 0; k < part->count; k++) {
        const struct choice *choice = &r->choices[part->first + k];
        const uint8_t *restrict s = states + (size_t)choice->op * BLOCK;
        unsigned points = (unsigned)choice->points;

        for (size_t i = 0; i < rows; i++) {
            unsigned sure = low[i] + (s[i] == S_MET ? points : 0);
            unsigned could = high[i] + (s[i] == S_UNMET || s[i] == S_NA ? 0 : points);

            low[i] = (uint8_t)(sure < cap ? sure : cap);
            high[i] = (uint8_t)(could < cap ? could : cap);
            open[i] = (uint8_t)(open[i] | (s[i] == S_UNKNOWN));
        }
    }
}

/* The best of the parts. `open` says that an unknown (not only a person's word) keeps it open. */
static void
evaluate_indicator(const struct td_rules *r, const struct indicator *in, const uint8_t *states,
                   size_t rows, uint8_t *restrict low, uint8_t *restrict high,
                   uint8_t *restrict open)
{
    uint8_t part_low[BLOCK], part_high[BLOCK];

    memset(open, 0, rows);
    for (int k = 0; k < in->count; k++) {
        const struct part *part = &r->parts[in->first + k];
        uint8_t *l = k == 0 ? low : part_low, *h = k == 0 ? high : part_high;

        if (part->kind == PART_OPEN) {
            memset(l, 0, rows);
            memset(h, part->cap, rows);
            memset(open, !part->manual, rows);
        } else if (part->kind == PART_SUM) {
            part_sum(r, part, states, rows, l, h, open);
        } else {
            part_best(r, part, states, rows, l, h, open);
        }
        for (size_t i = 0; k > 0 && i < rows; i++) {
            low[i] = part_low[i] > low[i] ? part_low[i] : low[i];
            high[i] = part_high[i] > high[i] ? part_high[i] : high[i];
        }
    }
    for (size_t i = 0; i < rows; i++)
        open[i] = open[i] && low[i] < high[i];
}

static void
add_points(const struct td_scratch *s, size_t to, size_t from, size_t rows)
{
    uint8_t *restrict low = s->low + to * BLOCK, *restrict high = s->high + to * BLOCK;
    uint8_t *restrict open = s->open + to * BLOCK;
    const uint8_t *restrict l = s->low + from * BLOCK, *restrict h = s->high + from * BLOCK;
    const uint8_t *restrict o = s->open + from * BLOCK;

    for (size_t i = 0; i < rows; i++) {
        low[i] = (uint8_t)(low[i] + l[i]);
        high[i] = (uint8_t)(high[i] + h[i]);
        open[i] |= o[i];
    }
}

void
evaluate_points(const struct td_rules *r, int which, struct td_scratch *s, size_t rows)
{
    const struct score *score = &r->scores[which];
    size_t first = (size_t)score->first_register, groups = first + (size_t)score->indicator_count;
    size_t total = groups + (size_t)score->group_count;

    for (size_t g = groups; g <= total; g++) {
        memset(s->low + g * BLOCK, 0, rows);
        memset(s->high + g * BLOCK, 0, rows);
        memset(s->open + g * BLOCK, 0, rows);
    }
    for (int i = 0; i < score->indicator_count; i++) {
        const struct indicator *in = &score->indicators[i];
        size_t at = first + (size_t)i;

        evaluate_indicator(r, in, s->states, rows, s->low + at * BLOCK, s->high + at * BLOCK,
                           s->open + at * BLOCK);
        if (in->group >= 0)
            add_points(s, groups + (size_t)in->group, at, rows);
        add_points(s, total, at, rows);
    }
}

void
evaluate_block(const struct td_rules *r, const struct td_columns *in, size_t base, size_t rows,
               struct td_scratch *s)
{
    for (int i = 0; i < r->column_count; i++)
        evaluate_column(r, in, i, base, rows, s->columns);
    evaluate_size(r, in, base, rows, s);
    for (int i = 0; i < r->op_count; i++)
        evaluate_op(r, in, &r->ops[i], base, rows, s, s->states + (size_t)i * BLOCK);
}
