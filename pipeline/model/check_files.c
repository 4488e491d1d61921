/* Tags, size classes, figures that differ from their text, and notes: unused and unconfirmed.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

/* ---- tags
 * ----------------------------------------------------------------------------------------- */
bool
check_tags(struct checker *k, const struct td_yaml *root)
{
    const struct td_yaml *list = td_yaml_get(root, "tags");

    for (size_t i = 0; i < list->count; i++) {
        const struct formula *f;

        if (td_yaml_get(list->items[i], "hint"))
            continue; /* possible at most: there is nothing to prove */
        if (!check_condition(k, list->items[i], td_yaml_get(list->items[i], "id")->text.at, &f))
            return false;
        check_orders(k);
        check_tree(k, f, NULL, 0);
        logic_free(&k->logic);
    }
    return true;
}

/* ---- size classes
 * --------------------------------------------------------------------------------- */
static void
check_row(struct checker *k, const struct td_yaml *row, uint8_t *taken)
{
    const struct td_yaml *list = td_yaml_get(row, "industry");
    bool some = false;

    for (size_t i = 0; list && i < list->count; i++) {
        uint16_t range[2];

        if (!industry_range(list->items[i]->text, range))
            continue;
        for (unsigned code = range[0]; code <= range[1]; code++) {
            some = some || !taken[code];
            taken[code] = 1;
        }
    }
    if (!list)
        for (int code = 0; code < INDUSTRY_CODES; code++) {
            some = some || !taken[code];
            taken[code] = 1;
        }
    if (!some)
        found(k, TD_FINDING_FAULT, "unreachable_row", row,
              TD_T("“%s”轮不到：它的行业都在前面的行里",
                   "row \"%s\" is never reached: all of its industries stand in rows above"),
              td_yaml_get(row, "title")->text.at);
}

/* A class whose limits are all those of the next one cannot be anybody's. */
static void
check_classes(struct checker *k, const struct td_yaml *row)
{
    static const char *const names[] = {"small", "medium", "large"};

    for (int class = 0; class < 2; class ++) {
        const struct td_yaml *mine = td_yaml_get(row, names[class]),
                             *above = td_yaml_get(row, names[class + 1]);
        bool same = true;

        for (size_t i = 0; i < mine->count; i++) {
            const struct td_yaml *other = td_yaml_get(above, mine->keys[i]->text.at);

            same = same && other && td_str_equal(mine->items[i]->text, other->text);
        }
        if (same)
            found(k, TD_FINDING_FAULT, "unreachable_class", mine,
                  TD_T("%s 的下限与 %s 相同，没有企业属于它",
                       "the limits of %s are those of %s: nobody is of this class"),
                  names[class], names[class + 1]);
    }
}

void
check_size(struct checker *k, const struct td_yaml *root)
{
    const struct td_yaml *rows = td_yaml_get(root, "rows"),
                         *indicators = td_yaml_get(root, "indicators");
    uint8_t *taken = td_alloc(INDUSTRY_CODES, 1);

    for (size_t i = 0; i < indicators->count; i++)
        check_used(k, indicators->items[i]);
    for (size_t i = 0; i < rows->count; i++) {
        check_row(k, rows->items[i], taken);
        check_classes(k, rows->items[i]);
    }
    free(taken);
}

/* ---- a figure and its text
 * -------------------------------------------------------------------------- */
/* The next amount with a unit in the text ("3%", "5000万元", "4项"), as a constant; false at
 * the end. */
static bool
next_amount(struct td_arena *arena, struct td_str text, size_t *at, struct expr **out)
{
    static const char *const units[] = {"万元", "亿元", "万", "亿", "元", "%", "分",
                                        "年",   "天",   "项", "人", "个", "件"};

    while (*at < text.len) {
        size_t start = *at, end = start;

        while (end < text.len && ((text.at[end] >= '0' && text.at[end] <= '9') ||
                                  (end > start && text.at[end] == '.')))
            end++;
        if (end == start) {
            ++*at;
            continue;
        }
        *at = end;
        for (size_t u = 0; u < sizeof(units) / sizeof(*units); u++) {
            struct td_str rest = {text.at + end, text.len - end};
            struct td_str whole = {text.at + start, end - start + strlen(units[u])};
            struct td_error ignored = {0};

            if (td_str_starts(rest, td_str(units[u])))
                return expr_constant(arena, whole, (struct place){"", 1, 1}, out, &ignored) ||
                       next_amount(arena, text, at, out);
        }
    }
    return false;
}

static bool
alike(enum measure a, enum measure b)
{
    return a == b || (a == MEASURE_NONE && b == MEASURE_COUNT);
}

/* Does the text have amounts of the constant's kind, and none of them is it? */
static bool
differs(struct checker *k, struct td_str text, const struct expr *constant)
{
    struct expr *amount;
    size_t at = 0;
    bool some = false;

    while (next_amount(&k->c->rules->arena, text, &at, &amount)) {
        if (!alike(constant->measure, amount->measure))
            continue;
        if (constant->num == amount->num && constant->den == amount->den)
            return false;
        some = true;
    }
    return some;
}

