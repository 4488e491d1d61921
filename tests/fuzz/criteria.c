/*
 * Criteria files. The first byte chooses: an expression alone; or which of six real files the rest of the
 * input replaces (a multiple of 6: the tier). Whatever compiles must judge and be explained; whatever does not must say where.
 */
#include "../../pipeline/model/expression.h"
#include "../support/criteria_load.h"
#include "require.h"
#include "tidu/criteria.h"

LIBFYAML_LEAKS

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

/* What compiles can be checked, written as a page, compared with itself and run on its examples. */
static void
tell(const struct td_file_text *files, size_t count)
{
    struct td_criteria_side sides[2] = {{"a", files, count, {0}}, {"b", files, count, {0}}};
    struct td_findings findings = {0};
    struct td_examples examples = {0};
    struct td_buf page = {0}, diff = {0};
    struct td_error err = {0};

    REQUIRE(td_criteria_check(&findings, files, count, TD_DATE_NONE, &err));
    for (size_t i = 0; i < findings.count; i++)
        REQUIRE(findings.list[i].line >= 1 && findings.list[i].column >= 1 && findings.list[i].text.len > 0);
    REQUIRE(td_criteria_doc(&page, files, count, TD_DATE_NONE, (struct td_str){0}, &err));
    REQUIRE(td_criteria_diff(sides, false, &diff, &err));
    REQUIRE(td_str_has(td_buf_view(&diff), td_str("相同")));
    for (size_t i = 0; i < count; i++)
        if (td_examples_has(files[i].name) &&
            !td_examples_run(&examples, files, count, files[i].name, TD_STR("371500"), &err))
            td_error_reset(&err);
    td_buf_free(&page);
    td_buf_free(&diff);
    td_findings_free(&findings);
    td_examples_free(&examples);
}

/* All that is no tier, one tier and an overlay over it: all of them would take five times as long to compile. */
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
    struct td_file_text files[CRITERIA_FILES_MAX];
    struct td_rules_options options = {.region = TD_STR("371500")};
    struct td_error err = {0};
    struct td_rules *rules;
    size_t count = 0;

    options.as_of = td_date_from((struct td_civil){2026, 6, 1});
    criteria_read(&all, TIDU_SOURCE "/criteria");
    criteria_replace(&all, names[FILES - 1], TD_STR(overlay));
    criteria_replace(&all, names[which % FILES], text);
    for (size_t i = 0; i < all.count; i++)
        if (td_str_equal(all.files[i].name, td_str(names[0])) ||
            td_str_equal(all.files[i].name, td_str(names[FILES - 1])) ||
            !(td_str_starts(all.files[i].name, TD_STR("tiers/")) ||
              td_str_starts(all.files[i].name, TD_STR("overlays/"))))
            files[count++] = all.files[i];
    if (td_rules_compile(&rules, files, count, &options, &err)) {
        use(rules);
        td_rules_free(rules);
        tell(files, count);
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
