/* The judge: logic of states, exact borders, sameness for any threads and order, mistakes in files, seats. */
#include "../support/criteria_load.h"

#include <criterion/criterion.h>

#define FACTS                                                                                     \
    "facts:\n"                                                                                    \
    "  a: {title: 甲, unit: bool, from: x}\n"                                                     \
    "  b: {title: 乙, unit: bool, from: x}\n"                                                     \
    "  money: {title: 收入, unit: money, years: 3, from: x}\n"                                    \
    "  cost: {title: 成本, unit: money, years: 3, from: x}\n"                                     \
    "  born: {title: 成立日期, unit: date, from: x}\n"                                            \
    "  industry: {title: 行业, unit: code, from: x}\n"                                            \
    "  awards: {title: 奖, unit: count, ages: 3, list: title/award, more: raises}\n"              \
    "  rank: {title: 名次, unit: number, ages: 3, list: title/award, more: lowers}\n"             \
    "  rights: {title: 权利, unit: count, range: true, list: ip, more: raises}\n"
#define METRICS "metrics:\n  ratio: {title: 占比, value: \"cost[Y] / money[Y]\"}\n"
#define SIZE                                                                                      \
    "indicators: {Y: \"money[Y]\"}\n"                                                             \
    "rows:\n  - {title: 其他, other: true, large: {Y: 100万}, medium: {Y: 10万}, small: {Y: 1万}}\n"
#define RANKING                                                                                   \
    "ladder: [low, high]\ncoverage: 0%\n"                                                         \
    "order: [verdict, unmet, unknown, score_low, {value: ratio, order: descending}, "             \
    "{value: \"money[Y]\", order: descending}]\n"
#define TIER(name, body)                                                                          \
    "tier: " name "\ntitle: 层级\nversion: \"1\"\nsource: {name: 甲, number: 1号}\n"              \
    "applies: [{kind: new, from: 2020-01-01}]\nholds: a\nrequire:\n" body

struct world {
    struct criteria criteria;
    struct td_rules *rules;
    struct firms firms;
    struct td_results results;
    struct td_error err;
};

static bool
world_try(struct world *w, const char *tier)
{
    static struct td_complete_list complete[] = {{{"ip", 2}, {NULL, 0}}};
    struct td_rules_options options = {.region = TD_STR("371500"), .complete = complete, .complete_count = 1};

    td_lang_set(TD_EN);
    criteria_replace(&w->criteria, "facts.yaml", TD_STR(FACTS));
    criteria_replace(&w->criteria, "metrics.yaml", TD_STR(METRICS));
    criteria_replace(&w->criteria, "size.yaml", TD_STR(SIZE));
    criteria_replace(&w->criteria, "ranking.yaml", TD_STR(RANKING));
    criteria_replace(&w->criteria, "tiers/low.yaml", td_str(tier));
    options.as_of = td_date_from((struct td_civil){2026, 3, 1});
    return td_rules_compile(&w->rules, w->criteria.files, w->criteria.count, &options, &w->err);
}

static void
world_new(struct world *w, const char *tier, size_t rows)
{
    *w = (struct world){0};
    cr_assert(world_try(w, tier), "%s:%zu:%zu %s", w->err.file, w->err.line, w->err.column, w->err.text);
    firms_new(&w->firms, w->rules, rows, 1, 100, true);
    td_results_init(&w->results, w->rules, rows);
}

static void
world_free(struct world *w)
{
    td_results_free(&w->results);
    firms_free(&w->firms);
    td_rules_free(w->rules);
    criteria_free(&w->criteria);
}

static void
put(struct world *w, size_t row, const char *column, bool known, int64_t value)
{
    for (size_t s = 0; s < w->firms.slots; s++) {
        if (!td_str_equal(td_rules_slot(w->rules, s).column, td_str(column)))
            continue;
        w->firms.values[s][row] = value;
        w->firms.known[s][row / 64] &= ~((uint64_t)1 << (row % 64));
        w->firms.known[s][row / 64] |= (uint64_t)known << (row % 64);
        return;
    }
    cr_assert(false, "no column %s", column);
}

