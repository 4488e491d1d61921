#include "decode.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tidu/scalar.h"

#define ONES UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

/* Fewer characters than these can be GB18030 by chance (in one row of three characters out of 40,000). */
enum { CHINESE_LEAST = 3 };

/*
 * Bytes of eight that come before the first one that is NUL or beyond ASCII. (w - ONES) & ~w
 * has the high bit of a NUL byte set, and of none before the first NUL.
 */
static size_t
plain_bytes(const unsigned char *at)
{
    uint64_t w, stops;

    memcpy(&w, at, sizeof w);
    stops = (((w - ONES) & ~w) | w) & HIGHS;
    if (stops == 0)
        return 8;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (size_t)__builtin_ctzll(stops) / 8;
#else
    return 0; /* the loop over bytes does it */
#endif
}

static const unsigned char *
skip_ascii(const unsigned char *at, const unsigned char *end)
{
    while (end - at >= 8) {
        size_t n = plain_bytes(at);

        at += n;
        if (n > 0 && n < 8)
            return at;
        if (n == 0)
            break;
    }
    while (at < end && *at != 0 && *at < 0x80)
        at++;
    return at;
}

size_t
ascii_span(const char *text, size_t len)
{
    const unsigned char *at = (const unsigned char *)text;

    return (size_t)(skip_ascii(at, at + len) - at);
}

static bool
is_tail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* Bytes of the character beyond ASCII at `at`, 0 when there is no valid one. */
static size_t
wide_length(const unsigned char *at, size_t left)
{
    unsigned char lead = at[0];

    if (left >= 3 && (lead & 0xF0) == 0xE0)
        return is_tail(at[1]) && is_tail(at[2]) && (lead != 0xE0 || at[1] >= 0xA0) &&
                       (lead != 0xED || at[1] < 0xA0)
                   ? 3
                   : 0;
    if (left >= 2 && lead >= 0xC2 && lead <= 0xDF)
        return is_tail(at[1]) ? 2 : 0;
    if (left < 4 || lead < 0xF0 || lead > 0xF4)
        return 0;
    return is_tail(at[1]) && is_tail(at[2]) && is_tail(at[3]) &&
                   (lead != 0xF0 || at[1] >= 0x90) && (lead != 0xF4 || at[1] < 0x90)
               ? 4
               : 0;
}

/* Most of Chinese text: three bytes, led by E1 to EC, whose tails can be any. */
static const unsigned char *
skip_ideographs(const unsigned char *at, const unsigned char *end)
{
    while (end - at >= 3 && (unsigned char)(at[0] - 0xE1) <= 0xEC - 0xE1 && is_tail(at[1]) &&
           is_tail(at[2]))
        at += 3;
    return at;
}

size_t
utf8_span(const char *text, size_t len)
{
    bool may_vary = false;

    return utf8_scan(text, len, &may_vary);
}

/* All variants are U+E76C to U+E864 and so start with the byte EE, which hardly any other does. */
size_t
utf8_scan(const char *text, size_t len, bool *may_vary)
{
    const unsigned char *first = (const unsigned char *)text, *end = first + len;
    const unsigned char *at = first;

    for (;;) {
        size_t n;

        at = skip_ideographs(skip_ascii(at, end), end);
        if (at == end || *at == 0)
            break;
        if (*at < 0x80)
            continue;
        n = wide_length(at, (size_t)(end - at));
        if (n == 0)
            break;
        *may_vary = *may_vary || *at == 0xEE;
        at += n;
    }
    return (size_t)(at - first);
}

/* ---- GB18030 ------------------------------------------------------------------------------
 */

struct gb_row {
    uint32_t cells[GB_TRAILS]; /* up to three bytes of UTF-8, their number in the highest byte */
};

