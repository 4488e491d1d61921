#include "deflate.h"

#include <assert.h>
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stdlib.h>

/* Of 81 MB of a city's workbooks: 0.09 s and 12.2 MB; level 1 takes as long for 12.3 MB, zlib's level 1 0.33 s for 12.5 MB. */
enum { LEVEL = 2, ROOM = 1 << 18, PIECE_MOST = 1 << 30 };

struct deflate {
    struct isal_zstream stream;
    uint8_t level_bytes[ISAL_DEF_LVL2_DEFAULT];
};

struct deflate *
deflate_new(void)
{
    return td_alloc(1, sizeof(struct deflate));
}

void
deflate_begin(struct deflate *d, enum deflate_form form)
{
    isal_deflate_init(&d->stream);
    d->stream.level = LEVEL;
    d->stream.level_buf = d->level_bytes;
    d->stream.level_buf_size = sizeof d->level_bytes;
    d->stream.gzip_flag = form == DEFLATE_ZLIB ? IGZIP_ZLIB : IGZIP_DEFLATE;
}

static void
add_piece(struct isal_zstream *z, struct td_buf *out)
{
    int result;

    do {
        td_buf_reserve(out, ROOM);
        z->next_out = (uint8_t *)out->at + out->len;
        z->avail_out = ROOM;
        result = isal_deflate(z);
        assert(result == COMP_OK); /* it checks nothing but level, flush and form */
        out->len += ROOM - z->avail_out;
    } while (result == COMP_OK && (z->avail_in > 0 || z->avail_out == 0 ||
                                   (z->end_of_stream && z->internal_state.state != ZSTATE_END)));
}

void
deflate_add(struct deflate *d, struct td_str text, bool last, struct td_buf *out)
{
    do {
        size_t len = text.len < PIECE_MOST ? text.len : PIECE_MOST;

        d->stream.next_in = (uint8_t *)(uintptr_t)text.at;
        d->stream.avail_in = (uint32_t)len;
        d->stream.end_of_stream = last && len == text.len;
        add_piece(&d->stream, out);
        text = len == 0 ? text : (struct td_str){text.at + len, text.len - len};
    } while (text.len > 0);
}

void
deflate_free(struct deflate *d)
{
    free(d);
}

uint32_t
crc32_add(uint32_t crc, const char *at, size_t len)
{
    return len == 0 ? crc : crc32_gzip_refl(crc, (const unsigned char *)at, len);
}
