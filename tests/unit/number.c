#include "tidu/scalar.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct number {
    const char *text;
    int scale;
    enum td_fault fault;
    int64_t value;
};

#define BAD TD_FAULT_BAD_NUMBER
#define RANGE TD_FAULT_NUMBER_RANGE

static void
expect_numbers(const struct number *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t value = 424242;
        enum td_fault fault = td_number(td_str(cases[i].text), cases[i].scale, &value);

        cr_expect_eq(fault, cases[i].fault, "\"%s\": fault %d, not %d", cases[i].text, fault,
                     cases[i].fault);
        if (fault == TD_FAULT_NONE && cases[i].fault == TD_FAULT_NONE)
            cr_expect_eq(value, cases[i].value, "\"%s\": %" PRId64 ", not %" PRId64,
                         cases[i].text, value, cases[i].value);
    }
}

#define EXPECT(cases) expect_numbers(cases, sizeof(cases) / sizeof *(cases))

Test(number, plain_figures)
{
    static const struct number cases[] = {
        {"0", 2, 0, 0},
        {"0.00", 2, 0, 0},
        {"000", 2, 0, 0},
        {"1", 0, 0, 1},
        {"007", 0, 0, 7},
        {"123", 2, 0, 12300},
        {"123.4", 2, 0, 12340},
        {"123.45", 2, 0, 12345},
        {"-123.45", 2, 0, -12345},
        {"+123.45", 2, 0, 12345},
        {".5", 2, 0, 50},
        {"5.", 2, 0, 500},
        {"-1.0", 2, 0, -100},
        {"1500", 6, 0, 1500000000},
        {"0.1", 6, 0, 100000},
        {" 12\t", 0, 0, 12},
        {"0.30000000000000004", 2, 0, 30},
        {"4503599627370497.5", 0, 0, 4503599627370497},
    };
    EXPECT(cases);
}

Test(number, digits_beyond_the_scale_are_cut_towards_minus_infinity)
{
    static const struct number cases[] = {
        {"0.019", 2, 0, 1},      {"0.0199999999999999999999999999", 2, 0, 1},
        {"-0.019", 2, 0, -2},    {"-0.010", 2, 0, -1},
        {"-0.001", 2, 0, -1},    {"-0.0100000000000000000000000001", 2, 0, -2},
        {"-12.340", 1, 0, -124}, {"(0.019)", 2, 0, -2},
        {"1E-500", 2, 0, 0},     {"-1E-500", 2, 0, -1},
        {"2.999999", 0, 0, 2},   {"-2.000001", 0, 0, -3},
        {"123456", -2, 0, 1234}, {"-123456", -2, 0, -1235},
    };
    EXPECT(cases);
}

Test(number, fault_27_separators_of_thousands_must_be_well_placed)
{
    static const struct number cases[] = {
        {"1,234.50", 2, 0, 123450}, {"1，234.50", 2, 0, 123450}, {"12,345,678", 0, 0, 12345678},
        {"-1,234", 0, 0, -1234},    {"12,34", 2, BAD, 0},        {"1,2345", 2, BAD, 0},
        {"1234,567", 2, BAD, 0},    {"1,234,56", 2, BAD, 0},     {",123", 2, BAD, 0},
        {"1,,234", 2, BAD, 0},      {"0,123", 2, BAD, 0},        {"1,234.567,8", 2, BAD, 0},
        {"1,", 2, BAD, 0},          {"1.234.567", 2, BAD, 0},
    };
    EXPECT(cases);
}

Test(number, fault_27_full_width_brackets_exponents_and_units)
{
    static const struct number cases[] = {
        {"１２３", 0, 0, 123},
        {"－１２．３４", 2, 0, -1234},
        {"−5", 0, 0, -5},
        {"　12　", 0, 0, 12},
        {"\xC2\xA0"
         "12\xE2\x80\x8B",
         0, 0, 12},
        {"\xEF\xBB\xBF"
         "12",
         0, 0, 12},
        {"\xE2\x80\xAD"
         "12\xE2\x80\xAC",
         0, 0, 12},
        {"(123)", 0, 0, -123},
        {"（１２３）", 0, 0, -123},
        {"(1,234.5)", 1, 0, -12345},
        {"(3)万元", 2, 0, -3000000},
        {"(3万元)", 2, 0, -3000000},
        {"1.2E+7", 2, 0, 1200000000},
        {"1.2e7", 2, 0, 1200000000},
        {"1.2E-1", 2, 0, 12},
        {"1.2E+15", 0, 0, 1200000000000000},
        {"0E+999999999", 2, 0, 0},
        {"12%", 6, 0, 120000},
        {"12％", 6, 0, 120000},
        {"3‰", 6, 0, 3000},
        {"12 %", 6, 0, 120000},
        {"5元", 2, 0, 500},
        {"5千元", 2, 0, 500000},
        {"5万", 2, 0, 5000000},
        {"5万元", 2, 0, 5000000},
        {"1.5亿", 2, 0, 15000000000},
        {"1.5亿元", 2, 0, 15000000000},
        {"1.5 亿元", 2, 0, 15000000000},
    };
    EXPECT(cases);
}

