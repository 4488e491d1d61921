/*
 * The filled workbook as rows. Nothing is taken for granted but the titles of the columns:
 * people sort, filter, move columns, delete rows and columns that they do not need, and save
 * with whatever program they have.
 */
#include "queue.h"

#include "tidu/input.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER_WITHIN = 20, MOST_BYTES = 256 << 20 };

struct reading {
    struct queue_answers *answers;
    const char *path;
    int at[QUEUE_COLUMNS]; /* column of the file, -1 = not there */
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

/* The sheet that was written, under its name; else the first that is not hidden. */
static bool
choose_sheet(struct td_input *in, struct td_error *err)
{
    size_t count = td_input_sheet_count(in), chosen = count;

    for (size_t i = 0; i < count && chosen == count; i++)
        if (td_str_equal(td_input_sheet_name(in, i), TD_STR("待判断")))
            chosen = i;
    for (size_t i = 0; i < count && chosen == count; i++)
        if (!td_input_sheet_hidden(in, i))
            chosen = i;
    return count == 0 || td_input_sheet_choose(in, chosen < count ? chosen : 0, err);
}

static bool
read_file(const char *path, struct bytes *bytes, bool *rows, struct td_error *err)
{
    struct td_input *in = NULL;
    size_t got = 1;
    bool ok = td_input_open(&in, path, NULL, TD_UTF8, err) && choose_sheet(in, err);

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
    for (int c = 0; c < QUEUE_COLUMNS; c++) {
        r->at[c] = -1;
        for (size_t i = 0; i < record->count && r->at[c] < 0; i++)
            if (td_str_equal(td_str_trim(record->cells[i]), td_str(queue_titles[c])))
                r->at[c] = (int)i;
    }
    return r->at[QUEUE_VERDICT] >= 0 && r->at[QUEUE_ID] >= 0;
}

static struct td_str
cell(const struct reading *r, const struct td_record *record, int column)
{
    int at = r->at[column];

    return at < 0 || (size_t)at >= record->count ? (struct td_str){"", 0}
                                                 : td_str_trim(record->cells[at]);
}

static void
take_row(struct reading *r, const struct td_record *record)
{
    struct queue_answers *a = r->answers;
    struct td_str verdict = cell(r, record, QUEUE_VERDICT), code = cell(r, record, QUEUE_CODE);

    a->rows++;
    if (verdict.len == 0 && code.len == 0)
        return;
    if (a->count == r->capacity) {
        r->capacity = r->capacity ? r->capacity * 2 : 64;
        a->items = td_realloc(a->items, r->capacity, sizeof *a->items);
    }
    struct queue_answer *item = &a->items[a->count++];
    *item = (struct queue_answer){.row = record->line,
                                  .id = td_arena_str(&a->arena, cell(r, record, QUEUE_ID)),
                                  .verdict = td_arena_str(&a->arena, verdict),
                                  .code = td_arena_str(&a->arena, code),
                                  .why = td_arena_str(&a->arena, cell(r, record, QUEUE_WHY))};
    for (int i = 0; i < QUEUE_CANDIDATES; i++)
        item->candidates[i] = td_arena_str(&a->arena, cell(r, record, QUEUE_CANDIDATE + i));
}

static bool
no_header(const char *path, struct td_error *err)
{
    td_fail(err, TD_E_LAYOUT,
            TD_T("没有找到“%s”和“%s”两栏", "there are no columns \"%s\" and \"%s\""),
            queue_titles[QUEUE_VERDICT], queue_titles[QUEUE_ID]);
    td_at(err, path, 1, 0);
    return td_hint(
        err,
        TD_T("请用 tidu queue -o 导出的文件填写，保留这两栏的标题",
             "fill in the file that tidu queue -o wrote, and keep the titles of these two"));
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
            td_fail(err, TD_E_DAMAGED,
                    TD_T("第 %" PRIu64 " 行读不出来", "row %" PRIu64 " cannot be read"),
                    record.line);
            return td_hint(err, TD_T("另存为 xlsx 再试", "save it as xlsx and try again"));
        }
        if (!found && n >= HEADER_WITHIN)
            break;
        if (!found)
            found = find_columns(r, &record);
        else
            take_row(r, &record);
    }
    return found || no_header(r->path, err);
}

bool
queue_answers_read(struct queue_answers *answers, const char *path, struct td_error *err)
{
    struct reading r = {.answers = answers, .path = path};
    struct bytes bytes = {0};
    struct td_csv_format format = {
        .delimiter = ',', .quote = '"', .read = read_bytes, .source = &bytes};
    struct td_error other = {0};
    struct td_csv *csv = NULL;
    uint64_t hash = 0, size = 0;
    bool ok =
        td_file_hash(path, &hash, &size, err) && read_file(path, &bytes, &format.rows, err);

    snprintf(answers->hash, sizeof answers->hash, "%016" PRIx64, hash);
    /* what WPS calls CSV is GB18030, what Excel calls CSV UTF-8 has a mark in front */
    if (ok && !format.rows && !td_encoding_check(td_buf_view(&bytes.text), TD_UTF8, &other))
        format.encoding = TD_GB18030;
    ok = ok && td_csv_open(&csv, &format, err) && read_records(&r, csv, err);
    td_csv_close(csv);
    td_buf_free(&bytes.text);
    return ok;
}

void
queue_answers_free(struct queue_answers *answers)
{
    td_arena_free(&answers->arena);
    free(answers->items);
    *answers = (struct queue_answers){0};
}
