/*
 * Which rules judge a firm: tier, kind, date and region; and what regions lay over a tier's file. All
 * regions here are made up: a province of one's own needs texts only.
 */
#include "../support/criteria_load.h"

#include <criterion/criterion.h>

#define FACTS                                                                                     \
    "facts:\n"                                                                                    \
    "  a: {title: 甲, unit: bool, from: x}\n"                                                     \
    "  money: {title: 收入, unit: money, years: 3, from: x}\n"                                    \
    "  industry: {title: 行业, unit: code, from: x}\n"
#define SIZE                                                                                      \
    "indicators: {Y: \"money[Y]\"}\n"                                                             \
    "rows:\n  - {title: 其他, other: true, large: {Y: 100万}, medium: {Y: 10万}, small: {Y: 1万}}\n"
#define RANKING "ladder: [low, high]\nsecond_track: [local]\ncoverage: 0%\norder: [verdict]\n"
#define TIER                                                                                      \
    "tier: low\ntitle: 层级\nversion: \"1\"\nsource: {name: 甲, number: 国1号, confirmed: B2}\n"   \
    "applies:\n  - {kind: new, from: 2020-01-01, to: 2026-12-31}\n"                               \
    "  - {kind: review, from: 2020-01-01}\n"                                                      \
    "holds: \"money[Y-2] > 0万\"\nconcerns: a\nrequire:\n"                                        \
    "  - {id: size, clause: 一, text: 收入100万元以上, when: \"money[Y] >= 100万\"}\n"            \
    "  - id: both\n    clause: 二\n    text: 两项\n    all:\n"                                    \
    "      - {id: first, when: a}\n      - {id: second, when: \"money[Y-1] >= 50万\"}\n"          \
    "  - {id: pass, clause: 三, text: 60分, score: total >= 60}\n"                                \
    "score:\n  max: 100\n  indicators:\n"                                                         \
    "    - {id: points, clause: 四, text: 收入, max: 85, value: \"money[Y]\", bands: [{from: 200万, points: 85}, " \
    "{from: 100万, points: 50}, {points: 0}]}\n"                                                  \
    "    - {id: local, clause: 五, text: 地方特色, max: 15, unknown: true}\n"
#define OVERLAY(region, edits)                                                                    \
    "overlay: low\nversion: \"1\"\nregion: \"" region "\"\ntitle: 某省补充\n"                     \
    "source: {name: 某省细则, number: 省2号, confirmed: B}\n"                                     \
    "applies: [{from: 2021-01-01, to: 2026-12-31}]\n" edits

struct world {
    struct criteria criteria;
    struct td_rules *rules;
    struct td_error err;
};

static bool
world_try(struct world *w, const char *region, int year, int month, int day)
{
    struct td_rules_options options = {.region = td_str(region)};

    td_lang_set(TD_EN);
    criteria_replace(&w->criteria, "facts.yaml", TD_STR(FACTS));
    criteria_replace(&w->criteria, "metrics.yaml", TD_STR("metrics: {}\n"));
    criteria_replace(&w->criteria, "size.yaml", TD_STR(SIZE));
    criteria_replace(&w->criteria, "ranking.yaml", TD_STR(RANKING));
    criteria_replace(&w->criteria, "tiers/low.yaml", TD_STR(TIER));
    options.as_of = td_date_from((struct td_civil){year, month, day});
    td_rules_free(w->rules);
    w->rules = NULL;
    w->err = (struct td_error){0};
    return td_rules_compile(&w->rules, w->criteria.files, w->criteria.count, &options, &w->err);
}

static void
world_at(struct world *w, const char *region)
{
    cr_assert(world_try(w, region, 2026, 3, 1), "%s:%zu:%zu %s", w->err.file, w->err.line, w->err.column,
              w->err.text);
}

static void
world_free(struct world *w)
{
    td_rules_free(w->rules);
    criteria_free(&w->criteria);
}

