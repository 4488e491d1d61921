/* Names that are alike: what is linked, what is queued, in which words. Names of firms are invented. */
#include "../support/criteria_load.h"
#include "../support/link_names.h"

#include <criterion/criterion.h>

struct row {
    const char *uscc, *name, *former, *kind, *county;
};

static const struct row registry[] = {
    {"913715000000000011", "聊城华阳轴承有限公司", NULL, "company", "371502"},
    {"913715000000000022", "恒信精密机械（山东）有限公司", NULL, "company", "371502"},
    {"913715000000000033", "聊城市瑞丰新材料科技股份有限公司", "聊城瑞丰玻璃厂", "company", "371502"},
    {"913715000000000044", "临清市宏达纺织集团有限公司", NULL, "company", "371581"},
    {"913715000000000055", "临清宏达第二棉纺织厂", NULL, "company", "371581"},
    {"913715000000000066", "聊城鑫源商贸有限公司", NULL, "company", "371502"},
    {"913715000000000077", "德州鑫源商贸有限公司", NULL, "company", "371402"},
    {"923715000000000088", "东阿县老街坊食品有限公司", NULL, "individual", "371524"},
    {"913715000000000099", "高唐中天环保科技有限公司", NULL, "company", "371526"},
    {"9137150000000000A1", "高唐中天环保科技有限公司莘县分公司", NULL, "branch", "371522"},
    {"9137150000000000B2", "东方日升新能源股份有限公司", NULL, "company", "371502"},
    {"9137150000000000C3", "聊城德润电子有限公司", NULL, "company", "371502"},
    {"9137150000000000D4", "阳谷德润电子有限公司", NULL, "company", "371521"},
    {"9137150000000000E5", "聊城天元三维测控技术有限公司", NULL, "company", "371502"},
    {"9137150000000000F6", "聊城科信化工有限公司", NULL, "company", "371502"},
    {"9137150000000000G7", "聊城科信化工有限公司高唐销售分公司", NULL, "branch", "371526"},
    {"9137150000000000H8", "聊城鲁晶光学股份有限公司", NULL, "company", "371502"},
    {"9137150000000000J9", "阳谷县惠民电子集团有限公司", NULL, "company", "371521"},
    {"9237150000000000KA", "莘县老井副食商店", NULL, "individual", "371522"},
    {"9337150000000000LB", "莘县绿野蔬菜种植专业合作社", NULL, "cooperative", "371522"},
    {"9137150000000000MC", "冠县远帆(集团)米尔牧业有限公司", NULL, "company", "371525"},
    {"9137150000000000ND", "冠县宝岳压载水处理有限公司", NULL, "company", "371525"},
};
enum { ROWS = sizeof registry / sizeof *registry };

static struct td_linkage *linkage;
static struct criteria all;

static void
setup(void)
{
    struct td_error err = {0};

    criteria_read(&all, TIDU_SOURCE "/criteria");
    cr_assert(td_linkage_read(&linkage, criteria_text(&all, "linkage.yaml"), &err), "%s", err.text);
}

static void
teardown(void)
{
    td_linkage_free(linkage);
    criteria_free(&all);
}

TestSuite(match_alike, .init = setup, .fini = teardown);

static struct td_str
text(const char *s)
{
    return s ? td_str(s) : (struct td_str){0};
}

static void
give_registry(struct td_match *m)
{
    for (size_t i = 0; i < ROWS; i++) {
        const struct row *r = &registry[i];
        td_match_unit(m, &(struct td_match_unit){.uscc = text(r->uscc),
                                                 .name = text(r->name),
                                                 .former_names = text(r->former),
                                                 .org_kind = text(r->kind),
                                                 .status = TD_STR("active"),
                                                 .county = text(r->county)});
    }
}

static void
expect(const char *what, const char *name, enum td_match_method method, const char *uscc, const char *evidence)
{
    struct td_match *m = td_match_new();
    struct td_buf id = {0};

    td_buf_printf(&id, "~%s", name);
    td_match_holder(m, td_buf_view(&id), (struct td_str){0});
    give_registry(m);
    td_match_finish(m, linkage, 1);
    struct td_match_result r = td_match_find(m, 0);
    struct td_str first = r.candidate_count ? r.candidates[0].uscc : (struct td_str){0};
    struct td_str words = r.candidate_count ? r.candidates[0].evidence : (struct td_str){0};
    cr_expect_eq(r.method, method, "%s: %s is %s (%.*s)", what, name, td_match_word(r.method), (int)words.len,
                 words.at ? words.at : "");
    cr_expect(td_str_equal(r.method == TD_MATCH_FUZZY ? r.uscc : first, text(uscc)), "%s: %.*s", what, (int)first.len,
              first.at ? first.at : "");
    cr_expect(!evidence || td_str_equal(words, td_str(evidence)), "%s: %.*s", what, (int)words.len,
              words.at ? words.at : "");
    td_buf_free(&id);
    td_match_free(m);
}

