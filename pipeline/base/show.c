/* Text as JSON, and as columns of a terminal. */
#include "tidu/text.h"

void
td_json_str(struct td_buf *out, struct td_str s)
{
    td_buf_text(out, "\"");
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c == '"' || c == '\\')
            td_buf_printf(out, "\\%c", c);
        else if (c == '\n')
            td_buf_text(out, "\\n");
        else if (c < 0x20)
            td_buf_printf(out, "\\u%04x", c);
        else
            td_buf_add(out, &s.at[i], 1);
    }
    td_buf_text(out, "\"");
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
    td_buf_str(out, s);
    if (!right && blanks > 0)
        td_buf_printf(out, "%*s", blanks, "");
}
