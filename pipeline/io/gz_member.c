#include "deflate.h"
#include "gz.h"

#include <inttypes.h>
#include <string.h>

uint64_t
gz_place(const struct td_gz *gz)
{
    return gz->compressed - (gz->len - gz->at) - (gz->stage == IN_MEMBER ? inflate_ahead(gz->inflate) : 0);
}

/* ---- what is wrong -------------------------------------------------------------------------- */
static bool
damaged_at(struct td_gz *gz, uint64_t place, const char *what, struct td_error *err)
{
    (void)td_fail(err, TD_E_DAMAGED,
                  TD_T("压缩文件损坏：%s（压缩偏移 %" PRIu64 "，已解出 %" PRIu64 " 字节、%" PRIu64 " 行）",
                       "damaged compressed file: %s (compressed offset %" PRIu64 ", %" PRIu64
                       " bytes, %" PRIu64 " lines decoded)"),
                  what, place, gz->given, gz->lines);
    (void)td_at(err, gz->path, 0, 0);
    return td_hint(err, "%s",
                   TD_T("请交付部门重新传送；该文件一行也不会入库",
                        "have it delivered again; no row of this file is loaded"));
}

static bool
damaged(struct td_gz *gz, const char *what, struct td_error *err)
{
    return damaged_at(gz, gz_place(gz), what, err);
}

static bool
cut_off(struct td_gz *gz, struct td_error *err)
{
    return damaged_at(gz, gz->compressed, TD_T("文件不完整，中途截断", "the file is cut off"), err);
}

static bool
garbage(struct td_gz *gz, struct td_error *err)
{
    return damaged(gz, TD_T("最后一个成员之后有多余内容", "garbage behind the last member"), err);
}

/* Behind a member, what does not begin like one is none. */
static bool
no_member(struct td_gz *gz, const char *what, struct td_error *err)
{
    return gz->members > 0 ? garbage(gz, err) : damaged(gz, what, err);
}

/* ---- head and trailer of a member (RFC 1952) ----------------------------------------------------- */
enum { HAS_CRC = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16, FLAGS_UNKNOWN = 0xE0, METHOD_DEFLATE = 8 };

static bool
next_byte(struct td_gz *gz, unsigned char *c, struct td_error *err)
{
    if (!gz_fill(gz, err))
        return false;
    if (gz->file_end)
        return cut_off(gz, err);
    *c = gz->in[gz->at++];
    gz->crc = crc32_add(gz->crc, (const char *)c, 1);
    return true;
}

static bool
next_bytes(struct td_gz *gz, unsigned char *c, size_t n, struct td_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (!next_byte(gz, &c[i], err))
            return false;
    return true;
}

static bool
pass_extra(struct td_gz *gz, struct td_error *err)
{
    unsigned char c[2], ignored;

    if (!next_bytes(gz, c, 2, err))
        return false;
    for (unsigned left = c[0] | (unsigned)c[1] << 8; left > 0; left--)
        if (!next_byte(gz, &ignored, err))
            return false;
    return true;
}

static bool
pass_text(struct td_gz *gz, struct td_error *err)
{
    unsigned char c = 1;

    while (c != 0)
        if (!next_byte(gz, &c, err))
            return false;
    return true;
}

static bool
check_head_crc(struct td_gz *gz, struct td_error *err)
{
    unsigned char c[2];
    uint32_t crc = gz->crc & 0xFFFF;

    if (!next_bytes(gz, c, 2, err))
        return false;
    return (c[0] | (uint32_t)c[1] << 8) == crc ||
           no_member(gz, TD_T("成员头的校验不符", "wrong checksum of a member's head"), err);
}

static bool
pass_head(struct td_gz *gz, struct td_error *err)
{
    unsigned char c[6], flags;

    gz->crc = 0;
    if (!next_bytes(gz, c, 2, err))
        return false;
    if (c[0] != 0x1F || c[1] != 0x8B)
        return no_member(gz, TD_T("成员的开头不符", "wrong start of a member"), err);
    if (!next_bytes(gz, c, 2, err))
        return false;
    flags = c[1];
    if (c[0] != METHOD_DEFLATE)
        return damaged(gz, TD_T("未知的压缩方法", "unknown compression method"), err);
    if ((flags & FLAGS_UNKNOWN) != 0)
        return no_member(gz, TD_T("成员头有未知标志", "unknown flags in a member's head"), err);
    if (!next_bytes(gz, c, 6, err) || /* time, hint of the compressor, system */
        ((flags & HAS_EXTRA) != 0 && !pass_extra(gz, err)) || ((flags & HAS_NAME) != 0 && !pass_text(gz, err)) ||
        ((flags & HAS_COMMENT) != 0 && !pass_text(gz, err)) || ((flags & HAS_CRC) != 0 && !check_head_crc(gz, err)))
        return false;
    inflate_begin(gz->inflate);
    gz->crc = 0;
    gz->member_given = 0;
    gz->stage = IN_MEMBER;
    return true;
}

