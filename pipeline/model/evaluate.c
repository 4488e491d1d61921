/*
 * One block of firms: columns, then ops, then (as an op) points.
 *
 * A ratio is screened in floating point: both sides are at most a few roundings away from the
 * truth, so a difference beyond an error bound decides; what is nearer (a firm exactly on the
 * border, mostly) is decided in 128-bit integers, which hold every product by construction
 * (compare.c).
 */
#include "kernels.h"

#include <string.h>

__extension__ typedef __int128 int128;

/* ---- columns
 * ------------------------------------------------------------------------------------------ */
static void
evaluate_sum(const struct td_columns *in, const struct column *c, const double *columns,
             size_t base, size_t rows, double *out)
{
    uint64_t sum[BLOCK] = {0};

    for (int t = 0; t < c->lin.count; t++)
        add_integers(in->values[c->lin.terms[t].lo] + base, c->lin.terms[t].coef, rows, sum);
    finish_sum(sum, rows, out);
    for (int k = 0; k < c->arg_count; k++)
        spread_unknown(columns + (size_t)c->args[k] * BLOCK, rows, out);
}

/* The next column of the input: each stands elsewhere in memory, so no hardware fetches it
 * ahead. */
static void
fetch_ahead(const struct td_rules *r, const struct td_columns *in, int at, size_t base,
            size_t rows)
{
    while (at < r->column_count && r->columns[at].kind != COL_PLAIN)
        at++;
    if (at == r->column_count)
        return;
    for (size_t i = 0; i < rows; i += 8)
        __builtin_prefetch(in->values[r->columns[at].slot] + base + i);
}

static void
evaluate_column(const struct td_rules *r, const struct td_columns *in, int at, size_t base,
                size_t rows, double *columns)
{
    const struct column *c = &r->columns[at];
    double *out = columns + (size_t)at * BLOCK;
    const double *arg = columns + (size_t)c->arg * BLOCK;

    switch (c->kind) {
    case COL_PLAIN:
        fetch_ahead(r, in, at + 1, base, rows);
        load_plain(in->values[c->slot] + base, in->known[c->slot] + base / 64, rows, out);
        break;
    case COL_LOW:
    case COL_HIGH:
        if (c->open)
            load_constant(c->kind == COL_HIGH ? HUGE_END : 0, rows, out);
        else
            load_end(arg, c->nothing, rows, out);
        break;
    case COL_POSITIVE:
        load_positive(arg, rows, out);
        break;
    case COL_SUM:
        evaluate_sum(in, c, columns, base, rows, out);
        break;
    case COL_ADD:
    case COL_LEAST:
        for (int k = 0; k < c->arg_count; k++) {
            arg = columns + (size_t)c->args[k] * BLOCK;
            if (c->kind == COL_ADD)
                add_scaled(arg, c->coefs[k], k == 0, rows, out);
            else
                take_least(arg, k == 0, rows, out);
        }
        break;
    }
}

/* ---- comparisons
 * --------------------------------------------------------------------------------------- */
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

static bool
decide(const struct td_rules *r, const struct td_columns *in, const struct op *op, size_t row)
{
    int128 a = exact_linear(r, in, op->a, row), b = exact_linear(r, in, op->b, row);
    int128 left = a * op->q, right = b * op->p;

    if (op->kind == OP_MEAN_GROWTH) {
        int128 c = exact_linear(r, in, op->c, row);

        left = (b * b + a * c) * op->q;
        right = b * c * op->p;
    }
    return (op->strict ? left > right : left >= right) != op->negate;
}

/* The rows that the screen left open: few, and where there is one there are often more. */
static void
decide_borders(const struct td_rules *r, const struct td_columns *in, const struct op *op,
               size_t base, size_t rows, uint8_t *out)
{
    for (uint8_t *at = out, *end = out + rows;
         (at = memchr(at, S_BORDER, (size_t)(end - at)));) {
        uint8_t *near = end - at > 64 ? at + 64 : end;

        for (; at < near; at++)
            if (*at == S_BORDER)
                *at = decide(r, in, op, base + (size_t)(at - out)) ? S_MET : S_UNMET;
    }
}

