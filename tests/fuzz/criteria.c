/*
 * Criteria files. The first byte chooses: an expression alone; or which of six real files the rest of the
 * input replaces (a multiple of 6: the tier). Whatever compiles must judge and be explained; whatever does not must say where.
 */
#include "../../pipeline/model/expression.h"
#include "../support/criteria_load.h"
#include "require.h"

enum { FILES = 7, ROWS = 70 };

static void
fuzz_expression(struct td_str text)
{
    struct td_arena arena = {0};
    struct td_error err = {0};
    struct expr *e = NULL;

    if (!expr_parse(&arena, text, (struct place){"fuzz.yaml", 1, 1}, &e, &err))
        REQUIRE(err.code == TD_E_CRITERIA && err.text[0] && err.line == 1 && err.column >= 1);
    else
        REQUIRE(e);
    td_arena_free(&arena);
}

static void
use(const struct td_rules *rules)
{
    struct firms firms;
    struct td_results results = {0};
    struct td_buf out = {0};
    size_t states = td_rules_state_count(rules), programs = td_rules_program_count(rules);

    firms_new(&firms, rules, ROWS, 1, 20, true);
    td_results_init(&results, rules, ROWS);
    td_judge_all(rules, &firms.columns, 1, &results);
    for (size_t i = 0; i < ROWS * states; i++)
        REQUIRE(results.states[i] <= TD_NA);
    for (size_t i = 0; i < ROWS * programs; i++)
        REQUIRE(results.verdicts[i] <= TD_NOT_CONCERNED && results.points_lo[i] <= results.points_hi[i]);
    td_explain(rules, &firms.columns, 5, true, &out);
    td_explain(rules, &firms.columns, 6, false, &out);
    td_buf_free(&out);
    td_results_free(&results);
    firms_free(&firms);
}

/* The five named files, one tier and an overlay over it: all would take five times as long to compile. */
static void
fuzz_file(size_t which, struct td_str text)
{
    static const char *const names[] = {"tiers/innovative-2022.yaml", "facts.yaml", "metrics.yaml",
                                        "size.yaml", "tags.yaml", "ranking.yaml", "overlays/37-innovative-2022.yaml"};
    static const char overlay[] =
        "overlay: innovative\nversion: \"2022\"\nregion: \"37\"\ntitle: 补充\nsource: {name: 甲, number: 乙, confirmed: M}\n"
        "applies: [{kind: new, from: 2022-08-01}]\n"
        "replace: [{id: field, by: [{id: field, group: special, max: 10, clause: 一, text: 甲, unknown: true}]}]\n"
        "add: [{after: sme, by: [{id: q, clause: 二, text: 乙, not: {when: emerging}}]}]\n"
        "remove: [{id: banned, clause: 三, text: 丙}]\n";
    struct criteria all = {0};
    struct td_file_text files[FILES];
    struct td_rules_options options = {.region = TD_STR("371500")};
    struct td_error err = {0};
    struct td_rules *rules;

    options.as_of = td_date_from((struct td_civil){2026, 6, 1});
    criteria_read(&all, TIDU_SOURCE "/criteria");
    for (size_t i = 0; i < FILES; i++)
        files[i] = (struct td_file_text){td_str(names[i]), i == which % FILES      ? text
                                                           : i + 1 == FILES ? TD_STR(overlay)
                                                                            : criteria_text(&all, names[i])};
    if (td_rules_compile(&rules, files, FILES, &options, &err)) {
        use(rules);
        td_rules_free(rules);
    } else {
        REQUIRE(err.code == TD_E_CRITERIA && err.text[0]);
    }
    criteria_free(&all);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct td_str text = {(const char *)data + 1, size - 1};
    if (data[0] < 32 || data[0] == 'e')
        fuzz_expression(text);
    else
        fuzz_file(data[0], text);
    return 0;
}
