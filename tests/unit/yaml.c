/* YAML trees: places, demands, suggestions, and texts that must not get far. */
#include "../../pipeline/model/yaml.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static bool
parse(struct td_yaml_doc *doc, const char *text, struct td_error *err)
{
    td_error_reset(err);
    td_lang_set(TD_EN);
    return td_yaml_parse(doc, td_str(text), "x.yaml", TD_E_PROFILE, err);
}

Test(yaml, every_node_knows_its_place)
{
    struct td_yaml_doc doc;
    struct td_error err = {0};
    const struct td_yaml *list, *entry;

    cr_assert(parse(&doc,
                    "# 注释\n"
                    "城市: 聊城\n"
                    "list:\n"
                    "  - {id: a, 名称: \"甲 乙\"}\n"
                    "  - [1, '', ~]\n"
                    "text: |\n"
                    "  one\n"
                    "  two\n",
                    &err),
              "%s", err.text);
    cr_assert_eq(doc.root->kind, TD_YAML_MAP);
    cr_assert_eq(doc.root->count, 3);
    cr_assert(td_yaml_is(td_yaml_get(doc.root, "城市"), "聊城"));
    cr_assert_eq(td_yaml_get(doc.root, "城市")->line, 2);
    cr_assert_eq(td_yaml_get(doc.root, "城市")->column, 5);
    list = td_yaml_get(doc.root, "list");
    cr_assert_eq(list->kind, TD_YAML_LIST);
    entry = td_yaml_get(list->items[0], "名称");
    cr_assert(td_yaml_is(entry, "甲 乙"));
    cr_assert(entry->quoted);
    cr_assert_eq(entry->line, 4);
    cr_assert_eq(entry->column, 17);
    cr_assert_eq(list->items[1]->count, 3);
    cr_assert_not(td_yaml_null(list->items[1]->items[1]));
    cr_assert(td_yaml_null(list->items[1]->items[2]));
    cr_assert(td_yaml_is(td_yaml_get(doc.root, "text"), "one\ntwo\n"));
    cr_assert_null(td_yaml_get(doc.root, "none"));
    td_yaml_free(&doc);
    td_yaml_free(&doc);
}

Test(yaml, an_alias_is_the_anchored_node)
{
    struct td_yaml_doc doc;
    struct td_error err = {0};

    cr_assert(parse(&doc, "a: &x {k: v}\nb: *x\nc: &y word\nd: *y\n", &err));
    cr_assert_eq(td_yaml_get(doc.root, "a"), td_yaml_get(doc.root, "b"));
    cr_assert(td_yaml_is(td_yaml_get(doc.root, "d"), "word"));
    td_yaml_free(&doc);
}

Test(yaml, mistakes_are_named_with_their_place)
{
    static const struct {
        const char *name, *text;
        size_t line, column;
        const char *says;
    } cases[] = {
        {"empty", "", 1, 1, "empty"},
        {"only a comment", "# nothing\n", 1, 1, "empty"},
        {"open bracket", "a: [1, 2\nb: 3\n", 0, 0, "syntax"},
        {"bad indent", "a:\n  b: 1\n c: 2\n", 0, 0, "syntax"},
        {"tab indent", "a:\n\tb: 1\n", 0, 0, "syntax"},
        {"key twice", "a: 1\nb: 2\na: 3\n", 3, 1, "given twice, first in line 1"},
        {"key twice inside", "x:\n  - {a: 1, b: 2, a: 3}\n", 2, 18, "given twice"},
        {"key is a list", "? [a, b]\n: 1\n", 1, 3, "plain word"},
        {"tag", "a: !!int 3\n", 1, 0, "tags"},
        {"two documents", "a: 1\n---\nb: 2\n", 2, 1, "one document"},
        {"unknown alias", "a: *x\n", 1, 5, "alias"},
        {"alias inside its anchor", "a: &x\n  b: *x\n", 2, 7, "alias"},
        {"not UTF-8", "a: 1\nb: \xb3\xc7\n", 2, 4, "0xB3 is not UTF-8"},
        {"surrogate", "a: \xed\xa0\x80\n", 1, 4, "not UTF-8"},
    };
    struct td_yaml_doc doc;
    struct td_error err = {0};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_expect_not(parse(&doc, cases[i].text, &err), "%s", cases[i].name);
        cr_expect_eq(err.code, TD_E_PROFILE, "%s", cases[i].name);
        cr_expect_str_eq(err.file, "x.yaml", "%s", cases[i].name);
        cr_expect_gt(err.line, 0, "%s", cases[i].name);
        if (cases[i].line)
            cr_expect_eq(err.line, cases[i].line, "%s: line %zu", cases[i].name, err.line);
        if (cases[i].column)
            cr_expect_eq(err.column, cases[i].column, "%s: column %zu", cases[i].name,
                         err.column);
        cr_expect(strstr(err.text, cases[i].says), "%s: %s", cases[i].name, err.text);
        cr_expect_null(doc.root, "%s", cases[i].name);
    }
}