static void
judge(struct world *w)
{
    td_judge_all(w->rules, &w->firms.columns, 1, &w->results);
}

static int
state(const struct world *w, size_t row, size_t condition)
{
    return w->results.states[row * td_rules_state_count(w->rules) + condition];
}

/* ---- logic ------------------------------------------------------------------------------------------- */
/* a and b: met, unmet, unknown; the third column what `all` says, the fourth `any`. */
Test(judge, all_and_any_follow_the_order_of_states)
{
    static const int values[] = {TD_MET, TD_UNMET, TD_UNKNOWN};
    struct world w;

    world_new(&w, TIER("low", "  - {id: all, clause: 一, text: 甲, all: [{when: a}, {when: b}]}\n"
                              "  - {id: any, clause: 一, text: 甲, any: [{when: a}, {when: b}]}\n"
                              "  - {id: not, clause: 一, text: 甲, not: {when: a}}\n"
                              "  - {id: allm, clause: 一, text: 甲, all: [{when: a}, {manual: 看}]}\n"
                              "  - {id: anym, clause: 一, text: 甲, any: [{when: a}, {manual: 看}]}\n"
                              "  - {id: na, clause: 一, text: 甲, all: [{when: a}, {when: b, unless: new}]}\n"),
              9);
    for (size_t i = 0; i < 9; i++) {
        put(&w, i, "a", values[i / 3] != TD_UNKNOWN, values[i / 3] == TD_MET);
        put(&w, i, "b", values[i % 3] != TD_UNKNOWN, values[i % 3] == TD_MET);
    }
    judge(&w);
    for (size_t i = 0; i < 9; i++) {
        int a = values[i / 3], b = values[i % 3];
        int all = a == TD_UNMET || b == TD_UNMET ? TD_UNMET : a == TD_UNKNOWN || b == TD_UNKNOWN ? TD_UNKNOWN : TD_MET;
        int any = a == TD_MET || b == TD_MET ? TD_MET : a == TD_UNKNOWN || b == TD_UNKNOWN ? TD_UNKNOWN : TD_UNMET;

        cr_expect_eq(state(&w, i, 0), all, "all(%d, %d) is %d", a, b, state(&w, i, 0));
        cr_expect_eq(state(&w, i, 3), any, "any(%d, %d) is %d", a, b, state(&w, i, 3));
        cr_expect_eq(state(&w, i, 6), a == TD_MET ? TD_UNMET : a == TD_UNMET ? TD_MET : a);
        cr_expect_eq(state(&w, i, 8), a == TD_MET ? TD_MANUAL : a);
        cr_expect_eq(state(&w, i, 11), a == TD_UNMET ? TD_MANUAL : a);
        cr_expect_eq(state(&w, i, 14), a, "na is neutral");
        cr_expect_eq(state(&w, i, 16), TD_NA);
    }
    world_free(&w);
}

