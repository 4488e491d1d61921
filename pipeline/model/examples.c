/*
 * The examples of a criteria file: firms on the border that the file itself describes, judged
 * by the rules as they stand. Each must come out as it says.
 */
#include "examples.h"

#include "explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const example_keys[] = {"name",  "as_of",   "kind",   "region", "incomplete",
                                           "facts", "applies", "expect", "points", "verdict",
                                           "size",  "tags",    "note"};

static const char *const state_ids[] = {[S_NA] = "na",
                                        [S_MET] = "met",
                                        [S_MANUAL] = "manual",
                                        [S_UNKNOWN] = "unknown",
                                        [S_UNMET] = "unmet"};

struct checked { /* one example, judged */
    struct example_run *run;
    const struct td_rules *rules;
    const struct td_scratch *scratch;
    const struct td_yaml *example, *base;
    size_t failures;
};

static void
complain(struct checked *c, const struct td_yaml *at, const char *what, const char *expected,
         const char *got)
{
    struct td_examples *out = c->run->out;
    const struct td_yaml *name = td_yaml_get(c->example, "name");

    GROW(out->list, out->count, out->cap)
    [out->count] = (struct td_example_failure){
        .file = td_arena_str(&out->arena, td_str(c->run->name)),
        .example = td_arena_str(&out->arena, name ? name->text : TD_STR("?")),
        .line = at->line,
        .column = at->column,
        .what = td_arena_str(&out->arena, td_str(what)),
        .expected = td_arena_str(&out->arena, td_str(expected)),
        .got = td_arena_str(&out->arena, td_str(got))};
    out->count++;
    c->failures++;
}

static void
check_word(struct checked *c, const struct td_yaml *key, const struct td_yaml *expected,
           const char *got)
{
    if (!td_yaml_is(expected, got))
        complain(c, expected, key->text.at,
                 expected->kind == TD_YAML_SCALAR ? expected->text.at
                                                  : TD_T("一个值", "a single value"),
                 got);
}

static const char *
nobody(void)
{
    return TD_T("没有这一项", "there is none of this name");
}

