/* The gap of a firm: what it says, what it asks for, and that doing so makes the verdict certain. */
#include "../support/gap_rules.h"

#include <criterion/criterion.h>

struct given {
    const char *column;
    int64_t value;
};
#define WAN INT64_C(1000000)

struct world {
    struct criteria criteria;
    struct td_rules *rules;
    struct firms firms;
};

static void
open_world(struct world *w, struct td_civil day)
{
    *w = (struct world){0};
    td_lang_set(TD_ZH);
    criteria_read(&w->criteria, TIDU_SOURCE "/criteria");
    w->rules = compile_all(w->criteria.files, w->criteria.count, day);
}

static void
close_world(struct world *w)
{
    firms_free(&w->firms);
    td_rules_free(w->rules);
    criteria_free(&w->criteria);
}

/* A firm that fits 小巨人 (2026) in every respect, then changed. */
static const struct given sound[] = {
    {"legal_person", 1},          {"active", 1},
    {"established", 12000},       {"employees_0", 200},
    {"revenue_0", 8000 * WAN},    {"revenue_1", 7500 * WAN},
    {"revenue_2", 7000 * WAN},    {"main_revenue_0", 7600 * WAN},
    {"main_revenue_1", 7000 * WAN}, {"main_revenue_2", 6500 * WAN},
    {"product_revenue_0", 4800 * WAN}, {"assets_0", 10000 * WAN},
    {"liabilities_0", 5000 * WAN}, {"rd_expense_0", 700 * WAN},
    {"rd_expense_1", 600 * WAN},  {"niche_years", 5},
    {"ip1_2026_lo", 4},           {"ip1_2026_hi", 4},
    {"award_national_rank_0", 999}, {"award_national_rank_1", 999},
    {"award_national_rank_2", 999}, {"share_domestic", 150000},
    {"share_global", 10000},      {"rank_domestic", 9},
    {"six_bases", 1},             {"holds_srdi", 1},
    {"holds_little_giant", 0},    {"holds_champion", 0},
    {"abnormal", 0},              {"dishonest", 0},
    {"banned", 0},                {"accident_age", 999},
    {"data_security_age", 999},   {"environment_age", 999},
    {"quality_age", 999},         {"fraud_age", 999},
};

static void
give(struct world *w, size_t row, const struct given *given, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int slot = slot_named(w->rules, given[i].column);

        cr_assert(slot >= 0, "no column %s", given[i].column);
        w->firms.values[slot][row] = given[i].value;
        w->firms.known[slot][row / 64] |= (uint64_t)1 << (row % 64);
    }
}

/* The gap of 小巨人 as explained, from its own heading on. */
static struct td_buf
gap_of(struct world *w, const struct given *changes, size_t count)
{
    struct td_buf all = {0}, out = {0};
    int64_t industry;
    const char *from, *to;

    firms_free(&w->firms);
    firms_new(&w->firms, w->rules, 1, 1, 100, false);
    cr_assert(td_industry_value(TD_STR("C3484"), &industry));
    give(w, 0, sound, sizeof(sound) / sizeof(*sound));
    give(w, 0, &(struct given){"industry", industry}, 1);
    give(w, 0, changes, count);
    td_explain(w->rules, &w->firms.columns, 0, false, &all);
    from = strstr(all.at, "专精特新“小巨人”企业（新申报");
    cr_assert(from, "%s", all.at);
    from = strstr(from, "  缺口");
    to = from ? strstr(from, "\n\n") : NULL;
    td_buf_str(&out, from ? (struct td_str){from, (size_t)(to - from)} : TD_STR("无缺口"));
    td_buf_free(&all);
    return out;
}

#define SAYS(w, text, ...)                                                                                             \
    do {                                                                                                               \
        struct given changes_[] = {__VA_ARGS__};                                                                       \
        struct td_buf out_ = gap_of(w, changes_, sizeof(changes_) / sizeof(*changes_));                                \
        cr_expect(strstr(out_.at, text), "wanted: %s\ngot:\n%s", text, out_.at);                                       \
        td_buf_free(&out_);                                                                                            \
    } while (0)

