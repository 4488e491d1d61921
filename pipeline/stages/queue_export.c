#include "form.h"
#include "queue.h"

#include "tidu/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Columns of queue/rows. */
enum { Q_ID, Q_NAME, Q_SOURCES, Q_DATASETS, Q_RECORDS, Q_MONEY, Q_REASON, Q_CANDIDATE, Q_SAID = Q_CANDIDATE + 5 };

static const char *const verdicts[] = {"是", "否", "不确定", NULL};
static const struct td_entry entries[] = {
    {.column = QUEUE_VERDICT, .choices = verdicts}, {.column = QUEUE_CODE}, {.column = QUEUE_WHY}};

static const int widths[QUEUE_COLUMNS] = {34, 18, 14, 8, 14, 14, 8, 21, 20, 30, 30, 30, 30, 30, 20, 24};

/* In Chinese: the workbook is read by people of a bureau, whoever runs the program. */
static const char *const manual[] = {
    "在“判断”一栏从下拉列表选择 是、否 或 不确定；其余单元格不要改动，可以排序、筛选、移动列、删除不处理的行。",
    "是：该单位就是某个登记企业。在“对应代码”填统一社会信用代码，或候选的序号（1 至 5）；只有一个候选时可以不填。",
    "否：不是“对应代码”所填的企业（可填序号）；不填则所有候选都不是；没有候选时表示不是本市登记企业。",
    "不确定：留在队列中并标记，不会自动对应。",
    "“说明”写依据，保存在个人信息区，不进入名单。",
    "涉及金额为该单位记录中最高一年的营业收入，加股权融资和质押金额；按此从大到小排列。",
    "填好后保存为 xlsx，由操作人员运行: tidu queue --answers 文件.xlsx --by 判断人 --on 日期；下一次 tidu run 生效。"};

static int
source_column(int c)
{
    static const int fixed[] = {Q_NAME, Q_SOURCES, Q_DATASETS, Q_RECORDS, Q_MONEY, Q_REASON};

    if (c <= QUEUE_REASON)
        return fixed[c];
    if (c >= QUEUE_CANDIDATE && c < QUEUE_SAID)
        return Q_CANDIDATE + c - QUEUE_CANDIDATE;
    return c == QUEUE_SAID ? Q_SAID : c == QUEUE_ID ? Q_ID : -1;
}

static struct td_value_cell *
make_cells(const struct td_rows *rows)
{
    struct td_value_cell *cells = td_alloc((size_t)rows->count * QUEUE_COLUMNS + 1, sizeof *cells);

    for (int r = 0; r < rows->count; r++)
        for (int c = 0; c < QUEUE_COLUMNS; c++) {
            struct td_value_cell *cell = &cells[(size_t)r * QUEUE_COLUMNS + (size_t)c];
            int from = source_column(c);
            if (from < 0 || td_rows_null(rows, r, from) || td_rows_text(rows, r, from)[0] == '\0')
                continue;
            cell->known = true;
            cell->text = td_str(td_rows_text(rows, r, from));
            if (c == QUEUE_RECORDS || c == QUEUE_MONEY)
                cell->number = td_rows_int(rows, r, from);
        }
    return cells;
}

/* The night whose links these are. */
static bool
read_night(struct td_run *run, td_date *created, struct td_error *err)
{
    static const char *const stage[] = {"link"};
    struct td_rows rows = {0};

    *created = 0;
    if (!td_db_query(run->db, "meta/stage_as_of", NULL, stage, 1, &rows, err))
        return false;
    if (rows.count && td_date_parse(td_str(td_rows_text(&rows, 0, 0)), TD_DATE_ISO, created) != TD_FAULT_NONE)
        *created = 0;
    td_rows_free(&rows);
    return true;
}

bool
queue_export(struct td_run *run, const char *path, struct td_error *err)
{
    const struct td_options *o = run->options;
    char limit[24];
    const char *params[] = {o->dataset, o->source, limit};
    struct td_column columns[QUEUE_COLUMNS];
    struct td_rows rows = {0};
    td_date created;

    snprintf(limit, sizeof limit, "%d", o->limit >= 0 ? o->limit : 0);
    if (!read_night(run, &created, err) || !td_db_query(run->db, "queue/rows", NULL, params, 3, &rows, err))
        return false;
    for (int c = 0; c < QUEUE_COLUMNS; c++)
        columns[c] = (struct td_column){
            queue_titles[c], c == QUEUE_RECORDS ? TD_CELL_INT : c == QUEUE_MONEY ? TD_CELL_WAN : TD_CELL_TEXT, widths[c]};
    struct td_value_cell *cells = make_cells(&rows);
    struct td_sheet queue = {.name = "待判断", .columns = columns, .column_count = QUEUE_COLUMNS, .cells = cells,
                             .row_count = (size_t)rows.count, .entries = entries, .entry_count = sizeof entries / sizeof *entries};
    bool csv = td_str_ends(td_str(path), TD_STR(".csv"));
    bool ok = csv ? td_csv_write(path, &queue, err) : form_write(path, &queue, manual, sizeof manual / sizeof *manual, created, err);
    if (ok)
        td_log_note(run->log, TD_T("%s: %d 个单位待判断", "%s: %d holders wait for a person"), path, rows.count);
    free(cells);
    td_rows_free(&rows);
    return ok;
}