Test(match_alike, a_name_that_differs_by_form_brackets_or_region_finds_its_firm)
{
    expect("form", "聊城华阳轴承股份有限公司", TD_MATCH_FUZZY, "913715000000000011",
           "字号和行业、地区相同；组织形式不同：股份有限公司/有限公司");
    expect("wording of the form", "聊城华阳轴承有限责任公司", TD_MATCH_FUZZY, "913715000000000011",
           "字号和行业、地区相同；组织形式写法不同：有限责任公司/有限公司");
    expect("full region", "聊城市华阳轴承有限公司", TD_MATCH_FUZZY, "913715000000000011",
           "字号和行业、组织形式相同；地区写法不同：聊城市/聊城");
    expect("province before the city", "山东聊城华阳轴承有限公司", TD_MATCH_FUZZY, "913715000000000011", NULL);
    expect("region in brackets", "华阳轴承（聊城）有限公司", TD_MATCH_FUZZY, "913715000000000011", NULL);
    expect("region behind the form", "华阳轴承有限公司（聊城）", TD_MATCH_FUZZY, "913715000000000011", NULL);
    expect("brackets lost", "恒信精密机械山东有限公司", TD_MATCH_FUZZY, "913715000000000022",
           "字号和行业、地区、组织形式相同；括号或标点不同");
    expect("region lost", "华阳轴承有限公司", TD_MATCH_FUZZY, "913715000000000011", NULL);
    expect("a finer region that the registry confirms", "聊城市东昌府区华阳轴承有限公司", TD_MATCH_FUZZY,
           "913715000000000011", NULL);
    expect("all at once", "（山东）恒信精密机械股份有限公司", TD_MATCH_FUZZY, "913715000000000022", NULL);
    expect("a remark", "聊城华阳轴承有限公司（已注销）", TD_MATCH_FUZZY, "913715000000000011", NULL);
    expect("a former name in another form", "聊城市瑞丰玻璃厂", TD_MATCH_FUZZY, "913715000000000033", NULL);
    expect("the form written short", "聊城鲁晶光学股份公司", TD_MATCH_FUZZY, "9137150000000000H8",
           "字号和行业、地区相同；组织形式写法不同：股份公司/股份有限公司");
    expect("a group before its reform", "阳谷县惠民电子集团公司", TD_MATCH_FUZZY, "9137150000000000J9", NULL);
    expect("a group without its form", "阳谷县惠民电子集团", TD_MATCH_FUZZY, "9137150000000000J9", NULL);
    expect("电子公司 is no 子公司", "聊城德润电子公司", TD_MATCH_FUZZY, "9137150000000000C3", NULL);
    expect("集团 in the middle, without brackets", "冠县远帆集团米尔牧业有限公司", TD_MATCH_FUZZY, "9137150000000000MC", NULL);
    expect("a county's rank as 市", "阳谷市德润电子有限公司", TD_MATCH_FUZZY, "9137150000000000D4", NULL);
    expect("a shop is a shop", "莘县老井（副食）商店", TD_MATCH_FUZZY, "9237150000000000KA", NULL);
    expect("a co-operative's form", "山东莘县绿野蔬菜种植农民专业合作社", TD_MATCH_FUZZY, "9337150000000000LB", NULL);
    expect("a branch in other brackets", "高唐中天环保科技有限公司（莘县分公司）", TD_MATCH_FUZZY, "9137150000000000A1", NULL);
}

Test(match_alike, a_slip_of_one_character_finds_its_firm)
{
    expect("taken for another", "聊城华阴轴承有限公司", TD_MATCH_FUZZY, "913715000000000011", NULL);
    expect("no word of the registry", "聊城华阳轴渠有限公司", TD_MATCH_FUZZY, "913715000000000011",
           "地区、组织形式相同；一字之误：华阳轴渠/华阳轴承");
    expect("swapped", "聊城华阳承轴有限公司", TD_MATCH_FUZZY, "913715000000000011", NULL);
    expect("traditional characters", "聊城華陽軸承有限公司", TD_MATCH_FUZZY, "913715000000000011", NULL);
}

