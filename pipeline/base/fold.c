#include "fold.h"

#include "tidu/scalar.h"

/* Bytes of the sequence that starts with lead, 0 when none does. */
static size_t
sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

uint32_t
fold_take(struct td_str *s)
{
    const unsigned char *at = (const unsigned char *)s->at;
    size_t n = sequence_length(at[0]);
    uint32_t c = n < 2 ? at[0] : at[0] & (0x7Fu >> n);
    bool good = n > 0 && n <= s->len;

    for (size_t i = 1; good && i < n; i++) {
        good = (at[i] & 0xC0) == 0x80;
        c = c << 6 | (at[i] & 0x3Fu);
    }
    /* overlong forms, surrogates, beyond Unicode */
    if (good && ((n == 3 && (c < 0x800 || (c >= 0xD800 && c < 0xE000))) ||
                 (n == 4 && (c < 0x10000 || c > 0x10FFFF))))
        good = false;
    n = good ? n : 1;
    s->at += n;
    s->len -= n;
    return good ? c : FOLD_MALFORMED;
}

void
fold_put(uint32_t c, struct td_buf *out)
{
    char bytes[4];
    size_t n = 0;

    if (c < 0x80) {
        bytes[n++] = (char)c;
    } else if (c < 0x800) {
        bytes[n++] = (char)(0xC0 | c >> 6);
        bytes[n++] = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        bytes[n++] = (char)(0xE0 | c >> 12);
        bytes[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        bytes[n++] = (char)(0x80 | (c & 0x3F));
    } else {
        bytes[n++] = (char)(0xF0 | c >> 18);
        bytes[n++] = (char)(0x80 | (c >> 12 & 0x3F));
        bytes[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        bytes[n++] = (char)(0x80 | (c & 0x3F));
    }
    td_buf_add(out, bytes, n);
}

bool
fold_is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

bool
fold_is_invisible(uint32_t c)
{
    return c == 0xAD || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || (c >= 0xE0100 && c <= 0xE01EF);
}

uint32_t
fold_narrow(uint32_t c)
{
    if (c < 0x80)
        return c;
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c - 0xFEE0;
    if (c == 0x3000)
        return ' ';
    return c == 0x2010 || c == 0x2011 || c == 0x2013 || c == 0x2212 ? '-' : c;
}

uint32_t
td_char_fold(struct td_str *s)
{
    uint32_t c = fold_take(s);

    if (fold_is_blank(c))
        return ' ';
    return fold_is_invisible(c) ? TD_CHAR_NONE : fold_narrow(c);
}

size_t
fold_text(struct td_str text, char (*token)(uint32_t c), char *out, size_t cap)
{
    size_t n = 0, ink = 0;

    while (text.len > 0) {
        uint32_t c = fold_take(&text);

        if (fold_is_invisible(c) || (n == 0 && fold_is_blank(c)))
            continue;
        if (fold_is_blank(c)) {
            if (n < cap)
                out[n++] = ' ';
            continue;
        }
        if (n >= cap)
            return cap + 1;
        c = fold_narrow(c);
        if (c >= 0x80)
            out[n] = token(c);
        else
            out[n] = c < ' ' ? FOLD_OTHER : (char)c;
        if (out[n] == 0)
            out[n] = FOLD_OTHER;
        ink = ++n;
    }
    return ink;
}

/*
 * GBK, GB18030-2000 and -2005 put characters into the private use area that Unicode has since;
 * this is U+E815 to U+E864 in GB18030-2022 (two-byte codes FE50 to FEA0).
 */
static const uint32_t form_of_e815[80] = {
    0x2E81, 0x20087, 0x20089, 0x200CC, 0x2E84,  0x3473, 0x3447, 0x2E88, 0x2E8B,  0x9FB4,
    0x359E, 0x361A,  0x360E,  0x2E8C,  0x2E97,  0x396E, 0x3918, 0x9FB5, 0x39CF,  0x39DF,
    0x3A73, 0x39D0,  0x9FB6,  0x9FB7,  0x3B4E,  0x3C6E, 0x3CE0, 0x2EA7, 0x215D7, 0x9FB8,
    0x2EAA, 0x4056,  0x415F,  0x2EAE,  0x4337,  0x2EB3, 0x2EB6, 0x2EB7, 0x2298F, 0x43B1,
    0x43AC, 0x2EBB,  0x43DD,  0x44D6,  0x4661,  0x464C, 0x9FB9, 0x4723, 0x4729,  0x477C,
    0x478D, 0x2ECA,  0x4947,  0x497A,  0x497D,  0x4982, 0x4983, 0x4985, 0x4986,  0x499F,
    0x499B, 0x49B7,  0x49B6,  0x9FBA,  0x241FE, 0x4CA3, 0x4C9F, 0x4CA0, 0x4CA1,  0x4C77,
    0x4CA2, 0x4D13,  0x4D14,  0x4D15,  0x4D16,  0x4D17, 0x4D18, 0x4D19, 0x4DAE,  0x9FBB,
};

/* U+E78D to U+E796: A6D9 to A6DF, A6EC, A6ED, A6F3 (forms for vertical writing). */
static const uint32_t form_of_e78d[10] = {
    0xFE10, 0xFE12, 0xFE11, 0xFE13, 0xFE14, 0xFE15, 0xFE16, 0xFE17, 0xFE18, 0xFE19,
};

uint32_t
td_gb_form(uint32_t c)
{
    if (c < 0xE76C || c > 0xE864)
        return c;
    if (c >= 0xE815)
        return form_of_e815[c - 0xE815];
    if (c >= 0xE78D && c <= 0xE796)
        return form_of_e78d[c - 0xE78D];
    if (c >= 0xE7E8 && c <= 0xE7F3) /* A98A to A995: how a character is composed */
        return 0x2FF0 + (c - 0xE7E8);
    switch (c) {
    case 0xE76C:
        return 0x20AC; /* A2E3 */
    case 0xE7C7:
        return 0x1E3F; /* A8BC and, in the 2005 table, 8135F437 */
    case 0xE7C8:
        return 0x01F9; /* A8BF */
    case 0xE7E7:
        return 0x303E; /* A989 */
    default:
        return c;
    }
}
