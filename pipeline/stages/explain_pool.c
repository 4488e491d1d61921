/* What explain says of the pool: stage, seat, reason, exclusions and orders of a firm, tier by tier. */
#include "explain_history.h"

#include <string.h>

static void
put_json(const struct td_rows *rows, int r, struct td_buf *out)
{
    static const char *const members[] = {"tier",         "title",    "stage_word", "place",   "county_place", "seat",
                                          "seat_reason", "excluded", "orders",     "stage",   "reason"};

    for (int m = 0; m < 11; m++) {
        td_buf_printf(out, "%s\"%s\": ", m ? ", " : r ? ", {" : "{", members[m]);
        td_json_str(out, td_str(td_rows_text(rows, r, m)));
    }
    td_buf_text(out, "}");
}

static void
put_text(const struct td_rows *rows, int r, struct td_buf *out)
{
    static const struct {
        int column;
        const char *zh, *en, *zh_after;
    } parts[] = {{2, "阶段 ", "stage ", ""}, {3, "全市第 ", "place ", " 位"}, {4, "区县第 ", "in the county ", " 位"},
                 {5, "", "", ""}, {6, "", "", ""}, {7, "排除 ", "excluded: ", ""}, {8, "人工决定 ", "orders: ", ""}};
    bool first = true;

    td_buf_printf(out, "  %s: ", td_rows_text(rows, r, 1));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const char *text = td_rows_text(rows, r, parts[i].column);
        if (!text[0])
            continue;
        td_buf_text(out, first ? "" : TD_T("，", ", "));
        td_buf_printf(out, "%s%s%s", TD_T(parts[i].zh, parts[i].en), text, TD_T(parts[i].zh_after, ""));
        first = false;
    }
    td_buf_text(out, "\n");
}

bool
explain_pool(struct td_run *run, const char *uscc, struct td_buf *out, struct td_error *err)
{
    const char *params[] = {uscc};
    struct td_rows rows = {0};
    bool json = run->options->json;

    if (!td_db_query(run->db, "explain/pool", NULL, params, 1, &rows, err))
        return false;
    if (json)
        td_buf_text(out, ", \"pool\": [");
    else if (rows.count)
        td_buf_text(out, TD_T("培育库和名单:\n", "Pool and lists:\n"));
    for (int r = 0; r < rows.count; r++)
        (json ? put_json : put_text)(&rows, r, out);
    td_buf_text(out, json ? "]" : rows.count ? "\n" : "");
    td_rows_free(&rows);
    return true;
}