/* ---- borders ------------------------------------------------------------------------------------------ */
Test(judge, borders_are_exact_however_large_the_figures)
{
    int64_t large = ((int64_t)1 << 53) - 100; /* × 100 is beyond 64 bits, 3 % of it beyond doubles */
    struct world w;

    large -= large % 100;
    world_new(&w, TIER("low", "  - {id: r, clause: 一, text: 甲, when: ratio >= 3%}\n"
                              "  - {id: s, clause: 一, text: 甲, when: ratio > 3%}\n"
                              "  - {id: g, clause: 一, text: 甲, when: mean_growth(money) >= 5%}\n"
                              "  - {id: c, clause: 一, text: 甲, when: cagr(money) >= 5%}\n"),
              6);
    for (size_t i = 0; i < 3; i++) {
        put(&w, i, "money_0", true, large);
        put(&w, i, "cost_0", true, large / 100 * 3 + (int64_t)i - 1);
    }
    put(&w, 3, "money_0", true, 0); /* a denominator of 0 */
    put(&w, 3, "cost_0", true, 5);
    /* 8000000000000000 -> · 1.1 -> · 1.0: the mean is exactly 5 %; compound 11025/10000 exactly 5 % */
    put(&w, 4, "money_2", true, 8000000000000000);
    put(&w, 4, "money_1", true, 8800000000000000);
    put(&w, 4, "money_0", true, 8800000000000000);
    put(&w, 5, "money_2", true, 8000000000000000);
    put(&w, 5, "money_1", true, 8000000000000000);
    put(&w, 5, "money_0", true, 8820000000000000);
    judge(&w);
    cr_expect_eq(state(&w, 0, 0), TD_UNMET);
    cr_expect_eq(state(&w, 1, 0), TD_MET, "exactly 3 %%");
    cr_expect_eq(state(&w, 1, 1), TD_UNMET, "not above 3 %%");
    cr_expect_eq(state(&w, 2, 1), TD_MET);
    cr_expect_eq(state(&w, 3, 0), TD_UNKNOWN, "nothing divided by 0");
    cr_expect_eq(state(&w, 4, 2), TD_MET, "mean growth of exactly 5 %%");
    cr_expect_eq(state(&w, 5, 3), TD_MET, "compound growth of exactly 5 %%");
    put(&w, 4, "money_0", true, 8799999999999999);
    put(&w, 5, "money_0", true, 8819999999999999);
    judge(&w);
    cr_expect_eq(state(&w, 4, 2), TD_UNMET, "less by one fen");
    cr_expect_eq(state(&w, 5, 3), TD_UNMET, "less by one fen");
    world_free(&w);
}

Test(judge, fault_35_dates_count_whole_years_also_from_29_february)
{
    struct world w;

    world_new(&w, TIER("low", "  - {id: y, clause: 一, text: 甲, when: years(born) >= 2年}\n"
                              "  - {id: d, clause: 一, text: 甲, when: days(born) >= 365天}\n"),
              3);
    put(&w, 0, "born", true, td_date_from((struct td_civil){2024, 3, 1}));
    put(&w, 1, "born", true, td_date_from((struct td_civil){2024, 3, 2}));
    put(&w, 2, "born", true, td_date_from((struct td_civil){2024, 2, 29})); /* full on 1 March 2026 */
    judge(&w);
    cr_expect_eq(state(&w, 0, 0), TD_MET);
    cr_expect_eq(state(&w, 1, 0), TD_UNMET);
    cr_expect_eq(state(&w, 2, 0), TD_MET);
    put(&w, 0, "born", true, td_date_from((struct td_civil){2025, 3, 1}));
    put(&w, 1, "born", true, td_date_from((struct td_civil){2025, 3, 2}));
    judge(&w);
    cr_expect_eq(state(&w, 0, 1), TD_MET);
    cr_expect_eq(state(&w, 1, 1), TD_UNMET);
    world_free(&w);
}

Test(judge, what_is_counted_from_an_open_list_is_only_a_bound)
{
    struct world w; /* ip is declared complete, title/award is not */

    world_new(&w, TIER("low", "  - {id: n, clause: 一, text: 甲, when: \"awards[0..1] >= 2项\"}\n"
                              "  - {id: z, clause: 一, text: 甲, when: \"awards[0..1] < 1项\"}\n"
                              "  - {id: r, clause: 一, text: 甲, when: \"rank[0..2] <= 3\"}\n"
                              "  - {id: i, clause: 一, text: 甲, when: rights >= 2项}\n"),
              3);
    for (size_t i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++) {
            char column[20];

            snprintf(column, sizeof(column), "rank_%d", k);
            put(&w, i, column, true, i == 0 && k == 2 ? 3 : 999);
        }
        put(&w, i, "awards_0", true, 0);
        put(&w, i, "awards_1", i != 2, i == 0 ? 2 : 0);
        put(&w, i, "rights_lo", true, (int64_t)i);
        put(&w, i, "rights_hi", true, 2 * (int64_t)i);
    }
    judge(&w);
    cr_expect_eq(state(&w, 0, 0), TD_MET);
    cr_expect_eq(state(&w, 1, 0), TD_UNKNOWN, "none were delivered: that is not none");
    cr_expect_eq(state(&w, 0, 1), TD_UNMET);
    cr_expect_eq(state(&w, 1, 1), TD_UNKNOWN);
    cr_expect_eq(state(&w, 0, 2), TD_MET, "third place, once in three years");
    cr_expect_eq(state(&w, 1, 2), TD_UNKNOWN);
    cr_expect_eq(state(&w, 0, 3), TD_UNMET, "the list of rights is complete");
    cr_expect_eq(state(&w, 1, 3), TD_UNKNOWN);
    cr_expect_eq(state(&w, 2, 3), TD_MET);
    world_free(&w);
}

