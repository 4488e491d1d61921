/*
 * States and verdicts: the whole table of all, any and not over five states, how much must be known, what a
 * veto with a period and a title's validity do to a verdict.
 */
#include "../support/one_firm.h"

static const char facts[] = "facts:\n"
                            "  yes: {title: 甲, unit: bool, from: x}\n"
                            "  no: {title: 乙, unit: bool, from: x}\n"
                            "  open: {title: 丙, unit: bool, from: x}\n"
                            "  money: {title: 收入, unit: money, years: 3, from: x}\n"
                            "  industry: {title: 行业, unit: code, from: x}\n"
                            "  age: {title: 距今, unit: years, list: conduct/accident, more: lowers}\n";
static const char head[] = "tier: low\ntitle: 层级\nversion: \"1\"\nsource: {name: 甲, number: 1号}\n"
                           "applies: [{kind: new, from: 2020-01-01}]\nholds: no\n";

/* The firm of a made-up tier: `yes` is met, `no` is unmet, `open` unknown. */
static void
world_open(struct one_firm *f, const char *tier, const char *coverage, bool complete)
{
    static const struct td_complete_list list[] = {{{"conduct", 7}, {NULL, 0}}};
    struct td_rules_options options = {.complete = list, .complete_count = complete ? 1 : 0};
    struct td_error err = {0};
    struct td_buf ranking = {0};

    *f = (struct one_firm){0};
    td_lang_set(TD_EN);
    td_buf_printf(&ranking, "ladder: [low]\ncoverage: %s\norder: [verdict]\n", coverage);
    criteria_replace(&f->criteria, "facts.yaml", td_str(facts));
    criteria_replace(&f->criteria, "metrics.yaml", TD_STR("metrics: {}\n"));
    criteria_replace(&f->criteria, "size.yaml",
                     TD_STR("indicators: {Y: \"money[Y]\"}\nrows:\n  - {title: 其他, other: true, large: {Y: 100万}, "
                            "medium: {Y: 10万}, small: {Y: 1万}}\n"));
    criteria_replace(&f->criteria, "ranking.yaml", td_buf_view(&ranking));
    criteria_replace(&f->criteria, "tiers/low.yaml", td_str(tier));
    options.as_of = td_date_from((struct td_civil){2026, 3, 1});
    cr_assert(td_rules_compile(&f->rules, f->criteria.files, f->criteria.count, &options, &err), "%s:%zu:%zu %s",
              err.file, err.line, err.column, err.text);
    td_buf_free(&ranking);
    firms_new(&f->firm, f->rules, 1, 1, 100, true);
    td_results_init(&f->results, f->rules, 1);
    one_set(f, "yes", 1);
    one_set(f, "no", 0);
}

/* ---- the table ------------------------------------------------------------------------------------------ */
enum { STATES = 5 };
static const char *const leaves[STATES] = {"{when: yes}", "{when: no}", "{when: open}", "{manual: 看}",
                                           "{when: no, unless: new}"};
static const int states[STATES] = {TD_MET, TD_UNMET, TD_UNKNOWN, TD_MANUAL, TD_NA};
enum { M = TD_MET, X = TD_UNMET, U = TD_UNKNOWN, H = TD_MANUAL, N = TD_NA };
static const int all_of[STATES][STATES] = {/*          met unmet unknown manual na */
                                           [0] = {M, X, U, H, M},
                                           [1] = {X, X, X, X, X},
                                           [2] = {U, X, U, U, U},
                                           [3] = {H, X, U, H, H},
                                           [4] = {M, X, U, H, N}};
static const int any_of[STATES][STATES] = {[0] = {M, M, M, M, M},
                                           [1] = {M, X, U, H, X},
                                           [2] = {M, U, U, U, U},
                                           [3] = {M, H, U, H, H},
                                           [4] = {M, X, U, H, N}};
static const int not_of[STATES] = {X, M, U, H, N};

