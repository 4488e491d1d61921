/* Bounds of the CSV reader: lines of a gigabyte, flat memory, no time lost on what is made to be slow. */
#include "../support/csv_reading.h"

#include <sys/resource.h>

struct endless {
    uint64_t left;
    char byte;
    const char *tail, *head; /* head: before all, NULL = nothing */
};

static bool
read_endless(void *at, char *out, size_t cap, size_t *got, struct td_error *err)
{
    struct endless *s = at;

    (void)err;
    if (s->head != NULL) {
        *got = strlen(s->head);
        memcpy(out, s->head, *got);
        s->head = NULL;
        if (*got > 0)
            return true;
    }
    if (s->left == 0) {
        *got = strlen(s->tail);
        memcpy(out, s->tail, *got);
        s->tail = "";
        return true;
    }
    *got = s->left < cap ? (size_t)s->left : cap;
    memset(out, s->byte, *got);
    s->left -= *got;
    return true;
}

Test(csv, fault_26_a_line_of_a_gigabyte_is_one_fault)
{
    struct endless source = {UINT64_C(1) << 30, 'x', "\n1,2\n", NULL};
    struct td_csv_format format = {.quote = '"', .read = read_endless, .source = &source};
    struct td_error err = {0};
    struct rusage before, after;
    struct td_csv *csv;
    struct td_record r;

    getrusage(RUSAGE_SELF, &before);
    cr_assert(td_csv_open(&csv, &format, &err));
    cr_assert(td_csv_next(csv, &r, &err));
    cr_expect_eq(r.fault, TD_FAULT_TOO_LONG);
    cr_expect_eq(r.raw.len, 4096);
    cr_expect_eq(r.line, 1);
    cr_assert(td_csv_next(csv, &r, &err));
    cr_expect_eq(r.fault, TD_FAULT_NONE);
    cr_expect_eq(r.line, 2);
    cr_expect_eq(r.count, 2);
    cr_expect_eq(r.offset, (UINT64_C(1) << 30) + 1);
    cr_assert(td_csv_next(csv, &r, &err));
    cr_expect_null(r.raw.at);
    td_csv_close(csv);
    getrusage(RUSAGE_SELF, &after);
    cr_expect_lt(after.ru_maxrss - before.ru_maxrss, 10 << 10, "flat memory: %ld KiB", after.ru_maxrss - before.ru_maxrss);
}

/* KiB that reading the source takes at its height, beyond what was there before; *records of it. */
static long
memory_of(struct endless source, uint64_t *records)
{
    struct td_csv_format format = {.quote = '"', .read = read_endless, .source = &source};
    struct rusage before, after;
    struct td_error err = {0};
    struct td_csv *csv;
    struct td_record r;

    getrusage(RUSAGE_SELF, &before);
    cr_assert(td_csv_open(&csv, &format, &err));
    do
        cr_assert(td_csv_next(csv, &r, &err));
    while (r.raw.at != NULL);
    getrusage(RUSAGE_SELF, &after);
    *records = td_csv_notes(csv).records;
    td_csv_close(csv);
    return after.ru_maxrss - before.ru_maxrss;
}

