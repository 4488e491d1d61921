/*
 * Deflate, read. Internal to io/; of ISA-L (igzip) only this and deflate.h know.
 *
 * ISA-L decodes up to 64 KiB ahead of what it hands over, so a stream may have more to give when all its input is used, and
 * it takes up to eight bytes of what follows the stream: inflate_ahead. It counts on nothing that the input says: an input
 * of any bytes ends, fails or wants more (`tests/fuzz/gz.c`, and unit.inflate between pages that may not be touched).
 */
#ifndef TIDU_IO_INFLATE_H
#define TIDU_IO_INFLATE_H

#include "tidu/text.h"

#include <stdbool.h>

enum inflate_result {
    INFLATE_MORE, /* goes on, with more input or more room; nothing used and nothing given: the input is cut off */
    INFLATE_END,
    INFLATE_BAD /* see inflate_fault */
};
enum { INFLATE_AHEAD_MOST = 8 };

struct inflate; /* of one thread; used again for one stream after the other */

struct inflate *inflate_new(void);
void inflate_begin(struct inflate *s);
/* Decode from `in` (*used of it is taken) into up to `cap` bytes at `out` (*got of them are written). */
enum inflate_result inflate_some(struct inflate *s, struct td_str in, size_t *used, char *out, size_t cap, size_t *got);
/* How many of the bytes taken so far are not decoded yet; at the end of a stream they follow it. */
size_t inflate_ahead(const struct inflate *s);
void inflate_ahead_bytes(const struct inflate *s, unsigned char bytes[INFLATE_AHEAD_MOST]);
/* What is wrong, in words. */
const char *inflate_fault(const struct inflate *s);
void inflate_free(struct inflate *s);

#endif
