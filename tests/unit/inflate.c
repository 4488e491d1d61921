/*
 * Streams as zlib writes them, whole and spoilt, in pieces of any size: what zlib reads is read here, the same bytes to the
 * same place. Input and output lie between pages that may not be touched, since the library's code is no C that a
 * sanitizer would see into.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "../../pipeline/io/deflate.h"
#include "../../pipeline/io/inflate.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

enum { TEXT_MOST = 200000, PIECE_MOST = 1 << 17, OUT_MOST = 1 << 20 };

static uint64_t state = 88172645463325252u;

static size_t
below(size_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return n == 0 ? 0 : state % n;
}

/* The end of `len` bytes behind which, and a page before which, nothing may be touched. */
static char *
guarded_end(size_t len)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), whole = (len + page - 1) / page * page;
    char *at = mmap(NULL, whole + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    cr_assert_neq((void *)at, MAP_FAILED);
    cr_assert_eq(mprotect(at, page, PROT_NONE), 0);
    cr_assert_eq(mprotect(at + page + whole, page, PROT_NONE), 0);
    return at + page + whole;
}

static size_t
make_text(char *text)
{
    size_t len = below(8) == 0 ? below(TEXT_MOST) : below(3000), kind = below(4);

    for (size_t i = 0; i < len; i++)
        switch (kind) {
        case 0:
            text[i] = (char)below(256);
            break;
        case 1:
            text[i] = (char)('a' + below(4));
            break;
        case 2:
            text[i] = "913715,聊城精密轴承有限公司\n"[(i + below(40) / 39) % 38];
            break;
        default:
            text[i] = i % 997 == 0 ? (char)below(256) : text[i - 1];
        }
    return len;
}

static size_t
pack(char *text, size_t len, unsigned char *out)
{
    static const int strategies[] = {Z_DEFAULT_STRATEGY, Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY, Z_FIXED, Z_RLE};
    z_stream z = {0};
    size_t packed;

    cr_assert_eq(deflateInit2(&z, (int)below(10), Z_DEFLATED, -15, 1 + (int)below(9), strategies[below(5)]), Z_OK);
    z.next_in = (unsigned char *)text;
    z.next_out = out;
    z.avail_out = OUT_MOST;
    z.avail_in = (uInt)(len / 2);
    if (len > 10 && below(3) == 0)
        (void)deflate(&z, below(2) ? Z_SYNC_FLUSH : Z_FULL_FLUSH);
    z.avail_in += (uInt)(len - len / 2);
    cr_assert_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    packed = z.total_out;
    deflateEnd(&z);
    return packed;
}

/* Something behind it, and nothing, bits, bytes or the end spoilt. */
static size_t
spoil(unsigned char *packed, size_t len)
{
    size_t tail = below(3) == 0 ? 0 : below(40), head = below(2) && len > 300 ? 300 : len;

    for (size_t i = 0; i < tail; i++)
        packed[len + i] = (unsigned char)below(256);
    switch (below(5)) {
    case 0:
        for (size_t n = 1 + below(6); n > 0; n--) {
            size_t at = below(head);
            packed[at] = (unsigned char)(packed[at] ^ 1u << below(8));
        }
        break;
    case 1:
        for (size_t at = below(head), n = 1 + below(16); n > 0; n--)
            packed[at + n] = (unsigned char)below(256);
        break;
    case 2:
        return below(len + tail + 1);
    default:
        break;
    }
    return len + tail;
}

struct outcome {
    enum inflate_result result;
    bool cut;
    size_t given, used;
    unsigned char out[OUT_MOST + PIECE_MOST];
};

static void
by_zlib(unsigned char *packed, size_t len, struct outcome *o)
{
    z_stream z = {0};
    int rc;

    cr_assert_eq(inflateInit2(&z, -15), Z_OK);
    z.next_in = packed;
    z.avail_in = (uInt)len;
    z.next_out = o->out;
    z.avail_out = OUT_MOST;
    rc = inflate(&z, Z_NO_FLUSH);
    o->result = rc == Z_STREAM_END ? INFLATE_END : rc == Z_DATA_ERROR ? INFLATE_BAD : INFLATE_MORE;
    o->given = z.total_out;
    o->used = z.total_in;
    inflateEnd(&z);
}

