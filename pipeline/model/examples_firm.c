/* An example's firm as columns, and the rules that it is judged by. */
#include "examples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct td_yaml *
example_get(const struct td_yaml *example, const struct td_yaml *base, const char *key)
{
    const struct td_yaml *node = td_yaml_get(example, key);

    return node ? node : td_yaml_get(base, key);
}

/* ---- values -------------------------------------------------------------------------------
 */
static bool
constant_value(struct example_run *run, const struct td_yaml *unit, const struct td_yaml *value,
               int64_t *out)
{
    struct td_arena arena = {0};
    struct expr *e = NULL;
    int64_t scale = td_yaml_is(unit, "share") ? 1000000 : 1;
    bool ok = expr_constant(&arena, value->text, yaml_place(value), &e, run->err);

    if (ok && (e->num > INT64_MAX / scale || e->num < INT64_MIN / scale ||
               e->num * scale % e->den != 0))
        ok = td_yaml_fail(value, run->err,
                          TD_T("“%s”不是整数（金额到分）", "\"%s\" is not whole (money: fen)"),
                          value->text.at);
    if (ok && e->measure == MEASURE_NONE && e->num != 0 && td_yaml_is(unit, "money")) {
        ok = td_yaml_fail(value, run->err, "%s", TD_T("金额缺少单位", "money without a unit"));
        td_hint(run->err, TD_T("应写成 %s万 这样", "write it like %s万"), value->text.at);
    }
    if (ok)
        *out = e->num * scale / e->den;
    td_arena_free(&arena);
    return ok;
}

static bool
fact_value(struct example_run *run, const struct td_yaml *fact, const struct td_yaml *value,
           int64_t *out)
{
    const struct td_yaml *unit = td_yaml_get(fact, "unit");
    struct td_str text;
    td_date date;
    bool yes;

    if (td_yaml_is(unit, "bool")) {
        if (!td_yaml_bool(value, "fact", &yes, run->err))
            return false;
        *out = yes;
        return true;
    }
    if (!td_yaml_text(value, "fact", &text, run->err))
        return false;
    if (td_yaml_is(unit, "date")) {
        if (td_date_parse(text, TD_DATE_ISO, &date) != TD_FAULT_NONE)
            return td_yaml_fail(
                value, run->err, "%s",
                TD_T("应是日期，如 2026-04-01", "a date is expected, such as 2026-04-01"));
        *out = date;
        return true;
    }
    if (td_yaml_is(unit, "code"))
        return td_industry_value(text, out) ||
               td_yaml_fail(value, run->err,
                            TD_T("“%s”不是行业代码", "\"%s\" is no industry code"), text.at);
    return constant_value(run, unit, value, out);
}

static void
set_column(const struct td_rules *rules, struct example_firm *firm, const char *column,
           bool known, int64_t value)
{
    for (size_t s = 0; s < td_rules_slot_count(rules); s++) {
        if (!td_str_equal(td_rules_slot(rules, s).column, td_str(column)))
            continue;
        firm->values[s] = value;
        firm->known[s] = known;
    }
}

static bool
set_cell(struct example_run *run, const struct td_rules *rules, struct example_firm *firm,
         const char *column, const struct td_yaml *fact, const struct td_yaml *cell)
{
    int64_t value = 0;
    bool known = !td_yaml_null(cell);

    if (known && !fact_value(run, fact, cell, &value))
        return false;
    set_column(rules, firm, column, known, value);
    return true;
}

static bool
unknown_fact(struct example_run *run, const struct td_yaml *facts, const struct td_yaml *key)
{
    const char **words = td_alloc(facts->count + 1, sizeof(*words));

    for (size_t i = 0; i < facts->count; i++)
        words[i] = facts->keys[i]->text.at;
    td_yaml_fail(key, run->err, TD_T("不认识的事实“%s”", "unknown fact \"%s\""), key->text.at);
    td_yaml_suggest(key->text, words, facts->count, run->err);
    free(words);
    return false;
}

static bool
set_fact(struct example_run *run, const struct td_rules *rules, struct example_firm *firm,
         const struct td_yaml *key, const struct td_yaml *value)
{
    const struct td_yaml *facts = td_yaml_get(run->facts.root, "facts");
    const struct td_yaml *fact = td_yaml_get(facts, key->text.at);
    bool range = td_yaml_get(fact, "range") != NULL, ok = true;
    size_t n = range                                                     ? 2
               : td_yaml_get(fact, "years") || td_yaml_get(fact, "ages") ? AGES_MAX
                                                                         : 0;
    char column[200];

    if (!fact)
        return unknown_fact(run, facts, key);
    if (n == 0)
        return set_cell(run, rules, firm, key->text.at, fact, value);
    for (size_t i = 0; ok && i < n; i++) {
        const struct td_yaml *cell = value->kind == TD_YAML_LIST
                                         ? (i < value->count ? value->items[i] : NULL)
                                         : (range || i == 0 ? value : NULL);

        if (range)
            snprintf(column, sizeof(column), "%s_%s", key->text.at, i ? "hi" : "lo");
        else
            snprintf(column, sizeof(column), "%s_%zu", key->text.at, i);
        ok = set_cell(run, rules, firm, column, fact, cell);
    }
    return ok;
}

static bool
set_facts(struct example_run *run, const struct td_rules *rules, struct example_firm *firm,
          const struct td_yaml *facts)
{
    if (facts && !td_yaml_expect(facts, TD_YAML_MAP, "facts", run->err))
        return false;
    for (size_t i = 0; facts && i < facts->count; i++)
        if (!set_fact(run, rules, firm, facts->keys[i], facts->items[i]))
            return false;
    return true;
}

