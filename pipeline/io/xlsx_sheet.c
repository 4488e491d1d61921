#include "xlsx_sheet.h"

#include <stdlib.h>
#include <string.h>

enum {
    FROZEN = 3,      /* columns that stay: number, name, code */
    PAGE_WIDTH = 190, /* characters across an A4 page that can still be read: four fifths of full size */
    LINES_MOST = 12, LINE_POINTS = 15, CELL_BYTES = 96,
    DAY_OF_2000 = 36526, /* Excel's for 2000-01-01 */
    DAY_FIRST = 61, DAY_LAST = 2958465 /* 1900-03-01, as Excel has a 29 February 1900 before it; 9999-12-31 */
};

/* ---- where things are ------------------------------------------------------------------------------------- */
int
xlsx_header_row(const struct td_sheet *sheet)
{
    return sheet->heading ? 2 : 1;
}

size_t
xlsx_rows_of_page(const struct td_sheet *sheet)
{
    return XLSX_ROWS_MAX - (size_t)xlsx_header_row(sheet);
}

bool
xlsx_same_name(const char *a, const char *b)
{
    while (*a && (*a == *b || ((*a ^ *b) == 0x20 && (*a | 0x20) >= 'a' && (*a | 0x20) <= 'z')))
        a++, b++;
    return *a == *b;
}

/* The heading may say which part it is; the name has to. */
void
xlsx_page_name(struct xlsx_page *p, unsigned part)
{
    struct td_buf tail = {0};
    size_t characters = 0, most = XLSX_NAME_MAX, o = 0;

    td_buf_text(&tail, "");
    if (part > 1)
        td_buf_printf(&tail, "(%u)", part);
    most -= tail.len;
    for (const char *at = p->sheet->name ? p->sheet->name : ""; *at && o + 8 < sizeof p->name; at++) {
        unsigned char c = (unsigned char)*at;
        if ((c & 0xC0) != 0x80 && (characters += c >= 0xF0 ? 2 : 1) > most)
            break;
        p->name[o++] = strchr("[]:*?/\\'", c) || c < 0x20 ? '_' : *at;
    }
    if (o == 0)
        memcpy(p->name, "Sheet", o = 5);
    memcpy(p->name + o, tail.at, tail.len + 1);
    if (xlsx_same_name(p->name, "History")) /* is kept for the log of a shared workbook */
        memcpy(p->name, "History_", sizeof "History_");
    td_buf_free(&tail);
}

static size_t
frozen_columns(const struct td_sheet *s)
{
    return s->column_count > FROZEN ? FROZEN : 0;
}

/* Pages beside each other: what is wider goes on, with the first columns again. */
static int
pages_across(const struct td_sheet *s)
{
    int width = 0, frozen = 0;

    for (size_t c = 0; c < s->column_count; c++) {
        width += s->columns[c].width + 1;
        frozen += c < frozen_columns(s) ? s->columns[c].width + 1 : 0;
    }
    int room = PAGE_WIDTH - frozen;
    return width <= PAGE_WIDTH || room <= 0 ? 1 : (width - frozen + room - 1) / room;
}

void
xlsx_page_range(const struct xlsx_page *p, enum xlsx_range range, struct td_buf *out)
{
    int header = xlsx_header_row(p->sheet);
    char last[8], frozen[8];

    xlsx_column(p->sheet->column_count - 1, last);
    if (range != XLSX_REPEAT) {
        td_buf_printf(out, "'%s'!$A$%d:$%s$%zu", p->name, range == XLSX_FILTER ? header : 1, last, (size_t)header + p->rows);
        return;
    }
    if (pages_across(p->sheet) > 1) {
        xlsx_column(frozen_columns(p->sheet) - 1, frozen);
        td_buf_printf(out, "'%s'!$A:$%s,", p->name, frozen);
    }
    td_buf_printf(out, "'%s'!$%d:$%d", p->name, header, header);
}

