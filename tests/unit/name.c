#include "tidu/scalar.h"

#include <criterion/criterion.h>
#include <string.h>

static void
expect_key(const char *name, const char *key)
{
    struct td_buf out = {0};

    td_name_key(td_str(name), &out);
    cr_expect(td_str_equal(td_buf_view(&out), td_str(key)), "\"%s\": \"%s\", not \"%s\"", name,
              out.at == NULL ? "" : out.at, key);
    td_buf_free(&out);
}

Test(name, fault_20_one_key_for_every_way_of_writing)
{
    const char *key = "聊城ABC(集团)有限公司";

    expect_key("聊城ABC(集团)有限公司", key);
    expect_key("聊城ＡＢＣ（集团）有限公司", key);
    expect_key(" 聊城 abc〔集团〕有限公司　", key);
    expect_key("聊城abc【集团】有限公司", key);
    expect_key("聊城ａｂｃ［集团］有限公司", key);
    expect_key("聊城abc〈集团〉有限公司", key);
    expect_key("聊城abc「集团」有限公司", key);
    expect_key("聊城abc﹙集团﹚有限公司", key);
    expect_key("聊城abc﹝集团﹞有限公司", key);
    expect_key("聊城abc<集团>有限公司", key);
    expect_key("聊城\xE2\x80\x8B"
               "abc{集团}有限\xC2\xA0公司\xEF\xBB\xBF",
               key);
    expect_key("聊城\xE2\x80\x8E"
               "abc\xE2\x80\xAA（集团）\xE2\x80\xAC有限\n公司",
               key);
}

Test(name, fault_19_nothing_else_is_touched)
{
    expect_key("", "");
    expect_key("　 \t", "");
    expect_key("冠县·柳林轴承厂", "冠县·柳林轴承厂");
    expect_key("3-2号加工厂", "3-2号加工厂");
    expect_key("𠮷野家㐱\xF0\xB0\xBB\x9D", "𠮷野家㐱\xF0\xB0\xBB\x9D");
    /* an ideographic variation selector is invisible */
    expect_key("葛\xF3\xA0\x84\x80城", "葛城");
}

Test(name, fault_18_variants_of_gb18030_have_one_form)
{
    expect_key("\xEE\xA0\x9E", "\xE9\xBE\xB4"); /* U+E81E, U+9FB4 */
    expect_key("\xE9\xBE\xB4", "\xE9\xBE\xB4");
    expect_key("\xEE\x9F\x87", "\xE1\xB8\xBF");     /* U+E7C7, U+1E3F */
    expect_key("\xEE\xA0\x96", "\xF0\xA0\x82\x87"); /* U+E816, U+20087 */
    cr_expect_eq(td_gb_form(0xE78D), 0xFE10);
    cr_expect_eq(td_gb_form(0xE796), 0xFE19);
    cr_expect_eq(td_gb_form(0xE864), 0x9FBB);
    cr_expect_eq(td_gb_form(0xE5E5), 0xE5E5);
    cr_expect_eq(td_gb_form(0x4E00), 0x4E00);
    for (uint32_t c = 0; c <= 0x10FFFF; c++) /* a form is its own form */
        cr_assert_eq(td_gb_form(td_gb_form(c)), td_gb_form(c), "U+%04X", c);
}

Test(name, a_key_is_its_own_key_whatever_the_bytes)
{
    uint64_t seed = 5;

    for (int n = 0; n < 20000; n++) {
        struct td_buf bytes = {0}, key = {0}, again = {0};

        for (int i = 0; i < 6; i++) {
            seed = td_hash64(&seed, sizeof seed, 3);
            td_buf_add(&bytes, &seed, 1 + seed % 8);
        }
        td_name_key(td_buf_view(&bytes), &key);
        td_name_key(td_buf_view(&key), &again);
        cr_assert(td_str_equal(td_buf_view(&key), td_buf_view(&again)));
        td_buf_free(&bytes);
        td_buf_free(&key);
        td_buf_free(&again);
    }
}

Test(name, branches)
{
    static const struct {
        const char *name;
        bool branch;
    } cases[] = {
        {"鲁西机械有限公司茌平分公司", true},
        {"鲁西机械有限公司(茌平分公司)", true},
        {"鲁西机械有限公司茌平分公司第二车间", true},
        {"某某超市有限公司振兴路分店", true},
        {"某某集团有限公司驻聊城办事处", true},
        {"某某通信有限公司冠县营业部", true},
        {"某某有限公司分支机构", true},
        {"某某银行股份有限公司莘县支行", true},
        {"鲁西机械有限公司", false},
        {"聊城分享信息科技有限公司", false},
        {"东昌府区老李五金门市部", false},
        {"", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(td_name_is_branch(td_str(cases[i].name)), cases[i].branch, "%s",
                     cases[i].name);
}