static void
check_states(struct checked *c, const struct program *p)
{
    const struct td_yaml *expect = td_yaml_get(c->example, "expect");

    for (size_t i = 0; expect && i < expect->count; i++) {
        size_t k = 0;

        while (k < p->public.condition_count &&
               !td_yaml_is(expect->keys[i], p->conditions[k].id.at))
            k++;
        check_word(c, expect->keys[i], expect->items[i],
                   k == p->public.condition_count
                       ? nobody()
                       : state_ids[c->scratch->states[(size_t)p->ops[k] * BLOCK]]);
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
    return td_yaml_is(key, "total")
               ? score->first_register + score->indicator_count + score->group_count
               : -1;
}

static void
check_range(struct checked *c, const char *what, const struct td_yaml *range, int lo, int hi)
{
    char expected[64], got[64];
    bool two = range->kind == TD_YAML_LIST && range->count == 2;

    snprintf(expected, sizeof(expected), "[%.20s, %.20s]", two ? range->items[0]->text.at : "?",
             two ? range->items[1]->text.at : "?");
    snprintf(got, sizeof(got), "[%d, %d]", lo, hi);
    if (strcmp(expected, got) != 0)
        complain(c, range, what, expected, got);
}

static void
check_points(struct checked *c, const struct program *p)
{
    const struct td_yaml *points = td_yaml_get(c->example, "points");

    for (size_t i = 0; points && i < points->count; i++) {
        int at =
            p->score < 0 ? -1 : points_register(&c->rules->scores[p->score], points->keys[i]);

        if (at < 0)
            complain(c, points->keys[i], points->keys[i]->text.at, TD_T("得分", "points"),
                     nobody());
        else
            check_range(c, points->keys[i]->text.at, points->items[i],
                        c->scratch->low[(size_t)at * BLOCK],
                        c->scratch->high[(size_t)at * BLOCK]);
    }
}

static void
check_tags(struct checked *c)
{
    const struct td_yaml *tags = td_yaml_get(c->example, "tags");

    for (size_t i = 0; tags && i < tags->count; i++) {
        int k = 0;

        while (k < c->rules->tag_count && !td_yaml_is(tags->keys[i], c->rules->tags[k].id.at))
            k++;
        check_word(c, tags->keys[i], tags->items[i],
                   k == c->rules->tag_count
                       ? nobody()
                       : state_ids[c->scratch->states[(size_t)c->rules->tags[k].op * BLOCK]]);
    }
}

/* An overlay's examples are firms of the tier that it lies over. */
static const struct td_yaml *
tier_node(const struct example_run *run)
{
    const struct td_yaml *tier = td_yaml_get(run->doc.root, "tier");

    return tier ? tier : td_yaml_get(run->doc.root, "overlay");
}

static const struct program *
find_program(const struct checked *c)
{
    const struct td_yaml *kind = example_get(c->example, c->base, "kind");
    const struct td_yaml *tier = tier_node(c->run),
                         *version = td_yaml_get(c->run->doc.root, "version");
    enum td_kind wanted = kind && td_yaml_is(kind, "review") ? TD_REVIEW : TD_NEW;

    for (int p = 0; p < c->rules->program_count; p++) {
        const struct td_program *t = &c->rules->programs[p].public;

        if (td_yaml_is(tier, t->tier.at) && td_yaml_is(version, t->version.at) &&
            t->kind == wanted)
            return &c->rules->programs[p];
    }
    return NULL;
}

static void
check_program(struct checked *c)
{
    const struct program *p = find_program(c);
    const struct td_yaml *verdict = td_yaml_get(c->example, "verdict"),
                         *applies = td_yaml_get(c->example, "applies");
    bool wanted = !(applies && td_yaml_is(applies, "false"));
    const char *got;

    if ((p != NULL) != wanted) {
        complain(c, applies ? applies : c->example, "applies", wanted ? "true" : "false",
                 p ? "true" : "false");
        return;
    }
    if (!p)
        return;
    check_states(c, p);
    check_points(c, p);
    got = verdict_id(c->scratch->verdicts[(size_t)(p - c->rules->programs) * BLOCK]);
    if (verdict && !td_yaml_is(verdict, got))
        complain(c, verdict, "verdict", verdict->text.at ? verdict->text.at : "?", got);
}

static bool
run_example(struct example_run *run, const struct td_yaml *example, const struct td_yaml *base)
{
    struct checked c = {.run = run, .example = example, .base = base};
    struct example_firm firm = {0};
    const struct td_yaml *size;
    struct td_scratch *scratch;

    if (!td_yaml_expect(example, TD_YAML_MAP, "example", run->err) ||
        !td_yaml_known(example, example_keys, sizeof(example_keys) / sizeof(*example_keys),
                       run->err) ||
        !(c.rules = example_rules(run, example, base)))
        return false;
    if (!example_firm_fill(run, c.rules, example, base, &firm)) {
        example_firm_free(&firm);
        return false;
    }
    c.scratch = scratch = td_scratch_new(c.rules);
    evaluate_block(c.rules, &firm.columns, 0, 1, scratch);
    conclude_block(c.rules, scratch, 1);
    check_tags(&c);
    size = td_yaml_get(example, "size");
    if (size)
        check_range(&c, "size", size, scratch->size_lo[0], scratch->size_hi[0]);
    if (tier_node(run))
        check_program(&c);
    *(c.failures ? &run->out->failed : &run->out->passed) += 1;
    td_scratch_free(scratch);
    example_firm_free(&firm);
    return true;
}

static bool
run_list(struct example_run *run)
{
    const struct td_yaml *examples = td_yaml_get(run->doc.root, "examples");

    if (!examples)
        return true;
    if (!td_yaml_expect(examples, TD_YAML_LIST, "examples", run->err))
        return false;
    for (size_t i = 0; i < examples->count; i++)
        if (!run_example(run, examples->items[i], td_yaml_get(run->doc.root, "base")))
            return false;
    return true;
}

static bool
open_file(struct example_run *run, struct td_str name, struct td_yaml_doc *doc)
{
    for (size_t i = 0; i < run->file_count; i++)
        if (td_str_equal(run->files[i].name, name))
            return td_yaml_parse(doc, run->files[i].text, name.at, TD_E_CRITERIA, run->err);
    return td_fail(run->err, TD_E_CRITERIA,
                   TD_T("缺少规则文件“%.*s”", "criteria file \"%.*s\" is missing"),
                   (int)name.len, name.at);
}

bool
td_examples_has(struct td_str file)
{
    bool folder =
        td_str_starts(file, TD_STR("tiers/")) || td_str_starts(file, TD_STR("overlays/"));

    return (folder && td_str_ends(file, TD_STR(".yaml"))) ||
           td_str_equal(file, TD_STR("size.yaml")) || td_str_equal(file, TD_STR("tags.yaml"));
}

bool
td_examples_run(struct td_examples *out, const struct td_file_text *files, size_t count,
                struct td_str file, struct td_str region, struct td_error *err)
{
    struct example_run run = {
        .out = out, .files = files, .file_count = count, .region = region, .err = err};
    bool ok;

    run.name = td_arena_str(&out->arena, file).at;
    ok = open_file(&run, TD_STR("facts.yaml"), &run.facts) &&
         open_file(&run, td_str(run.name), &run.doc) && run_list(&run);
    for (size_t i = 0; i < run.rules_count; i++)
        td_rules_free(run.rules[i].rules);
    free(run.rules);
    td_yaml_free(&run.doc);
    td_yaml_free(&run.facts);
    return ok;
}

void
td_examples_free(struct td_examples *examples)
{
    free(examples->list);
    td_arena_free(&examples->arena);
    *examples = (struct td_examples){0};
}
