/* diff: who entered, left and moved between two rankings, and why. */
#include "rules_command.h"
#include "table.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_FIRMS = 50 };

static const struct table_column count_columns[] = {
    {"层级", "tier", 4, false},  {"方面", "aspect", 0, false}, {"方向", "direction", 1, false}, {"数据", "data", 5, true},
    {"匹配", "link", 6, true},   {"日期", "clock", 7, true},   {"规则", "rule", 8, true},       {"人工", "override", 9, true},
    {"合计", "all", 10, true},   {"其中被动", "displaced", 11, true}};
static const struct table_column text_columns[] = {
    {"统一社会信用代码", "uscc", 0, false}, {"企业名称", "name", 1, false},  {"区县", "county", 2, false},
    {"层级", "tier", 3, false},             {"方面", "aspect", 5, false},    {"方向", "direction", 7, false},
    {"原为", "was", 8, false},              {"现为", "became", 9, false},    {"原位次", "place_was", 13, true},
    {"现位次", "place", 14, true},          {"原因", "cause", 11, false},    {"条件变化", "conditions", 16, false}};
static const struct table_column all_columns[] = {
    {"统一社会信用代码", "uscc", 0, false}, {"企业名称", "name", 1, false},   {"区县", "county", 2, false},
    {"层级", "tier", 3, false},             {"方面", "aspect", 4, false},     {"方向", "direction", 6, false},
    {"原为", "was", 8, false},              {"现为", "became", 9, false},     {"原因", "cause", 10, false},
    {"直接或被动", "direct", 12, false},    {"原位次", "place_was", 13, true}, {"现位次", "place", 14, true},
    {"期间原因", "causes", 15, false},      {"条件变化", "conditions", 16, false}};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

struct side {
    char run[24], as_of[16];
};

static bool
find_side(struct td_run *run, const char *said, struct side *side, struct td_error *err)
{
    const char *params[] = {said};
    struct td_rows rows = {0}, nights = {0};

    if (!td_db_query(run->db, "diff/night", NULL, params, 1, &rows, err))
        return false;
    bool found = rows.count == 1;
    if (found) {
        snprintf(side->run, sizeof side->run, "%s", td_rows_text(&rows, 0, 0));
        snprintf(side->as_of, sizeof side->as_of, "%s", td_rows_text(&rows, 0, 1));
    } else if (td_db_query(run->db, "diff/nights", NULL, NULL, 0, &nights, err)) {
        td_fail(err, TD_E_NOT_FOUND, TD_T("没有“%s”的排序", "there is no ranking of \"%s\""), said);
        td_hint(err, TD_T("写运行号或截止日；最近的有 %s", "a run or an as-of date; the latest are %s"),
                nights.count && td_rows_text(&nights, 0, 0)[0] ? td_rows_text(&nights, 0, 0) : "-");
    }
    td_rows_free(&rows);
    td_rows_free(&nights);
    return found;
}

static bool
put_text(struct td_run *run, const struct side *sides, const char *const *params, struct td_buf *out, struct td_error *err)
{
    struct td_rows counts = {0}, firms = {0};
    bool ok = td_db_query(run->db, "diff/counts", NULL, params, 5, &counts, err) &&
              td_db_query(run->db, "diff/moves", NULL, params, 6, &firms, err);

    if (ok) {
        td_buf_printf(out, TD_T("从运行 %s（截止日 %s）到运行 %s（截止日 %s）\n", "from run %s (as of %s) to run %s (as of %s)\n"), sides[0].run,
                      sides[0].as_of, sides[1].run, sides[1].as_of);
        if (counts.count == 0)
            td_buf_text(out, TD_T("没有变动\n", "nothing moved\n"));
        else {
            table_text(&counts, 0, counts.count, count_columns, COUNT(count_columns), out);
            td_buf_text(out, "\n");
            table_text(&firms, 0, firms.count, text_columns, COUNT(text_columns), out);
        }
    }
    td_rows_free(&counts);
    td_rows_free(&firms);
    return ok;
}

static bool
put_rows(struct td_run *run, enum table_form form, const char *const *params, struct td_buf *out, struct td_error *err)
{
    struct td_rows firms = {0};

    if (!td_db_query(run->db, "diff/moves", NULL, params, 6, &firms, err))
        return false;
    if (form == TABLE_CSV)
        table_csv(&firms, all_columns, COUNT(all_columns), out);
    else {
        table_json(&firms, all_columns, COUNT(all_columns), true, out);
        td_buf_text(out, "\n");
    }
    td_rows_free(&firms);
    return true;
}

bool
td_command_diff(struct td_run *run, struct td_error *err)
{
    const struct td_options *o = run->options;
    enum table_form form = table_form(o);
    struct side sides[2];
    struct td_buf out = {0};
    char limit[24];

    if (!find_side(run, o->operands[0], &sides[0], err) || !find_side(run, o->operands[1], &sides[1], err))
        return false;
    snprintf(limit, sizeof limit, "%d", o->limit >= 0 ? o->limit : form == TABLE_TEXT ? TEXT_FIRMS : 0);
    const char *params[] = {sides[0].run, sides[1].run, o->tier, o->county, TD_T("false", "true"), limit};
    bool ok = form == TABLE_TEXT ? put_text(run, sides, params, &out, err) : put_rows(run, form, params, &out, err);
    ok = ok && rules_print(run, &out, err);
    td_buf_free(&out);
    return ok;
}
