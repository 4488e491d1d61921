/*
 * Every example of the criteria files: the firm on the border that it describes, judged by the rules
 * as they stand, must come out as it says. A failure names file, line, example, condition, what was
 * expected and what came out.
 */
#include "../../pipeline/model/rules.h"
#include "../support/criteria_load.h"

#include <criterion/criterion.h>

enum { SLOTS_MAX = 400 };

static const char *const state_ids[] = {[S_NA] = "na", [S_MET] = "met", [S_MANUAL] = "manual",
                                        [S_UNKNOWN] = "unknown", [S_UNMET] = "unmet"};
static const char *const verdict_ids[] = {"confirmed", "ready", "possible", "near", "no",
                                          "holds", "excluded", "insufficient", "not_concerned"};

/* Rules by date and list of what is incomplete: most examples share them. */
struct compiled {
    td_date as_of;
    const struct td_yaml *incomplete;
    struct td_rules *rules;
};

struct example_file {
    struct criteria criteria;
    struct td_yaml_doc facts, doc;
    const char *name;
    int examples, failures;
    struct compiled *compiled; /* all the same as_of and lists: made once */
    size_t compiled_count;
};

struct one { /* one example's firm */
    int64_t values[SLOTS_MAX][1];
    uint64_t known[SLOTS_MAX][1];
    const int64_t *value_at[SLOTS_MAX];
    const uint64_t *known_at[SLOTS_MAX];
};

static void
complain(struct example_file *f, const struct td_yaml *example, const char *what, const char *expected,
         const char *got)
{
    const struct td_yaml *name = td_yaml_get(example, "name");

    f->failures++;
    cr_expect(false, "%s:%zu: example \"%s\": %s: expected %s, got %s", f->name, example->line,
              name ? name->text.at : "", what, expected, got);
}

static int64_t
fact_value(struct example_file *f, const struct td_yaml *fact, const struct td_yaml *value)
{
    struct td_arena arena = {0};
    struct td_error err = {0};
    struct expr *e = NULL;
    int64_t out = 0, scale = 1;
    td_date date;

    if (td_yaml_is(td_yaml_get(fact, "unit"), "bool"))
        return td_yaml_is(value, "true");
    if (td_yaml_is(td_yaml_get(fact, "unit"), "date")) {
        cr_assert_eq(td_date_parse(value->text, TD_DATE_ISO, &date), TD_FAULT_NONE);
        return date;
    }
    if (td_yaml_is(td_yaml_get(fact, "unit"), "code")) {
        cr_assert(td_industry_value(value->text, &out), "%s:%zu: no industry", f->name, value->line);
        return out;
    }
    cr_assert(expr_constant(&arena, value->text, (struct place){f->name, value->line, value->column}, &e, &err),
              "%s:%zu: %s", f->name, value->line, err.text);
    if (td_yaml_is(td_yaml_get(fact, "unit"), "share"))
        scale = 1000000;
    cr_assert_eq(e->num * scale % e->den, 0, "%s:%zu: \"%s\" is not whole", f->name, value->line, value->text.at);
    cr_assert(e->measure != MEASURE_NONE || e->num == 0 || !td_yaml_is(td_yaml_get(fact, "unit"), "money"),
              "%s:%zu: money without a unit", f->name, value->line);
    out = e->num * scale / e->den;
    td_arena_free(&arena);
    return out;
}

static void
set_column(const struct td_rules *rules, struct one *one, const char *column, bool known, int64_t value)
{
    for (size_t s = 0; s < td_rules_slot_count(rules); s++) {
        if (!td_str_equal(td_rules_slot(rules, s).column, td_str(column)))
            continue;
        one->values[s][0] = value;
        one->known[s][0] = known;
    }
}