bool
gb_open(struct gb *gb, struct td_error *err)
{
    gb->cd = iconv_open("UTF-8", "GB18030");
    gb->open = gb->cd != (iconv_t)-1;
    if (gb->open)
        return true;
    (void)td_fail(err, TD_E_ENCODING,
                  TD_T("系统不能转换 GB18030：%s", "no converter for GB18030: %s"),
                  strerror(errno));
    return td_hint(err, "%s",
                   TD_T("安装 glibc 的 gconv 模块（Debian：libc6 自带）",
                        "install the gconv modules of glibc (on Debian they are in libc6)"));
}

void
gb_close(struct gb *gb)
{
    if (gb->open)
        (void)iconv_close(gb->cd);
    gb->open = false;
    for (size_t i = 0; i < GB_LEADS; i++) {
        free(gb->rows[i]);
        gb->rows[i] = NULL;
    }
}

static size_t
put_utf8(uint32_t c, unsigned char out[4])
{
    if (c < 0x80) {
        out[0] = (unsigned char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (unsigned char)(0xC0 | c >> 6);
        out[1] = (unsigned char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (unsigned char)(0xE0 | c >> 12);
        out[1] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (unsigned char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (unsigned char)(0xF0 | c >> 18);
    out[1] = (unsigned char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (unsigned char)(0x80 | (c & 0x3F));
    return 4;
}

/* One character of two or four bytes; 0 when it is none. */
static size_t
convert(struct gb *gb, const unsigned char *at, size_t len, unsigned char out[4])
{
    char *in = (char *)(uintptr_t)at, *to = (char *)out; /* iconv does not write to its input */
    size_t left = len, room = 4;

    if (iconv(gb->cd, &in, &left, &to, &room) == (size_t)-1 || left > 0) {
        (void)iconv(gb->cd, NULL, NULL, NULL, NULL);
        return 0;
    }
    return 4 - room;
}

static uint32_t
code_point(const unsigned char *at, size_t len)
{
    if (len == 3)
        return (uint32_t)(at[0] & 0xF) << 12 | (uint32_t)(at[1] & 0x3F) << 6 | (at[2] & 0x3Fu);
    if (len == 4)
        return (uint32_t)(at[0] & 7) << 18 | (uint32_t)(at[1] & 0x3F) << 12 |
               (uint32_t)(at[2] & 0x3F) << 6 | (at[3] & 0x3Fu);
    return len == 2 ? (uint32_t)(at[0] & 0x1F) << 6 | (at[1] & 0x3Fu) : at[0];
}

static bool
is_private(uint32_t c)
{
    return c >= 0xE000 && c <= 0xF8FF;
}

/* The form of 2022 of one character beyond ASCII, in UTF-8; counted when it is another. */
static size_t
put_form(struct gb *gb, uint32_t c, unsigned char out[4])
{
    uint32_t form = td_gb_form(c);

    gb->variants += form != c;
    gb->private_use += is_private(form);
    return put_utf8(form, out);
}

/*
 * The characters of one lead byte as iconv has them, looked up once. What has to be counted
 * (variants, private use) stays 0 and goes the slow way each time; it is rare.
 */
static void
make_row(struct gb *gb, unsigned char lead)
{
    struct gb_row *row = td_alloc(1, sizeof *row);

    for (unsigned i = 0; i < GB_TRAILS; i++) {
        unsigned char from[2] = {lead, (unsigned char)(GB_FIRST_TRAIL + i)}, to[4] = {0};
        size_t n = i == 0x7F - GB_FIRST_TRAIL ? 0 : convert(gb, from, 2, to);
        uint32_t c = n == 0 || n > 3 ? 0 : code_point(to, n);

        if (c == 0 || td_gb_form(c) != c || is_private(c))
            continue;
        to[3] = (unsigned char)n;
        memcpy(&row->cells[i], to, sizeof to);
    }
    gb->rows[lead - GB_FIRST_LEAD] = row;
}

/* A character that is in no row: bytes taken, 0 for none. */
static size_t
slow_character(struct gb *gb, const unsigned char *at, size_t left, unsigned char **to)
{
    size_t len = left >= 2 && at[1] >= '0' && at[1] <= '9' ? 4 : 2, n;
    unsigned char utf8[4];

    n = left < len ? 0 : convert(gb, at, len, utf8);
    if (n == 0)
        return 0;
    *to += put_form(gb, code_point(utf8, n), *to);
    return len;
}

/* Copy ASCII, eight bytes at a time; what is written beyond it is written over. Bytes taken. */
static size_t
copy_plain(const unsigned char *at, const unsigned char *end, unsigned char *to)
{
    const unsigned char *from = at;
    uint64_t w;

    for (; end - at >= 8; at += 8, to += 8) {
        memcpy(&w, at, sizeof w);
        memcpy(to, &w, sizeof w);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        if ((w & HIGHS) != 0)
            return (size_t)(at - from) + (size_t)__builtin_ctzll(w & HIGHS) / 8;
#else
        if ((w & HIGHS) != 0)
            break;
#endif
    }
    while (at < end && *at < 0x80)
        *to++ = *at++;
    return (size_t)(at - from);
}

/* Characters of two bytes out of the rows, as far as they go; room for four bytes each, see GB_GROWTH. */
static const unsigned char *
copy_pairs(const struct gb *gb, const unsigned char *at, const unsigned char *end,
           unsigned char **to)
{
    unsigned char *out = *to;

    while (end - at >= 2) {
        unsigned lead = (unsigned)at[0] - GB_FIRST_LEAD, trail = (unsigned)at[1] - GB_FIRST_TRAIL;
        const uint32_t *cell;
        size_t n;

        if (lead >= GB_LEADS || trail >= GB_TRAILS || gb->rows[lead] == NULL)
            break;
        cell = &gb->rows[lead]->cells[trail];
        n = ((const unsigned char *)cell)[3];
        if (n == 0)
            break;
        memcpy(out, cell, sizeof *cell);
        out += n;
        at += 2;
    }
    *to = out;
    return at;
}

size_t
gb_decode(struct gb *gb, struct td_str text, char *out, size_t *out_len)
{
    const unsigned char *first = (const unsigned char *)text.at, *end = first + text.len;
    const unsigned char *at = first;
    unsigned char *to = (unsigned char *)out;

    while (at < end) {
        size_t n = copy_plain(at, end, to);

        to += n;
        at = copy_pairs(gb, at + n, end, &to);
        if (at == end || *at < 0x80)
            continue;
        if (*at < GB_FIRST_LEAD || *at - GB_FIRST_LEAD >= GB_LEADS)
            break;
        if (gb->rows[*at - GB_FIRST_LEAD] == NULL) {
            make_row(gb, *at);
            continue;
        }
        n = slow_character(gb, at, (size_t)(end - at), &to);
        if (n == 0)
            break;
        at += n;
    }
    *out_len = (size_t)(to - (unsigned char *)out);
    return (size_t)(at - first);
}

/* ---- variants in UTF-8 --------------------------------------------------------------------
 */

size_t
utf8_copy(struct gb *gb, struct td_str text, char *out, size_t *out_len)
{
    size_t good = utf8_span(text.at, text.len), at = 0;
    unsigned char *to = (unsigned char *)out;

    while (at < good) {
        const char *next = memchr(text.at + at, 0xEE, good - at);
        size_t n = next == NULL ? good - at : (size_t)(next - text.at) - at;

        memcpy(to, text.at + at, n);
        to += n;
        at += n;
        if (next == NULL)
            break;
        to += put_form(gb, code_point((const unsigned char *)next, 3), to);
        at += 3;
    }
    *out_len = (size_t)(to - (unsigned char *)out);
    return good;
}

bool
utf8_is_chinese(struct td_str text)
{
    size_t three = 0, two = 0;

    if (utf8_span(text.at, text.len) < text.len) /* of GB18030 mostly told by its first character */
        return false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        three += c >= 0xE2;
        two += c >= 0xC2 && c <= 0xDF;
    }
    return three > two && three >= CHINESE_LEAST;
}
