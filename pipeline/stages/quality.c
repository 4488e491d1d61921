/*
 * quality: what check found, for readers: rules with their counts, the departments' scores and how they
 * moved, the records that fail; as text, CSV, JSON, or a workbook that a bureau sends to a department.
 */
#include "rules_command.h"
#include "table.h"

#include "tidu/sheet.h"

#include <stdio.h>
#include <string.h>

enum { R_RULE, R_TITLE, R_DATASET, R_WORD, R_SEVERITY, R_PASS, R_FAIL, R_UNKNOWN, R_NA, R_OWNER, R_BASIS, R_CONFIRMED, R_EXPRESSION };
enum { S_ID, S_SOURCE, S_DATASET, S_WORD, S_RECORDS, S_SCORE, S_COMPLETE, S_VALID, S_CONSISTENT, S_TIMELY, S_MOVED, S_AS_OF, S_RUN, S_AGE };
enum {
    F_RULE, F_TITLE, F_SEVERITY, F_USCC, F_NAME, F_COUNTY, F_DATASET, F_RECORD, F_SOURCE, F_FILE, F_LINE, F_SHOWN, F_OTHER,
    F_OTHER_FILE, F_OTHER_LINE, F_SUSPECT, F_FACTOR, F_FIELD, F_VALUE, F_OTHER_FIELD, F_OTHER_VALUE, F_OWNER, F_BASIS,
    F_CONFIRMED, F_WORD
};

static const struct table_column rule_columns[] = {
    {"规则", "rule", R_RULE, false},   {"程度", "severity", R_WORD, false},      {"通过", "pass", R_PASS, true},
    {"未通过", "fail", R_FAIL, true},  {"不可核对", "unknown", R_UNKNOWN, true}, {"不涉及", "na", R_NA, true},
    {"内容", "title", R_TITLE, false}};
static const struct table_column rule_all[] = {
    {"规则", "rule", R_RULE, false},    {"内容", "title", R_TITLE, false},        {"数据集", "dataset", R_DATASET, false},
    {"程度", "severity", R_SEVERITY, false}, {"通过", "pass", R_PASS, true},      {"未通过", "fail", R_FAIL, true},
    {"不可核对", "unknown", R_UNKNOWN, true}, {"不涉及", "na", R_NA, true},       {"核实单位", "owner", R_OWNER, false},
    {"依据", "basis", R_BASIS, false},  {"证实程度", "confirmed", R_CONFIRMED, false}, {"表达式", "expression", R_EXPRESSION, false}};
static const struct table_column score_columns[] = {
    {"部门", "department", S_SOURCE, false}, {"数据", "data", S_WORD, false},        {"记录", "records", S_RECORDS, true},
    {"得分", "score", S_SCORE, true},        {"比上次", "moved", S_MOVED, true},     {"完整", "completeness", S_COMPLETE, true},
    {"有效", "validity", S_VALID, true},     {"一致", "consistency", S_CONSISTENT, true}, {"及时", "timeliness", S_TIMELY, true}};
static const struct table_column trend_columns[] = {
    {"部门", "department", S_SOURCE, false}, {"数据", "data", S_WORD, false},        {"截止日", "as_of", S_AS_OF, false},
    {"运行", "run", S_RUN, true},            {"记录", "records", S_RECORDS, true},   {"得分", "score", S_SCORE, true},
    {"比上次", "moved", S_MOVED, false},     {"完整", "completeness", S_COMPLETE, true}, {"有效", "validity", S_VALID, true},
    {"一致", "consistency", S_CONSISTENT, true}, {"及时", "timeliness", S_TIMELY, true}};
static const struct table_column finding_columns[] = {
    {"企业", "firm", F_NAME, false},   {"区县", "county", F_COUNTY, false}, {"部门", "department", F_SOURCE, false},
    {"记录", "record", F_RECORD, false}, {"文件", "file", F_FILE, false},   {"行", "line", F_LINE, true},
    {"数值", "values", F_SHOWN, false}, {"对方", "other", F_OTHER, false},  {"疑", "suspect", F_SUSPECT, false}};
