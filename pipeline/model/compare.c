/*
 * Comparisons as ops over columns. Every threshold is a fraction num/den; a sum is compared
 * with the next whole number (sums are whole), a ratio by cross-multiplication. What could
 * overflow 127 bits is refused here, so that the exact comparison at run time needs no check.
 */
#include "rules.h"

#include <string.h>

__extension__ typedef __int128 int128;

/* ---- columns and ops, each made once
 * --------------------------------------------------------------- */
static int
column_add(struct td_rules *r, const struct column *column)
{
    for (int i = 0; i < r->column_count; i++)
        if (memcmp(&r->columns[i], column, sizeof(*column)) == 0)
            return i;
    GROW(r->columns, r->column_count, r->column_cap)[r->column_count] = *column;
    return r->column_count++;
}

/* memcmp above wants every byte set: padding, too. */
static struct column
blank_column(enum column_kind kind)
{
    struct column column;

    memset(&column, 0, sizeof(column));
    column.kind = kind;
    return column;
}

static void
set_linear(struct linear *to, const struct linear *from)
{
    for (int i = 0; i < from->count; i++) {
        to->terms[i].fact = from->terms[i].fact;
        to->terms[i].lo = from->terms[i].lo;
        to->terms[i].hi = from->terms[i].hi;
        to->terms[i].coef = from->terms[i].coef;
    }
    to->count = from->count;
}

int
column_of(struct td_rules *r, const struct linear *lin)
{
    struct column column = blank_column(COL_PLAIN);
    struct linear sorted = *lin;

    for (int i = 1; i < sorted.count; i++)
        for (int k = i; k > 0 && sorted.terms[k - 1].lo > sorted.terms[k].lo; k--) {
            struct term t = sorted.terms[k];

            sorted.terms[k] = sorted.terms[k - 1];
            sorted.terms[k - 1] = t;
        }
    set_linear(&column.lin, &sorted);
    column.slot = sorted.terms[0].lo;
    if (sorted.count > 1 || sorted.terms[0].coef != 1) {
        column.kind = COL_SUM;
        for (int i = 0; i < sorted.count; i++) {
            struct linear one = {.terms = {sorted.terms[i]}, .count = 1, .divisor = 1};

            one.terms[0].coef = 1;
            column.args[column.arg_count++] = column_of(r, &one);
        }
    }
    return column_add(r, &column);
}

int
positive_column(struct td_rules *r, int arg)
{
    struct column column = blank_column(COL_POSITIVE);

    column.arg = arg;
    return column_add(r, &column);
}

static int
plain_column(struct td_rules *r, const struct term *t, bool high)
{
    struct linear lin = {.terms = {*t}, .count = 1, .divisor = 1};

    lin.terms[0].coef = 1;
    lin.terms[0].lo = high ? t->hi : t->lo;
    return column_of(r, &lin);
}

/* The low or high end of one fact that may be counted from a list. */
static int
end_column(struct td_rules *r, const struct term *t, bool high)
{
    const struct fact *f = &r->facts[t->fact];
    struct column column = blank_column(high ? COL_HIGH : COL_LOW);

    column.arg = plain_column(r, t, high);
    column.open = f->list && !f->complete && (high ? !f->lowers : f->lowers);
    column.nothing = high ? HUGE_END : f->list ? 0 : -HUGE_END;
    return column_add(r, &column);
}

static int
ends_column(struct td_rules *r, const struct value *v, bool high)
{
    struct column column = blank_column(v->kind == V_LEAST ? COL_LEAST : COL_ADD);

    if (v->a.count == 1 && v->a.terms[0].coef == 1)
        return end_column(r, &v->a.terms[0], high);
    for (int i = 0; i < v->a.count; i++) {
        column.args[i] = end_column(r, &v->a.terms[i], high);
        column.coefs[i] = (double)v->a.terms[i].coef;
    }
    column.arg_count = v->a.count;
    return column_add(r, &column);
}

int
op_add(struct td_rules *r, struct op op)
{
    for (int i = 0; i < r->op_count; i++) {
        const struct op *o = &r->ops[i];

        if (o->kind != op.kind || o->a != op.a || o->b != op.b || o->c != op.c ||
            o->negate != op.negate || o->strict != op.strict || o->open != op.open ||
            o->p != op.p || o->q != op.q || o->count != op.count)
            continue;
        if (op.count == 0 || memcmp(r->children + o->first, r->children + op.first,
                                    (size_t)op.count * sizeof(int)) == 0)
            return i;
    }
    GROW(r->ops, r->op_count, r->op_cap)[r->op_count] = op;
    return r->op_count++;
}

