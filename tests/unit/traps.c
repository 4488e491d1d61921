/*
 * The thirteen traps: mistakes that screeners of this kind make, each as a test that fails if it is made
 * here. Traps that arise while files are read or records are linked are tested there too; the page
 * docs/criteria-sources.md names the test of each.
 */
#include "../support/one_firm.h"

#include "tidu/scalar.h"

#define NEW(tier, id) one_state(&f, tier, TD_NEW, id)
#define REVIEW(tier, id) one_state(&f, tier, TD_REVIEW, id)

static int
points_of(struct one_firm *f, const char *tier)
{
    one_judge(f);
    int p = one_program(f, tier, TD_NEW);
    cr_assert(p >= 0 && f->results.points_lo[p] == f->results.points_hi[p], "%s: %d..%d", tier,
              f->results.points_lo[p], f->results.points_hi[p]);
    return f->results.points_lo[p];
}

Test(traps, trap_01_the_date_chooses_the_version)
{
    struct one_firm f;

    one_open(&f, "130200", 2026, 3, 31);
    one_set(&f, "revenue_0", 1200LL * WAN);
    one_set(&f, "niche_years", 2);
    cr_expect_eq(NEW("srdi", "revenue"), TD_MET, "63号: 1000万");
    cr_expect_eq(NEW("srdi", "niche"), TD_MET, "63号: 2 years");
    one_close(&f);
    one_open(&f, "130200", 2026, 4, 1);
    one_set(&f, "revenue_0", 1200LL * WAN);
    one_set(&f, "niche_years", 2);
    cr_expect_eq(NEW("srdi", "revenue"), TD_UNMET, "2号: 1500万");
    cr_expect_eq(NEW("srdi", "niche"), TD_UNMET, "2号: 3 years");
    cr_expect_geq(one_program(&f, "innovative", TD_NEW), 0, "附件1 of 63号 still judges");
    one_close(&f);
}

Test(traps, trap_02_a_tech_title_or_an_innovative_one)
{
    static const struct {
        int tech, innovative, state;
    } cases[] = {{1, 0, TD_MET}, {0, 1, TD_MET}, {1, 1, TD_MET}, {0, 0, TD_UNMET}};
    struct one_firm f;

    one_open(&f, "130200", 2026, 6, 1);
    for (size_t i = 0; i < 4; i++) {
        one_set(&f, "holds_tech_sme", cases[i].tech);
        one_set(&f, "holds_innovative", cases[i].innovative);
        cr_expect_eq(NEW("srdi", "prior_title"), cases[i].state, "case %zu", i);
    }
    one_close(&f);
}

Test(traps, trap_03_research_of_each_year_and_of_two_years_together)
{
    struct one_firm f;

    one_open(&f, "130200", 2026, 6, 1);
    one_set(&f, "revenue_0", 5000LL * WAN);
    one_set(&f, "revenue_1", 1600LL * WAN);
    one_set(&f, "rd_expense_0", 1150LL * WAN);
    one_set(&f, "rd_expense_1", 50LL * WAN);
    cr_expect_eq(NEW("srdi", "rd_amount"), TD_UNMET, "50 of one year are not 100, whatever the other has");
    cr_expect_eq(NEW("little_giant", "rd_sum"), TD_MET, "1150 and 50 are 1200");
    one_set(&f, "rd_expense_1", 49LL * WAN);
    cr_expect_eq(NEW("little_giant", "rd_sum"), TD_UNMET);
    one_set(&f, "rd_expense_1", 100LL * WAN);
    cr_expect_eq(NEW("srdi", "rd_amount"), TD_MET);
    one_close(&f);
}

Test(traps, trap_04_a_border_takes_the_higher_points_and_exceeding_is_strict)
{
    struct one_firm f;

    one_open(&f, "130200", 2026, 6, 1);
    one_set(&f, "revenue_0", 1000LL * WAN);
    one_set(&f, "rd_expense_0", 30LL * WAN);   /* 3 %: 15 */
    one_set(&f, "main_revenue_0", 700LL * WAN); /* 70 %: 20 */
    one_set(&f, "main_revenue_1", 700LL * WAN); /* 0 %: 5 */
    one_set(&f, "assets_0", 1000LL * WAN);
    one_set(&f, "liabilities_0", 550LL * WAN); /* 55 %: 10 */
    one_set(&f, "emerging", 1);                /* 10 */
    cr_expect_eq(points_of(&f, "innovative"), 60);
    one_set(&f, "liabilities_0", 550LL * WAN + 1);
    cr_expect_eq(points_of(&f, "innovative"), 55, "over 55 %%: 5");
    one_set(&f, "main_revenue_1", 700LL * WAN + 1);
    cr_expect_eq(points_of(&f, "innovative"), 50, "below 0 %%: none");
    one_set(&f, "product_revenue_0", 500LL * WAN);
    cr_expect_eq(NEW("srdi", "product_share"), TD_UNMET, "超过50%%: exactly half is not more than half");
    one_set(&f, "product_revenue_0", 500LL * WAN + 1);
    cr_expect_eq(NEW("srdi", "product_share"), TD_MET);
    cr_expect_eq(NEW("high_tech", "innovation_score"), TD_MANUAL, "above 70 is for the experts, never computed");
    one_close(&f);
}

