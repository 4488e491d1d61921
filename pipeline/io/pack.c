#include "tidu/pack.h"

#include <stdlib.h>
#include <zlib.h>

/* Of 6 MB of a big city's page: 4 takes half the time of 6 and 4 % more room; 9 gains 1 % for three times the time. */
#define LEVEL 6

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

bool
td_pack_base64(struct td_str bytes, struct td_buf *out, struct td_error *err)
{
    uLongf len = compressBound(bytes.len);
    unsigned char *packed = td_alloc(len, 1);
    int result = compress2(packed, &len, (const unsigned char *)bytes.at, bytes.len, LEVEL);

    if (result == Z_OK)
        add_base64(packed, len, out);
    free(packed);
    return result == Z_OK || td_fail(err, TD_E_INTERNAL, "zlib: %d", result);
}
