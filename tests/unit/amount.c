/* Registered capital in the spellings of registries, and what is no amount. */
#include "tidu/scalar.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>

/* Figure in 分 (hundredths), whether a unit was there, and the names beside it. */
static const char *
read_amount(const char *text, int scale, char out[200])
{
    struct td_amount a;
    enum td_fault fault = td_amount(td_str(text), scale, &a);
    int n;

    if (fault != TD_FAULT_NONE) {
        snprintf(out, 200, "!%s", td_fault_code(fault));
        return out;
    }
    n = snprintf(out, 200, "%" PRId64 "%s%s", a.value, a.has_unit ? "" : " bare",
                 a.plain_yuan ? " 元" : "");
    for (int i = 0; i < a.currencies; i++)
        n += snprintf(out + n, 200 - (size_t)n, " [%s]", a.currency[i]);
    return out;
}

struct spelling {
    const char *text, *read;
};

static void
expect_spellings(const struct spelling *cases, size_t count)
{
    char out[200];

    for (size_t i = 0; i < count; i++)
        cr_expect_str_eq(read_amount(cases[i].text, 6, out), cases[i].read, "“%s”: %s, not %s",
                         cases[i].text, out, cases[i].read);
}

#define EXPECT(cases) expect_spellings(cases, sizeof(cases) / sizeof *(cases))

Test(amount, fault_27_registered_capital_as_registries_write_it)
{
    static const struct spelling cases[] = {
        {"100万人民币", "100000000 [人民币]"},
        {"5000.000000万人民币", "5000000000 [人民币]"},
        {"100万元人民币", "100000000 [人民币]"},
        {"100万人民币元", "100000000 [人民币元]"},
        {"100万元人民币元", "100000000 [人民币元]"},
        {"人民币100万元", "100000000 元 [人民币]"},
        {"人民币：100万元整", "100000000 元 [人民币]"},
        {"1,000万(元)", "1000000000 元"},
        {"0.0334万(元)", "33400 元"},
        {"9,818.8877万(元)", "9818887700 元"},
        {"100.0万", "100000000"},
        {"100万元", "100000000 元"},
        {"100（万元）", "100000000 元"},
        {"100(万)", "100000000"},
        {"100万元整", "100000000 元"},
        {"100 万 元 整", "100000000 元"},
        {"10000 万元", "10000000000 元"},
        {"250 万元 人民币", "250000000 [人民币]"},
        {"100万元（人民币）", "100000000 元 [人民币]"},
        {"100W", "100000000"},
        {"100w元", "100000000 元"},
        {"1.5亿元", "15000000000 元"},
        {"1.5亿人民币", "15000000000 [人民币]"},
        {"3百万元", "300000000 元"},
        {"2千万元", "2000000000 元"},
        {"5千元", "500000 元"},
        {"500000元", "50000000 元"},
        {".9万美元", "900000 [美元]"},
        {"１００万元", "100000000 元"},
        {"１，０００．５萬圓整", "1000500000 元"},
        {"\t100万元\xC2\xA0", "100000000 元"},
        {"100&nbsp;万元&nbsp;", "100000000 元"},
        {"100万元\xE2\x80\x8B人民币", "100000000 [人民币]"},
        {"RMB100万", "100000000 [RMB]"},
        {"￥100万", "100000000 [￥]"},
        {"0万元", "0 元"},
        {"0.000000万人民币", "0 [人民币]"},
    };
    EXPECT(cases);
}

Test(amount, fault_27_other_currencies_keep_their_names)
{
    static const struct spelling cases[] = {
        {"100万美元", "100000000 [美元]"},
        {"100万(美元)", "100000000 [美元]"},
        {"100万元美元", "100000000 [美元]"},
        {"100万元 美元", "100000000 [美元]"},
        {"USD 100万", "100000000 [USD]"},
        {"US$100万元", "100000000 元 [US$]"},
        {"2,588.9678万(美元)", "2588967800 [美元]"},
        {"7,160万(香港元)", "7160000000 [香港元]"},
        {"100万港币", "100000000 [港币]"},
        {"100万元港元（港币）", "100000000 [港元] [港币]"},
        {"100万元欧元（原欧洲货币单位）", "100000000 [欧元] [原欧洲货币单位]"},
        {"2,400,000万日圆", "2400000000000 [日元]"},
        {"100万英镑", "100000000 [英镑]"},
        {"100万马来西亚林吉特", "100000000 [马来西亚林吉特]"},
        {"100美元", "10000 [美元]"},
        {"100美元(万元)", "100000000 元 [美元]"},
        {"100美元万元", "100000000 [美元]"},
        {"100人民币万元", "100000000 [人民币]"},
    };
    EXPECT(cases);
}

Test(amount, a_figure_without_a_unit_is_in_the_columns)
{
    static const struct spelling cases[] = {
        {"100", "100000000 bare"},        {"1,000.50", "1000500000 bare"},
        {"100人民币", "100000000 bare [人民币]"}, {"GBP 100", "100000000 bare [GBP]"},
        {"0", "0 bare"},                  {"壹佰", "100000000 bare"},
    };
    EXPECT(cases);
}

Test(amount, fault_27_chinese_numerals)
{
    static const struct spelling cases[] = {
        {"壹佰万元整", "100000000 元"},
        {"人民币伍拾万圆整", "50000000 元 [人民币]"},
        {"伍万人民币元整", "5000000 [人民币元]"},
        {"一百万元", "100000000 元"},
        {"壹仟零伍拾万元", "1050000000 元"},
        {"壹仟万零伍佰元", "1000050000 元"},
        {"叁亿元", "30000000000 元"},
        {"贰亿叁仟万元", "23000000000 元"},
        {"貳億陸仟萬圓", "26000000000 元"},
        {"壹亿贰", "!bad_number"},
        {"拾万元", "10000000 元"},
        {"二十五万三千二百美元", "25320000 [美元]"},
        {"两百万元", "200000000 元"},
        {"壹佰万", "100000000"},
        {"一百五万元", "!bad_number"},
        {"一二三万元", "!bad_number"},
        {"百万元", "!bad_number"},
        {"十百万", "!bad_number"},
        {"壹佰万万元", "!bad_number"},
    };
    EXPECT(cases);
}

Test(amount, fault_29_what_is_no_amount)
{
    static const struct spelling cases[] = {
        {"", "!bad_number"},          {"万元", "!bad_number"},
        {"1 234万元", "!bad_number"}, {"100万200", "!bad_number"},
        {"100-200万元", "!bad_number"}, {"1.2.3万元", "!bad_number"},
        {"12,34万元", "!bad_number"}, {"100万万元", "!bad_number"},
        {"100亿万元", "!bad_number"}, {"NaN万元", "!bad_number"},
        {"-0万元", "!bad_number"},    {"12345678901234567890万元", "!number_range"},
        {"99999999999万元", "!number_range"}, {"-5万元", "-5000000 元"},
        {"(5万元)", "-5000000 元"},   {"\x01", "!bad_number"},
        {"\xFF" "5万", "!bad_number"}, {"2019-03-04", "!bad_number"},
    };
    EXPECT(cases);
    /* what is not known to be a currency is for the vocabulary to refuse */
    static const struct spelling named[] = {
        {"约100万元", "100000000 元 [约]"},
        {"100万股", "100000000 [股]"},
        {"1.2E+7万元", "!bad_number"},
        {"2010年", "2010000000 bare [年]"},
        {"伍拾0000元", "0 元 [伍拾]"},
        {"50%", "50000000 bare [%]"},
    };
    EXPECT(named);
}