/* ---- what stands before and behind the rows ------------------------------------------------------------------- */
static void
put_front(struct td_buf *out, const struct xlsx_page *p)
{
    const struct td_sheet *s = p->sheet;
    int header = xlsx_header_row(s);
    size_t frozen = frozen_columns(s);
    char last[8], corner[8];

    xlsx_column(s->column_count - 1, last);
    xlsx_column(frozen, corner);
    td_buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\""
                     "http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\""
                     "http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheetPr><pageSetUpPr "
                     "fitToPage=\"1\"/></sheetPr>");
    td_buf_printf(out, "<dimension ref=\"A1:%s%zu\"/><sheetViews><sheetView%s workbookViewId=\"0\"><pane ", last,
                  (size_t)header + p->rows, p->number == 1 ? " tabSelected=\"1\"" : "");
    if (frozen)
        td_buf_printf(out, "xSplit=\"%zu\" ", frozen);
    td_buf_printf(out, "ySplit=\"%d\" topLeftCell=\"%s%d\" activePane=\"%s\" state=\"frozen\"/>", header, corner, header + 1,
                  frozen ? "bottomRight" : "bottomLeft");
    if (frozen) /* a pane's own cell, as Excel writes it: A1 lies in neither */
        td_buf_printf(out, "<selection pane=\"topRight\" activeCell=\"%s1\" sqref=\"%s1\"/>", corner, corner);
    td_buf_printf(out, "<selection pane=\"bottomLeft\" activeCell=\"A%d\" sqref=\"A%d\"/>", header + 1, header + 1);
    if (frozen)
        td_buf_text(out, "<selection pane=\"bottomRight\"/>");
    td_buf_text(out, "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>");
    for (size_t c = 0; c < s->column_count; c++)
        td_buf_printf(out, "<col min=\"%zu\" max=\"%zu\" width=\"%d.7109375\" customWidth=\"1\"/>", c + 1, c + 1,
                      s->columns[c].width);
    td_buf_text(out, "</cols><sheetData>");
}

/* A list stands in one text of 255 characters, commas between its words: Excel "repairs" a longer one away, with a word
 * of its own, and takes a quotation mark for the text's end. What does not fit stays a cell for anything. */
static bool
has_choices(const struct td_entry *e)
{
    size_t units = 0;

    for (size_t k = 0; e->choices && e->choices[k]; k++) {
        struct td_str word = td_str(e->choices[k]);
        if (word.len == 0 || strpbrk(e->choices[k], ",\"\n"))
            return false;
        units += xlsx_units(word) + (k > 0);
    }
    return units > 0 && units <= XLSX_LIST_MAX;
}

static size_t
choice_count(const struct td_sheet *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->entry_count; i++)
        n += has_choices(&s->entries[i]);
    return n;
}

static void
put_choices(struct td_buf *out, const struct xlsx_page *p)
{
    const struct td_sheet *s = p->sheet;
    size_t first = (size_t)xlsx_header_row(s) + 1;
    char letters[8];

    if (choice_count(s) == 0 || p->rows == 0)
        return;
    td_buf_printf(out, "<dataValidations count=\"%zu\">", choice_count(s));
    for (size_t i = 0; i < s->entry_count; i++) {
        const struct td_entry *e = &s->entries[i];
        if (!has_choices(e))
            continue;
        xlsx_column(e->column, letters);
        td_buf_printf(out, "<dataValidation type=\"list\" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\" "
                           "sqref=\"%s%zu:%s%zu\"><formula1>\"", letters, first, letters, first + p->rows - 1);
        for (size_t k = 0; e->choices[k]; k++) {
            td_buf_text(out, k ? "," : "");
            xlsx_escape(out, td_str(e->choices[k]));
        }
        td_buf_text(out, "\"</formula1></dataValidation>");
    }
    td_buf_text(out, "</dataValidations>");
}

static void
put_back(struct td_buf *out, const struct xlsx_page *p)
{
    char last[8];

    xlsx_column(p->sheet->column_count - 1, last);
    td_buf_printf(out, "</sheetData><autoFilter ref=\"A%d:%s%zu\"/>", xlsx_header_row(p->sheet), last,
                  (size_t)xlsx_header_row(p->sheet) + p->rows);
    put_choices(out, p);
    td_buf_printf(out, "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>"
                       "<pageSetup paperSize=\"9\" fitToWidth=\"%d\" fitToHeight=\"0\" pageOrder=\"overThenDown\" "
                       "orientation=\"landscape\"/><headerFooter><oddFooter>&amp;L&amp;A&amp;C&amp;P / &amp;N</oddFooter>"
                       "</headerFooter>", pages_across(p->sheet));
    if (xlsx_has_notes(p->sheet))
        td_buf_text(out, "<legacyDrawing r:id=\"rId1\"/>");
    td_buf_text(out, "</worksheet>");
}

