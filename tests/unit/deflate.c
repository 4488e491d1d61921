/*
 * What is written compressed: any reader gets the text back, and the bytes are the same on every processor. ISA-L asks the
 * processor which of its codes to use and calls it by a name that this program has, too: so that it is this program that chooses,
 * and every code is tried on the processor at hand (which has to have AVX2 for all of them).
 */
#include "../../pipeline/io/deflate.h"

#include <criterion/criterion.h>
#include <isa-l/igzip_lib.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#ifdef __x86_64__
/* ---- the codes ---------------------------------------------------------------------------------------------- */
enum code { PLAIN, SSE42, AVX, AVX2, AVX512, CODES };
static enum code code;
static size_t calls;

/* Called by name and not by an address: the linker warns of those, since the library gives its own codes no type. */
#define CHOOSE(sse42, avx, avx2, avx512, plain, ...) \
    do { \
        calls++; \
        switch (code) { \
        case SSE42: return sse42(__VA_ARGS__); \
        case AVX: return avx(__VA_ARGS__); \
        case AVX2: return avx2(__VA_ARGS__); \
        case AVX512: return avx512(__VA_ARGS__); \
        default: return plain(__VA_ARGS__); \
        } \
    } while (0)

typedef void matcher(struct isal_zstream *z);
matcher isal_deflate_icf_body_lvl2, isal_deflate_icf_body_hash_hist_base, isal_deflate_icf_body_hash_hist_01,
    isal_deflate_icf_body_hash_hist_02, isal_deflate_icf_body_hash_hist_04;
void
isal_deflate_icf_body_lvl2(struct isal_zstream *z)
{
    CHOOSE(isal_deflate_icf_body_hash_hist_01, isal_deflate_icf_body_hash_hist_02, isal_deflate_icf_body_hash_hist_04,
           isal_deflate_icf_body_hash_hist_04, isal_deflate_icf_body_hash_hist_base, z);
}

matcher isal_deflate_icf_finish_lvl2, isal_deflate_icf_finish_hash_hist_base, isal_deflate_icf_finish_hash_hist_01;
void
isal_deflate_icf_finish_lvl2(struct isal_zstream *z)
{
    CHOOSE(isal_deflate_icf_finish_hash_hist_01, isal_deflate_icf_finish_hash_hist_01, isal_deflate_icf_finish_hash_hist_01,
           isal_deflate_icf_finish_hash_hist_01, isal_deflate_icf_finish_hash_hist_base, z);
}

/* Writes the matches as bits; what it is given are tables of the library's own. */
typedef void *encoder(void *next, void *end, void *bits, void *tables);
encoder encode_deflate_icf, encode_deflate_icf_base, encode_deflate_icf_04, encode_deflate_icf_06;
void *
encode_deflate_icf(void *next, void *end, void *bits, void *tables)
{
    CHOOSE(encode_deflate_icf_base, encode_deflate_icf_base, encode_deflate_icf_04, encode_deflate_icf_06,
           encode_deflate_icf_base, next, end, bits, tables);
}