static void
set_fact(struct example_file *f, const struct td_rules *rules, struct one *one, const struct td_yaml *key,
         const struct td_yaml *value)
{
    const struct td_yaml *fact = td_yaml_get(td_yaml_get(f->facts.root, "facts"), key->text.at);
    bool range, series;
    char column[200];
    size_t n;

    cr_assert_not_null(fact, "%s:%zu: no fact \"%s\"", f->name, key->line, key->text.at);
    range = td_yaml_get(fact, "range") != NULL;
    series = td_yaml_get(fact, "years") || td_yaml_get(fact, "ages");
    if (!range && !series) {
        set_column(rules, one, key->text.at, !td_yaml_null(value),
                   td_yaml_null(value) ? 0 : fact_value(f, fact, value));
        return;
    }
    n = range ? 2 : 10;
    for (size_t i = 0; i < n; i++) {
        const struct td_yaml *cell = value->kind == TD_YAML_LIST
                                         ? (i < value->count ? value->items[i] : NULL)
                                         : (range || i == 0 ? value : NULL);

        if (range)
            snprintf(column, sizeof(column), "%s_%s", key->text.at, i ? "hi" : "lo");
        else
            snprintf(column, sizeof(column), "%s_%zu", key->text.at, i);
        set_column(rules, one, column, cell && !td_yaml_null(cell),
                   cell && !td_yaml_null(cell) ? fact_value(f, fact, cell) : 0);
    }
}

static void
set_facts(struct example_file *f, const struct td_rules *rules, struct one *one, const struct td_yaml *facts)
{
    for (size_t i = 0; facts && i < facts->count; i++)
        set_fact(f, rules, one, facts->keys[i], facts->items[i]);
}

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

/* Every list that a fact is counted from, but those of the example's `incomplete`. */
static size_t
complete_lists(struct example_file *f, const struct td_yaml *incomplete, struct td_complete_list *out)
{
    const struct td_yaml *facts = td_yaml_get(f->facts.root, "facts");
    size_t count = 0;

    for (size_t i = 0; i < facts->count; i++) {
        const struct td_yaml *list = td_yaml_get(facts->items[i], "list");
        const char *slash = list ? strchr(list->text.at, '/') : NULL;
        struct td_str dataset, rest;

        if (!list)
            continue;
        dataset = (struct td_str){list->text.at, slash ? (size_t)(slash - list->text.at) : list->text.len};
        rest = slash ? td_str(slash + 1) : (struct td_str){0};
        do {
            const char *comma = rest.len ? memchr(rest.at, ',', rest.len) : NULL;
            struct td_str word = {rest.at, comma ? (size_t)(comma - rest.at) : rest.len};

            if (!is_incomplete(incomplete, dataset, word) && count < CRITERIA_LISTS_MAX)
                out[count++] = (struct td_complete_list){dataset, word};
            rest = comma ? td_str(comma + 1) : (struct td_str){0};
            if (comma)
                rest.len = (size_t)(list->text.at + list->text.len - rest.at);
        } while (rest.len > 0);
    }
    return count;
}

static const struct td_yaml *
either(const struct td_yaml *example, const struct td_yaml *base, const char *key)
{
    const struct td_yaml *node = td_yaml_get(example, key);

    return node ? node : td_yaml_get(base, key);
}

static const struct program *
find_program(const struct example_file *f, const struct td_rules *rules, const struct td_yaml *example,
             const struct td_yaml *base)
{
    const struct td_yaml *kind = either(example, base, "kind");
    enum td_kind wanted = kind && td_yaml_is(kind, "review") ? TD_REVIEW : TD_NEW;

    for (int p = 0; p < rules->program_count; p++) {
        const struct td_program *t = &rules->programs[p].public;

        if (td_yaml_is(td_yaml_get(f->doc.root, "tier"), t->tier.at) &&
            td_yaml_is(td_yaml_get(f->doc.root, "version"), t->version.at) && t->kind == wanted)
            return &rules->programs[p];
    }
    return NULL;
}

static void
check_states(struct example_file *f, const struct program *p, const struct td_scratch *s,
             const struct td_yaml *example)
{
    const struct td_yaml *expect = td_yaml_get(example, "expect");

    for (size_t i = 0; expect && i < expect->count; i++) {
        size_t k = 0;

        while (k < p->public.condition_count &&
               !td_yaml_is(expect->keys[i], p->conditions[k].id.at))
            k++;
        if (k == p->public.condition_count)
            complain(f, example, expect->keys[i]->text.at, "a condition", "no such condition");
        else if (!td_yaml_is(expect->items[i], state_ids[s->states[(size_t)p->ops[k] * BLOCK]]))
            complain(f, example, expect->keys[i]->text.at, expect->items[i]->text.at,
                     state_ids[s->states[(size_t)p->ops[k] * BLOCK]]);
    }
}

