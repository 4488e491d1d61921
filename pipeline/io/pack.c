#include "tidu/pack.h"

#include "deflate.h"

static void
add_base64(const unsigned char *in, size_t len, struct td_buf *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    td_buf_reserve(out, (len + 2) / 3 * 4 + 1);
    char *at = out->at + out->len;
    for (size_t i = 0; i < len; i += 3) {
        size_t left = len - i;
        uint32_t three = (uint32_t)in[i] << 16 | (left > 1 ? (uint32_t)in[i + 1] << 8 : 0) | (left > 2 ? in[i + 2] : 0);
        *at++ = digits[three >> 18];
        *at++ = digits[three >> 12 & 63];
        *at++ = left > 1 ? digits[three >> 6 & 63] : '=';
        *at++ = left > 2 ? digits[three & 63] : '=';
    }
    out->len = (size_t)(at - out->at);
    *at = '\0';
}

void
td_pack_base64(struct td_str bytes, struct td_buf *out)
{
    struct deflate *stream = deflate_new();
    struct td_buf packed = {0};

    deflate_begin(stream, DEFLATE_ZLIB);
    deflate_add(stream, bytes, true, &packed);
    add_base64((const unsigned char *)packed.at, packed.len, out);
    td_buf_free(&packed);
    deflate_free(stream);
}
