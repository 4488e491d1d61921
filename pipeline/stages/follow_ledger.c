/*
 * ledger: the pool's firms with their specialists and shortfalls, and what counties write about them: counts as a text, a
 * workbook or CSV to fill in (-o), and the filled one back (--notes). It is the sheet 台账 of the published workbooks.
 */
#include "follow_ledger.h"
#include "form.h"
#include "rules_command.h"
#include "table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

const struct td_column ledger_columns[LEDGER_COLUMNS] = {
    {"企业名称", TD_CELL_TEXT, 26}, {"统一社会信用代码", TD_CELL_TEXT, 20}, {"区县", TD_CELL_TEXT, 12},
    {"培育层级", TD_CELL_TEXT, 18}, {"阶段", TD_CELL_TEXT, 6},           {"服务专员", TD_CELL_TEXT, 12},
    {"主要短板", TD_CELL_TEXT, 36}, {"计划措施", TD_CELL_TEXT, 20},       {"进展", TD_CELL_TEXT, 26},
    {"进展日期", TD_CELL_TEXT, 11}, {"状态", TD_CELL_TEXT, 9},           {"下一步", TD_CELL_TEXT, 20},
    {"备注", TD_CELL_TEXT, 16},     {"上次填写", TD_CELL_TEXT, 11},       {"填写次数", TD_CELL_INT, 6},
    {"标识（请勿改动）", TD_CELL_TEXT, 12}};

static const struct table_column count_columns[] = {
    {"区县", "county", 0, false}, {"在库", "firms", 1, true}, {"有专员", "with_specialist", 2, true},
    {"已填写", "noted", 3, true}, {"进行中", "working", 4, true}, {"有困难", "hindered", 5, true},
    {"已完成", "done", 6, true}, {"最近填写", "last", 7, false}, {"说明", "remark", 8, false}};

/* In Chinese: the workbook is read by people of a bureau, whoever runs the program. */
static const char *const manual[] = {
    "在 进展、进展日期、状态、下一步、备注 五栏填写；其余单元格不要改动，可以排序、筛选、移动列、删除不处理的行。",
    "进展日期写成 2026-11-20；状态从下拉列表选择；没有新进展的行不用动。",
    "请勿填写个人姓名、电话、身份证号：台账会下发各县（市、区）。含电话或身份证号的行会退回。",
    "填好后由操作人员运行: tidu ledger --notes 文件.xlsx --by 填写单位或岗位 --on 日期；内容进入下一晚的台账，更名、换码后仍随企业。",
    "两边都改过的行会指出，两次填写都保留，以日期晚的为准。"};

const char *const ledger_states[] = {"未开始", "进行中", "有困难", "已完成", "不再培育", NULL};
const struct td_entry ledger_entries[LEDGER_ENTRIES] = {
    {.column = LEDGER_PROGRESS}, {.column = LEDGER_ON}, {.column = LEDGER_STATUS, .choices = ledger_states},
    {.column = LEDGER_NEXT},     {.column = LEDGER_REMARK}};

struct td_value_cell *
ledger_cells(const struct td_rows *rows)
{
    struct td_value_cell *cells = td_alloc((size_t)rows->count * LEDGER_COLUMNS + 1, sizeof *cells);

    for (int r = 0; r < rows->count; r++)
        for (int c = 0; c < LEDGER_COLUMNS; c++) {
            struct td_value_cell *cell = &cells[(size_t)r * LEDGER_COLUMNS + (size_t)c];
            if (td_rows_null(rows, r, c) || td_rows_text(rows, r, c)[0] == '\0')
                continue;
            *cell = (struct td_value_cell){true, c == LEDGER_TIMES ? td_rows_int(rows, r, c) : 0, td_str(td_rows_text(rows, r, c))};
        }
    return cells;
}

void
ledger_mark(const struct td_str cells[LEDGER_ENTRIES], char mark[17])
{
    struct td_buf text = {0};

    for (size_t i = 0; i < LEDGER_ENTRIES; i++) {
        td_buf_str(&text, cells[i]);
        td_buf_text(&text, "\x1f");
    }
    snprintf(mark, 17, "%016" PRIx64, td_hash64(text.at, text.len, 0));
    td_buf_free(&text);
}

