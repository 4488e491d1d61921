/*
 * Scopes as the matcher sees them, in one pass. Most of a scope is Chinese characters, copied
 * as they are; what else is frequent (stops, brackets, Latin letters) is next.
 */
#include "catalogue.h"
#include "tidu/scalar.h"

#include <stdlib.h>
#include <string.h>

static void
add_bound(struct folded *f, size_t at, enum bound kind)
{
    if (f->bound_count == f->bound_cap) {
        f->bound_cap = f->bound_cap ? 2 * f->bound_cap : 64;
        f->bounds = td_realloc(f->bounds, f->bound_cap, sizeof(*f->bounds));
    }
    f->bounds[f->bound_count++] = (struct boundary){(uint32_t)at, kind};
}

/* What an ASCII character becomes, letters small, brackets round, control characters blank; and
 * what it bounds. */
static char
ascii(unsigned char c, enum bound *bound)
{
    *bound = BOUND_NONE;
    if (c >= 'a' && c <= 'z')
        return (char)c;
    if (c >= 'A' && c <= 'Z')
        return (char)(c + ('a' - 'A'));
    switch (c) {
    case '(':
    case '[':
    case '{':
        *bound = BOUND_OPEN;
        return '(';
    case ')':
    case ']':
    case '}':
        *bound = BOUND_CLOSE;
        return ')';
    case ',':
    case ';':
    case '!':
        *bound = BOUND_END;
        return (char)c;
    case '\n':
    case '\r':
        *bound = BOUND_RESET;
        return '\n';
    default:
        return c < ' ' || c == 0x7F ? ' ' : (char)c;
    }
}

static char *
put_ascii(struct folded *f, char *out, unsigned char c)
{
    enum bound bound;

    *out = ascii(c, &bound);
    if (bound != BOUND_NONE)
        add_bound(f, (size_t)(out - f->text.at), bound);
    return out + 1;
}

/* What is neither ASCII nor a common Chinese character. */
static char *
put_other(struct folded *f, char *out, struct td_str *rest)
{
    const char *from = rest->at;
    uint32_t c = td_char_fold(rest);

    if (c == TD_CHAR_NONE)
        return out;
    if (c == TD_CHAR_MALFORMED)
        return put_ascii(f, out, ' ');
    if (c < 0x80)
        return put_ascii(f, out, (unsigned char)c);
    if (c == 0x3002 || c == 0xFF61) /* 。 */
        add_bound(f, (size_t)(out - f->text.at), BOUND_END);
    if (c == 0x3010 || c == 0x3014) /* 【 〔 */
        return put_ascii(f, out, '(');
    if (c == 0x3011 || c == 0x3015)
        return put_ascii(f, out, ')');
    memcpy(out, from, (size_t)(rest->at - from));
    return out + (rest->at - from);
}

static bool
is_follower(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* U+4000 to U+9FFF, and 、: nothing to fold in them. */
static bool
is_plain(const unsigned char *at)
{
    return (at[0] >= 0xE4 && at[0] <= 0xE9 && is_follower(at[1]) && is_follower(at[2])) ||
           (at[0] == 0xE3 && at[1] == 0x80 && at[2] == 0x81);
}

/* ！ to ＿, U+FF01 to U+FF3F: EF BC 81 to EF BC BF. */
static bool
is_wide(const unsigned char *at)
{
    return at[0] == 0xEF && at[1] == 0xBC && at[2] > 0x80 && at[2] < 0xC0;
}

void
fold_scope(struct td_str text, struct folded *f)
{
    const unsigned char *at = (const unsigned char *)text.at, *end = at + text.len;
    char *out;

    td_buf_reset(&f->text);
    f->bound_count = 0;
    td_buf_reserve(&f->text, text.len + 1);
    out = f->text.at;
    while (at < end) {
        if (end - at >= 3 && is_plain(at)) {
            memcpy(out, at, 3);
            out += 3;
            at += 3;
        } else if (*at < 0x80) {
            out = put_ascii(f, out, *at++);
        } else if (end - at >= 3 && is_wide(at)) {
            out = put_ascii(f, out, (unsigned char)(at[2] - 0x60));
            at += 3;
        } else {
            struct td_str rest = {(const char *)at, (size_t)(end - at)};

            out = put_other(f, out, &rest);
            at = (const unsigned char *)rest.at;
        }
    }
    f->text.len = (size_t)(out - f->text.at);
    f->text.at[f->text.len] = '\0';
}

void
folded_free(struct folded *f)
{
    td_buf_free(&f->text);
    free(f->bounds);
    *f = (struct folded){0};
}
