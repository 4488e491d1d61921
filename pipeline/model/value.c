/* What an expression means: sums of columns, ratios, growth rates, with their units. */
#include "rules.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { COEFS_MAX = 1000, DEPTH_MAX = 40 }; /* 1000 · 2^53 stays within 63 bits */

static const char *const functions[] = {"growth", "mean_growth", "cagr", "mean",
                                        "each",   "years",       "days"};

bool
compile_fail(struct compiler *c, const struct expr *e, const char *format, ...)
{
    struct place place = yaml_place(c->node);
    char text[512];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    td_fail(c->err, TD_E_CRITERIA, "%s", text);
    return expr_fail(&place, e->offset, c->err);
}

static bool
unknown_name(struct compiler *c, const struct expr *e)
{
    size_t count = 0;
    const char **words =
        td_alloc((size_t)(c->rules->fact_count + c->rules->metric_count) + 1, sizeof(*words));

    for (int i = 0; i < c->rules->fact_count; i++)
        words[count++] = c->rules->facts[i].name.at;
    for (int i = 0; i < c->rules->metric_count; i++)
        words[count++] = c->rules->metrics[i].name.at;
    words[count++] = "size";
    compile_fail(c, e, TD_T("不认识的事实或指标“%.*s”", "unknown fact or metric \"%.*s\""),
                 (int)e->name.len, e->name.at);
    if (td_nearest(e->name, words, count))
        td_yaml_suggest(e->name, words, count, c->err);
    else
        td_hint(c->err, "%s",
                TD_T("事实见 facts.yaml，指标见 metrics.yaml",
                     "facts stand in facts.yaml, metrics in metrics.yaml"));
    free(words);
    return false;
}

static void
add_term(struct linear *l, struct td_rules *rules, int fact, int lo, int hi)
{
    struct term *t = &l->terms[l->count++];

    *t = (struct term){.fact = fact, .lo = slot_of(rules, fact, lo), .coef = 1};
    t->hi = slot_of(rules, fact, hi);
    l->divisor = 1;
}

static bool
value_of_ages(struct compiler *c, const struct expr *e, const struct fact *f, int fact,
              struct value *v)
{
    int last = e->index == INDEX_AGES ? e->to : 0;

    if (e->index != INDEX_AGES)
        return compile_fail(c, e,
                            TD_T("“%.*s”按距今年数分列，应写 %.*s[0..2] 之类",
                                 "\"%.*s\" goes by age: write %.*s[0..2] or the like"),
                            (int)f->name.len, f->name.at, (int)f->name.len, f->name.at);
    if (last >= f->ages || last - e->from >= TERMS_MAX)
        return compile_fail(c, e, TD_T("“%.*s”只有 0 到 %d 年", "\"%.*s\" has ages 0 to %d"),
                            (int)f->name.len, f->name.at, f->ages - 1);
    v->kind = f->lowers ? V_LEAST : f->list ? V_INTERVAL : V_LINEAR;
    for (int i = e->from; i <= last; i++)
        add_term(&v->a, c->rules, fact, i, i);
    return true;
}

static bool
value_of_fact(struct compiler *c, const struct expr *e, const struct fact *f, int fact,
              int shift, struct value *v)
{
    int year = shift + (e->index == INDEX_YEAR ? e->from : 0);

    v->unit = f->unit;
    if (f->ages)
        return value_of_ages(c, e, f, fact, v);
    if (e->index == INDEX_AGES || (e->index == INDEX_YEAR && !f->years))
        return compile_fail(c, e,
                            TD_T("“%.*s”不能带这样的下标", "\"%.*s\" takes no such index"),
                            (int)f->name.len, f->name.at);
    v->kind = f->unit == UNIT_CODE ? V_INDUSTRY : f->list ? V_INTERVAL : V_LINEAR;
    if (!f->years) {
        add_term(&v->a, c->rules, fact, 0, f->range ? 1 : 0);
        return true;
    }
    if (e->index == INDEX_NONE && !c->series)
        return compile_fail(
            c, e, TD_T("“%.*s”按年分列，应写 %.*s[Y]", "\"%.*s\" goes by year: write %.*s[Y]"),
            (int)f->name.len, f->name.at, (int)f->name.len, f->name.at);
    if (year >= f->years)
        return compile_fail(c, e,
                            TD_T("“%.*s”只有 Y 到 Y-%d", "\"%.*s\" has the years Y to Y-%d"),
                            (int)f->name.len, f->name.at, f->years - 1);
    add_term(&v->a, c->rules, fact, year, year);
    return true;
}