/* ---- rows --------------------------------------------------------------------------------------------------- */
struct writing {
    struct td_buf *out;
    struct xlsx_strings *strings;
    const struct td_sheet *sheet;
    struct xlsx_marks *marks;
    char (*letters)[8];
    bool *entry; /* is the column filled in? */
    char row[24];
    size_t row_len;
};

/* Digits of v into at; so many bytes. */
static size_t
put_digits(char *at, uint64_t v)
{
    char turned[24];
    size_t n = 0;

    do
        turned[n++] = (char)('0' + v % 10);
    while (v /= 10);
    for (size_t i = 0; i < n; i++)
        at[i] = turned[n - 1 - i];
    return n;
}

/* v / 10^6 exactly, as the database has it. */
static size_t
put_millionths(char *at, int64_t v)
{
    uint64_t magnitude = v < 0 ? 0u - (uint64_t)v : (uint64_t)v, part = magnitude % 1000000;
    size_t n = 0;

    if (v < 0)
        at[n++] = '-';
    n += put_digits(at + n, magnitude / 1000000);
    if (part == 0)
        return n;
    at[n++] = '.';
    for (uint64_t unit = 100000; part; part %= unit, unit /= 10)
        at[n++] = (char)('0' + part / unit);
    return n;
}

static size_t
put_number(char *at, enum td_cell_kind kind, int64_t v)
{
    if (kind == TD_CELL_WAN || kind == TD_CELL_PERCENT)
        return put_millionths(at, v);
    if (kind == TD_CELL_DATE)
        v += DAY_OF_2000;
    if (v >= 0)
        return put_digits(at, (uint64_t)v);
    *at = '-';
    return 1 + put_digits(at + 1, 0u - (uint64_t)v);
}

/* <c r="AB12" s="3" */
static size_t
put_place(const struct writing *w, char *at, size_t column, unsigned style)
{
    const char *letters = w->letters[column];
    size_t n = 6;

    memcpy(at, "<c r=\"", 6);
    while (*letters)
        at[n++] = *letters++;
    memcpy(at + n, w->row, w->row_len);
    n += w->row_len;
    memcpy(at + n, "\" s=\"", 5);
    n += 5;
    n += put_digits(at + n, style);
    at[n++] = '"';
    return n;
}

static size_t
append(char *at, const char *text)
{
    size_t len = strlen(text);

    memcpy(at, text, len);
    return len;
}

static void
put_text(struct writing *w, size_t column, unsigned style, struct td_str text)
{
    char cell[CELL_BYTES];
    size_t n = put_place(w, cell, column, style);

    n += append(cell + n, " t=\"s\"><v>");
    n += put_digits(cell + n, xlsx_string_number(w->strings, text));
    n += append(cell + n, "</v></c>");
    td_buf_add(w->out, cell, n);
}

static void
put_blank(struct writing *w, size_t column, unsigned style)
{
    char cell[CELL_BYTES];
    size_t n = put_place(w, cell, column, style);

    n += append(cell + n, "/>");
    td_buf_add(w->out, cell, n);
}

/* A day before Excel's calendar, or behind it, is no number there ("########"), or a day off: it is written out. */
static bool
put_far_day(struct writing *w, size_t column, int64_t day)
{
    char text[11];

    if (day >= DAY_FIRST - DAY_OF_2000 && day <= DAY_LAST - DAY_OF_2000)
        return false;
    td_date_text((td_date)day, text);
    put_text(w, column, XLSX_KIND + TD_CELL_TEXT, td_str(text));
    return true;
}

static bool
is_marked(struct xlsx_marks *marks, size_t row, size_t column)
{
    if (marks->count == 0 || marks->at->row != row || marks->at->column != column)
        return false;
    marks->at++;
    marks->count--;
    return true;
}

static void
put_cell(struct writing *w, size_t row, size_t column, const struct td_value_cell *v)
{
    enum td_cell_kind kind = w->sheet->columns[column].kind;
    unsigned style = XLSX_KIND + kind;
    bool own = is_marked(w->marks, row, column), entry = w->entry[column];

    if (own || entry)
        style = own ? XLSX_MARKED : XLSX_ENTRY;
    if ((own || entry) ? v->text.len == 0 : !v->known) {
        if (!own && !entry && w->sheet->missing)
            put_text(w, column, XLSX_MISSING, td_str(w->sheet->missing));
        else
            put_blank(w, column, style);
    } else if (own || entry || kind == TD_CELL_TEXT) {
        put_text(w, column, style, v->text);
    } else if (kind == TD_CELL_STATE) {
        put_text(w, column, xlsx_state_style(v->text), v->text);
    } else if (kind != TD_CELL_DATE || !put_far_day(w, column, v->number)) {
        char cell[CELL_BYTES];
        size_t n = put_place(w, cell, column, style);
        n += append(cell + n, "><v>");
        n += put_number(cell + n, kind, v->number);
        n += append(cell + n, "</v></c>");
        td_buf_add(w->out, cell, n);
    }
}