int
op_state(struct td_rules *r, int state)
{
    return op_add(r, (struct op){.kind = OP_STATE, .a = state});
}

int
op_group(struct td_rules *r, enum op_kind kind, const int *ops, int count)
{
    struct op op = {.kind = kind, .first = r->child_count, .count = count};
    int before = r->op_count, at;

    if (count == 1)
        return ops[0];
    for (int i = 0; i < count; i++) {
        GROW(r->children, r->child_count, r->child_cap)[r->child_count] = ops[i];
        r->child_count++;
    }
    at = op_add(r, op);
    if (r->op_count == before)
        r->child_count = op.first; /* the same group stood there already */
    return at;
}

/* ---- thresholds
 * ------------------------------------------------------------------------------------ */
static bool
too_large(struct compiler *c, const struct expr *e)
{
    compile_fail(
        c, e, "%s",
        TD_T("数值过大，无法精确比较", "the number is too large for an exact comparison"));
    return td_hint(
        c->err, "%s",
        TD_T("请用更小的数或更少的小数位", "use a smaller number or fewer decimals"));
}

static int64_t
sum_of_coefs(const struct linear *l)
{
    int64_t sum = 0;

    for (int i = 0; i < l->count; i++)
        sum += l->terms[i].coef < 0 ? -l->terms[i].coef : l->terms[i].coef;
    return sum;
}

/* GE and GT are made; the others are their opposites. */
static void
by_comparison(struct op *op, enum cmp cmp)
{
    op->strict = cmp == CMP_GT || cmp == CMP_LE;
    op->negate = cmp == CMP_LE || cmp == CMP_LT;
}

static bool
ratio_op(struct compiler *c, const struct expr *e, const struct value *v, enum cmp cmp,
         int64_t num, int64_t den, int *out)
{
    struct td_rules *r = c->rules;
    int128 p, q, room = (int128)1 << 72; /* 2^126 / 2^53, one bit to spare */
    struct op op = {.kind = OP_RATIO};

    if (v->kind == V_CAGR) { /* a/c >= ((den + num)/den)^2 */
        p = (int128)(num + den) * (num + den);
        q = (int128)den * den;
        if (num + den < 0 || num + den > (1 << 26) || den > (1 << 26))
            return too_large(c, e);
    } else {
        p = ((int128)num + (int128)den * v->num) * v->a.divisor;
        q = (int128)den * v->b.divisor;
    }
    op.a = column_of(r, &v->a);
    op.b = positive_column(r, column_of(r, v->kind == V_CAGR ? &v->c : &v->b));
    if (q > ((int64_t)1 << 53) || p > ((int64_t)1 << 53) || p < -((int64_t)1 << 53) ||
        q * sum_of_coefs(&v->a) > room ||
        (p < 0 ? -p : p) * (v->kind == V_CAGR ? 1 : sum_of_coefs(&v->b)) > room)
        return too_large(c, e);
    op.p = (int64_t)p;
    op.q = (int64_t)q;
    by_comparison(&op, cmp);
    *out = op_add(r, op);
    return true;
}

static bool
mean_growth_op(struct compiler *c, const struct expr *e, const struct value *v, enum cmp cmp,
               int64_t num, int64_t den, int *out)
{
    struct td_rules *r = c->rules;
    struct op op = {.kind = OP_MEAN_GROWTH, .p = 2 * (num + den), .q = den};
    int64_t most = (int64_t)1 << 19; /* 2 · 2^106 · 2^19 < 2^127 */

    if (num > most / 4 || num < -most / 4 || den > most / 4)
        return too_large(c, e);
    op.a = column_of(r, &v->a);
    op.b = positive_column(r, column_of(r, &v->b));
    op.c = positive_column(r, column_of(r, &v->c));
    by_comparison(&op, cmp);
    *out = op_add(r, op);
    return true;
}

static int64_t
floor_div(int128 a, int128 b) /* b > 0 */
{
    int128 q = a / b;

    return (int64_t)(a % b < 0 ? q - 1 : q);
}

/* The first day that is not yet n whole years (or n days) before the as-of date. */
static int64_t
first_too_late(const struct compiler *c, const struct value *v, int64_t n)
{
    td_date day;

    if (v->kind == V_DAYS)
        return c->rules->as_of - n + 1;
    day = td_date_add_years(c->rules->as_of, -(int)n);
    while (td_date_years(day, c->rules->as_of) >= n)
        day++;
    while (td_date_years(day - 1, c->rules->as_of) < n)
        day--;
    return day;
}

/* One fact needs no ends: NaN decides neither, and an open list takes one answer away. Below 1
 * even nothing known is enough, so that case goes by the ends. */