bool
example_firm_fill(struct example_run *run, const struct td_rules *rules,
                  const struct td_yaml *example, const struct td_yaml *base,
                  struct example_firm *firm)
{
    size_t slots = td_rules_slot_count(rules);

    *firm = (struct example_firm){.values = td_alloc(slots + 1, sizeof(*firm->values)),
                                  .known = td_alloc(slots + 1, sizeof(*firm->known)),
                                  .value_at = td_alloc(slots + 1, sizeof(*firm->value_at)),
                                  .known_at = td_alloc(slots + 1, sizeof(*firm->known_at))};
    for (size_t s = 0; s < slots; s++) {
        firm->value_at[s] = &firm->values[s];
        firm->known_at[s] = &firm->known[s];
    }
    firm->columns =
        (struct td_columns){.rows = 1, .values = firm->value_at, .known = firm->known_at};
    return set_facts(run, rules, firm, td_yaml_get(base, "facts")) &&
           set_facts(run, rules, firm, td_yaml_get(example, "facts"));
}

void
example_firm_free(struct example_firm *firm)
{
    free(firm->values);
    free(firm->known);
    free(firm->value_at);
    free(firm->known_at);
    *firm = (struct example_firm){0};
}

/* ---- rules --------------------------------------------------------------------------------
 */
static bool
is_incomplete(const struct td_yaml *list, struct td_str dataset, struct td_str word)
{
    for (size_t i = 0; list && i < list->count; i++) {
        struct td_str entry = list->items[i]->text;

        if (td_str_equal(entry, dataset) ||
            (td_str_starts(entry, dataset) && entry.len == dataset.len + 1 + word.len &&
             td_str_ends(entry, word)))
            return true;
    }
    return false;
}

struct complete_lists {
    struct td_complete_list *at;
    size_t count;
};

/* "dataset/word,word": each word that is not among `incomplete`. */
static void
add_lists(struct complete_lists *lists, struct td_str list, const struct td_yaml *incomplete)
{
    const char *slash = memchr(list.at, '/', list.len);
    struct td_str dataset = {list.at, slash ? (size_t)(slash - list.at) : list.len};
    const char *at = slash ? slash + 1 : list.at + list.len, *end = list.at + list.len;

    do {
        const char *comma = at < end ? memchr(at, ',', (size_t)(end - at)) : NULL;
        struct td_str word = {at, (size_t)((comma ? comma : end) - at)};

        if (!is_incomplete(incomplete, dataset, word)) {
            lists->at = td_realloc(lists->at, lists->count + 1, sizeof(*lists->at));
            lists->at[lists->count++] = (struct td_complete_list){dataset, word};
        }
        at = comma ? comma + 1 : end;
    } while (at < end);
}

/* Every list that a fact is counted from, but those of the example's `incomplete`. */
static struct complete_lists
complete_lists(const struct example_run *run, const struct td_yaml *incomplete)
{
    const struct td_yaml *facts = td_yaml_get(run->facts.root, "facts");
    struct complete_lists lists = {0};

    for (size_t i = 0; i < facts->count; i++) {
        const struct td_yaml *list = td_yaml_get(facts->items[i], "list");

        if (list && list->kind == TD_YAML_SCALAR)
            add_lists(&lists, list->text, incomplete);
    }
    return lists;
}

/* The example's region, else that of an overlay or of a local tier; a national tier's examples stand
 * on its file alone, so no region lays anything over it. */
static struct td_str
example_region(const struct example_run *run, const struct td_yaml *example,
               const struct td_yaml *base)
{
    const struct td_yaml *region = example_get(example, base, "region");
    const struct td_yaml *applies = td_yaml_get(run->doc.root, "applies");

    if (!region)
        region = td_yaml_get(run->doc.root, "region");
    if (!region && applies && applies->kind == TD_YAML_LIST && applies->count > 0)
        region = td_yaml_get(applies->items[0], "region");
    if (region)
        return region->text;
    return td_yaml_get(run->doc.root, "tier") ? (struct td_str){0} : run->region;
}

const struct td_rules *
example_rules(struct example_run *run, const struct td_yaml *example,
              const struct td_yaml *base)
{
    const struct td_yaml *date = example_get(example, base, "as_of");
    const struct td_yaml *incomplete = example_get(example, base, "incomplete");
    struct td_rules_options options = {.region = example_region(run, example, base)};
    struct complete_lists lists;
    struct example_rules made;

    if (!date || td_date_parse(date->text, TD_DATE_ISO, &options.as_of) != TD_FAULT_NONE) {
        td_yaml_fail(date ? date : example, run->err, "%s",
                     TD_T("示例缺少 as_of（日期）", "an example needs as_of, a date"));
        td_hint(run->err, "%s",
                TD_T("在 base 或示例里写 as_of: 2026-06-01",
                     "write as_of: 2026-06-01 in base or here"));
        return NULL;
    }
    for (size_t i = 0; i < run->rules_count; i++)
        if (run->rules[i].as_of == options.as_of && run->rules[i].incomplete == incomplete &&
            td_str_equal(run->rules[i].region, options.region))
            return run->rules[i].rules;
    lists = complete_lists(run, incomplete);
    options.complete = lists.at;
    options.complete_count = lists.count;
    made = (struct example_rules){options.as_of, options.region, incomplete, NULL};
    bool ok = td_rules_compile(&made.rules, run->files, run->file_count, &options, run->err);
    free(lists.at);
    if (!ok)
        return NULL;
    run->rules = td_realloc(run->rules, run->rules_count + 1, sizeof(*run->rules));
    run->rules[run->rules_count++] = made;
    return made.rules;
}