Test(gap, distances_are_said_in_the_values_own_unit)
{
    struct world w;

    open_world(&w, (struct td_civil){2026, 6, 15});
    SAYS(&w, "营业收入差 300.00 万元；代价 2", {"revenue_0", 4700 * WAN}, {"revenue_1", 4400 * WAN},
         {"revenue_2", 4200 * WAN}, {"main_revenue_0", 4500 * WAN});
    SAYS(&w, "相关、已应用并产生效益的Ⅰ类知识产权差 2 项；代价 8，约 24 个月", {"ip1_2026_lo", 2}, {"ip1_2026_hi", 2});
    SAYS(&w, "资产负债率 78.20%，高出 3.20 个百分点（负债总额须减少 320.00 万元）；代价 2", {"liabilities_0", 7820 * WAN});
    SAYS(&w, "主营业务收入占营业收入比重 85.00%，差 5.00 个百分点（主营业务收入差 400.00 万元）", {"main_revenue_0", 6800 * WAN});
    SAYS(&w, "研发费用占营业收入比重 2.50%，差 0.50 个百分点（研发费用差 40.00 万元）", {"rd_expense_0", 200 * WAN},
         {"rd_expense_1", 1100 * WAN});
    SAYS(&w, "近两年研发费用合计差 37.20 万元", {"rd_expense_0", 562800000}, {"rd_expense_1", 600 * WAN});
    SAYS(&w, "截至上年末从事特定细分市场年限满 3 年还差 1 年", {"niche_years", 2});
    SAYS(&w, "[等待]", {"niche_years", 2});
    SAYS(&w, "近两年营业收入复合增长率 3.50%，差 1.50 个百分点（营业收入差", {"revenue_2", 7467956775});
    SAYS(&w, "2024年研发费用占营业收入比重未达标，1 年后不再计入", {"rd_expense_0", 1300 * WAN},
         {"rd_expense_1", 100 * WAN});
    SAYS(&w, "主导产品国内市场占有率 9.00%，差 1.00 个百分点", {"share_domestic", 90000});
    SAYS(&w, "列入经营异常名录：须消除；代价 1，约 2 个月", {"abnormal", 1});
    SAYS(&w, "专精特新中小企业在有效期内：尚不具备；代价 6，约 12 个月", {"holds_srdi", 0});
    SAYS(&w, "平台评价得分差 2.00 分", {"platform_this", 5800});
    SAYS(&w, "最近一次数据造假距今年数满 3 年还差 1 年", {"fraud_age", 2});
    SAYS(&w, "缺口：24 个月内无法补齐\n    不能改变：工信厅企业函〔2026〕117号 单项冠军在有效期内：须消除", {"holds_champion", 1});
    close_world(&w);
}

/* All of the text of a gap, so that what does not stand there is known too. */
static void
says_all(struct world *w, const char *text, const struct given *changes, size_t count)
{
    struct td_buf out = gap_of(w, changes, count);

    cr_expect_str_eq(out.at, text);
    td_buf_free(&out);
}

Test(gap, nothing_stands_in_the_way_that_another_way_goes_round)
{
    /* One right of four is lacking, the award beside it is not asked for; a field that is none of the six bases may
     * be another; what is unknown changes nothing any more. */
    static const struct given champion[] = {
        {"holds_champion", 1}, {"ip1_2026_lo", 3}, {"ip1_2026_hi", 3}, {"six_bases", 0}};
    static const struct given small[] = {{"revenue_0", 1000 * WAN}, {"main_revenue_0", 950 * WAN}};
    struct world w;

    open_world(&w, (struct td_civil){2026, 6, 15});
    says_all(&w, "  缺口：24 个月内无法补齐\n    不能改变：工信厅企业函〔2026〕117号 单项冠军在有效期内：须消除", champion, 4);
    SAYS(&w, "差距过大：附件2 二 营业收入差 4000.00 万元", small[0], small[1]);
    close_world(&w);
}