/* Those that are being read at this moment are the circle and what leads into it. */
static bool
fail_circle(struct compiler *c, const struct expr *e, const struct metric *m)
{
    struct td_buf names = {0};

    for (int i = 0; i < c->rules->metric_count; i++)
        if (c->rules->metrics[i].open)
            td_buf_printf(&names, "%s%s", names.len ? TD_T("、", ", ") : "",
                          c->rules->metrics[i].name.at);
    compile_fail(c, e,
                 TD_T("指标“%.*s”循环引用自己", "metric \"%.*s\" refers to itself in a circle"),
                 (int)m->name.len, m->name.at);
    td_hint(c->err,
            TD_T("循环经过：%s；其中一个要改用事实",
                 "the circle goes through %s: one of them should use facts"),
            names.at);
    td_buf_free(&names);
    return false;
}

static bool
value_of_metric(struct compiler *c, const struct expr *e, struct metric *m, int shift,
                struct value *v)
{
    const struct td_yaml *node = c->node;
    bool series = c->series, ok = true;

    if (e->index == INDEX_AGES)
        return compile_fail(c, e,
                            TD_T("指标“%.*s”不能带年龄下标", "metric \"%.*s\" takes no ages"),
                            (int)m->name.len, m->name.at);
    if (m->open)
        return fail_circle(c, e, m);
    if (td_str_equal(m->confirmed, TD_STR("M")))
        c->unconfirmed = true;
    shift += e->index == INDEX_YEAR ? e->from : 0;
    if (m->when) {
        *v = (struct value){.kind = V_BOOL, .unit = UNIT_BOOL, .metric = m, .shift = shift};
        return true;
    }
    m->open = true;
    c->node = m->node;
    c->series = false;
    ok = value_of(c, m->value, shift, v);
    c->series = series;
    c->node = node;
    m->open = false;
    return ok;
}

static bool
value_of_name(struct compiler *c, const struct expr *e, int shift, struct value *v)
{
    const struct fact *f;
    int fact;

    if (td_str_equal(e->name, TD_STR("size"))) {
        *v = (struct value){.kind = V_SIZE, .unit = UNIT_NUMBER};
        c->rules->size_used = true;
        return true;
    }
    f = fact_find(c->rules, e->name, &fact);
    if (f)
        return value_of_fact(c, e, f, fact, shift, v);
    for (int i = 0; i < c->rules->metric_count; i++)
        if (td_str_equal(c->rules->metrics[i].name, e->name))
            return value_of_metric(c, e, &c->rules->metrics[i], shift, v);
    return unknown_name(c, e);
}

/* ---- sums
 * -------------------------------------------------------------------------------------- */
static bool
is_sum(const struct value *v)
{
    return (v->kind == V_LINEAR || v->kind == V_INTERVAL) && v->unit != UNIT_BOOL &&
           v->unit != UNIT_DATE;
}

static int64_t
coef_sum(const struct linear *l)
{
    int64_t sum = 0;

    for (int i = 0; i < l->count; i++)
        sum += l->terms[i].coef < 0 ? -l->terms[i].coef : l->terms[i].coef;
    return sum;
}

