/* What is local: catalogues of a region's industries as tags and as a key of the order. */
#include "../support/one_firm.h"

static int
tag_at(const struct one_firm *f, const char *id, struct td_str *title)
{
    for (size_t i = 0; i < td_rules_tag_count(f->rules); i++) {
        struct td_str name;

        td_rules_tag(f->rules, i, &name, title);
        if (td_str_equal(name, td_str(id)))
            return (int)i;
    }
    return -1;
}

static bool
has_tag(struct one_firm *f, const char *id, bool possible)
{
    struct td_str title;
    int at = tag_at(f, id, &title);

    cr_assert(at >= 0, "no tag %s", id);
    one_judge(f);
    return (possible ? f->results.tags_possible[0] : f->results.tags[0]) >> at & 1;
}

Test(local, each_entry_of_the_region_s_catalogue_is_a_tag)
{
    struct td_str title;
    struct one_firm f;

    one_open(&f, "211400", 2026, 6, 1); /* 葫芦岛: 四大支柱、八大特色产业 */
    one_industry(&f, "C1819");
    cr_expect(has_tag(&f, "local_chains_swimwear", false) && has_tag(&f, "priority", false));
    cr_expect_not(has_tag(&f, "local_chains_petrochemicals", false));
    tag_at(&f, "local_chains_swimwear", &title);
    cr_expect(td_str_ends(title, TD_STR("（未证实）")), "the names are not the city's own: the mark");
    one_industry(&f, "C2511");
    cr_expect(has_tag(&f, "local_chains_petrochemicals", false));
    one_industry(&f, "F5171");
    cr_expect_not(has_tag(&f, "priority", false));
    one_unknown(&f, "industry");
    cr_expect(has_tag(&f, "priority", true) && !has_tag(&f, "priority", false), "possible while the industry is not known");
    one_close(&f);
    one_open(&f, "110000", 2026, 6, 1); /* no catalogue of its own */
    cr_expect_eq(tag_at(&f, "local_chains_swimwear", &title), -1);
    one_industry(&f, "C1819");
    cr_expect_not(has_tag(&f, "priority", false));
    one_close(&f);
}

Test(local, local_industries_come_first_among_equals)
{
    static const char *const codes[] = {"C1819", NULL, "F5171"}; /* 泳装, not known, 批发 */
    uint8_t keys[3][24];
    struct one_firm f;

    for (int region = 0; region < 2; region++) {
        one_open(&f, region ? "110000" : "211400", 2026, 6, 1);
        one_set(&f, "legal_person", 1);
        one_set(&f, "active", 1);
        one_set(&f, "employees_0", 10);
        for (int i = 0; i < 3; i++) {
            one_set(&f, "revenue_0", 1000LL * WAN);
            one_set(&f, "assets_0", 1000LL * WAN);
            one_set(&f, "holds_high_tech", 1);
            if (codes[i])
                one_industry(&f, codes[i]);
            else
                one_unknown(&f, "industry");
            one_judge(&f);
            cr_assert_geq(f.results.target[0], 0);
            memcpy(keys[i], f.results.rank_key[0], 24);
        }
        cr_expect(region ? memcmp(keys[0], keys[2], 24) == 0 : memcmp(keys[0], keys[2], 24) < 0);
        cr_expect(region || (memcmp(keys[0], keys[1], 24) < 0 && memcmp(keys[1], keys[2], 24) < 0));
        one_close(&f);
    }
}

Test(local, a_catalogue_that_is_nowhere_is_a_mistake)
{
    static const struct {
        const char *when;
        bool good;
    } cases[] = {{"industry in catalogue(local_chains)", true}, {"industry in catalogue(local_chains.swimwear)", true},
                 {"industry in catalogue(local_chian)", false}, {"industry in catalogue(local_chains.swimware)", false},
                 {"industry in catalogue()", false},            {"revenue in catalogue(local_chains)", false}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct td_rules_options options = {.region = TD_STR("211400")};
        struct criteria criteria = {0};
        struct td_rules *rules = NULL;
        struct td_error err = {0};
        struct td_buf tags = {0};

        td_lang_set(TD_EN);
        options.as_of = td_date_from((struct td_civil){2026, 6, 1});
        criteria_read(&criteria, TIDU_SOURCE "/criteria");
        td_buf_printf(&tags, "tags:\n  - {id: a, title: 甲, kind: x, source: x, when: \"%s\"}\n", cases[i].when);
        criteria_replace(&criteria, "tags.yaml", td_buf_view(&tags));
        cr_expect_eq(td_rules_compile(&rules, criteria.files, criteria.count, &options, &err), cases[i].good, "%s: %s",
                     cases[i].when, err.text);
        cr_expect(cases[i].good || (strcmp(err.file, "tags.yaml") == 0 && err.line == 2), "%s:%zu %s", err.file, err.line,
                  err.text);
        td_rules_free(rules);
        td_buf_free(&tags);
        criteria_free(&criteria);
    }
}

/* A leaf that nothing delivered decides tells why; a leaf for a person, what to look at. */
Test(local, what_no_data_decide_is_explained)
{
    struct td_buf out = {0};
    struct one_firm f;

    one_open(&f, "211400", 2026, 6, 1);
    td_lang_set(TD_ZH);
    td_explain(f.rules, &f.firm.columns, 0, false, &out);
    const char *leaf = strstr(out.at, "[未知] 瞪羚 一");
    cr_assert(leaf, "%s", out.at);
    const char *why = strstr(leaf, "需要第四年的研发费用和营业收入");
    cr_expect(why && why < strstr(leaf, "瞪羚 二"), "%.600s", leaf);
    cr_expect(strstr(out.at, "没有数值标准，由专家判断"));
    td_lang_set(TD_EN);
    td_buf_free(&out);
    one_close(&f);
}

/* 芦台经济开发区 is a part of 唐山: a night of the city judges the zone's firms by the zone's lines, and no others. */
Test(local, a_zone_s_tiers_judge_its_own_firms_on_a_night_of_the_city)
{
    static const struct {
        const char *region;
        int64_t county;
        int verdict; /* -1: no such tier */
    } cases[] = {{"130200", 130271, TD_CONFIRMED}, {"130271", 130271, TD_CONFIRMED}, {"130200", 130202, TD_EXCLUDED},
                 {"371500", 130271, -1},           {"211400", 130271, -1}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct one_firm f;

        one_open(&f, cases[i].region, 2026, 6, 1);
        one_set(&f, "legal_person", 1);
        one_set(&f, "active", 1);
        one_set(&f, "county_code", cases[i].county);
        one_set(&f, "revenue_0", 1000LL * WAN);
        one_set(&f, "rd_expense_0", 20LL * WAN);
        one_set(&f, "employees_0", 100);
        one_set(&f, "college_staff_0", 20);
        one_set(&f, "ip2_any_lo", 1);
        one_set(&f, "ip2_any_hi", 1);
        cr_expect_eq(one_program(&f, "lutai_tech_sme", TD_NEW) >= 0, cases[i].verdict >= 0, "case %zu", i);
        if (cases[i].verdict >= 0)
            cr_expect_eq(one_verdict(&f, "lutai_tech_sme", TD_NEW), cases[i].verdict, "case %zu: %d", i,
                         one_verdict(&f, "lutai_tech_sme", TD_NEW));
        cr_expect_eq(one_program(&f, "gazelle", TD_NEW) >= 0, strcmp(cases[i].region, "211400") == 0);
        one_close(&f);
    }
}
