/* compare.yaml, unit_swap.yaml, score.yaml: tolerances, bands and weights of data quality. */
#include "quality.h"

#include <string.h>

#define KEYS(words) (words), sizeof(words) / sizeof(*(words))

/* ---- logarithms ------------------------------------------------------------------------------------ */
int32_t
quality_log(int64_t value)
{
    uint64_t v = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    int bit = 63;

    if (v == 0)
        return NO_LOG;
    while (!(v >> bit))
        bit--;
    return bit * OCTAVE + (int32_t)((bit >= 6 ? v >> (bit - 6) : v << (6 - bit)) & 63);
}

bool
quality_log_text(struct td_str text, int32_t *out)
{
    int64_t num = 0, den = 1;
    bool point = false;

    for (size_t i = 0; i < text.len; i++) {
        char ch = text.at[i];

        if (ch == '.' && !point) {
            point = true;
            continue;
        }
        if (ch < '0' || ch > '9' || num > INT64_MAX / 20 || den > INT64_MAX / 20)
            return false;
        num = num * 10 + (ch - '0');
        den *= point ? 10 : 1;
    }
    *out = quality_log(num) - quality_log(den);
    return num > 0;
}

static bool
read_log(struct compiler *c, const struct td_yaml *map, const char *key, int32_t *out)
{
    const struct td_yaml *node;
    struct td_str text;

    if (!td_yaml_need(map, key, &node, c->err) || !td_yaml_text(node, key, &text, c->err))
        return false;
    return quality_log_text(text, out) ||
           td_yaml_fail(node, c->err, TD_T("%s 应是正的小数，如 0.05", "%s is a positive decimal number such as 0.05"), key);
}

static bool
read_int(struct compiler *c, const struct td_yaml *map, const char *key, int64_t most, int64_t *out)
{
    const struct td_yaml *node;

    return td_yaml_need(map, key, &node, c->err) && td_yaml_int(node, key, 0, most, out, c->err);
}

static bool
read_weight(struct compiler *c, const struct td_yaml *map, const char *key, int *out)
{
    int64_t n = 0;
    bool ok = read_int(c, map, key, 100, &n);

    *out = (int)n;
    return ok;
}

/* A field of a kind, of a type. */
static bool
read_field(struct compiler *c, const struct td_yaml *node, enum td_quality_kind kind, bool money, int *out)
{
    const char *words[TD_Q_FACTS];
    size_t count = td_quality_own(kind), named = 0, word;

    for (size_t i = 0; i < count; i++)
        if (!money || td_quality_fact_type(kind, i) == TD_MONEY)
            words[named++] = td_quality_fact(kind, i);
    if (!td_yaml_choice(node, "field", words, named, &word, c->err))
        return false;
    *out = quality_fact_find(kind, td_str(words[word]));
    return true;
}

static bool
need_field(struct compiler *c, const struct td_yaml *map, const char *key, enum td_quality_kind kind, bool money, int *out)
{
    const struct td_yaml *node;

    return td_yaml_need(map, key, &node, c->err) && read_field(c, node, kind, money, out);
}

/* ---- compare: the same figure from two departments ------------------------------------------------------ */
static const char *const compare_keys[] = {"id",       "title", "severity", "owner", "source",   "confirmed", "note",
                                           "record",   "field", "other",    "relative", "absolute"};

