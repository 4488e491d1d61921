/* `targets` of a profile: what the city has set itself for its titles and its pool. The grammar is docs/profile.md's. */
#include "profile_read.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
enum { NUMBER_MAX = 10000000 };

static bool
read_title(struct profile_reader *r, const struct td_yaml *map, struct td_target *t, struct td_error *err)
{
    const struct td_dataset *dataset = td_dataset_find(TD_STR("title"));
    const struct vocabulary_field *words =
        vocabulary_find(&r->vocabulary, dataset, td_field_find(dataset, TD_STR("title")));
    const struct td_yaml *node;
    size_t at = 0;

    if (!td_yaml_need(map, "title", &node, err) ||
        !td_yaml_choice(node, "title", words->canonical, words->canonical_count, &at, err))
        return false;
    t->title = td_arena_str(r->arena, td_str(words->canonical[at]));
    return true;
}

static bool
read_county(struct profile_reader *r, const struct td_yaml *map, struct td_target *t, struct td_error *err)
{
    const struct td_yaml *node = td_yaml_get(map, "county");
    struct td_buf fold = {0};
    struct td_str word, code;

    if (!node)
        return true;
    if (!td_yaml_text(node, "county", &word, err))
        return false;
    bool found = td_words_exact(r->profile->county_words, word, &fold, &code) == TD_MATCH_WORD;
    td_buf_free(&fold);
    if (!found) {
        td_yaml_fail(node, err, TD_T("counties 中没有“%s”", "there is no county \"%s\" in counties"), word.at);
        return td_hint(err, "%s", TD_T("写区县的代码或名称；全市目标不写 county", "a county's code or name; no county: the whole city"));
    }
    t->county = code;
    return true;
}

/* held, new or pool: exactly one, with its number. */
static bool
read_number(const struct td_yaml *map, struct td_target *t, struct td_error *err)
{
    static const char *const measures[] = {"held", "new", "pool"};
    const struct td_yaml *found = NULL;

    for (size_t i = 0; i < COUNT(measures); i++) {
        const struct td_yaml *node = td_yaml_get(map, measures[i]);
        if (!node)
            continue;
        if (found)
            return td_yaml_fail(node, err, "%s", TD_T("一条目标只写 held、new、pool 中的一项", "a target has one of held, new, pool"));
        if (!td_yaml_int(node, measures[i], 0, NUMBER_MAX, &t->number, err))
            return false;
        found = node;
        t->measure = (enum td_measure)i;
    }
    return found || td_yaml_fail(map, err, "%s", TD_T("缺少 held、new 或 pool", "held, new or pool is missing"));
}

/* `by` a day, or `year`: its last day. What is new is counted in a year. */
static bool
read_due(const struct td_yaml *map, struct td_target *t, struct td_error *err)
{
    const struct td_yaml *by = td_yaml_get(map, "by"), *year = td_yaml_get(map, "year");
    int64_t number = 0;

    if (by && year)
        return td_yaml_fail(year, err, "%s", TD_T("by 与 year 只写一个", "by or year, not both"));
    if (t->measure == TD_MEASURE_NEW && !year)
        return td_yaml_fail(by ? by : map, err, "%s", TD_T("new 须写 year（当年新认定）", "new wants a year"));
    if (!by && !year)
        return td_yaml_fail(map, err, "%s", TD_T("缺少 by 或 year", "by or year is missing"));
    if (year) {
        if (!td_yaml_int(year, "year", 1950, 2199, &number, err))
            return false;
        t->due = td_date_from((struct td_civil){(int)number, 12, 31});
        return true;
    }
    return (by->kind == TD_YAML_SCALAR && td_date_parse(by->text, TD_DATE_ISO, &t->due) == TD_FAULT_NONE) ||
           td_yaml_fail(by, err, "%s", TD_T("by 是一个日期，如 2026-12-31", "by is a date such as 2026-12-31"));
}

static bool
read_one(struct profile_reader *r, const struct td_yaml *map, struct td_target *t, struct td_error *err)
{
    static const char *const keys[] = {"title", "county", "held", "new", "pool", "by", "year", "note"};
    const struct td_yaml *note = td_yaml_get(map, "note");
    struct td_str text = {"", 0};

    if (!td_yaml_expect(map, TD_YAML_MAP, "targets", err) || !td_yaml_known(map, keys, COUNT(keys), err) ||
        !read_title(r, map, t, err) || !read_county(r, map, t, err) || !read_number(map, t, err) ||
        !read_due(map, t, err) || (note && !td_yaml_text(note, "note", &text, err)))
        return false;
    t->note = td_arena_str(r->arena, text);
    return true;
}

bool
profile_read_targets(struct profile_reader *r, const struct td_yaml *list, struct td_error *err)
{
    struct td_profile *p = r->profile;

    if (!list)
        return true;
    if (!td_yaml_expect(list, TD_YAML_LIST, "targets", err))
        return false;
    p->targets = td_arena_alloc(r->arena, list->count + 1, sizeof *p->targets);
    for (size_t i = 0; i < list->count; i++) {
        struct td_target *t = &p->targets[p->target_count++];

        *t = (struct td_target){.county = {"", 0}};
        if (!read_one(r, list->items[i], t, err))
            return false;
        for (size_t k = 0; k + 1 < p->target_count; k++)
            if (td_str_equal(p->targets[k].title, t->title) && td_str_equal(p->targets[k].county, t->county) &&
                p->targets[k].measure == t->measure && p->targets[k].due == t->due)
                return td_yaml_fail(list->items[i], err, TD_T("与第 %zu 条目标重复", "the same as target %zu"), k + 1);
    }
    return true;
}