/* The first of the trailer's eight bytes may have been taken with the stream's last ones: never more, so that the next member
 * begins in in[]. */
static bool
read_trailer(struct td_gz *gz, struct td_error *err)
{
    unsigned char c[8] = {0};
    size_t ahead = inflate_ahead(gz->inflate);
    uint32_t crc = gz->crc;

    inflate_ahead_bytes(gz->inflate, c);
    inflate_begin(gz->inflate); /* nothing is ahead any more */
    if (ahead < 4 && !next_bytes(gz, c + ahead, 4 - ahead, err))
        return false;
    if ((c[0] | (uint32_t)c[1] << 8 | (uint32_t)c[2] << 16 | (uint32_t)c[3] << 24) != crc)
        return damaged(gz, TD_T("CRC-32 校验不符", "wrong CRC-32"), err);
    ahead = ahead < 4 ? 4 : ahead;
    if (!next_bytes(gz, c + ahead, 8 - ahead, err))
        return false;
    if ((c[4] | (uint32_t)c[5] << 8 | (uint32_t)c[6] << 16 | (uint32_t)c[7] << 24) != (uint32_t)gz->member_given)
        return damaged(gz, TD_T("长度（ISIZE）校验不符", "wrong length (ISIZE)"), err);
    gz->members++;
    gz->stage = BETWEEN;
    return true;
}

/* ---- members ---------------------------------------------------------------------------------- */
/* Read to the end all the same: the hash is the whole file's. */
static bool
pass_tail(struct td_gz *gz, struct td_error *err)
{
    while (!gz->file_end) {
        gz->tail += gz->len - gz->at;
        gz->at = gz->len;
        if (!gz_fill(gz, err))
            return false;
    }
    return true;
}

/* Behind a member: the end of the file, zeros up to it, or another member. */
static bool
pass_between(struct td_gz *gz, struct td_error *err)
{
    bool padded = false;

    for (;;) {
        if (!gz_fill(gz, err))
            return false;
        if (gz->file_end)
            return true;
        if (gz->in[gz->at] != 0)
            break;
        padded = true;
        gz->at++;
    }
    if (gz->in[gz->at] != 0x1F && gz->limits.allow_tail)
        return pass_tail(gz, err);
    if (padded || gz->in[gz->at] != 0x1F)
        return garbage(gz, err);
    gz->stage = IN_HEAD;
    return true;
}

static uint64_t
count_lines(const char *at, size_t len)
{
    const char *end = at + len;
    uint64_t n = 0;

    while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        n++;
        at++;
    }
    return n;
}

/* Inflate into out until it is full or the member ends. At the end of the file there may be more to give. */
static bool
read_member(struct td_gz *gz, char *out, size_t cap, size_t *got, struct td_error *err)
{
    enum inflate_result result;
    size_t used, n;

    if (!gz_fill(gz, err))
        return false;
    result = inflate_some(gz->inflate, (struct td_str){(const char *)gz->in + gz->at, gz->len - gz->at}, &used, out + *got,
                          cap - *got, &n);
    gz->at += used;
    gz->crc = crc32_add(gz->crc, out + *got, n);
    gz->lines += count_lines(out + *got, n);
    gz->member_given += n;
    gz->given += n;
    *got += n;
    if (result == INFLATE_BAD)
        return damaged(gz, inflate_fault(gz->inflate), err);
    if (result == INFLATE_END)
        return read_trailer(gz, err);
    return used > 0 || n > 0 || cut_off(gz, err);
}

bool
gz_read_members(struct td_gz *gz, char *out, size_t cap, size_t *got, struct td_error *err)
{
    while (*got < cap) {
        bool ok = true;

        switch (gz->stage) {
        case IN_HEAD:
            ok = pass_head(gz, err);
            break;
        case IN_MEMBER:
            ok = read_member(gz, out, cap, got, err);
            break;
        case BETWEEN:
            ok = pass_between(gz, err);
            if (ok && gz->file_end)
                return true;
            break;
        default:
            return true;
        }
        if (!ok)
            return false;
    }
    return true;
}