static const struct td_program *
program_of(const struct td_rules *rules, const char *tier, enum td_kind kind)
{
    for (size_t p = 0; p < td_rules_program_count(rules); p++) {
        const struct td_program *t = td_rules_program(rules, p);

        if (td_str_equal(t->tier, td_str(tier)) && t->kind == kind)
            return t;
    }
    return NULL;
}

static int
condition_of(const struct td_program *t, const char *id)
{
    for (size_t k = 0; k < t->condition_count; k++)
        if (td_str_equal(t->conditions[k].id, td_str(id)))
            return (int)k;
    return -1;
}

/* One firm: its figures of this year and the last, in 万元; `a` is true. */
struct verdict {
    int verdict, lo, hi, state;
};

static struct verdict
judge_one(const struct td_rules *rules, const char *tier, int64_t now, int64_t before, const char *condition)
{
    const struct td_program *t = program_of(rules, tier, TD_NEW);
    struct td_results results = {0};
    struct verdict out = {-1, -1, -1, -1};
    struct firms firms;
    size_t p = 0;

    firms_new(&firms, rules, 1, 1, 100, true);
    td_results_init(&results, rules, 1);
    for (size_t s = 0; s < firms.slots; s++) {
        struct td_str name = td_rules_slot(rules, s).column;
        int64_t value = td_str_equal(name, TD_STR("money_0"))   ? now * 1000000
                        : td_str_equal(name, TD_STR("money_1")) ? before * 1000000
                        : td_str_equal(name, TD_STR("a"))       ? 1
                                                                : 0;

        firms.values[s][0] = value;
        firms.known[s][0] = 1;
    }
    td_judge_all(rules, &firms.columns, 1, &results);
    while (t && td_rules_program(rules, p) != t)
        p++;
    if (t)
        out = (struct verdict){results.verdicts[p], results.points_lo[p], results.points_hi[p],
                               condition_of(t, condition) < 0
                                   ? -1
                                   : results.states[t->state_offset + (size_t)condition_of(t, condition)]};
    td_results_free(&results);
    firms_free(&firms);
    return out;
}

/* ---- laying over ----------------------------------------------------------------------------------- */
Test(overlay, a_province_of_ones_own_needs_texts_only)
{
    struct world w = {0};

    criteria_replace(&w.criteria, "overlays/99-low.yaml",
                     TD_STR(OVERLAY("99", "replace:\n  - id: local\n    by:\n"
                                          "      - {id: local_a, clause: 省一, text: 甲, max: 10, choices: [{when: a, "
                                          "points: 10}, {points: 0}]}\n"
                                          "      - {id: local_b, clause: 省二, text: 乙, max: 5, confirmed: M, unknown: true}\n")));
    criteria_replace(&w.criteria, "tiers/local.yaml",
                     TD_STR("tier: local\ntitle: 某市名单\nversion: \"1\"\nsource: {name: 某市办法, number: 市3号}\n"
                            "applies: [{kind: new, from: 2020-01-01, region: \"9901\"}]\nholds: \"money[Y-2] > 0万\"\n"
                            "require:\n  - {id: big, clause: 一, text: 甲, when: \"money[Y] >= 150万\"}\n"));
    world_at(&w, "990100");
    struct verdict v = judge_one(w.rules, "low", 100, 50, "pass");
    cr_expect(v.lo == 60 && v.hi == 65 && v.state == TD_MET && v.verdict == TD_CONFIRMED, "%d..%d", v.lo, v.hi);
    cr_expect_eq(judge_one(w.rules, "local", 150, 0, "big").verdict, TD_CONFIRMED);
    cr_expect_eq(judge_one(w.rules, "local", 149, 0, "big").verdict, TD_NO);
    world_at(&w, "990200"); /* another city of that province: no local tier */
    cr_expect_eq(judge_one(w.rules, "low", 100, 50, "pass").lo, 60);
    cr_expect_null(program_of(w.rules, "local", TD_NEW));
    world_at(&w, "980100"); /* another province: the open 15 points stay an interval */
    v = judge_one(w.rules, "low", 100, 50, "pass");
    cr_expect(v.lo == 50 && v.hi == 65 && v.state == TD_UNKNOWN, "%d..%d", v.lo, v.hi);
    world_free(&w);
}

