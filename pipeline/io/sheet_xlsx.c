/*
 * Workbooks by libxlsxwriter in constant-memory mode: one row is held at a time. The document's
 * dates are given, never the clock's, so that the same table makes the same bytes.
 */
#include "sheet_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xlsxwriter.h>

enum { MOST_ROWS = 1048576, MOST_CELL_CHARACTERS = 32767 };

struct book {
    lxw_workbook *workbook;
    lxw_format *header, *heading, *marked, *entry, *formats[TD_CELL_STATE + 1];
    struct td_buf text;
    const struct td_cell_mark *marks; /* that are still to come */
    size_t mark_count;
    const struct td_entry *entries; /* of the present sheet */
    size_t entry_count;
};

static void
make_formats(struct book *b)
{
    static const char *const numbers[] = {[TD_CELL_TEXT] = "@",
                                          [TD_CELL_INT] = "0",
                                          [TD_CELL_WAN] = "#,##0.00",
                                          [TD_CELL_PERCENT] = "0.00%",
                                          [TD_CELL_DATE] = "yyyy-mm-dd",
                                          [TD_CELL_STATE] = "@"};

    for (int k = 0; k <= TD_CELL_STATE; k++) {
        b->formats[k] = workbook_add_format(b->workbook);
        format_set_num_format(b->formats[k], numbers[k]);
        format_set_border(b->formats[k], LXW_BORDER_HAIR);
        format_set_align(b->formats[k], LXW_ALIGN_VERTICAL_TOP);
        if (k == TD_CELL_TEXT)
            format_set_text_wrap(b->formats[k]);
    }
    b->marked = workbook_add_format(b->workbook);
    format_set_num_format(b->marked, numbers[TD_CELL_TEXT]);
    format_set_border(b->marked, LXW_BORDER_THIN);
    format_set_bg_color(b->marked, 0xFFEB9C);
    format_set_align(b->marked, LXW_ALIGN_VERTICAL_TOP);
    format_set_text_wrap(b->marked);
    b->entry = workbook_add_format(b->workbook);
    format_set_num_format(b->entry, numbers[TD_CELL_TEXT]); /* a code that is typed stays as typed */
    format_set_border(b->entry, LXW_BORDER_HAIR);
    format_set_align(b->entry, LXW_ALIGN_VERTICAL_TOP);
    format_set_text_wrap(b->entry);
    format_set_bg_color(b->entry, 0xFFF9DB);
    b->header = workbook_add_format(b->workbook);
    format_set_bold(b->header);
    format_set_text_wrap(b->header);
    format_set_align(b->header, LXW_ALIGN_CENTER);
    format_set_align(b->header, LXW_ALIGN_VERTICAL_CENTER);
    format_set_bg_color(b->header, 0xDDEBF7);
    format_set_border(b->header, LXW_BORDER_THIN);
    b->heading = workbook_add_format(b->workbook);
    format_set_bold(b->heading);
    format_set_font_size(b->heading, 14);
}

/* XML 1.0 has no control characters; Excel has no longer cells. */
static const char *
clean_text(struct book *b, struct td_str s)
{
    size_t characters = 0, from = 0, i = 0;

    td_buf_reset(&b->text);
    td_buf_text(&b->text, "");
    for (; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if ((c & 0xC0) != 0x80 && ++characters > MOST_CELL_CHARACTERS / 2)
            break; /* half: a character outside the BMP counts as two in Excel */
        if ((c >= 0x20 && c != 0x7F) || c == '\n' || c == '\t')
            continue;
        td_buf_add(&b->text, s.at + from, i - from); /* runs of what may stay */
        from = i + 1;
    }
    if (i > from)
        td_buf_add(&b->text, s.at + from, i - from);
    return b->text.at;
}

static void
write_cell(struct book *b, lxw_worksheet *ws, lxw_row_t row, lxw_col_t col, enum td_cell_kind kind,
           const struct td_value_cell *cell)
{
    lxw_format *f = b->formats[kind];

    if (!cell->known)
        worksheet_write_blank(ws, row, col, f);
    else if (kind == TD_CELL_TEXT || kind == TD_CELL_STATE)
        worksheet_write_string(ws, row, col, clean_text(b, cell->text), f);
    else if (kind == TD_CELL_WAN)
        worksheet_write_number(ws, row, col, (double)cell->number / 1e6, f);
    else if (kind == TD_CELL_PERCENT)
        worksheet_write_number(ws, row, col, (double)cell->number / 1e6, f);
    else if (kind == TD_CELL_DATE) /* Excel's day 36526 is 2000-01-01 */
        worksheet_write_number(ws, row, col, (double)(cell->number + 36526), f);
    else
        worksheet_write_number(ws, row, col, (double)cell->number, f);
}

/* Not every program fits the height of a row to its wrapped text when it opens a file: it is given. */
static double
row_height(const struct td_sheet *s, const struct td_value_cell *cells)
{
    enum { MOST_LINES = 12, POINTS = 15 };
    size_t lines = 1;

    for (size_t c = 0; c < s->column_count; c++) {
        const struct td_value_cell *cell = &cells[c];
        if (s->columns[c].kind != TD_CELL_TEXT || !cell->known || s->columns[c].width < 4)
            continue;
        /* one column less than there is: the font's own width varies a little */
        size_t need = (size_t)td_text_columns(cell->text) / ((size_t)s->columns[c].width - 1) + 1;
        lines = need > lines ? need : lines;
    }
    return (double)POINTS * (double)(lines > MOST_LINES ? MOST_LINES : lines);
}

