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


/* ---- columns
 * ------------------------------------------------------------------------------------------ */
static void
evaluate_sum(const struct td_rules *r, const struct td_columns *in, const struct column *c,
             size_t base, size_t rows, const struct td_scratch *s, double *out)
{
    uint64_t sum[BLOCK] = {0};

    for (int t = 0; t < c->lin.count; t++)
        add_integers(in->values[c->lin.terms[t].lo] + base, c->lin.terms[t].coef, rows, sum);
    finish_sum(sum, rows, out);
    for (int k = 0; k < c->arg_count; k++)
        spread_unknown(wide_column(r, s, c->args[k]), rows, out);
}

static void
evaluate_wide(const struct td_rules *r, const struct td_columns *in, const struct column *c,
              size_t base, size_t rows, struct td_scratch *s, double *out)
{
    switch (c->kind) {
    case COL_PLAIN:
        load_plain(in->values[c->slot] + base, in->known[c->slot] + base / 64, rows, out);
        break;
    case COL_LOW:
    case COL_HIGH:
        if (c->open)
            load_constant(c->kind == COL_HIGH ? HUGE_END : 0, rows, out);
        else
            load_end(wide_column(r, s, c->arg), c->nothing, rows, out);
        break;
    case COL_POSITIVE:
        load_positive(wide_column(r, s, c->arg), rows, out);
        break;
    case COL_SUM:
        evaluate_sum(r, in, c, base, rows, s, out);
        break;
    case COL_ADD:
        for (int k = 0; k < c->arg_count; k++)
            add_scaled(wide_column(r, s, c->args[k]), c->coefs[k], k == 0, rows, out);
        break;
    case COL_LEAST:
        for (int k = 0; k < c->arg_count; k++)
            take_least(wide_column(r, s, c->args[k]), k == 0, rows, out);
        break;
    }
}

static void
evaluate_narrow(const struct td_rules *r, const struct td_columns *in, const struct column *c,
                size_t base, size_t rows, struct td_scratch *s, uint8_t *out)
{
    uint8_t nothing = c->kind == COL_HIGH ? NARROW_MOST : 0;

    switch (c->kind) {
    case COL_PLAIN:
        load_narrow(in->values[c->slot] + base, in->known[c->slot] + base / 64, rows, out);
        break;
    case COL_LOW:
    case COL_HIGH:
        if (c->open)
            memset(out, nothing, rows);
        else
            load_narrow_end(narrow_column(r, s, c->arg), nothing, rows, out);
        break;
    default: /* COL_LEAST: narrow.c */
        memset(out, NARROW_MOST, rows);
        for (int k = 0; k < c->arg_count; k++)
            least_narrow(narrow_column(r, s, c->args[k]), rows, out);
    }
}

static void
evaluate_column(const struct td_rules *r, const struct td_columns *in, int at, size_t base,
                size_t rows, struct td_scratch *s)
{
    const struct column *c = &r->columns[at];

    if (c->narrow)
        evaluate_narrow(r, in, c, base, rows, s, narrow_column(r, s, at));
    else
        evaluate_wide(r, in, c, base, rows, s, wide_column(r, s, at));
}

void
evaluate_constants(const struct td_rules *r, struct td_scratch *s)
{
    for (int i = 0; i < r->column_count; i++)
        if (r->columns[i].constant)
            evaluate_column(r, NULL, i, 0, BLOCK, s);
}

/* ---- comparisons
 * --------------------------------------------------------------------------------------- */
int128
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
evaluate_comparison(const struct td_rules *r, const struct op *op, struct answers answers,
                    size_t rows, struct td_scratch *s, uint8_t *restrict out)
{
    bool narrow = r->columns[op->a].narrow, interval = op->kind == OP_GE_INTERVAL;

    if (narrow && interval)
        compare_bytes(narrow_column(r, s, op->a), narrow_column(r, s, op->b), (uint8_t)op->p,
                      answers, rows, out);
    else if (narrow)
        compare_narrow(narrow_column(r, s, op->a), (uint8_t)op->p, answers, rows, out);
    else if (interval)
        compare_interval(wide_column(r, s, op->a), wide_column(r, s, op->b), (double)op->p,
                         answers, rows, out);
    else
        compare_ge(wide_column(r, s, op->a), (double)op->p, answers, rows, out);
}

static void
evaluate_op(const struct td_rules *r, const struct td_columns *in, const struct op *op,
            size_t base, size_t rows, struct td_scratch *s, uint8_t *restrict out)
{
    struct answers answers = {op->negate ? S_UNMET : S_MET, op->negate ? S_MET : S_UNMET};
    int64_t class = op->p < 0 ? 0 : op->p > 5 ? 5 : op->p;

    if (op->open > 0) /* more records: what is not reached may be, and the other way round */
        answers.unmet = S_UNKNOWN;
    else if (op->open < 0)
        answers.met = S_UNKNOWN;
    switch (op->kind) {
    case OP_GE:
    case OP_GE_INTERVAL:
        evaluate_comparison(r, op, answers, rows, s, out);
        break;
    case OP_RATIO:
        screen_ratio(wide_column(r, s, op->a), wide_column(r, s, op->b), (double)op->q,
                     (double)op->p, answers, rows, out);
        decide_borders(r, in, op, base, rows, out);
        break;
    case OP_MEAN_GROWTH:
        screen_mean_growth(wide_column(r, s, op->a), wide_column(r, s, op->b),
                           wide_column(r, s, op->c), (double)op->q, (double)op->p, answers,
                           rows, out);
        decide_borders(r, in, op, base, rows, out);
        break;
    case OP_SIZE:
        compare_bytes(s->size_lo, s->size_hi, (uint8_t) class, answers, rows, out);
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

/*
 * Each column of the input stands elsewhere in memory: the next one's first lines are asked for
 * while this one is read, then the hardware sees where it goes and fetches on. To fetch more, or
 * a block ahead, is slower: it drives out of the cache what the ops are about to need.
 */
static int
fetch_next(const struct td_rules *r, const struct td_columns *in, int column, size_t base)
{
    while (column < r->column_count && r->columns[column].kind != COL_PLAIN)
        column++;
    if (column < r->column_count) {
        const int64_t *values = in->values[r->columns[column].slot] + base;

        __builtin_prefetch(values);
        __builtin_prefetch(values + LINE / sizeof(*values));
    }
    return column;
}

void
evaluate_block(const struct td_rules *r, const struct td_columns *in, size_t base, size_t rows,
               struct td_scratch *s)
{
    int next = fetch_next(r, in, 0, base);

    for (int i = 0; i < r->column_count; i++) {
        if (i == next)
            next = fetch_next(r, in, i + 1, base);
        if (!r->columns[i].constant)
            evaluate_column(r, in, i, base, rows, s);
    }
    evaluate_industries(r, in->values[r->industry_slot] + base,
                        in->known[r->industry_slot] + base / 64, rows, s);
    evaluate_size(r, rows, s);
    for (int i = 0; i < r->op_count; i++)
        evaluate_op(r, in, &r->ops[i], base, rows, s, s->states + (size_t)i * BLOCK);
}
