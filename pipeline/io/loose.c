/* Text for people out of bytes that are not quite text. */
#include "decode.h"

#include <stdlib.h>

/* Length of the leading part that is good, and its text. */
static size_t
good_part(struct gb *gb, struct td_str bytes, enum td_encoding encoding, struct td_buf *out)
{
    size_t done, len = 0;

    if (encoding != TD_GB18030) {
        done = utf8_span(bytes.at, bytes.len);
        td_buf_add(out, bytes.at, done);
        return done;
    }
    td_buf_reserve(out, bytes.len * GB_GROWTH + 1);
    done = gb_decode(gb, bytes, out->at + out->len, &len);
    out->len += len;
    out->at[out->len] = '\0';
    return done;
}

void
td_text_loosely(struct td_str bytes, enum td_encoding encoding, struct td_buf *out)
{
    struct gb gb = {0};
    struct td_error ignored = {0};

    if (encoding == TD_GB18030 && !gb_open(&gb, &ignored))
        encoding = TD_UTF8;
    while (bytes.len > 0) {
        size_t done = good_part(&gb, bytes, encoding, out);
        bytes.at += done;
        bytes.len -= done;
        if (bytes.len == 0)
            break;
        td_buf_text(out, "\xEF\xBF\xBD"); /* U+FFFD for each byte that starts nothing */
        bytes.at++;
        bytes.len--;
    }
    gb_close(&gb);
}