Test(overlay, conditions_at_any_depth_are_replaced_added_and_removed)
{
    struct world w = {0};

    criteria_replace(&w.criteria, "overlays/99-low.yaml",
                     TD_STR(OVERLAY("99", "replace:\n  - {id: second, by: [{id: second, when: \"money[Y-1] >= 70万\"}]}\n"
                                          "add:\n  - {after: size, by: [{id: industry, clause: 省, text: 制造业, when: a}]}\n"
                                          "remove:\n  - {id: pass, clause: 省三, text: 本省不评分}\n")));
    world_at(&w, "990100");
    const struct td_program *t = program_of(w.rules, "low", TD_NEW);
    cr_assert_eq(t->condition_count, 5);
    cr_expect(condition_of(t, "industry") == 1 && condition_of(t, "pass") == -1);
    cr_expect_eq(t->conditions[condition_of(t, "second")].parent, condition_of(t, "both"));
    cr_expect_eq(judge_one(w.rules, "low", 100, 70, "second").state, TD_MET);
    cr_expect_eq(judge_one(w.rules, "low", 100, 69, "second").state, TD_UNMET);
    cr_expect_eq(judge_one(w.rules, "low", 100, 69, "size").state, TD_MET, "what is not named stays");
    world_free(&w);
}

Test(overlay, what_stands_under_not_is_replaced_by_one)
{
    static const char tier[] = "tier: low\ntitle: 层级\nversion: \"1\"\nsource: {name: 甲, number: 国1号}\n"
                               "applies: [{kind: new, from: 2020-01-01}]\nholds: \"money[Y-2] > 0万\"\n"
                               "require:\n  - {id: no, clause: 一, text: 甲, not: {id: inner, when: a}}\n";
    struct td_rules_options options = {.region = TD_STR("990100")};
    struct world w = {0};

    world_at(&w, "990100");
    options.as_of = td_date_from((struct td_civil){2026, 3, 1});
    for (int two = 0; two < 2; two++) {
        criteria_replace(&w.criteria, "tiers/low.yaml", TD_STR(tier));
        criteria_replace(&w.criteria, "overlays/x.yaml",
                         two ? TD_STR(OVERLAY("99", "replace: [{id: inner, by: [{when: a}, {when: a}]}]\n"))
                             : TD_STR(OVERLAY("99", "replace: [{id: inner, by: [{id: inner, when: \"money[Y] >= 100万\"}]}]\n")));
        td_rules_free(w.rules);
        w.rules = NULL;
        cr_expect_eq(td_rules_compile(&w.rules, w.criteria.files, w.criteria.count, &options, &w.err), !two, "%s", w.err.text);
        if (!two) {
            cr_expect_eq(judge_one(w.rules, "low", 100, 0, "no").state, TD_UNMET);
            cr_expect_eq(judge_one(w.rules, "low", 99, 0, "no").state, TD_MET);
        }
    }
    world_free(&w);
}