static const struct table_column finding_all[] = {
    {"规则", "rule", F_RULE, false},     {"内容", "title", F_TITLE, false},   {"程度", "severity", F_SEVERITY, false},
    {"统一社会信用代码", "uscc", F_USCC, false}, {"企业名称", "name", F_NAME, false}, {"区县", "county", F_COUNTY, false},
    {"数据集", "dataset", F_DATASET, false}, {"记录", "record", F_RECORD, false}, {"部门", "department", F_SOURCE, false},
    {"文件", "file", F_FILE, false},     {"行", "line", F_LINE, true},        {"数值", "values", F_SHOWN, false},
    {"字段", "field", F_FIELD, false},   {"值（分、人）", "value", F_VALUE, true}, {"对方部门", "other_department", F_OTHER, false},
    {"对方文件", "other_file", F_OTHER_FILE, false}, {"对方行", "other_line", F_OTHER_LINE, true},
    {"对方值", "other_value", F_OTHER_VALUE, true}, {"疑似有误字段", "suspect", F_SUSPECT, false},
    {"单位倍数（10的次方）", "factor", F_FACTOR, true}, {"核实单位", "owner", F_OWNER, false},
    {"依据", "basis", F_BASIS, false},   {"证实程度", "confirmed", F_CONFIRMED, false}};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
#define LIST(a) (a), COUNT(a)

struct report {
    struct td_run *run;
    char run_text[24], as_of[16];
    struct td_rows words[3]; /* what the three below point into */
    const char *source, *county, *rule; /* NULL = all */
    const char *source_name, *county_name;
    struct td_rows rules, scores, findings;
};

/* ---- what is asked ---------------------------------------------------------------------------------------- */
static bool
find_run(struct report *r, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(r->run->db, "quality/report_run", NULL, NULL, 0, &rows, err))
        return false;
    bool found = rows.count == 1;
    if (found) {
        snprintf(r->run_text, sizeof r->run_text, "%s", td_rows_text(&rows, 0, 0));
        snprintf(r->as_of, sizeof r->as_of, "%s", td_rows_text(&rows, 0, 1));
    } else {
        td_fail(err, TD_E_NOT_FOUND, "%s", TD_T("还没有核对过数据质量", "the quality of the data was never checked"));
        td_hint(err, "%s", TD_T("先运行 tidu run 或 tidu check", "run tidu run or tidu check first"));
    }
    td_rows_free(&rows);
    return found;
}

/* A code, a name, or the beginning of one name only. */
static bool
find_word(struct report *r, int which, const char *given, const char **code, const char **name, struct td_error *err)
{
    static const char *const kinds[] = {"source", "county", "rule"};
    const char *zh[] = {"部门", "区县", "规则"}, *en[] = {"department", "county", "rule"}, *params[] = {kinds[which]};
    struct td_rows *rows = &r->words[which];
    struct td_buf all = {0};
    int at = -1, begins = 0;

    if (!given)
        return true;
    if (!td_db_query(r->run->db, "quality/report_word", NULL, params, 1, rows, err))
        return false;
    for (int i = 0; i < rows->count; i++) {
        const char *c = td_rows_text(rows, i, 0), *n = td_rows_text(rows, i, 1);

        td_buf_printf(&all, "%s%s %s", i ? "; " : "", c, n);
        if (strcmp(c, given) == 0 || strcmp(n, given) == 0) {
            at = i;
            begins = 1;
            break;
        }
        if (given[0] && strncmp(n, given, strlen(given)) == 0) {
            at = i;
            begins++;
        }
    }
    if (begins == 1) {
        *code = td_rows_text(rows, at, 0);
        *name = td_rows_text(rows, at, 1);
    } else {
        td_fail(err, TD_E_USAGE, TD_T("没有“%s”这个%s", "\"%s\" is no %s"), given, TD_T(zh[which], en[which]));
        if (which == 2) /* too many for a hint */
            td_hint(err, "%s", TD_T("tidu quality 列出全部规则，如 balance、unit_swap", "tidu quality lists the rules: balance, unit_swap …"));
        else
            td_hint(err, "%s", all.len ? all.at : "");
    }
    td_buf_free(&all);
    return begins == 1;
}