static void
by_pieces(struct inflate *s, const unsigned char *packed, size_t len, char *in_end, char *out_end, struct outcome *o)
{
    static const size_t pieces[] = {1, 3, 8, 9, 100, 4096, 65536, 70000, PIECE_MOST};
    size_t piece = pieces[below(9)], room = pieces[below(9)], used = 1, got = 1;

    if (len > 4000 && (piece < 100 || room < 100))
        piece = room = 4096;
    inflate_begin(s);
    o->given = o->used = 0;
    for (o->result = INFLATE_MORE; o->result == INFLATE_MORE && used + got > 0 && o->given < OUT_MOST; o->given += got, o->used += used) {
        size_t n = len - o->used < piece ? len - o->used : piece;

        memcpy(in_end - n, packed + o->used, n);
        o->result = inflate_some(s, (struct td_str){in_end - n, n}, &used, out_end - room, room, &got);
        cr_assert(used <= n && got <= room);
        memcpy(o->out + o->given, out_end - room, got);
    }
    cr_assert(o->result != INFLATE_MORE || o->given >= OUT_MOST || o->used == len, "it stops only where input is wanting");
    o->used -= o->result == INFLATE_END ? inflate_ahead(s) : 0;
}

Test(inflate, reads_what_zlib_reads_and_touches_nothing_else, .timeout = 120)
{
    static struct outcome mine, theirs;
    char *text = malloc(TEXT_MOST), *in_end = guarded_end(PIECE_MOST), *out_end = guarded_end(PIECE_MOST);
    unsigned char *packed = malloc(OUT_MOST + 64);
    struct inflate *s = inflate_new();
    size_t whole = 0, bad = 0, cut = 0;

    for (int i = 0; i < 4000; i++) {
        size_t len = make_text(text), packed_len = spoil(packed, pack(text, len, packed));

        by_zlib(packed, packed_len, &theirs);
        by_pieces(s, packed, packed_len, in_end, out_end, &mine);
        if (mine.given >= OUT_MOST || theirs.given >= OUT_MOST)
            continue;
        if (theirs.result == INFLATE_END) {
            whole++;
            cr_expect(mine.result == INFLATE_END && mine.given == theirs.given && mine.used == theirs.used &&
                          memcmp(mine.out, theirs.out, mine.given) == 0, "case %d: %d, %zu bytes of %zu to %zu", i,
                      (int)mine.result, mine.given, theirs.given, mine.used);
        } else { /* codes that zlib refuses, because not all of them mean something, may never be met */
            bad += theirs.result == INFLATE_BAD && mine.result == INFLATE_BAD;
            cut += theirs.result == INFLATE_MORE && mine.result == INFLATE_MORE;
            cr_expect(memcmp(mine.out, theirs.out, mine.given < theirs.given ? mine.given : theirs.given) == 0, "case %d", i);
        }
    }
    cr_expect(whole > 1000 && bad > 300 && cut > 200, "%zu whole, %zu bad, %zu cut", whole, bad, cut);
    inflate_free(s);
    free(packed);
    free(text);
}

/* The library counts what it gave in 32 bits, and once took distances for too far when they had wrapped. */
Test(inflate, goes_on_beyond_4_gib, .timeout = 300)
{
    enum { CHUNK = 64 << 20, TIMES = 66, SLICE = 1 << 20 };
    char *chunk = malloc(CHUNK), *out = malloc(SLICE);
    struct td_buf packed = {0}, end = {0};
    struct inflate *s = inflate_new();
    z_stream z = {0};
    uint64_t given = 0;
    enum inflate_result result = INFLATE_MORE;

    for (size_t i = 0; i < CHUNK; i++)
        chunk[i] = i % 30011 < 30000 ? (char)('a' + i % 23) : (char)below(256);
    cr_assert_eq(deflateInit2(&z, 1, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    td_buf_reserve(&packed, CHUNK / 8);
    z.next_in = (unsigned char *)chunk;
    z.avail_in = CHUNK;
    z.next_out = (unsigned char *)packed.at;
    z.avail_out = CHUNK / 8;
    cr_assert(deflate(&z, Z_FULL_FLUSH) == Z_OK && z.avail_in == 0 && z.avail_out > 0);
    packed.len = z.total_out; /* blocks that lean on nothing before them: as often as one likes */
    deflateEnd(&z);
    td_buf_add(&end, "\x03\0", 2);
    inflate_begin(s);
    for (int i = 0; i <= TIMES; i++) {
        struct td_str in = i < TIMES ? td_buf_view(&packed) : td_buf_view(&end);
        size_t used = 1, got = 1;

        for (; result == INFLATE_MORE && used + got > 0; in = (struct td_str){in.at + used, in.len - used}) {
            result = inflate_some(s, in, &used, out, SLICE, &got);
            for (size_t at = 0; at < got;) {
                size_t from = (size_t)((given + at) % CHUNK), n = got - at < CHUNK - from ? got - at : CHUNK - from;

                cr_assert(memcmp(out + at, chunk + from, n) == 0, "at %llu", (unsigned long long)(given + at));
                at += n;
            }
            given += got;
        }
    }
    cr_expect_eq(result, INFLATE_END, "%s", inflate_fault(s));
    cr_expect_eq(given, (uint64_t)TIMES * CHUNK);
    inflate_free(s);
    td_buf_free(&packed);
    td_buf_free(&end);
    free(chunk);
    free(out);
}
