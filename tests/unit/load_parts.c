/* The load's compare table and spools: what they hold is what was put in, however large. */
#include "../../pipeline/stages/load.h"

#include <criterion/criterion.h>
#include <string.h>

Test(load_table, keeps_every_key_while_it_grows)
{
    struct load_table t;
    uint64_t n = 50000;

    load_table_init(&t, 10);
    for (uint64_t k = 1; k <= n; k++) {
        uint64_t key = td_hash64(&k, sizeof k, 0);
        cr_assert_null(load_table_find(&t, key));
        load_table_add(&t, key)->row = k;
    }
    for (uint64_t k = 1; k <= n; k++) {
        struct load_slot *s = load_table_find(&t, td_hash64(&k, sizeof k, 0));
        cr_assert_eq(s->row, k);
    }
    cr_assert_eq(t.count, n);
    cr_assert_lt(load_table_bytes(&t) / n, 60, "bytes a row");
    load_table_free(&t);
}

/* In the order of coming, in another one, and in between: the short cut must not mislead. */
Test(load_table, finds_in_any_order)
{
    struct load_table t;

    load_table_init(&t, 100);
    for (uint64_t k = 0; k < 1000; k++)
        load_table_add(&t, td_hash64(&k, sizeof k, 7))->row = k;
    for (uint64_t n = 0; n < 3000; n++) {
        uint64_t k = n < 1000 ? n : n < 2000 ? 1999 - n : n * 7 % 1000;
        cr_assert_eq(load_table_find(&t, td_hash64(&k, sizeof k, 7))->row, k);
    }
    uint64_t other = 5000;
    cr_assert_null(load_table_find(&t, td_hash64(&other, sizeof other, 7)));
    load_table_free(&t);
}

/* Keys that all want the same place, and keys around 0 and the largest. */
Test(load_table, crowded_places)
{
    struct load_table t;

    load_table_init(&t, 0);
    for (uint64_t k = 0; k < 2000; k++) {
        uint64_t key = k % 2 ? k << 40 : UINT64_MAX - (k << 40);
        cr_assert_null(load_table_find(&t, key));
        load_table_add(&t, key)->row = k;
    }
    for (uint64_t k = 0; k < 2000; k++)
        cr_assert_eq(load_table_find(&t, k % 2 ? k << 40 : UINT64_MAX - (k << 40))->row, k);
    load_table_free(&t);
}

static void
fill(char *bytes, size_t len, unsigned seed)
{
    for (size_t i = 0; i < len; i++)
        bytes[i] = (char)(seed * 31 + i);
}

/* 150 MiB: twice what stays in memory. */
Test(load_spool, gives_back_what_it_took)
{
    enum { RECORDS = 150, BYTES = 1 << 20 };
    struct load_spool spool = {0};
    struct load_reader reader = {.spool = &spool};
    struct td_error err = {0};
    struct td_buf piece = {0};
    struct td_str view;
    static char bytes[BYTES];

    for (unsigned r = 0; r < RECORDS; r++) {
        fill(bytes, BYTES - r, r);
        td_buf_add(&spool.buf, bytes, BYTES - r);
        cr_assert(load_spool_flush(&spool, &err), "%s", err.text);
        cr_assert_lt(spool.buf.cap, (size_t)160 << 20);
    }
    cr_assert_gt(spool.written, 0);
    uint64_t at = 0;
    for (unsigned r = 0; r < RECORDS; r++) {
        fill(bytes, BYTES - r, r);
        cr_assert(load_spool_take(&reader, BYTES - r, &view, &err), "%s", err.text);
        cr_assert_eq(memcmp(view.at, bytes, BYTES - r), 0, "record %u", r);
        cr_assert(load_spool_read(&spool, at + 10, 1000, &piece, &err));
        cr_assert_eq(memcmp(piece.at, bytes + 10, 1000), 0);
        at += BYTES - r;
    }
    cr_assert_eq(at, load_spool_size(&spool));
    td_buf_free(&piece);
    td_buf_free(&reader.block);
    load_spool_free(&spool);
    load_spool_free(&spool);
}
