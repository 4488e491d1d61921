#include "decode.h"

#include <errno.h>
#include <string.h>

#include "tidu/scalar.h"

#define ONES UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

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
        at += n;
    }
    return (size_t)(at - first);
}

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
}

static size_t
put_utf8(uint32_t c, unsigned char out[4])
{
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

/*
 * The variants in decoded text to one form, in place; returns the new length. Every one of them
 * is U+E76C to U+E864 and so starts with the byte EE, which hardly any other character does.
 * Room for growth is there: a character of four bytes comes from at least two of GB18030.
 */
static size_t
normalise(struct gb *gb, unsigned char *text, size_t len)
{
    unsigned char *to = memchr(text, 0xEE, len), *from = to;

    while (from != NULL) {
        unsigned char *end = text + len, *next;
        uint32_t c = (uint32_t)(from[0] & 0xF) << 12 | (uint32_t)(from[1] & 0x3F) << 6 |
                     (uint32_t)(from[2] & 0x3F);
        uint32_t form = td_gb_form(c);
        unsigned char bytes[4];
        size_t n = put_utf8(form, bytes);

        gb->variants += form != c;
        from += 3;
        if (to + n > from) { /* grown by a byte, and no room left over: move the rest on */
            memmove(to + n, from, (size_t)(end - from));
            len += (size_t)(to + n - from);
            end = text + len;
            from = to + n;
        }
        memcpy(to, bytes, n);
        to += n;
        next = memchr(from, 0xEE, (size_t)(end - from));
        n = (size_t)((next == NULL ? end : next) - from);
        memmove(to, from, n);
        to += n;
        if (next == NULL)
            return (size_t)(to - text);
        from = next;
    }
    return len;
}

size_t
gb_decode(struct gb *gb, struct td_str text, char *out, size_t *out_len)
{
    char *in = (char *)(uintptr_t)text.at; /* iconv does not write to it */
    char *to = out;
    size_t in_left = text.len, room = text.len * GB_GROWTH;

    if (iconv(gb->cd, &in, &in_left, &to, &room) == (size_t)-1)
        (void)iconv(gb->cd, NULL, NULL, NULL, NULL);
    *out_len = normalise(gb, (unsigned char *)out, (size_t)(to - out));
    return text.len - in_left;
}