/* Lines that a text takes in a column: of no more bytes than the column is wide, one. One character less than there is,
 * as the font's own width varies a little. */
static size_t
lines_of(struct td_str text, int width)
{
    size_t room = width > 3 ? (size_t)width - 1 : 3, lines = 1;

    if (text.len > room)
        lines = (size_t)td_text_columns(text) / room + 1;
    else if (!memchr(text.at, '\n', text.len))
        return 1;
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    return lines;
}

/* Not every program fits the height of a row to its wrapped text when it opens a file: it is given. */
static size_t
row_lines(const struct td_sheet *s, const struct td_value_cell *cells)
{
    size_t lines = 1;

    for (size_t c = 0; c < s->column_count; c++) {
        enum td_cell_kind kind = s->columns[c].kind;
        if ((kind != TD_CELL_TEXT && kind != TD_CELL_STATE) || !cells[c].known || cells[c].text.len == 0)
            continue;
        size_t need = lines_of(cells[c].text, s->columns[c].width);
        lines = need > lines ? need : lines;
    }
    return lines > LINES_MOST ? LINES_MOST : lines;
}

static void
begin_row(struct writing *w, size_t row, size_t points)
{
    w->row_len = put_digits(w->row, row);
    td_buf_text(w->out, "<row r=\"");
    td_buf_add(w->out, w->row, w->row_len);
    if (points != LINE_POINTS)
        td_buf_printf(w->out, "\" ht=\"%zu\" customHeight=\"1", points);
    td_buf_text(w->out, "\">");
}

static void
put_header(struct writing *w)
{
    const struct td_sheet *s = w->sheet;
    size_t lines = 1;

    if (s->heading) {
        begin_row(w, 1, 24);
        put_text(w, 0, XLSX_HEADING, td_str(s->heading));
        td_buf_text(w->out, "</row>");
    }
    for (size_t c = 0; c < s->column_count; c++) { /* the filter's button takes two characters */
        size_t need = lines_of(td_str(s->columns[c].title), s->columns[c].width - 2);
        lines = need > lines ? need : lines;
    }
    lines = lines > LINES_MOST ? LINES_MOST : lines; /* 409 points are the most that a row may have */
    begin_row(w, (size_t)xlsx_header_row(s), LINE_POINTS * (lines + 1) - LINE_POINTS / 2);
    for (size_t c = 0; c < s->column_count; c++)
        put_text(w, c, XLSX_HEADER, td_str(s->columns[c].title));
    td_buf_text(w->out, "</row>");
}

void
xlsx_page(struct zip_out *zip, struct xlsx_strings *strings, const struct xlsx_page *p, struct xlsx_marks *marks)
{
    const struct td_sheet *s = p->sheet;
    struct writing w = {.out = &zip->text, .strings = strings, .sheet = s, .marks = marks};
    struct td_value_cell *scratch = td_alloc(s->column_count, sizeof *scratch);

    w.letters = td_alloc(s->column_count, sizeof *w.letters);
    w.entry = td_alloc(s->column_count, sizeof *w.entry);
    for (size_t c = 0; c < s->column_count; c++)
        xlsx_column(c, w.letters[c]);
    for (size_t i = 0; i < s->entry_count; i++)
        w.entry[s->entries[i].column] = true;
    put_front(w.out, p);
    put_header(&w);
    for (size_t r = 0; r < p->rows; r++) {
        const struct td_value_cell *cells = td_sheet_row(s, p->from + r, scratch);
        begin_row(&w, (size_t)xlsx_header_row(s) + 1 + r, LINE_POINTS * row_lines(s, cells));
        for (size_t c = 0; c < s->column_count; c++)
            put_cell(&w, p->from + r, c, &cells[c]);
        td_buf_text(w.out, "</row>");
        zip_flush(zip);
    }
    put_back(w.out, p);
    free(w.letters);
    free(w.entry);
    free(scratch);
}
