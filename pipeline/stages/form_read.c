#include "form.h"

#include "tidu/input.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER_WITHIN = 20, MOST_BYTES = 256 << 20 };

struct reading {
    struct form *form;
    const struct form_ask *ask;
    const char *path;
    int at[FORM_COLUMNS_MAX]; /* column of the file, -1 = not there */
    size_t capacity;
};

struct bytes { /* what td_csv reads */
    struct td_buf text;
    size_t at;
};

static bool
read_bytes(void *source, char *out, size_t cap, size_t *got, struct td_error *err)
{
    struct bytes *b = source;
    size_t left = b->text.len - b->at;

    (void)err;
    *got = left < cap ? left : cap;
    memcpy(out, b->text.at + b->at, *got);
    b->at += *got;
    return true;
}

static bool
choose_sheet(struct td_input *in, const char *name, struct td_error *err)
{
    size_t count = td_input_sheet_count(in), chosen = count;

    for (size_t i = 0; i < count && chosen == count; i++)
        if (td_str_equal(td_input_sheet_name(in, i), td_str(name)))
            chosen = i;
    for (size_t i = 0; i < count && chosen == count; i++)
        if (!td_input_sheet_hidden(in, i))
            chosen = i;
    return count == 0 || td_input_sheet_choose(in, chosen < count ? chosen : 0, err);
}

static bool
read_file(const struct reading *r, struct bytes *bytes, bool *rows, struct td_error *err)
{
    struct td_input *in = NULL;
    size_t got = 1;
    bool ok = td_input_open(&in, r->path, NULL, TD_UTF8, err) && choose_sheet(in, r->ask->sheet, err);

    *rows = ok && td_input_sheet_count(in) > 0;
    while (ok && got) {
        td_buf_reserve(&bytes->text, 65536);
        ok = td_input_read(in, bytes->text.at + bytes->text.len, 65536, &got, err);
        bytes->text.len += ok ? got : 0;
        if (ok && bytes->text.len > MOST_BYTES)
            ok = td_fail(err, TD_E_LIMIT, TD_T("文件过大", "the file is too large"));
    }
    td_input_close(in);
    return ok;
}

static bool
find_columns(struct reading *r, const struct td_record *record)
{
    for (size_t c = 0; c < r->ask->columns; c++) {
        r->at[c] = -1;
        for (size_t i = 0; i < record->count && r->at[c] < 0; i++)
            if (td_str_equal(td_str_trim(record->cells[i]), td_str(r->ask->titles[c])))
                r->at[c] = (int)i;
    }
    return r->at[r->ask->needed[0]] >= 0 && r->at[r->ask->needed[1]] >= 0;
}

static void
take_row(struct reading *r, const struct td_record *record)
{
    struct form *f = r->form;
    struct td_str *cells = td_arena_alloc(&f->arena, r->ask->columns, sizeof *cells);

    for (size_t c = 0; c < r->ask->columns; c++) {
        int at = r->at[c];
        cells[c] = at < 0 || (size_t)at >= record->count ? (struct td_str){"", 0}
                                                         : td_arena_str(&f->arena, td_str_trim(record->cells[at]));
    }
    if (f->count == r->capacity) {
        r->capacity = r->capacity ? r->capacity * 2 : 64;
        f->rows = td_realloc(f->rows, r->capacity, sizeof *f->rows);
    }
    f->rows[f->count++] = (struct form_row){record->line, cells};
}

static bool
no_header(const struct reading *r, struct td_error *err)
{
    td_fail(err, TD_E_LAYOUT, TD_T("没有找到“%s”和“%s”两栏", "there are no columns \"%s\" and \"%s\""),
            r->ask->titles[r->ask->needed[0]], r->ask->titles[r->ask->needed[1]]);
    td_at(err, r->path, 1, 0);
    return td_hint(err, "%s", TD_T(r->ask->hint_zh, r->ask->hint_en));
}

static bool
read_records(struct reading *r, struct td_csv *csv, struct td_error *err)
{
    struct td_record record = {0};
    bool found = false;

    for (int n = 0;; n++) {
        if (!td_csv_next(csv, &record, err))
            return false;
        if (!record.cells && record.fault == TD_FAULT_NONE)
            break;
        if (record.fault != TD_FAULT_NONE && record.fault != TD_FAULT_COLUMN_COUNT) {
            td_fail(err, TD_E_DAMAGED, TD_T("第 %" PRIu64 " 行读不出来", "row %" PRIu64 " cannot be read"), record.line);
            return td_hint(err, TD_T("另存为 xlsx 再试", "save it as xlsx and try again"));
        }
        if (!found && n >= HEADER_WITHIN)
            break;
        if (!found)
            found = find_columns(r, &record);
        else
            take_row(r, &record);
    }
    return found || no_header(r, err);
}

bool
form_read(struct form *form, const struct form_ask *ask, const char *path, struct td_error *err)
{
    struct reading r = {.form = form, .ask = ask, .path = path};
    struct bytes bytes = {0};
    struct td_csv_format format = {.delimiter = ',', .quote = '"', .read = read_bytes, .source = &bytes};
    struct td_error other = {0};
    struct td_csv *csv = NULL;
    uint64_t hash = 0, size = 0;
    bool ok = td_file_hash(path, &hash, &size, err) && read_file(&r, &bytes, &format.rows, err);

    snprintf(form->hash, sizeof form->hash, "%016" PRIx64, hash);
    /* what WPS calls CSV is GB18030, what Excel calls CSV UTF-8 has a mark in front */
    if (ok && !format.rows && !td_encoding_check(td_buf_view(&bytes.text), TD_UTF8, &other))
        format.encoding = TD_GB18030;
    ok = ok && td_csv_open(&csv, &format, err) && read_records(&r, csv, err);
    td_csv_close(csv);
    td_buf_free(&bytes.text);
    return ok;
}

void
form_free(struct form *form)
{
    td_arena_free(&form->arena);
    free(form->rows);
    *form = (struct form){0};
}
