#include "explain_history.h"

#include "table.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const struct table_column event_members[] = {
    {"", "as_of", 0, false}, {"", "kind", 5, false}, {"", "uscc", 7, false},
    {"", "was", 2, false},   {"", "became", 3, false}, {"", "evidence", 4, false}};
static const struct table_column former_members[] = {
    {"", "kind", 0, false}, {"", "value", 1, false}, {"", "ground", 2, false}};
static const struct table_column title_members[] = {
    {"", "title", 0, false}, {"", "granted", 1, false}, {"", "valid_to", 2, false}};

static void
put_former(const struct td_rows *formerly, const char *kind, const char *label, bool ground, struct td_buf *out)
{
    bool any = false;

    for (int i = 0; i < formerly->count; i++) {
        if (strcmp(td_rows_text(formerly, i, 0), kind) != 0)
            continue;
        td_buf_printf(out, "%s%s", any ? TD_T("；", "; ") : label, td_rows_text(formerly, i, 1));
        if (ground)
            td_buf_printf(out, TD_T("（%s）", " (%s)"), td_rows_text(formerly, i, 2));
        any = true;
    }
    td_buf_text(out, any ? "\n" : "");
}

static void
put_event(const struct td_rows *events, int i, const char *uscc, struct td_buf *out)
{
    const char *was = td_rows_text(events, i, 2), *became = td_rows_text(events, i, 3);
    const char *evidence = td_rows_text(events, i, 4), *code = td_rows_text(events, i, 7);

    td_buf_printf(out, "  %s  %s", td_rows_text(events, i, 0), td_rows_text(events, i, td_lang_get() == TD_EN ? 5 : 1));
    if (was[0] || became[0])
        td_buf_printf(out, "  %s%s%s", was, was[0] && became[0] ? " → " : "", became);
    if (strcmp(code, uscc) != 0)
        td_buf_printf(out, TD_T("（原代码 %s）", " (under %s)"), code);
    if (evidence[0])
        td_buf_printf(out, TD_T("（%s）", " (%s)"), evidence);
    td_buf_text(out, "\n");
}

static void
put_text(const struct td_rows *formerly, const struct td_rows *events, const struct td_rows *titles, const char *uscc,
         struct td_buf *out)
{
    size_t before = out->len;

    put_former(formerly, "name", TD_T("曾用名 ", "formerly "), false, out);
    put_former(formerly, "code", TD_T("曾用代码 ", "former codes "), true, out);
    if (events->count)
        td_buf_text(out, TD_T("变更:\n", "events:\n"));
    for (int i = 0; i < events->count; i++)
        put_event(events, i, uscc, out);
    if (titles->count)
        td_buf_text(out, TD_T("称号:\n", "titles:\n"));
    for (int i = 0; i < titles->count; i++)
        td_buf_printf(out, TD_T("  %s  认定 %s  有效期至 %s\n", "  %s  granted %s  until %s\n"), td_rows_text(titles, i, 0),
                      td_rows_text(titles, i, 1), td_rows_text(titles, i, 2)[0] ? td_rows_text(titles, i, 2) : "-");
    td_buf_text(out, out->len > before ? "\n" : "");
}

bool
explain_history(struct td_run *run, const char *uscc, bool gone, struct td_buf *out, struct td_error *err)
{
    const char *params[] = {uscc};
    struct td_rows formerly = {0}, events = {0}, titles = {0};
    bool ok = td_db_query(run->db, "identity/formerly", NULL, params, 1, &formerly, err) &&
              td_db_query(run->db, "identity/history", NULL, params, 1, &events, err) &&
              (!gone || td_db_query(run->db, "identity/titles", NULL, params, 1, &titles, err));

    if (ok && run->options->json) {
        td_buf_text(out, ", \"history\": {\"formerly\": ");
        table_json(&formerly, former_members, COUNT(former_members), false, out);
        td_buf_text(out, ", \"events\": ");
        table_json(&events, event_members, COUNT(event_members), false, out);
        if (gone) {
            td_buf_text(out, ", \"titles\": ");
            table_json(&titles, title_members, COUNT(title_members), false, out);
        }
        td_buf_text(out, "}");
    } else if (ok)
        put_text(&formerly, &events, &titles, uscc, out);
    td_rows_free(&formerly);
    td_rows_free(&events);
    td_rows_free(&titles);
    return ok;
}