/* The codes that an industry may be, 0 to 9999 where it is not known: once for all sets. */
static void
load_industries(const int64_t *values, const uint64_t *known, size_t rows, uint16_t (*codes)[2])
{
    for (size_t i = 0; i < rows; i++) {
        bool is_known = known[i / 64] >> (i % 64) & 1;
        uint64_t value = is_known ? (uint64_t)values[i] : UINT64_MAX;
        uint32_t first = value < 100000000 ? (uint32_t)value / 10000 : 0;
        uint32_t last = value < 100000000 ? (uint32_t)value % 10000 : INDUSTRY_CODES - 1;

        codes[i][0] = (uint16_t)first;
        codes[i][1] = (uint16_t)(last < first ? first : last);
    }
}

/*
 * Of each industry list: does it hold some, and does it hold all of the codes that the firm may
 * have? A code that is fully known is one look into a table of all lists.
 */
static void
load_lists(const struct td_rules *r, uint16_t (*codes)[2], size_t rows, uint64_t *some,
           uint64_t *all)
{
    for (size_t i = 0; i < rows; i++) {
        unsigned first = codes[i][0], last = codes[i][1];

        some[i] = all[i] = r->set_bits[first];
        for (int k = 0; first < last && k < r->set_count; k++) {
            unsigned in = (unsigned)(r->sets[k].before[last + 1] - r->sets[k].before[first]);
            uint64_t bit = (uint64_t)1 << k;

            some[i] = in > 0 ? some[i] | bit : some[i] & ~bit;
            all[i] = in == last - first + 1 ? all[i] | bit : all[i] & ~bit;
        }
    }
}

/* ---- logic
 * -----------------------------------------------------------------------------------------------
 */
static void
evaluate_group(const struct td_rules *r, const struct op *op, const uint8_t *states,
               size_t rows, uint8_t *out)
{
    const int *children = r->children + op->first;

    memset(out, S_NA, rows);
    for (int k = 0; k < op->count; k++) {
        const uint8_t *in = states + (size_t)children[k] * BLOCK;

        if (op->kind == OP_ALL)
            worst_of(in, rows, out);
        else
            worst_swapped(in, rows, out);
    }
    if (op->kind == OP_ANY) {
        uint8_t turned[BLOCK];

        swap_states(out, rows, turned);
        memcpy(out, turned, rows);
    }
}

static void
evaluate_logic(const struct td_rules *r, const struct op *op, struct td_scratch *s, size_t rows,
               uint8_t *out)
{
    const uint8_t *a = s->states + (size_t)op->a * BLOCK;
    size_t at;

    switch (op->kind) {
    case OP_ALL:
    case OP_ANY:
        evaluate_group(r, op, s->states, rows, out);
        break;
    case OP_NOT:
        swap_states(a, rows, out);
        break;
    case OP_EXTERNAL:
        external_states(a, rows, out);
        break;
    case OP_SCORE:
        evaluate_points(r, op->a, s, rows);
        break;
    case OP_MARK:
        at = (size_t)score_register(&r->scores[op->a], op->b) * BLOCK;
        mark_states(s->low + at, s->high + at, s->open + at, (uint8_t)op->p, rows, out);
        break;
    default:
        memset(out, op->a, rows); /* OP_STATE */
    }
}

static void
evaluate_op(const struct td_rules *r, const struct td_columns *in, const struct op *op,
            size_t base, size_t rows, struct td_scratch *s, uint8_t *restrict out)
{
    struct answers answers = {op->negate ? S_UNMET : S_MET, op->negate ? S_MET : S_UNMET};
    const double *a = s->columns + (size_t)op->a * BLOCK;
    const double *b =
        s->columns + (size_t)(op->b < 0 ? 0 : op->b) * BLOCK; /* -1: the total's mark */

    if (op->open > 0) /* more records: what is not reached may be, and the other way round */
        answers.unmet = S_UNKNOWN;
    else if (op->open < 0)
        answers.met = S_UNKNOWN;
    switch (op->kind) {
    case OP_GE:
        compare_ge(a, (double)op->p, answers, rows, out);
        break;
    case OP_GE_INTERVAL:
        compare_interval(a, b, (double)op->p, answers, rows, out);
        break;
    case OP_RATIO:
        screen_ratio(a, b, (double)op->q, (double)op->p, answers, rows, out);
        decide_borders(r, in, op, base, rows, out);
        break;
    case OP_MEAN_GROWTH:
        screen_mean_growth(a, b, s->columns + (size_t)op->c * BLOCK, (double)op->q,
                           (double)op->p, answers, rows, out);
        decide_borders(r, in, op, base, rows, out);
        break;
    case OP_SIZE:
        compare_bytes(s->size_lo, s->size_hi,
                      (uint8_t)(op->p < 0   ? 0
                                : op->p > 5 ? 5
                                            : op->p),
                      answers, rows, out);
        break;
    case OP_INDUSTRY:
        compare_list(s->some, s->all, op->b, rows, out);
        break;
    default:
        evaluate_logic(r, op, s, rows, out);
    }
}