static void
ask_constants(struct checker *k, const struct td_yaml *when, const struct expr *e,
              struct td_str text)
{
    struct place place = yaml_place(when);

    if (e->kind == EX_CALL && e->arg_count > 0)
        ask_constants(k, when, e->args[0], text);
    if (e->kind != EX_CMP)
        return;
    for (int i = 0; i < 2; i++) {
        struct td_yaml at = *when;

        if (e->args[i]->kind != EX_CONST || e->args[i]->num == 0 ||
            !differs(k, text, e->args[i]))
            continue;
        at.line = place.line;
        at.column = place.column + e->args[i]->offset;
        found(k, TD_FINDING_FAULT, "text_differs", &at,
              TD_T("“%s”的数值与条文“%.*s”不一致",
                   "the figure of \"%s\" is not the one of its text \"%.*s\""),
              when->text.at, (int)text.len, text.at);
    }
}

void
check_figures(struct checker *k, const struct td_yaml *map)
{
    const struct td_yaml *when = td_yaml_get(map, "when"), *text = td_yaml_get(map, "text");
    struct td_error ignored = {0};
    struct expr *e;

    if (when && text && when->kind == TD_YAML_SCALAR && text->kind == TD_YAML_SCALAR &&
        expr_parse(&k->c->rules->arena, when->text, yaml_place(when), &e, &ignored))
        ask_constants(k, when, e, text->text);
    for (size_t i = 0; i < map->count; i++) {
        if (map->kind == TD_YAML_MAP &&
            (td_yaml_is(map->keys[i], "examples") || td_yaml_is(map->keys[i], "base")))
            continue;
        if (map->items[i]->kind != TD_YAML_SCALAR)
            check_figures(k, map->items[i]);
    }
}

/* ---- notes
 * ------------------------------------------------------------------------------------------ */
static void
note_unused(struct checker *k, const struct td_yaml *map, const bool *used, const char *zh,
            const char *en)
{
    for (size_t i = 0; map && i < map->count; i++)
        if (!used[i])
            found(k, TD_FINDING_NOTE, "unused", map->keys[i],
                  TD_T("%s“%s”没有规则用到", "%s \"%s\" is used by no rule"), TD_T(zh, en),
                  map->keys[i]->text.at);
}

/* Expressions of tiers, tags and sizes were marked while they were read; the order of lists is
 * left. */
void
check_unused(struct checker *k)
{
    const struct td_yaml *facts = NULL, *metrics = NULL;

    for (size_t i = 0; i < k->c->doc_count; i++) {
        const struct td_yaml *root = k->c->docs[i].root, *order = td_yaml_get(root, "order");

        facts = td_yaml_get(root, "facts") && strcmp(root->file->name, "facts.yaml") == 0
                    ? td_yaml_get(root, "facts")
                    : facts;
        metrics = strcmp(root->file->name, "metrics.yaml") == 0 ? td_yaml_get(root, "metrics")
                                                                : metrics;
        if (strcmp(root->file->name, "ranking.yaml") != 0)
            continue;
        for (size_t n = 0; order && n < order->count; n++)
            check_used(k, td_yaml_get(order->items[n], "value"));
    }
    if (!k->facts_used)
        return;
    for (int i = 0; i < k->c->rules->fact_count; i++) /* the size classes go by it */
        if (td_str_equal(k->c->rules->facts[i].name, TD_STR("industry")))
            k->facts_used[i] = true;
    note_unused(k, facts, k->facts_used, "事实", "fact");
    note_unused(k, metrics, k->metrics_used, "指标", "metric");
}

static struct td_str
name_of(const struct td_yaml *map)
{
    static const char *const keys[] = {"text", "title", "id", "name", "number", "from"};

    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        const struct td_yaml *node = td_yaml_get(map, keys[i]);

        if (node && node->kind == TD_YAML_SCALAR)
            return i == 5 ? td_str(TD_T("施行日期", "the dates in force")) : node->text;
    }
    return TD_STR("");
}

void
check_unconfirmed(struct checker *k, const struct td_yaml *node)
{
    const struct td_yaml *confirmed = td_yaml_get(node, "confirmed");
    struct td_str name;

    if (td_yaml_is(confirmed, "M")) {
        name = name_of(node);
        found(k, TD_FINDING_NOTE, "unconfirmed", confirmed,
              TD_T("未证实：%.*s", "not confirmed: %.*s"), (int)name.len, name.at);
    }
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == TD_YAML_MAP &&
            (td_yaml_is(node->keys[i], "examples") || td_yaml_is(node->keys[i], "base")))
            continue;
        if (node->items[i]->kind != TD_YAML_SCALAR)
            check_unconfirmed(k, node->items[i]);
    }
}
