/* What an explanation prints: each value once per condition, titles without how "none" is stored. */
#include "../support/criteria_load.h"

#include <criterion/criterion.h>

struct explaining {
    struct criteria criteria;
    struct td_rules *rules;
    struct firms firms;
};

static void
explaining_open(struct explaining *e)
{
    struct td_rules_options options = {.region = TD_STR("371500")};
    struct td_error err = {0};

    *e = (struct explaining){0};
    cr_assert_eq(td_date_parse(TD_STR("2026-11-20"), TD_DATE_ISO, &options.as_of), TD_FAULT_NONE);
    criteria_read(&e->criteria, TIDU_SOURCE "/criteria");
    cr_assert(td_rules_compile(&e->rules, e->criteria.files, e->criteria.count, &options, &err), "%s", err.text);
    firms_new(&e->firms, e->rules, 40, 7, 20, true);
}

static void
explaining_close(struct explaining *e)
{
    firms_free(&e->firms);
    td_rules_free(e->rules);
    criteria_free(&e->criteria);
}

static struct td_str
cut(struct td_str *rest, const char *separator)
{
    struct td_str whole = *rest, part = whole;
    size_t len = strlen(separator);

    for (size_t i = 0; i + len <= whole.len; i++)
        if (memcmp(whole.at + i, separator, len) == 0) {
            part.len = i;
            *rest = (struct td_str){whole.at + i + len, whole.len - i - len};
            return part;
        }
    *rest = (struct td_str){0};
    return part;
}

/* No part of the list stands in it twice. */
static size_t
expect_distinct(struct td_str list, const char *separator)
{
    struct td_str parts[200];
    size_t count = 0;

    while (list.len && count < 200) {
        parts[count] = cut(&list, separator);
        for (size_t i = 0; i < count; i++)
            cr_expect(!td_str_equal(parts[i], parts[count]), "twice: %.*s", (int)parts[i].len, parts[i].at);
        count++;
    }
    return count;
}

Test(explain, each_value_stands_once_per_condition)
{
    struct explaining e;
    struct td_buf out = {0};
    size_t values = 0;

    explaining_open(&e);
    for (size_t row = 0; row < e.firms.rows; row++) {
        td_buf_reset(&out);
        td_explain(e.rules, &e.firms.columns, row, false, &out);
        for (struct td_str rest = td_buf_view(&out); rest.len;) {
            struct td_str line = cut(&rest, "\n");
            cut(&line, "  依据：");
            values += expect_distinct(line, "；");
        }
        td_buf_reset(&out);
        td_explain(e.rules, &e.firms.columns, row, true, &out);
        for (struct td_str rest = td_buf_view(&out); rest.len;) {
            cut(&rest, "\"values\":[");
            struct td_str list = rest;
            values += expect_distinct(cut(&list, "]"), "},{");
        }
    }
    cr_expect_gt(values, e.firms.rows * 100);
    td_buf_free(&out);
    explaining_close(&e);
}

Test(explain, none_is_a_word_and_not_a_number)
{
    struct explaining e;
    struct td_buf out = {0};

    explaining_open(&e);
    for (int json = 0; json < 2; json++) {
        td_buf_reset(&out);
        for (size_t row = 0; row < e.firms.rows; row++)
            td_explain(e.rules, &e.firms.columns, row, json, &out);
        cr_expect(!td_str_has(td_buf_view(&out), TD_STR("无 = 999")));
        cr_expect(!td_str_has(td_buf_view(&out), TD_STR("999年")));
        cr_expect(td_str_has(td_buf_view(&out), TD_STR("最近一次主导制定标准距今年数")));
        cr_expect(td_str_has(td_buf_view(&out), TD_STR("（63号，维持超过2年）")), "what tells two facts apart is kept");
    }
    td_buf_free(&out);
    explaining_close(&e);
}
