/*
 * Deflate, written. Internal to io/; of ISA-L (igzip) only this and inflate.h know.
 *
 * The same text in the same pieces gives the same bytes on every x86-64 processor since 2011. ISA-L has a code for each kind;
 * at its level 2 those for SSE4.2, AVX, AVX2 and AVX-512 find the same matches (unit.deflate holds them against each other).
 * The plain one and those of other architectures hash in another way: there a file of the same contents is packed in other
 * bytes. At level 3 each code finds its own.
 */
#ifndef TIDU_IO_DEFLATE_H
#define TIDU_IO_DEFLATE_H

#include "tidu/error.h"
#include "tidu/text.h"

#include <stdint.h>

enum deflate_form { DEFLATE_RAW, DEFLATE_ZLIB }; /* RFC 1951, as in a zip; RFC 1950 */

struct deflate; /* of one thread; used again for one stream after the other */

struct deflate *deflate_new(void);
void deflate_begin(struct deflate *d, enum deflate_form form);
/* Append to `out` what `text` gives; with the last piece, which may be empty, the stream ends. */
void deflate_add(struct deflate *d, struct td_str text, bool last, struct td_buf *out);
void deflate_free(struct deflate *d);

/* CRC-32 as gzip and zip have it; of nothing: 0. */
uint32_t crc32_add(uint32_t crc, const char *at, size_t len);

#endif
