#include "city.h"
#include "unknown.h"

#include <assert.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
need(struct bytes *b, size_t more)
{
    if (b->len + more <= b->cap)
        return;
    b->cap = (b->len + more) * 2 + 4096;
    b->at = realloc(b->at, b->cap);
    if (b->at == NULL)
        abort();
}

void
bytes_add(struct bytes *b, const void *at, size_t len)
{
    if (len == 0)
        return;
    need(b, len);
    memcpy(b->at + b->len, at, len);
    b->len += len;
}

void
bytes_text(struct bytes *b, const char *text)
{
    bytes_add(b, text, strlen(text));
}

void
bytes_free(struct bytes *b)
{
    free(b->at);
    *b = (struct bytes){0};
}

void
truths_add(struct truths *t, struct truth one)
{
    if (t->len == t->cap) {
        t->cap = t->cap * 2 + 64;
        t->at = realloc(t->at, t->cap * sizeof *t->at);
        if (t->at == NULL)
            abort();
    }
    t->at[t->len++] = one;
}

/* ---- cells
 * ----------------------------------------------------------------------------------- */
void
row_bytes(struct row *r, const char *at, size_t len)
{
    assert(r->len + len < ROW_BYTES);
    memcpy(r->text + r->len, at, len);
    r->len += (uint32_t)len;
}

void
row_text(struct row *r, const char *text)
{
    row_bytes(r, text, strlen(text));
}

void
row_number(struct row *r, int64_t n)
{
    char digits[24];
    int at = sizeof digits;
    uint64_t rest = n < 0 ? (uint64_t)-n : (uint64_t)n;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (n < 0)
        digits[--at] = '-';
    row_bytes(r, digits + at, sizeof digits - (size_t)at);
}

void
row_end(struct row *r)
{
    assert(r->count < COLUMNS_MAX);
    r->cells[r->count++] = (struct cell){r->start, r->len - r->start};
    r->start = r->len;
}

void
cell_text(struct row *r, const char *text)
{
    row_text(r, text);
    row_end(r);
}

void
cell_empty(struct row *r)
{
    row_end(r);
}

/* Unknown figures and negative counts are empty cells. */
void
cell_number(struct row *r, int64_t n)
{
    if (n >= 0)
        row_number(r, n);
    row_end(r);
}

void
cell_decimal(struct row *r, int64_t n, int decimals)
{
    int64_t unit = 1;
    uint64_t rest;

    if (n == UNKNOWN) {
        row_end(r);
        return;
    }
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    if (n < 0)
        row_bytes(r, "-", 1);
    rest = n < 0 ? (uint64_t)-n : (uint64_t)n;
    row_number(r, (int64_t)(rest / (uint64_t)unit));
    if (decimals > 0)
        row_bytes(r, ".", 1);
    for (uint64_t u = (uint64_t)unit / 10; u > 0; u /= 10)
        row_bytes(r, "0123456789" + rest / u % 10, 1);
    row_end(r);
}

static void
two_digits(struct row *r, int n, bool zero)
{
    if (n >= 10 || zero)
        row_bytes(r, "0123456789" + n / 10, 1);
    row_bytes(r, "0123456789" + n % 10, 1);
}

void
cell_date(struct row *r, struct date d, const char *form)
{
    bool chinese = strcmp(form, "年") == 0, zero = strcmp(form, "/") != 0 && !chinese;

    if (d.year != 0) {
        row_number(r, d.year);
        row_text(r, form);
        two_digits(r, d.month, zero);
        row_text(r, chinese ? "月" : form);
        two_digits(r, d.day, zero);
        if (chinese)
            row_text(r, "日");
    }
    row_end(r);
}

/* ---- encoding
 * ----------------------------------------------------------------------------------- */
