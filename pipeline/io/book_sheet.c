/* One sheet as CSV: a state machine over its XML that puts out a row when it ends. */
#include "book.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The parser is stopped, and goes on later, when so much waits to be taken. */
enum { OUT_BYTES = 1 << 20, RECORD_BYTES = 1 << 20 };

/* ---- cells ------------------------------------------------------------------------------------- */
static void
stop(struct sheet_reader *s, const char *wrong)
{
    s->wrong = wrong;
    (void)XML_StopParser(s->xml.parser, XML_FALSE);
}

/* Append a cell; one that has a comma, a quote or a line end is quoted. */
static void
put_cell(struct td_buf *row, struct td_str cell)
{
    bool quote = false;

    for (size_t i = 0; i < cell.len && !quote; i++)
        quote = cell.at[i] == ',' || cell.at[i] == '"' || cell.at[i] == '\n';
    if (!quote) {
        td_buf_str(row, cell);
        return;
    }
    td_buf_add(row, "\"", 1);
    while (cell.len > 0) {
        const char *mark = memchr(cell.at, '"', cell.len);
        size_t n = mark == NULL ? cell.len : (size_t)(mark - cell.at) + 1;

        td_buf_add(row, cell.at, n);
        if (mark != NULL)
            td_buf_add(row, "\"", 1);
        cell = (struct td_str){cell.at + n, cell.len - n};
    }
    td_buf_add(row, "\"", 1);
}

static void
put_value(struct sheet_reader *s, struct td_buf *text)
{
    const struct book *b = s->book;
    struct td_str value = td_buf_view(&s->value), shared;
    struct book_format format = {STYLE_NUMBER, 0};

    switch (s->type) {
    case 's':
        if (!book_shared(b, strtoull(s->value.at, NULL, 10), &shared)) {
            stop(s, TD_T("单元格指向不存在的文字", "a cell points to a text that is not there"));
            return;
        }
        td_buf_str(text, shared);
        return;
    case 'b':
        td_buf_text(text, td_str_equal(td_str_trim(value), TD_STR("1")) ? "TRUE" : "FALSE");
        return;
    case 'n':
        if (s->style >= 0 && (size_t)s->style < b->format_count)
            format = b->formats[s->style];
        book_number(value, format.style, format.digits, b->from_1904, text);
        return;
    default: /* texts, errors (#N/A), dates in ISO */
        book_add_text(value, text);
    }
}

/* The cell's text goes behind so many commas. */
static void
put_at(struct sheet_reader *s, int64_t column, struct td_str text)
{
    if (s->row.len >= BOOK_ROW_BYTES)
        return;
    if (text.len > BOOK_ROW_BYTES) /* the row is beyond the limit, whatever follows */
        text.len = BOOK_ROW_BYTES;
    for (; s->written_columns < column; s->written_columns++)
        td_buf_add(&s->row, ",", 1);
    put_cell(&s->row, text);
}

/* What cells that are merged with this row's say, left of a column. Only where the row has a text of its own. */
static void
put_merged(struct sheet_reader *s, int64_t before)
{
    struct merges *m = &s->merges;

    for (; m->at < m->open_count && m->open[m->at].column < before; m->at++, s->merged++)
        put_at(s, m->open[m->at].column, td_buf_view(&m->open[m->at].text));
}

/* Cells without a text leave no trace; what lies hidden under a merged cell is not seen. */
static void
end_cell(struct sheet_reader *s)
{
    struct td_str text;

    s->no_value += s->has_formula && !s->has_value;
    td_buf_reset(&s->text);
    if (s->has_value)
        put_value(s, &s->text);
    text = td_buf_view(&s->text);
    if (s->wrong != NULL || text.len == 0 || merges_cover(&s->merges, s->column))
        return;
    put_merged(s, s->column);
    put_at(s, s->column, text);
    if (!merges_first(&s->merges, s->column, text))
        stop(s, TD_T("合并单元格的文字过长", "the texts of merged cells are too long"));
}

int64_t
book_column(const char *place)
{
    int64_t column = 0;

    for (; *place >= 'A' && *place <= 'Z' && column < BOOK_COLUMNS_MAX * 2; place++)
        column = column * 26 + (*place - 'A' + 1);
    return column - 1;
}

static void
begin_cell(struct sheet_reader *s, const char **attributes)
{
    const char *place = xml_attribute(attributes, "r");
    const char *type = xml_attribute(attributes, "t");
    const char *style = xml_attribute(attributes, "s");
    int64_t column = place == NULL ? s->column + 1 : book_column(place);

    if (column <= s->column || column >= BOOK_COLUMNS_MAX) {
        stop(s, TD_T("一行中的单元格没有次序，或超过 16384 列",
                     "the cells of a row are in no order, or beyond the last column of a sheet"));
        return;
    }
    s->column = column;
    s->type = type == NULL || strcmp(type, "n") == 0 ? 'n'
              : strcmp(type, "s") == 0               ? 's'
              : strcmp(type, "b") == 0               ? 'b'
                                                     : 'i';
    s->style = style == NULL ? -1 : atoi(style);
    s->has_formula = s->has_value = false;
    td_buf_reset(&s->value);
    td_buf_add(&s->value, "", 0);
}

/* ---- rows ---------------------------------------------------------------------------------------- */
static void
begin_row(struct sheet_reader *s, const char **attributes)
{
    const char *place = xml_attribute(attributes, "r");
    uint64_t number = place == NULL ? (uint64_t)s->row_number + 1 : strtoull(place, NULL, 10);

    if (number <= s->row_number || number > BOOK_ROWS_MAX) {
        stop(s, TD_T("行没有次序，或超过 1048576 行",
                     "the rows are in no order, or beyond the last one of a sheet"));
        return;
    }
    s->row_number = (uint32_t)number;
    s->in_row = true;
    s->column = -1; /* before the first */
    s->written_columns = 0;
    td_buf_reset(&s->row);
    merges_row(&s->merges, s->row_number);
}