Test(overlay, the_longest_region_has_the_last_word)
{
    struct world w = {0};

    criteria_replace(&w.criteria, "overlays/a-city.yaml",
                     TD_STR(OVERLAY("9901", "replace:\n  - {id: size, by: [{id: size, clause: 市, text: 市线, when: \"money[Y] >= 300万\"}]}\n"
                                            "  - {id: extra, by: [{id: extra, clause: 市, text: 市加, when: \"money[Y] >= 400万\"}]}\n")));
    criteria_replace(&w.criteria, "overlays/b-province.yaml",
                     TD_STR(OVERLAY("99", "replace:\n  - {id: size, by: [{id: size, clause: 省, text: 省线, when: \"money[Y] >= 200万\"}, "
                                          "{id: extra, clause: 省, text: 省加, when: a}]}\n")));
    world_at(&w, "990100");
    cr_expect_eq(judge_one(w.rules, "low", 299, 50, "size").state, TD_UNMET);
    cr_expect_eq(judge_one(w.rules, "low", 300, 50, "size").state, TD_MET);
    cr_expect_eq(judge_one(w.rules, "low", 300, 50, "extra").state, TD_UNMET, "a city may change what its province added");
    world_at(&w, "990200");
    cr_expect_eq(judge_one(w.rules, "low", 199, 50, "size").state, TD_UNMET);
    cr_expect_eq(judge_one(w.rules, "low", 200, 50, "size").state, TD_MET);
    cr_expect_eq(judge_one(w.rules, "low", 200, 50, "extra").state, TD_MET);
    world_at(&w, "980100");
    cr_expect_eq(judge_one(w.rules, "low", 100, 50, "size").state, TD_MET);
    world_free(&w);
}

Test(overlay, kind_and_period_are_kept)
{
    struct world w = {0};

    criteria_replace(&w.criteria, "overlays/x.yaml",
                     TD_STR("overlay: low\nversion: \"1\"\nregion: \"99\"\ntitle: 补充\nsource: {name: 甲, number: 省2号}\n"
                            "applies: [{kind: review, from: 2026-03-01, to: 2026-03-31}]\n"
                            "add:\n  - {after: size, by: [{id: extra, clause: 省, text: 省加, when: a}]}\n"));
    for (int day = 0; day < 4; day++) {
        static const int dates[][3] = {{2026, 2, 28}, {2026, 3, 1}, {2026, 3, 31}, {2026, 4, 1}};

        cr_assert(world_try(&w, "990100", dates[day][0], dates[day][1], dates[day][2]), "%s", w.err.text);
        cr_expect_eq(condition_of(program_of(w.rules, "low", TD_NEW), "extra"), -1);
        cr_expect_eq(condition_of(program_of(w.rules, "low", TD_REVIEW), "extra") >= 0, day == 1 || day == 2);
    }
    world_free(&w);
}

/* ---- the mark of what is not confirmed --------------------------------------------------------------- */
Test(overlay, what_leans_on_unconfirmed_figures_carries_the_mark)
{
    struct world w = {0};
    struct td_buf out = {0};
    struct firms firms;

    criteria_replace(&w.criteria, "overlays/x.yaml",
                     TD_STR("overlay: low\nversion: \"1\"\nregion: \"99\"\ntitle: 某省补充\n"
                            "source: {name: 甲, number: 省2号, confirmed: M}\napplies: [{from: 2021-01-01}]\n"
                            "add:\n  - {after: size, by: [{id: extra, clause: 省一, text: 省加, when: a}, "
                            "{id: sure, clause: 省二, text: 有据, confirmed: A, when: a}]}\n"));
    world_at(&w, "980100");
    cr_expect_not(program_of(w.rules, "low", TD_NEW)->unconfirmed);
    cr_expect(td_str_equal(program_of(w.rules, "low", TD_NEW)->source, TD_STR("国1号")));
    world_at(&w, "990100");
    const struct td_program *t = program_of(w.rules, "low", TD_NEW);
    cr_expect(t->unconfirmed);
    cr_expect(td_str_equal(t->source, TD_STR("国1号；某省补充")), "%.*s", (int)t->source.len, t->source.at);
    cr_expect(t->conditions[condition_of(t, "extra")].unconfirmed, "as the overlay's source");
    cr_expect_not(t->conditions[condition_of(t, "sure")].unconfirmed, "its own grade");
    cr_expect_not(t->conditions[condition_of(t, "size")].unconfirmed, "the national one");
    firms_new(&firms, w.rules, 1, 1, 100, true);
    td_lang_set(TD_ZH);
    td_explain(w.rules, &firms.columns, 0, false, &out);
    const char *extra = strstr(out.at, "省加"), *sure = strstr(out.at, "有据");
    cr_assert(extra && sure, "%s", out.at);
    cr_expect(strstr(extra, "未证实") && strstr(extra, "未证实") < sure, "%s", out.at);
    cr_expect(strstr(out.at, "某省补充"));
    td_buf_free(&out);
    firms_free(&firms);
    world_free(&w);
}