/* "5%" or "0.05" of the larger of the two; "10万元", "20人" */
static bool
read_tolerance(struct compiler *c, const struct td_yaml *map, struct compare *cmp)
{
    const struct td_yaml *relative = td_yaml_get(map, "relative"), *absolute = td_yaml_get(map, "absolute");
    struct td_str text;
    struct expr *e;

    cmp->relative_den = 1;
    if (!relative && !absolute)
        return td_yaml_fail(map, c->err, "%s", TD_T("缺少 relative 或 absolute", "relative or absolute is missing"));
    if (relative) {
        c->node = relative;
        if (!td_yaml_text(relative, "relative", &text, c->err) ||
            !expr_constant(&c->rules->arena, text, yaml_place(relative), &e, c->err))
            return false;
        if (e->kind != EX_CONST || e->measure != MEASURE_SHARE || e->num < 0 || e->num > 1000000 || e->den > 1000000)
            return td_yaml_fail(relative, c->err, "%s", TD_T("relative 应是百分比，如 10%", "relative is a share such as 10%"));
        cmp->relative_num = e->num;
        cmp->relative_den = e->den;
    }
    if (absolute) {
        c->node = absolute;
        if (!td_yaml_text(absolute, "absolute", &text, c->err) ||
            !expr_constant(&c->rules->arena, text, yaml_place(absolute), &e, c->err))
            return false;
        if (e->kind != EX_CONST || e->den != 1 || e->num < 0)
            return td_yaml_fail(absolute, c->err, "%s",
                                TD_T("absolute 应是整数及单位，如 10万元、20人", "absolute is a whole number with its unit: 10万元, 20人"));
        cmp->absolute = e->num;
    }
    return true;
}

static bool
read_compare(struct compiler *c, struct td_quality *q, const struct td_yaml *map)
{
    static const char *const kinds[] = {"finance", "staff"};
    struct td_quality_rule rule = {.form = TD_Q_PAIR};
    struct compare *cmp = &q->compares[q->compare_count];
    const struct td_yaml *record, *other = td_yaml_get(map, "other");
    struct td_buf text = {0};
    size_t word;

    *cmp = (struct compare){.rule = q->rule_count};
    if (!td_yaml_expect(map, TD_YAML_MAP, "compare", c->err) || !td_yaml_known(map, KEYS(compare_keys), c->err) ||
        !quality_rule_head(c, q, map, &rule) || !td_yaml_need(map, "record", &record, c->err) ||
        !td_yaml_choice(record, "record", kinds, 2, &word, c->err))
        return false;
    rule.kind = word ? TD_Q_STAFF : TD_Q_FINANCE;
    if (!need_field(c, map, "field", rule.kind, false, &cmp->field))
        return false;
    cmp->other = cmp->field;
    if ((other && !read_field(c, other, rule.kind, false, &cmp->other)) || !read_tolerance(c, map, cmp))
        return false;
    rule.facts = (uint32_t)1 << cmp->field | (uint32_t)1 << cmp->other;
    td_buf_printf(&text, "%s ≈ %s，相差不超过", td_quality_fact(rule.kind, (size_t)cmp->field),
                  td_quality_fact(rule.kind, (size_t)cmp->other));
    if (td_yaml_get(map, "relative"))
        td_buf_printf(&text, "较大者的 %s", td_yaml_get(map, "relative")->text.at);
    if (td_yaml_get(map, "absolute"))
        td_buf_printf(&text, "%s %s", td_yaml_get(map, "relative") ? " 或" : "", td_yaml_get(map, "absolute")->text.at);
    rule.expression = td_arena_str(&q->arena, td_buf_view(&text));
    td_buf_free(&text);
    *quality_rule_add(q) = rule;
    q->compare_count++;
    return true;
}

bool
quality_compare_read(struct compiler *c, struct td_quality *q, const struct td_yaml *root)
{
    static const char *const keys[] = {"compare", "note"};
    const struct td_yaml *list = td_yaml_get(root, "compare");

    if (!td_yaml_known(root, KEYS(keys), c->err) || !td_yaml_expect(list, TD_YAML_LIST, "compare", c->err))
        return false;
    if (list->count > COMPARES_MAX)
        return td_yaml_fail(list, c->err, TD_T("多于 %d 项", "more than %d entries"), COMPARES_MAX);
    for (size_t i = 0; i < list->count; i++)
        if (!read_compare(c, q, list->items[i]))
            return false;
    return true;
}

/* ---- units ------------------------------------------------------------------------------------------------ */
static bool
read_factors(struct compiler *c, const struct td_yaml *map, struct swap *s)
{
    const struct td_yaml *list;

    if (!td_yaml_need(map, "factors", &list, c->err) || !td_yaml_expect(list, TD_YAML_LIST, "factors", c->err))
        return false;
    if (list->count == 0 || list->count > FACTORS_MAX)
        return td_yaml_fail(list, c->err, TD_T("factors 有 1 到 %d 个", "there are 1 to %d factors"), FACTORS_MAX);
    for (size_t i = 0; i < list->count; i++) {
        int64_t factor;
        int power = 0;

        if (!td_yaml_int(list->items[i], "factors", 100, 1000000000000, &factor, c->err))
            return false;
        for (int64_t n = factor; n > 1 && n % 10 == 0; n /= 10)
            power++;
        s->powers[s->shift_count] = power;
        s->shifts[s->shift_count++] = quality_log(factor);
        s->powers[s->shift_count] = -power;
        s->shifts[s->shift_count++] = -quality_log(factor);
    }
    return true;
}