static void
end_row(struct sheet_reader *s)
{
    s->in_row = false;
    if (s->row.len == 0)
        return;
    put_merged(s, BOOK_COLUMNS_MAX);
    for (; s->written + 1 < s->row_number; s->written++)
        td_buf_add(&s->out, "\n", 1);
    if (s->row.len > RECORD_BYTES) /* it is rejected as too long: as one line */
        for (size_t i = 0; i < s->row.len; i++)
            if (s->row.at[i] == '\n')
                s->row.at[i] = ' ';
    td_buf_str(&s->out, td_buf_view(&s->row));
    td_buf_add(&s->out, "\n", 1);
    s->written++;
    if (s->out.len > OUT_BYTES)
        (void)XML_StopParser(s->xml.parser, XML_TRUE);
}

/* ---- handlers --------------------------------------------------------------------------------------- */
static void
on_start(void *parser, const char *name, const char **attributes)
{
    struct sheet_reader *s = xml_user(parser);

    name = xml_local(name);
    if (!s->in_data) {
        s->in_data = strcmp(name, "sheetData") == 0;
        return;
    }
    if (strcmp(name, "c") == 0 && s->in_row) {
        begin_cell(s, attributes);
    } else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        s->in_value = s->in_row && !s->in_phonetic;
        s->has_value = s->has_value || s->in_value;
    } else if (strcmp(name, "f") == 0) {
        s->has_formula = true;
    } else if (strcmp(name, "rPh") == 0) {
        s->in_phonetic = true;
    } else if (strcmp(name, "row") == 0) {
        begin_row(s, attributes);
    }
}

static void
on_end(void *parser, const char *name)
{
    struct sheet_reader *s = xml_user(parser);

    if (!s->in_data)
        return;
    name = xml_local(name);
    if (strcmp(name, "c") == 0 && s->in_row)
        end_cell(s);
    else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        s->in_value = false;
    else if (strcmp(name, "rPh") == 0)
        s->in_phonetic = false;
    else if (strcmp(name, "row") == 0 && s->in_row)
        end_row(s);
    else if (strcmp(name, "sheetData") == 0)
        s->in_data = false;
}

static void
on_text(void *parser, const char *text, int len)
{
    struct sheet_reader *s = xml_user(parser);

    if (s->in_value && s->value.len < BOOK_ROW_BYTES)
        td_buf_add(&s->value, text, (size_t)len);
}

/* ---- reading ------------------------------------------------------------------------------------------ */
bool
sheet_open(struct sheet_reader *s, const struct book *b, size_t sheet, struct td_error *err)
{
    const struct book_sheet *which = &b->sheets[sheet];
    int64_t index = which->target.len == 0 ? -1 : archive_find(b->archive, which->target.at);

    *s = (struct sheet_reader){.book = b};
    if (index < 0) {
        (void)td_fail(err, TD_E_LAYOUT, TD_T("工作表“%s”没有单元格（图表？）", "the sheet \"%s\" has no cells (a chart?)"),
                      which->name.at);
        return td_at(err, b->archive->path, 0, 0);
    }
    return merges_read(&s->merges, b, (uint64_t)index, err) &&
           xml_open(&s->xml, b->archive, (uint64_t)index, s, on_start, on_end, on_text, err);
}

static bool
explain(struct sheet_reader *s, struct td_error *err)
{
    if (s->wrong == NULL)
        return false;
    td_error_reset(err);
    (void)td_fail(err, TD_E_DAMAGED, TD_T("工作簿损坏：第 %u 行：%s", "damaged workbook: row %u: %s"),
                  s->row_number, s->wrong);
    (void)td_at(err, s->book->archive->path, 0, 0);
    return td_hint(err, "%s",
                   TD_T("用 Excel 或 WPS 打开并另存后再交付",
                        "open it in Excel or WPS, save it anew and deliver that"));
}

/* Shared texts can make much of little. */
static bool
check_given(const struct sheet_reader *s, struct td_error *err)
{
    if (s->given <= s->xml.member.max_bytes)
        return true;
    (void)td_fail(err, TD_E_LIMIT,
                  TD_T("工作表展开超过上限：%" PRIu64 " 字节压缩数据已展开 %" PRIu64 " 字节",
                       "expansion beyond the limit: %" PRIu64
                       " compressed bytes of a sheet gave %" PRIu64),
                  s->xml.member.packed, s->given);
    return td_at(err, s->book->archive->path, 0, 0);
}

bool
sheet_read(struct sheet_reader *s, char *out, size_t cap, size_t *got, struct td_error *err)
{
    *got = 0;
    while (s->out_at == s->out.len && !s->xml.ended) {
        td_buf_reset(&s->out);
        s->out_at = 0;
        if (!xml_step(&s->xml, err))
            return explain(s, err);
    }
    *got = s->out.len - s->out_at < cap ? s->out.len - s->out_at : cap;
    if (*got > 0)
        memcpy(out, s->out.at + s->out_at, *got);
    s->out_at += *got;
    s->given += *got;
    return check_given(s, err);
}

void
sheet_close(struct sheet_reader *s)
{
    xml_close(&s->xml);
    merges_free(&s->merges);
    td_buf_free(&s->out);
    td_buf_free(&s->row);
    td_buf_free(&s->value);
    td_buf_free(&s->text);
    *s = (struct sheet_reader){0};
}