Test(judge, industries_known_less_precisely_than_asked_are_unknown)
{
    static const struct {
        const char *code;
        int state;
    } cases[] = {{"C3484", TD_MET}, {"348", TD_MET}, {"C34", TD_UNKNOWN}, {"C", TD_UNKNOWN},
                 {"C3511", TD_UNMET}, {"I6513", TD_MET}, {"", TD_UNKNOWN}};
    struct world w;

    world_new(&w, TIER("low", "  - {id: i, clause: 一, text: 甲, when: \"industry in [348, 63-65]\"}\n"), 7);
    for (size_t i = 0; i < 7; i++) {
        int64_t value = 0;
        bool known = td_industry_value(td_str(cases[i].code), &value);

        put(&w, i, "industry", known, value);
    }
    judge(&w);
    for (size_t i = 0; i < 7; i++)
        cr_expect_eq(state(&w, i, 0), cases[i].state, "%s", cases[i].code);
    int64_t value;
    cr_expect_not(td_industry_value(TD_STR("A3484"), &value), "3484 is not of section A");
    cr_expect_not(td_industry_value(TD_STR("34845"), &value));
    world_free(&w);
}

Test(judge, the_key_puts_better_candidates_first)
{
    struct world w; /* ratio descending, then money descending; unknown last */

    world_new(&w, TIER("low", "  - {id: m, clause: 一, text: 甲, manual: 看}\n"), 4);
    put(&w, 0, "money_0", true, 100);
    put(&w, 0, "cost_0", true, 10);
    put(&w, 1, "money_0", true, 1000);
    put(&w, 1, "cost_0", true, 100);
    put(&w, 2, "money_0", true, 100);
    put(&w, 2, "cost_0", true, 11);
    put(&w, 3, "money_0", true, 5000);
    judge(&w);
    cr_expect_eq(w.results.target[0], 0);
    cr_expect_lt(memcmp(w.results.rank_key[2], w.results.rank_key[1], 24), 0, "11 %% before 10 %%");
    cr_expect_lt(memcmp(w.results.rank_key[1], w.results.rank_key[0], 24), 0, "then the larger firm");
    cr_expect_lt(memcmp(w.results.rank_key[0], w.results.rank_key[3], 24), 0, "unknown last");
    world_free(&w);
}

/* ---- sameness ------------------------------------------------------------------------------------------- */
struct real {
    struct criteria criteria;
    struct td_rules *rules;
};

static void
real_new(struct real *r)
{
    struct td_rules_options options = {.region = TD_STR("371500")};
    struct td_error err = {0};

    *r = (struct real){0};
    options.as_of = td_date_from((struct td_civil){2026, 6, 1});
    criteria_read(&r->criteria, TIDU_SOURCE "/criteria");
    cr_assert(td_rules_compile(&r->rules, r->criteria.files, r->criteria.count, &options, &err), "%s", err.text);
}