static bool
report_open(struct report *r, struct td_error *err)
{
    const struct td_options *o = r->run->options;
    const char *rule_name;

    return find_run(r, err) && find_word(r, 0, o->source, &r->source, &r->source_name, err) &&
           find_word(r, 1, o->county, &r->county, &r->county_name, err) && find_word(r, 2, o->rule, &r->rule, &rule_name, err);
}

static void
report_close(struct report *r)
{
    for (int i = 0; i < 3; i++)
        td_rows_free(&r->words[i]);
    td_rows_free(&r->rules);
    td_rows_free(&r->scores);
    td_rows_free(&r->findings);
}

static bool
read_findings(struct report *r, const char *form, int limit, struct td_rows *rows, struct td_error *err)
{
    char text[24];
    const char *params[] = {r->source, r->county, r->rule, form, text};

    snprintf(text, sizeof text, "%d", limit);
    return td_db_query(r->run->db, "quality/report_findings", NULL, params, 5, rows, err);
}

static bool
read_figures(struct report *r, struct td_error *err)
{
    const char *rules[] = {r->source, r->county, r->rule};
    const char *scores[] = {r->source, r->run->options->trend ? "on" : "off"};

    return td_db_query(r->run->db, "quality/report_rules", NULL, rules, 3, &r->rules, err) &&
           td_db_query(r->run->db, "quality/report_scores", NULL, scores, 2, &r->scores, err);
}

/* ---- text, CSV, JSON ----------------------------------------------------------------------------------------- */
static void
put_title(const struct report *r, struct td_buf *out)
{
    td_buf_text(out, TD_T("数据质量：", "Quality of the data: "));
    td_buf_text(out, r->county ? r->county_name : TD_T("全市", "the city"));
    if (r->source)
        td_buf_printf(out, TD_T("，%s", ", %s"), r->source_name);
    td_buf_printf(out, TD_T("，截止日 %s（第 %s 次运行）\n", ", as of %s (run %s)\n"), r->as_of, r->run_text);
}

enum { TEXT_RECORDS = 20 };

static bool
print_text(struct report *r, struct td_buf *out, struct td_error *err)
{
    const struct td_options *o = r->run->options;
    bool list = r->rule || o->limit >= 0;

    if (!read_figures(r, err) || (list && !read_findings(r, NULL, o->limit >= 0 ? o->limit : TEXT_RECORDS, &r->findings, err)))
        return false;
    put_title(r, out);
    td_buf_text(out, "\n");
    if (o->trend) {
        table_text(&r->scores, 0, r->scores.count, LIST(trend_columns), out);
        return true;
    }
    table_text(&r->rules, 0, r->rules.count, LIST(rule_columns), out);
    if (!r->rule) {
        td_buf_text(out, TD_T("\n部门得分（0 至 100）\n", "\nScores of the departments (0 to 100)\n"));
        table_text(&r->scores, 0, r->scores.count, LIST(score_columns), out);
    }
    if (list) {
        td_buf_text(out, TD_T("\n未通过的记录\n", "\nRecords that fail\n"));
        table_text(&r->findings, 0, r->findings.count, LIST(finding_columns), out);
    } else
        td_buf_text(out, TD_T("\n未通过的记录: tidu quality --rule 规则，或 --format csv，或 -o 文件.xlsx\n",
                              "\nthe records: tidu quality --rule RULE, or --format csv, or -o FILE.xlsx\n"));
    return true;
}