Test(gap, nothing_to_change_is_said_so)
{
    struct world w;

    open_world(&w, (struct td_civil){2026, 6, 15});
    SAYS(&w, "缺口：无须改变，只待以下各项，最早批次 2027-04-25 至 2027-05-25\n    1. [人工]", {"revenue_0", 8000 * WAN});
    close_world(&w);
}

Test(gap, the_earliest_batch_comes_after_the_lead_time)
{
    struct world w;

    open_world(&w, (struct td_civil){2026, 6, 15});
    /* figures of 2026 count from January 2027: the window of 2027 */
    SAYS(&w, "代价 2，1 项变化，约 7 个月，最早批次 2027-04-25 至 2027-05-25", {"liabilities_0", 7820 * WAN});
    SAYS(&w, "以 2026 年度数据计（约 7 个月后）", {"liabilities_0", 7820 * WAN});
    SAYS(&w, "以 2027 年度数据计（约 19 个月后）", {"rd_expense_0", 200 * WAN}, {"rd_expense_1", 1100 * WAN});
    /* 18 months: December 2027, so the window of 2028 */
    SAYS(&w, "约 18 个月，最早批次 2028-04-25 至 2028-05-25", {"ip1_2026_lo", 3}, {"ip1_2026_hi", 3});
    close_world(&w);
}

Test(gap, the_cheapest_of_several_ways_is_taken)
{
    struct world w;
    struct given nothing[] = {{"share_domestic", 90000}, {"share_global", 10000}, {"rank_domestic", 4}};
    struct td_buf out;

    open_world(&w, (struct td_civil){2026, 6, 15});
    out = gap_of(&w, nothing, 3); /* 占有率 5 and 排名 5 cost the same: the first in the text */
    cr_expect(strstr(out.at, "占有率") && !strstr(out.at, "国内排名"), "%s", out.at);
    td_buf_free(&out);
    close_world(&w);
}

Test(gap, unknowns_stand_in_the_order_of_how_much_they_decide)
{
    struct world w;
    struct td_buf all = {0};
    char *at, *first, *second;

    open_world(&w, (struct td_civil){2026, 6, 15});
    firms_new(&w.firms, w.rules, 1, 1, 100, false);
    give(&w, 0, sound, sizeof(sound) / sizeof(*sound));
    w.firms.known[slot_named(w.rules, "niche_years")][0] = 0;
    w.firms.known[slot_named(w.rules, "share_domestic")][0] = 0;
    td_explain(w.rules, &w.firms.columns, 0, false, &all);
    at = strstr(all.at, "专精特新“小巨人”企业（新申报");
    cr_assert(at);
    at = strstr(at, "先查清");
    cr_assert(at, "%s", all.at);
    first = strstr(at, "年限缺失（不满足即否决）");
    second = strstr(at, "国内市场占有率缺失");
    cr_expect(first && second && first < second, "%s", at);
    td_buf_free(&all);
    close_world(&w);
}

/* ---- doing it */
static void
do_all(bool coarse, uint64_t seed, struct td_civil day)
{
    enum { FIRMS = 9000 };
    struct world w;
    struct td_results before, after;
    struct firms done;
    size_t ways = 0, failed = 0;

    open_world(&w, day);
    size_t slots = td_rules_slot_count(w.rules);
    int64_t *values = td_alloc(slots, sizeof(*values));
    bool *known = td_alloc(slots, sizeof(*known));
    firms_new(&w.firms, w.rules, FIRMS, seed, 12, coarse);
    firms_new(&done, w.rules, 1, 1, 100, false);
    td_results_init(&before, w.rules, FIRMS);
    td_results_init(&after, w.rules, 1);
    td_judge_all(w.rules, &w.firms.columns, 1, &before);
    for (size_t row = 0; row < FIRMS; row++) {
        struct td_buf text = {0};
        size_t target = (size_t)before.target[row];

        if (before.target[row] < 0 || before.gap_cost[row] < 0)
            continue;
        ways++;
        bool ok = td_gap_apply(w.rules, &w.firms.columns, row, target, values, known);
        for (size_t s = 0; s < slots; s++) {
            done.values[s][0] = values[s];
            done.known[s][0] = known[s];
        }
        td_judge_all(w.rules, &done.columns, 1, &after);
        if (!ok || after.verdicts[target] > TD_READY) {
            if (failed++ < 3) {
                td_explain(w.rules, &w.firms.columns, row, false, &text);
                const char *at = strstr(text.at, td_rules_program(w.rules, target)->title.at);
                cr_log_warn("row %zu, program %zu: %d, cost %d\n%.6000s", row, target, after.verdicts[target],
                            before.gap_cost[row], at ? at : "");
                td_buf_reset(&text);
                td_explain(w.rules, &done.columns, 0, false, &text);
                cr_log_warn("after: %.4000s", text.at);
            }
        }
        td_buf_free(&text);
    }
    cr_expect(ways > 200, "%zu ways only", ways);
    cr_expect_eq(failed, 0, "%zu of %zu firms are not certain after doing all that their gap asks for", failed, ways);
    td_results_free(&before);
    td_results_free(&after);
    firms_free(&done);
    free(values);
    free(known);
    close_world(&w);
}

