/*
 * Every example of the criteria files: the firm on the border that it describes, judged by the
 * rules as they stand, must come out as it says. The runner is the one of `tidu rules test`.
 */
#include "../support/criteria_load.h"
#include "tidu/criteria.h"

#include <criterion/criterion.h>

Test(criteria, every_example_of_every_file_comes_out_as_it_says)
{
    struct criteria c = {0};
    struct td_examples all = {0};
    struct td_error err = {0};

    td_lang_set(TD_EN);
    criteria_read(&c, TIDU_SOURCE "/criteria");
    for (size_t i = 0; i < c.count; i++) {
        size_t before = all.passed + all.failed;

        if (!td_examples_has(c.files[i].name))
            continue;
        cr_assert(
            td_examples_run(&all, c.files, c.count, c.files[i].name, TD_STR("371500"), &err),
            "%s:%zu:%zu: %s (%s)", err.file, err.line, err.column, err.text, err.hint);
        cr_expect_gt(all.passed + all.failed, before, "%s has no examples", c.files[i].name.at);
    }
    for (size_t i = 0; i < all.count; i++)
        cr_expect(false, "%s:%zu:%zu: example \"%s\": %s: expected %s, got %s",
                  all.list[i].file.at, all.list[i].line, all.list[i].column,
                  all.list[i].example.at, all.list[i].what.at, all.list[i].expected.at,
                  all.list[i].got.at);
    cr_expect_geq(all.passed, 60, "only %zu examples", all.passed);
    cr_log_info("%zu examples", all.passed);
    td_examples_free(&all);
    criteria_free(&c);
}

/* The base firm of a small file, and examples that say something else than what comes out. */
static const char *const wrong_examples =
    "base:\n"
    "  as_of: 2026-06-01\n"
    "  facts: {industry: C3484}\n"
    "examples:\n"
    "  - {name: 划型不对, facts: {employees: [300], revenue: [2000万]}, size: [4, 4]}\n"
    "  - {name: 划型对, facts: {employees: [300], revenue: [2000万]}, size: [3, 3]}\n";

static void
with_examples(struct criteria *c, struct td_buf *text, const char *examples)
{
    struct td_str size;
    const char *cut;

    criteria_read(c, TIDU_SOURCE "/criteria");
    size = criteria_text(c, "size.yaml");
    cut = strstr(size.at, "\nbase:");
    td_buf_add(text, size.at, (size_t)(cut - size.at) + 1);
    td_buf_text(text, examples);
    criteria_replace(c, "size.yaml", td_buf_view(text));
}

Test(criteria, an_example_that_comes_out_otherwise_is_named)
{
    struct criteria c = {0};
    struct td_examples all = {0};
    struct td_error err = {0};
    struct td_buf text = {0};

    td_lang_set(TD_EN);
    with_examples(&c, &text, wrong_examples);
    cr_assert(
        td_examples_run(&all, c.files, c.count, TD_STR("size.yaml"), TD_STR("371500"), &err),
        "%s", err.text);
    cr_expect_eq(all.passed, 1);
    cr_expect_eq(all.failed, 1);
    cr_assert_eq(all.count, 1);
    cr_expect_str_eq(all.list[0].what.at, "size");
    cr_expect_str_eq(all.list[0].expected.at, "[4, 4]");
    cr_expect_str_eq(all.list[0].got.at, "[3, 3]");
    cr_expect_str_eq(all.list[0].example.at, "划型不对");
    td_examples_free(&all);
    td_buf_free(&text);
    criteria_free(&c);
}

Test(criteria, an_example_that_cannot_be_read_is_an_error_with_its_place)
{
    static const struct {
        const char *line, *text, *hint;
        size_t column;
    } cases[] = {
        {"  - {name: x, facts: {employes: [300]}, size: [3, 3]}\n", "unknown fact \"employes\"",
         "employees", 23},
        {"  - {name: x, facts: {revenue: [2000]}, size: [3, 3]}\n", "money without a unit",
         "2000万", 33},
        {"  - {name: x, facts: {legal_person: 是}}\n", "true or false", "", 37},
        {"  - {name: x, facts: {industry: ZZ}}\n", "no industry code", "", 33},
        {"  - {name: x, as_of: 2026-13-01}\n", "as_of", "as_of", 22},
        {"  - {name: x, sise: [3, 3]}\n", "unknown key", "size", 15},
    };

    td_lang_set(TD_EN);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct criteria c = {0};
        struct td_examples all = {0};
        struct td_error err = {0};
        struct td_buf text = {0}, examples = {0};

        td_buf_printf(&examples, "base: {as_of: 2026-06-01}\nexamples:\n%s", cases[i].line);
        with_examples(&c, &text, examples.at);
        cr_expect_not(td_examples_run(&all, c.files, c.count, TD_STR("size.yaml"),
                                      TD_STR("371500"), &err),
                      "%s", cases[i].line);
        cr_expect(strstr(err.text, cases[i].text), "%s", err.text);
        cr_expect(strstr(err.hint, cases[i].hint), "%s", err.hint);
        cr_expect_str_eq(err.file, "size.yaml");
        cr_expect_eq(err.column, cases[i].column, "%s: %zu", cases[i].line, err.column);
        td_examples_free(&all);
        td_buf_free(&text);
        td_buf_free(&examples);
        criteria_free(&c);
    }
}