Test(traps, trap_05_an_sme_is_below_one_of_the_limits)
{
    static const struct {
        const char *industry;
        int64_t staff, revenue;
        int state;
    } cases[] = {{"C3484", 1000, 40000, TD_UNMET}, {"C3484", 999, 500000, TD_MET}, {"C3484", 5000, 39999, TD_MET},
                 {"I6513", 300, 9999, TD_MET},     {"I6513", 300, 10000, TD_UNMET}};
    struct one_firm f;

    one_open(&f, "130200", 2026, 6, 1);
    one_set(&f, "legal_person", 1);
    one_set(&f, "active", 1);
    for (size_t i = 0; i < 5; i++) {
        one_industry(&f, cases[i].industry);
        one_set(&f, "employees_0", cases[i].staff);
        one_set(&f, "revenue_0", cases[i].revenue * WAN);
        cr_expect_eq(NEW("srdi", "sme"), cases[i].state, "case %zu", i);
        cr_expect_eq(one_verdict(&f, "srdi", TD_NEW) == TD_EXCLUDED, cases[i].state == TD_UNMET);
    }
    one_industry(&f, "C3484");
    one_set(&f, "employees_0", 5000);
    one_unknown(&f, "revenue_0");
    cr_expect_eq(NEW("srdi", "sme"), TD_UNKNOWN, "many persons alone do not make a large firm");
    one_close(&f);
}

Test(traps, trap_06_mean_growth_of_main_revenue_is_not_compound_growth_of_revenue)
{
    struct one_firm f;

    one_open(&f, "130200", 2026, 6, 1);
    for (int i = 0; i < 3; i++) { /* 100, 150, 110: mean 11.67 %, compound 4.88 % */
        static const int64_t figures[] = {110, 150, 100};
        char column[32];

        snprintf(column, sizeof(column), "revenue_%d", i);
        one_set(&f, column, figures[i] * WAN);
        snprintf(column, sizeof(column), "main_revenue_%d", i);
        one_set(&f, column, figures[i] * WAN);
    }
    cr_expect_eq(REVIEW("little_giant", "growth"), TD_MET, "63号: mean of 主营业务收入");
    cr_expect_eq(NEW("little_giant", "growth"), TD_UNMET, "2号: compound of 营业收入");
    for (int64_t base = -1; base <= 0; base++) {
        one_set(&f, "revenue_2", base * WAN);
        one_set(&f, "main_revenue_2", base * WAN);
        cr_expect_eq(REVIEW("little_giant", "growth"), TD_UNKNOWN, "nothing grows from %d", (int)base);
        cr_expect_eq(NEW("little_giant", "growth"), TD_UNKNOWN);
    }
    one_set(&f, "revenue_2", 100LL * WAN);
    one_set(&f, "revenue_0", 111LL * WAN); /* compound 5.36 % */
    cr_expect_eq(NEW("little_giant", "growth"), TD_MET, "main revenue has no say in it");
    one_close(&f);
}

Test(traps, fault_31_a_share_of_no_revenue_is_unknown_and_never_met)
{
    struct td_buf out = {0};
    struct one_firm f;

    one_open(&f, "130200", 2026, 6, 1);
    for (int i = 0; i < 2; i++) {
        one_set(&f, i ? "revenue_1" : "revenue_0", 0);
        one_set(&f, i ? "rd_expense_1" : "rd_expense_0", 500LL * WAN);
    }
    for (int64_t research = 500; research >= 0; research -= 500) { /* 5000000 / 0, and 0 / 0 */
        one_set(&f, "rd_expense_0", research * WAN);
        cr_expect_eq(NEW("srdi", "rd_share"), TD_UNKNOWN, "neither met by an infinite share nor unmet by none");
        cr_expect_eq(NEW("srdi", "product_share"), TD_UNKNOWN);
    }
    cr_expect_eq(NEW("srdi", "revenue"), TD_UNMET, "that there was no revenue is known");
    td_lang_set(TD_ZH);
    td_explain(f.rules, &f.firm.columns, 0, false, &out);
    cr_expect(strstr(out.at, "inf") == NULL && strstr(out.at, "nan") == NULL && strstr(out.at, "NaN") == NULL);
    td_buf_free(&out);
    one_close(&f);
}

