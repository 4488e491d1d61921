#include "zip_out.h"

#include <stdlib.h>
#include <string.h>

/* Sizes of 32 bits: what needs more would be a zip64, which Excel reads from few writers only. */
#define PART_MOST 0xFFFFFFFFu
enum { ENOUGH = 1 << 18, NAME_MOST = 64, STAMP_DATE = 1 << 5 | 1, DEFLATED = 8, VERSION = 20 };

struct zip_part {
    char name[NAME_MOST];
    uint32_t crc;
    size_t size, packed, at; /* of its header */
};

static void
put2(struct td_buf *b, uint32_t v)
{
    char bytes[2] = {(char)v, (char)(v >> 8)};

    td_buf_add(b, bytes, sizeof bytes);
}

static void
put4(struct td_buf *b, uint32_t v)
{
    put2(b, v & 0xFFFF);
    put2(b, v >> 16);
}

/* What local headers and the directory have in common. */
static void
put_common(struct td_buf *b, const struct zip_part *p)
{
    put2(b, VERSION);
    put2(b, 0);
    put2(b, DEFLATED);
    put2(b, 0);
    put2(b, STAMP_DATE);
    put4(b, p->crc);
    put4(b, (uint32_t)p->packed);
    put4(b, (uint32_t)p->size);
    put2(b, (uint32_t)strlen(p->name));
    put2(b, 0);
}

static void
put_header(struct td_buf *b, const struct zip_part *p)
{
    put4(b, 0x04034b50);
    put_common(b, p);
    td_buf_text(b, p->name);
}

void
zip_begin(struct zip_out *zip, const char *name)
{
    if (zip->count == zip->capacity) {
        zip->capacity = zip->capacity ? 2 * zip->capacity : 32;
        zip->parts = td_realloc(zip->parts, zip->capacity, sizeof *zip->parts);
    }
    struct zip_part *p = &zip->parts[zip->count++];
    *p = (struct zip_part){.at = zip->bytes.len};
    strncpy(p->name, name, NAME_MOST - 1);
    put_header(&zip->bytes, p); /* again, with sizes, at the end */
    if (!zip->stream)
        zip->stream = deflate_new();
    deflate_begin(zip->stream, DEFLATE_RAW);
    td_buf_reset(&zip->text);
}

static void
compress_text(struct zip_out *zip, bool last)
{
    struct zip_part *p = &zip->parts[zip->count - 1];
    size_t before = zip->bytes.len;

    zip->too_large |= p->size + zip->text.len > PART_MOST;
    if (zip->too_large) { /* its numbers would be cut */
        td_buf_reset(&zip->text);
        return;
    }
    p->crc = crc32_add(p->crc, zip->text.at, zip->text.len);
    p->size += zip->text.len;
    deflate_add(zip->stream, td_buf_view(&zip->text), last, &zip->bytes);
    p->packed += zip->bytes.len - before;
    td_buf_reset(&zip->text);
}

void
zip_flush(struct zip_out *zip)
{
    if (zip->text.len >= ENOUGH)
        compress_text(zip, false);
}

void
zip_end(struct zip_out *zip)
{
    struct td_buf header = {0};

    compress_text(zip, true);
    put_header(&header, &zip->parts[zip->count - 1]);
    memcpy(zip->bytes.at + zip->parts[zip->count - 1].at, header.at, header.len);
    td_buf_free(&header);
}

void
zip_finish(struct zip_out *zip)
{
    struct td_buf *b = &zip->bytes;
    size_t start = b->len;

    for (size_t i = 0; i < zip->count; i++) {
        const struct zip_part *p = &zip->parts[i];
        put4(b, 0x02014b50);
        put2(b, VERSION);
        put_common(b, p);
        put2(b, 0); /* comment, disk, attributes */
        put2(b, 0);
        put2(b, 0);
        put4(b, 0);
        put4(b, (uint32_t)p->at);
        td_buf_text(b, p->name);
    }
    size_t len = b->len - start;
    put4(b, 0x06054b50);
    put4(b, 0);
    put2(b, (uint32_t)zip->count);
    put2(b, (uint32_t)zip->count);
    put4(b, (uint32_t)len);
    put4(b, (uint32_t)start);
    put2(b, 0);
    zip->too_large |= start > PART_MOST || zip->count > 0xFFFF;
}

void
zip_free(struct zip_out *zip)
{
    deflate_free(zip->stream);
    free(zip->parts);
    td_buf_free(&zip->bytes);
    td_buf_free(&zip->text);
    *zip = (struct zip_out){0};
}
