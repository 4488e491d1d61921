#include "tidu/input.h"

#include <criterion/criterion.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

static const char *const text_zh = "统一社会信用代码,企业名称,行业\n"
                                   "91440300192317458F,聊城精密机械有限公司,3484\n"
                                   "91350100M000100Y43,东阿阿胶制造有限公司,2740\n"
                                   "91512081MA62K0260E,冠县轴承有限公司,3451\n";

static struct td_buf
as_gb18030(const char *text)
{
    struct td_buf out = {0};
    iconv_t cd = iconv_open("GB18030", "UTF-8");
    char *in = (char *)text, *to;
    size_t left = strlen(text), room = left * 2;

    td_buf_reserve(&out, room);
    to = out.at;
    cr_assert_eq(iconv(cd, &in, &left, &to, &room), 0);
    out.len = (size_t)(to - out.at);
    iconv_close(cd);
    return out;
}

static int
check(struct td_str sample, enum td_encoding declared)
{
    struct td_error err = {0};
    bool ok = td_encoding_check(sample, declared, &err);

    cr_expect_eq(ok, err.code == 0);
    if (!ok)
        cr_expect_neq(err.hint[0], 0);
    return err.code;
}

Test(encoding, right_ones_pass_wherever_the_sample_ends)
{
    struct td_buf gb = as_gb18030(text_zh);

    for (size_t len = 0; len <= strlen(text_zh); len++)
        cr_expect_eq(check((struct td_str){text_zh, len}, TD_UTF8), 0, "%zu bytes", len);
    for (size_t len = 0; len <= gb.len; len++)
        cr_expect_eq(check((struct td_str){gb.at, len}, TD_GB18030), 0, "%zu bytes", len);
    cr_expect_eq(check(TD_STR("a,b\n1,2\n"), TD_UTF8), 0);
    cr_expect_eq(check(TD_STR("a,b\n1,2\n"), TD_GB18030), 0);
    td_buf_free(&gb);
}

Test(encoding, fault_10_declared_gb18030_but_utf8)
{
    struct td_buf bom = {0};

    for (size_t len = 6; len <= strlen(text_zh); len++)
        cr_expect_eq(check((struct td_str){text_zh, len}, TD_GB18030), TD_E_ENCODING,
                     "%zu bytes", len);
    td_buf_text(&bom, "\xEF\xBB\xBF"
                      "a,b\n");
    cr_expect_eq(check(td_buf_view(&bom), TD_GB18030), TD_E_ENCODING);
    td_buf_free(&bom);
}

Test(encoding, fault_11_declared_utf8_but_gb18030_shown_both_ways)
{
    struct td_buf gb = as_gb18030(text_zh);
    struct td_error err = {0};

    cr_expect_not(td_encoding_check(td_buf_view(&gb), TD_UTF8, &err));
    cr_expect_eq(err.code, TD_E_ENCODING);
    cr_expect(td_str_has(td_str(err.detail), TD_STR("GB18030: 统一社会*,企业名称,行业")), "%s", err.detail);
    cr_expect(td_str_has(td_str(err.detail), TD_STR("冠县")) == false, "three lines, no more");
    cr_expect_not(td_str_has(td_str(err.detail), TD_STR("东阿阿胶")), "cells of records only begin");
    for (int i = 0; i < 3; i++) { /* each of three lines, both ways */
        static const char *const shown[3] = {"\nGB18030: 统一社会*,企业名称,行业\n", "\nGB18030: 9*,聊*,3*\n", "\nGB18030: 9*,东*,2*"};
        static const char *const other[3] = {"UTF-8:   ", "\nUTF-8:   9*,\xEF\xBF\xBD", "\nUTF-8:   9*,\xEF\xBF\xBD"};

        cr_expect(strstr(err.detail, shown[i]), "line %d as GB18030: %s", i + 1, err.detail);
        cr_expect(strstr(err.detail, other[i]), "line %d as UTF-8: %s", i + 1, err.detail);
    }
    cr_expect(td_str_has(td_str(err.detail), TD_STR("\xEF\xBF\xBD")));
    for (size_t len = 8; len <= gb.len; len++)
        cr_expect_eq(check((struct td_str){gb.at, len}, TD_UTF8), TD_E_ENCODING, "%zu bytes",
                     len);
    td_buf_free(&gb);
}

Test(encoding, fault_12_a_few_rows_in_another_encoding_are_rejected_later)
{
    struct td_buf mixed = {0},
                  gb = as_gb18030("91440300192317458F,聊城精密机械有限公司,3484\n");

    td_buf_text(&mixed, text_zh);
    td_buf_str(&mixed, td_buf_view(&gb));
    cr_expect_eq(check(td_buf_view(&mixed), TD_UTF8), 0);
    cr_expect_eq(check(td_buf_view(&mixed), TD_GB18030), TD_E_ENCODING);
    td_buf_free(&mixed);
    td_buf_free(&gb);
}

Test(encoding, utf16_is_told)
{
    cr_expect_eq(check((struct td_str){"\xFF\xFE"
                                       "a\0,\0b\0\n\0",
                                       10},
                       TD_UTF8),
                 TD_E_ENCODING);
    cr_expect_eq(check((struct td_str){"\xFE\xFF\0a\0,\0b\0\n", 10}, TD_GB18030),
                 TD_E_ENCODING);
}

/* Lines so long that what is shown must be cut stay whole characters. */
Test(encoding, what_is_shown_is_cut_between_characters)
{
    struct td_buf text = {0}, gb;
    struct td_error err = {0};

    for (int i = 0; i < 3000; i++)
        td_buf_text(&text, i % 500 == 499 ? "\n" : i % 7 ? "鑫" : "a");
    gb = as_gb18030(text.at);
    cr_expect_not(td_encoding_check(td_buf_view(&gb), TD_UTF8, &err));
    cr_expect_lt(strlen(err.detail), sizeof err.detail);
    cr_expect(check(td_str(err.detail), TD_UTF8) == 0);
    td_buf_free(&text);
    td_buf_free(&gb);
}
