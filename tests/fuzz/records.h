/* Bytes in pieces, and what holds of every record whatever they are. */
#ifndef TIDU_FUZZ_RECORDS_H
#define TIDU_FUZZ_RECORDS_H

#include <string.h>

#include "../../pipeline/io/decode.h"
#include "require.h"

struct source {
    struct td_str bytes;
    size_t piece;
};

static inline bool
read_source(void *at, char *out, size_t cap, size_t *got, struct td_error *err)
{
    struct source *s = at;

    (void)err;
    *got = s->bytes.len < cap ? s->bytes.len : cap;
    if (s->piece > 0 && *got > s->piece)
        *got = s->piece;
    memcpy(out, s->bytes.at, *got);
    s->bytes.at += *got;
    s->bytes.len -= *got;
    return true;
}

static inline void
check_record(const struct td_record *r, struct td_str bytes, const struct td_csv_format *format)
{
    REQUIRE(r->offset + r->raw.len <= bytes.len);
    REQUIRE(memcmp(bytes.at + r->offset, r->raw.at, r->raw.len) == 0);
    REQUIRE(r->raw.len <= (format->max_record > 4096 ? format->max_record : 4096));
    REQUIRE((r->fault == TD_FAULT_NONE || r->fault == TD_FAULT_COLUMN_COUNT) ==
            (r->cells != NULL));
    REQUIRE((r->fault == TD_FAULT_NONE) == (r->detail.len == 0));
    REQUIRE(r->count <= format->max_columns);
    for (size_t i = 0; i < r->count; i++)
        REQUIRE(utf8_span(r->cells[i].at, r->cells[i].len) == r->cells[i].len);
}

/* What the reader finds out of a first block: more CR without LF than LF, and CR ends the lines. */
static inline bool
mostly_cr(struct td_str bytes)
{
    size_t cr = 0, lf = 0;

    for (size_t i = 0; i < bytes.len; i++) {
        cr += bytes.at[i] == '\r' && !(i + 1 < bytes.len && bytes.at[i + 1] == '\n');
        lf += bytes.at[i] == '\n';
    }
    return cr > lf;
}

/* What no record holds is line ends and byte order marks. */
static inline void
check_gap(struct td_str bytes, uint64_t from, uint64_t to)
{
    for (; from < to; from++)
        REQUIRE(strchr("\r\n\xEF\xBB\xBF\x84\x31\x95\x33", bytes.at[from]) != NULL &&
                bytes.at[from] != 0);
}

#endif
