/*
 * funnel: how many firms are left after each condition, of the city, a county, an industry, or of each of
 * them side by side. Counted in the night by county (result.funnel_county); by industry when it is asked.
 */
#include "cut.h"
#include "rules_command.h"

#include <stdio.h>
#include <string.h>

enum { /* columns of funnel/counted.sql and funnel/cut.sql */
    Q_TIER, Q_TITLE, Q_KIND, Q_VERSION, Q_STEP, Q_ID, Q_CLAUSE, Q_TEXT, Q_MET, Q_UNMET, Q_UNKNOWN, Q_MANUAL, Q_NA,
    Q_REMAINING, Q_CERTAIN, Q_HELD, Q_CUT, Q_CUT_NAME, Q_KIND_WORD, Q_MARK
};

static const struct table_column step_columns[] = {
    {"步", "step", Q_STEP, true},          {"满足", "met", Q_MET, true},
    {"不满足", "unmet", Q_UNMET, true},    {"未知", "unknown", Q_UNKNOWN, true},
    {"人工", "manual", Q_MANUAL, true},    {"不适用", "n/a", Q_NA, true},
    {"至此可能", "possible", Q_REMAINING, true}, {"至此确定", "certain", Q_CERTAIN, true},
    {"已获称号", "held", Q_HELD, true},    {"条件", "id", Q_ID, false}, {"", "", Q_TEXT, false}};
static const struct table_column all_columns[] = {
    {"区县或行业", "cut", Q_CUT, false},   {"名称", "cut_name", Q_CUT_NAME, false}, {"层级", "tier", Q_TIER, false},
    {"层级名称", "title", Q_TITLE, false}, {"申报", "kind", Q_KIND, false}, {"规则版本", "version", Q_VERSION, false},
    {"步", "step", Q_STEP, true},          {"条件", "id", Q_ID, false},     {"条款", "clause", Q_CLAUSE, false},
    {"内容", "text", Q_TEXT, false},       {"满足", "met", Q_MET, true},    {"不满足", "unmet", Q_UNMET, true},
    {"未知", "unknown", Q_UNKNOWN, true},  {"人工", "manual", Q_MANUAL, true}, {"不适用", "na", Q_NA, true},
    {"至此可能", "remaining", Q_REMAINING, true}, {"至此确定", "remaining_certain", Q_CERTAIN, true},
    {"已获称号", "remaining_held", Q_HELD, true},
    {"未证实数值", "unconfirmed", Q_MARK, false}};
enum { STEP_COLUMNS = sizeof step_columns / sizeof step_columns[0], ALL_COLUMNS = sizeof all_columns / sizeof all_columns[0] };

static bool
same_program(const struct td_rows *q, int a, int b)
{
    return strcmp(td_rows_text(q, a, Q_TIER), td_rows_text(q, b, Q_TIER)) == 0 &&
           strcmp(td_rows_text(q, a, Q_KIND), td_rows_text(q, b, Q_KIND)) == 0;
}

/* The first row behind this program's. */
static int
program_end(const struct td_rows *q, int from)
{
    int to = from;

    while (to < q->count && same_program(q, from, to))
        to++;
    return to;
}

/* Rows of one cut: steps 0, 1, … */
static int
cut_end(const struct td_rows *q, int from, int end)
{
    int to = from + 1;

    while (to < end && td_rows_int(q, to, Q_STEP) != 0)
        to++;
    return to;
}

/* ---- many cuts: a row each, a column per step ------------------------------------------------- */
static int
number_width(const struct td_rows *q, int from, int to, int column)
{
    int width = 0;

    for (int r = from; r < to; r++) {
        int w = td_text_columns(td_str(td_rows_text(q, r, column)));
        width = w > width ? w : width;
    }
    return width;
}

static void
put_legend(const struct td_rows *q, int from, int to, struct td_buf *out)
{
    for (int r = from; r < to; r++)
        td_buf_printf(out, "  %2s  %s%s%s\n", td_rows_text(q, r, Q_STEP), td_rows_text(q, r, Q_ID),
                      td_rows_text(q, r, Q_TEXT)[0] ? "  " : "", td_rows_text(q, r, Q_TEXT));
}

