/* Expressions: from text to tree. See expression.h for the grammar. */
#include "expression.h"

#include <string.h>

enum { DEPTH_MAX = 40, DIGITS_MAX = 15 };

struct parser {
    struct td_arena *arena;
    struct td_str text;
    size_t at; /* bytes */
    struct place place;
    int depth;
    struct td_error *err;
};

static const struct unit_word {
    const char *word;
    enum measure measure;
    int64_t num, den; /* of the base unit */
} unit_words[] = {
    {"万元", MEASURE_MONEY, 1000000, 1},
    {"万", MEASURE_MONEY, 1000000, 1},
    {"亿元", MEASURE_MONEY, 10000000000, 1},
    {"亿", MEASURE_MONEY, 10000000000, 1},
    {"元", MEASURE_MONEY, 100, 1},
    {"%", MEASURE_SHARE, 1, 100},
    {"‰", MEASURE_SHARE, 1, 1000},
    {"分", MEASURE_SCORE, 100, 1},
    {"年", MEASURE_YEARS, 1, 1},
    {"天", MEASURE_DAYS, 1, 1},
    {"项", MEASURE_COUNT, 1, 1},
    {"人", MEASURE_COUNT, 1, 1},
    {"个", MEASURE_COUNT, 1, 1},
    {"件", MEASURE_COUNT, 1, 1},
};

static bool
parse_value(struct parser *p, struct expr **out);

static size_t
offset_of(struct td_str text, size_t bytes)
{
    size_t characters = 0;

    for (size_t i = 0; i < bytes && i < text.len; i++)
        characters += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return characters;
}

bool
expr_fail(const struct place *at, size_t offset, struct td_error *err)
{
    return td_at(err, at->file, at->line, at->column + offset);
}

static bool
fail_here(struct parser *p, const char *zh, const char *en)
{
    size_t left = p->text.len - p->at;

    if (left == 0)
        td_fail(p->err, TD_E_CRITERIA,
                TD_T("表达式不完整：%s", "the expression ends too early: %s"), TD_T(zh, en));
    else
        td_fail(p->err, TD_E_CRITERIA, TD_T("表达式在“%.*s”处有误：%s", "at \"%.*s\": %s"),
                (int)(left < 40 ? left : 40), p->text.at + p->at, TD_T(zh, en));
    td_hint(p->err, "%s",
            TD_T("语法见 criteria/README.md 的“Expressions”",
                 "the grammar is in criteria/README.md, \"Expressions\""));
    return expr_fail(&p->place, offset_of(p->text, p->at), p->err);
}

static void
blanks(struct parser *p)
{
    while (p->at < p->text.len &&
           (p->text.at[p->at] == ' ' || p->text.at[p->at] == '\t' || p->text.at[p->at] == '\n'))
        p->at++;
}

static bool
take(struct parser *p, const char *word)
{
    size_t len = strlen(word);

    blanks(p);
    if (p->text.len - p->at < len || memcmp(p->text.at + p->at, word, len) != 0)
        return false;
    p->at += len;
    return true;
}