/* ---- mistakes ---------------------------------------------------------------------------------------- */
Test(overlay, mistakes_are_named_with_place_and_hint)
{
    static const struct {
        const char *text;
        size_t line, column;
        const char *says, *hint;
    } cases[] = {
        {OVERLAY("99", "replace: [{id: sise, by: [{id: size, clause: 一, text: 甲, when: a}]}]\n"), 7, 16,
         "no condition or indicator \"sise\"", "\"size\""},
        {OVERLAY("99", "add: [{after: locl, by: [{id: q, clause: 一, text: 甲, max: 0, unknown: true}]}]\n"), 7, 15,
         "no condition or indicator \"locl\"", "\"local\""},
        {OVERLAY("99", "remove: [{id: size}]\n"), 7, 10, "clause", NULL},
        {OVERLAY("99", "replace: [{id: size, by: []}]\n"), 7, 26, "by is empty", NULL},
        {OVERLAY("99", "replace: [{id: size, by: [{id: size, clause: 一, text: 甲, when: \"mony[Y] >= 1万\"}]}]\n"), 7, 65,
         "unknown fact or metric \"mony\"", "\"money\""},
        {OVERLAY("99", "replace: [{id: local, by: [{id: local, clause: 一, text: 甲, max: 14, unknown: true}]}]\n"), 20, 8,
         "the maximum is 100, the indicators make 99", NULL},
        {OVERLAY("99", "replace: [{id: size, by: [{id: a1, clause: 一, text: 甲, when: a}]}]\nadd: [{after: size, by: []}]\n"),
         8, 15, "already changed at line 7", NULL},
        {OVERLAY("99", ""), 1, 1, "neither remove, replace nor add", NULL},
        {OVERLAY("9x", "remove: [{id: size, clause: 一, text: 甲}]\n"), 3, 9, "first digits", NULL},
        {"overlay: low\nversion: \"2\"\nregion: \"99\"\n", 2, 10, "tier \"low\" has no version \"2\"", "1"},
        {"overlay: loww\nversion: \"1\"\nregion: \"99\"\n", 1, 10, "no file of a tier \"loww\"", "\"low\""},
        {"overlay: low\nversion: \"1\"\nregoin: \"99\"\n", 3, 1, "unknown key \"regoin\"", "\"region\""},
        {"overlay: low\nversion: \"1\"\nregion: \"99\"\ntitle: 甲\nsource: {name: 甲, number: 乙}\n"
         "applies: [{kind: new, from: 2027-01-01}]\nremove: [{id: size, clause: 一, text: 甲}]\n",
         6, 11, "judges no such application in that time", "applies"},
        {"overlay: low\nversion: \"1\"\nregion: \"99\"\ntitle: 甲\nsource: {name: 甲, number: 乙}\n"
         "applies: [{from: 2026-01-02, to: 2026-01-01}]\nremove: [{id: size, clause: 一, text: 甲}]\n",
         6, 34, "to is before from", NULL},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world w = {0};
        bool tier_place = cases[i].line == 20; /* maxima are added up at the tier's own line */

        criteria_replace(&w.criteria, "overlays/x.yaml", td_str(cases[i].text));
        /* also where the overlay does not count tonight: the city is in another province */
        for (int elsewhere = 0; elsewhere < 2; elsewhere++) {
            cr_expect_not(world_try(&w, elsewhere ? "110000" : "990000", 2026, 3, 1), "case %zu compiles", i);
            cr_expect_eq(w.err.code, TD_E_CRITERIA);
            cr_expect_str_eq(w.err.file, tier_place ? "tiers/low.yaml" : "overlays/x.yaml", "case %zu: %s", i, w.err.text);
            cr_expect(w.err.line == cases[i].line && w.err.column == cases[i].column,
                      "case %zu: at %zu:%zu, not %zu:%zu: %s", i, w.err.line, w.err.column, cases[i].line,
                      cases[i].column, w.err.text);
            cr_expect(strstr(w.err.text, cases[i].says), "case %zu: \"%s\"", i, w.err.text);
            cr_expect(!cases[i].hint || strstr(w.err.hint, cases[i].hint), "case %zu: hint \"%s\"", i, w.err.hint);
        }
        world_free(&w);
    }
}