Test(states, all_any_and_not_over_all_five)
{
    struct one_firm f;
    struct td_buf tier = {0};
    char id[40];

    td_buf_printf(&tier, "%srequire:\n", head);
    for (int a = 0; a < STATES; a++) {
        td_buf_printf(&tier, "  - {id: one_%d, clause: 一, text: 甲, all: [%s]}\n", a, leaves[a]);
        td_buf_printf(&tier, "  - {id: not_%d, clause: 一, text: 甲, not: %s}\n", a, leaves[a]);
        for (int b = 0; b < STATES; b++) {
            td_buf_printf(&tier, "  - {id: all_%d_%d, clause: 一, text: 甲, all: [%s, %s]}\n", a, b, leaves[a], leaves[b]);
            td_buf_printf(&tier, "  - {id: any_%d_%d, clause: 一, text: 甲, any: [%s, %s]}\n", a, b, leaves[a], leaves[b]);
            /* De Morgan: not all is any of not */
            td_buf_printf(&tier, "  - {id: morgan_%d_%d, clause: 一, text: 甲, not: {all: [{not: %s}, {not: %s}]}}\n", a, b,
                          leaves[a], leaves[b]);
        }
    }
    world_open(&f, tier.at, "0%", false);
    for (int a = 0; a < STATES; a++) {
        snprintf(id, sizeof(id), "one_%d", a);
        cr_expect_eq(one_state(&f, "low", TD_NEW, id), states[a], "%s", leaves[a]);
        snprintf(id, sizeof(id), "not_%d", a);
        cr_expect_eq(one_state(&f, "low", TD_NEW, id), not_of[a], "not %s", leaves[a]);
        for (int b = 0; b < STATES; b++) {
            snprintf(id, sizeof(id), "all_%d_%d", a, b);
            cr_expect_eq(one_state(&f, "low", TD_NEW, id), all_of[a][b], "all of %s, %s", leaves[a], leaves[b]);
            snprintf(id, sizeof(id), "any_%d_%d", a, b);
            cr_expect_eq(one_state(&f, "low", TD_NEW, id), any_of[a][b], "any of %s, %s", leaves[a], leaves[b]);
            snprintf(id, sizeof(id), "morgan_%d_%d", a, b);
            cr_expect_eq(one_state(&f, "low", TD_NEW, id), any_of[a][b], "not all not %s, %s", leaves[a], leaves[b]);
        }
    }
    td_buf_free(&tier);
    one_close(&f);
}

/* What the state of a condition makes of a firm whose other conditions are met. */
Test(states, verdicts_follow_the_worst_condition)
{
    static const int verdicts[STATES] = {TD_CONFIRMED, TD_NO, TD_POSSIBLE, TD_READY, TD_CONFIRMED};

    for (int a = 0; a < STATES; a++) {
        struct one_firm f;
        struct td_buf tier = {0};

        td_buf_printf(&tier, "%srequire:\n  - {id: a, clause: 一, text: 甲, when: yes}\n  - {id: b, clause: 一, text: 甲, all: [%s]}\n",
                      head, leaves[a]);
        world_open(&f, tier.at, "0%", false);
        cr_expect_eq(one_verdict(&f, "low", TD_NEW), verdicts[a], "%s", leaves[a]);
        td_buf_free(&tier);
        one_close(&f);
    }
}

/* ---- how much must be known ------------------------------------------------------------------------------ */
Test(states, too_little_known_is_no_recommendation)
{
    static const struct {
        int known;
        const char *coverage;
        int verdict;
    } cases[] = {{4, "100%", TD_CONFIRMED},  {3, "100%", TD_INSUFFICIENT}, {3, "75%", TD_POSSIBLE},
                 {2, "75%", TD_INSUFFICIENT}, {2, "50%", TD_POSSIBLE},      {1, "50%", TD_INSUFFICIENT},
                 {0, "50%", TD_INSUFFICIENT}, {0, "0%", TD_POSSIBLE}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct one_firm f;
        struct td_buf tier = {0};

        td_buf_printf(&tier, "%srequire:\n", head);
        for (int k = 0; k < 4; k++)
            td_buf_printf(&tier, "  - {id: c%d, clause: 一, text: 甲, when: %s}\n", k, k < cases[i].known ? "yes" : "open");
        world_open(&f, tier.at, cases[i].coverage, false);
        cr_expect_eq(one_verdict(&f, "low", TD_NEW), cases[i].verdict, "%d of 4 known, %s", cases[i].known, cases[i].coverage);
        td_buf_free(&tier);
        one_close(&f);
    }
}

Test(states, one_unmet_condition_is_a_no_however_little_is_known)
{
    struct one_firm f;
    struct td_buf tier = {0};

    td_buf_printf(&tier, "%srequire:\n  - {id: a, clause: 一, text: 甲, when: no}\n  - {id: b, clause: 一, text: 甲, when: open}\n"
                         "  - {id: c, clause: 一, text: 甲, when: open}\n", head);
    world_open(&f, tier.at, "100%", false);
    cr_expect_eq(one_verdict(&f, "low", TD_NEW), TD_NO);
    td_buf_free(&tier);
    one_close(&f);
}