/* Register of an indicator, group or the total; -1 = no such. */
static int
points_register(const struct score *score, const struct td_yaml *key)
{
    for (int i = 0; i < score->indicator_count; i++)
        if (td_yaml_is(key, score->indicators[i].id.at))
            return score->first_register + i;
    for (int g = 0; g < score->group_count; g++)
        if (td_yaml_is(key, score->groups[g].id.at))
            return score->first_register + score->indicator_count + g;
    return td_yaml_is(key, "total") ? score->first_register + score->indicator_count + score->group_count : -1;
}

static void
check_range(struct example_file *f, const struct td_yaml *example, const char *what,
            const struct td_yaml *range, int lo, int hi)
{
    char expected[64], got[64];

    snprintf(expected, sizeof(expected), "[%s, %s]", range->items[0]->text.at, range->items[1]->text.at);
    snprintf(got, sizeof(got), "[%d, %d]", lo, hi);
    if (strcmp(expected, got) != 0)
        complain(f, example, what, expected, got);
}

static void
check_points(struct example_file *f, const struct td_rules *rules, const struct program *p,
             const struct td_scratch *s, const struct td_yaml *example)
{
    const struct td_yaml *points = td_yaml_get(example, "points");

    for (size_t i = 0; points && i < points->count; i++) {
        int at = p->score < 0 ? -1 : points_register(&rules->scores[p->score], points->keys[i]);

        if (at < 0)
            complain(f, example, points->keys[i]->text.at, "points", "no such points");
        else
            check_range(f, example, points->keys[i]->text.at, points->items[i],
                        s->low[(size_t)at * BLOCK], s->high[(size_t)at * BLOCK]);
    }
}

static void
check_tags(struct example_file *f, const struct td_rules *rules, const struct td_scratch *s,
           const struct td_yaml *example)
{
    const struct td_yaml *tags = td_yaml_get(example, "tags");

    for (size_t i = 0; tags && i < tags->count; i++) {
        int k = 0;

        while (k < rules->tag_count && !td_yaml_is(tags->keys[i], rules->tags[k].id.at))
            k++;
        if (k == rules->tag_count)
            complain(f, example, tags->keys[i]->text.at, "a tag", "no such tag");
        else if (!td_yaml_is(tags->items[i], state_ids[s->states[(size_t)rules->tags[k].op * BLOCK]]))
            complain(f, example, tags->keys[i]->text.at, tags->items[i]->text.at,
                     state_ids[s->states[(size_t)rules->tags[k].op * BLOCK]]);
    }
}

static void
check(struct example_file *f, const struct td_rules *rules, const struct td_scratch *s,
      const struct td_yaml *example, const struct td_yaml *base)
{
    bool tier = td_yaml_get(f->doc.root, "tier");
    const struct program *p = tier ? find_program(f, rules, example, base) : NULL;
    const struct td_yaml *verdict = td_yaml_get(example, "verdict");
    const struct td_yaml *size = td_yaml_get(example, "size");

    check_tags(f, rules, s, example);
    if (size)
        check_range(f, example, "size", size, s->size_lo[0], s->size_hi[0]);
    if (!tier)
        return;
    if (!p != (td_yaml_get(example, "applies") && td_yaml_is(td_yaml_get(example, "applies"), "false"))) {
        complain(f, example, "applies", p ? "false" : "true", p ? "true" : "false");
        return;
    }
    if (!p)
        return;
    check_states(f, p, s, example);
    check_points(f, rules, p, s, example);
    if (verdict && !td_yaml_is(verdict, verdict_ids[s->verdicts[(size_t)(p - rules->programs) * BLOCK]]))
        complain(f, example, "verdict", verdict->text.at,
                 verdict_ids[s->verdicts[(size_t)(p - rules->programs) * BLOCK]]);
}