Test(overlay, two_of_one_region_may_not_change_one_entry_at_one_time)
{
    static const char first[] = OVERLAY("99", "remove: [{id: size, clause: 一, text: 甲}]\n");
    static const char second[] = OVERLAY("99", "add: [{after: size, by: [{id: q, clause: 一, text: 甲, when: a}]}]\n");
    static const char later[] =
        "overlay: low\nversion: \"1\"\nregion: \"99\"\ntitle: 甲\nsource: {name: 甲, number: 乙}\n"
        "applies: [{kind: review, from: 2027-01-01}]\nremove: [{id: size, clause: 一, text: 甲}]\n";
    struct world w = {0};

    criteria_replace(&w.criteria, "overlays/b.yaml", TD_STR(second));
    criteria_replace(&w.criteria, "overlays/a.yaml", TD_STR(first));
    cr_expect_not(world_try(&w, "110000", 2026, 3, 1));
    cr_expect_str_eq(w.err.file, "overlays/b.yaml");
    cr_expect(w.err.line == 7 && w.err.column == 15, "%zu:%zu", w.err.line, w.err.column);
    cr_expect(strstr(w.err.text, "overlays/a.yaml:7"), "%s", w.err.text);
    criteria_replace(&w.criteria, "overlays/b.yaml", TD_STR(later));
    cr_expect(world_try(&w, "990000", 2026, 3, 1), "%s", w.err.text);
    world_free(&w);
}

/* ---- the rules as they stand --------------------------------------------------------------------------- */
static struct td_rules *
real_rules(struct criteria *criteria, const char *region, int year, int month, int day)
{
    static const struct td_complete_list complete[] = {{{"conduct", 7}, {NULL, 0}}, {{"title", 5}, {NULL, 0}}, {{"ip", 2}, {NULL, 0}}};
    struct td_rules_options options = {.region = td_str(region), .complete = complete, .complete_count = 3};
    struct td_rules *rules = NULL;
    struct td_error err = {0};

    td_lang_set(TD_EN);
    options.as_of = td_date_from((struct td_civil){year, month, day});
    if (criteria->count == 0)
        criteria_read(criteria, TIDU_SOURCE "/criteria");
    cr_assert(td_rules_compile(&rules, criteria->files, criteria->count, &options, &err), "%s:%zu:%zu %s", err.file,
              err.line, err.column, err.text);
    return rules;
}

/* Version of the program that judges a kind of application, "" = none. */
static void
expect_version(const struct td_rules *rules, const char *tier, enum td_kind kind, const char *version)
{
    const struct td_program *t = program_of(rules, tier, kind);

    cr_expect(t ? td_str_equal(t->version, td_str(version)) : !version[0], "%s %s: %.*s, not %s", tier,
              kind == TD_REVIEW ? "review" : "new", t ? (int)t->version.len : 4, t ? t->version.at : "none", version);
}