static bool
print_json(struct report *r, struct td_buf *out, struct td_error *err)
{
    if (!read_figures(r, err) || !read_findings(r, NULL, r->run->options->limit > 0 ? r->run->options->limit : 0, &r->findings, err))
        return false;
    td_buf_printf(out, "{\"run\": %s, \"as_of\": \"%s\", \"rules\": ", r->run_text, r->as_of);
    table_json(&r->rules, LIST(rule_all), true, out);
    td_buf_text(out, ", \"scores\": ");
    table_json(&r->scores, LIST(trend_columns), true, out);
    td_buf_text(out, ", \"findings\": ");
    table_json(&r->findings, LIST(finding_all), true, out);
    td_buf_text(out, "}\n");
    return true;
}

static bool
print_csv(struct report *r, struct td_buf *out, struct td_error *err)
{
    bool trend = r->run->options->trend;
    int limit = r->run->options->limit > 0 ? r->run->options->limit : 0;

    if (trend ? !read_figures(r, err) : !read_findings(r, NULL, limit, &r->findings, err))
        return false;
    if (trend)
        table_csv(&r->scores, LIST(trend_columns), out);
    else
        table_csv(&r->findings, LIST(finding_all), out);
    return true;
}

/* ---- workbook --------------------------------------------------------------------------------------------------- */
struct sheet_column {
    struct td_column column;
    int source;
};
static const struct sheet_column score_sheet[] = {
    {{"部门", TD_CELL_TEXT, 28}, S_SOURCE},   {{"数据", TD_CELL_TEXT, 14}, S_WORD},      {{"截止日", TD_CELL_TEXT, 12}, S_AS_OF},
    {{"记录", TD_CELL_INT, 10}, S_RECORDS},   {{"得分", TD_CELL_TEXT, 8}, S_SCORE},      {{"比上次", TD_CELL_TEXT, 9}, S_MOVED},
    {{"完整", TD_CELL_TEXT, 8}, S_COMPLETE},  {{"有效", TD_CELL_TEXT, 8}, S_VALID},      {{"一致", TD_CELL_TEXT, 8}, S_CONSISTENT},
    {{"及时", TD_CELL_TEXT, 8}, S_TIMELY},    {{"距上次变化（天）", TD_CELL_INT, 14}, S_AGE}};
static const struct sheet_column rule_sheet[] = {
    {{"规则", TD_CELL_TEXT, 24}, R_RULE},     {{"内容", TD_CELL_TEXT, 40}, R_TITLE},     {{"程度", TD_CELL_TEXT, 8}, R_WORD},
    {{"通过", TD_CELL_INT, 10}, R_PASS},      {{"未通过", TD_CELL_INT, 10}, R_FAIL},     {{"不可核对（缺数据）", TD_CELL_INT, 16}, R_UNKNOWN},
    {{"不涉及", TD_CELL_INT, 10}, R_NA},      {{"核实单位", TD_CELL_TEXT, 26}, R_OWNER}, {{"依据", TD_CELL_TEXT, 40}, R_BASIS},
    {{"证实程度", TD_CELL_TEXT, 18}, R_CONFIRMED}, {{"表达式", TD_CELL_TEXT, 60}, R_EXPRESSION}};
static const struct sheet_column finding_sheet[] = {
    {{"程度", TD_CELL_TEXT, 8}, F_WORD},      {{"规则", TD_CELL_TEXT, 36}, F_TITLE},     {{"企业名称", TD_CELL_TEXT, 36}, F_NAME},
    {{"统一社会信用代码", TD_CELL_TEXT, 21}, F_USCC}, {{"区县", TD_CELL_TEXT, 16}, F_COUNTY}, {{"部门", TD_CELL_TEXT, 24}, F_SOURCE},
    {{"记录", TD_CELL_TEXT, 18}, F_RECORD},   {{"文件", TD_CELL_TEXT, 30}, F_FILE},      {{"行", TD_CELL_TEXT, 9}, F_LINE},
    {{"数值", TD_CELL_TEXT, 60}, F_SHOWN},    {{"对方部门", TD_CELL_TEXT, 24}, F_OTHER}, {{"对方文件", TD_CELL_TEXT, 30}, F_OTHER_FILE},
    {{"对方行", TD_CELL_TEXT, 9}, F_OTHER_LINE}, {{"疑似有误字段", TD_CELL_TEXT, 16}, F_SUSPECT}, {{"核实单位", TD_CELL_TEXT, 26}, F_OWNER}};

