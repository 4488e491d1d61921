/* Records that are given back, and the one below that is looked at: as if nothing had happened. */
#include "../support/csv_reading.h"

struct given_back {
    struct td_str bytes;
    struct td_csv_format format;
    size_t records, peeked; /* in all; below how many of them another one stands */
    struct td_csv_notes notes;
};

/* A mark, a blank line, variants and private use, lines of each end, one that is too long; and what comes of a sheet. */
static const struct given_back cases[] = {
    {BYTES("\n\xEF\xBB\xBF" "a,b\r\n1,\"x\ny\"\n\xEE\xA0\x80,\xEE\xA0\x9E\n2,3,,\n0123456789ABCDEFGHIJKLMNO\n4,5\n"),
     {.quote = '"', .max_record = 20},
     6,
     4,
     {.blank_lines = 1, .boms = 1, .crlf = 1, .quoted = 1, .gb18030_variants = 1, .private_use = 1}},
    {BYTES("a,b\n\"x\ny\nz\",1\n\n\"v\nw\",2\n3,4\n"), {.quote = '"', .rows = true}, 4, 2, {.blank_lines = 1, .quoted = 2}},
};

static bool
same(const struct td_record *a, const struct td_record *b)
{
    return a->line == b->line && a->offset == b->offset && a->fault == b->fault && a->count == b->count &&
           a->altered == b->altered && a->raw.len == b->raw.len;
}

static struct td_csv *
open_case(const struct given_back *c, struct source *source)
{
    struct td_csv_format format = c->format;
    struct td_error err = {0};
    struct td_csv *csv;

    format.read = read_source;
    format.source = source;
    cr_assert(td_csv_open(&csv, &format, &err));
    return csv;
}

static void
expect_notes(const struct given_back *c, const struct td_csv *csv)
{
    struct td_csv_notes n = td_csv_notes(csv);

    cr_expect_eq(n.records, c->records);
    cr_expect_eq(n.boms, c->notes.boms);
    cr_expect_eq(n.crlf, c->notes.crlf);
    cr_expect_eq(n.quoted, c->notes.quoted);
    cr_expect_eq(n.blank_lines, c->notes.blank_lines);
    cr_expect_eq(n.gb18030_variants, c->notes.gb18030_variants);
    cr_expect_eq(n.private_use, c->notes.private_use);
}

static void
read_each_twice(const struct given_back *c, size_t piece, bool peek)
{
    struct source source = {c->bytes, piece, 0}, plain = {c->bytes, 0, 0};
    struct td_csv *csv = open_case(c, &source), *other = open_case(c, &plain);
    struct td_error err = {0};
    struct td_record r, below, again, once;
    size_t peeked = 0;

    for (;;) {
        cr_assert(td_csv_next(csv, &r, &err) && td_csv_next(other, &once, &err), "%s", err.text);
        cr_expect(same(&r, &once), "line %" PRIu64 ", not %" PRIu64, r.line, once.line);
        if (r.raw.at == NULL)
            break;
        if (peek && r.fault != TD_FAULT_TOO_LONG) {
            cr_assert(td_csv_peek(csv, &below, &err));
            peeked += below.raw.at != NULL;
            cr_expect(below.raw.at == NULL || below.line > once.line);
        } else {
            td_csv_back(csv);
        }
        cr_assert(td_csv_next(csv, &again, &err));
        cr_expect(same(&again, &once), "again line %" PRIu64 ", not %" PRIu64, again.line, once.line);
    }
    cr_expect_eq(peeked, peek ? c->peeked : 0, "%zu", peeked);
    expect_notes(c, csv);
    td_csv_close(csv);
    td_csv_close(other);
}

Test(csv, a_record_that_is_given_back_comes_again)
{
    static const size_t pieces[] = {0, 1, 3, 7};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
            read_each_twice(&cases[i], pieces[k], false);
            read_each_twice(&cases[i], pieces[k], true);
        }
}
