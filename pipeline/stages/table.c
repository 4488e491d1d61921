#include "table.h"

#include "tidu/sheet.h"

#include <stdlib.h>

enum table_form
table_form(const struct td_options *options)
{
    const char *form = options->form ? options->form : options->json ? "json" : "text";

    return form[0] == 'c' ? TABLE_CSV : form[0] == 'j' ? TABLE_JSON : TABLE_TEXT;
}

void
table_text(const struct td_rows *rows, int from, int to, const struct table_column *columns, size_t count,
           struct td_buf *out)
{
    int widths[TABLE_COLUMNS_MAX] = {0};

    for (size_t c = 0; c < count; c++) {
        widths[c] = td_text_columns(td_str(TD_T(columns[c].zh, columns[c].en)));
        for (int r = from; r < to; r++) {
            int w = td_text_columns(td_str(td_rows_text(rows, r, columns[c].source)));
            widths[c] = w > widths[c] ? w : widths[c];
        }
    }
    for (int r = from - 1; r < to; r++) {
        td_buf_text(out, " ");
        for (size_t c = 0; c < count; c++) {
            const char *s = r < from ? TD_T(columns[c].zh, columns[c].en) : td_rows_text(rows, r, columns[c].source);
            td_buf_text(out, " ");
            td_buf_padded(out, td_str(s), widths[c], columns[c].right);
        }
        while (out->len && out->at[out->len - 1] == ' ')
            out->len--;
        td_buf_text(out, "\n");
    }
}

void
table_json(const struct td_rows *rows, const struct table_column *columns, size_t count, bool numbers,
           struct td_buf *out)
{
    td_buf_text(out, "[");
    for (int r = 0; r < rows->count; r++) {
        td_buf_text(out, r ? ",\n    {" : "\n    {");
        for (size_t c = 0; c < count; c++) {
            td_buf_text(out, c ? ", " : "");
            td_json_str(out, td_str(columns[c].en));
            td_buf_text(out, ": ");
            if (!numbers || !columns[c].right)
                td_json_str(out, td_str(td_rows_text(rows, r, columns[c].source)));
            else if (td_rows_null(rows, r, columns[c].source))
                td_buf_text(out, "null");
            else
                td_buf_text(out, td_rows_text(rows, r, columns[c].source));
        }
        td_buf_text(out, "}");
    }
    td_buf_text(out, "]");
}

void
table_csv(const struct td_rows *rows, const struct table_column *columns, size_t count, struct td_buf *out)
{
    struct td_column heads[TABLE_COLUMNS_MAX];
    struct td_value_cell *cells = td_alloc((size_t)rows->count * count + 1, sizeof *cells);

    for (size_t c = 0; c < count; c++)
        heads[c] = (struct td_column){TD_T(columns[c].zh, columns[c].en), TD_CELL_TEXT, 0};
    for (int r = 0; r < rows->count; r++)
        for (size_t c = 0; c < count; c++)
            cells[(size_t)r * count + c] = (struct td_value_cell){
                !td_rows_null(rows, r, columns[c].source), 0, td_str(td_rows_text(rows, r, columns[c].source))};
    td_csv_text(&(struct td_sheet){.columns = heads, .column_count = count, .cells = cells, .row_count = (size_t)rows->count},
                out);
    free(cells);
}

const char *
table_mark(bool unconfirmed)
{
    return !unconfirmed ? "" : TD_T("，含未证实数值", ", with unconfirmed figures");
}
