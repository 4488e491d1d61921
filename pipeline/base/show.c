/*
 * Text as JSON, as HTML, as a line of a terminal. Names come from outside: what would steer a terminal or turn the
 * line around, and bytes that are no UTF-8, must not go through.
 */
#include "tidu/text.h"

#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

/* The character at the beginning: its code, and its length in bytes. What is no UTF-8 (overlong forms and
 * surrogates are none) is -1, one byte. */
static int32_t
first_character(struct td_str s, size_t *len)
{
    static const int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char c = (unsigned char)s.at[0];
    size_t want = c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
    int32_t code = want == 1 ? c : want == 2 ? c & 0x1F : want == 3 ? c & 0x0F : c & 0x07;

    *len = 1;
    if (want == 0 || want > s.len)
        return -1;
    for (size_t i = 1; i < want; i++) {
        if (((unsigned char)s.at[i] & 0xC0) != 0x80)
            return -1;
        code = code << 6 | ((unsigned char)s.at[i] & 0x3F);
    }
    if (code < least[want] || (code >= 0xD800 && code < 0xE000) || code > 0x10FFFF)
        return -1;
    *len = want;
    return code;
}

/* Control characters, line ends, and the marks that set the direction of writing. */
static bool
steers(int32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200E || code == 0x200F ||
           (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

/* Bytes at the beginning that every reader may have as they are: printable ASCII but for " & ' < > \, and the
 * characters of three bytes from U+3000 on, which are most of what there is. */
static size_t
harmless(struct td_str s)
{
    size_t i = 0;

    while (i < s.len) {
        unsigned char c = (unsigned char)s.at[i];
        if (c >= 0x20 && c < 0x7F && c != '"' && c != '&' && c != '\'' && c != '<' && c != '>' && c != '\\')
            i++;
        else if (c >= 0xE3 && c <= 0xEC && s.len - i >= 3 && ((unsigned char)s.at[i + 1] & 0xC0) == 0x80 &&
                 ((unsigned char)s.at[i + 2] & 0xC0) == 0x80)
            i += 3;
        else
            break;
    }
    return i;
}

static void
json_character(struct td_buf *out, int32_t code, struct td_str bytes)
{
    if (code < 0)
        td_buf_text(out, REPLACEMENT);
    else if (code == '"' || code == '\\')
        td_buf_printf(out, "\\%c", (int)code);
    else if (code == '\n')
        td_buf_text(out, "\\n");
    else if (steers(code))
        td_buf_printf(out, "\\u%04x", (unsigned)code);
    else
        td_buf_str(out, bytes);
}

static void
plain_character(struct td_buf *out, int32_t code, struct td_str bytes)
{
    if (code == '\t')
        td_buf_text(out, " ");
    else if (steers(code))
        td_buf_text(out, REPLACEMENT);
    else
        td_buf_str(out, bytes);
}

static void
html_character(struct td_buf *out, int32_t code, struct td_str bytes)
{
    if (code == '&')
        td_buf_text(out, "&amp;");
    else if (code == '<')
        td_buf_text(out, "&lt;");
    else if (code == '>')
        td_buf_text(out, "&gt;");
    else if (code == '"')
        td_buf_text(out, "&quot;");
    else if (code == '\'')
        td_buf_text(out, "&#39;");
    else
        plain_character(out, code, bytes);
}

static void
put_characters(struct td_buf *out, struct td_str s, void (*put)(struct td_buf *, int32_t, struct td_str))
{
    while (s.len) {
        size_t len = harmless(s);
        int32_t code = 0;

        td_buf_add(out, s.at, len);
        s = (struct td_str){s.at + len, s.len - len};
        if (s.len == 0)
            break;
        code = first_character(s, &len);
        put(out, code, (struct td_str){s.at, len});
        s = (struct td_str){s.at + len, s.len - len};
    }
}

void
td_json_str(struct td_buf *out, struct td_str s)
{
    td_buf_text(out, "\"");
    put_characters(out, s, json_character);
    td_buf_text(out, "\"");
}

void
td_plain_str(struct td_buf *out, struct td_str s)
{
    td_buf_text(out, "");
    put_characters(out, s, plain_character);
}

void
td_html_str(struct td_buf *out, struct td_str s)
{
    td_buf_text(out, "");
    put_characters(out, s, html_character);
}

void
td_plain_lines(struct td_buf *out, struct td_str text)
{
    while (text.len) {
        const char *end = memchr(text.at, '\n', text.len);
        size_t len = end ? (size_t)(end - text.at) : text.len;

        td_plain_str(out, (struct td_str){text.at, len});
        td_buf_text(out, end ? "\n" : "");
        len += end != NULL;
        text = (struct td_str){text.at + len, text.len - len};
    }
}

int
td_text_columns(struct td_str s)
{
    int columns = 0;

    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c < 0x80 || (c >= 0xC0 && c < 0xE0))
            columns++;
        else if (c == 0xE2 && i + 1 < s.len && (unsigned char)s.at[i + 1] == 0x80)
            columns++; /* – … “ ”: terminals take these for narrow */
        else if (c >= 0xE0)
            columns += 2;
    }
    return columns;
}

void
td_buf_padded(struct td_buf *out, struct td_str s, int columns, bool right)
{
    int blanks = columns - td_text_columns(s);

    if (right && blanks > 0)
        td_buf_printf(out, "%*s", blanks, "");
    td_plain_str(out, s);
    if (!right && blanks > 0)
        td_buf_printf(out, "%*s", blanks, "");
}
