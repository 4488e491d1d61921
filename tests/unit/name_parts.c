/* Names of firms taken apart; the names are invented. */
#include "tidu/name.h"

#include <criterion/criterion.h>
#include <string.h>

static struct td_names *names;

static void
setup(void)
{
    names = td_names_new();
}

static void
teardown(void)
{
    td_names_free(names);
}

TestSuite(name_parts, .init = setup, .fini = teardown);

static const char letters[] = {'B', 'T', 'R', 'Z', 'G', 'F', 'X', 'N', 'M'};

/* "R聊城 B华阳 T轴承 F有限公司" */
static void
expect_parts(const char *what, const char *raw, const char *parts)
{
    struct td_name n;
    struct td_buf got = {0};

    td_name_parse(names, td_str(raw), &n);
    for (int i = 0; i < n.part_count; i++) {
        td_buf_printf(&got, "%s%c", i ? " " : "", letters[n.parts[i].kind]);
        td_name_part_text(&n, &n.parts[i], &got);
    }
    td_buf_text(&got, "");
    cr_expect_str_eq(got.at, parts, "%s: %s\n  got  %s\n  want %s", what, raw, got.at, parts);
    td_buf_free(&got);
}

Test(name_parts, region_brand_trade_form)
{
    expect_parts("plain", "聊城华阳轴承有限公司", "R聊城 B华阳 T轴承 F有限公司");
    expect_parts("city and county", "聊城市东昌府区华阳轴承有限责任公司", "R聊城市 R东昌府区 B华阳 T轴承 F有限责任公司");
    expect_parts("province and city", "山东聊城华阳精密机械股份有限公司", "R山东 R聊城 B华阳 T精密机械 F股份有限公司");
    expect_parts("in brackets behind", "华阳轴承（聊城）有限公司", "B华阳 T轴承 M( R聊城 M) F有限公司");
    expect_parts("in brackets in the middle", "华阳(北京)科技有限公司", "B华阳 M( R北京 M) T科技 F有限公司");
    expect_parts("in brackets in front", "(北京)华阳科技有限公司", "M( R北京 M) B华阳 T科技 F有限公司");
    expect_parts("behind the form", "华阳科技有限公司（聊城）", "B华阳 T科技 F有限公司 M( R聊城 M)");
    expect_parts("a zone", "聊城经济技术开发区华阳轴承厂", "R聊城 Z经济技术开发区 B华阳 T轴承 F厂");
    expect_parts("no region", "华阳轴承有限公司", "B华阳 T轴承 F有限公司");
    expect_parts("several trades", "聊城华阳新能源科技有限公司", "R聊城 B华阳 T新能源科技 F有限公司");
}

Test(name_parts, a_place_that_is_the_brand)
{
    expect_parts("before a trade", "阳谷铜业有限公司", "B阳谷 T铜业 F有限公司");
    expect_parts("the last place", "山东阳谷铜业有限公司", "R山东 B阳谷 T铜业 F有限公司");
    expect_parts("a short county's name of elsewhere is no place", "杭州海兴电力科技有限公司",
                 "R杭州 B海兴 T电力科技 F有限公司");
    expect_parts("a county of that city is one", "聊城临清恒信纺织有限公司", "R聊城 R临清 B恒信 T纺织 F有限公司");
    expect_parts("one character is no brand", "深圳市盐田港股份有限公司", "R深圳市 B盐田 B港 F股份有限公司");
    expect_parts("a county that does not lie in the place in brackets", "东方国信科技（北京）有限公司",
                 "B东方国信 T科技 M( R北京 M) F有限公司");
    expect_parts("a place of elsewhere behind a place is the brand", "翁牛特旗安顺土产有限公司", "R翁牛特旗 B安顺 T土产 F有限公司");
    expect_parts("a county called 市", "如东市远帆轴承有限公司", "R如东市 B远帆 T轴承 F有限公司");
    expect_parts("市 of the trade", "临清市政工程有限公司", "B临清 T市政工程 F有限公司");
    expect_parts("a zone without its place", "开发区远帆轴承有限公司", "Z开发区 B远帆 T轴承 F有限公司");
    expect_parts("a sign before the place", "·聊城华阳轴承有限公司", "M· R聊城 B华阳 T轴承 F有限公司");
    expect_parts("nothing but a place", "聊城市", "B聊城市");
}

Test(name_parts, groups_partnerships_and_other_forms)
{
    expect_parts("group in brackets", "聊城华阳（集团）有限公司", "R聊城 B华阳 M( G集团 M) F有限公司");
    expect_parts("group", "聊城华阳集团股份有限公司", "R聊城 B华阳 G集团 F股份有限公司");
    expect_parts("group without a form", "聊城华阳化工集团", "R聊城 B华阳 T化工 G集团");
    expect_parts("集团 within the brand", "冠县远帆(集团)米尔牧业有限公司", "R冠县 B远帆 M( B集团 M) B米尔 T牧业 F有限公司");
    expect_parts("partnership", "聊城华阳投资管理中心（有限合伙）", "R聊城 B华阳 T投资管理 F中心 F(有限合伙)");
    expect_parts("co-operative", "茌平县绿源蔬菜种植农民专业合作社", "R茌平县 B绿源 T蔬菜种植 F农民专业合作社");
    expect_parts("shop", "东昌府区老王五金经营部", "R东昌府区 B老王 T五金 F经营部");
    expect_parts("numbers stay", "聊城第二机床厂", "R聊城 B第二 T机床 F厂");
}