/* a := a·p + b·q, with the same columns put together. */
static bool
linear_add(struct linear *a, const struct linear *b, int64_t sign)
{
    int64_t p = b->divisor, q = a->divisor * sign;

    for (int i = 0; i < a->count; i++)
        a->terms[i].coef *= p;
    a->divisor *= b->divisor;
    for (int i = 0; i < b->count; i++) {
        int at = 0;

        while (at < a->count && a->terms[at].lo != b->terms[i].lo)
            at++;
        if (at == TERMS_MAX)
            return false;
        if (at == a->count) {
            a->terms[a->count] = b->terms[i];
            a->terms[a->count++].coef = 0;
        }
        a->terms[at].coef += b->terms[i].coef * q;
    }
    return coef_sum(a) <= COEFS_MAX && a->divisor <= COEFS_MAX;
}

static bool
value_sum(struct compiler *c, const struct expr *e, struct value *v, const struct value *w)
{
    bool minus = e->kind == EX_SUB;

    if (!is_sum(v) || !is_sum(w))
        return compile_fail(c, e, "%s",
                            TD_T("只有数量可以相加减", "only quantities can be added"));
    if (v->unit != w->unit)
        return compile_fail(
            c, e,
            TD_T("不同单位不能相加减：%s与%s", "different units cannot be added: %s and %s"),
            unit_word(v->unit), unit_word(w->unit));
    if (minus && (v->kind == V_INTERVAL || w->kind == V_INTERVAL))
        return compile_fail(
            c, e, "%s",
            TD_T("由名单计数的事实不能相减", "facts counted from lists cannot be subtracted"));
    if (w->kind == V_INTERVAL)
        v->kind = V_INTERVAL;
    if (!linear_add(&v->a, &w->a, minus ? -1 : 1))
        return compile_fail(
            c, e, "%s",
            TD_T("和式过长或系数过大", "the sum has too many terms or too large factors"));
    return true;
}

static bool
value_times(struct compiler *c, const struct expr *e, struct value *v, int64_t num, int64_t den)
{
    if (!is_sum(v) || num <= 0 || den <= 0 || num > COEFS_MAX || den > COEFS_MAX ||
        coef_sum(&v->a) > COEFS_MAX / num || v->a.divisor > COEFS_MAX / den)
        return compile_fail(
            c, e, "%s",
            TD_T("倍数须为正数，不大于1000", "a multiple is a positive number up to 1000"));
    for (int i = 0; i < v->a.count; i++)
        v->a.terms[i].coef *= num;
    v->a.divisor *= den;
    return true;
}

static bool
value_product(struct compiler *c, const struct expr *e, struct value *v, struct value *w)
{
    bool plain = w->kind == V_CONST && w->measure == MEASURE_NONE;

    if (e->kind == EX_MUL && v->kind == V_CONST && v->measure == MEASURE_NONE) {
        struct value constant = *v;

        *v = *w;
        return value_times(c, e, v, constant.num, constant.den);
    }
    if (plain)
        return e->kind == EX_MUL ? value_times(c, e, v, w->num, w->den)
                                 : value_times(c, e, v, w->den, w->num);
    if (e->kind == EX_MUL)
        return compile_fail(
            c, e, "%s",
            TD_T("只能乘以不带单位的数", "only a number without a unit can multiply"));
    if (v->kind != V_LINEAR || w->kind != V_LINEAR || !is_sum(v) || !is_sum(w))
        return compile_fail(
            c, e, "%s",
            TD_T("比值的分子分母须为逐年的事实之和，不能是由名单计数的事实",
                 "a ratio is of sums of facts that are not counted from lists"));
    if (v->unit != w->unit)
        return compile_fail(
            c, e,
            TD_T("比值的分子分母单位不同：%s与%s", "a ratio of different units: %s and %s"),
            unit_word(v->unit), unit_word(w->unit));
    v->kind = V_RATIO;
    v->unit = UNIT_RATIO;
    v->b = w->a;
    v->num = 0;
    return true;
}

/* ---- functions
 * ---------------------------------------------------------------------------------- */
static bool
value_series(struct compiler *c, const struct expr *e, int shift, struct linear *out,
             enum unit *unit)
{
    struct value v = {0};
    bool series = c->series, ok;