static void
interval_op(struct td_rules *r, const struct value *v, struct op *op)
{
    const struct fact *f = &r->facts[v->a.terms[0].fact];
    bool one = v->a.count == 1 && v->a.terms[0].coef == 1 && op->p > 0;

    if (one && f->list && !f->complete) {
        op->open = f->lowers ? -1 : 1;
        op->a = plain_column(r, &v->a.terms[0], f->lowers);
        return;
    }
    if (one && v->a.terms[0].lo == v->a.terms[0].hi) {
        op->a = plain_column(r, &v->a.terms[0], false);
        return;
    }
    op->kind = OP_GE_INTERVAL;
    op->a = one ? plain_column(r, &v->a.terms[0], false) : ends_column(r, v, false);
    op->b = one ? plain_column(r, &v->a.terms[0], true) : ends_column(r, v, true);
}

/* Whole-number values: sums, classes, years. GT x is GE of the next whole number above. */
static bool
whole_op(struct compiler *c, const struct expr *e, const struct value *v, enum cmp cmp,
         int64_t num, int64_t den, int *out)
{
    struct td_rules *r = c->rules;
    int64_t divisor = v->a.divisor > 0 ? v->a.divisor : 1;
    int128 scaled = (int128)num * divisor;
    struct op op = {.kind = OP_GE};
    bool above = cmp == CMP_GT || cmp == CMP_LE;

    if (scaled / den > ((int64_t)1 << 52) || scaled / den < -((int64_t)1 << 52))
        return too_large(c, e);
    op.p = above ? floor_div(scaled, den) + 1 : -floor_div(-scaled, den);
    op.negate = cmp == CMP_LE || cmp == CMP_LT;
    if (v->kind == V_SIZE) {
        op.kind = OP_SIZE;
    } else if (v->kind == V_YEARS || v->kind == V_DAYS) {
        if (op.p < 0 || op.p > (v->kind == V_YEARS ? 200 : 80000))
            return too_large(c, e);
        op.a = column_of(r, &v->a);
        op.p = first_too_late(c, v, op.p);
        op.negate = !op.negate;
    } else if (v->kind == V_LINEAR) {
        op.a = column_of(r, &v->a);
    } else {
        interval_op(r, v, &op);
    }
    *out = op_add(r, op);
    return true;
}

bool
threshold_op(struct compiler *c, const struct expr *e, const struct value *v, enum cmp cmp,
             int64_t num, int64_t den, int *out)
{
    int both[2];

    if (cmp == CMP_EQ || cmp == CMP_NE) {
        if (!threshold_op(c, e, v, CMP_GE, num, den, &both[0]) ||
            !threshold_op(c, e, v, CMP_LE, num, den, &both[1]))
            return false;
        *out = op_group(c->rules, OP_ALL, both, 2);
        if (cmp == CMP_NE)
            *out = op_add(c->rules, (struct op){.kind = OP_NOT, .a = *out});
        return true;
    }
    if (v->kind == V_RATIO || v->kind == V_CAGR)
        return ratio_op(c, e, v, cmp, num, den, out);
    if (v->kind == V_MEAN_GROWTH)
        return mean_growth_op(c, e, v, cmp, num, den, out);
    return whole_op(c, e, v, cmp, num, den, out);
}

/* ---- comparisons
 * ----------------------------------------------------------------------------------- */
/* Two values of one unit: their difference against 0. */
static bool
difference_op(struct compiler *c, const struct expr *e, struct value *v, const struct value *w,
              int shift, int *op)
{
    struct expr minus = {.kind = EX_SUB, .offset = e->offset, .args = {e->args[0], e->args[1]}};
    struct value difference;

    if (v->unit != w->unit)
        return compile_fail(
            c, e,
            TD_T("比较的两边单位不同：%s与%s", "the two sides have different units: %s and %s"),
            unit_word(v->unit), unit_word(w->unit));
    if (v->kind != V_LINEAR || w->kind != V_LINEAR)
        return compile_fail(
            c, e, "%s", TD_T("这两个值不能互相比较", "these two values cannot be compared"));
    return value_of(c, &minus, shift, &difference) &&
           threshold_op(c, e, &difference, e->cmp, 0, 1, op);
}

static bool
cmp_op(struct compiler *c, const struct expr *e, int shift, int *op)
{
    static const enum cmp turned[] = {[CMP_GE] = CMP_LE, [CMP_GT] = CMP_LT, [CMP_LE] = CMP_GE,
                                      [CMP_LT] = CMP_GT, [CMP_EQ] = CMP_EQ, [CMP_NE] = CMP_NE};
    struct value v, w;
    int64_t num, den;

    if (!value_of(c, e->args[0], shift, &v) || !value_of(c, e->args[1], shift, &w))
        return false;
    if (w.kind == V_CONST)
        return units_agree(c, e->args[1], &v, &w, &num, &den) &&
               threshold_op(c, e->args[1], &v, e->cmp, num, den, op);
    if (v.kind == V_CONST)
        return units_agree(c, e->args[0], &w, &v, &num, &den) &&
               threshold_op(c, e->args[0], &w, turned[e->cmp], num, den, op);
    return difference_op(c, e, &v, &w, shift, op);
}

