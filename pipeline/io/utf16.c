#include "utf16.h"

/* Units looked at in a block that has no byte order mark. */
enum { LOOKED_AT = 512 };

/*
 * Without a mark: the high bytes of delimiters, digits and line ends are zero, and stand on one side.
 * A file that has none on either is not UTF-16 of a table.
 */
static bool
find_order(struct td_str block, bool *big)
{
    size_t even = 0, odd = 0;

    for (size_t i = 0; i + 1 < block.len && i < (size_t)2 * LOOKED_AT; i += 2) {
        even += block.at[i] == 0;
        odd += block.at[i + 1] == 0;
    }
    *big = even > odd;
    return even != odd;
}

static bool
begin(struct utf16 *u, struct td_str *block, struct td_error *err)
{
    u->begun = true;
    if (td_str_starts(*block, TD_STR("\xFF\xFE")) || td_str_starts(*block, TD_STR("\xFE\xFF"))) {
        u->big = block->at[0] == '\xFE'; /* the mark goes on, as a mark of UTF-8 */
        return true;
    }
    if (find_order(*block, &u->big))
        return true;
    (void)td_fail(err, TD_E_ENCODING, "%s",
                  TD_T("声明的编码是 utf-16，文件却不是", "declared as utf-16, but the file is not"));
    return td_hint(err, "%s",
                   TD_T("把配置中该交付的 encoding 改为 utf-8 或 gb18030",
                        "set this delivery's encoding to utf-8 or gb18030 in the profile"));
}

/* Halves of pairs too: UTF-8 has no such three bytes. */
static void
put(struct td_buf *out, uint32_t c)
{
    char bytes[4];
    size_t n = 0;

    if (c < 0x80) {
        bytes[n++] = (char)c;
    } else if (c < 0x800) {
        bytes[n++] = (char)(0xC0 | c >> 6);
    } else if (c < 0x10000) {
        bytes[n++] = (char)(0xE0 | c >> 12);
        bytes[n++] = (char)(0x80 | (c >> 6 & 0x3F));
    } else {
        bytes[n++] = (char)(0xF0 | c >> 18);
        bytes[n++] = (char)(0x80 | (c >> 12 & 0x3F));
        bytes[n++] = (char)(0x80 | (c >> 6 & 0x3F));
    }
    if (c >= 0x80)
        bytes[n++] = (char)(0x80 | (c & 0x3F));
    td_buf_add(out, bytes, n);
}

static void
add_unit(struct utf16 *u, uint32_t unit, struct td_buf *out)
{
    uint32_t high = u->high;

    u->high = 0;
    if (high != 0 && unit >= 0xDC00 && unit <= 0xDFFF) {
        put(out, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
        return;
    }
    if (high != 0)
        put(out, high);
    if (unit >= 0xD800 && unit <= 0xDBFF)
        u->high = unit;
    else
        put(out, unit);
}

bool
utf16_add(struct utf16 *u, struct td_str block, struct td_buf *out, struct td_error *err)
{
    if (!u->begun && !begin(u, &block, err))
        return false;
    td_buf_reserve(out, block.len * 2); /* three bytes for a unit of two, and halves */
    for (size_t i = 0; i < block.len; i++) {
        unsigned char c = (unsigned char)block.at[i];

        if (u->has_half)
            add_unit(u, u->big ? (uint32_t)u->half << 8 | c : (uint32_t)c << 8 | u->half, out);
        u->has_half = !u->has_half;
        u->half = c;
    }
    return true;
}

void
utf16_end(struct utf16 *u, struct td_buf *out)
{
    if (u->high != 0)
        put(out, u->high);
    if (u->has_half)
        td_buf_add(out, "\xFF", 1);
    u->high = 0;
    u->has_half = false;
}
