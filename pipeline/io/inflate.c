#include "inflate.h"

#include "tidu/error.h"

#include <isa-l/igzip_lib.h>
#include <stdlib.h>

struct inflate {
    struct inflate_state state;
    int result;
};

struct inflate *
inflate_new(void)
{
    return td_alloc(1, sizeof(struct inflate));
}

void
inflate_begin(struct inflate *s)
{
    isal_inflate_init(&s->state);
    s->result = ISAL_DECOMP_OK;
}

static uint32_t
in_32_bits(size_t len)
{
    return len < UINT32_MAX ? (uint32_t)len : UINT32_MAX;
}

enum inflate_result
inflate_some(struct inflate *s, struct td_str in, size_t *used, char *out, size_t cap, size_t *got)
{
    uint32_t in_len = in_32_bits(in.len), out_len = in_32_bits(cap);

    s->state.next_in = (uint8_t *)(uintptr_t)in.at;
    s->state.avail_in = in_len;
    s->state.next_out = (uint8_t *)out;
    s->state.avail_out = out_len;
    s->result = isal_inflate(&s->state);
    *used = in_len - s->state.avail_in;
    if (*used > in_len) /* where the input is at fault it is seen to count a byte more than there was */
        *used = in_len;
    *got = out_len - s->state.avail_out;
    if (s->result < 0)
        return INFLATE_BAD;
    return s->state.block_state == ISAL_BLOCK_FINISH ? INFLATE_END : INFLATE_MORE;
}

size_t
inflate_ahead(const struct inflate *s)
{
    return s->state.read_in_length <= 0 ? 0 : (size_t)s->state.read_in_length / 8;
}

void
inflate_ahead_bytes(const struct inflate *s, unsigned char bytes[INFLATE_AHEAD_MOST])
{
    uint64_t bits = s->state.read_in >> (s->state.read_in_length % 8); /* the rest of the stream's last byte */

    for (size_t i = 0; i < inflate_ahead(s); i++)
        bytes[i] = (unsigned char)(bits >> 8 * i);
}

const char *
inflate_fault(const struct inflate *s)
{
    switch (s->result) {
    case ISAL_INVALID_BLOCK:
        return TD_T("压缩块的头无效", "invalid head of a block");
    case ISAL_INVALID_SYMBOL:
        return TD_T("无效的编码", "invalid code");
    case ISAL_INVALID_LOOKBACK:
        return TD_T("引用了起点之前的数据", "a distance reaches before the start");
    default:
        return TD_T("无法解压", "cannot be decompressed");
    }
}

void
inflate_free(struct inflate *s)
{
    free(s);
}