static void
sheet_name(const char *name, char out[128])
{
    size_t characters = 0, o = 0;

    for (const char *p = name; *p && o < 120; p++) {
        unsigned char c = (unsigned char)*p;
        if ((c & 0xC0) != 0x80 && ++characters > 31)
            break;
        out[o++] = strchr("[]:*?/\\'", c) || c < 0x20 ? '_' : *p;
    }
    out[o] = '\0';
    if (o == 0)
        strcpy(out, "Sheet");
}

static void
page_setup(lxw_worksheet *ws, const struct td_sheet *s, lxw_row_t header)
{
    lxw_col_t last = (lxw_col_t)(s->column_count - 1);

    worksheet_freeze_panes(ws, header + 1, s->column_count > 3 ? 3 : 0);
    worksheet_autofilter(ws, header, 0, header + (lxw_row_t)s->row_count, last);
    worksheet_set_landscape(ws);
    worksheet_set_paper(ws, 9); /* A4 */
    worksheet_fit_to_pages(ws, 1, 0);
    worksheet_repeat_rows(ws, header, header);
    worksheet_set_footer(ws, "&C&P / &N");
}

static const struct td_entry *
entry_of(const struct book *b, size_t column)
{
    for (size_t i = 0; i < b->entry_count; i++)
        if (b->entries[i].column == column)
            return &b->entries[i];
    return NULL;
}

static void
offer_choices(const struct book *b, lxw_worksheet *ws, size_t rows, lxw_row_t first)
{
    for (size_t i = 0; i < b->entry_count && rows; i++) {
        lxw_col_t column = (lxw_col_t)b->entries[i].column;
        lxw_data_validation choose = {.validate = LXW_VALIDATION_TYPE_LIST,
                                      .value_list = (char **)(uintptr_t)b->entries[i].choices};
        if (b->entries[i].choices)
            worksheet_data_validation_range(ws, first, column, first + (lxw_row_t)rows - 1, column, &choose);
    }
}

static bool
is_marked(struct book *b, size_t row, size_t column)
{
    if (b->mark_count == 0 || b->marks->row != row || b->marks->column != column)
        return false;
    b->marks++;
    b->mark_count--;
    return true;
}

static bool
write_sheet(struct book *b, const struct td_sheet *s, struct td_error *err)
{
    char name[128];
    lxw_row_t row = 0;
    struct td_value_cell *scratch = td_alloc(s->column_count, sizeof *scratch);

    if (s->row_count + 2 > MOST_ROWS)
        return td_fail(err, TD_E_OUTPUT, TD_T("工作表 \"%s\" 超过 Excel 的行数上限", "sheet \"%s\" has more rows than Excel takes"), s->name);
    sheet_name(s->name, name);
    lxw_worksheet *ws = workbook_add_worksheet(b->workbook, name);
    if (!ws)
        return td_fail(err, TD_E_OUTPUT, TD_T("不能建立工作表 \"%s\"", "cannot add sheet \"%s\""), s->name);
    for (size_t c = 0; c < s->column_count; c++)
        worksheet_set_column(ws, (lxw_col_t)c, (lxw_col_t)c, s->columns[c].width, NULL);
    page_setup(ws, s, s->heading ? 1 : 0);
    if (s->heading)
        worksheet_write_string(ws, row++, 0, clean_text(b, td_str(s->heading)), b->heading);
    for (size_t c = 0; c < s->column_count; c++)
        worksheet_write_string(ws, row, (lxw_col_t)c, clean_text(b, td_str(s->columns[c].title)), b->header);
    row++;
    offer_choices(b, ws, s->row_count, row);
    for (size_t r = 0; r < s->row_count; r++, row++) {
        const struct td_value_cell *cells = td_sheet_row(s, r, scratch);
        worksheet_set_row(ws, row, row_height(s, cells), NULL);
        for (size_t c = 0; c < s->column_count; c++) {
            const struct td_value_cell *cell = &cells[c];
            lxw_format *own = is_marked(b, r, c) ? b->marked : entry_of(b, c) ? b->entry : NULL;
            if (!own)
                write_cell(b, ws, row, (lxw_col_t)c, s->columns[c].kind, cell);
            else if (cell->text.len)
                worksheet_write_string(ws, row, (lxw_col_t)c, clean_text(b, cell->text), own);
            else
                worksheet_write_blank(ws, row, (lxw_col_t)c, own);
        }
    }
    free(scratch);
    return true;
}

static bool
write_book(struct book *b, const char *path, const struct td_sheet *sheets, size_t count, td_date created,
           struct td_error *err)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    bool ok;

    b->workbook = workbook_new_opt(path, &options);
    if (!b->workbook)
        return td_fail(err, TD_E_OUTPUT, TD_T("不能建立 \"%s\"", "cannot make \"%s\""), path);
    lxw_doc_properties properties = {.title = (char *)sheets[0].name,
                                     .created = (time_t)(created + 10957) * 86400};
    workbook_set_properties(b->workbook, &properties);
    make_formats(b);
    ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        b->entries = sheets[i].entries;
        b->entry_count = sheets[i].entry_count;
        ok = write_sheet(b, &sheets[i], err);
    }
    lxw_error closed = workbook_close(b->workbook);
    td_buf_free(&b->text);
    if (ok && closed != LXW_NO_ERROR)
        ok = td_fail(err, TD_E_WRITE, TD_T("写 \"%s\" 失败: %s", "writing \"%s\" failed: %s"), path,
                     lxw_strerror(closed));
    return ok;
}

bool
td_xlsx_write_marked(const char *path, const struct td_sheet *sheet, const struct td_cell_mark *marks, size_t count,
                     struct td_error *err)
{
    struct book b = {.marks = marks, .mark_count = count};

    return write_book(&b, path, sheet, 1, 0, err);
}

bool
td_xlsx_write(const char *path, const struct td_sheet *sheets, size_t count, td_date created, struct td_error *err)
{
    struct book b = {0};

    return write_book(&b, path, sheets, count, created, err);
}
