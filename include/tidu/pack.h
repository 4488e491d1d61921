/* Bytes made small and plain, to stand inside a page of text. */
#ifndef TIDU_PACK_H
#define TIDU_PACK_H

#include "tidu/text.h"

/* Append `bytes` as one zlib stream (RFC 1950, what a browser's DecompressionStream calls deflate) in base64 (RFC 4648,
 * padded, one line). The same bytes give the same text (see pipeline/io/deflate.h for other architectures). */
void td_pack_base64(struct td_str bytes, struct td_buf *out);

#endif
