/* Expressions of the criteria in Chinese words, for the page that officers read. */
#include "expression.h"
#include "outline.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    const struct readable *names;
    struct td_str text; /* of the whole expression */
    struct td_buf *out;
    bool each; /* inside each(): Y is every one of the years */
};

static void
put(struct reading *r, const char *text)
{
    td_buf_text(r->out, text);
}

/* The text from the n-th character on. */
static struct td_str
from_character(struct td_str text, size_t n)
{
    size_t i = 0;

    for (; i < text.len; i++) {
        if (((unsigned char)text.at[i] & 0xC0) == 0x80)
            continue;
        if (n-- == 0)
            break;
    }
    return (struct td_str){text.at + i, text.len - i};
}

/* A constant as it is written: with its own unit word. */
static void
put_constant(struct reading *r, const struct expr *e)
{
    struct td_str rest = from_character(r->text, e->offset);
    size_t len = 0;

    while (len < rest.len && !strchr(" \t\n)],/*+<>=!", rest.at[len]))
        len++;
    td_buf_add(r->out, rest.at, len);
}

/* ---- names
 * -------------------------------------------------------------------------------------- */
/* Names are views into the text: without an end of their own. */
static const struct td_yaml *
named(const struct td_yaml *map, struct td_str name)
{
    for (size_t i = 0; map && i < map->count; i++)
        if (td_str_equal(map->keys[i]->text, name))
            return map->items[i];
    return NULL;
}

static void
put_year(struct reading *r, int back)
{
    static const char *const years[] = {"上年度", "前一年", "前两年"};

    if (r->each && back == 0)
        put(r, "当年");
    else if (back < 3)
        put(r, years[back]);
    else
        td_buf_printf(r->out, "前%d年", back);
}

static void
put_title(struct reading *r, const struct td_yaml *node, struct td_str name)
{
    const struct td_yaml *title = td_yaml_get(node, "title");
    struct td_str text = title && title->kind == TD_YAML_SCALAR ? title->text : name;
    static const struct td_str open = {"（", sizeof "（" - 1};

    /* how "none" is stored is no part of the rule */
    for (size_t at = text.len; at-- > 0;) {
        struct td_str rest = {text.at + at, text.len - at};

        if (!td_str_starts(rest, open))
            continue;
        if (td_str_has(rest, TD_STR("= 999")))
            text.len = at;
        break;
    }
    td_buf_str(r->out, text);
}

static void
put_name(struct reading *r, const struct expr *e)
{
    const struct td_yaml *fact = named(r->names->facts, e->name), *metric;
    int back = e->index == INDEX_YEAR ? e->from : 0;

    if (td_str_equal(e->name, TD_STR("size"))) {
        put(r, "企业划型");
        return;
    }
    if (fact) {
        if (e->index == INDEX_YEAR)
            put_year(r, back);
        else if (e->index == INDEX_AGES && e->from == 0)
            td_buf_printf(r->out, "近%d年", e->to + 1);
        else if (e->index == INDEX_AGES)
            td_buf_printf(r->out, "距今%d至%d年", e->from, e->to + 1);
        put_title(r, fact, e->name);
        return;
    }
    metric = named(r->names->metrics, e->name);
    if (back > 0)
        put_year(r, back);
    put_title(r, metric, e->name);
}

/* ---- values
 * ------------------------------------------------------------------------------------- */
static void
put_value(struct reading *r, const struct expr *e);

static void
put_call(struct reading *r, const struct expr *e)
{
    static const struct {
        const char *name, *before, *behind;
    } words[] = {{"growth", "", "的增长率"},
                 {"mean_growth", "", "近两年增长率的平均"},
                 {"cagr", "", "近两年复合增长率"},
                 {"years", "自", "起满的年数"},
                 {"days", "自", "起的天数"}};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (!td_str_equal(e->name, td_str(words[i].name)))
            continue;
        put(r, words[i].before);
        put_value(r, e->args[0]);
        put(r, words[i].behind);
        return;
    }
    if (e->arg_count == 2)
        td_buf_printf(r->out, "近%d年", (int)e->args[1]->num);
    put_value(r, e->args[0]);
    put(r, "的平均");
}

