/* Numbers, dates, codes and names from any bytes. First byte: scale; the rest is the text. */
#include <inttypes.h>
#include <string.h>

#include "require.h"
#include "tidu/scalar.h"

/* What was read, written out in full, is read as the same. */
static void
number(struct td_str text, int scale)
{
    int64_t value = 0, again;
    char plain[64];

    if (td_number(text, scale, &value) != TD_FAULT_NONE)
        return;
    REQUIRE(value >= -TD_NUMBER_MAX && value <= TD_NUMBER_MAX);
    snprintf(plain, sizeof plain, "%" PRId64 "E%d", value, -scale);
    REQUIRE(td_number(td_str(plain), scale, &again) == TD_FAULT_NONE && again == value);
    snprintf(plain, sizeof plain, "%" PRId64, value);
    REQUIRE(td_number(td_str(plain), 0, &again) == TD_FAULT_NONE && again == value);
}

static void
amount(struct td_str text, int scale)
{
    struct td_amount a;

    if (td_amount(text, scale, &a) != TD_FAULT_NONE)
        return;
    REQUIRE(a.value >= -TD_NUMBER_MAX && a.value <= TD_NUMBER_MAX);
    REQUIRE(a.currencies >= 0 && a.currencies <= 3);
    for (int i = 0; i < a.currencies; i++)
        REQUIRE(a.currency[i][0] != 0 && strlen(a.currency[i]) < sizeof a.currency[i]);
}

static void
date(struct td_str text, unsigned forms)
{
    td_date value, again;
    char plain[11];

    if (td_date_parse(text, forms, &value) != TD_FAULT_NONE)
        return;
    td_date_text(value, plain);
    REQUIRE(td_date_parse(td_str(plain), TD_DATE_ISO, &again) == TD_FAULT_NONE);
    REQUIRE(again == value);
    REQUIRE(strcmp(plain, "1900-01-01") >= 0 && strcmp(plain, "2199-12-31") <= 0);
}

static void
code(struct td_str text)
{
    char out[19], again[19];
    enum td_uscc_kind kind = td_uscc(text, out);
    size_t len = strlen(out);

    REQUIRE(len == 0 || len == 9 || len == 15 || len == 18);
    REQUIRE((len == 18) == (kind == TD_USCC_GOOD || kind == TD_USCC_BAD_CHECK));
    REQUIRE((len == 9 || len == 15) == (kind == TD_USCC_OLD));
    if (len > 0)
        REQUIRE(td_uscc(td_str(out), again) == kind && strcmp(out, again) == 0);
    if (kind == TD_USCC_GOOD)
        REQUIRE(td_org_code_valid(out + 8));
}

static void
name(struct td_str text)
{
    struct td_buf key = {0}, again = {0};

    td_name_key(text, &key);
    td_name_key(td_buf_view(&key), &again);
    REQUIRE(td_str_equal(td_buf_view(&key), td_buf_view(&again)));
    (void)td_name_is_branch(td_buf_view(&key));
    td_buf_free(&key);
    td_buf_free(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct td_str text;

    if (size == 0)
        return 0;
    text = (struct td_str){(const char *)data + 1, size - 1};
    number(text, data[0] % 13 - 2);
    amount(text, data[0] % 13 - 2);
    date(text, data[0]);
    code(text);
    name(text);
    return 0;
}
