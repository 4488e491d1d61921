/* Tables for people: what one cell looks like as text, CSV, and the choice of safe names. */
#include "tidu/sheet.h"

#include "sheet_text.h"

#include <stdlib.h>
#include <string.h>

/* Cut towards zero for the eye; the exact value stays in the database. */
static void
fixed_text(struct td_buf *out, int64_t value, int64_t unit, const char *suffix)
{
    uint64_t v = value < 0 ? 0u - (uint64_t)value : (uint64_t)value;
    uint64_t hundredths = v / ((uint64_t)unit / 100);

    td_buf_printf(out, "%s%llu.%02llu%s", value < 0 && hundredths ? "-" : "",
                  (unsigned long long)(hundredths / 100), (unsigned long long)(hundredths % 100), suffix);
}

void
td_cell_text(struct td_buf *out, enum td_cell_kind kind, const struct td_value_cell *cell)
{
    char date[11];

    if (!cell->known)
        return;
    switch (kind) {
    case TD_CELL_TEXT:
    case TD_CELL_STATE:
        td_buf_str(out, cell->text);
        break;
    case TD_CELL_INT:
        td_buf_printf(out, "%lld", (long long)cell->number);
        break;
    case TD_CELL_WAN: /* 分 -> 万元 */
        fixed_text(out, cell->number, 1000000, "");
        break;
    case TD_CELL_PERCENT: /* millionths -> % */
        fixed_text(out, cell->number, 10000, "%");
        break;
    case TD_CELL_DATE:
        td_date_text((td_date)cell->number, date);
        td_buf_text(out, date);
        break;
    }
}

/* A spreadsheet takes a text that begins so for a formula (CWE-1236). */
static bool
looks_like_formula(struct td_str s)
{
    static const char *const wide[] = {"＝", "＋", "－", "＠"};

    if (s.len && strchr("=+-@\t\r", s.at[0]))
        return true;
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (td_str_starts(s, td_str(wide[i])))
            return true;
    return false;
}

/* Whole runs at a time: a city's lists are some megabytes, and a call a byte was a twelfth of publish's time. */
static void
csv_cell(struct td_buf *out, struct td_str s, bool text)
{
    bool guard = text && looks_like_formula(s);
    bool quote = guard;

    for (size_t i = 0; i < s.len && !quote; i++)
        quote = s.at[i] == ',' || s.at[i] == '"' || s.at[i] == '\r' || s.at[i] == '\n';
    if (!quote) {
        td_buf_str(out, s);
        return;
    }
    td_buf_text(out, guard ? "\"'" : "\"");
    for (const char *end = s.at + s.len, *to; s.at < end; s.at = to) {
        const char *mark = memchr(s.at, '"', (size_t)(end - s.at));
        to = mark ? mark + 1 : end;
        td_buf_add(out, s.at, (size_t)(to - s.at));
        if (mark)
            td_buf_add(out, "\"", 1);
    }
    td_buf_text(out, "\"");
}

const struct td_value_cell *
td_sheet_row(const struct td_sheet *sheet, size_t row, struct td_value_cell *scratch)
{
    if (sheet->cells)
        return sheet->cells + row * sheet->column_count;
    sheet->row(sheet->source, row, scratch);
    return scratch;
}

void
td_csv_text(const struct td_sheet *sheet, struct td_buf *out)
{
    struct td_value_cell *scratch = td_alloc(sheet->column_count, sizeof *scratch);
    struct td_buf cell = {0};

    td_buf_text(out, sheet->without_bom ? "" : "\xEF\xBB\xBF");
    for (size_t c = 0; c < sheet->column_count; c++) {
        td_buf_text(out, c ? "," : "");
        csv_cell(out, td_str(sheet->columns[c].title), true);
    }
    td_buf_text(out, "\r\n");
    for (size_t r = 0; r < sheet->row_count; r++) {
        const struct td_value_cell *cells = td_sheet_row(sheet, r, scratch);
        for (size_t c = 0; c < sheet->column_count; c++) {
            enum td_cell_kind kind = sheet->columns[c].kind;
            td_buf_reset(&cell);
            td_cell_text(&cell, kind, &cells[c]);
            td_buf_text(out, c ? "," : "");
            csv_cell(out, td_buf_view(&cell), kind == TD_CELL_TEXT || kind == TD_CELL_STATE);
        }
        td_buf_text(out, "\r\n");
    }
    free(scratch);
    td_buf_free(&cell);
}

bool
td_csv_write(const char *path, const struct td_sheet *sheet, struct td_error *err)
{
    struct td_buf out = {0};

    td_csv_text(sheet, &out);
    bool ok = td_file_write(path, td_buf_view(&out), err);
    td_buf_free(&out);
    return ok;
}

/* Length of the whole characters within the first `most` bytes. */
size_t
td_whole_characters(struct td_str s, size_t most)
{
    if (s.len <= most)
        return s.len;
    while (most && ((unsigned char)s.at[most] & 0xC0) == 0x80)
        most--;
    return most;
}

static bool
is_reserved(struct td_str s)
{
    static const char *const names[] = {"CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "LPT1",
                                        "LPT2", "LPT3"};
    char upper[8] = "";

    if (s.len > 4)
        return false;
    for (size_t i = 0; i < s.len; i++)
        upper[i] = (char)(s.at[i] >= 'a' && s.at[i] <= 'z' ? s.at[i] - 32 : s.at[i]);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(upper, names[i]) == 0)
            return true;
    return false;
}

void
td_file_slug(struct td_str name, struct td_buf *out)
{
    struct td_buf safe = {0};

    td_buf_text(&safe, "");
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.at[i];
        bool bad = c < 0x20 || c == 0x7F || strchr("/\\:*?\"<>|", c) != NULL;
        td_buf_add(&safe, bad ? "_" : (const char *)&name.at[i], 1);
    }
    struct td_str s = td_str_trim(td_buf_view(&safe));
    s.len = td_whole_characters(s, 80);
    while (s.len && (s.at[s.len - 1] == '.' || s.at[s.len - 1] == ' '))
        s.len--;
    if (s.len == 0 || s.at[0] == '.' || is_reserved(s))
        td_buf_text(out, "_");
    td_buf_str(out, s);
    td_buf_free(&safe);
}