Test(traps, trap_07_acquired_rights_and_the_age_of_class_2)
{
    struct one_firm f;

    one_open(&f, "130200", 2026, 6, 1);
    for (int i = 0; i < 2; i++) { /* four rights acquired years ago: facts of sql/features */
        one_set(&f, i ? "ip1_used_2022_hi" : "ip1_used_2022_lo", 4);
        one_set(&f, i ? "ip1_2026_hi" : "ip1_2026_lo", 0);
        one_set(&f, i ? "ip2_2022_hi" : "ip2_2022_lo", 0); /* kept for less than two years */
        one_set(&f, i ? "ip2_any_hi" : "ip2_any_lo", 4);
    }
    cr_expect_eq(REVIEW("little_giant", "ip"), TD_MET, "63号: excluded within one year of the transfer only");
    cr_expect_eq(NEW("little_giant", "ip"), TD_UNMET, "2号: never counted");
    cr_expect_eq(NEW("srdi", "ip_count"), TD_UNMET);
    one_set(&f, "revenue_0", 1000LL * WAN);
    one_set(&f, "rd_expense_0", 0);
    one_set(&f, "cost_0", 1000LL * WAN);
    one_set(&f, "employees_0", 100);
    one_set(&f, "sci_staff_0", 0);
    cr_expect_eq(points_of(&f, "tech_sme"), 24, "115号: class 2 without an age: four give 24");
    one_close(&f);
}

Test(traps, trap_08_three_years_totals_under_the_row_of_the_latest_year)
{
    struct one_firm f;

    one_open(&f, "130200", 2026, 6, 1);
    for (int i = 0; i < 3; i++) {
        static const int64_t revenue[] = {6000, 4000, 2000}, research[] = {0, 300, 180}; /* 480 of 12000: 4 % */
        char column[32];

        snprintf(column, sizeof(column), "revenue_%d", i);
        one_set(&f, column, revenue[i] * WAN);
        snprintf(column, sizeof(column), "rd_expense_%d", i);
        one_set(&f, column, research[i] * WAN);
    }
    cr_expect_eq(NEW("high_tech", "rd_share"), TD_MET, "the latest year is above 5000万: 4 %% of the totals");
    one_set(&f, "revenue_0", 5000LL * WAN); /* 480 of 11000: 4.36 %, but 5 % are asked */
    cr_expect_eq(NEW("high_tech", "rd_share"), TD_UNMET);
    one_set(&f, "revenue_0", 20000LL * WAN); /* 2亿 exactly: still 4 % */
    one_set(&f, "rd_expense_0", 1040LL * WAN - 480LL * WAN);
    cr_expect_eq(NEW("high_tech", "rd_share"), TD_MET, "1040 of 26000 are 4 %%");
    one_set(&f, "rd_expense_0", 560LL * WAN - 1);
    cr_expect_eq(NEW("high_tech", "rd_share"), TD_UNMET);
    one_set(&f, "revenue_0", 20000LL * WAN + 1);
    cr_expect_eq(NEW("high_tech", "rd_share"), TD_MET, "above 2亿: 3 %%");
    one_close(&f);
}

Test(traps, trap_09_validity_comes_from_the_record)
{
    struct one_firm f;

    /* whether a title is in force is counted from valid_from and valid_to of its own record
     * (db.features_facts); a record without an end is not known, and is not guessed from the day of issue */
    one_open(&f, "130200", 2026, 6, 1);
    one_unknown(&f, "holds_tech_sme");
    one_unknown(&f, "holds_innovative");
    cr_expect_eq(NEW("srdi", "prior_title"), TD_UNKNOWN);
    one_set(&f, "holds_srdi", 0); /* run out */
    cr_expect_eq(NEW("little_giant", "prior_title"), TD_UNMET);
    one_set(&f, "holds_srdi", 1);
    cr_expect_eq(NEW("little_giant", "prior_title"), TD_MET);
    one_close(&f);
}