Test(gap, doing_all_that_is_asked_makes_the_verdict_certain)
{
    do_all(false, 5, (struct td_civil){2026, 6, 1});
    do_all(true, 6, (struct td_civil){2026, 6, 1});
}

Test(gap, also_under_the_rules_of_2022)
{
    do_all(false, 7, (struct td_civil){2025, 6, 15});
}

Test(gap, any_number_of_threads_gives_the_same)
{
    enum { FIRMS = 5000 };
    static const int threads[] = {2, 7};
    struct world w;
    struct td_results one, more;

    open_world(&w, (struct td_civil){2026, 6, 1});
    firms_new(&w.firms, w.rules, FIRMS, 9, 12, false);
    td_results_init(&one, w.rules, FIRMS);
    td_results_init(&more, w.rules, FIRMS);
    td_judge_all(w.rules, &w.firms.columns, 1, &one);
    for (int i = 0; i < 2; i++) {
        td_judge_all(w.rules, &w.firms.columns, threads[i], &more);
        cr_expect_arr_eq(one.gap_cost, more.gap_cost, FIRMS * sizeof(*one.gap_cost));
        cr_expect_arr_eq(one.gap_months, more.gap_months, FIRMS * sizeof(*one.gap_months));
        cr_expect_arr_eq(one.gap_changes, more.gap_changes, FIRMS * sizeof(*one.gap_changes));
        cr_expect_arr_eq(one.rank_key, more.rank_key, FIRMS * sizeof(*one.rank_key));
    }
    td_results_free(&one);
    td_results_free(&more);
    close_world(&w);
}

/* ---- mistakes in efforts.yaml */
static void
refused(const char *levers, size_t line, const char *text)
{
    struct criteria c = {0};
    struct td_rules_options options = {.as_of = td_date_from((struct td_civil){2026, 6, 1})};
    struct td_buf yaml = {0};
    struct td_rules *rules;
    struct td_error err = {0};

    options.region = TD_STR("371500");
    td_lang_set(TD_EN);
    criteria_read(&c, TIDU_SOURCE "/criteria");
    td_buf_text(&yaml, "horizon: 24个月\nlevers:\n");
    td_buf_text(&yaml, levers);
    criteria_replace(&c, "efforts.yaml", td_buf_view(&yaml));
    cr_assert_not(td_rules_compile(&rules, c.files, c.count, &options, &err), "%s", levers);
    cr_expect_str_eq(err.file, "efforts.yaml");
    cr_expect_eq(err.line, line, "line %zu: %s", err.line, err.text);
    cr_expect(strstr(err.text, text), "%s", err.text);
    td_buf_free(&yaml);
    criteria_free(&c);
}