Test(match_alike, another_region_number_kind_or_brand_is_never_linked)
{
    expect("another region", "德州华阳轴承有限公司", TD_MATCH_NEAR, "913715000000000011",
           "字号和行业、组织形式相同；地区不同：德州/聊城");
    expect("the city's and the county's", "临清华阳轴承有限公司", TD_MATCH_NEAR, "913715000000000011", NULL);
    expect("another number", "临清宏达第一棉纺织厂", TD_MATCH_UNMATCHED, NULL, NULL);
    expect("the number in another writing", "临清宏达二棉纺织厂", TD_MATCH_FUZZY, "913715000000000055", NULL);
    expect("group and member", "临清市宏达纺织有限公司", TD_MATCH_NEAR, "913715000000000044", NULL);
    expect("a group that is its mother", "临清市宏达纺织集团股份有限公司", TD_MATCH_NEAR, "913715000000000044", NULL);
    expect("… whose member it is not", "临清市宏达纺织集团有限责任公司", TD_MATCH_FUZZY, "913715000000000044", NULL);
    expect("a 股份有限公司 and a group", "聊城鲁晶光学集团股份有限公司", TD_MATCH_NEAR, "9137150000000000H8",
           "字号和行业、地区、组织形式相同；同为股份有限公司，仅一方有“集团”");
    expect("a union of co-operatives", "莘县绿野蔬菜种植专业合作社联合社", TD_MATCH_NEAR, "9337150000000000LB", NULL);
    expect("a short brand before an unlisted trade", "冠县宝峦压载水处理有限公司", TD_MATCH_UNMATCHED, NULL, NULL);
    expect("works and company", "聊城华阳轴承厂", TD_MATCH_NEAR, "913715000000000011",
           "字号和行业、地区相同；主体类型不同：厂/有限公司");
    expect("an individual business", "东阿老街坊食品有限公司", TD_MATCH_NEAR, "923715000000000088", NULL);
    expect("a shop", "聊城华阳轴承经营部", TD_MATCH_NEAR, "913715000000000011", NULL);
    expect("a co-operative", "聊城华阳轴承专业合作社", TD_MATCH_NEAR, "913715000000000011", NULL);
    expect("a brand of two characters", "聊城华昌轴承有限公司", TD_MATCH_UNMATCHED, NULL, NULL);
    expect("a branch is not its parent", "聊城华阳轴承有限公司高唐分公司", TD_MATCH_BRANCH, NULL, NULL);
    expect("nor another branch", "高唐中天环保科技有限公司冠县分公司", TD_MATCH_BRANCH, NULL, NULL);
    expect("a department is not the firm", "聊城华阳轴承股份有限公司工会委员会", TD_MATCH_UNMATCHED, NULL, NULL);
    expect("brand or county", "日升新能源有限公司", TD_MATCH_NEAR, "9137150000000000B2", NULL);
}

Test(match_alike, ties_and_common_names_are_refused)
{
    expect("two firms of one brand in two places", "德润电子有限公司", TD_MATCH_NEAR, "9137150000000000C3", NULL);
    expect("… and one is named", "聊城德润电子股份有限公司", TD_MATCH_FUZZY, "9137150000000000C3", NULL);
    expect("a common brand and trade without a place", "鑫源商贸股份有限公司", TD_MATCH_NEAR, "913715000000000066", NULL);
    expect("renamed altogether", "聊城卓远智能装备股份有限公司", TD_MATCH_UNMATCHED, NULL, NULL);
}

Test(match_alike, a_whole_credit_code_that_is_not_registered_is_another_firm)
{
    struct td_match *m = td_match_new();

    td_match_holder(m, TD_STR("91110000MA3ZZZZZ6X"), TD_STR("聊城华阳轴承股份有限公司"));
    give_registry(m);
    td_match_finish(m, linkage, 1);
    cr_expect_eq(td_match_find(m, 0).method, TD_MATCH_NEAR);
    td_match_free(m);
}

