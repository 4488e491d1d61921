/* Lines that the caller knows are handed out as they lie there, and change nothing for the others. */
#include <criterion/criterion.h>
#include <string.h>

#include "tidu/input.h"

struct source {
    const char *text;
    size_t at;
};

static bool
give(void *from, char *out, size_t cap, size_t *got, struct td_error *err)
{
    struct source *s = from;
    size_t left = strlen(s->text + s->at);

    (void)err;
    *got = left < cap ? left : cap;
    memcpy(out, s->text + s->at, *got);
    s->at += *got;
    return true;
}

static bool
starts_with_k(void *who, struct td_str raw)
{
    *(size_t *)who += 1;
    return raw.len > 0 && raw.at[0] == 'k';
}

Test(csv_known, places_and_neighbours_stay)
{
    struct source source = {"a,1\r\nk,\"open\r\n\r\n\"b\nc\",2\nk2\nd,3", 0};
    static const struct {
        const char *raw;
        uint64_t line, offset;
        bool known;
    } want[] = {{"a,1", 1, 0, false}, {"k,\"open", 2, 5, true}, {"\"b\nc\",2", 4, 16, false},
                {"k2", 6, 24, true},  {"d,3", 7, 27, false}};
    struct td_csv_format format = {.encoding = TD_UTF8, .delimiter = ',', .quote = '"', .read = give, .source = &source};
    struct td_csv *csv = NULL;
    struct td_record record;
    struct td_error err = {0};
    size_t asked = 0;

    cr_assert(td_csv_open(&csv, &format, &err));
    td_csv_known(csv, starts_with_k, &asked);
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
        cr_assert(td_csv_next(csv, &record, &err));
        cr_assert_eq(record.raw.len, strlen(want[i].raw), "record %zu", i);
        cr_assert(memcmp(record.raw.at, want[i].raw, record.raw.len) == 0);
        cr_assert_eq(record.line, want[i].line, "record %zu: line %lu", i, (unsigned long)record.line);
        cr_assert_eq(record.offset, want[i].offset, "record %zu: offset %lu", i, (unsigned long)record.offset);
        cr_assert_eq(record.known, want[i].known);
        cr_assert_eq(record.count, want[i].known ? 0 : 2);
    }
    cr_assert(td_csv_next(csv, &record, &err));
    cr_assert_null(record.raw.at);
    cr_assert_eq(asked, 5); /* not about the second line of a record, nor a blank one */
    td_csv_close(csv);
}
