#include "city.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

/*
 * One gz member from parts that were deflated apart: each part is a raw deflate stream that
 * ends on a byte with an empty stored block and looks back at nothing before itself; the member
 * ends with one empty final block. The CRCs are combined. Level 1: the city must be written
 * fast, and the text is repetitive enough for 5 : 1.
 */
struct packer {
    z_stream z;
};

struct packer *
packer_new(void)
{
    struct packer *p = calloc(1, sizeof *p);

    if (p == NULL || deflateInit2(&p->z, 1, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    return p;
}

void
packer_free(struct packer *p)
{
    if (p != NULL)
        deflateEnd(&p->z);
    free(p);
}

void
pack_part(struct packer *p, struct part *part)
{
    struct bytes *out = &part->packed;

    out->len = 0;
    part->crc = (uint32_t)crc32(0, NULL, 0);
    if (part->text.len == 0)
        return;
    part->crc = (uint32_t)crc32_z(part->crc, (const Bytef *)part->text.at, part->text.len);
    deflateReset(&p->z);
    if (out->cap < deflateBound(&p->z, part->text.len) + 16) {
        out->cap = deflateBound(&p->z, part->text.len) + 16;
        free(out->at);
        out->at = malloc(out->cap);
        if (out->at == NULL)
            abort();
    }
    p->z.next_in = (Bytef *)part->text.at;
    p->z.avail_in = (uInt)part->text.len;
    p->z.next_out = (Bytef *)out->at;
    p->z.avail_out = (uInt)out->cap;
    if (deflate(&p->z, Z_FULL_FLUSH) != Z_OK || p->z.avail_in != 0)
        abort();
    out->len = out->cap - p->z.avail_out;
}

struct gz_file {
    FILE *file;
    uLong crc;
    uint64_t raw;
};

struct gz_file *
gz_create(const char *path)
{
    /* no name, no time stamp: the same city gives the same bytes */
    static const unsigned char head[10] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 4, 255};
    struct gz_file *g = calloc(1, sizeof *g);

    if (g == NULL)
        abort();
    g->file = fopen(path, "wb");
    g->crc = crc32(0, NULL, 0);
    if (g->file == NULL || fwrite(head, 1, sizeof head, g->file) != sizeof head) {
        perror(path);
        exit(1);
    }
    return g;
}

void
gz_append(struct gz_file *g, const struct bytes *packed, uint32_t crc, size_t raw)
{
    if (raw == 0)
        return;
    fwrite(packed->at, 1, packed->len, g->file); /* errors are seen by gz_finish */
    g->crc = crc32_combine(g->crc, crc, (z_off_t)raw);
    g->raw += raw;
}

bool
gz_finish(struct gz_file *g)
{
    unsigned char tail[10] = {3, 0};
    bool ok;

    for (int i = 0; i < 4; i++) {
        tail[2 + i] = (unsigned char)(g->crc >> (8 * i));
        tail[6 + i] = (unsigned char)(g->raw >> (8 * i));
    }
    fwrite(tail, 1, sizeof tail, g->file);
    ok = !ferror(g->file);
    ok = fclose(g->file) == 0 && ok;
    free(g);
    return ok;
}