/* 32 MB each, and a few MiB of memory: it would not pass if memory grew with the input. */
Test(csv, fault_21_fault_26_memory_is_flat_whatever_the_line)
{
    static const struct {
        const char *what;
        char byte;
        const char *head;
    } cases[] = {
        {"a long line", 'x', ""},
        {"a header of commas", ',', ""},
        {"an unclosed quote on line 1", 'x', "\"a\n"},
        {"an unclosed quote, then line ends", '\n', "\"a"},
        {"nothing but quotes", '"', ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct endless source = {32 << 20, cases[i].byte, "\n1,2\n", cases[i].head};
        uint64_t records;
        long kib = memory_of(source, &records);

        cr_expect_lt(kib, 10 << 10, "%s: %ld KiB", cases[i].what, kib);
        cr_expect_geq(records, 2, "%s: what follows is read", cases[i].what);
    }
}

Test(csv, fault_26_a_header_of_a_megabyte)
{
    for (int over = 0; over < 2; over++) {
        struct endless source = {(1 << 20) - 1 + (uint64_t)over * 2, 'h', "\n1\n", ""};
        struct td_csv_format format = {.quote = '"', .read = read_endless, .source = &source};
        struct td_error err = {0};
        struct td_csv *csv;
        struct td_record r;

        cr_assert(td_csv_open(&csv, &format, &err));
        cr_assert(td_csv_next(csv, &r, &err));
        cr_expect_eq(r.fault, over ? TD_FAULT_TOO_LONG : TD_FAULT_NONE);
        cr_assert(td_csv_next(csv, &r, &err));
        cr_expect_eq(r.line, 2);
        td_csv_close(csv);
    }
}

Test(csv, fault_26_a_hundred_thousand_columns)
{
    struct endless source = {100000, ',', "\n1,2\n", NULL};
    struct td_csv_format format = {.quote = '"', .read = read_endless, .source = &source};
    struct td_error err = {0};
    struct td_csv *csv;
    struct td_record r;

    cr_assert(td_csv_open(&csv, &format, &err));
    cr_assert(td_csv_next(csv, &r, &err));
    cr_expect_eq(r.fault, TD_FAULT_COLUMN_COUNT);
    cr_assert(td_csv_next(csv, &r, &err));
    cr_expect_eq(r.count, 2);
    td_csv_close(csv);
}

/* Found by fuzzing: the bytes shown of a long line were those of its neighbours too. */
Test(csv, fault_26_a_long_line_shows_no_other)
{
    static const struct situation cases[] = {
        {"in the middle",
         BYTES("a,b\n0123456789ABCDEF,2\n3,4\n5,6\n"),
         "1:[a][b]\n2:!too_long 0123456789\n3:[3][4]\n4:[5][6]\n",
         2,
         {.max_record = 10}},
        {"lone CR",
         BYTES("a,b\r0123456789ABCDEF,2\r3,4\r"),
         "1:[a][b]\n2:!too_long 0123456789\n3:[3][4]\n",
         2,
         {.max_record = 10}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_in_pieces(&cases[i]);
}

Test(csv, the_limit_is_exact)
{
    for (int extra = 0; extra <= 1; extra++)
        for (int end = 0; end < 4; end++) {
            static const char *const ends[] = {"\n", "\r\n", "", "\r"};
            char text[64], expected[64];
            struct reading r = {.format = {.max_record = 10}, .expect = ANY};
            struct td_buf out = {0};

            snprintf(text, sizeof text, "012345678%s%s", extra ? "9X" : "9", ends[end]);
            snprintf(expected, sizeof expected, extra ? "1:!too_long %.10s" : "1:[%.10s]\n",
                     text);
            for (size_t piece = 0; piece < 5; piece++) {
                r.bytes = td_str(text);
                r.piece = piece;
                td_buf_reset(&out);
                read_records(&r, &out);
                cr_expect(td_str_starts(td_buf_view(&out), td_str(expected)), "%s: %s", text,
                          out.at);
            }
            td_buf_free(&out);
        }
}

/* Lines that open a quote when read afresh and keep one open when joined must not cost a whole
 * record's length each. */
Test(csv, quotes_made_to_be_slow_are_not, .timeout = 20)
{
    struct td_buf text = {0}, out = {0};
    struct reading r = {.expect = 3, .from_line = UINT64_MAX};

    td_buf_text(&text, "a,b,c\n");
    for (int i = 0; i < 300000; i++)
        td_buf_text(&text, "5\",\"\"\" y\n");
    r.bytes = td_buf_view(&text);
    read_records(&r, &out);
    cr_expect(r.notes.records > 1 && r.notes.records <= 300001);
    td_buf_free(&text);
    td_buf_free(&out);
}