static void
expect_row(const struct td_rules *rules, const struct td_results *a, size_t i, const struct td_results *b, size_t k)
{
    size_t p = td_rules_program_count(rules), s = td_rules_state_count(rules);

    cr_assert_eq(memcmp(a->states + i * s, b->states + k * s, s), 0, "states of row %zu", i);
    cr_assert_eq(memcmp(a->verdicts + i * p, b->verdicts + k * p, p), 0, "verdicts of row %zu", i);
    cr_assert_eq(memcmp(a->points_lo + i * p, b->points_lo + k * p, 2 * p), 0, "points of row %zu", i);
    cr_assert_eq(memcmp(a->points_hi + i * p, b->points_hi + k * p, 2 * p), 0, "points of row %zu", i);
    cr_assert_eq(memcmp(a->rank_key[i], b->rank_key[k], 24), 0, "key of row %zu", i);
    cr_assert(a->tags[i] == b->tags[k] && a->tags_possible[i] == b->tags_possible[k] &&
                  a->target[i] == b->target[k] && a->size_lo[i] == b->size_lo[k] &&
                  a->certain_tier[i] == b->certain_tier[k],
              "row %zu", i);
}

Test(judge, threads_and_cuts_change_nothing)
{
    enum { ROWS = 5003 };
    struct real real;
    struct firms firms;
    struct td_results one = {0}, other = {0};
    struct td_scratch *scratch;

    real_new(&real);
    firms_new(&firms, real.rules, ROWS, 3, 25, true);
    td_results_init(&one, real.rules, ROWS);
    td_results_init(&other, real.rules, ROWS);
    td_judge_all(real.rules, &firms.columns, 1, &one);
    for (int threads = 2; threads <= 7; threads += 5) {
        td_judge_all(real.rules, &firms.columns, threads, &other);
        for (size_t i = 0; i < ROWS; i++)
            expect_row(real.rules, &one, i, &other, i);
    }
    td_results_free(&other);
    other = (struct td_results){0};
    td_results_init(&other, real.rules, ROWS);
    scratch = td_scratch_new(real.rules);
    for (size_t from = 0; from < ROWS; from += 777) /* cuts that are no multiples of 64 */
        td_judge(real.rules, &firms.columns, from, from + 777, scratch, &other);
    for (size_t i = 0; i < ROWS; i++)
        expect_row(real.rules, &one, i, &other, i);
    td_scratch_free(scratch);
    td_results_free(&one);
    td_results_free(&other);
    firms_free(&firms);
    td_rules_free(real.rules);
    criteria_free(&real.criteria);
}

Test(judge, the_order_of_rows_changes_nothing)
{
    enum { ROWS = 3000 };
    struct real real;
    struct firms firms, turned;
    struct td_results one = {0}, other = {0};

    real_new(&real);
    firms_new(&firms, real.rules, ROWS, 5, 25, true);
    firms_new(&turned, real.rules, ROWS, 5, 100, true);
    for (size_t s = 0; s < firms.slots; s++)
        for (size_t i = 0; i < ROWS; i++) {
            size_t to = ROWS - 1 - i;

            turned.values[s][to] = firms.values[s][i];
            turned.known[s][to / 64] |= (firms.known[s][i / 64] >> (i % 64) & 1) << (to % 64);
        }
    td_results_init(&one, real.rules, ROWS);
    td_results_init(&other, real.rules, ROWS);
    td_judge_all(real.rules, &firms.columns, 2, &one);
    td_judge_all(real.rules, &turned.columns, 2, &other);
    for (size_t i = 0; i < ROWS; i++)
        expect_row(real.rules, &one, i, &other, ROWS - 1 - i);
    td_results_free(&one);
    td_results_free(&other);
    firms_free(&firms);
    firms_free(&turned);
    td_rules_free(real.rules);
    criteria_free(&real.criteria);
}