static bool
has(enum code c)
{
    return c < AVX2 || (c == AVX2 && __builtin_cpu_supports("avx2")) ||
           (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512cd"));
}

#endif

/* ---- texts -------------------------------------------------------------------------------------------------- */
static uint64_t state;

static uint64_t
next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

/* As a sheet is: cells that repeat, figures that do not; kind 1: noise, 2: one letter. */
static void
make_text(struct td_buf *b, size_t len, unsigned kind)
{
    state = 88172645463325252u + kind;
    td_buf_reset(b);
    while (b->len < len)
        switch (kind) {
        case 0:
            td_buf_printf(b, "<c r=\"%c%u\" s=\"%u\"><v>%llu</v></c>", (int)('A' + next() % 26), (unsigned)(b->len / 900),
                          (unsigned)(next() % 9), (unsigned long long)(next() % 1000000));
            break;
        case 1:
            td_buf_add(b, &(char){(char)next()}, 1);
            break;
        default:
            td_buf_add(b, "x", 1);
        }
    b->len = len;
}

static void
pack(struct deflate *d, enum deflate_form form, struct td_str text, size_t piece, struct td_buf *out)
{
    td_buf_reset(out);
    deflate_begin(d, form);
    for (size_t at = 0; at < text.len; at += piece)
        deflate_add(d, (struct td_str){text.at + at, text.len - at < piece ? text.len - at : piece}, false, out);
    deflate_add(d, (struct td_str){0}, true, out);
}

static void
expect_back(struct td_str packed, enum deflate_form form, struct td_str text)
{
    z_stream z = {0};
    unsigned char *back = malloc(text.len + 1);

    cr_assert_eq(inflateInit2(&z, form == DEFLATE_ZLIB ? 15 : -15), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)packed.at;
    z.avail_in = (uInt)packed.len;
    z.next_out = back;
    z.avail_out = (uInt)text.len + 1;
    cr_expect_eq(inflate(&z, Z_FINISH), Z_STREAM_END, "%s", z.msg);
    cr_expect_eq(z.avail_in, 0, "nothing behind the end");
    cr_expect(z.total_out == text.len && (text.len == 0 || memcmp(back, text.at, text.len) == 0));
    inflateEnd(&z);
    free(back);
}

static const size_t lengths[] = {0, 1, 2, 7, 8, 300, 4095, 65536, 70001, 2500000};
static const size_t pieces[] = {1 << 18, 10007, 1 << 30};

Test(deflate, any_reader_gets_the_text_back)
{
    struct deflate *d = deflate_new();
    struct td_buf text = {0}, packed = {0};

#ifdef __x86_64__
    code = has(AVX2) ? AVX2 : SSE42;
#endif
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        for (unsigned kind = 0; kind < 3; kind++)
            for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
                enum deflate_form form = (i + k) % 2 == 0 ? DEFLATE_RAW : DEFLATE_ZLIB;

                make_text(&text, lengths[i], kind);
                pack(d, form, td_buf_view(&text), pieces[k], &packed);
                expect_back(td_buf_view(&packed), form, td_buf_view(&text));
            }
    deflate_free(d);
    td_buf_free(&text);
    td_buf_free(&packed);
}

#ifdef __x86_64__
Test(deflate, the_bytes_are_the_same_on_every_processor)
{
    struct td_buf text = {0}, packed = {0}, other = {0};
    size_t plain_differs = 0;

    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        for (unsigned kind = 0; kind < 3; kind++)
            for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
                struct deflate *d = deflate_new();

                make_text(&text, lengths[i], kind);
                code = SSE42;
                pack(d, DEFLATE_RAW, td_buf_view(&text), pieces[k], &packed);
                for (code = AVX; code < CODES; code++) { /* in the memory that the one before has left */
                    if (!has(code))
                        continue;
                    pack(d, DEFLATE_RAW, td_buf_view(&text), pieces[k], &other);
                    cr_expect(td_str_equal(td_buf_view(&packed), td_buf_view(&other)), "%zu bytes of kind %u, code %d", text.len,
                              kind, (int)code);
                }
                code = PLAIN;
                pack(d, DEFLATE_RAW, td_buf_view(&text), pieces[k], &other);
                plain_differs += !td_str_equal(td_buf_view(&packed), td_buf_view(&other));
                deflate_free(d);
            }
    cr_expect_gt(calls, 100, "it is this program that chooses the code");
    cr_expect_gt(plain_differs, 0, "as is said in deflate.h: before SSE4.2 the bytes are others");
    td_buf_free(&text);
    td_buf_free(&packed);
    td_buf_free(&other);
}
#endif

Test(deflate, crc_is_that_of_zlib)
{
    struct td_buf text = {0};
    uint32_t crc = 0;

    make_text(&text, 70001, 1);
    for (size_t at = 0, piece = 0; at < text.len; at += piece, piece = (piece + 1) % 999) {
        piece = piece < text.len - at ? piece : text.len - at;
        crc = crc32_add(crc, text.at + at, piece);
    }
    cr_expect_eq(crc, (uint32_t)crc32(0, (const Bytef *)text.at, (uInt)text.len));
    cr_expect_eq(crc32_add(0, NULL, 0), 0);
    td_buf_free(&text);
}