Test(selection, tier_kind_and_date_choose_the_file)
{
    static const struct {
        int date[3];
        const char *innovative, *tech_sme, *srdi, *srdi_review, *giant, *giant_review;
    } cases[] = {
        {{2022, 7, 31}, "", "2017", "", "", "", ""},
        {{2022, 8, 1}, "2022", "2017", "2022", "2022", "2022", "2022"},
        {{2026, 3, 31}, "2022", "2017", "2022", "2022", "2022", "2022"},
        {{2026, 4, 1}, "2022", "2017", "2026", "2026", "2026", "2022"}, /* 117号: two in force on one night */
        {{2026, 12, 31}, "2022", "2017", "2026", "2026", "2026", "2022"},
        {{2027, 1, 1}, "2022", "2017", "2026", "2026", "2026", "2026"},
    };
    struct criteria criteria = {0};

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct td_rules *rules =
            real_rules(&criteria, "130200", cases[i].date[0], cases[i].date[1], cases[i].date[2]);

        expect_version(rules, "innovative", TD_NEW, cases[i].innovative);
        expect_version(rules, "tech_sme", TD_NEW, cases[i].tech_sme);
        expect_version(rules, "srdi", TD_NEW, cases[i].srdi);
        expect_version(rules, "srdi", TD_REVIEW, cases[i].srdi_review);
        expect_version(rules, "little_giant", TD_NEW, cases[i].giant);
        expect_version(rules, "little_giant", TD_REVIEW, cases[i].giant_review);
        td_rules_free(rules);
    }
    criteria_free(&criteria);
}

struct fact {
    const char *column;
    int64_t value;
};

static void
set_facts(struct firms *f, const struct td_rules *rules, size_t row, const struct fact *facts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t s = 0; s < f->slots; s++)
            if (td_str_equal(td_rules_slot(rules, s).column, td_str(facts[i].column))) {
                f->values[s][row] = facts[i].value;
                f->known[s][row / 64] |= (uint64_t)1 << (row % 64);
            }
}

