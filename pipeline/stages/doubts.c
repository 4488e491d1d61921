#include "doubts.h"

#include <stdlib.h>
#include <string.h>

bool
doubts_explain(struct td_run *run, const char *uscc, struct td_buf *out, struct td_error *err)
{
    static const char *const members[] = {"rule", "title", "severity", "record", "source", "file", "line", "values", "other_source"};
    const char *params[] = {uscc};
    struct td_rows rows = {0};
    bool json = run->options->json;

    if (!td_db_query(run->db, "explain/doubts", NULL, params, 1, &rows, err))
        return false;
    if (json)
        td_buf_text(out, ", \"doubts\": [");
    else if (rows.count)
        td_buf_text(out, TD_T("\n数据疑点（交付的数据未作改动；疑似用错单位的数值判定时按未知处理；请先核实）:\n",
                              "\nDoubts about the data (nothing is changed; figures in a wrong unit are unknown to the judge; verify first):\n"));
    for (int r = 0; r < rows.count; r++) {
        for (int m = 0; json && m < 9; m++) {
            td_buf_printf(out, "%s\"%s\": ", m ? ", " : r ? ", {" : "{", members[m]);
            td_json_str(out, td_str(td_rows_text(&rows, r, m)));
        }
        if (json)
            td_buf_text(out, "}");
        else
            td_buf_printf(out, TD_T("  [%s] 不符“%s”：%s（%s，%s，%s 第 %s 行）\n", "  [%s] fails \"%s\": %s (%s, %s, %s line %s)\n"),
                          td_rows_text(&rows, r, 0), td_rows_text(&rows, r, 1), td_rows_text(&rows, r, 7), td_rows_text(&rows, r, 3),
                          td_rows_text(&rows, r, 4), td_rows_text(&rows, r, 5), td_rows_text(&rows, r, 6));
    }
    td_buf_text(out, json ? "]" : "");
    td_rows_free(&rows);
    return true;
}

/* Without the line in the file: lists are the same for any order of the rows delivered. */
enum { D_COUNTY, D_FIRST, D_COLUMNS = 11 };
static const struct td_column columns[D_COLUMNS] = {
    {"企业名称", TD_CELL_TEXT, 36}, {"统一社会信用代码", TD_CELL_TEXT, 21}, {"区县", TD_CELL_TEXT, 16}, {"程度", TD_CELL_TEXT, 8},
    {"不符的规则", TD_CELL_TEXT, 36}, {"记录", TD_CELL_TEXT, 16},           {"数值", TD_CELL_TEXT, 60}, {"部门", TD_CELL_TEXT, 24},
    {"文件", TD_CELL_TEXT, 30},     {"对方部门", TD_CELL_TEXT, 24}, {"核实单位", TD_CELL_TEXT, 26}};

bool
doubts_read(struct td_run *run, const char *shortlist_run, struct td_rows *rows, struct td_error *err)
{
    const char *params[] = {shortlist_run};

    return td_db_query(run->db, "publish/doubts", NULL, params, 1, rows, err);
}

void
doubts_make(struct doubts_sheet *s, const struct td_rows *rows, const char *county, const char *name, const char *as_of)
{
    size_t n = 0;

    *s = (struct doubts_sheet){.cells = td_alloc((size_t)rows->count * D_COLUMNS + 1, sizeof *s->cells)};
    for (int r = 0; r < rows->count; r++) {
        if (county && strcmp(td_rows_text(rows, r, D_COUNTY), county) != 0)
            continue;
        for (int c = 0; c < D_COLUMNS; c++)
            s->cells[n * D_COLUMNS + (size_t)c] =
                (struct td_value_cell){!td_rows_null(rows, r, D_FIRST + c), 0, td_str(td_rows_text(rows, r, D_FIRST + c))};
        n++;
    }
    td_buf_printf(&s->heading, "%s名单企业的数据疑点（截止 %s，%zu 条）：交付的数据未作改动，疑似用错单位的数值判定时按未知处理，请核实", name, as_of, n);
    s->sheet = (struct td_sheet){"数据疑点", s->heading.at, columns, D_COLUMNS, s->cells, n};
}

void
doubts_free(struct doubts_sheet *s)
{
    free(s->cells);
    td_buf_free(&s->heading);
}
