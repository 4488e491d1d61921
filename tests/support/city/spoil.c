#include "city.h"

#include <string.h>

/* Choosing a row's fault, and the faults that are made in its cells. */

const struct spoil_name spoil_names[SPOILS] = {
    [SPOIL_MISSING] = {"missing", "missing"},
    [SPOIL_CODE_LENGTH] = {"code_length", "uscc_length"},
    [SPOIL_CODE_LETTER] = {"code_letter", "uscc_character"},
    [SPOIL_CODE_CHECK] = {"code_check", "uscc_check"},
    [SPOIL_EXCEL] = {"excel_notation", "excel_notation"},
    [SPOIL_NUMBER] = {"bad_number", "bad_number"},
    [SPOIL_RANGE] = {"number_range", "number_range"},
    [SPOIL_DATE] = {"bad_date", "bad_date"},
    [SPOIL_DATE_RANGE] = {"date_range", "date_range"},
    [SPOIL_YEAR] = {"bad_year", "bad_year"},
    [SPOIL_WORD] = {"unknown_word", "bad_word"},
    [SPOIL_COUNTY] = {"unknown_county", "bad_county"},
    [SPOIL_INDUSTRY] = {"unknown_industry", "bad_industry"},
    [SPOIL_FEW] = {"too_few_columns", "column_count"},
    [SPOIL_MANY] = {"too_many_columns", "column_count"},
    [OK_FULL_WIDTH] = {"full_width", ""},
    [OK_THOUSANDS] = {"thousands", ""},
    [OK_PADDED] = {"padded", ""},
    [SPOIL_ENCODING] = {"bad_byte", "bad_encoding"},
    [SPOIL_HALF] = {"half_character", "bad_encoding"},
    [SPOIL_NUL] = {"nul_byte", "nul_byte"},
    [SPOIL_OPEN_QUOTE] = {"unclosed_quote", "unclosed_quote"},
    [SPOIL_STRAY_QUOTE] = {"text_after_quote", "stray_quote"},
    [OK_CRLF] = {"crlf", ""},
    [OK_BOM] = {"bom_inside", ""},
    [OK_BLANK_LINE] = {"blank_line", ""},
    [SPOIL_DUPLICATE] = {"duplicate", "duplicate"},
    [OK_DUPLICATE] = {"exact_duplicate", ""},
};

/* A filled cell of this kind, by the hash among several; -1 = none. */
int
column_find(const struct layout *l, const struct row *r, enum column_kind kind, uint64_t hash)
{
    int found[COLUMNS_MAX], n = 0;

    for (unsigned i = 0; i < l->column_count; i++)
        if (l->columns[i].kind == kind && r->cells[i].len > 0)
            found[n++] = (int)i;
    return n == 0 ? -1 : found[hash % (uint64_t)n];
}

static int
needed_find(const struct layout *l, uint64_t hash)
{
    int found[COLUMNS_MAX], n = 0;

    for (unsigned i = 0; i < l->column_count; i++)
        if (l->columns[i].flags & NEEDED)
            found[n++] = (int)i;
    return n == 0 ? -1 : found[hash % (uint64_t)n];
}

static int
number_find(const struct layout *l, const struct row *r, uint64_t hash)
{
    int at = column_find(l, r, COL_MONEY, hash);

    return at >= 0 ? at : column_find(l, r, COL_COUNT, hash);
}

static int
range_find(const struct layout *l, const struct row *r, uint64_t hash)
{
    int at = column_find(l, r, COL_COUNT, hash);

    return at >= 0 ? at : column_find(l, r, COL_SHARE, hash);
}

static int
mutable_find(const struct layout *l, const struct row *r)
{
    for (unsigned i = 0; i < l->column_count; i++)
        if ((l->columns[i].flags & MUTABLE) && r->cells[i].len > 0)
            return (int)i;
    return -1;
}

static bool
code_is_new(const struct row *r, int at)
{
    return at >= 0 && r->cells[at].len == 18;
}

/* The column a fault would touch; -1 = it does not fit this row, COLUMNS_MAX = no column
 * needed. */