/* ---- points
 * ---------------------------------------------------------------------------------------------
 */
int
score_register(const struct score *score, int group)
{
    return score->first_register + score->indicator_count +
           (group < 0 ? score->group_count : group);
}

static void
evaluate_part(const struct td_rules *r, const struct part *part, const uint8_t *states,
              size_t rows, uint8_t *low, uint8_t *high, uint8_t *open)
{
    memset(low, part->floor, rows);
    memset(high, part->kind == PART_OPEN ? part->cap : part->floor, rows);
    if (part->kind == PART_OPEN)
        memset(open, !part->manual, rows);
    for (int k = 0; k < part->count; k++) {
        const struct choice *choice = &r->choices[part->first + k];
        const uint8_t *in = states + (size_t)choice->op * BLOCK;

        if (part->kind == PART_BEST)
            best_points(in, (uint8_t)choice->points, rows, low, high, open);
        else
            sum_points(in, (uint8_t)choice->points, (uint8_t)part->cap, rows, low, high, open);
    }
}

/* The best of the parts. `open` says that an unknown (not only a person's word) keeps it open.
 */
static void
evaluate_indicator(const struct td_rules *r, const struct indicator *in, const uint8_t *states,
                   size_t rows, uint8_t *low, uint8_t *high, uint8_t *open)
{
    uint8_t part_low[BLOCK], part_high[BLOCK];

    memset(open, 0, rows);
    evaluate_part(r, &r->parts[in->first], states, rows, low, high, open);
    for (int k = 1; k < in->count; k++) {
        evaluate_part(r, &r->parts[in->first + k], states, rows, part_low, part_high, open);
        worst_of(part_low, rows, low);
        worst_of(part_high, rows, high);
    }
    only_open(low, high, rows, open);
}

static void
add_points(const struct td_scratch *s, int to, int from, size_t rows)
{
    size_t t = (size_t)to * BLOCK, f = (size_t)from * BLOCK;

    add_bytes(s->low + f, rows, s->low + t);
    add_bytes(s->high + f, rows, s->high + t);
    or_bytes(s->open + f, rows, s->open + t);
}

void
evaluate_points(const struct td_rules *r, int which, struct td_scratch *s, size_t rows)
{
    const struct score *score = &r->scores[which];
    int total = score_register(score, -1);

    for (int g = score_register(score, 0); g <= total; g++) {
        memset(s->low + (size_t)g * BLOCK, 0, rows);
        memset(s->high + (size_t)g * BLOCK, 0, rows);
        memset(s->open + (size_t)g * BLOCK, 0, rows);
    }
    for (int i = 0; i < score->indicator_count; i++) {
        const struct indicator *in = &score->indicators[i];
        int at = score->first_register + i;

        evaluate_indicator(r, in, s->states, rows, s->low + (size_t)at * BLOCK,
                           s->high + (size_t)at * BLOCK, s->open + (size_t)at * BLOCK);
        if (in->group >= 0)
            add_points(s, score_register(score, in->group), at, rows);
        add_points(s, total, at, rows);
    }
}

void
evaluate_block(const struct td_rules *r, const struct td_columns *in, size_t base, size_t rows,
               struct td_scratch *s)
{
    for (int i = 0; i < r->column_count; i++)
        evaluate_column(r, in, i, base, rows, s->columns);
    load_industries(in->values[r->industry_slot] + base,
                    in->known[r->industry_slot] + base / 64, rows, s->codes);
    load_lists(r, s->codes, rows, s->some, s->all);
    evaluate_size(r, rows, s);
    for (int i = 0; i < r->op_count; i++)
        evaluate_op(r, in, &r->ops[i], base, rows, s, s->states + (size_t)i * BLOCK);
}