Test(number, fault_27_fault_29_what_is_no_number)
{
    static const struct number cases[] = {
        {"", 2, BAD, 0},         {" ", 2, BAD, 0},         {"-", 2, BAD, 0},
        {"/", 2, BAD, 0},        {"无", 2, BAD, 0},        {"#N/A", 2, BAD, 0},
        {"NaN", 2, BAD, 0},      {"nan", 2, BAD, 0},       {"Inf", 2, BAD, 0},
        {"-inf", 2, BAD, 0},     {"Infinity", 2, BAD, 0},  {"0x1F", 2, BAD, 0},
        {"1 234", 2, BAD, 0},    {"1２a", 2, BAD, 0},      {"--5", 2, BAD, 0},
        {"+-5", 2, BAD, 0},      {"5-", 2, BAD, 0},        {"(5", 2, BAD, 0},
        {"5)", 2, BAD, 0},       {"(-5)", 2, BAD, 0},      {"-(5)", 2, BAD, 0},
        {"()", 2, BAD, 0},       {".", 2, BAD, 0},         {"1.2.3", 2, BAD, 0},
        {"E5", 2, BAD, 0},       {"1E", 2, BAD, 0},        {"1E+", 2, BAD, 0},
        {"1E5.5", 2, BAD, 0},    {"5千", 2, BAD, 0},       {"5万亿", 2, BAD, 0},
        {"5亿万", 2, BAD, 0},    {"5元元", 2, BAD, 0},     {"万元", 2, BAD, 0},
        {"约5万元", 2, BAD, 0},  {"5%%", 2, BAD, 0},       {"一百", 2, BAD, 0},
        {"-0", 2, BAD, 0},       {"-0.00", 2, BAD, 0},     {"(0)", 2, BAD, 0},
        {"(1万)元", 2, BAD, 0},  {"\x01", 2, BAD, 0},      {"5\x03", 2, BAD, 0},
        {"\xFF\xFE", 2, BAD, 0}, {"1\xE4\xB8", 2, BAD, 0},
    };
    EXPECT(cases);
}

Test(number, fault_29_beyond_the_range)
{
    static const struct number cases[] = {
        {"9007199254740992", 0, 0, TD_NUMBER_MAX},
        {"-9007199254740992", 0, 0, -TD_NUMBER_MAX},
        {"9007199254740993", 0, RANGE, 0},
        {"-9007199254740993", 0, RANGE, 0},
        {"-9007199254740992.5", 0, RANGE, 0},
        {"9007199254740992.5", 0, 0, TD_NUMBER_MAX},
        {"90071992547409.92", 2, 0, TD_NUMBER_MAX},
        {"90071992547409.93", 2, RANGE, 0},
        {"12345678901234567890", 2, RANGE, 0},
        {"99999999999999999999999999999999999999999999", 2, RANGE, 0},
        {"999999999999999999", 0, RANGE, 0},
        {"999999999999999999", 2, RANGE, 0},
        {"1", 16, RANGE, 0},
        {"1", 15, 0, 1000000000000000},
        {"1", 400, RANGE, 0},
        {"1.2E+17", 0, RANGE, 0},
        {"1E999999999999999999999", 2, RANGE, 0},
        {"100000000亿", 2, RANGE, 0},
    };
    EXPECT(cases);
}

/* The long way round (full width) and the short one give the same for whatever the short one
 * reads. */
Test(number, full_width_and_ascii_agree)
{
    uint64_t seed = 20240101;

    for (int n = 0; n < 200000; n++) {
        char ascii[32], wide[96];
        int64_t a = 1, b = 1;
        size_t w = 0;
        int scale;
        enum td_fault fault;

        seed = td_hash64(&seed, sizeof seed, 7);
        scale = (int)(seed >> 60) % 9 - 1;
        snprintf(ascii, sizeof ascii, "%s%" PRIu64, seed & 1 ? "-" : "",
                 (seed >> 1) % (UINT64_C(1) << (seed >> 40 & 63)));
        if (seed & 2)
            snprintf(ascii + strlen(ascii), 9, ".%u", (unsigned)(seed >> 20) % 1000000);
        for (const char *at = ascii; *at != 0; at++) {
            unsigned c = (unsigned char)*at + 0xFEE0u;

            wide[w++] = (char)(0xE0 | c >> 12);
            wide[w++] = (char)(0x80 | (c >> 6 & 0x3F));
            wide[w++] = (char)(0x80 | (c & 0x3F));
        }
        fault = td_number(td_str(ascii), scale, &a);
        cr_assert_eq(fault, td_number((struct td_str){wide, w}, scale, &b), "%s", ascii);
        cr_assert_eq(a, b, "%s at %d: %" PRId64 " and %" PRId64, ascii, scale, a, b);
    }
}

/* A larger number is never read as a smaller one: what thresholds rely on. */
Test(number, order_is_kept)
{
    int64_t last = INT64_MIN;

    for (int n = -30000; n <= 30000; n++) {
        char text[32];
        int64_t value;

        if (n == 0)
            continue;
        snprintf(text, sizeof text, "%s%d.%03d", n < 0 ? "-" : "", (n < 0 ? -n : n) / 1000,
                 (n < 0 ? -n : n) % 1000);
        cr_assert_eq(td_number(td_str(text), 2, &value), TD_FAULT_NONE, "%s", text);
        cr_assert(value >= last, "%s", text);
        cr_assert_eq(value, n >= 0 ? n / 10 : -((-n + 9) / 10), "%s", text);
        last = value;
    }
}