/* The published night, which the file is of. */
static bool
read_night(struct td_run *run, char at_run[24], td_date *as_of, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(run->db, "ledger/night", NULL, NULL, 0, &rows, err))
        return false;
    bool ok = rows.count == 1 && td_date_parse(td_str(td_rows_text(&rows, 0, 1)), TD_DATE_ISO, as_of) == TD_FAULT_NONE;
    if (ok)
        snprintf(at_run, 24, "%s", td_rows_text(&rows, 0, 0));
    td_rows_free(&rows);
    if (!ok) {
        td_fail(err, TD_E_NOT_FOUND, TD_T("还没有发布过", "nothing has been published yet"));
        td_hint(err, TD_T("先运行 tidu run", "run tidu run first"));
    }
    return ok;
}

static bool
export_ledger(struct td_run *run, const char *path, struct td_error *err)
{
    char at_run[24];
    const char *params[] = {at_run, run->options->county};
    struct td_rows rows = {0};
    td_date as_of;

    if (!read_night(run, at_run, &as_of, err) || !td_db_query(run->db, "ledger/rows", NULL, params, 2, &rows, err))
        return false;
    struct td_value_cell *cells = ledger_cells(&rows);
    struct td_sheet sheet = {.name = LEDGER_SHEET, .columns = ledger_columns, .column_count = LEDGER_COLUMNS, .cells = cells,
                             .row_count = (size_t)rows.count, .entries = ledger_entries, .entry_count = LEDGER_ENTRIES};
    bool ok = td_str_ends(td_str(path), TD_STR(".csv")) ? td_csv_write(path, &sheet, err)
                                                        : form_write(path, &sheet, manual, COUNT(manual), as_of, err);
    if (ok)
        td_log_note(run->log, TD_T("%s: %d 家企业", "%s: %d firms"), path, rows.count);
    free(cells);
    td_rows_free(&rows);
    return ok;
}

static bool
print_counts(struct td_run *run, struct td_error *err)
{
    char at_run[24];
    const char *params[] = {at_run, run->options->county};
    struct td_rows rows = {0};
    struct td_buf out = {0};
    td_date as_of;
    bool ok = read_night(run, at_run, &as_of, err) && td_db_query(run->db, "ledger/counts", NULL, params, 2, &rows, err);

    if (ok && run->options->json)
        table_json(&rows, count_columns, COUNT(count_columns), true, &out);
    else if (ok) {
        table_text(&rows, 0, rows.count, count_columns, COUNT(count_columns), &out);
        td_buf_text(&out, TD_T("\n导出填写: tidu ledger -o 台账.xlsx；填好后: tidu ledger --notes 台账.xlsx --by 填写单位 --on 日期\n",
                               "\nto fill in: tidu ledger -o FILE.xlsx; then: tidu ledger --notes FILE.xlsx --by WHO --on DATE\n"));
    }
    ok = ok && rules_print(run, &out, err);
    td_rows_free(&rows);
    td_buf_free(&out);
    return ok;
}

bool
td_command_ledger(struct td_run *run, struct td_error *err)
{
    const struct td_options *o = run->options;

    if (o->notes && (!o->by || !o->by[0] || o->given_on == TD_DATE_NONE)) {
        td_fail(err, TD_E_USAGE, TD_T("缺少 --by 或 --on", "--by or --on is missing"));
        return td_hint(err, TD_T("写明填写人和日期: --by 单位或岗位 --on 2026-11-20", "say who wrote it and when: --by WHO --on 2026-11-20"));
    }
    if (o->notes)
        return ledger_take(run, o->notes, err) || td_in(err, TD_T("读回台账 %s", "reading the ledger %s"), o->notes);
    if (o->output && (td_str_ends(td_str(o->output), TD_STR(".xlsx")) || td_str_ends(td_str(o->output), TD_STR(".csv"))))
        return export_ledger(run, o->output, err);
    return print_counts(run, err);
}
