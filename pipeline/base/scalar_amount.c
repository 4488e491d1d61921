/*
 * Amounts of money as registries write them: 5000.000000万人民币, 人民币100万元整, 1,000万(元),
 * USD 100万, 100W, 壹佰万元整. The text is brought to half width without blanks; what stands
 * before and behind the figure falls into tokens at its brackets, and each token is a unit, the
 * name of a currency, or both. What a currency is called is not known here: the names are handed
 * out for the vocabulary to judge.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "fold.h"
#include "tidu/scalar.h"

enum { MAX_TEXT = 160, YUAN_SCALE = 2 };

/* ---- the text ---------------------------------------------------------------------------- */
/* One way of writing each of the characters that have several; 0 = itself. */
static uint32_t
usual(uint32_t c)
{
    switch (c) {
    case 0x5706: /* 圆 */
    case 0x5713: /* 圓 */
        return 0x5143;
    case 0x842C: /* 萬 */
        return 0x4E07;
    case 0x5104: /* 億 */
        return 0x4EBF;
    case 0x8CB3: /* 貳 */
        return 0x8D30;
    case 0x53C3: /* 參 */
        return 0x53C1;
    case 0x9678: /* 陸 */
        return 0x9646;
    case 0x5169: /* 兩 */
        return 0x4E24;
    case 0x3010: /* 【 */
    case 0x3014: /* 〔 */
    case '[':
        return '(';
    case 0x3011: /* 】 */
    case 0x3015: /* 〕 */
    case ']':
        return ')';
    default:
        return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
    }
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void
put(uint32_t c, char *out, size_t *n)
{
    if (c < 0x80) {
        out[(*n)++] = (char)c;
    } else if (c < 0x800) {
        out[(*n)++] = (char)(0xC0 | c >> 6);
        out[(*n)++] = (char)(0x80 | (c & 0x3F));
    } else {
        out[(*n)++] = (char)(0xE0 | (c >> 12 & 0x0F));
        out[(*n)++] = (char)(0x80 | (c >> 6 & 0x3F));
        out[(*n)++] = (char)(0x80 | (c & 0x3F));
    }
}

/* False: too long, a character beyond those of amounts, or a blank between two digits, which leaves
 * open whether they are one figure. */
static bool
fold_amount(struct td_str text, char out[MAX_TEXT + 4])
{
    static const struct td_str entity = {"&nbsp;", 6};
    size_t n = 0;
    bool blank = false;

    while (text.len > 0) {
        uint32_t c;

        if (td_str_starts(text, entity)) {
            text = (struct td_str){text.at + entity.len, text.len - entity.len};
            blank = true;
            continue;
        }
        c = fold_take(&text);
        if (fold_is_invisible(c))
            continue;
        if (fold_is_blank(c)) {
            blank = true;
            continue;
        }
        c = usual(fold_narrow(c));
        if (n >= MAX_TEXT || c > 0xFFFF || c == FOLD_MALFORMED || c < ' ' ||
            (blank && n > 0 && is_digit(out[n - 1]) && c < 0x80 && is_digit((char)c)))
            return false;
        put(c, out, &n);
        blank = false;
    }
    out[n] = 0;
    return n > 0;
}

/* ---- units ------------------------------------------------------------------------------- */
/* Longest first. W is how people type 万. */
static const struct {
    const char *name;
    int power;
} units[] = {{"百万", 6}, {"千万", 7}, {"十万", 5}, {"百亿", 10}, {"千亿", 11},
             {"万", 4},   {"亿", 8},   {"W", 4},    {"千", 3},    {"百", 2}};

enum { UNITS = sizeof units / sizeof *units, UNITS_BEHIND = 7 };

struct parts {
    struct td_amount *amount;
    int power; /* 0 = no 万, 亿 … yet */
    bool yuan;
};

static bool
cut_start(struct td_str *s, const char *start)
{
    struct td_str part = td_str(start);

    if (!td_str_starts(*s, part))
        return false;
    *s = (struct td_str){s->at + part.len, s->len - part.len};
    return true;
}

static bool
cut_end(struct td_str *s, const char *end)
{
    struct td_str part = td_str(end);

    if (!td_str_ends(*s, part))
        return false;
    s->len -= part.len;
    return true;
}

/* 万元 of 万元人民币, or of 美元万元. */
static void
take_unit(struct parts *p, struct td_str *s)
{
    for (size_t i = 0; i < UNITS && p->power == 0; i++)
        if (cut_start(s, units[i].name))
            p->power = units[i].power;
    if (p->power > 0)
        return;
    for (size_t i = 0; i < UNITS_BEHIND && p->power == 0; i++) {
        struct td_str whole = *s;

        (void)cut_end(s, "元");
        if (cut_end(s, units[i].name))
            p->power = units[i].power;
        else
            *s = whole;
    }
    p->yuan = p->yuan || p->power > 0;
}

static bool
has_unit(struct td_str s)
{
    for (size_t i = 0; i < UNITS; i++)
        if (units[i].name[0] != 'W' && td_str_has(s, td_str(units[i].name)))
            return true;
    return false;
}

static bool
take_token(struct parts *p, struct td_str s, bool behind)
{
    struct td_amount *a = p->amount;

    (void)(cut_end(&s, "整") || cut_end(&s, "正"));
    (void)cut_end(&s, ":");
    if (s.len > 0 && behind)
        take_unit(p, &s);
    if (s.len == 0)
        return true;
    if (td_str_equal(s, TD_STR("元"))) {
        p->yuan = a->plain_yuan = true;
        return true;
    }
    p->yuan = p->yuan || td_str_ends(s, TD_STR("元"));
    if (s.len > 3 && behind)
        (void)cut_start(&s, "元");
    if (has_unit(s) || s.len >= sizeof a->currency[0] ||
        a->currencies == sizeof a->currency / sizeof a->currency[0])
        return false;
    memcpy(a->currency[a->currencies], s.at, s.len);
    a->currency[a->currencies++][s.len] = 0;
    return true;
}

/* What stands before or behind the figure, token by token. */
static bool
take_tokens(struct parts *p, struct td_str s, bool behind)
{
    while (s.len > 0) {
        size_t end = 0;

        while (end < s.len && s.at[end] != '(' && s.at[end] != ')' && !is_digit(s.at[end]))
            end++;
        if (end < s.len && is_digit(s.at[end]))
            return false; /* a second figure */
        if (end > 0 && !take_token(p, (struct td_str){s.at, end}, behind))
            return false;
        end += end < s.len;
        s = (struct td_str){s.at + end, s.len - end};
    }
    return true;
}

/* ---- Chinese numerals -------------------------------------------------------------------- */
static const char *const numerals[][3] = {
    {"零", "〇", ""},   {"壹", "一", ""},   {"贰", "二", "两"}, {"叁", "三", "参"},
    {"肆", "四", ""},   {"伍", "五", ""},   {"陆", "六", ""},   {"柒", "七", ""},
    {"捌", "八", ""},   {"玖", "九", ""},
};
static const struct {
    const char *a, *b;
    int64_t worth;
} steps[] = {{"拾", "十", 10},   {"佰", "百", 100},         {"仟", "千", 1000},
             {"万", "万", 10000}, {"亿", "亿", 100000000}};

/* 0..9 of a numeral at s, -1 = none; all have three bytes. */
static int
numeral_at(struct td_str s)
{
    for (int d = 0; s.len >= 3 && d < 10; d++)
        for (int k = 0; k < 3; k++)
            if (numerals[d][k][0] != 0 && memcmp(s.at, numerals[d][k], 3) == 0)
                return d;
    return -1;
}

static int64_t
step_at(struct td_str s)
{
    for (size_t i = 0; s.len >= 3 && i < sizeof steps / sizeof *steps; i++)
        if (memcmp(s.at, steps[i].a, 3) == 0 || memcmp(s.at, steps[i].b, 3) == 0)
            return steps[i].worth;
    return 0;
}

struct spoken {
    int64_t total, section, last; /* last: worth of the step before, within the section */
    int64_t most;                 /* 万 and 亿 come in falling order */
    int digit;                    /* -1 = none waits for its step */
    bool zero, any;
};

/* A digit right behind 百, 千, 万 with no 零 between: 一百五 is said for 150, and the rule says 105. */
static bool
is_cut_short(const struct spoken *n)
{
    return n->digit > 0 && !n->zero && (n->last > 10 || (n->last == 0 && n->most != INT64_MAX));
}

static bool
speak_step(struct spoken *n, int64_t worth)
{
    if (worth < 10000) { /* 拾 alone is ten */
        int64_t digit = n->digit < 0 && worth == 10 && n->section == 0 ? 1 : n->digit;

        if (digit <= 0 || (n->last != 0 && worth >= n->last))
            return false;
        n->section += digit * worth;
        n->last = worth;
    } else {
        bool short_form = is_cut_short(n);

        n->section += n->digit > 0 ? n->digit : 0;
        if (n->section == 0 || worth >= n->most || short_form)
            return false;
        n->total += n->section * worth;
        n->section = n->last = 0;
        n->most = worth;
    }
    n->digit = -1;
    n->zero = false;
    return true;
}

/* 壹佰零伍万 */
static bool
read_numerals(struct td_str *s, int64_t *value)
{
    struct spoken n = {.digit = -1, .most = INT64_MAX};
    bool ok = true;

    for (; ok && s->len >= 3; *s = (struct td_str){s->at + 3, s->len - 3}) {
        int digit = numeral_at(*s);
        int64_t worth = digit < 0 ? step_at(*s) : 0;

        if (digit < 0 && worth == 0)
            break;
        if (digit == 0)
            n.zero = true;
        else if (digit > 0)
            ok = n.digit < 0;
        if (digit > 0)
            n.digit = digit;
        if (worth > 0)
            ok = speak_step(&n, worth);
        n.any = true;
    }
    if (is_cut_short(&n))
        return false;
    *value = n.total + n.section + (n.digit > 0 ? n.digit : 0);
    return ok && n.any;
}

/* The first numeral or step of ten; SIZE_MAX = none. */
static size_t
find_numeral(struct td_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        struct td_str rest = {s.at + i, s.len - i};

        if (numeral_at(rest) >= 0 || step_at(rest) == 10)
            return i;
    }
    return SIZE_MAX;
}

