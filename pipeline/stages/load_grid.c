/* Small tables in memory: a file of mended rejects, the bytes of one rejected row. */
#include "reject_list.h"

#include <string.h>

enum { SHEET_BYTES_MAX = 64 << 20 };

struct bytes {
    struct td_str left;
};

static bool
give(void *source, char *out, size_t cap, size_t *got, struct td_error *err)
{
    struct bytes *b = source;

    (void)err;
    *got = b->left.len < cap ? b->left.len : cap;
    if (*got)
        memcpy(out, b->left.at, *got);
    b->left.at += *got;
    b->left.len -= *got;
    return true;
}

/* ---- a file ---------------------------------------------------------------------------------------- */
static void
add_row(struct load_grid *sheet, const struct td_record *record)
{
    if (sheet->count == sheet->capacity) {
        size_t capacity = sheet->capacity ? sheet->capacity * 2 : 256;
        struct load_grid_row *rows = td_arena_alloc(&sheet->arena, capacity, sizeof *rows);
        if (sheet->count)
            memcpy(rows, sheet->rows, sheet->count * sizeof *rows);
        sheet->rows = rows;
        sheet->capacity = capacity;
    }
    struct load_grid_row *row = &sheet->rows[sheet->count++];
    *row = (struct load_grid_row){td_arena_alloc(&sheet->arena, record->count + 1, sizeof *row->cells), record->count,
                                   record->line};
    for (size_t i = 0; i < record->count; i++)
        row->cells[i] = td_arena_str(&sheet->arena, record->cells[i]);
}

static bool
read_bytes(struct td_input *in, struct td_buf *out, struct td_error *err)
{
    size_t got = 1;
    bool ok = true;

    while (ok && got > 0 && out->len <= SHEET_BYTES_MAX) {
        td_buf_reserve(out, 65536);
        ok = td_input_read(in, out->at + out->len, 65536, &got, err);
        out->len += ok ? got : 0;
    }
    if (ok && out->len > SHEET_BYTES_MAX)
        ok = td_fail(err, TD_E_LIMIT, "%s", TD_T("文件超过 64 MiB", "the file is larger than 64 MiB"));
    return ok;
}

/* Programs of the desk save CSV in the system's encoding. */
static enum td_encoding
encoding_of(struct td_str bytes)
{
    struct td_error other = {0};

    return td_encoding_check(bytes, TD_UTF8, &other) ? TD_UTF8 : TD_GB18030;
}

static bool
read_rows(struct load_grid *sheet, const struct td_csv_format *format, struct td_error *err)
{
    struct td_csv *csv = NULL;
    struct td_record record = {0};
    bool ok = td_csv_open(&csv, format, err);

    while (ok) {
        ok = td_csv_next(csv, &record, err);
        if (!ok || !record.raw.at)
            break;
        if (!record.cells) {
            ok = td_fail(err, TD_E_LAYOUT, TD_T("一行读不出来：%s", "a row cannot be read: %s"), td_fault_text(record.fault));
            td_at(err, NULL, (size_t)record.line, 0);
            break;
        }
        add_row(sheet, &record);
    }
    td_csv_close(csv);
    return ok;
}

/* The first sheet that can be seen. */
static bool
read_book(struct load_grid *sheet, struct td_input *in, struct td_error *err)
{
    size_t at = 0;

    while (at + 1 < td_input_sheet_count(in) && td_input_sheet_hidden(in, at))
        at++;
    struct td_csv_format format = load_sheet_format(in);
    return td_input_sheet_choose(in, at, err) && read_rows(sheet, &format, err);
}

static bool
read_text(struct load_grid *sheet, struct td_input *in, struct td_error *err)
{
    struct td_buf all = {0};
    bool ok = read_bytes(in, &all, err);
    struct bytes source = {td_buf_view(&all)};
    struct td_csv_format format = {.encoding = ok ? encoding_of(source.left) : TD_UTF8, .delimiter = ',', .quote = '"',
                                   .read = give, .source = &source};

    ok = ok && read_rows(sheet, &format, err);
    td_buf_free(&all);
    return ok;
}

