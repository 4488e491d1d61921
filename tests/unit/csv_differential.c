/* On well-formed CSV the reader and libcsv must agree about every cell. */
#include "tidu/input.h"

#include <criterion/criterion.h>
#include <csv.h>
#include <stdio.h>
#include <string.h>

struct random {
    uint64_t state;
};

static unsigned
draw(struct random *r, unsigned below)
{
    r->state = td_hash64(&r->state, sizeof r->state, 99);
    return (unsigned)(r->state % below);
}

static const char *const parts[] = {"a", "聊城",     ",",    "\"", "\n", "\r\n", "12.5",
                                    " ", "有限公司", "\"\"", "|",  "'",  "𠮷",   "0"};

/* A cell as it is meant, and as it is written. */
static void
write_cell(struct random *r, struct td_buf *text)
{
    char cell[64] = "";
    bool quoted;

    for (unsigned n = draw(r, 5); n > 0; n--)
        strcat(cell, parts[draw(r, sizeof parts / sizeof *parts)]);
    quoted = strpbrk(cell, ",\"\r\n") != NULL || draw(r, 4) == 0 ||
             /* libcsv cuts blanks at the ends of what is not quoted */
             cell[0] == ' ' || (cell[0] != 0 && cell[strlen(cell) - 1] == ' ');
    if (quoted)
        td_buf_text(text, "\"");
    for (const char *at = cell; *at != 0; at++)
        td_buf_add(text, *at == '"' ? "\"\"" : at, *at == '"' ? 2 : 1);
    if (quoted)
        td_buf_text(text, "\"");
}

static void
write_file(struct random *r, struct td_buf *text)
{
    unsigned columns = 1 + draw(r, 6);
    const char *end = draw(r, 2) ? "\n" : "\r\n";

    for (unsigned rows = draw(r, 120); rows > 0; rows--) {
        if (draw(r, 10) == 0)
            td_buf_text(text, end); /* an empty line */
        for (unsigned c = 0; c < columns; c++) {
            if (c > 0)
                td_buf_text(text, ",");
            if (columns == 1)
                td_buf_text(text, "x"); /* else an empty cell would be an empty line */
            else
                write_cell(r, text);
        }
        if (rows > 1 || draw(r, 2))
            td_buf_text(text, end);
    }
}

static bool
read_view(void *source, char *out, size_t cap, size_t *got, struct td_error *err)
{
    struct td_str *s = source;

    (void)err;
    *got = s->len < cap ? s->len : cap;
    memcpy(out, s->at, *got);
    s->at += *got;
    s->len -= *got;
    return true;
}

static void
ours(struct td_str text, struct td_buf *out)
{
    struct td_csv_format format = {.quote = '"', .max_record = 16 * 1024, .read = read_view, .source = &text};
    struct td_error err = {0};
    struct td_csv *csv;
    struct td_record record;

    cr_assert(td_csv_open(&csv, &format, &err));
    while (td_csv_next(csv, &record, &err) && record.raw.at != NULL) {
        cr_assert_eq(record.fault, TD_FAULT_NONE);
        for (size_t i = 0; i < record.count; i++) {
            td_buf_text(out, "[");
            td_buf_str(out, record.cells[i]);
            td_buf_text(out, "]");
        }
        td_buf_text(out, ";");
    }
    td_csv_close(csv);
}

static void
on_cell(void *at, size_t len, void *out)
{
    td_buf_text(out, "[");
    td_buf_add(out, at, len);
    td_buf_text(out, "]");
}

static void
on_record(int end, void *out)
{
    (void)end;
    td_buf_text(out, ";");
}

static void
theirs(struct td_str text, struct td_buf *out)
{
    struct csv_parser parser;

    cr_assert_eq(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
    cr_assert_eq(csv_parse(&parser, text.at, text.len, on_cell, on_record, out), text.len);
    cr_assert_eq(csv_fini(&parser, on_cell, on_record, out), 0);
    csv_free(&parser);
}

Test(csv_differential, every_cell_of_well_formed_files)
{
    struct random r = {2024};

    for (int n = 0; n < 3000; n++) {
        struct td_buf text = {0}, a = {0}, b = {0};

        td_buf_text(&text, "");
        write_file(&r, &text);
        ours(td_buf_view(&text), &a);
        theirs(td_buf_view(&text), &b);
        cr_assert(td_str_equal(td_buf_view(&a), td_buf_view(&b)),
                  "file %d:\n%s\n--- reader\n%s\n--- libcsv\n%s", n, text.at, a.at, b.at);
        td_buf_free(&text);
        td_buf_free(&a);
        td_buf_free(&b);
    }
}