static bool
has_step(struct td_str s)
{
    for (size_t i = 0; i + 3 <= s.len; i += 3)
        if (step_at((struct td_str){s.at + i, 3}) >= 10000)
            return true;
    return false;
}

static enum td_fault
chinese_amount(struct td_str s, int scale, struct td_amount *out)
{
    size_t first = find_numeral(s);
    struct parts p = {.amount = out};
    struct td_str rest;
    char digits[24];
    int64_t value;

    if (first == SIZE_MAX)
        return TD_FAULT_BAD_NUMBER;
    rest = (struct td_str){s.at + first, s.len - first};
    if (!read_numerals(&rest, &value) || !take_tokens(&p, (struct td_str){s.at, first}, false) ||
        !take_tokens(&p, rest, true) || p.power > 0)
        return TD_FAULT_BAD_NUMBER;
    out->chinese = true;
    out->has_unit =
        p.yuan || has_step((struct td_str){s.at + first, (size_t)(rest.at - s.at) - first});
    snprintf(digits, sizeof digits, "%" PRId64, value);
    return td_number(td_str(digits), out->has_unit ? YUAN_SCALE : scale, &out->value);
}

/* ---- figures ----------------------------------------------------------------------------- */
static bool
is_figure(char c)
{
    return is_digit(c) || c == '.' || c == ',' || c == '-' || c == '+';
}

