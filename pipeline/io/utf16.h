/* UTF-16 as a stream of UTF-8. Internal to io/. */
#ifndef TIDU_IO_UTF16_H
#define TIDU_IO_UTF16_H

#include "tidu/error.h"
#include "tidu/text.h"

/*
 * All-zero is at the start of a stream. What is no character (half of a pair, half of a unit at the
 * end) becomes bytes that are no UTF-8 either, so that its row is rejected and no other.
 */
struct utf16 {
    bool begun, big;
    unsigned char half; /* of a unit that was cut by the end of a block */
    bool has_half;
    uint32_t high; /* first of a pair, 0 = none */
};

/*
 * Append a block as UTF-8 to out; the first block has at least two bytes, unless the stream is
 * shorter, and decides the order of bytes. Fails TD_E_ENCODING when that is no UTF-16.
 */
bool utf16_add(struct utf16 *u, struct td_str block, struct td_buf *out, struct td_error *err)
    TD_MUST_USE;
/* The stream is at its end. */
void utf16_end(struct utf16 *u, struct td_buf *out);

#endif