/* ---- mistakes -------------------------------------------------------------------------------------------- */
Test(judge, mistakes_are_named_with_place_and_hint)
{
    static const struct {
        const char *body;
        size_t line, column;
        const char *text;
    } cases[] = {
        {"  - {id: x, clause: 一, text: 甲, when: \"mony[Y] >= 5万\"}\n", 8, 40, "unknown fact or metric \"mony\""},
        {"  - {id: x, clause: 一, text: 甲, when: \"money[Y] >= 5人\"}\n", 8, 52, "units differ"},
        {"  - {id: x, clause: 一, text: 甲, when: \"money[Y] >= \"}\n", 8, 52, "too early"},
        {"  - {id: x, clause: 一, text: 甲, when: \"money[Y-3] >= 5万\"}\n", 8, 40, "has the years"},
        {"  - {id: x, clause: 一, text: 甲, when: \"money >= 5万\"}\n", 8, 40, "goes by year"},
        {"  - {id: x, clause: 一, text: 甲, when: \"money[Y]\"}\n", 8, 40, "comparison is missing"},
        {"  - {id: x, clause: 一, text: 甲, when: \"money[Y] + born >= 5万\"}\n", 8, 40, "only quantities"},
        {"  - {id: x, clause: 一, text: 甲, when: \"awards[0..3] >= 1项\"}\n", 8, 40, "ages 0 to 2"},
        {"  - {id: x, clause: 一, text: 甲, when: \"awards[0..1] / money[Y] >= 1%\"}\n", 8, 40, "ratio"},
        {"  - {id: x, clause: 一, text: 甲, when: \"mean_growth(money) >= 3.12345678%\"}\n", 8, 62, "too large"},
        {"  - {id: x, clause: 一, text: 甲}\n", 8, 5, "one of when"},
        {"  - {id: x, text: 甲, when: a}\n", 8, 5, "clause"},
        {"  - {clause: 一, text: 甲, when: a}\n", 8, 5, "id"},
        {"  - {id: x, clause: 一, text: 甲, when: a}\n  - {id: x, clause: 一, text: 甲, when: b}\n", 9, 10, "twice"},
        {"  - {id: x, clause: 一, text: 甲, score: total >= 60}\n", 8, 40, "no score"},
        {"  - {id: x, clause: 一, text: 甲, wenn: a}\n", 8, 33, "wenn"},
        {"  - {id: x, clause: 一, text: 甲, when: a}\nscore:\n  max: 10\n  indicators:\n"
         "    - {id: i, clause: 一, text: 甲, max: 10, value: ratio, bands: [{from: 1%, points: 10}, {from: 2%, "
         "points: 5}, {points: 0}]}\n",
         12, 90, "do not overlap"},
        {"  - {id: x, clause: 一, text: 甲, when: a}\nscore:\n  max: 10\n  indicators:\n"
         "    - {id: i, clause: 一, text: 甲, max: 10, value: ratio, bands: [{from: 2%, points: 10}, {from: 1%, "
         "points: 5}]}\n",
         12, 90, "no floor"},
        {"  - {id: x, clause: 一, text: 甲, when: a}\nscore:\n  max: 10\n  indicators:\n"
         "    - {id: i, clause: 一, text: 甲, max: 9, choices: [{when: a, points: 10}, {points: 0}]}\n",
         12, 71, "more than the maximum"},
        {"  - {id: x, clause: 一, text: 甲, when: a}\nscore:\n  max: 10\n  indicators:\n"
         "    - {id: i, clause: 一, text: 甲, max: 9, choices: [{when: a, points: 9}, {points: 0}]}\n",
         10, 8, "the maximum is 10"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world w = {0};
        char tier[2048];

        snprintf(tier, sizeof(tier), "%s%s", TIER("low", ""), cases[i].body);
        cr_expect_not(world_try(&w, tier), "case %zu compiles", i);
        cr_expect_eq(w.err.code, TD_E_CRITERIA);
        cr_expect_str_eq(w.err.file, "tiers/low.yaml", "case %zu: %s", i, w.err.file);
        cr_expect(w.err.line == cases[i].line && w.err.column == cases[i].column, "case %zu: at %zu:%zu, not %zu:%zu: %s",
                  i, w.err.line, w.err.column, cases[i].line, cases[i].column, w.err.text);
        cr_expect(strstr(w.err.text, cases[i].text), "case %zu: \"%s\" says nothing of \"%s\"", i, w.err.text,
                  cases[i].text);
        criteria_free(&w.criteria);
    }
}

Test(judge, a_metric_that_needs_itself_is_named)
{
    struct world w = {0};
    struct td_rules_options options = {.as_of = td_date_from((struct td_civil){2026, 3, 1})};

    world_try(&w, TIER("low", "  - {id: x, clause: 一, text: 甲, when: a}\n"));
    td_rules_free(w.rules);
    criteria_replace(&w.criteria, "metrics.yaml",
                     TD_STR("metrics:\n  p: {title: 甲, value: q}\n  q: {title: 乙, value: 2 * p}\n"));
    cr_expect_not(td_rules_compile(&w.rules, w.criteria.files, w.criteria.count, &options, &w.err));
    cr_expect(strstr(w.err.text, "circle"), "%s", w.err.text);
    cr_expect_str_eq(w.err.file, "metrics.yaml");
    criteria_free(&w.criteria);
}

/* Found by the fuzzer: keys of firms without a target, where there is no program at all. */
Test(judge, a_night_on_which_no_tier_applies_judges_sizes_only)
{
    struct world w;

    world_new(&w,
              "tier: low\ntitle: 层级\nversion: \"1\"\nsource: {name: 甲, number: 1号}\n"
              "applies: [{kind: new, from: 2027-01-01}]\nholds: a\nrequire:\n"
              "  - {id: a, clause: 一, text: 甲, when: a}\n",
              3);
    put(&w, 1, "money_0", true, 100000000);
    judge(&w);
    cr_expect_eq(td_rules_program_count(w.rules), 0);
    cr_expect(w.results.target[1] == -1 && w.results.certain_tier[1] == -1);
    cr_expect(w.results.size_lo[1] == 4 && w.results.size_hi[1] == 4);
    cr_expect(w.results.size_lo[0] == 1 && w.results.size_hi[0] == 4);
    world_free(&w);
}

/* ---- words ------------------------------------------------------------------------------------------------ */
Test(judge, an_explanation_shows_clause_expression_values_and_what_is_missing)
{
    struct world w;
    struct td_buf out = {0};

    world_new(&w, TIER("low", "  - {id: r, clause: 第一条, text: 占比3%以上, when: ratio >= 3%}\n"
                              "  - {id: g, clause: 第二条, text: 增长, when: growth(money) >= 5%}\n"),
              1);
    put(&w, 0, "money_0", true, 123456789000000);
    put(&w, 0, "cost_0", true, 1);
    judge(&w);
    td_lang_set(TD_ZH);
    td_explain(w.rules, &w.firms.columns, 0, false, &out);
    cr_expect(strstr(out.at, "[不满足] 第一条 占比3%以上"), "%s", out.at);
    cr_expect(strstr(out.at, "ratio >= 3%"));
    cr_expect(strstr(out.at, "收入 2025年 123456789.00万元"), "%s", out.at);
    cr_expect(strstr(out.at, "成本 2025年 0.000001万元"), "%s", out.at);
    cr_expect(strstr(out.at, "[未知] 第二条 增长"));
    cr_expect(strstr(out.at, "收入 2024年 缺失"), "%s", out.at);
    td_buf_reset(&out);
    td_explain(w.rules, &w.firms.columns, 0, true, &out);
    cr_expect(strstr(out.at, "\"id\":\"g\",\"clause\":\"第二条\",\"text\":\"增长\",\"parent\":-1"), "%s", out.at);
    cr_expect(strstr(out.at, "\"state\":\"unknown\""));
    cr_expect(strstr(out.at, "\"period\":\"2024年\",\"text\":\"缺失\",\"known\":false"), "%s", out.at);
    td_buf_free(&out);
    world_free(&w);
}