static void
put_value(struct reading *r, const struct expr *e)
{
    static const char *const signs[] = {
        [EX_ADD] = " + ", [EX_SUB] = " − ", [EX_MUL] = " × ", [EX_DIV] = " ÷ "};
    bool product = e->kind == EX_MUL || e->kind == EX_DIV;

    switch (e->kind) {
    case EX_CONST:
        put_constant(r, e);
        break;
    case EX_NAME:
        put_name(r, e);
        break;
    case EX_CALL:
        put_call(r, e);
        break;
    case EX_ADD:
    case EX_SUB:
    case EX_MUL:
    case EX_DIV:
        for (int i = 0; i < 2; i++) {
            bool sum = product && (e->args[i]->kind == EX_ADD || e->args[i]->kind == EX_SUB);

            put(r, i ? signs[e->kind] : "");
            put(r, sum ? "（" : "");
            put_value(r, e->args[i]);
            put(r, sum ? "）" : "");
        }
        break;
    default:
        break;
    }
}

/* ---- comparisons
 * -------------------------------------------------------------------------------- */
/* "holds_srdi >= 1", "abnormal < 1": there is one, there is none. */
static bool
put_presence(struct reading *r, const struct expr *e)
{
    const struct expr *one = e->args[1];
    const struct td_yaml *fact;

    if (e->args[0]->kind != EX_NAME || one->kind != EX_CONST || one->num != 1 ||
        one->den != 1 || (one->measure != MEASURE_NONE && one->measure != MEASURE_COUNT) ||
        (e->cmp != CMP_GE && e->cmp != CMP_LT))
        return false;
    fact = named(r->names->facts, e->args[0]->name);
    if (!td_yaml_get(fact, "list") || td_yaml_is(td_yaml_get(fact, "more"), "lowers") ||
        one->measure != MEASURE_NONE)
        return false;
    put(r, e->cmp == CMP_GE ? "有：" : "没有：");
    put_name(r, e->args[0]);
    return true;
}

static void
put_comparison(struct reading *r, const struct expr *e)
{
    static const char *const words[] = {
        [CMP_GE] = " 不低于 ", [CMP_GT] = " 高于 ", [CMP_LE] = " 不高于 ",
        [CMP_LT] = " 低于 ",   [CMP_EQ] = " 等于 ", [CMP_NE] = " 不等于 "};
    static const char *const classes[] = {"微型", "小型", "中型", "大型"};

    if (e->kind == EX_IN) {
        struct td_str rest = from_character(r->text, e->offset);
        const char *in = strstr(rest.at, " in ");

        put(r, "行业属于 ");
        td_buf_text(r->out, in ? in + 4 : rest.at);
        return;
    }
    if (e->kind == EX_CALL && td_str_equal(e->name, TD_STR("each"))) {
        td_buf_printf(r->out, "近%d年每年都满足：", (int)e->args[1]->num);
        r->each = true;
        put_comparison(r, e->args[0]);
        r->each = false;
        return;
    }
    if (e->kind != EX_CMP) {
        put_value(r, e);
        return;
    }
    if (put_presence(r, e))
        return;
    put_value(r, e->args[0]);
    put(r, words[e->cmp]);
    if (e->args[0]->kind == EX_NAME && td_str_equal(e->args[0]->name, TD_STR("size")) &&
        e->args[1]->kind == EX_CONST && e->args[1]->num >= 1 && e->args[1]->num <= 4)
        put(r, classes[e->args[1]->num - 1]);
    else
        put_value(r, e->args[1]);
}

void
readable_expr(const struct readable *names, struct td_str text, struct td_buf *out)
{
    struct td_arena arena = {0};
    struct td_error ignored = {0};
    struct reading r = {.names = names, .out = out};
    struct expr *e;

    r.text = td_arena_str(&arena, text); /* with an end that strstr sees */
    if (expr_parse(&arena, text, (struct place){"", 1, 1}, &e, &ignored))
        put_comparison(&r, e);
    else
        td_buf_str(out, text);
    td_arena_free(&arena);
}
