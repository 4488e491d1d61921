/* COPY BINARY rows, byte for byte as PostgreSQL's protocol documents them. */
#include "tidu/db.h"

#include <criterion/criterion.h>
#include <string.h>

static void
wants(struct td_buf *b, const char *bytes, size_t len)
{
    cr_assert_eq(b->len, len, "%zu bytes, wanted %zu", b->len, len);
    cr_assert_eq(memcmp(b->at, bytes, len), 0);
    cr_assert_eq(b->at[len], '\0');
    td_buf_free(b);
}
#define WANTS(b, literal) wants(b, literal, sizeof(literal) - 1)

Test(put, row_begins_with_its_number_of_columns)
{
    struct td_buf b = {0};

    td_put_row(&b, 258);
    WANTS(&b, "\x01\x02");
}

Test(put, null_is_length_minus_one)
{
    struct td_buf b = {0};

    td_put_null(&b);
    WANTS(&b, "\xff\xff\xff\xff");
}

Test(put, booleans)
{
    struct td_buf b = {0};

    td_put_bool(&b, true);
    td_put_bool(&b, false);
    WANTS(&b, "\0\0\0\x01\x01\0\0\0\x01\0");
}

Test(put, integers_are_big_endian_twos_complement)
{
    struct td_buf b = {0};

    td_put_int2(&b, -2);
    td_put_int4(&b, INT32_MIN);
    td_put_int8(&b, 0x0102030405060708);
    WANTS(&b, "\0\0\0\x02\xff\xfe"
              "\0\0\0\x04\x80\0\0\0"
              "\0\0\0\x08\x01\x02\x03\x04\x05\x06\x07\x08");
}

Test(put, text_is_bytes_with_their_length)
{
    struct td_buf b = {0};

    td_put_text(&b, TD_STR("企"));
    td_put_text(&b, (struct td_str){"a\0b", 3});
    td_put_text(&b, (struct td_str){0});
    WANTS(&b, "\0\0\0\x03\xe4\xbc\x81\0\0\0\x03"
              "a\0b\0\0\0\0");
}

Test(put, rows_beyond_what_was_reserved)
{
    struct td_buf b = {0};
    static char large[100000];

    memset(large, 'x', sizeof large);
    for (int i = 0; i < 50; i++) {
        td_put_row(&b, 2);
        td_put_text(&b, (struct td_str){large, sizeof large});
        td_put_int8(&b, i);
    }
    cr_assert_eq(b.len, 50 * (2 + 4 + sizeof large + 12));
    cr_assert_eq(memcmp(b.at + b.len - 12, "\0\0\0\x08\0\0\0\0\0\0\0\x31", 12), 0);
    td_buf_free(&b);
}

static struct td_cell
cell(const char *at, int32_t len)
{
    return (struct td_cell){at, len};
}

Test(cell, integers_of_every_width)
{
    cr_assert_eq(td_cell_int2(cell("\xff\xfe", 2)), -2);
    cr_assert_eq(td_cell_int4(cell("\x80\0\0\0", 4)), INT32_MIN);
    cr_assert_eq(td_cell_int8(cell("\x7f\xff\xff\xff\xff\xff\xff\xff", 8)), INT64_MAX);
    cr_assert_eq(td_cell_int8(cell("\xff\xff\xff\xff", 4)), -1, "an int4 column read as int8");
    cr_assert_eq(td_cell_int4(cell("\x01", 1)), 1, "a boolean");
}

Test(cell, null_and_odd_lengths_are_zero_and_never_read_beyond)
{
    cr_assert_eq(td_cell_int8(cell(NULL, -1)), 0);
    cr_assert_eq(td_cell_int8(cell("", 0)), 0);
    cr_assert_eq(td_cell_int8(cell("abc", 3)), 0);
    cr_assert_eq(td_cell_int4(cell("\0\0\0\0\0\0\0\x01", 8)), 0, "wider than asked for");
    cr_assert_eq(td_cell_int2(cell("\0\0\0\x01", 4)), 0);
}