    c->series = true;
    ok = value_of(c, e->args[0], shift, &v);
    c->series = series;
    if (!ok)
        return false;
    if (v.kind != V_LINEAR || !is_sum(&v))
        return compile_fail(c, e,
                            TD_T("%.*s() 要一个按年的事实", "%.*s() takes a fact by year"),
                            (int)e->name.len, e->name.at);
    *out = v.a;
    *unit = v.unit;
    return true;
}

static bool
value_growth(struct compiler *c, const struct expr *e, int shift, struct value *v)
{
    enum unit unit;
    bool mean = td_str_equal(e->name, TD_STR("mean_growth"));
    bool cagr = td_str_equal(e->name, TD_STR("cagr"));

    *v = (struct value){.kind = mean   ? V_MEAN_GROWTH
                                : cagr ? V_CAGR
                                       : V_RATIO,
                        .unit = UNIT_RATIO,
                        .num = 1};
    if (!value_series(c, e, shift, &v->a, &unit))
        return false;
    if (!cagr && !value_series(c, e, shift + 1, &v->b, &unit))
        return false;
    if ((mean || cagr) && !value_series(c, e, shift + 2, &v->c, &unit))
        return false;
    if ((mean || cagr) && (v->a.count != 1 || v->a.terms[0].coef != 1 || v->a.divisor != 1))
        return compile_fail(c, e, TD_T("%.*s() 只用于单个事实", "%.*s() takes a single fact"),
                            (int)e->name.len, e->name.at);
    return true;
}

static bool
value_mean(struct compiler *c, const struct expr *e, int shift, struct value *v)
{
    int64_t n = e->arg_count == 2 ? e->args[1]->num : 0;
    struct value w = {.kind = V_LINEAR};

    if (e->arg_count != 2 || e->args[1]->den != 1 || n < 1 || n > TERMS_MAX)
        return compile_fail(c, e, "%s",
                            TD_T("mean 的第二个参数是年数", "mean takes a number of years"));
    *v = (struct value){.kind = V_LINEAR};
    if (!value_series(c, e, shift, &v->a, &v->unit))
        return false;
    for (int i = 1; i < n; i++)
        if (!value_series(c, e, shift + i, &w.a, &w.unit) ||
            !value_sum(c, e, v, &(struct value){.kind = V_LINEAR, .unit = w.unit, .a = w.a}))
            return false;
    return value_times(c, e, v, 1, n);
}

static bool
value_call(struct compiler *c, const struct expr *e, int shift, struct value *v)
{
    bool years = td_str_equal(e->name, TD_STR("years"));

    if (years || td_str_equal(e->name, TD_STR("days"))) {
        if (!value_of(c, e->args[0], shift, v))
            return false;
        if (v->unit != UNIT_DATE || e->arg_count != 1)
            return compile_fail(c, e, TD_T("%.*s() 要一个日期", "%.*s() takes a date"),
                                (int)e->name.len, e->name.at);
        v->kind = years ? V_YEARS : V_DAYS;
        v->unit = years ? UNIT_YEARS : UNIT_DAYS;
        return true;
    }
    if (td_str_equal(e->name, TD_STR("mean")))
        return value_mean(c, e, shift, v);
    if ((td_str_equal(e->name, TD_STR("growth")) ||
         td_str_equal(e->name, TD_STR("mean_growth")) ||
         td_str_equal(e->name, TD_STR("cagr"))) &&
        e->arg_count == 1)
        return value_growth(c, e, shift, v);
    compile_fail(c, e, TD_T("这里不能用函数“%.*s”", "function \"%.*s\" cannot stand here"),
                 (int)e->name.len, e->name.at);
    return td_yaml_suggest(e->name, functions, sizeof(functions) / sizeof(*functions), c->err);
}