/* The same figures: a holder whose title ends in 2026 is judged by 63号 附件3, a new applicant by 2号 附件2. */
Test(selection, review_of_2026_under_63_beside_new_applications_under_2)
{
    enum { WAN = 1000000 };
    static const struct fact both[] = {
        {"legal_person", 1}, {"active", 1}, {"niche_years", 5}, {"employees_0", 100},
        {"revenue_0", 10000LL * WAN}, {"revenue_1", 10000LL * WAN}, {"revenue_2", 10000LL * WAN},
        {"main_revenue_0", 7000LL * WAN}, {"main_revenue_1", 6000LL * WAN}, {"main_revenue_2", 5000LL * WAN},
        {"product_revenue_0", 6000LL * WAN}, {"rd_expense_0", 300LL * WAN}, {"rd_expense_1", 300LL * WAN},
        {"assets_0", 10000LL * WAN}, {"liabilities_0", 7000LL * WAN}, {"management_system", 1}, {"own_brand", 1},
        {"share_domestic", 100000}, {"rd_institution", 1}, {"ip1_used_2022_lo", 2}, {"ip1_used_2022_hi", 2},
        {"chain_role", 1}, {"six_bases", 1}, {"abnormal", 0}, {"dishonest", 0}, {"banned", 0},
        {"accident_age", 999}, {"data_security_age", 999}, {"environment_age", 999}, {"quality_age", 999},
        {"tax_age", 999}, {"fraud_age", 999}};
    struct criteria criteria = {0};
    struct td_rules *rules = real_rules(&criteria, "130200", 2026, 5, 15);
    const struct td_program *review = program_of(rules, "little_giant", TD_REVIEW);
    const struct td_program *fresh = program_of(rules, "little_giant", TD_NEW);
    struct td_results r = {0};
    struct firms firms;

    firms_new(&firms, rules, 2, 1, 100, true);
    td_results_init(&r, rules, 2);
    for (size_t row = 0; row < 2; row++) {
        struct fact title[] = {{"holds_little_giant", row == 0}, {"review_little_giant", row == 0}, {"industry", 0}};

        cr_assert(td_industry_value(TD_STR("C3484"), &title[2].value));
        set_facts(&firms, rules, row, both, sizeof(both) / sizeof(*both));
        set_facts(&firms, rules, row, title, 3);
    }
    td_judge_all(rules, &firms.columns, 1, &r);
    size_t states = td_rules_state_count(rules), programs = td_rules_program_count(rules);
    uint8_t *old = r.states + review->state_offset, *new = r.states + states + fresh->state_offset;
    size_t at_review = 0, at_fresh = 0;
    while (td_rules_program(rules, at_review) != review)
        at_review++;
    while (td_rules_program(rules, at_fresh) != fresh)
        at_fresh++;
    cr_expect(td_str_has(review->source, TD_STR("63号 附件3")), "%.*s", (int)review->source.len, review->source.at);
    cr_expect(td_str_has(fresh->source, TD_STR("2号 附件2")));
        cr_expect_eq(old[condition_of(review, "main_share")], TD_MET, "70 %% is enough for a review");
    cr_expect_eq(new[condition_of(fresh, "main_share")], TD_UNMET, "90 %% of a new application");
    cr_expect_eq(old[condition_of(review, "growth")], TD_MET, "mean of 主营: over 5 %%");
    cr_expect_eq(new[condition_of(fresh, "growth")], TD_UNMET, "compound of 营业收入: 0 %%");
    cr_expect_eq(old[condition_of(review, "rd_large")], TD_MET, "3 %% of each year");
    cr_expect_eq(new[condition_of(fresh, "rd_sum")], TD_UNMET, "600万 of 1200万");
    cr_expect_eq(r.verdicts[at_review], TD_READY, "only a person's word is awaited");
    cr_expect_eq(r.verdicts[at_fresh], TD_HOLDS, "the holder is no new applicant");
    cr_expect_eq(r.verdicts[programs + at_review], TD_NOT_CONCERNED);
    cr_expect_eq(r.verdicts[programs + at_fresh], TD_NEAR);
    cr_expect_eq(condition_of(review, "platform"), -1, "63号 knows no platform score");
    td_results_free(&r);
    firms_free(&firms);
    td_rules_free(rules);
    criteria_free(&criteria);
}

Test(selection, shandong_has_its_own_points_until_2026_04_01_and_others_an_interval)
{
    struct criteria criteria = {0};
    struct td_rules *rules = real_rules(&criteria, "371500", 2026, 3, 31);
    struct td_buf out = {0};
    struct firms firms;

    firms_new(&firms, rules, 1, 1, 100, true);
    td_explain(rules, &firms.columns, 0, false, &out);
    const char *listing = strstr(out.at, "山东省特色化 指标12");
    cr_assert(listing, "%s", out.at);
    cr_expect(strstr(listing, "not confirmed") && strstr(listing, "not confirmed") < strchr(listing, '\n'), "%s", listing);
    td_buf_free(&out);
    firms_free(&firms);
    cr_expect(td_str_has(program_of(rules, "srdi", TD_NEW)->source, TD_STR("山东")));
    cr_expect(program_of(rules, "srdi", TD_NEW)->unconfirmed);
    td_rules_free(rules);
    rules = real_rules(&criteria, "130200", 2026, 3, 31);
    cr_expect_not(td_str_has(program_of(rules, "srdi", TD_NEW)->source, TD_STR("山东")));
    td_rules_free(rules);
    rules = real_rules(&criteria, "371500", 2026, 4, 1);
    cr_expect_not(td_str_has(program_of(rules, "srdi", TD_NEW)->source, TD_STR("山东")));
    td_rules_free(rules);
    criteria_free(&criteria);
}