static struct td_rules *
rules_for(struct example_file *f, const struct td_yaml *as_of, const struct td_yaml *incomplete)
{
    struct td_complete_list lists[CRITERIA_LISTS_MAX];
    struct td_rules_options options = {.region = TD_STR("371500"), .complete = lists};
    struct compiled *c;
    struct td_error err = {0};

    cr_assert(as_of && td_date_parse(as_of->text, TD_DATE_ISO, &options.as_of) == TD_FAULT_NONE,
              "%s: an example without as_of", f->name);
    for (size_t i = 0; i < f->compiled_count; i++)
        if (f->compiled[i].as_of == options.as_of && f->compiled[i].incomplete == incomplete)
            return f->compiled[i].rules;
    f->compiled = td_realloc(f->compiled, f->compiled_count + 1, sizeof(*f->compiled));
    c = &f->compiled[f->compiled_count++];
    *c = (struct compiled){.as_of = options.as_of, .incomplete = incomplete};
    options.complete_count = complete_lists(f, incomplete, lists);
    cr_assert(td_rules_compile(&c->rules, f->criteria.files, f->criteria.count, &options, &err),
              "%s:%zu:%zu: %s", err.file, err.line, err.column, err.text);
    cr_assert(td_rules_slot_count(c->rules) < SLOTS_MAX);
    return c->rules;
}

static void
run_example(struct example_file *f, const struct td_yaml *example, const struct td_yaml *base)
{
    const struct td_rules *rules =
        rules_for(f, either(example, base, "as_of"), either(example, base, "incomplete"));
    struct one *one = td_alloc(1, sizeof(*one));
    struct td_columns columns = {.rows = 1, .values = one->value_at, .known = one->known_at};
    struct td_scratch *s;

    for (size_t i = 0; i < SLOTS_MAX; i++) {
        one->value_at[i] = one->values[i];
        one->known_at[i] = one->known[i];
    }
    set_facts(f, rules, one, td_yaml_get(base, "facts"));
    set_facts(f, rules, one, td_yaml_get(example, "facts"));
    s = td_scratch_new(rules);
    evaluate_block(rules, &columns, 0, 1, s);
    conclude_block(rules, s, 1);
    check(f, rules, s, example, base);
    f->examples++;
    td_scratch_free(s);
    free(one);
}

static int
run_file(struct example_file *f, size_t index)
{
    struct td_error err = {0};
    const struct td_yaml *examples;
    struct td_str name = f->criteria.files[index].name;

    if (!td_str_starts(name, TD_STR("tiers/")) && !td_str_equal(name, TD_STR("size.yaml")) &&
        !td_str_equal(name, TD_STR("tags.yaml")))
        return 0;
    f->name = name.at;
    f->examples = 0;
    cr_assert(td_yaml_parse(&f->doc, f->criteria.files[index].text, name.at, TD_E_CRITERIA, &err), "%s",
              err.text);
    examples = td_yaml_get(f->doc.root, "examples");
    for (size_t i = 0; examples && i < examples->count; i++)
        run_example(f, examples->items[i], td_yaml_get(f->doc.root, "base"));
    cr_expect(f->examples > 0, "%s has no examples", f->name);
    for (size_t i = 0; i < f->compiled_count; i++)
        td_rules_free(f->compiled[i].rules);
    free(f->compiled);
    f->compiled = NULL;
    f->compiled_count = 0;
    td_yaml_free(&f->doc);
    return f->examples;
}

Test(criteria, every_example_of_every_file_comes_out_as_it_says)
{
    struct example_file f = {0};
    struct td_error err = {0};
    int examples = 0;

    td_lang_set(TD_EN);
    criteria_read(&f.criteria, TIDU_SOURCE "/criteria");
    cr_assert(td_yaml_parse(&f.facts, criteria_text(&f.criteria, "facts.yaml"), "facts.yaml", TD_E_CRITERIA,
                            &err));
    for (size_t i = 0; i < f.criteria.count; i++)
        examples += run_file(&f, i);
    cr_expect_geq(examples, 60, "only %d examples", examples);
    cr_log_info("%d examples", examples);
    td_yaml_free(&f.facts);
    criteria_free(&f.criteria);
}