static void
put_matrix(const struct td_rows *q, int from, int to, struct td_buf *out)
{
    int names = number_width(q, from, to, Q_CUT_NAME), width = 2 + number_width(q, from, to, Q_REMAINING);
    int first_end = cut_end(q, from, to);
    const char *certain = TD_T("至此确定", "certain"), *held = TD_T("已获称号", "held");

    put_legend(q, from, first_end, out);
    td_buf_text(out, "  ");
    td_buf_padded(out, td_str(TD_T("至此可能", "possible")), names, false);
    for (int r = from; r < first_end; r++)
        td_buf_padded(out, td_str(td_rows_text(q, r, Q_STEP)), width, true);
    td_buf_printf(out, "  %s  %s\n", certain, held);
    for (int r = from; r < to;) {
        int end = cut_end(q, r, to);
        td_buf_text(out, "  ");
        td_buf_padded(out, td_str(td_rows_text(q, r, Q_CUT_NAME)), names, false);
        for (; r < end; r++)
            td_buf_padded(out, td_str(td_rows_text(q, r, Q_REMAINING)), width, true);
        td_buf_padded(out, td_str(td_rows_text(q, end - 1, Q_CERTAIN)), 2 + td_text_columns(td_str(certain)), true);
        td_buf_padded(out, td_str(td_rows_text(q, end - 1, Q_HELD)), 2 + td_text_columns(td_str(held)), true);
        td_buf_text(out, "\n");
    }
}

static void
put_text(const struct cut *cut, const struct td_rows *q, bool many, struct td_buf *out)
{
    td_buf_text(out, TD_T("漏斗：", "Funnel: "));
    cut_text(cut, out);
    td_buf_text(out, "\n");
    for (int from = 0; from < q->count;) {
        int to = program_end(q, from);
        td_buf_printf(out, TD_T("\n%s（%s，%s版%s）\n", "\n%s (%s, version %s%s)\n"), td_rows_text(q, from, Q_TITLE),
                      TD_T(td_rows_text(q, from, Q_KIND_WORD), td_rows_text(q, from, Q_KIND)),
                      td_rows_text(q, from, Q_VERSION),
                      table_mark(td_rows_text(q, from, Q_MARK)[0] != '\0'));
        if (many)
            put_matrix(q, from, to, out);
        else
            table_text(q, from, to, step_columns, STEP_COLUMNS, out);
        from = to;
    }
}

static bool
query(const struct cut *cut, struct td_run *run, struct td_rows *rows, struct td_error *err)
{
    const char *by = run->options->by ? run->options->by : "";
    const char *params[] = {cut->run, cut->tier, cut->county, by, cut->industry};
    bool counted = !cut->industry && (by[0] == '\0' || strcmp(by, "county") == 0);

    return td_db_query(run->db, counted ? "funnel/counted" : "funnel/cut", NULL, params, counted ? 4 : 5, rows, err);
}

bool
td_command_funnel(struct td_run *run, struct td_error *err)
{
    struct cut cut = {0};
    struct td_rows rows = {0};
    struct td_buf out = {0};
    enum table_form form = table_form(run->options);
    bool ok = cut_open(&cut, run, err) && query(&cut, run, &rows, err);

    if (ok && form == TABLE_CSV)
        table_csv(&rows, all_columns, ALL_COLUMNS, &out);
    else if (ok && form == TABLE_JSON) {
        td_buf_printf(&out, "{\"run\": %s, \"as_of\": \"%s\", \"steps\": ", cut.run, cut.as_of);
        table_json(&rows, all_columns, ALL_COLUMNS, true, &out);
        td_buf_text(&out, "}\n");
    } else if (ok)
        put_text(&cut, &rows, run->options->by != NULL, &out);
    ok = ok && rules_print(run, &out, err);
    td_buf_free(&out);
    td_rows_free(&rows);
    cut_close(&cut);
    return ok;
}