bool
value_of(struct compiler *c, const struct expr *e, int shift, struct value *v)
{
    struct value w = {0};
    bool ok = true;

    *v = (struct value){0};
    if (++c->depth > DEPTH_MAX)
        return compile_fail(c, e, "%s", TD_T("嵌套过深", "nested too deeply"));
    switch (e->kind) {
    case EX_CONST:
        *v = (struct value){
            .kind = V_CONST, .num = e->num, .den = e->den, .measure = e->measure};
        break;
    case EX_NAME:
        ok = value_of_name(c, e, shift, v);
        break;
    case EX_CALL:
        ok = value_call(c, e, shift, v);
        break;
    case EX_ADD:
    case EX_SUB:
        ok = value_of(c, e->args[0], shift, v) && value_of(c, e->args[1], shift, &w) &&
             value_sum(c, e, v, &w);
        break;
    case EX_MUL:
    case EX_DIV:
        ok = value_of(c, e->args[0], shift, v) && value_of(c, e->args[1], shift, &w) &&
             value_product(c, e, v, &w);
        break;
    default:
        ok = compile_fail(
            c, e, "%s",
            TD_T("这里应是数值，不是比较", "a value is expected, not a comparison"));
    }
    c->depth--;
    return ok;
}

/* ---- units of constants
 * -------------------------------------------------------------------------- */
const char *
unit_word(enum unit unit)
{
    static const char *const zh[] = {"金额", "件数", "数",   "比例", "分数", "年数",
                                     "天数", "是否", "代码", "日期", "比值"};
    static const char *const en[] = {"money",  "a count", "a number", "a share",
                                     "points", "years",   "days",     "a yes/no",
                                     "a code", "a date",  "a ratio"};

    return TD_T(zh, en)[unit];
}

static const char *
measure_word(enum measure measure)
{
    static const char *const zh[] = {"不带单位的数", "金额", "百分比", "分数",
                                     "年数",         "天数", "件数"};
    static const char *const en[] = {"a bare number", "money", "a percentage", "points",
                                     "years",         "days",  "a count"};

    return TD_T(zh, en)[measure];
}

bool
units_agree(struct compiler *c, const struct expr *e, const struct value *v,
            const struct value *constant, int64_t *num, int64_t *den)
{
    static const struct {
        enum measure measure, other;
        int64_t factor;
        const char *example;
    } units[] = {
        [UNIT_MONEY] = {MEASURE_MONEY, MEASURE_MONEY, 1, "5000万元"},
        [UNIT_COUNT] = {MEASURE_COUNT, MEASURE_NONE, 1, "4项"},
        [UNIT_NUMBER] = {MEASURE_NONE, MEASURE_COUNT, 1, "3"},
        [UNIT_SHARE] = {MEASURE_SHARE, MEASURE_SHARE, 1000000, "10%"},
        [UNIT_SCORE] = {MEASURE_SCORE, MEASURE_SCORE, 1, "60分"},
        [UNIT_YEARS] = {MEASURE_YEARS, MEASURE_YEARS, 1, "3年"},
        [UNIT_DAYS] = {MEASURE_DAYS, MEASURE_DAYS, 1, "365天"},
        [UNIT_RATIO] = {MEASURE_SHARE, MEASURE_SHARE, 1, "3%"},
    };
    int64_t most = (int64_t)1 << 53;

    if (v->unit == UNIT_BOOL || v->unit == UNIT_CODE || v->unit == UNIT_DATE ||
        v->kind == V_CONST)
        return compile_fail(
            c, e, "%s",
            TD_T("这个值不能与数比较", "this value cannot be compared with a number"));
    if (constant->measure != units[v->unit].measure &&
        constant->measure != units[v->unit].other && constant->num != 0) {
        compile_fail(
            c, e, TD_T("单位不符：%s与%s不能比较", "the units differ: %s is compared with %s"),
            unit_word(v->unit), measure_word(constant->measure));
        return td_hint(c->err, TD_T("应写成 %s 这样", "write it like %s"),
                       units[v->unit].example);
    }
    if (constant->num > most / units[v->unit].factor ||
        constant->num < -most / units[v->unit].factor)
        return compile_fail(c, e, "%s", TD_T("数值过大", "the number is too large"));
    *num = constant->num * units[v->unit].factor;
    *den = constant->den;
    return true;
}