/* libfyaml refuses these without a message of its own. */
Test(yaml, what_is_refused_without_a_word_has_a_place)
{
    struct td_yaml_doc doc;
    struct td_error err = {0};

    cr_assert_not(parse(&doc, "|0$", &err));
    cr_expect_eq(err.line, 1);
    cr_assert_not(parse(&doc, "a: 1\nb: 2\nc: |0$\n", &err));
    cr_expect(err.line >= 2 && err.line <= 3, "line %zu", err.line);
}

Test(yaml, aliases_of_aliases_do_not_multiply)
{
    struct td_yaml_doc doc;
    struct td_error err = {0};
    struct td_buf b = {0};

    td_buf_text(&b, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
        td_buf_printf(&b, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            td_buf_printf(&b, "%s*a%d", k ? ", " : "", i - 1);
        td_buf_text(&b, "]\n");
    }
    cr_assert_not(parse(&doc, b.at, &err));
    cr_assert(strstr(err.text, "too much content"), "%s", err.text);
    cr_assert_eq(err.line, 6);
    td_buf_free(&b);
}

Test(yaml, deep_and_long_texts_are_refused)
{
    struct td_yaml_doc doc;
    struct td_error err = {0};
    struct td_buf b = {0};

    for (int i = 0; i < 5000; i++)
        td_buf_text(&b, "[");
    cr_assert_not(parse(&doc, b.at, &err));
    td_buf_reset(&b);
    for (int i = 0; i < 400000; i++)
        td_buf_text(&b, "- x\n");
    cr_assert_not(parse(&doc, b.at, &err));
    cr_assert(strstr(err.text, "too much content"), "%s", err.text);
    td_buf_reset(&b);
    for (int i = 0; i < 1300000; i++)
        td_buf_text(&b, "# x\n");
    cr_assert_not(parse(&doc, b.at, &err));
    cr_assert(strstr(err.text, "larger than"), "%s", err.text);
    td_buf_free(&b);
}

Test(yaml, demands_name_what_they_want)
{
    static const char *const modes[] = {"snapshot", "increment", "year"};
    static const char *const keys[] = {"mode", "number", "flag", "list"};
    struct td_yaml_doc doc;
    struct td_error err = {0};
    const struct td_yaml *value;
    size_t choice;
    int64_t number;
    bool flag;

    cr_assert(
        parse(&doc, "mode: snapshoot\nnumber: 12x\nflag: yes\nlist: {}\nmodus: 1\n", &err));
    cr_expect_not(
        td_yaml_choice(td_yaml_get(doc.root, "mode"), "mode", modes, 3, &choice, &err));
    cr_expect_str_eq(err.text, "\"mode\" cannot be \"snapshoot\"");
    cr_expect_str_eq(err.hint, "did you mean \"snapshot\"?");
    cr_expect_eq(err.column, 7);
    td_error_reset(&err);
    cr_expect_not(td_yaml_int(td_yaml_get(doc.root, "number"), "number", 0, 9, &number, &err));
    cr_expect_str_eq(err.text, "\"number\" should be a whole number from 0 to 9");
    td_error_reset(&err);
    cr_expect_not(td_yaml_bool(td_yaml_get(doc.root, "flag"), "flag", &flag, &err));
    td_error_reset(&err);
    cr_expect_not(td_yaml_expect(td_yaml_get(doc.root, "list"), TD_YAML_LIST, "list", &err));
    cr_expect_str_eq(err.text, "\"list\" should be a list [a, b]");
    td_error_reset(&err);
    cr_expect_not(td_yaml_known(doc.root, keys, 4, &err));
    cr_expect_str_eq(err.text, "unknown key \"modus\"");
    cr_expect_str_eq(err.hint, "did you mean \"mode\"?");
    cr_expect_eq(err.line, 5);
    td_error_reset(&err);
    cr_expect_not(td_yaml_need(doc.root, "files", &value, &err));
    cr_expect_str_eq(err.text, "\"files\" is missing");
    td_yaml_free(&doc);
}

Test(yaml, nearest_word)
{
    static const char *const words[] = {"revenue", "main_revenue", "rd_expense", "year"};
    static const struct {
        const char *text, *nearest;
    } cases[] = {{"revenu", "revenue"},
                 {"reveune", "revenue"},
                 {"rd_expence", "rd_expense"},
                 {"yaer", "year"},
                 {"zzzzzz", NULL},
                 {"", NULL},
                 {"mainrevenue", "main_revenue"}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *got = td_nearest(td_str(cases[i].text), words, 4);

        cr_expect((got && cases[i].nearest && strcmp(got, cases[i].nearest) == 0) ||
                      got == cases[i].nearest,
                  "%s: %s", cases[i].text, got ? got : "none");
    }
}