Test(name_parts, branches_keep_their_parent_apart)
{
    expect_parts("branch", "鲁西机械有限公司茌平分公司", "B鲁西 T机械 F有限公司 X茌平分公司");
    expect_parts("branch in brackets", "鲁西机械有限公司(茌平分公司)", "B鲁西 T机械 F有限公司 X(茌平分公司)");
    expect_parts("shop of a company", "鲁西商贸有限公司第二门市部", "B鲁西 T商贸 F有限公司 X第二门市部");
    expect_parts("电子公司 is none", "聊城华阳电子公司", "R聊城 B华阳 T电子 F公司");
    expect_parts("branch of what is no company", "老王超市振兴路分店", "B老王超市振兴路 X分店");
}

Test(name_parts, remarks_and_former_names)
{
    expect_parts("deregistered", "聊城华阳轴承有限公司（已注销）", "R聊城 B华阳 T轴承 F有限公司 N(已注销)");
    expect_parts("without brackets", "聊城华阳轴承有限公司已注销", "R聊城 B华阳 T轴承 F有限公司 N已注销");
    expect_parts("former name", "聊城华阳轴承有限公司（曾用名：聊城轴承厂）", "R聊城 B华阳 T轴承 F有限公司 N(曾用名:聊城轴承厂)");
    expect_parts("two", "聊城华阳轴承有限公司(原轴承厂)(注销)", "R聊城 B华阳 T轴承 F有限公司 N(原轴承厂) N(注销)");
}

Test(name_parts, full_width_traditional_and_signs)
{
    expect_parts("full width", "聊城ＡＢＣ科技有限公司", "R聊城 BABC T科技 F有限公司");
    expect_parts("traditional", "聊城東華電子有限公司", "R聊城 B东华 T电子 F有限公司");
    expect_parts("signs", "聊城华·阳轴承有限公司", "R聊城 B华 M· B阳 T轴承 F有限公司");
    expect_parts("empty", "", "");
    expect_parts("nothing but a form", "有限公司", "B有限公司");
}

static int
relation(const char *a, const char *b)
{
    struct td_name x, y;
    struct td_buf text = {0};
    int words[2];

    td_buf_printf(&text, "%s某某公司", a);
    td_name_parse(names, td_buf_view(&text), &x);
    td_buf_reset(&text);
    td_buf_printf(&text, "%s某某公司", b);
    td_name_parse(names, td_buf_view(&text), &y);
    td_buf_free(&text);
    words[0] = x.parts[0].word;
    words[1] = y.parts[0].word;
    cr_assert(words[0] >= 0 && words[1] >= 0, "%s %s", a, b);
    return (int)td_region_relation(names, words[0], words[1]);
}

Test(name_parts, how_places_lie)
{
    cr_expect_eq(relation("聊城", "聊城市"), TD_REGION_SAME);
    cr_expect_eq(relation("茌平县", "茌平区"), TD_REGION_SAME, "a county that became a district");
    cr_expect_eq(relation("临清市", "聊城"), TD_REGION_WITHIN);
    cr_expect_eq(relation("山东", "聊城"), TD_REGION_AROUND);
    cr_expect_eq(relation("聊城", "德州"), TD_REGION_DIFFERS);
    cr_expect_eq(relation("临清市", "阳谷县"), TD_REGION_DIFFERS);
    cr_expect_eq(relation("内蒙古", "呼和浩特"), TD_REGION_AROUND);
}

Test(name_parts, any_bytes_rejoin_to_a_normal_form_that_is_its_own)
{
    static const char *const pieces[] = {"聊城", "(", ")", "有限公司", "集团", "華", "东昌府区", "分公司", "轴承", "\xE8", "1", "·", "已注销", " "};
    uint64_t seed = 11;

    for (int round = 0; round < 20000; round++) {
        struct td_buf raw = {0}, normal = {0}, joined = {0}, again = {0};
        struct td_name n, m;

        for (int i = 0; i < 12; i++) {
            seed = td_hash64(&seed, sizeof seed, 3);
            td_buf_text(&raw, pieces[seed % 14]);
        }
        td_name_parse(names, td_buf_view(&raw), &n);
        td_name_text(&n, &normal);
        for (int i = 0; i < n.part_count; i++)
            td_name_part_text(&n, &n.parts[i], &joined);
        td_name_parse(names, td_buf_view(&normal), &m);
        td_name_text(&m, &again);
        cr_assert(td_str_equal(td_buf_view(&normal), td_buf_view(&joined)), "%s", raw.at);
        cr_assert(td_str_equal(td_buf_view(&normal), td_buf_view(&again)), "%s", raw.at);
        td_buf_free(&raw);
        td_buf_free(&normal);
        td_buf_free(&joined);
        td_buf_free(&again);
    }
}