/* While a pass mark is unknown the open points count too: half of them may be. */
Test(states, most_of_the_points_open_says_too_little)
{
    for (int open = 50; open <= 51; open++) {
        struct one_firm f;
        struct td_buf tier = {0};

        td_buf_printf(&tier, "%srequire:\n  - {id: a, clause: 一, text: 甲, when: yes}\n  - {id: b, clause: 一, text: 甲, when: yes}\n"
                             "  - {id: pass, clause: 一, text: 甲, score: total >= 60}\n"
                             "score:\n  max: 100\n  indicators:\n"
                             "    - {id: i, clause: 一, text: 甲, max: %d, choices: [{when: yes, points: %d}, {points: 0}]}\n"
                             "    - {id: k, clause: 一, text: 甲, max: %d, unknown: true}\n",
                      head, 100 - open, 100 - open, open);
        world_open(&f, tier.at, "50%", false);
        cr_expect_eq(one_verdict(&f, "low", TD_NEW), open == 50 ? TD_POSSIBLE : TD_INSUFFICIENT, "%d open", open);
        td_buf_free(&tier);
        one_close(&f);
    }
}

/* ---- vetoes and prerequisites ------------------------------------------------------------------------------ */
Test(states, a_veto_has_its_period_and_an_open_list_never_clears_it)
{
    static const char tier[] = "tier: low\ntitle: 层级\nversion: \"1\"\nsource: {name: 甲, number: 1号}\n"
                               "applies: [{kind: new, from: 2020-01-01}]\nholds: no\n"
                               "require:\n  - {id: veto, clause: 一, text: 近三年无事故, when: age >= 3年}\n";
    static const struct {
        int64_t age;
        bool complete;
        int state;
    } cases[] = {{999, true, TD_MET}, {3, true, TD_MET}, {2, true, TD_UNMET}, {0, true, TD_UNMET},
                 {999, false, TD_UNKNOWN}, {3, false, TD_UNKNOWN}, {2, false, TD_UNMET}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct one_firm f;

        world_open(&f, tier, "0%", cases[i].complete);
        one_set(&f, "age", cases[i].age);
        cr_expect_eq(one_state(&f, "low", TD_NEW, "veto"), cases[i].state, "age %d, list %s", (int)cases[i].age,
                     cases[i].complete ? "complete" : "open");
        one_close(&f);
    }
}

/* Each veto of the tiers as they stand: three years for 工信部's, one or two for the others'. */
Test(states, vetoes_of_the_tiers_end_on_their_day)
{
    static const struct {
        const char *tier, *condition, *column;
        int64_t years;
        int within; /* the state while it counts */
    } cases[] = {{"srdi", "accident", "accident_age", 3, TD_UNMET},
                 {"srdi", "data_security", "data_security_age", 3, TD_UNMET},
                 {"srdi", "environment", "environment_age", 3, TD_UNMET},
                 {"srdi", "quality", "quality_age", 3, TD_UNMET},
                 {"srdi", "fraud", "fraud_age", 3, TD_UNMET},
                 {"little_giant", "accident", "accident_age", 3, TD_UNMET},
                 {"innovative", "tax", "tax_age", 3, TD_UNMET},
                 {"champion", "fraud", "fraud_age", 3, TD_UNMET},
                 {"high_tech", "environment", "environment_age", 1, TD_UNMET},
                 {"high_tech", "accident", "accident_age", 1, TD_MANUAL},
                 {"tech_sme", "research", "research_misconduct_age", 2, TD_MANUAL}};
    struct one_firm f;

    one_open(&f, "130200", 2026, 6, 1);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        one_set(&f, cases[i].column, cases[i].years);
        cr_expect_eq(one_state(&f, cases[i].tier, TD_NEW, cases[i].condition), TD_MET, "%s %s", cases[i].tier, cases[i].condition);
        one_set(&f, cases[i].column, cases[i].years - 1);
        cr_expect_eq(one_state(&f, cases[i].tier, TD_NEW, cases[i].condition), cases[i].within, "%s %s", cases[i].tier,
                     cases[i].condition);
        one_set(&f, cases[i].column, 999);
    }
    one_close(&f);
}

Test(states, a_prerequisite_must_be_valid_on_the_day)
{
    static const struct {
        const char *tier, *condition, *column;
    } cases[] = {{"srdi", "prior_title", "holds_innovative"}, {"little_giant", "prior_title", "holds_srdi"}};
    struct one_firm f;

    one_open(&f, "130200", 2026, 6, 1);
    for (size_t i = 0; i < 2; i++) {
        one_set(&f, cases[i].column, 0); /* never, not begun, run out or revoked */
        cr_expect_eq(one_state(&f, cases[i].tier, TD_NEW, cases[i].condition), TD_UNMET);
        one_set(&f, cases[i].column, 1);
        cr_expect_eq(one_state(&f, cases[i].tier, TD_NEW, cases[i].condition), TD_MET);
        one_unknown(&f, cases[i].column); /* a record without its last day */
        cr_expect_eq(one_state(&f, cases[i].tier, TD_NEW, cases[i].condition), TD_UNKNOWN);
        one_set(&f, cases[i].column, 0);
    }
    one_close(&f);
}
