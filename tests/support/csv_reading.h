/* For tests of the CSV reader: a source in memory, records as text, and cases that are read in all manner of pieces. */
#ifndef TIDU_TESTS_CSV_READING_H
#define TIDU_TESTS_CSV_READING_H

#include "tidu/input.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a source in memory, and records as text ---- */

enum {
    BLOCK = 256 * 1024, /* what the reader reads at a time */
    LINE = 1024,        /* of what stands before a case */
    /* A record's longest unless the case says it. The reader's memory goes by it, and AddressSanitizer marks all of that
     * for each file: with the reader's own limit of 1 MiB these tests took seven minutes. */
    RECORD = 16 * 1024
};

struct source {
    struct td_str bytes;
    size_t piece;   /* bytes a call, 0 = all there is room for */
    size_t fail_at; /* fail when this many bytes are left, 0 = never */
};

static inline bool
read_source(void *at, char *out, size_t cap, size_t *got, struct td_error *err)
{
    struct source *s = at;
    size_t n = s->bytes.len < cap ? s->bytes.len : cap;

    if (s->fail_at > 0 && s->bytes.len <= s->fail_at)
        return td_fail(err, TD_E_DAMAGED, "cut");
    if (s->piece > 0 && n > s->piece)
        n = s->piece;
    memcpy(out, s->bytes.at, n);
    s->bytes.at += n;
    s->bytes.len -= n;
    *got = n;
    return true;
}

static inline void
show(const struct td_record *record, struct td_buf *out)
{
    td_buf_printf(out, "%" PRIu64 ":", record->line);
    if (record->fault != TD_FAULT_NONE) {
        cr_expect_eq(record->cells == NULL, record->fault != TD_FAULT_COLUMN_COUNT);
        td_buf_printf(out, "!%s ", td_fault_code(record->fault));
        td_buf_str(out, record->raw);
    }
    for (size_t i = 0; record->fault == TD_FAULT_NONE && i < record->count; i++) {
        td_buf_text(out, "[");
        td_buf_str(out, record->cells[i]);
        td_buf_text(out, "]");
    }
    td_buf_text(out, "\n");
}

struct reading {
    struct td_str bytes;
    struct td_csv_format format;
    size_t expect; /* 0 = as many columns as the first record has; SIZE_MAX = any */
    size_t piece;
    size_t from_line; /* records before this line are not shown */
    struct td_csv_notes notes;
};

/* Read everything; every record's raw bytes must lie where it says. */
static inline void
read_records(struct reading *r, struct td_buf *out)
{
    struct source source = {r->bytes, r->piece, 0};
    struct td_csv_format format = r->format;
    struct td_error err = {0};
    struct td_csv *csv;
    struct td_record record;
    uint64_t last = 0;

    format.read = read_source;
    format.source = &source;
    if (format.max_record == 0)
        format.max_record = RECORD;
    if (format.quote == 0)
        format.quote = '"';
    else if (format.quote == 1)
        format.quote = 0;
    cr_assert(td_csv_open(&csv, &format, &err));
    if (r->expect > 0 && r->expect != SIZE_MAX)
        td_csv_expect(csv, r->expect);
    for (;;) {
        cr_assert(td_csv_next(csv, &record, &err), "%s", err.text);
        if (record.raw.at == NULL)
            break;
        cr_assert(record.line > last, "lines go up");
        last = record.line;
        cr_assert_leq(record.offset + record.raw.len, r->bytes.len);
        cr_assert_eq(memcmp(r->bytes.at + record.offset, record.raw.at, record.raw.len), 0,
                     "raw bytes of line %" PRIu64, record.line);
        cr_assert(record.fault == TD_FAULT_NONE || record.detail.len > 0);
        if (record.line >= r->from_line)
            show(&record, out);
        if (r->expect == 0 && record.fault == TD_FAULT_NONE && record.line >= r->from_line) {
            td_csv_expect(csv, record.count);
            r->expect = record.count;
        }
    }
    r->notes = td_csv_notes(csv);
    cr_assert(td_csv_next(csv, &record, &err) && record.raw.at == NULL, "the end is the end");
    td_csv_close(csv);
}

struct situation {
    const char *name;
    struct td_str bytes;
    const char *expected;
    size_t expect;
    struct td_csv_format format;
};

#define BYTES(literal)                                                                         \
    {                                                                                          \
        (literal), sizeof(literal) - 1                                                         \
    }
#define ANY SIZE_MAX

/* The same records whatever the pieces they come in. */
static inline void
expect_in_pieces(const struct situation *s)
{
    static const size_t pieces[] = {0, 1, 2, 3, 5, 64};

    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct reading r = {
            .bytes = s->bytes, .format = s->format, .expect = s->expect, .piece = pieces[i]};
        struct td_buf out = {0};

        read_records(&r, &out);
        cr_expect_str_eq(out.at == NULL ? "" : out.at, s->expected,
                         "%s (pieces of %zu)\n--- read\n%s--- expected\n%s", s->name, pieces[i],
                         out.at == NULL ? "" : out.at, s->expected);
        td_buf_free(&out);
    }
}

/* The same records when the reader's block ends before any of their bytes. */
static inline void
expect_at_block_ends(const struct situation *s)
{
    struct td_buf text = {0}, first = {0};
    struct td_csv_format format = s->format;
    struct td_buf padding = {0};

    cr_assert_lt(s->bytes.len, LINE); /* so that as many lines stand before it, wherever it is split */
    while (padding.len < BLOCK)
        td_buf_text(&padding, padding.len % LINE == LINE - 1 ? "\n" : "p");
    format.lone_cr = format.lone_cr || memchr(s->bytes.at, '\n', s->bytes.len) == NULL;
    for (size_t split = 0; split <= s->bytes.len; split++) {
        struct reading r = {.format = format, .expect = s->expect, .from_line = 1 + BLOCK / LINE};
        struct td_buf out = {0};

        td_buf_reset(&text);
        td_buf_add(&text, padding.at, BLOCK - split - 1);
        td_buf_text(&text, "\n");
        td_buf_str(&text, s->bytes);
        r.bytes = td_buf_view(&text);
        read_records(&r, &out);
        if (split == 0)
            td_buf_str(&first, td_buf_view(&out));
        cr_expect(td_str_equal(td_buf_view(&first), td_buf_view(&out)),
                  "%s: a block ends %zu bytes in", s->name, split);
        td_buf_free(&out);
    }
    td_buf_free(&padding);
    td_buf_free(&text);
    td_buf_free(&first);
}

static inline void
expect_all(const struct situation *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        expect_in_pieces(&cases[i]);
        expect_at_block_ends(&cases[i]);
    }
}

#define EXPECT(cases) expect_all(cases, sizeof(cases) / sizeof *(cases))

#endif