Test(gap, mistakes_have_their_place)
{
    refused("  revenu: {change: never, note: n}\n", 3, "unknown fact or metric \"revenu\"");
    refused("  revenue: {change: never}\n", 3, "note");
    refused("  revenue: {raise: [{within: 2项, cost: 1, months: 1}], note: n}\n", 3, "units differ");
    refused("  rd_ratio: {raise: [{within: 2项, cost: 1, months: 1}], note: n}\n", 3, "part of its threshold");
    refused("  revenue: {raise: [{within: 30%, cost: 1, months: 1}, {within: 10%, cost: 2, months: 1}], note: n}\n", 3,
            "from near to far");
    refused("  revenue: {time: true, note: n}\n", 3, "years and dates");
    refused("  revenue: {change: never, raise: [{cost: 1, months: 1}], note: n}\n", 3, "exactly one");
    refused("  rd_ratio: {by: rd_expens, raise: [{cost: 1, months: 1}], note: n}\n", 3, "no fact");
    refused("  is_sme: {change: never, note: n}\n", 3, "unknown fact or metric");
    refused("  revenue: {change: never, note: n}\nbatches: [{tier: giant, from: 04-25, to: 05-25, source: s}]\n", 4,
            "no tier");
    refused("  revenue: {change: never, note: n}\nbatches: [{tier: srdi, from: 13-25, to: 05-25, source: s}]\n", 4,
            "month and a day");
}

/* Eight values in every one of many `any`s: as alternatives of alternatives they would never be done. */
Test(gap, criteria_that_entangle_values_are_refused_soon)
{
    struct td_buf tier = {0};

    td_lang_set(TD_ZH);
    td_buf_text(&tier, RANDOM_TIER_HEAD);
    for (int i = 0; i < 24; i++) {
        td_buf_printf(&tier, "  - {id: c%d, clause: c, text: t, any: [{when: x0 >= %d}", i, i + 1);
        for (int k = 1; k < 8; k++)
            td_buf_printf(&tier, ", {when: x%d >= %d}", k, 37 * i + k + 1);
        td_buf_text(&tier, "]}\n");
    }
    cr_expect_null(compile_texts(TD_STR(RANDOM_FACTS_HEAD
                                        "  x0: {title: x, unit: number, from: a.x0}\n  x1: {title: x, unit: number, from: a.x1}\n"
                                        "  x2: {title: x, unit: number, from: a.x2}\n  x3: {title: x, unit: number, from: a.x3}\n"
                                        "  x4: {title: x, unit: number, from: a.x4}\n  x5: {title: x, unit: number, from: a.x5}\n"
                                        "  x6: {title: x, unit: number, from: a.x6}\n  x7: {title: x, unit: number, from: a.x7}\n"),
                                 TD_STR("horizon: 24个月\nlevers:\n  x0: {note: n, raise: [{cost: 1, months: 1}]}\n"),
                                 td_buf_view(&tier)));
    td_buf_free(&tier);
}

/* ---- order */
Test(gap, of_two_that_are_alike_the_one_further_above_its_thresholds_comes_first)
{
    static const struct given below[] = {{"liabilities_0", 7000 * WAN}};
    struct world w;
    struct td_results r;
    int64_t industry;

    open_world(&w, (struct td_civil){2026, 6, 15});
    firms_new(&w.firms, w.rules, 2, 1, 100, false);
    cr_assert(td_industry_value(TD_STR("C3484"), &industry));
    for (size_t row = 0; row < 2; row++) {
        give(&w, row, sound, sizeof(sound) / sizeof(*sound));
        give(&w, row, &(struct given){"industry", industry}, 1);
    }
    give(&w, 1, below, 1); /* 70 % of 75 % allowed: nearer the line */
    td_results_init(&r, w.rules, 2);
    td_judge_all(w.rules, &w.firms.columns, 1, &r);
    cr_assert_eq(r.target[0], r.target[1]);
    cr_expect_eq(r.gap_cost[0], 0);
    cr_expect(memcmp(r.rank_key[0], r.rank_key[1], 24) <= 0);
    give(&w, 1, &(struct given){"rd_expense_0", 620 * WAN}, 1); /* still 1200万 in two years, by 1.7 % */
    td_judge_all(w.rules, &w.firms.columns, 1, &r);
    cr_expect(memcmp(r.rank_key[0], r.rank_key[1], 24) < 0, "8 %% above beats 1 %% above");
    td_results_free(&r);
    close_world(&w);
}