static bool
read_pairs(struct compiler *c, const struct td_yaml *map, struct swap *s)
{
    static const char *const keys[] = {"of", "to", "least", "most"};
    const struct td_yaml *list;

    if (!td_yaml_need(map, "pairs", &list, c->err) || !td_yaml_expect(list, TD_YAML_LIST, "pairs", c->err))
        return false;
    if (list->count > PAIRS_MAX)
        return td_yaml_fail(list, c->err, TD_T("多于 %d 项", "more than %d entries"), PAIRS_MAX);
    for (size_t i = 0; i < list->count; i++) {
        struct swap_pair *p = &s->pairs[s->pair_count++];
        const struct td_yaml *one = list->items[i];

        if (!td_yaml_expect(one, TD_YAML_MAP, "pairs", c->err) || !td_yaml_known(one, KEYS(keys), c->err) ||
            !need_field(c, one, "of", TD_Q_FINANCE, true, &p->of) || !need_field(c, one, "to", TD_Q_FINANCE, true, &p->to) ||
            !read_log(c, one, "least", &p->least) || !read_log(c, one, "most", &p->most))
            return false;
        if (p->most <= p->least)
            return td_yaml_fail(one, c->err, "%s", TD_T("most 应大于 least", "most is to be above least"));
    }
    return true;
}

static bool
read_differences(struct compiler *c, const struct td_yaml *map, struct swap *s)
{
    static const char *const keys[] = {"of", "from", "less", "within"};
    const struct td_yaml *list;

    if (!td_yaml_need(map, "differences", &list, c->err) || !td_yaml_expect(list, TD_YAML_LIST, "differences", c->err))
        return false;
    if (list->count > PAIRS_MAX)
        return td_yaml_fail(list, c->err, TD_T("多于 %d 项", "more than %d entries"), PAIRS_MAX);
    for (size_t i = 0; i < list->count; i++) {
        struct swap_difference *d = &s->differences[s->difference_count++];
        const struct td_yaml *one = list->items[i];

        if (!td_yaml_expect(one, TD_YAML_MAP, "differences", c->err) || !td_yaml_known(one, KEYS(keys), c->err) ||
            !need_field(c, one, "of", TD_Q_FINANCE, true, &d->of) || !need_field(c, one, "from", TD_Q_FINANCE, true, &d->from) ||
            !need_field(c, one, "less", TD_Q_FINANCE, true, &d->less) || !read_log(c, one, "within", &d->within))
            return false;
    }
    return true;
}

static bool
read_head(struct compiler *c, const struct td_yaml *map, struct swap *s)
{
    static const char *const keys[] = {"least", "most"};
    const struct td_yaml *head;

    return td_yaml_need(map, "per_head", &head, c->err) && td_yaml_expect(head, TD_YAML_MAP, "per_head", c->err) &&
           td_yaml_known(head, KEYS(keys), c->err) && read_log(c, head, "least", &s->head_least) &&
           read_log(c, head, "most", &s->head_most);
}

static bool
read_industry(struct compiler *c, const struct td_yaml *map, struct swap *s)
{
    static const char *const keys[] = {"revenue", "assets", "within", "least"};
    const struct td_yaml *node, *fields;
    int field;

    if (!td_yaml_need(map, "industry", &node, c->err) || !td_yaml_expect(node, TD_YAML_MAP, "industry", c->err) ||
        !td_yaml_known(node, KEYS(keys), c->err) || !read_log(c, node, "within", &s->within) ||
        !read_int(c, node, "least", 1000000, &s->least_firms))
        return false;
    for (int size = 0; size < TD_Q_SIZES; size++) {
        if (!td_yaml_need(node, keys[size], &fields, c->err) || !td_yaml_expect(fields, TD_YAML_LIST, keys[size], c->err))
            return false;
        for (size_t i = 0; i < fields->count; i++) {
            if (!read_field(c, fields->items[i], TD_Q_FINANCE, true, &field))
                return false;
            s->size_of[field] = size;
        }
    }
    return true;
}