bool
load_grid_read(struct load_grid *sheet, const char *path, struct td_error *err)
{
    struct td_input *in = NULL;
    bool ok = td_input_open(&in, path, NULL, TD_UTF8, err) &&
              (td_input_sheet_count(in) > 0 ? read_book(sheet, in, err) : read_text(sheet, in, err));

    td_input_close(in);
    return ok || td_at(err, path, err->line, err->column);
}

void
load_grid_free(struct load_grid *sheet)
{
    td_arena_free(&sheet->arena);
    *sheet = (struct load_grid){0};
}

static bool
is_trigger(struct td_str s)
{
    static const char *const begins[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};

    for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++)
        if (td_str_starts(s, td_str(begins[i])))
            return true;
    return false;
}

struct td_str
load_grid_plain(struct td_arena *arena, struct td_str cell)
{
    struct td_buf b = {0};

    if (cell.len > 1 && cell.at[0] == '\'' && is_trigger((struct td_str){cell.at + 1, cell.len - 1}))
        cell = (struct td_str){cell.at + 1, cell.len - 1};
    for (size_t i = 0; i < cell.len; i++) {
        unsigned char c = (unsigned char)cell.at[i];
        if ((c >= 0x20 && c != 0x7F) || c == '\n' || c == '\t')
            td_buf_add(&b, cell.at + i, 1);
    }
    struct td_str plain = td_arena_str(arena, td_buf_view(&b));
    td_buf_free(&b);
    return plain;
}

void
load_grid_raw(const struct td_str *cells, size_t count, struct td_buf *out)
{
    td_buf_reset(out);
    for (size_t c = 0; c < count; c++) {
        td_buf_text(out, c ? ",\"" : "\"");
        for (size_t i = 0; i < cells[c].len; i++)
            td_buf_add(out, cells[c].at[i] == '"' ? "\"\"" : cells[c].at + i, cells[c].at[i] == '"' ? 2 : 1);
        td_buf_text(out, "\"");
    }
}

/* ---- the bytes of one row ------------------------------------------------------------------------------ */
/* False: nothing was told apart. */
static bool
split(struct td_str text, const struct td_csv_format *like, struct td_arena *arena, struct td_str **cells, size_t *count)
{
    struct bytes source = {text};
    struct td_csv_format format = *like;
    struct td_csv *csv = NULL;
    struct td_record record = {0};
    struct td_error ignored = {0};

    format.read = give;
    format.source = &source;
    bool ok = td_csv_open(&csv, &format, &ignored) && td_csv_next(csv, &record, &ignored) && record.cells;
    /* a rest means that the row was not read whole */
    if (ok) {
        *count = record.count;
        *cells = td_arena_alloc(arena, record.count + 1, sizeof **cells);
        for (size_t i = 0; i < record.count; i++)
            (*cells)[i] = td_arena_str(arena, record.cells[i]);
        ok = td_csv_next(csv, &record, &ignored) && !record.raw.at;
    }
    td_csv_close(csv);
    return ok;
}

void
load_grid_cells(struct td_str raw, const struct td_delivery *d, struct td_arena *arena, struct td_str **cells,
                 size_t *count)
{
    struct td_csv_format format = {.encoding = d->encoding, .delimiter = d->delimiter, .quote = d->quote};
    struct td_csv_format plain = {.encoding = TD_UTF8, .delimiter = d->delimiter, .quote = d->quote};
    struct td_csv_format bare = {.encoding = TD_UTF8, .delimiter = d->delimiter, .quote = 0};
    struct td_csv_format sheet = {.encoding = TD_UTF8, .delimiter = ',', .quote = '"'};
    struct td_buf text = {0};

    if (split(raw, &format, arena, cells, count) && *count > 1)
        return;
    /* a workbook's rows are CSV whatever the profile says of texts */
    if (split(raw, &sheet, arena, cells, count) && *count > 1)
        return;
    td_text_loosely(raw, d->encoding, &text);
    if (!split(td_buf_view(&text), &plain, arena, cells, count) &&
        !split(td_buf_view(&text), &bare, arena, cells, count)) {
        *cells = td_arena_alloc(arena, 1, sizeof **cells);
        (*cells)[0] = td_arena_str(arena, td_buf_view(&text));
        *count = 1;
    }
    td_buf_free(&text);
}
