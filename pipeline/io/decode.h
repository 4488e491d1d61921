/* Bytes of one physical line to UTF-8. Internal to io/. */
#ifndef TIDU_IO_DECODE_H
#define TIDU_IO_DECODE_H

#include <iconv.h>

#include "tidu/input.h"

/* Length of the leading part that is UTF-8 without a NUL byte (strict: no overlong forms, no
 * surrogates, nothing beyond U+10FFFF). Eight bytes at a time where the text is ASCII. */
size_t
utf8_span(const char *text, size_t len);
/* The same for ASCII without a NUL byte. */
size_t
ascii_span(const char *text, size_t len);

/* A decoder of GB18030; all-zero is closed. */
struct gb {
    iconv_t cd;
    bool open;
    uint64_t variants; /* characters brought to the form of GB18030-2022 */
};

/* No byte of GB18030 becomes more than two of UTF-8. */
enum { GB_GROWTH = 2 };

bool
gb_open(struct gb *gb, struct td_error *err) TD_MUST_USE;
/*
 * Decode text into out, which has room for GB_GROWTH times its length. Returns the bytes of
 * text that were decoded: less than text.len means that the byte there starts nothing valid.
 */
size_t
gb_decode(struct gb *gb, struct td_str text, char *out, size_t *out_len);
void
gb_close(struct gb *gb);

#endif