enum { SHEET_COLUMNS_MAX = 16, SHEETS = 5 };

struct sheet_memory {
    struct td_column columns[SHEET_COLUMNS_MAX];
    struct td_value_cell *cells;
    struct td_buf heading;
};

static void
make_sheet(struct sheet_memory *m, const struct report *r, const char *name, const struct td_rows *rows, const struct sheet_column *columns,
           size_t count, struct td_sheet *sheet)
{
    m->cells = td_alloc((size_t)rows->count * count + 1, sizeof *m->cells);
    td_buf_printf(&m->heading, "%s%s%s%s（截止 %s，%d 行）", r->county ? r->county_name : "", r->source ? r->source_name : "",
                  r->county || r->source ? "：" : "", name, r->as_of, rows->count);
    for (size_t c = 0; c < count; c++) {
        m->columns[c] = columns[c].column;
        for (int i = 0; i < rows->count; i++)
            m->cells[(size_t)i * count + c] = (struct td_value_cell){
                !td_rows_null(rows, i, columns[c].source),
                columns[c].column.kind == TD_CELL_INT ? td_rows_int(rows, i, columns[c].source) : 0,
                td_str(td_rows_text(rows, i, columns[c].source))};
    }
    *sheet = (struct td_sheet){.name = name, .heading = m->heading.at, .columns = m->columns, .column_count = count,
                               .cells = m->cells, .row_count = (size_t)rows->count};
}

static bool
write_workbook(struct report *r, struct td_error *err)
{
    static const char *const names[] = {"未通过规则的记录", "部门之间的差异", "疑似单位用错"}, *const forms[] = {"record", "pair", "unit"};
    struct td_rows lists[3] = {{0}};
    struct sheet_memory memory[SHEETS] = {{.cells = NULL}};
    struct td_sheet sheets[SHEETS];
    td_date created;
    bool ok = read_figures(r, err);

    for (int i = 0; ok && i < 3; i++)
        ok = read_findings(r, forms[i], 0, &lists[i], err);
    if (ok) {
        make_sheet(&memory[0], r, "部门得分", &r->scores, LIST(score_sheet), &sheets[0]);
        make_sheet(&memory[1], r, "规则", &r->rules, LIST(rule_sheet), &sheets[1]);
        for (int i = 0; i < 3; i++)
            make_sheet(&memory[2 + i], r, names[i], &lists[i], LIST(finding_sheet), &sheets[2 + i]);
        ok = td_date_parse(td_str(r->as_of), TD_DATE_ISO, &created) == TD_FAULT_NONE &&
             td_xlsx_write(r->run->options->output, sheets, SHEETS, created, err);
    }
    for (int i = 0; i < SHEETS; i++) {
        free(memory[i].cells);
        td_buf_free(&memory[i].heading);
    }
    for (int i = 0; i < 3; i++)
        td_rows_free(&lists[i]);
    return ok;
}

bool
td_command_quality(struct td_run *run, struct td_error *err)
{
    struct report r = {.run = run};
    struct td_buf out = {0};
    enum table_form form = table_form(run->options);
    const char *file = run->options->output;
    bool workbook = file && td_str_ends(td_str(file), TD_STR(".xlsx"));
    bool ok = report_open(&r, err);

    if (ok && workbook)
        ok = write_workbook(&r, err);
    else if (ok)
        ok = (form == TABLE_CSV    ? print_csv(&r, &out, err)
              : form == TABLE_JSON ? print_json(&r, &out, err)
                                   : print_text(&r, &out, err)) &&
             rules_print(run, &out, err);
    td_buf_free(&out);
    report_close(&r);
    return ok;
}