static bool
read_weights(struct compiler *c, const struct td_yaml *map, struct swap *s)
{
    static const char *const keys[] = {"same_figure", "other_file", "same_file", "pair", "difference", "per_head", "industry"};
    const struct td_yaml *w;

    return td_yaml_need(map, "weights", &w, c->err) && td_yaml_expect(w, TD_YAML_MAP, "weights", c->err) &&
           td_yaml_known(w, KEYS(keys), c->err) && read_weight(c, w, keys[0], &s->w_same_figure) &&
           read_weight(c, w, keys[1], &s->w_other_file) && read_weight(c, w, keys[2], &s->w_same_file) &&
           read_weight(c, w, keys[3], &s->w_pair) && read_weight(c, w, keys[4], &s->w_difference) &&
           read_weight(c, w, keys[5], &s->w_head) && read_weight(c, w, keys[6], &s->w_industry) && read_weight(c, map, "margin", &s->margin);
}

static bool
read_volatile(struct compiler *c, const struct td_yaml *map, struct swap *s)
{
    const struct td_yaml *list = td_yaml_get(map, "volatile");
    int field;

    if (list && !td_yaml_expect(list, TD_YAML_LIST, "volatile", c->err))
        return false;
    for (size_t i = 0; list && i < list->count; i++) {
        if (!read_field(c, list->items[i], TD_Q_FINANCE, true, &field))
            return false;
        s->volatile_fields |= (uint32_t)1 << field;
    }
    return true;
}

bool
quality_swap_read(struct compiler *c, struct td_quality *q, const struct td_yaml *root)
{
    static const char *const top[] = {"unit_swap", "note"};
    static const char *const keys[] = {"id",          "title",   "severity", "owner",    "source",  "confirmed", "note",   "factors", "smallest", "block",
                                       "same_figure", "history", "volatile", "pairs", "differences",    "per_head", "industry", "weights",  "margin"};
    const struct td_yaml *map = td_yaml_get(root, "unit_swap"), *block = td_yaml_get(map, "block");
    struct td_quality_rule rule = {.form = TD_Q_UNIT, .kind = TD_Q_FINANCE};
    struct swap *s = &q->swap;

    for (int i = 0; i < FIGURES_MAX; i++)
        s->size_of[i] = -1;
    if (!td_yaml_known(root, KEYS(top), c->err) || !td_yaml_expect(map, TD_YAML_MAP, "unit_swap", c->err) ||
        !td_yaml_known(map, KEYS(keys), c->err) || !quality_rule_head(c, q, map, &rule) || !read_factors(c, map, s) ||
        !read_log(c, map, "smallest", &s->smallest) || !read_log(c, map, "same_figure", &s->same_figure) ||
        !read_log(c, map, "history", &s->history) || !read_volatile(c, map, s) || !read_pairs(c, map, s) || !read_differences(c, map, s) || !read_head(c, map, s) ||
        !read_industry(c, map, s) || !read_weights(c, map, s) ||
        (block && !td_yaml_bool(block, "block", &s->block, c->err)))
        return false;
    for (size_t i = 0; i < td_quality_own(TD_Q_FINANCE); i++)
        if (td_quality_fact_type(TD_Q_FINANCE, i) == TD_MONEY)
            s->money |= (uint32_t)1 << i;
    s->smallest += quality_log(100); /* 元 -> 分 */
    s->head_least += quality_log(100);
    s->head_most += quality_log(100);
    s->rule = q->rule_count;
    rule.facts = s->money;
    rule.expression = TD_STR("与本企业其他年度、其他部门同一指标、同表其他指标、人均和同行业规模相比，不差整单位倍数");
    *quality_rule_add(q) = rule;
    return true;
}

