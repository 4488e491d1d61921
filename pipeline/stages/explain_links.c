/* explain: under which other names and codes records of the firm came, and what says that they are its own. */
#include "explain_history.h"

#include <stdio.h>

/* What no code or name decides by itself carries a score and its evidence. */
static const char *
method_word(const char *method)
{
    static const char *const words[][2] = {{"judged", "人工判断"}, {"old_code", "旧代码"},      {"org_code", "组织机构代码"},
                                           {"name", "名称"},       {"former_name", "曾用名"}, {"fuzzy", "近似名称"}};

    for (size_t i = 0; td_lang_get() == TD_ZH && i < sizeof words / sizeof *words; i++)
        if (td_str_equal(td_str(words[i][0]), td_str(method)))
            return words[i][1];
    return method;
}

bool
explain_links(struct td_run *run, const char *uscc, struct td_buf *out, struct td_error *err)
{
    static const char *const members[] = {"holder", "method", "score", "evidence"};
    const char *params[] = {uscc};
    struct td_rows rows = {0};
    bool json = run->options->json;

    if (!td_db_query(run->db, "explain/links", NULL, params, 1, &rows, err))
        return false;
    td_buf_text(out, json ? ", \"links\": [" : rows.count ? TD_T("\n以其他代码或名称交付的记录:\n", "\nRecords delivered under other codes or names:\n") : "");
    for (int r = 0; r < rows.count; r++) {
        for (int m = 0; json && m < 4; m++) {
            td_buf_printf(out, "%s\"%s\": ", m ? ", " : r ? ", {" : "{", members[m]);
            if (m == 2)
                td_buf_text(out, td_rows_null(&rows, r, 2) ? "null" : td_rows_text(&rows, r, 2));
            else
                td_json_str(out, td_str(td_rows_text(&rows, r, m)));
        }
        if (json)
            td_buf_text(out, "}");
        else
            td_buf_printf(out, "  %s  %s%s%s%s%s\n", td_rows_text(&rows, r, 0), method_word(td_rows_text(&rows, r, 1)),
                          td_rows_null(&rows, r, 2) ? "" : " ", td_rows_text(&rows, r, 2),
                          td_rows_text(&rows, r, 3)[0] ? TD_T("：", ": ") : "", td_rows_text(&rows, r, 3));
    }
    td_buf_text(out, json ? "]" : "");
    td_rows_free(&rows);
    return true;
}