Test(match_alike, what_a_person_said_stands)
{
    static const struct {
        const char *name, *uscc;
        enum td_match_say say;
        enum td_match_method method;
    } said[] = {
        {"聊城华阳轴承股份有限公司", "913715000000000066", TD_MATCH_SAME, TD_MATCH_JUDGED},
        {"聊城华阳轴承有限公司", "913715000000000066", TD_MATCH_SAME, TD_MATCH_JUDGED}, /* before the exact name */
        {"聊城华阳轴承股份有限公司", "913715000000000011", TD_MATCH_NOT, TD_MATCH_UNMATCHED},
        {"聊城华阳轴承有限公司", "913715000000000011", TD_MATCH_NOT, TD_MATCH_UNMATCHED},
        {"聊城华阳轴承股份有限公司", "913715000000000011", TD_MATCH_UNSURE, TD_MATCH_NEAR},
    };
    enum { SAID = sizeof said / sizeof *said };
    struct td_match *m = td_match_new();
    struct td_buf id = {0};

    for (size_t i = 0; i < SAID; i++) {
        td_buf_reset(&id);
        td_buf_printf(&id, "~%s", said[i].name);
        td_match_judge(m, td_match_holder(m, td_buf_view(&id), (struct td_str){0}), td_str(said[i].uscc), said[i].say);
    }
    td_match_judge(m, 0, TD_STR("913715000000000066"), TD_MATCH_NOT); /* … and takes it back */
    td_match_judge(m, 0, TD_STR("913715000000000077"), TD_MATCH_SAME);
    give_registry(m);
    td_match_finish(m, linkage, 1);
    for (size_t i = 0; i < SAID; i++)
        cr_expect_eq(td_match_find(m, i).method, said[i].method, "%zu: %s", i, td_match_word(td_match_find(m, i).method));
    cr_expect(td_str_equal(td_match_find(m, 0).uscc, TD_STR("913715000000000077")));
    td_buf_free(&id);
    td_match_free(m);
}

/* ---- the whole set: a change of thresholds, costs or words is seen here -------------------------------------- */
enum { FIRMS = 6000, EACH = 120 };

Test(match_alike, figures_of_the_labelled_set)
{
    struct link_set set;
    struct link_figures f[LINK_KINDS];
    struct td_buf got = {0};

    link_set_make(&set, FIRMS, 1);
    link_measure(&set, EACH, 2, linkage, 2, false, f);
    for (int k = 0; k < LINK_KINDS; k++)
        td_buf_printf(&got, "%s %d/%d/%d\n", link_kind_words[k], f[k].right, f[k].wrong, f[k].count);
    cr_expect_str_eq(got.at, "brackets 40/0/40\n"
                             "form 112/0/120\n"
                             "region dropped 120/0/120\n"
                             "region added 120/0/120\n"
                             "region moved 119/0/120\n"
                             "form and region 110/0/120\n"
                             "writing 117/0/120\n"
                             "OCR 110/0/120\n"
                             "typo, trade 83/0/120\n"
                             "typo, brand 0/0/120\n"
                             "swapped 92/0/120\n"
                             "trade short 0/0/120\n"
                             "renamed 0/0/120\n"
                             "decoy: namesakes 0/0/120\n"
                             "decoy: region 0/0/120\n"
                             "decoy: number 0/0/120\n"
                             "decoy: group 0/0/120\n"
                             "decoy: branch 0/0/120\n"
                             "decoy: brand 0/0/120\n"
                             "decoy: trade 0/0/120\n"
                             "decoy: shop 0/0/120\n", "got\n%s", got.at);
    td_buf_free(&got);
    free(set.firms);
}

Test(match_alike, neither_threads_nor_the_order_of_the_registry_change_anything)
{
    struct link_set set;
    struct link_figures one[LINK_KINDS], seven[LINK_KINDS];

    link_set_make(&set, FIRMS / 2, 3);
    link_measure(&set, EACH / 4, 4, linkage, 1, false, one);
    link_measure(&set, EACH / 4, 4, linkage, 7, true, seven);
    cr_expect_arr_eq(one, seven, sizeof one);
    free(set.firms);
}

Test(match_alike, mistakes_in_linkage_yaml_have_a_place)
{
    static const struct {
        const char *from, *to, *says;
    } wrong[] = {{"auto: 900000", "auto: 9000000", "auto"},
                 {"near: 600000", "near: 950000", "near"},
                 {"  slip:", "  slop:", "slop"},
                 {"{cost: 2000,", "{cast: 2000,", "cast"}};

    td_lang_set(TD_EN);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct td_str yaml = criteria_text(&all, "linkage.yaml");
        const char *at = strstr(yaml.at, wrong[i].from);
        struct td_buf changed = {0};
        struct td_error err = {0};
        struct td_linkage *none = NULL;

        cr_assert(at, "%s", wrong[i].from);
        td_buf_add(&changed, yaml.at, (size_t)(at - yaml.at));
        td_buf_text(&changed, wrong[i].to);
        td_buf_text(&changed, at + strlen(wrong[i].from));
        cr_expect(!td_linkage_read(&none, td_buf_view(&changed), &err));
        cr_expect(strstr(err.text, wrong[i].says) && err.line > 0, "%s: %s", wrong[i].to, err.text);
        td_buf_free(&changed);
    }
}
