/*
 * near: firms that lack one condition of a tier and no other: how many, by condition and county, and which.
 * What is a near miss was told from the judgement when it was written (result.near).
 */
#include "cut.h"
#include "rules_command.h"

#include <stdio.h>
#include <string.h>

enum { /* the first columns of near/counts.sql and near/firms.sql */
    Q_TIER, Q_TITLE, Q_KIND, Q_VERSION, Q_STEP, Q_ID, Q_CLAUSE, Q_TEXT
};
enum { N_SURE = Q_TEXT + 1, N_OPEN, N_COUNTY, N_COUNTY_NAME, N_KIND_WORD, N_MARK };
enum {
    F_NUMBER = Q_TEXT + 1, F_COUNTY, F_COUNTY_NAME, F_NAME, F_USCC, F_INDUSTRY, F_INDUSTRY_NAME, F_UNKNOWN, F_LACKING,
    F_LEAVES, F_VERDICT, F_PLACE, F_KIND_WORD, F_GAP, F_GAP_COST, F_GAP_MONTHS,
    F_MARK
};

static const struct table_column count_columns[] = {
    {"其余已知", "else known", N_SURE, true}, {"另有未知", "with unknowns", N_OPEN, true},
    {"条件", "condition", Q_ID, false}, {"", "", Q_TEXT, false}};
static const struct table_column county_columns[] = {
    {"区县", "county", N_COUNTY_NAME, false}, {"其余已知", "else known", N_SURE, true},
    {"另有未知", "with unknowns", N_OPEN, true}, {"条件", "condition", Q_ID, false}};
static const struct table_column firm_columns[] = {
    {"序", "no.", F_NUMBER, true}, {"区县", "county", F_COUNTY_NAME, false}, {"企业名称", "firm", F_NAME, false},
    {"统一社会信用代码", "code", F_USCC, false}, {"未知项", "unknown", F_UNKNOWN, true},
    {"判定", "verdict", F_VERDICT, false}, {"差的是", "lacking", F_LACKING, false},
    {"补齐", "gap", F_GAP, false}};
static const struct table_column all_columns[] = {
    {"层级", "tier", Q_TIER, false},       {"层级名称", "title", Q_TITLE, false}, {"申报", "kind", Q_KIND, false},
    {"规则版本", "version", Q_VERSION, false}, {"条件", "condition", Q_ID, false}, {"条款", "clause", Q_CLAUSE, false},
    {"内容", "text", Q_TEXT, false},       {"序", "number", F_NUMBER, true}, {"区县内序", "place", F_PLACE, true},
    {"区县代码", "county", F_COUNTY, false}, {"区县", "county_name", F_COUNTY_NAME, false},
    {"企业名称", "name", F_NAME, false},   {"统一社会信用代码", "uscc", F_USCC, false},
    {"行业", "industry", F_INDUSTRY, false}, {"行业名称", "industry_name", F_INDUSTRY_NAME, false},
    {"未知项", "unknown", F_UNKNOWN, true}, {"判定", "verdict", F_VERDICT, false},
    {"差的是", "lacking", F_LACKING, false}, {"差的部分", "leaves", F_LEAVES, false},
    {"补齐", "gap", F_GAP, false},         {"补齐代价", "gap_cost", F_GAP_COST, true},
    {"补齐月数", "gap_months", F_GAP_MONTHS, true},
    {"未证实数值", "unconfirmed", F_MARK, false}};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* The first row behind those that agree with row `from` in the columns up to `last`. */
static int
group_end(const struct td_rows *q, int from, int last)
{
    int to = from + 1;

    for (; to < q->count; to++)
        for (int c = 0; c <= last; c++)
            if (strcmp(td_rows_text(q, from, c), td_rows_text(q, to, c)) != 0)
                return to;
    return to;
}

static void
put_heading(const struct td_rows *q, int r, int kind_word, int mark, struct td_buf *out)
{
    td_buf_printf(out, TD_T("\n%s（%s，%s版%s）", "\n%s (%s, version %s%s)"), td_rows_text(q, r, Q_TITLE),
                  TD_T(td_rows_text(q, r, kind_word), td_rows_text(q, r, Q_KIND)), td_rows_text(q, r, Q_VERSION),
                  table_mark(td_rows_text(q, r, mark)[0] != '\0'));
}

static void
put_counts(const struct td_rows *q, bool by_county, struct td_buf *out)
{
    for (int from = 0; from < q->count;) {
        int to = group_end(q, from, Q_VERSION);
        put_heading(q, from, N_KIND_WORD, N_MARK, out);
        td_buf_text(out, "\n");
        if (by_county)
            table_text(q, from, to, county_columns, COUNT(county_columns), out);
        else
            table_text(q, from, to, count_columns, COUNT(count_columns), out);
        from = to;
    }
}