static int
spoil_column(const struct layout *l, const struct row *r, enum spoil s, uint64_t hash)
{
    int code = column_find(l, r, COL_CODE, 0);

    switch (s) {
    case SPOIL_MISSING:
        return needed_find(l, hash);
    case SPOIL_CODE_CHECK:
        return code_is_new(r, code) && !(l->columns[code].flags & REGISTRY_CODE) ? code : -1;
    case SPOIL_CODE_LENGTH:
    case SPOIL_CODE_LETTER:
    case SPOIL_EXCEL:
        return code_is_new(r, code) ? code : -1;
    case SPOIL_NUMBER:
        return number_find(l, r, hash);
    case SPOIL_RANGE:
        return range_find(l, r, hash);
    case SPOIL_DATE:
    case SPOIL_DATE_RANGE:
        return column_find(l, r, COL_DATE, hash);
    case SPOIL_YEAR:
        return column_find(l, r, COL_YEAR, 0);
    case SPOIL_WORD:
        return column_find(l, r, COL_WORD, hash);
    case SPOIL_COUNTY:
        return column_find(l, r, COL_COUNTY, 0);
    case SPOIL_INDUSTRY:
        return column_find(l, r, COL_INDUSTRY, 0);
    case OK_FULL_WIDTH:
        return number_find(l, r, hash);
    case OK_THOUSANDS:
        return column_find(l, r, COL_MONEY, hash);
    case OK_PADDED:
        return code;
    case SPOIL_ENCODING:
    case SPOIL_NUL:
    case SPOIL_OPEN_QUOTE:
    case SPOIL_STRAY_QUOTE:
        return column_find(l, r, COL_NAME, hash);
    case OK_CRLF:
        return l->crlf ? -1 : COLUMNS_MAX;
    case OK_BOM:
        return l->gb18030 ? -1 : COLUMNS_MAX;
    case SPOIL_DUPLICATE:
    case OK_DUPLICATE:
        return mutable_find(l, r);
    default:
        return COLUMNS_MAX;
    }
}

enum spoil
spoil_choose(const struct layout *l, const struct row *r, uint64_t hash)
{
    for (int i = 0; i < 12; i++) {
        uint64_t h = mix64(hash + (uint64_t)i);
        enum spoil s = (enum spoil)(1 + h % (SPOILS - 1));

        if (spoil_column(l, r, s, hash) >= 0)
            return s;
    }
    return SPOIL_NONE;
}

static void
cell_set(struct row *r, int at, const char *text, size_t len)
{
    r->cells[at] = (struct cell){r->len, (uint32_t)len};
    row_bytes(r, text, len);
    r->start = r->len;
}

static void
cell_put(struct row *r, int at, const char *text)
{
    cell_set(r, at, text, strlen(text));
}

static void
spoil_code(struct row *r, int at, enum spoil s, uint64_t hash)
{
    char code[20];
    size_t len = 18;

    memcpy(code, r->text + r->cells[at].at, 18);
    if (s == SPOIL_CODE_LENGTH) {
        len = hash % 2 ? 17 : 19;
        code[18] = 'A'; /* a digit behind E would make it a number */
    } else if (s == SPOIL_CODE_LETTER) {
        code[8 + hash % 9] = "IOSVZ"[hash % 5];
    } else if (s == SPOIL_CODE_CHECK) {
        code[17] = code[17] == '8' ? '9' : '8';
    } else {
        cell_put(r, at, hash % 2 ? "9.13715E+17" : "9.1371502E+17");
        return;
    }
    cell_set(r, at, code, len);
}

/* ASCII digits, point and sign to their full-width forms. */
static void
full_width(struct row *r, int at)
{
    struct cell c = r->cells[at];
    char wide[256];
    size_t n = 0;

    for (uint32_t i = 0; i < c.len && n < sizeof wide - 3; i++) {
        unsigned v = 0xFF00u + (unsigned char)r->text[c.at + i] - 0x20u;
        wide[n++] = (char)(0xE0 | v >> 12);
        wide[n++] = (char)(0x80 | (v >> 6 & 63));
        wide[n++] = (char)(0x80 | (v & 63));
    }
    cell_set(r, at, wide, n);
}

