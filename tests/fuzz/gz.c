/*
 * Files from any bytes. First byte, even: the rest is a file, read in two sizes of pieces. Odd:
 * the rest is compressed here, in two members, and one byte of the result is changed or its end
 * cut off; the reader then gives the right bytes or a failure, never others.
 */
#define _GNU_SOURCE /* memfd_create: a file that no disk sees */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "require.h"
#include "tidu/input.h"

static int
read_all(const char *path, size_t piece, struct td_buf *out)
{
    struct td_gz_limits limits = {.max_bytes = 1 << 20};
    struct td_error err = {0};
    struct td_gz *gz = NULL;
    char bytes[512];
    size_t got = 1;

    td_buf_reset(out);
    if (td_gz_open(&gz, path, &limits, &err)) {
        while (got > 0 && td_gz_read(gz, bytes, piece, &got, &err))
            td_buf_add(out, bytes, got);
        REQUIRE(out->len <= limits.max_bytes + piece);
    }
    td_gz_close(gz);
    return err.code;
}

static void
compress_member(struct td_str text, struct td_buf *out)
{
    z_stream z = {0};
    size_t bound;

    REQUIRE(deflateInit2(&z, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    bound = deflateBound(&z, text.len);
    td_buf_reserve(out, bound);
    z.next_in = (unsigned char *)(uintptr_t)text.at;
    z.avail_in = (uInt)text.len;
    z.next_out = (unsigned char *)out->at + out->len;
    z.avail_out = (uInt)bound;
    REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
    out->len += bound - z.avail_out;
    deflateEnd(&z);
}

static void
write_file(int fd, struct td_str bytes)
{
    REQUIRE(ftruncate(fd, 0) == 0);
    REQUIRE(pwrite(fd, bytes.at, bytes.len, 0) == (ssize_t)bytes.len);
}

static void
any_file(int fd, const char *path, struct td_str bytes)
{
    struct td_buf a = {0}, b = {0};
    int code;

    write_file(fd, bytes);
    code = read_all(path, 512, &a);
    REQUIRE(read_all(path, 7, &b) == code);
    if (code == 0)
        REQUIRE(td_str_equal(td_buf_view(&a), td_buf_view(&b)));
    td_buf_free(&a);
    td_buf_free(&b);
}

/* No sum guards a member's header (RFC 1952, 2.3.1): with the flag of an extra field, what was data is its length, and where that
 * ends exactly at the data of the next member, the file is a whole gz of that member alone. */
enum { FLAGS = 3 };

/* At most the head of the text is looked at for other formats: their magic is refused, rightly.
 */
static void
spoilt_file(int fd, const char *path, const uint8_t *how, struct td_str text)
{
    struct td_buf gz = {0}, out = {0};
    size_t half = text.len / 2, at, first;
    int code;

    compress_member((struct td_str){text.at, half}, &gz);
    first = gz.len;
    compress_member((struct td_str){text.at + half, text.len - half}, &gz);
    write_file(fd, td_buf_view(&gz));
    code = read_all(path, 512, &out);
    REQUIRE(code == TD_E_LAYOUT || (text.len == 0 && code == TD_E_EMPTY) ||
            (code == 0 && td_str_equal(td_buf_view(&out), text)));
    at = (how[0] * 256u + how[1]) % gz.len;
    if (how[2] == 0)
        gz.len = at;
    else
        gz.at[at] = (char)(gz.at[at] ^ how[2]);
    write_file(fd, td_buf_view(&gz));
    code = read_all(path, 512, &out);
    if (code == 0 && how[2] == 0 && at >= 2)
        REQUIRE(at == first && td_str_equal(td_buf_view(&out), (struct td_str){text.at, half}));
    else if (code == 0 && at >= 2) /* without its first two bytes it is plain text */
        REQUIRE(td_str_equal(td_buf_view(&out), text) ||
                (at == FLAGS && td_str_equal(td_buf_view(&out), (struct td_str){text.at + half, text.len - half})));
    td_buf_free(&gz);
    td_buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[32];
    int fd;

    if (size < 4)
        return 0;
    fd = memfd_create("fuzz", 0);
    REQUIRE(fd >= 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (data[0] % 2 == 0)
        any_file(fd, path, (struct td_str){(const char *)data + 1, size - 1});
    else
        spoilt_file(fd, path, data + 1, (struct td_str){(const char *)data + 4, size - 4});
    close(fd);
    return 0;
}