static char
peek(struct parser *p)
{
    blanks(p);
    return p->at < p->text.len ? p->text.at[p->at] : '\0';
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_word(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_' || is_digit(c) || (c >= 'A' && c <= 'Z');
}

static struct expr *
new_expr(struct parser *p, enum expr_kind kind)
{
    struct expr *e = td_arena_alloc(p->arena, 1, sizeof(*e));

    e->kind = kind;
    e->offset = offset_of(p->text, p->at);
    return e;
}

static int64_t
divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

static bool
parse_constant(struct parser *p, struct expr **out)
{
    struct expr *e;
    bool negative, point = false;
    int digits = 0;

    blanks(p);
    e = new_expr(p, EX_CONST);
    e->byte = p->at;
    negative = take(p, "-");
    e->den = 1;
    if (!is_digit(peek(p)))
        return fail_here(p, "这里应是数", "a number is expected");
    for (; p->at < p->text.len; p->at++) {
        char c = p->text.at[p->at];

        if (c == '.' && !point && p->at + 1 < p->text.len && is_digit(p->text.at[p->at + 1])) {
            point = true;
            continue;
        }
        if (!is_digit(c))
            break;
        if (++digits > DIGITS_MAX)
            return fail_here(p, "数字过长", "too many digits");
        e->num = e->num * 10 + (c - '0');
        e->den *= point ? 10 : 1;
    }
    e->bytes = p->at - e->byte;
    for (size_t i = 0; i < sizeof(unit_words) / sizeof(unit_words[0]); i++) {
        const struct unit_word *u = &unit_words[i];
        int64_t common;

        if (!take(p, u->word))
            continue;
        e->bytes = p->at - e->byte;
        common = divisor(e->den, u->num);
        e->den = e->den / common;
        if (e->num > ((int64_t)1 << 53) / (u->num / common) ||
            e->den > ((int64_t)1 << 53) / u->den)
            return fail_here(p, "数值过大", "the number is too large");
        e->num *= u->num / common;
        e->den *= u->den;
        e->measure = u->measure;
        break;
    }
    if (e->num != 0) {
        int64_t common = divisor(e->num, e->den);

        e->num /= common;
        e->den /= common;
    } else {
        e->den = 1;
    }
    if (p->at < p->text.len && is_word(p->text.at[p->at]))
        return fail_here(p, "不认识的单位", "unknown unit");
    e->num = negative ? -e->num : e->num;
    *out = e;
    return true;
}

static bool
parse_small(struct parser *p, int *out)
{
    int value = 0, digits = 0;

    blanks(p);
    while (p->at < p->text.len && is_digit(p->text.at[p->at]) && digits++ < 3)
        value = value * 10 + (p->text.at[p->at++] - '0');
    if (digits == 0 || digits > 3)
        return fail_here(p, "这里应是小整数", "a small whole number is expected");
    *out = value;
    return true;
}

static bool
parse_index(struct parser *p, struct expr *e)
{
    if (take(p, "Y")) {
        e->index = INDEX_YEAR;
        if (take(p, "-") && !parse_small(p, &e->from))
            return false;
    } else {
        e->index = INDEX_AGES;
        if (!parse_small(p, &e->from))
            return false;
        e->to = e->from;
        if (take(p, "..") && !parse_small(p, &e->to))
            return false;
        if (e->to < e->from)
            return fail_here(p, "范围的终点小于起点", "the range ends before it starts");
    }
    return take(p, "]") || fail_here(p, "缺少“]”", "\"]\" is missing");
}

/* catalogue(local_chains), catalogue(local_chains.bearings), catalogue(*) */
static bool
parse_catalogue(struct parser *p, struct expr *e)
{
    size_t start;

    if (!take(p, "("))
        return fail_here(p, "catalogue 后应是括号", "a bracket is expected after \"catalogue\"");
    blanks(p);
    start = p->at;
    while (p->at < p->text.len && (is_word(p->text.at[p->at]) || strchr(".*", p->text.at[p->at])))
        p->at++;
    e->name = td_arena_str(p->arena, (struct td_str){p->text.at + start, p->at - start});
    if (e->name.len == 0)
        return fail_here(p, "这里应是目录的名称", "the name of a catalogue is expected");
    return take(p, ")") || fail_here(p, "缺少“)”", "\")\" is missing");
}

static bool
parse_comparison(struct parser *p, struct expr **out);

/* name, name[…], function(a) or function(a, n). */
static bool
parse_name(struct parser *p, struct expr **out)
{
    struct expr *e;
    size_t start;

    blanks(p);
    e = new_expr(p, EX_NAME);
    start = p->at;
    while (p->at < p->text.len && is_word(p->text.at[p->at]))
        p->at++;
    e->name = (struct td_str){p->text.at + start, p->at - start};
    *out = e;
    if (p->at < p->text.len && p->text.at[p->at] == '[') {
        p->at++;
        return parse_index(p, e);
    }
    if (p->at >= p->text.len || p->text.at[p->at] != '(')
        return true;
    p->at++;
    e->kind = EX_CALL;
    e->arg_count = 1;
    if (!parse_comparison(p, &e->args[0]))
        return false;
    if (take(p, ",")) {
        e->arg_count = 2;
        if (!parse_constant(p, &e->args[1]))
            return false;
    }
    return take(p, ")") || fail_here(p, "缺少“)”", "\")\" is missing");
}

static bool
parse_atom(struct parser *p, struct expr **out)
{
    char c = peek(p);
    bool ok;

    if (++p->depth > DEPTH_MAX)
        return fail_here(p, "嵌套过深", "nested too deeply");
    if (take(p, "("))
        ok = parse_value(p, out) &&
             (take(p, ")") || fail_here(p, "缺少“)”", "\")\" is missing"));
    else if (is_digit(c) || c == '-')
        ok = parse_constant(p, out);
    else if (is_word(c))
        ok = parse_name(p, out);
    else
        ok = fail_here(p, "这里应是事实、指标、函数或数",
                       "a fact, metric, function or number is expected");
    p->depth--;
    return ok;
}

static bool
parse_product(struct parser *p, struct expr **out)
{
    if (!parse_atom(p, out))
        return false;
    for (;;) {
        enum expr_kind kind = peek(p) == '*' ? EX_MUL : EX_DIV;
        struct expr *e;

        if (!take(p, "*") && !take(p, "/"))
            return true;
        e = new_expr(p, kind);
        e->offset = (*out)->offset;
        e->arg_count = 2;
        e->args[0] = *out;
        *out = e;
        if (!parse_atom(p, &e->args[1]))
            return false;
    }
}

static bool
parse_value(struct parser *p, struct expr **out)
{
    if (!parse_product(p, out))
        return false;
    for (;;) {
        enum expr_kind kind = peek(p) == '+' ? EX_ADD : EX_SUB;
        struct expr *e;

        if (!take(p, "+") && !take(p, "-"))
            return true;
        e = new_expr(p, kind);
        e->offset = (*out)->offset;
        e->arg_count = 2;
        e->args[0] = *out;
        *out = e;
        if (!parse_product(p, &e->args[1]))
            return false;
    }
}

static bool
parse_ranges(struct parser *p, struct expr *e)
{
    enum { RANGES_MAX = 200 };

    if (!take(p, "["))
        return fail_here(p, "“in”之后应是方括号列表",
                         "a list in brackets is expected after \"in\"");
    e->ranges = td_arena_alloc(p->arena, RANGES_MAX, sizeof(*e->ranges));
    do {
        size_t start;

        blanks(p);
        start = p->at;
        while (p->at < p->text.len && (is_word(p->text.at[p->at]) || p->text.at[p->at] == '-'))
            p->at++;
        if (e->range_count == RANGES_MAX ||
            !industry_range((struct td_str){p->text.at + start, p->at - start},
                            e->ranges[e->range_count])) {
            p->at = start;
            return fail_here(
                p, "这里应是门类字母、2至4位行业代码或等长代码的范围",
                "a letter, a code of 2 to 4 digits or a range of such codes is expected");
        }
        e->range_count++;
    } while (take(p, ","));
    return take(p, "]") || fail_here(p, "缺少“]”", "\"]\" is missing");
}

static bool
parse_comparison(struct parser *p, struct expr **out)
{
    static const char *const words[] = {">=", "<=", "==", "!=", ">", "<"};
    static const enum cmp cmps[] = {CMP_GE, CMP_LE, CMP_EQ, CMP_NE, CMP_GT, CMP_LT};
    struct expr *e;

    if (!parse_value(p, out))
        return false;
    blanks(p);
    if (p->text.len - p->at > 3 && memcmp(p->text.at + p->at, "in", 2) == 0 &&
        !is_word(p->text.at[p->at + 2])) {
        p->at += 2;
        e = new_expr(p, EX_IN);
        e->offset = (*out)->offset;
        e->args[0] = *out;
        e->arg_count = 1;
        *out = e;
        return take(p, "catalogue") ? parse_catalogue(p, e) : parse_ranges(p, e);
    }
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (!take(p, words[i]))
            continue;
        e = new_expr(p, EX_CMP);
        e->offset = (*out)->offset;
        e->cmp = cmps[i];
        e->args[0] = *out;
        e->arg_count = 2;
        *out = e;
        return parse_value(p, &e->args[1]);
    }
    return true;
}

static bool
finish(struct parser *p)
{
    blanks(p);
    return p->at == p->text.len || fail_here(p, "多余的内容", "something is left over");
}

bool
expr_parse(struct td_arena *arena, struct td_str text, struct place at, struct expr **out,
           struct td_error *err)
{
    struct parser p = {
        .arena = arena, .text = td_arena_str(arena, text), .place = at, .err = err};

    return parse_comparison(&p, out) && finish(&p);
}

bool
expr_constant(struct td_arena *arena, struct td_str text, struct place at, struct expr **out,
              struct td_error *err)
{
    struct parser p = {
        .arena = arena, .text = td_arena_str(arena, text), .place = at, .err = err};

    return parse_constant(&p, out) && finish(&p);
}