static void
thousands(struct row *r, int at)
{
    struct cell c = r->cells[at];
    const char *text = r->text + c.at;
    const char *point = memchr(text, '.', c.len);
    size_t whole = point != NULL ? (size_t)(point - text) : c.len, n = 0;
    size_t sign = text[0] == '-' ? 1 : 0;
    char out[64];

    if (c.len > 30)
        return;
    for (size_t i = 0; i < whole; i++) {
        if (i > sign && (whole - i) % 3 == 0)
            out[n++] = ',';
        out[n++] = text[i];
    }
    memcpy(out + n, text + whole, c.len - whole);
    cell_set(r, at, out, n + c.len - whole);
}

static void
padded(struct row *r, int at)
{
    char out[64] = "  ";
    struct cell c = r->cells[at];

    if (c.len > 40)
        return;
    memcpy(out + 2, r->text + c.at, c.len);
    memcpy(out + 2 + c.len, "　 ", 4); /* an ideographic space and a plain one */
    cell_set(r, at, out, c.len + 6);
}

void
spoil_cells(const struct layout *l, struct row *r, enum spoil s, uint64_t hash)
{
    static const char *const bad_dates[] = {"2024-02-30", "2023-13-05", "20240230", "二月初三"};
    static const char *const far_dates[] = {"1850-01-01", "2350-06-30", "18500101", "23500630"};
    static const char *const bad_numbers[] = {"12.3.4", "约五百万", "1O0", "一百五"};
    int at = spoil_column(l, r, s, hash);
    uint64_t pick = hash >> 32;

    switch (s) {
    case SPOIL_MISSING:
        r->cells[at].len = 0;
        break;
    case SPOIL_CODE_LENGTH:
    case SPOIL_CODE_LETTER:
    case SPOIL_CODE_CHECK:
    case SPOIL_EXCEL:
        spoil_code(r, at, s, pick);
        break;
    case SPOIL_NUMBER:
        cell_put(r, at, bad_numbers[pick % 4]);
        break;
    case SPOIL_RANGE:
        cell_put(r, at, l->columns[at].kind == COL_SHARE ? "120" : "-5");
        break;
    case SPOIL_DATE:
        cell_put(r, at, bad_dates[pick % 4]);
        break;
    case SPOIL_DATE_RANGE:
        cell_put(r, at, far_dates[pick % 2 + (r->cells[at].len == 8 ? 2 : 0)]);
        break;
    case SPOIL_YEAR:
        cell_put(r, at, pick % 2 ? "1890" : "20255");
        break;
    case SPOIL_WORD:
        cell_put(r, at, "待核词");
        break;
    case SPOIL_COUNTY:
        cell_put(r, at, pick % 2 ? "371599" : "无名县");
        break;
    case SPOIL_INDUSTRY:
        cell_put(r, at, pick % 2 ? "C9999" : "Z0101");
        break;
    case SPOIL_FEW:
        r->count -= 1 + (unsigned)(pick % 2);
        break;
    case SPOIL_MANY:
        cell_text(r, "多出的一列");
        break;
    case OK_FULL_WIDTH:
        full_width(r, at);
        break;
    case OK_THOUSANDS:
        thousands(r, at);
        break;
    case OK_PADDED:
        padded(r, at);
        break;
    default:
        break;
    }
}

/* Another value in the row's first mutable cell: its last digit moves on, or a word is added.
 */
bool
row_alter(const struct layout *l, struct row *r, int by)
{
    int at = mutable_find(l, r);
    char text[1024];
    struct cell c;

    if (at < 0 || r->cells[at].len >= sizeof text - 4)
        return false;
    c = r->cells[at];
    memcpy(text, r->text + c.at, c.len);
    for (uint32_t i = c.len; i-- > 0;)
        if (text[i] >= '1' && text[i] <= '9') {
            text[i] = (char)('1' + (text[i] - '1' + by) % 9);
            cell_set(r, at, text, c.len);
            return true;
        }
    if (l->columns[at].kind != COL_TEXT) { /* nothing but zeros */
        text[c.len - 1] = (char)('0' + by);
        cell_set(r, at, text, c.len);
        return true;
    }
    memcpy(text + c.len, by == 1 ? "甲" : "乙", 3);
    cell_set(r, at, text, c.len + 3);
    return true;
}
