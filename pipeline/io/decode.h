/* Bytes of one physical line to UTF-8. Internal to io/. */
#ifndef TIDU_IO_DECODE_H
#define TIDU_IO_DECODE_H

#include <iconv.h>

#include "tidu/input.h"

/* Length of the leading part that is UTF-8 without a NUL byte (strict: no overlong forms, no
 * surrogates, nothing beyond U+10FFFF). Eight bytes at a time where the text is ASCII. */
size_t
utf8_span(const char *text, size_t len);
/* The same; sets *may_vary when there may be a variant of GB18030's editions in it. */
size_t
utf8_scan(const char *text, size_t len, bool *may_vary);
/* The same for ASCII without a NUL byte. */
size_t
ascii_span(const char *text, size_t len);

/* Two-byte codes: the lead's and the trail's range. */
enum {
    GB_FIRST_LEAD = 0x81,
    GB_LEADS = 0xFE - 0x81 + 1,
    GB_FIRST_TRAIL = 0x40,
    GB_TRAILS = 0xFE - 0x40 + 1
};

/*
 * A decoder of GB18030; all-zero is closed. Two-byte characters, which are nearly all, come from
 * rows made of iconv's answers when a lead byte is first met: iconv itself takes three times the
 * time. For UTF-8 it only counts, and need not be open.
 */
struct gb {
    iconv_t cd;
    bool open;
    struct gb_row *rows[GB_LEADS];
    uint64_t variants;    /* characters brought to the form of GB18030-2022 */
    uint64_t private_use; /* characters for private use that no edition gives a meaning */
};

/* No byte of GB18030, and none of a variant in UTF-8, becomes more than two of UTF-8. */
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

/* The leading part that is UTF-8, its variants brought to one form; as gb_decode otherwise. */
size_t
utf8_copy(struct gb *gb, struct td_str text, char *out, size_t *out_len);
/* All UTF-8, and enough of it beyond ASCII to be no GB18030 that looks so by chance. */
bool
utf8_is_chinese(struct td_str text);

#endif