static void
put_firms(const struct td_rows *q, struct td_buf *out)
{
    for (int from = 0; from < q->count;) {
        int to = group_end(q, from, Q_ID);
        put_heading(q, from, F_KIND_WORD, F_MARK, out);
        td_buf_printf(out, TD_T("：只差 %s %s\n", ": lacking %s %s only\n"), td_rows_text(q, from, Q_ID),
                      td_rows_text(q, from, Q_TEXT));
        table_text(q, from, to, firm_columns, COUNT(firm_columns), out);
        from = to;
    }
}

static bool
check_condition(const struct cut *cut, struct td_run *run, struct td_error *err)
{
    const char *params[] = {cut->rules_run, cut->tier}, *wanted = run->options->condition;
    struct td_rows rows = {0};
    struct td_buf all = {0};
    bool found = !wanted;

    if (found)
        return true;
    if (!td_db_query(run->db, "funnel/conditions", NULL, params, 2, &rows, err))
        return false;
    for (int r = 0; r < rows.count; r++) {
        found = found || strcmp(td_rows_text(&rows, r, 0), wanted) == 0;
        td_buf_printf(&all, "%s%s", r ? " " : "", td_rows_text(&rows, r, 0));
    }
    if (!found) {
        td_fail(err, TD_E_USAGE, TD_T("没有“%s”这个条件", "there is no condition \"%s\""), wanted);
        td_hint(err, "%s", all.len ? all.at : "");
    }
    td_rows_free(&rows);
    td_buf_free(&all);
    return found;
}

enum { TEXT_FIRMS = 20 };

static bool
query_firms(const struct cut *cut, struct td_run *run, struct td_rows *rows, struct td_error *err)
{
    const struct td_options *o = run->options;
    char limit[24];
    const char *params[] = {cut->run, cut->tier, o->condition, cut->county, limit};

    snprintf(limit, sizeof limit, "%d", o->limit >= 0 ? o->limit : table_form(o) == TABLE_TEXT ? TEXT_FIRMS : 0);
    return td_db_query(run->db, "near/firms", NULL, params, 5, rows, err);
}

static bool
print_text(const struct cut *cut, struct td_run *run, struct td_buf *out, struct td_error *err)
{
    const struct td_options *o = run->options;
    const char *params[] = {cut->run, cut->tier, o->condition, cut->county, o->by};
    struct td_rows counts = {0}, firms = {0};
    bool list = o->condition || o->limit >= 0;
    bool ok = td_db_query(run->db, "near/counts", NULL, params, 5, &counts, err) &&
              (!list || query_firms(cut, run, &firms, err));

    if (ok) {
        td_buf_text(out, TD_T("近门槛（只差一个条件）：", "Near misses (one condition lacking): "));
        cut_text(cut, out);
        td_buf_text(out, "\n");
        put_counts(&counts, o->by != NULL, out);
        if (list)
            put_firms(&firms, out);
        else
            td_buf_printf(out, TD_T("\n企业名单: tidu near %s --condition 条件，或 --format csv -o 文件\n",
                                    "\nthe firms: tidu near %s --condition ID, or --format csv -o FILE\n"),
                          cut->tier ? cut->tier : TD_T("层级", "TIER"));
    }
    td_rows_free(&counts);
    td_rows_free(&firms);
    return ok;
}

static bool
print_data(const struct cut *cut, struct td_run *run, enum table_form form, struct td_buf *out, struct td_error *err)
{
    struct td_rows firms = {0};
    bool ok = query_firms(cut, run, &firms, err);

    if (ok && form == TABLE_CSV)
        table_csv(&firms, all_columns, COUNT(all_columns), out);
    else if (ok) {
        td_buf_printf(out, "{\"run\": %s, \"as_of\": \"%s\", \"firms\": ", cut->run, cut->as_of);
        table_json(&firms, all_columns, COUNT(all_columns), true, out);
        td_buf_text(out, "}\n");
    }
    td_rows_free(&firms);
    return ok;
}

bool
td_command_near(struct td_run *run, struct td_error *err)
{
    struct cut cut = {0};
    struct td_buf out = {0};
    enum table_form form = table_form(run->options);
    bool ok = cut_open(&cut, run, err) && check_condition(&cut, run, err);

    if (ok && run->options->by && strcmp(run->options->by, "county") != 0)
        ok = td_fail(err, TD_E_USAGE, TD_T("--by 的值 \"%s\" 不对", "--by cannot be \"%s\""), run->options->by);
    ok = ok && (form == TABLE_TEXT ? print_text(&cut, run, &out, err) : print_data(&cut, run, form, &out, err)) &&
         rules_print(run, &out, err);
    td_buf_free(&out);
    cut_close(&cut);
    return ok;
}
