/*
 * Rows as COPY BINARY reads them: int16 number of columns, then per column int32 length (-1
 * NULL) and the bytes, all big-endian. This is the hot loop of a load: a row asks for room once
 * (td_put_row), each value only compares, stores and goes on.
 */
#include "tidu/db.h"

#include <string.h>

static char *
room(struct td_buf *b, size_t more)
{
    if (b->cap - b->len <= more) /* one byte is kept for the NUL */
        td_buf_reserve(b, more);
    return b->at + b->len;
}

static void
grown(struct td_buf *b, size_t len)
{
    b->len += len;
    b->at[b->len] = '\0';
}

/* Compilers make one bswap and one store of each of these. */
static void
store16(char *at, uint16_t v)
{
    unsigned char bytes[2] = {(unsigned char)(v >> 8), (unsigned char)v};
    memcpy(at, bytes, 2);
}

static void
store32(char *at, uint32_t v)
{
    unsigned char bytes[4] = {(unsigned char)(v >> 24), (unsigned char)(v >> 16),
                              (unsigned char)(v >> 8), (unsigned char)v};
    memcpy(at, bytes, 4);
}

static void
store64(char *at, uint64_t v)
{
    store32(at, (uint32_t)(v >> 32));
    store32(at + 4, (uint32_t)v);
}

void
td_put_row(struct td_buf *b, int columns)
{
    store16(room(b, 2 + (size_t)columns * 12), (uint16_t)columns);
    grown(b, 2);
}

void
td_put_null(struct td_buf *b)
{
    store32(room(b, 4), UINT32_MAX);
    grown(b, 4);
}

void
td_put_bool(struct td_buf *b, bool v)
{
    char *at = room(b, 5);

    store32(at, 1);
    at[4] = v;
    grown(b, 5);
}

void
td_put_int2(struct td_buf *b, int16_t v)
{
    char *at = room(b, 6);

    store32(at, 2);
    store16(at + 4, (uint16_t)v);
    grown(b, 6);
}

void
td_put_int4(struct td_buf *b, int32_t v)
{
    char *at = room(b, 8);

    store32(at, 4);
    store32(at + 4, (uint32_t)v);
    grown(b, 8);
}

void
td_put_int8(struct td_buf *b, int64_t v)
{
    char *at = room(b, 12);

    store32(at, 8);
    store64(at + 4, (uint64_t)v);
    grown(b, 12);
}

void
td_put_text(struct td_buf *b, struct td_str s)
{
    char *at = room(b, 4 + s.len);

    store32(at, (uint32_t)s.len);
    if (s.len)
        memcpy(at + 4, s.at, s.len);
    grown(b, 4 + s.len);
}
