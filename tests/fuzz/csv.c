/*
 * Records from any bytes. First byte: encoding, delimiter, quoting, CR, limits, expected
 * columns. Whatever the bytes: the same records in pieces as in one, each where it says it is,
 * every line in exactly one of them, cells in UTF-8; and the same when records are given back.
 */
#include <string.h>

#include "records.h"

/* Every other record is read again, some behind a look at the one below. */
static void
read_again(struct td_csv *csv, struct td_record *r)
{
    struct td_error err = {0};
    struct td_record below;
    uint64_t line = r->line;

    if (line % 4 == 1 && r->fault != TD_FAULT_TOO_LONG)
        REQUIRE(td_csv_peek(csv, &below, &err));
    else
        td_csv_back(csv);
    REQUIRE(td_csv_next(csv, r, &err) && r->line == line);
}

static uint64_t
read_all(struct td_str bytes, struct td_csv_format format, size_t expect, size_t piece)
{
    struct source source = {bytes, piece};
    struct td_error err = {0};
    struct td_csv *csv;
    struct td_record r;
    uint64_t hash = 0, line = 0, end = 0, records = 0;

    format.read = read_source;
    format.source = &source;
    REQUIRE(td_csv_open(&csv, &format, &err));
    if (expect > 0)
        td_csv_expect(csv, expect);
    for (;;) {
        REQUIRE(td_csv_next(csv, &r, &err));
        if (r.raw.at == NULL)
            break;
        if (piece > 0 && r.line % 2)
            read_again(csv, &r);
        check_record(&r, bytes, &format);
        REQUIRE(r.line > line && r.offset >= end);
        if (r.fault == TD_FAULT_NONE && expect > 0)
            REQUIRE(r.count == expect);
        check_gap(bytes, end, r.offset);
        line = r.line;
        end = r.offset + r.raw.len;
        if (r.fault == TD_FAULT_TOO_LONG) /* only its head is shown */
            while (end < bytes.len && bytes.at[end] != '\n' && bytes.at[end] != '\r')
                end++;
        if (r.fault == TD_FAULT_TOO_LONG && !format.lone_cr)
            while (end < bytes.len && bytes.at[end] != '\n')
                end++;
        hash = td_hash64(&(uint64_t[4]){r.line, r.offset, r.count, r.fault}, 32, hash);
        for (size_t i = 0; i < r.count; i++)
            hash = td_hash64(r.cells[i].at, r.cells[i].len, hash + i + 1);
        records++;
    }
    check_gap(bytes, end, bytes.len);
    REQUIRE(td_csv_notes(csv).records == records);
    td_csv_close(csv);
    return hash;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct td_csv_format format = {.max_columns = 8};
    struct td_str bytes;
    size_t expect;

    if (size == 0)
        return 0;
    bytes = (struct td_str){(const char *)data + 1, size - 1};
    format.encoding = data[0] & 1 ? TD_GB18030 : TD_UTF8;
    format.delimiter = data[0] & 2 ? '|' : ',';
    format.quote = data[0] & 4 ? 0 : '"';
    format.max_record = data[0] & 8 ? 40 : 5000;
    expect = data[0] >> 4 & 3;
    /* decided here, because the reader itself looks at the first block only */
    format.lone_cr = data[0] & 64 || mostly_cr(bytes);
    REQUIRE(read_all(bytes, format, expect, 0) ==
            read_all(bytes, format, expect, 1 + data[0] % 7));
    return 0;
}