/* ---- scores --------------------------------------------------------------------------------------------------- */
static bool
read_dimension(struct compiler *c, const struct td_yaml *map, const char *key, bool days, struct td_quality_dimension *d)
{
    static const char *const keys[] = {"zero", "full", "weight"};
    const struct td_yaml *node, *value;
    int64_t *out[] = {&d->zero, &d->full};

    if (!td_yaml_need(map, key, &node, c->err) || !td_yaml_expect(node, TD_YAML_MAP, key, c->err) ||
        !td_yaml_known(node, KEYS(keys), c->err) || !read_int(c, node, "weight", 100, &d->weight))
        return false;
    for (int i = 0; i < 2; i++) {
        struct td_str text;
        struct expr *e;

        if (!td_yaml_need(node, keys[i], &value, c->err) || !td_yaml_text(value, keys[i], &text, c->err) ||
            !expr_constant(&c->rules->arena, text, yaml_place(value), &e, c->err))
            return false;
        if (e->kind != EX_CONST || e->num < 0 || e->num > 1000000 || e->measure != (days ? MEASURE_DAYS : MEASURE_SHARE))
            return td_yaml_fail(value, c->err, TD_T("应写成 %s 这样", "write it like %s"), days ? "90天" : "95%");
        *out[i] = days ? e->num : e->num * 10000 / e->den;
    }
    return (days ? d->zero > d->full : d->zero < d->full) ||
           td_yaml_fail(node, c->err, "%s", TD_T("zero 与 full 的先后不对", "zero and full are the wrong way round"));
}

/* Fields that are empty where there is nothing to say: by dataset. */
static bool
read_optional(struct compiler *c, struct td_quality *q, const struct td_yaml *map)
{
    const struct td_yaml *sets = td_yaml_get(map, "optional");
    struct td_buf text = {0};
    bool ok = !sets || td_yaml_expect(sets, TD_YAML_MAP, "optional", c->err);
    int field;

    for (size_t i = 0; ok && sets && i < sets->count; i++) {
        const char *words[TD_Q_KINDS];
        size_t kind;

        for (int k = 0; k < TD_Q_KINDS; k++)
            words[k] = td_quality_dataset((enum td_quality_kind)k);
        ok = td_yaml_choice(sets->keys[i], "optional", words, TD_Q_KINDS, &kind, c->err) &&
             td_yaml_expect(sets->items[i], TD_YAML_LIST, "optional", c->err);
        for (size_t f = 0; ok && f < sets->items[i]->count; f++) {
            ok = read_field(c, sets->items[i]->items[f], (enum td_quality_kind)kind, false, &field);
            if (ok)
                td_buf_printf(&text, "%s%s.%s", text.len ? "," : "", words[kind], td_quality_fact((enum td_quality_kind)kind, (size_t)field));
        }
    }
    q->score.optional = td_arena_str(&q->arena, td_buf_view(&text));
    td_buf_free(&text);
    return ok;
}

bool
quality_score_read(struct compiler *c, struct td_quality *q, const struct td_yaml *root)
{
    static const char *const top[] = {"score", "note"};
    static const char *const keys[] = {"completeness", "validity", "consistency", "timeliness", "severity", "optional", "note"};
    const struct td_yaml *map = td_yaml_get(root, "score"), *severity;
    struct td_quality_score *s = &q->score;

    if (!td_yaml_known(root, KEYS(top), c->err) || !td_yaml_expect(map, TD_YAML_MAP, "score", c->err) ||
        !td_yaml_known(map, KEYS(keys), c->err) || !read_dimension(c, map, "completeness", false, &s->completeness) ||
        !read_dimension(c, map, "validity", false, &s->validity) ||
        !read_dimension(c, map, "consistency", false, &s->consistency) ||
        !read_dimension(c, map, "timeliness", true, &s->timeliness) || !td_yaml_need(map, "severity", &severity, c->err) ||
        !td_yaml_expect(severity, TD_YAML_MAP, "severity", c->err) || !td_yaml_known(severity, td_severity_ids, 3, c->err))
        return false;
    for (int i = 0; i < 3; i++)
        if (!read_int(c, severity, td_severity_ids[i], 100, &s->severity_weights[i]))
            return false;
    return read_optional(c, q, map);
}