/* The figure of s: its first byte and the byte behind it. */
static bool
find_figure(struct td_str s, size_t *first, size_t *end)
{
    size_t at = 0;

    while (at < s.len && !is_digit(s.at[at]))
        at++;
    if (at == s.len)
        return false;
    *end = at;
    while (at > 0 && is_figure(s.at[at - 1]))
        at--;
    *first = at;
    while (*end < s.len && (is_digit(s.at[*end]) || s.at[*end] == '.' || s.at[*end] == ','))
        ++*end;
    return true;
}

enum td_fault
td_amount(struct td_str text, int scale, struct td_amount *out)
{
    char folded[MAX_TEXT + 4];
    struct td_str s, figure;
    struct parts p = {.amount = out};
    size_t first, end;
    enum td_fault fault;

    *out = (struct td_amount){0};
    if (!fold_amount(text, folded))
        return TD_FAULT_BAD_NUMBER;
    s = td_str(folded);
    if (!find_figure(s, &first, &end))
        return chinese_amount(s, scale, out);
    figure = (struct td_str){s.at + first, end - first};
    if (!take_tokens(&p, (struct td_str){s.at, first}, false) ||
        !take_tokens(&p, (struct td_str){s.at + end, s.len - end}, true))
        return TD_FAULT_BAD_NUMBER;
    out->has_unit = p.yuan || p.power > 0;
    fault = td_number(figure, out->has_unit ? YUAN_SCALE + p.power : scale, &out->value);
    /* (100万): a red figure */
    if (fault == TD_FAULT_NONE && first == 1 && s.at[0] == '(')
        out->value = -out->value;
    return fault;
}