Test(traps, trap_10_x_at_place_17_and_at_place_18)
{
    char out[19];

    /* place 17 is the organisation's check digit, where X is ten; place 18 is the whole code's, where X is 29 */
    cr_expect_eq(td_uscc(TD_STR("9131000063159284XQ"), out), TD_USCC_GOOD, "X at 17");
    cr_expect_eq(td_uscc(TD_STR("91310000631592849Q"), out), TD_USCC_BAD_CHECK);
    cr_expect_eq(td_uscc(TD_STR("9131000063159284XX"), out), TD_USCC_BAD_CHECK, "X at 18 is no stand-in for ten");
    cr_expect_eq(td_uscc(TD_STR("91350211M0000XUF46"), out), TD_USCC_BAD_CHECK, "a code of the pilot years");
    cr_expect_str_eq(out, "91350211M0000XUF46", "kept, not dropped");
}

Test(traps, trap_11_branches_sole_traders_and_cooperatives_may_not_apply)
{
    static const char *const tiers[] = {"tech_sme", "innovative", "srdi", "little_giant", "champion", "high_tech"};
    struct one_firm f;

    one_open(&f, "130200", 2026, 6, 1);
    one_set(&f, "active", 1);
    one_industry(&f, "C3484");
    one_set(&f, "employees_0", 10);
    one_set(&f, "revenue_0", 1000LL * WAN);
    for (int legal = 0; legal < 2; legal++)
        for (size_t i = 0; i < 6; i++) {
            one_set(&f, "legal_person", legal);
            cr_expect_eq(one_verdict(&f, tiers[i], TD_NEW) == TD_EXCLUDED, !legal, "%s", tiers[i]);
        }
    one_set(&f, "holds_srdi", 1); /* not even by an old title */
    one_set(&f, "legal_person", 0);
    cr_expect_eq(one_verdict(&f, "srdi", TD_NEW), TD_EXCLUDED);
    one_close(&f);
}

Test(traps, trap_12_status_excludes_and_abnormal_counts_on_the_day)
{
    static const char *const tiers[] = {"tech_sme", "innovative", "srdi", "little_giant", "champion", "high_tech"};
    struct one_firm f;

    one_open(&f, "130200", 2026, 6, 1);
    one_set(&f, "legal_person", 1);
    one_set(&f, "active", 0); /* 注销, 吊销未注销, 迁出: db.features_facts */
    one_industry(&f, "C3484");
    one_set(&f, "employees_0", 10);
    one_set(&f, "revenue_0", 1000LL * WAN);
    for (size_t i = 0; i < 6; i++)
        cr_expect_eq(one_verdict(&f, tiers[i], TD_NEW), TD_EXCLUDED, "%s", tiers[i]);
    one_set(&f, "active", 1);
    one_set(&f, "abnormal", 1); /* an entry that is not removed on that day */
    cr_expect_eq(NEW("srdi", "abnormal"), TD_UNMET);
    cr_expect_eq(one_verdict(&f, "srdi", TD_NEW), TD_NO, "not excluded: it may be removed");
    one_set(&f, "abnormal", 0); /* removed: over */
    cr_expect_eq(NEW("srdi", "abnormal"), TD_MET);
    cr_expect_neq(one_verdict(&f, "srdi", TD_NEW), TD_EXCLUDED);
    one_close(&f);
}

Test(traps, trap_13_a_platform_score_is_never_estimated)
{
    struct one_firm f;
    struct td_buf out = {0};

    one_open(&f, "130200", 2026, 6, 1);
    cr_expect_eq(NEW("srdi", "platform"), TD_MANUAL, "待平台, neither met nor unmet nor 0");
    cr_expect_eq(NEW("little_giant", "platform"), TD_MANUAL);
    cr_expect_eq(f.results.points_lo[one_program(&f, "srdi", TD_NEW)], -1, "no points of our own in its place");
    cr_expect_eq(f.results.points_lo[one_program(&f, "little_giant", TD_NEW)], -1);
    td_lang_set(TD_ZH);
    td_explain(f.rules, &f.firm.columns, 0, false, &out);
    const char *platform = strstr(out.at, "本年度评价得分50分以上");
    cr_assert(platform);
    cr_expect(strstr(platform, "缺失"), "%s", platform);
    td_lang_set(TD_EN);
    one_set(&f, "platform_this", 4999);
    cr_expect_eq(NEW("srdi", "platform"), TD_UNMET);
    one_set(&f, "platform_this", 5000);
    cr_expect_eq(NEW("srdi", "platform"), TD_MET);
    td_buf_free(&out);
    one_close(&f);
}
