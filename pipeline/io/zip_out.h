/*
 * A zip archive in memory, written part by part: deflated, stamped 1980-01-01, so that the same parts make
 * the same bytes. All-zero is an empty archive. Internal to io/.
 */
#ifndef TIDU_IO_ZIP_OUT_H
#define TIDU_IO_ZIP_OUT_H

#include "deflate.h"

struct zip_part;
struct zip_out {
    struct td_buf bytes; /* the archive so far */
    struct td_buf text;  /* of the present part, not yet compressed: add to it, then zip_flush */
    struct zip_part *parts;
    size_t count, capacity;
    struct deflate *stream;
    bool too_large; /* for sizes of 32 bits: bytes are no archive */
};

void zip_begin(struct zip_out *zip, const char *name);
void zip_flush(struct zip_out *zip); /* compresses once enough has come together */
void zip_end(struct zip_out *zip);
void zip_finish(struct zip_out *zip); /* the directory: bytes are the archive */
void zip_free(struct zip_out *zip);

#endif
