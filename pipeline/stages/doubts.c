#include "doubts.h"

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