static bool
in_op(struct compiler *c, const struct expr *e, int shift, int *op)
{
    struct td_rules *r = c->rules;
    struct value v;
    uint16_t *before;
    uint8_t in[INDUSTRY_CODES] = {0};
    int set = 0;

    if (!value_of(c, e->args[0], shift, &v))
        return false;
    if (v.kind != V_INDUSTRY)
        return compile_fail(c, e, "%s",
                            TD_T("“in”只用于 industry", "\"in\" is for industry only"));
    if (e->name.len > 0 && !local_codes(c, e, in))
        return false;
    for (size_t i = 0; i < e->range_count; i++)
        memset(in + e->ranges[i][0], 1, (size_t)(e->ranges[i][1] - e->ranges[i][0] + 1));
    before = td_arena_alloc(&r->arena, INDUSTRY_CODES + 1, sizeof(*before));
    for (int i = 0; i < INDUSTRY_CODES; i++)
        before[i + 1] = (uint16_t)(before[i] + in[i]);
    while (set < r->set_count &&
           memcmp(r->sets[set].before, before, (INDUSTRY_CODES + 1) * sizeof(*before)) != 0)
        set++;
    if (set == SETS_MAX)
        return compile_fail(
            c, e, TD_T("不同的行业列表多于 %d 个", "more than %d different industry lists"),
            SETS_MAX);
    if (set == r->set_count) {
        GROW(r->sets, r->set_count, r->set_cap)[set].before = before;
        r->set_count++;
    }
    *op = op_add(r, (struct op){.kind = OP_INDUSTRY, .a = v.a.terms[0].lo, .b = set});
    return true;
}

static bool
each_op(struct compiler *c, const struct expr *e, int shift, int *op)
{
    int ops[AGES_MAX];
    int64_t n = e->arg_count == 2 ? e->args[1]->num : 0;

    if (n < 1 || n > AGES_MAX || e->args[1]->den != 1 || e->args[0]->kind != EX_CMP)
        return compile_fail(c, e, "%s",
                            TD_T("each 要一个比较和年数：each(x[Y] >= 3%, 2)",
                                 "each takes a comparison and a number of years"));
    for (int i = 0; i < n; i++)
        if (!comparison_op(c, e->args[0], shift + i, &ops[i]))
            return false;
    *op = op_group(c->rules, OP_ALL, ops, (int)n);
    return true;
}

static bool
bool_op(struct compiler *c, const struct expr *e, int shift, int *op)
{
    const struct td_yaml *node = c->node;
    struct value v;
    struct metric *m = NULL;
    bool ok;

    if (!value_of(c, e, shift, &v))
        return false;
    if (v.kind == V_LINEAR && v.unit == UNIT_BOOL) {
        *op = op_add(c->rules,
                     (struct op){.kind = OP_GE, .a = column_of(c->rules, &v.a), .p = 1});
        return true;
    }
    if (v.kind != V_BOOL)
        return compile_fail(
            c, e, "%s",
            TD_T("条件缺少比较，如 >= 5000万", "a comparison is missing, such as >= 5000万"));
    m = &c->rules->metrics[v.metric - c->rules->metrics];
    m->open = true;
    c->node = m->node;
    ok = comparison_op(c, m->when, v.shift, op);
    c->node = node;
    m->open = false;
    return ok;
}

bool
comparison_op(struct compiler *c, const struct expr *e, int shift, int *op)
{
    if (e->kind == EX_CMP)
        return cmp_op(c, e, shift, op);
    if (e->kind == EX_IN)
        return in_op(c, e, shift, op);
    if (e->kind == EX_CALL && td_str_equal(e->name, TD_STR("each")))
        return each_op(c, e, shift, op);
    return bool_op(c, e, shift, op);
}

/* A scalar of the criteria that holds a comparison. */
bool
when_op(struct compiler *c, const struct td_yaml *scalar, int *op)
{
    struct expr *e;
    struct td_str text;

    c->node = scalar;
    if (!td_yaml_text(scalar, "when", &text, c->err) ||
        !expr_parse(&c->rules->arena, text, yaml_place(scalar), &e, c->err))
        return false;
    shown_of(c, e, 0);
    return comparison_op(c, e, 0, op);
}
