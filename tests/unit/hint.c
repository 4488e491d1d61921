/* Hints of keywords: shown, possible as a tag, and never a reason for anything. */
#include "../support/criteria_load.h"

#include <criterion/criterion.h>

struct world {
    struct criteria criteria;
    struct td_rules *rules;
    struct td_error err;
};

static bool
compile(struct world *w)
{
    struct td_rules_options options = {.region = TD_STR("371500")};

    td_lang_set(TD_ZH);
    options.as_of = td_date_from((struct td_civil){2026, 6, 1});
    return td_rules_compile(&w->rules, w->criteria.files, w->criteria.count, &options, &w->err);
}

static void
set_hints(const struct td_rules *rules, struct firms *firms, int64_t value)
{
    int columns = 0;

    for (size_t s = 0; s < td_rules_slot_count(rules); s++) {
        if (!td_str_starts(td_rules_slot(rules, s).column, TD_STR(TD_HINT_COLUMN)))
            continue;
        columns++;
        for (size_t row = 0; row < firms->rows; row++) {
            ((int64_t *)firms->columns.values[s])[row] = value;
            ((uint64_t *)firms->columns.known[s])[row / 64] |= (uint64_t)1 << row % 64;
        }
    }
    cr_assert_eq(columns, 3, "%d columns", columns);
}

/* The bits of tags whose id begins with hint_. */
static uint64_t
hint_bits(const struct td_rules *rules)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < td_rules_tag_count(rules); i++) {
        struct td_str id, title;

        td_rules_tag(rules, i, &id, &title);
        if (td_str_starts(id, TD_STR("hint_")))
            bits |= (uint64_t)1 << i;
    }
    return bits;
}

Test(hint, a_scope_full_of_keywords_changes_no_state_and_makes_possible_tags_only)
{
    enum { ROWS = 5000 };
    struct world w = {0};
    struct firms firms;
    struct td_results without = {0}, with = {0};

    criteria_read(&w.criteria, TIDU_SOURCE "/criteria");
    cr_assert(compile(&w), "%s:%zu %s", w.err.file, w.err.line, w.err.text);
    firms_new(&firms, w.rules, ROWS, 7, 40, true);
    td_results_init(&without, w.rules, ROWS);
    td_results_init(&with, w.rules, ROWS);
    set_hints(w.rules, &firms, 0);
    td_judge_all(w.rules, &firms.columns, 1, &without);
    set_hints(w.rules, &firms, 1);
    td_judge_all(w.rules, &firms.columns, 1, &with);
    size_t states = td_rules_state_count(w.rules), programs = td_rules_program_count(w.rules);
    cr_expect(memcmp(with.states, without.states, ROWS * states) == 0);
    cr_expect(memcmp(with.verdicts, without.verdicts, ROWS * programs) == 0);
    cr_expect(memcmp(with.points_lo, without.points_lo,
                     ROWS * programs * sizeof *with.points_lo) == 0);
    cr_expect(memcmp(with.rank_key, without.rank_key, ROWS * sizeof *with.rank_key) == 0);
    uint64_t bits = hint_bits(w.rules);
    cr_assert_eq(__builtin_popcountll(bits), 3);
    for (size_t row = 0; row < ROWS; row++) {
        cr_assert_eq(with.tags[row], without.tags[row]);
        cr_assert_eq(with.tags[row] & bits, 0, "a hint is certain");
        cr_assert_eq(without.tags_possible[row] & bits, 0, "a hint of nothing");
        cr_assert_eq(with.tags_possible[row], without.tags_possible[row] | bits);
    }
    td_results_free(&without);
    td_results_free(&with);
    firms_free(&firms);
    td_rules_free(w.rules);
    criteria_free(&w.criteria);
}

Test(hint, an_explanation_shows_the_words_under_the_condition)
{
    static const struct td_hint hints[] = {
        {TD_STR("six_bases"), TD_STR("制造业六基"), TD_STR("parts"), TD_STR("核心基础零部件"),
         TD_STR("伺服电机、减速器"), false, true},
        {TD_STR("emerging"), TD_STR("战略性新兴产业"), TD_STR("equipment"),
         TD_STR("高端装备制造"), TD_STR("数控机床"), true, false},
    };
    struct world w = {0};
    struct firms firms;
    struct td_buf out = {0}, plain = {0}, none = {0};

    criteria_read(&w.criteria, TIDU_SOURCE "/criteria");
    cr_assert(compile(&w));
    firms_new(&firms, w.rules, 64, 7, 40, true);
    td_explain_hinted(w.rules, &firms.columns, 3, hints, 2, false, &out);
    cr_expect(
        strstr(
            out.at,
            "线索：经营范围含“伺服电机”“减速器”（核心基础零部件，制造研发），仅为线索，待核实"),
        "%s", out.at);
    cr_expect(
        strstr(out.at, "  战略性新兴产业  产品名称含“数控机床”（高端装备制造，经营或提及）\n"));
    td_buf_reset(&out);
    td_explain_hinted(w.rules, &firms.columns, 3, hints, 2, true, &out);
    cr_expect(strstr(out.at, "\"hints\":[{\"catalogue\":\"six_bases\",\"catalogue_title\":"
                             "\"制造业六基\",\"entry\":\"parts\",\"title\":"
                             "\"核心基础零部件\",\"words\":\"伺服电机、减速器\",\"origin\":"
                             "\"scope\",\"makes\":true}]"));
    td_explain(w.rules, &firms.columns, 3, false, &plain);
    td_explain_hinted(w.rules, &firms.columns, 3, NULL, 0, false, &none);
    cr_expect_str_eq(plain.at, none.at);
    cr_expect_null(strstr(plain.at, "线索"));
    td_buf_free(&out);
    td_buf_free(&plain);
    td_buf_free(&none);
    firms_free(&firms);
    td_rules_free(w.rules);
    criteria_free(&w.criteria);
}

Test(hint, a_hint_of_no_catalogue_is_a_mistake_and_no_expression_reaches_one)
{
    static const struct {
        const char *from, *to, *says;
    } cases[] = {
        {"hint: six_bases}", "hint: six_base}", "six_base"},
        {"when: six_bases, hint: six_bases}", "when: keyword/six_bases}", ""},
        {"when: six_bases, hint: six_bases}", "when: hint_six_bases}", "hint_six_bases"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world w = {0};
        struct td_buf text = {0};
        const char *name = "tiers/little_giant-2026.yaml";

        criteria_read(&w.criteria, TIDU_SOURCE "/criteria");
        struct td_str old = criteria_text(&w.criteria, name);
        const char *at = strstr(old.at, cases[i].from);
        cr_assert(at);
        td_buf_add(&text, old.at, (size_t)(at - old.at));
        td_buf_text(&text, cases[i].to);
        td_buf_text(&text, at + strlen(cases[i].from));
        criteria_replace(&w.criteria, name, td_buf_view(&text));
        cr_expect_not(compile(&w), "%s", cases[i].to);
        cr_expect_str_eq(w.err.file, name);
        cr_expect(w.err.line > 50 && strstr(w.err.text, cases[i].says), "%zu %s", w.err.line,
                  w.err.text);
        td_buf_free(&text);
        criteria_free(&w.criteria);
    }
}
