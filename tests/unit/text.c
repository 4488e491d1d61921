#include "tidu/error.h"
#include "tidu/fault.h"
#include "tidu/text.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

Test(text, glob_matches_as_a_person_would)
{
    static const struct {
        const char *pattern, *text;
        bool fits;
    } cases[] = {
        {"*分公司*", "鲁西机械有限公司茌平分公司", true},
        {"合计*", "合计", true},
        {"合计*", "小合计", false},
        {"a*b*c", "axxbxxbc", true},
        {"a*b*c", "axxbxx", false},
        {"*", "", true},
        {"", "", true},
        {"", "a", false},
        {"??", "聊城", true},
        {"??", "聊城市", false},
        {"??", "聊", false},
        {"*?市", "聊城市", true},
        {"*?市", "市", false},
        {"?*", "", false},
        {"a?c", "a𠮷c", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        cr_expect_eq(td_str_glob(td_str(cases[i].pattern), td_str(cases[i].text)), cases[i].fits,
                     "%s ~ %s", cases[i].pattern, cases[i].text);
}

Test(text, has_finds_parts)
{
    cr_expect(td_str_has(TD_STR("aab"), TD_STR("ab")));
    cr_expect(td_str_has(TD_STR("ab"), TD_STR("")));
    cr_expect_not(td_str_has(TD_STR("ab"), TD_STR("abc")));
    cr_expect_not(td_str_has(TD_STR("aaaa"), TD_STR("b")));
    cr_expect(td_str_has(TD_STR("xaaab"), TD_STR("aab")));
}

Test(text, buffer_grows_and_ends_with_nul)
{
    struct td_buf b = {0};

    for (int i = 0; i < 1000; i++)
        td_buf_printf(&b, "%d,", i % 10);
    cr_expect_eq(b.len, 2000);
    cr_expect_eq(b.at[b.len], '\0');
    td_buf_free(&b);
    td_buf_free(&b);
}

Test(text, whole_numbers_of_any_size)
{
    static const int64_t numbers[] = {0, 7, -7, 10, 1234567890123, INT64_MAX, INT64_MIN};
    struct td_buf b = {0};
    char printed[32];

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        snprintf(printed, sizeof printed, "%lld", (long long)numbers[i]);
        td_buf_reset(&b);
        td_buf_int(&b, numbers[i]);
        cr_expect_str_eq(b.at, printed);
    }
    td_buf_free(&b);
}

Test(error, first_failure_wins_and_context_follows)
{
    struct td_error err = {0};

    cr_expect_not(td_fail(&err, TD_E_DAMAGED, "a"));
    td_fail(&err, TD_E_DB, "b");
    td_at(&err, "f.csv.gz", 3, 0);
    td_in(&err, "x");
    td_in(&err, "y");
    cr_expect_str_eq(err.text, "a");
    cr_expect_str_eq(err.detail, "x\ny");
    cr_expect_eq(td_code_exit((enum td_code)err.code), 65);
    cr_expect_str_eq(err.file, "f.csv.gz");
}

Test(error, long_message_is_cut_at_a_character)
{
    struct td_error err = {0};
    char text[3000];

    memset(text, 0, sizeof text);
    for (size_t i = 0; i + 3 < sizeof text; i += 3)
        memcpy(text + i, "企", 3);
    td_fail(&err, TD_E_USAGE, "%s", text);
    cr_expect_eq(strlen(err.text) % 3, 0);
    cr_expect_gt(strlen(err.text), 1000);
}

Test(fault, every_reason_has_code_and_words)
{
    for (int lang = TD_ZH; lang <= TD_EN; lang++) {
        td_lang_set((enum td_lang)lang);
        for (int f = 1; f < TD_FAULT_COUNT; f++) {
            cr_expect_gt(strlen(td_fault_code((enum td_fault)f)), 3);
            cr_expect_gt(strlen(td_fault_text((enum td_fault)f)), 3);
        }
    }
}

Test(text, json_strings_hold_any_text)
{
    struct td_buf out = {0};

    td_json_str(&out, TD_STR("鲁西“机械”\\ \"A\"\n\t\x01"));
    cr_expect_str_eq(out.at, "\"鲁西“机械”\\\\ \\\"A\\\"\\n\\u0009\\u0001\"");
    td_buf_reset(&out);
    td_json_str(&out, (struct td_str){0});
    cr_expect_str_eq(out.at, "\"\"");
    td_buf_free(&out);
}

Test(text, fault_49_json_is_valid_whatever_bytes_a_name_has)
{
    struct td_buf out = {0};

    td_json_str(&out, TD_STR("\x1b[2J\x7f\xc2\x9b\xe2\x80\xae\xe2\x80\xa8 \xff\xe4\xbc\xf0\xa0\xae\xb7\xed\xa0\x80"));
    cr_expect_str_eq(out.at, "\"\\u001b[2J\\u007f\\u009b\\u202e\\u2028 \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xf0\xa0\xae\xb7"
                             "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    td_buf_free(&out);
}

Test(text, fault_49_names_steer_no_terminal_and_no_page)
{
    static const struct {
        const char *name, *plain, *html;
    } cases[] = {
        {"", "", ""},
        {"临清“宏达”机械(A&B)", "临清“宏达”机械(A&B)", "临清“宏达”机械(A&amp;B)"},
        {"</script><img src=x onerror='a(\"1\")'>", "</script><img src=x onerror='a(\"1\")'>",
         "&lt;/script&gt;&lt;img src=x onerror=&#39;a(&quot;1&quot;)&#39;&gt;"},
        {"a\x1b]0;x\x07" "b\tc\r\nd", "a�]0;x�b c��d", "a�]0;x�b c��d"},
        {"\xe2\x80\xae" "exe.\xe2\x81\xa6\xe2\x80\x8f\xd8\x9c", "�exe.���", "�exe.���"},
        {"𠮷\xe2\x80\x8b{{7*7}}%s%n", "𠮷\xe2\x80\x8b{{7*7}}%s%n", "𠮷\xe2\x80\x8b{{7*7}}%s%n"},
        {"\xc0\xaf\xf8", "���", "���"}};
    struct td_buf out = {0};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        td_buf_reset(&out);
        td_plain_str(&out, td_str(cases[i].name));
        cr_expect_str_eq(out.at, cases[i].plain, "%s", cases[i].plain);
        td_buf_reset(&out);
        td_html_str(&out, td_str(cases[i].name));
        cr_expect_str_eq(out.at, cases[i].html, "%s", cases[i].html);
    }
    td_buf_reset(&out);
    td_plain_lines(&out, TD_STR("a\x1b" "b\n\nc"));
    cr_expect_str_eq(out.at, "a�b\n\nc");
    td_buf_free(&out);
}

Test(text, columns_line_up_on_a_terminal)
{
    static const struct {
        const char *text;
        int columns;
    } cases[] = {{"", 0}, {"load", 4}, {"载入", 4}, {"40–55（测算）", 13}, {"é", 1}};
    struct td_buf out = {0};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        cr_expect_eq(td_text_columns(td_str(cases[i].text)), cases[i].columns, "\"%s\"", cases[i].text);
    td_buf_padded(&out, TD_STR("载入"), 6, false);
    td_buf_padded(&out, TD_STR("7"), 3, true);
    td_buf_padded(&out, TD_STR("too wide"), 3, true);
    cr_expect_str_eq(out.at, "载入    7too wide");
    td_buf_free(&out);
}
