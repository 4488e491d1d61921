/* dictionary: what every view (or every table) and its columns are, from the comments that the database itself has. */
#include "rules_command.h"
#include "table.h"

#include <string.h>

enum { D_SCHEMA, D_RELATION, D_FORM, D_ABOUT, D_NUMBER, D_COLUMN, D_TYPE, D_NEEDED, D_WORD, D_SCHEMA_WORD };

static const struct table_column columns[] = {
    {"模式", "schema", D_SCHEMA, false}, {"名称", "relation", D_RELATION, false}, {"种类", "form", D_FORM, false},
    {"说明", "about", D_ABOUT, false},   {"序", "number", D_NUMBER, true},        {"列", "column", D_COLUMN, false},
    {"类型", "type", D_TYPE, false},     {"必有", "not_null", D_NEEDED, false},   {"列的说明", "meaning", D_WORD, false}};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static bool
begins(const struct td_rows *q, int r, int column)
{
    return r == 0 || strcmp(td_rows_text(q, r, D_SCHEMA), td_rows_text(q, r - 1, D_SCHEMA)) != 0 ||
           (column == D_RELATION && strcmp(td_rows_text(q, r, D_RELATION), td_rows_text(q, r - 1, D_RELATION)) != 0);
}

/* ---- Markdown ------------------------------------------------------------------------------ */
/* A cell: a bar would end it. */
static void
mark_cell(struct td_buf *out, const char *text)
{
    struct td_buf plain = {0};

    td_plain_str(&plain, td_str(text));
    for (size_t i = 0; i < plain.len; i++)
        td_buf_printf(out, plain.at[i] == '|' ? "\\%c" : "%c", plain.at[i]);
    td_buf_free(&plain);
}

static void
mark_contents(const struct td_rows *q, struct td_buf *out)
{
    td_buf_text(out, "# 数据字典 Data dictionary\n\n由 `tidu dictionary` 从数据库的注释生成，不要手改；改注释用新的迁移（`COMMENT ON`），各处含义相同的列写在 "
                     "`sql/db/words.sql`。怎样查询见 [analysts.md](analysts.md)。金额单位都是分。\n\n| 名称 | 说明 |\n| --- | --- |\n");
    for (int r = 0; r < q->count; r++) {
        if (!begins(q, r, D_RELATION))
            continue;
        td_buf_printf(out, "| [%s.%s](#%s%s) | ", td_rows_text(q, r, D_SCHEMA), td_rows_text(q, r, D_RELATION),
                      td_rows_text(q, r, D_SCHEMA), td_rows_text(q, r, D_RELATION));
        mark_cell(out, td_rows_text(q, r, D_ABOUT));
        td_buf_text(out, " |\n");
    }
}

static void
markdown(const struct td_rows *q, struct td_buf *out)
{
    mark_contents(q, out);
    for (int r = 0; r < q->count; r++) {
        if (begins(q, r, D_RELATION)) {
            td_buf_printf(out, "\n## %s.%s\n\n", td_rows_text(q, r, D_SCHEMA), td_rows_text(q, r, D_RELATION));
            td_plain_str(out, td_str(td_rows_text(q, r, D_ABOUT)));
            td_buf_text(out, "\n\n| 列 | 类型 | 说明 |\n| --- | --- | --- |\n");
        }
        td_buf_printf(out, "| `%s` | %s | ", td_rows_text(q, r, D_COLUMN), td_rows_text(q, r, D_TYPE));
        mark_cell(out, td_rows_text(q, r, D_WORD));
        td_buf_text(out, " |\n");
    }
}

/* ---- HTML ---------------------------------------------------------------------------------- */
static void
html_cell(struct td_buf *out, const char *before, const char *text)
{
    td_buf_text(out, before);
    td_html_str(out, td_str(text));
}

static void
html(const struct td_rows *q, struct td_buf *out)
{
    td_buf_text(out, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" "
                     "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>tidu 数据字典</title>\n<style>body{font:15px/1.6 "
                     "sans-serif;max-width:1100px;margin:0 auto;padding:1em}table{border-collapse:collapse;width:100%}th,td{border:1px "
                     "solid #999;padding:.2em .5em;text-align:left;vertical-align:top}th{background:#eee}tr{break-inside:avoid}"
                     "h2{break-after:avoid}</style>\n</head>\n<body>\n<h1>数据字典</h1>\n<p>金额单位都是分。</p>\n");
    for (int r = 0; r < q->count; r++) {
        if (begins(q, r, D_RELATION)) {
            td_buf_printf(out, "%s<h2 id=\"%s.%s\">%s.%s</h2>\n<p>", r ? "</table>\n" : "", td_rows_text(q, r, D_SCHEMA),
                          td_rows_text(q, r, D_RELATION), td_rows_text(q, r, D_SCHEMA), td_rows_text(q, r, D_RELATION));
            html_cell(out, "", td_rows_text(q, r, D_ABOUT));
            td_buf_text(out, "</p>\n<table><tr><th>列<th>类型<th>说明\n");
        }
        html_cell(out, "<tr><td>", td_rows_text(q, r, D_COLUMN));
        html_cell(out, "<td>", td_rows_text(q, r, D_TYPE));
        html_cell(out, "<td>", td_rows_text(q, r, D_WORD));
        td_buf_text(out, "\n");
    }
    td_buf_text(out, "</table>\n</body>\n</html>\n");
}

bool
td_command_dictionary(struct td_run *run, struct td_error *err)
{
    const char *form = run->options->json ? "json" : run->options->form ? run->options->form : "markdown";
    const char *schema = run->options->schema ? run->options->schema : "api";
    const char *params[] = {strcmp(schema, "all") == 0 ? NULL : schema};
    struct td_rows rows = {0};
    struct td_buf out = {0};
    bool ok = td_db_query(run->db, "dictionary/columns", NULL, params, 1, &rows, err);

    if (ok && rows.count == 0)
        ok = td_fail(err, TD_E_USAGE, TD_T("没有“%s”这个模式", "there is no schema \"%s\""), schema);
    if (ok && form[0] == 'c')
        table_csv(&rows, columns, COUNT(columns), &out);
    else if (ok && form[0] == 'j') {
        table_json(&rows, columns, COUNT(columns), true, &out);
        td_buf_text(&out, "\n");
    } else if (ok && form[0] == 'h')
        html(&rows, &out);
    else if (ok)
        markdown(&rows, &out);
    ok = ok && rules_print(run, &out, err);
    td_rows_free(&rows);
    td_buf_free(&out);
    return ok;
}
