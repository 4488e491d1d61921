/* Texts of a workbook: made fit for XML and for Excel, and shared. */
#include "xlsx.h"

#include <stdlib.h>
#include <string.h>

#define CUT "…（过长，已截断）"
enum { CUT_ROOM = 16 };

size_t
xlsx_units(struct td_str text)
{
    size_t units = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        units += (c & 0xC0) == 0x80 ? 0 : c >= 0xF0 ? 2 : 1;
    }
    return units;
}

/* A text of no more bytes than a cell takes has no more units. */
static struct td_str
fit(struct td_str text, bool *cut)
{
    size_t units = 0, keep = 0;

    *cut = false;
    if (text.len <= XLSX_CELL_MAX)
        return text;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if ((c & 0xC0) == 0x80)
            continue;
        keep = units <= XLSX_CELL_MAX - CUT_ROOM ? i : keep; /* the last character that leaves room to say so */
        units += c >= 0xF0 ? 2 : 1;
    }
    *cut = units > XLSX_CELL_MAX;
    return *cut ? (struct td_str){text.at, keep} : text;
}

static bool
is_hex4(const char *at)
{
    for (int i = 0; i < 4; i++)
        if (!strchr("0123456789ABCDEFabcdef", at[i]))
            return false;
    return true;
}

/* 0: the byte stays; else so many bytes are replaced by `with`. */
static size_t
special(struct td_str s, size_t i, const char **with)
{
    unsigned char c = (unsigned char)s.at[i];

    *with = "";
    switch (c) {
    case '&':
        *with = "&amp;";
        return 1;
    case '<':
        *with = "&lt;";
        return 1;
    case '>':
        *with = "&gt;";
        return 1;
    case '"':
        *with = "&quot;";
        return 1;
    case '_': /* Excel reads _x0041_ as A */
        *with = "_x005F_";
        return s.len - i >= 7 && s.at[i + 1] == 'x' && s.at[i + 6] == '_' && is_hex4(s.at + i + 2) ? 1 : 0;
    case '\n':
    case '\t':
        return 0;
    default:
        return c < 0x20 || c == 0x7F ? 1 : 0;
    }
}

/* Bytes of the character of UTF-8 at i; 0: there is none (a stray byte, a longer form than need be, half a pair of
 * UTF-16): one such byte, and Excel refuses the workbook. */
static size_t
character(struct td_str s, size_t i)
{
    const unsigned char *at = (const unsigned char *)s.at + i;
    size_t n = at[0] < 0xC2 ? 0 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : at[0] < 0xF5 ? 4 : 0;

    if (n == 0 || s.len - i < n)
        return 0;
    for (size_t k = 1; k < n; k++)
        if ((at[k] & 0xC0) != 0x80)
            return 0;
    bool bad = (at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xED && at[1] >= 0xA0) || (at[0] == 0xF0 && at[1] < 0x90) ||
               (at[0] == 0xF4 && at[1] >= 0x90);
    return bad ? 0 : n;
}

/* The same beyond ASCII; *step: bytes that are looked at. U+FFFE and U+FFFF are no characters of XML. */
static size_t
special_wide(struct td_str s, size_t i, const char **with, size_t *step)
{
    size_t n = character(s, i);

    *with = "\xEF\xBF\xBD";
    *step = n ? n : 1;
    return n == 0 ? 1 : n == 3 && memcmp(s.at + i, "\xEF\xBF", 2) == 0 && (unsigned char)s.at[i + 2] >= 0xBE ? 3 : 0;
}

void
xlsx_escape(struct td_buf *out, struct td_str text)
{
    bool cut;
    struct td_str s = fit(text, &cut);
    size_t from = 0;

    if (s.len == 0)
        return;
    td_buf_reserve(out, s.len);
    for (size_t i = 0; i < s.len;) {
        unsigned char c = (unsigned char)s.at[i];
        const char *with;
        size_t gone = 0, step = 1;
        if (c >= 0x80)
            gone = special_wide(s, i, &with, &step);
        else if (c < 0x60 || c == 0x7F)
            gone = special(s, i, &with);
        if (gone) {
            td_buf_add(out, s.at + from, i - from);
            td_buf_text(out, with);
            from = i + gone;
        }
        i += gone ? gone : step;
    }
    td_buf_add(out, s.at + from, s.len - from);
    if (cut)
        td_buf_text(out, CUT);
}

/* ---- shared strings --------------------------------------------------------------------------------------- */
static void
grow(struct xlsx_strings *t)
{
    struct xlsx_string *old = t->table;
    uint32_t before = t->capacity;

    t->capacity = before ? 2 * before : 4096;
    t->table = td_alloc(t->capacity, sizeof *t->table);
    for (uint32_t i = 0; i < before; i++) {
        uint32_t at = (uint32_t)old[i].hash & (t->capacity - 1);
        if (!old[i].number)
            continue;
        while (t->table[at].number)
            at = (at + 1) & (t->capacity - 1);
        t->table[at] = old[i];
    }
    free(old);
}

static void
add_string(struct xlsx_strings *t, struct td_str s)
{
    bool edges = s.len && (strchr(" \n\t", s.at[0]) || strchr(" \n\t", s.at[s.len - 1]));

    td_buf_text(&t->xml, edges ? "<si><t xml:space=\"preserve\">" : "<si><t>");
    xlsx_escape(&t->xml, s);
    td_buf_text(&t->xml, "</t></si>");
}

/* Two texts of one 64-bit hash: once in 10^8 workbooks of a million texts. */
uint32_t
xlsx_string_number(struct xlsx_strings *t, struct td_str s)
{
    uint64_t hash = td_hash64(s.at, s.len, 0);

    if (2 * t->count >= t->capacity)
        grow(t);
    uint32_t at = (uint32_t)hash & (t->capacity - 1);
    while (t->table[at].number && t->table[at].hash != hash)
        at = (at + 1) & (t->capacity - 1);
    if (!t->table[at].number) {
        t->table[at] = (struct xlsx_string){hash, ++t->count};
        add_string(t, s);
    }
    t->uses++;
    return t->table[at].number - 1;
}

void
xlsx_strings_free(struct xlsx_strings *t)
{
    td_buf_free(&t->xml);
    free(t->table);
    *t = (struct xlsx_strings){0};
}
