/* UTF-8 checking and GB18030 decoding against slow, plain versions of themselves. */
#include <string.h>

#include "../../pipeline/io/decode.h"
#include "require.h"
#include "tidu/scalar.h"

/* Take one character off, by the table of Unicode's chapter 3.9; 0 bytes: not well formed. */
static size_t
character(const unsigned char *at, size_t left, uint32_t *c)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = at[0] < 0x80   ? 1
               : at[0] < 0xC0 ? 0
               : at[0] < 0xE0 ? 2
               : at[0] < 0xF0 ? 3
               : at[0] < 0xF8 ? 4
                              : 0;

    if (n == 0 || n > left)
        return 0;
    *c = n == 1 ? at[0] : at[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if (at[i] >> 6 != 2)
            return 0;
        *c = *c << 6 | (at[i] & 0x3Fu);
    }
    return *c < least[n] || *c > 0x10FFFF || (*c >> 11) == 0x1B ? 0 : n;
}

static size_t
slow_span(const unsigned char *at, size_t len)
{
    size_t i = 0, n;
    uint32_t c;

    while (i < len && at[i] != 0 && (n = character(at + i, len - i, &c)) > 0)
        i += n;
    return i;
}

static void
gb18030(struct td_str text)
{
    char *out = malloc(text.len * GB_GROWTH + 1);
    struct td_error err = {0};
    struct gb gb = {0};
    size_t len, done, i, n;
    uint32_t c;

    REQUIRE(out != NULL && gb_open(&gb, &err));
    done = gb_decode(&gb, text, out, &len);
    REQUIRE(done <= text.len && len <= text.len * GB_GROWTH);
    for (i = 0; i < len; i += n) {
        n = character((const unsigned char *)out + i, len - i, &c);
        REQUIRE(n > 0 && td_gb_form(c) == c);
    }
    gb_close(&gb);
    free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct td_str text = {(const char *)data, size};
    size_t ascii = ascii_span(text.at, size);
    struct td_error err = {0};

    REQUIRE(utf8_span(text.at, size) == slow_span(data, size));
    REQUIRE(ascii <= size && (ascii == size || data[ascii] == 0 || data[ascii] >= 0x80));
    gb18030(text);
    for (int declared = TD_UTF8; declared <= TD_GB18030; declared++) {
        err.code = 0;
        if (!td_encoding_check(text, (enum td_encoding)declared, &err)) {
            size_t shown = strlen(err.detail);

            REQUIRE(err.code == TD_E_ENCODING);
            REQUIRE(slow_span((const unsigned char *)err.detail, shown) == shown);
        }
    }
    return 0;
}