const uint16_t *
gb_table(void)
{
    uint16_t *table = calloc(65536, sizeof *table);
    iconv_t to = iconv_open("GB18030", "UTF-8");

    if (table == NULL || to == (iconv_t)-1)
        abort();
    for (unsigned c = 0xA0; c < 0x10000; c++) {
        char in[3], out[8], *from = in, *into = out;
        size_t left = c < 0x800 ? 2 : 3, room = sizeof out;

        if (c >= 0xD800 && c < 0xF900)
            continue;
        if (left == 2) {
            in[0] = (char)(0xC0 | c >> 6);
            in[1] = (char)(0x80 | (c & 63));
        } else {
            in[0] = (char)(0xE0 | c >> 12);
            in[1] = (char)(0x80 | (c >> 6 & 63));
            in[2] = (char)(0x80 | (c & 63));
        }
        if (iconv(to, &from, &left, &into, &room) != (size_t)-1 && room == sizeof out - 2)
            table[c] = (uint16_t)((unsigned char)out[0] << 8 | (unsigned char)out[1]);
    }
    iconv_close(to);
    return table;
}

/* Only characters with two bytes of GB18030 occur; the city's own words are checked by a test.
 */
static size_t
to_gb(const uint16_t *gb, const char *at, size_t len, char *out)
{
    size_t n = 0;

    for (size_t i = 0; i < len;) {
        unsigned char c = (unsigned char)at[i];
        uint16_t two;

        if (c < 0x80) {
            out[n++] = (char)c;
            i++;
            continue;
        }
        if (c < 0xE0) {
            two = gb[(c & 31) << 6 | (at[i + 1] & 63)];
            i += 2;
        } else {
            two = gb[(c & 15) << 12 | (at[i + 1] & 63) << 6 | (at[i + 2] & 63)];
            i += 3;
        }
        out[n++] = (char)(two >> 8);
        out[n++] = (char)(two & 255);
    }
    return n;
}

static bool
wants_quotes(const char *at, size_t len, char delimiter)
{
    return memchr(at, delimiter, len) != NULL || memchr(at, '"', len) != NULL ||
           memchr(at, '\n', len) != NULL;
}

static void
encode_cell(const struct writer *w, const struct layout *layout, const char *at, size_t len,
            bool look, struct bytes *out)
{
    bool quotes = look && wants_quotes(at, len, layout->delimiter);
    char quoted[ROW_BYTES];

    if (quotes) {
        size_t n = 0;
        quoted[n++] = '"';
        for (size_t i = 0; i < len && n < sizeof quoted - 3; i++) {
            if (at[i] == '"')
                quoted[n++] = '"';
            quoted[n++] = at[i];
        }
        quoted[n++] = '"';
        at = quoted;
        len = n;
    }
    need(out, len);
    if (layout->gb18030) {
        out->len += to_gb(w->gb, at, len, out->at + out->len);
    } else {
        memcpy(out->at + out->len, at, len);
        out->len += len;
    }
}

void
row_encode(const struct writer *w, const struct layout *layout, const struct row *r,
           struct bytes *out, uint32_t where[COLUMNS_MAX])
{
    /* one look at the whole row spares three at every cell */
    bool look = wants_quotes(r->text, r->len, layout->delimiter);

    need(out, r->len + COLUMNS_MAX);
    for (unsigned i = 0; i < r->count; i++) {
        if (i > 0)
            bytes_add(out, &layout->delimiter, 1);
        where[i] = (uint32_t)out->len;
        encode_cell(w, layout, r->text + r->cells[i].at, r->cells[i].len, look, out);
    }
}

void
header_encode(const struct writer *w, const struct layout *layout, struct bytes *out)
{
    if (layout->bom)
        bytes_add(out, "\xEF\xBB\xBF", 3);
    for (unsigned i = 0; i < layout->column_count; i++) {
        if (i > 0)
            bytes_add(out, &layout->delimiter, 1);
        encode_cell(w, layout, layout->columns[i].header, strlen(layout->columns[i].header),
                    true, out);
    }
    bytes_text(out, layout->crlf ? "\r\n" : "\n");
}
